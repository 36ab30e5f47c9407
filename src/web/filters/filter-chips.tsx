/** It offers conditions and values for the field for filters. A press takes one. */
import type { JSX } from 'preact'
import { printFilter } from '../../client/filter.ts'
import { labelsInUse } from '../state/labels.ts'
import type { Mistake } from '../state/search.ts'
import { lists } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import {
  hasCondition,
  valueWanted,
  withCondition,
  withoutCondition,
  withValue,
  type Chip,
  type ValueKind,
} from './chips.ts'
import type { Typed } from './typed.ts'

const ownMax = 4
const valuesMax = 8

export interface ChipsProps {
  typed: Typed
  write: (text: string) => void
}

/** It returns labels and lists as conditions. */
export function ownChips(): Chip[] {
  const labels = labelsInUse.value.slice(0, ownMax).map((label) => labelled(label))
  const named = lists.value.slice(0, ownMax).map(({ name }) => `@${labelled(name).slice(1)}`)
  return [...labels, ...named].map((filter) => ({ text: filter, filter }))
}

const labelled = (value: string): string =>
  printFilter({ type: 'compare', field: 'label', operator: '=', values: [value] })

/** A press adds the condition, and takes it away where it is there. */
export function Conditions({
  name,
  chips,
  typed,
  write,
}: ChipsProps & { name: string; chips: readonly Chip[] }): JSX.Element {
  const text = typed.value
  return (
    <div role="group" aria-label={name}>
      <span class="hint">{name}</span>
      {chips.map(({ text: label, filter }) => {
        const isOn = hasCondition(text, filter)
        return (
          <button
            type="button"
            key={filter}
            class="chip"
            aria-pressed={isOn}
            {...(label !== filter && { title: filter })}
            onClick={() =>
              write(isOn ? withoutCondition(text, filter) : withCondition(text, filter, viewWords.value.and))
            }
          >
            {label}
          </button>
        )
      })}
    </div>
  )
}

function valuesOf(kind: ValueKind): readonly string[] {
  const { date, priority } = viewWords.value.filterValues
  if (kind === 'date') return date
  if (kind === 'priority') return priority
  const names = kind === 'label' ? labelsInUse.value : lists.value.map(({ name }) => name)
  return names.slice(0, valuesMax).map((name) => labelled(name).slice(1))
}

/** It offers values behind `due <` and the like. */
export function Values({
  typed,
  write,
  mistake,
}: ChipsProps & { mistake: Mistake | undefined }): JSX.Element | null {
  const kind = valueWanted(typed.value, mistake)
  if (kind === undefined) return null
  return (
    <div class="filter-values" role="group" aria-label={viewWords.value.valuesToChoose}>
      {valuesOf(kind).map((value) => (
        <button
          type="button"
          key={value}
          class="chip"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => write(withValue(typed.value, value))}
        >
          {value}
        </button>
      ))}
    </div>
  )
}
