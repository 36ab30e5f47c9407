/** A todo's labels as chips, and a field for more that knows those in use. */
import { X } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId, useRef } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { typingLimits } from '../../model/typing-limits.ts'
import { Icon } from '../parts/icon.tsx'
import { optionAfter } from '../parts/options.ts'
import { useDraft } from '../parts/draft.ts'
import { change } from '../state/actions.ts'
import { isComposing } from '../state/composing.ts'
import { offerBack } from '../state/drafts.ts'
import { folded } from '../state/folded.ts'
import { perform } from '../state/history.ts'
import { labelsInUse } from '../state/labels.ts'
import { isTooLongForName } from '../state/long-texts.ts'
import { replica } from '../state/todos.ts'
import type { Wish } from '../state/wishes.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function LabelsField({ todo }: { todo: Todo }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const remove = (label: string) => {
    change([todo.id], { labels: todo.labels.filter((each) => each !== label) })
    input.current?.focus({ preventScroll: true })
  }
  return (
    <div class="details-field" role="group" aria-label={viewWords.value.labels}>
      <h2 class="name">{viewWords.value.labels}</h2>
      {todo.labels.length > 0 && (
        <ul class="chips">
          {todo.labels.map((label) => (
            <li key={label} class="chip removable">
              <span dir="auto">{label}</span>
              <button
                type="button"
                aria-label={viewWords.value.removeLabel(label)}
                title={viewWords.value.removeLabel(label)}
                onClick={() => remove(label)}
              >
                <Icon of={X} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {todo.labels.length < typingLimits.labelsPerTodoMax && <AddLabel todo={todo} input={input} />}
    </div>
  )
}

interface AddProps {
  todo: Todo
  input: { current: HTMLInputElement | null }
}

function AddLabel({ todo, input }: AddProps): JSX.Element {
  const field = `${todo.id} label`
  const draft = useDraft({
    field,
    stored: '',
    save: (typed, { why }) => why === 'leave' && (typed.trim() === '' || addLabels(todo, typed)),
  })
  const isOpen = useSignal(false)
  const at = useSignal(-1)
  const listId = useId()
  const found = isOpen.value ? suggestionsFor(draft.text, todo.labels) : []
  const add = (typed: string) => {
    if (addLabels(todo, typed)) draft.drop()
    at.value = -1
  }
  const takeWhole = (typed: string) => void (/[,，、]/.test(typed) && add(typed))
  const keys = (event: KeyboardEvent) => {
    const next = optionAfter(event.key, at.value, found.length)
    if (next !== undefined) at.value = next
    else if (event.key === 'Enter') add(found[at.value] ?? draft.text)
    else if (event.key === 'Escape' && isOpen.value && found.length > 0) {
      isOpen.value = false
      event.stopPropagation()
    } else if (event.key === 'Escape' && draft.text) {
      offerBack(field, () => input.current?.focus({ preventScroll: true }))
      event.stopPropagation()
    } else if (event.key === 'Backspace' && draft.text === '' && todo.labels.length > 0)
      change([todo.id], { labels: todo.labels.slice(0, -1) })
    else return
    event.preventDefault()
  }
  return (
    <div class="add-label">
      <input
        ref={input}
        class="field"
        type="text"
        role="combobox"
        aria-label={viewWords.value.addLabel}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(found[at.value] !== undefined && { 'aria-activedescendant': `${listId}-${at.value}` })}
        placeholder={viewWords.value.addLabel}
        autocomplete="off"
        enterkeyhint="done"
        value={draft.text}
        onFocus={() => (isOpen.value = true)}
        onInput={(event) => {
          isOpen.value = true
          at.value = -1
          draft.type(event.currentTarget.value)
          if (!isComposing(event)) takeWhole(event.currentTarget.value)
        }}
        // In Chrome and Safari nothing is input behind it.
        onCompositionEnd={({ currentTarget }) => takeWhole(currentTarget.value)}
        onKeyDown={keys}
        onBlur={() => {
          isOpen.value = false
          if (document.hasFocus()) draft.save()
        }}
      />
      {labelsOf(draft.text).some(isTooLong) && (
        <p class="warning" role="status">
          {viewWords.value.labelTooLong}
        </p>
      )}
      <Suggestions id={listId} found={found} at={at.value} choose={add} />
    </div>
  )
}

const labelsOf = (typed: string): string[] => typed.split(/[,，、]/).map((label) => label.trim())

const isTooLong = (label: string): boolean => isTooLongForName(label, typingLimits.labelLengthMax)

/** @returns whether they were taken; else they stay as they were typed */
function addLabels(todo: Todo, typed: string): boolean {
  const labels = labelsOf(typed)
  if (labels.some(isTooLong)) return false
  const added = [...new Set([...todo.labels, ...labels])].filter(Boolean)
  const wish: Wish = { type: 'updateTodo', todo: todo.id, changes: { labels: added } }
  if (added.length === todo.labels.length) return true
  return replica().todo(todo.id)?.deletedAt === null && perform(words.value.changed(todo.name), [wish])
}

interface SuggestionsProps {
  id: string
  found: readonly string[]
  at: number
  choose: (label: string) => void
}

function Suggestions({ id, found, at, choose }: SuggestionsProps): JSX.Element {
  return (
    <ul id={id} role="listbox" aria-label={viewWords.value.labels} hidden={found.length === 0}>
      {found.map((label, index) => (
        <li
          key={label}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          dir="auto"
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(label)}
        >
          {label}
        </li>
      ))}
    </ul>
  )
}

const suggestionsMax = 6

/** The most used that begin with what is typed, then those that have it in them. */
function suggestionsFor(text: string, taken: readonly string[]): string[] {
  const query = folded(text.trim())
  const begins: string[] = []
  const has: string[] = []
  for (const label of labelsInUse.value) {
    if (begins.length === suggestionsMax) break
    if (taken.includes(label)) continue
    const at = folded(label).indexOf(query)
    if (at === 0) begins.push(label)
    else if (at > 0) has.push(label)
  }
  return [...begins, ...has].slice(0, suggestionsMax)
}
