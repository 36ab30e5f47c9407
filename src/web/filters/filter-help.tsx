/** What can be written into the field for filters, by examples that are taken by a click. */
import type { JSX } from 'preact'
import { printFilter } from '../../client/filter.ts'
import { labelsInUse } from '../state/labels.ts'
import { lists } from '../state/todos.ts'
import type { Typed } from './typed.ts'
import { viewWords } from '../words/later-words.ts'

const ownMax = 4

interface Props {
  typed: Typed
  write: (text: string) => void
}

export function FilterHelp({ typed, write }: Props): JSX.Element {
  const word = viewWords.value
  const labels = labelsInUse.value.slice(0, ownMax).map((label) => labelled(label))
  const named = lists.value.slice(0, ownMax).map(({ name }) => `@${labelled(name).slice(1)}`)
  const text = typed.value.trim()
  return (
    <section class="filter-help" aria-label={word.filterHelp}>
      <p class="hint">{word.filterHelpText}</p>
      {[
        [word.helpDates, word.helpDateFilters],
        [word.helpOthers, word.helpOtherFilters],
        [word.helpOwn, [...labels, ...named]],
      ].map(([name, examples]) => (
        <div key={name as string} role="group" aria-label={name as string}>
          <span class="hint">{name}</span>
          {(examples as string[]).map((example) => (
            <button
              type="button"
              key={example}
              class="chip"
              onClick={() => write(text ? `${text} ${word.and} ${example}` : example)}
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

const labelled = (value: string): string =>
  printFilter({ type: 'compare', field: 'label', operator: '=', values: [value] })
