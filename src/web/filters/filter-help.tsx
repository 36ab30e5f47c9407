/** What can be written into the field for filters, by examples that are taken by a click. */
import type { JSX } from 'preact'
import { printFilter } from '../../client/filter.ts'
import { labelsInUse } from '../state/labels.ts'
import { lists } from '../state/todos.ts'
import type { Typed } from './typed.ts'
import { viewWords } from '../words/later-words.ts'

const dates = ['due <= today', 'due < +7d', 'due = mon', 'overdue', 'no due', 'started', 'created >= -7d']
const others = ['priority >= medium', 'not finished', 'has:notes', 'has:subtodos']
const ownMax = 4

interface Props {
  typed: Typed
  write: (text: string) => void
}

export function FilterHelp({ typed, write }: Props): JSX.Element {
  const word = viewWords.value
  const labels = labelsInUse.value.slice(0, ownMax).map((label) => compare('label', label))
  const named = lists.value.slice(0, ownMax).map(({ name }) => compare('list', name))
  const text = typed.value.trim()
  return (
    <section class="filter-help" aria-label={word.filterHelp}>
      <p class="hint">{word.filterHelpText}</p>
      {[
        [word.helpDates, dates],
        [word.helpOthers, others],
        [word.helpOwn, [...labels, ...named]],
      ].map(([name, examples]) => (
        <div key={name as string} role="group" aria-label={name as string}>
          <span class="hint">{name}</span>
          {(examples as string[]).map((example) => (
            <button
              type="button"
              key={example}
              class="chip"
              onClick={() => write(text ? `${text} and ${example}` : example)}
            >
              {example}
            </button>
          ))}
        </div>
      ))}
      <p class="hint">{word.helpJoined}</p>
    </section>
  )
}

const compare = (field: 'label' | 'list', value: string): string =>
  printFilter({ type: 'compare', field, operator: '=', values: [value] })
