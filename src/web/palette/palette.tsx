/** The palette: a field, and below it all that can be done, every list, and todos by their names. */
import { useComputed, useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { useComposed } from '../parts/composed.ts'
import { Dialog } from '../parts/dialog.tsx'
import { typedEarly } from '../parts/early-field.tsx'
import { Icon } from '../parts/icon.tsx'
import { keyGroups, keyText, type KeyName } from '../state/keys.ts'
import { viewWords } from '../words/later-words.ts'
import { loadOtherWords } from '../words/other-words.ts'
import { words } from '../words/words.ts'
import type { Command } from './command.ts'
import { find } from './find.ts'
import { optionAfter } from '../parts/options.ts'
import { noteUse } from './recent.ts'

export function Palette(): JSX.Element {
  const typed = useSignal(typedEarly() ?? '')
  const at = useSignal(0)
  const groups = useComputed(() => find(typed.value)).value
  const all = groups.flatMap(({ commands }) => commands)
  const present = all[at.value]
  const chosen = useRef<Command>(undefined)
  const listRef = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    listRef.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [present])
  useEffect(() => void loadOtherWords(), [])
  const choose = (command: Command | undefined, element: Element) => {
    if (!command) return
    chosen.current = command
    element.closest('dialog')?.close()
  }
  return (
    <Dialog
      label={viewWords.value.palette}
      hasHeading={false}
      class="palette"
      onClose={() => {
        const command = chosen.current
        if (!command) return
        noteUse(command.id)
        // Once the dialog is gone: what it does may open another, or move the focus.
        setTimeout(command.run)
      }}
    >
      <Field
        id={id}
        typed={typed}
        at={at}
        count={all.length}
        choose={(element) => choose(present, element)}
      />
      <div ref={listRef} id={id} role="listbox" aria-label={viewWords.value.palette} class="options">
        {groups.map((group, index) => (
          <Options
            key={group.name}
            {...group}
            id={id}
            first={groups.slice(0, index).reduce((count, { commands }) => count + commands.length, 0)}
            at={at.value}
            choose={choose}
          />
        ))}
      </div>
      <p class="unseen" role="status">
        {viewWords.value.choices(all.length)}
      </p>
    </Dialog>
  )
}

interface FieldProps {
  id: string
  typed: Signal<string>
  at: Signal<number>
  count: number
  choose: (element: Element) => void
}

function Field({ id, typed, at, count, choose }: FieldProps): JSX.Element {
  const composed = useComposed(typed.value, (text) => {
    typed.value = text
    at.value = 0
  })
  return (
    <input
      type="text"
      role="combobox"
      aria-label={words.value.paletteField}
      aria-expanded
      aria-controls={id}
      aria-autocomplete="list"
      {...(at.value < count && { 'aria-activedescendant': `${id}-${at.value}` })}
      placeholder={words.value.paletteField}
      autoFocus
      autocomplete="off"
      spellcheck={false}
      enterkeyhint="go"
      {...composed}
      onKeyDown={(event) => {
        const next = optionAfter(event.key, at.value, count)
        if (next !== undefined) at.value = next
        else if (event.key === 'Enter') choose(event.currentTarget)
        else return
        event.preventDefault()
      }}
    />
  )
}

interface OptionsProps {
  name: string
  commands: readonly Command[]
  id: string
  /** Of the first one here, among all. */
  first: number
  at: number
  choose: (command: Command, element: Element) => void
}

function Options({ name, commands, id, first, at, choose }: OptionsProps): JSX.Element {
  return (
    <div role="group" aria-labelledby={`${id}-${name}`}>
      <div id={`${id}-${name}`} class="heading" role="presentation">
        {name}
      </div>
      {commands.map((command, index) => (
        <div
          key={command.id}
          id={`${id}-${first + index}`}
          class="option"
          role="option"
          aria-selected={first + index === at}
          onClick={(event) => choose(command, event.currentTarget)}
        >
          {command.colour ? <span class="dot" data-colour={command.colour} /> : <Icon of={command.icon} />}
          <span class="what" dir="auto">
            {command.name}
          </span>
          {command.about !== undefined && (
            <span class="about" dir="auto">
              {command.about}
            </span>
          )}
          {command.key && <kbd>{firstKey(command.key)}</kbd>}
        </div>
      ))}
    </div>
  )
}

const firstKey = (name: KeyName): string =>
  keyText((keyGroups.anywhere[name] ?? keyGroups.list[name])?.[0] ?? '')
