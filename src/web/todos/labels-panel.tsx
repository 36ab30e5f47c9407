/** It gives labels to a todo, or to all that are selected, and takes them away, by a box for each. */
import { Check, Minus, Plus } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { typingLimits } from '../../model/typing-limits.ts'
import { Icon } from '../parts/icon.tsx'
import { folded } from '../state/folded.ts'
import { haveLabel, toggleLabel, type HowMany } from '../state/label-actions.ts'
import { byName, labelsInUse } from '../state/labels.ts'
import { isTooLongForName } from '../state/long-texts.ts'
import { pinyinInitials } from '../state/pinyin.ts'
import { allTodos, labelColours } from '../state/todos.ts'
import { labelWords, todoWords, viewWords } from '../words/later-words.ts'

/** So many are shown; the others are found by typing. */
const shownMax = 60

/** It is far more than a label holds, of which it is told; browsers hang over what is much longer. */
const typedMax = 10_000

const checked: Readonly<Record<HowMany, 'true' | 'false' | 'mixed'>> = {
  all: 'true',
  none: 'false',
  some: 'mixed',
}

export function LabelsPanel({ ids }: { ids: readonly string[] }): JSX.Element {
  const typed = useSignal('')
  const root = useRef<HTMLDivElement>(null)
  // It is drawn anew as their labels change under it.
  void allTodos.value
  const text = typed.value.trim()
  const found = foundFor(text)
  const isNew = text !== '' && !labelsInUse.value.includes(text.normalize())
  const isTooLong = isTooLongForName(text, typingLimits.labelLengthMax)
  const add = () => {
    const [first] = found
    const label = isNew && first !== undefined && folded(first) === folded(text) ? first : text
    if (label !== '' && toggleLabel(ids, label)) typed.value = ''
  }
  const word = labelWords.value
  return (
    <div ref={root} class="labels-panel" onKeyDown={walk}>
      <input
        class="field"
        type="text"
        aria-label={word.find}
        placeholder={word.find}
        autocomplete="off"
        enterkeyhint="done"
        maxLength={typedMax}
        data-first-focus
        value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
      />
      {isTooLong && (
        <p class="warning" role="status">
          {viewWords.value.labelTooLong}
        </p>
      )}
      <div class="labels-found" role="group" aria-label={viewWords.value.labels}>
        {found.slice(0, shownMax).map((label) => (
          <LabelBox key={label} ids={ids} label={label} has={haveLabel(ids, label)} />
        ))}
        {isNew && !isTooLong && (
          <button type="button" class="label-box" onClick={add}>
            <Icon of={Plus} />
            <bdi class="grows">{todoWords.value.makeLabel(text)}</bdi>
          </button>
        )}
      </div>
      {found.length === 0 && text === '' && <p class="hint">{word.none}</p>}
      {found.length > shownMax && <p class="hint">{word.moreLabels(found.length - shownMax)}</p>}
    </div>
  )
}

interface BoxProps {
  ids: readonly string[]
  label: string
  has: HowMany
}

function LabelBox({ ids, label, has }: BoxProps): JSX.Element {
  return (
    <button
      type="button"
      class="label-box"
      role="checkbox"
      aria-checked={checked[has]}
      onClick={() => void toggleLabel(ids, label)}
    >
      <span class="slot">{has !== 'none' && <Icon of={has === 'all' ? Check : Minus} />}</span>
      <span class="hash" data-colour={labelColours.value.get(label) ?? 'none'} aria-hidden>
        #
      </span>
      <bdi class="grows">{label}</bdi>
    </button>
  )
}

/** Those that begin with it come before those that have it in them; without a text all of them stand by name. */
function foundFor(text: string): string[] {
  const all = byName(labelsInUse.value)
  if (text === '') return all
  const query = folded(text)
  const rank = (label: string): number => {
    const at = folded(label).indexOf(query)
    return at === 0 || pinyinInitials(label).startsWith(query) ? 0 : at > 0 ? 1 : 2
  }
  return all.filter((label) => rank(label) < 2).toSorted((a, b) => rank(a) - rank(b))
}

/** Arrows go from the field through the boxes, and back. */
function walk(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const panel = event.currentTarget as HTMLElement
  const stops = [...panel.querySelectorAll<HTMLElement>('input, button')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  stops.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % stops.length)?.focus()
}
