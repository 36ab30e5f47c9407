/** It renders the conditions in words below the field for filters. A press adds one, or takes it away. */
import type { JSX } from 'preact'
import { viewWords } from '../words/later-words.ts'
import { Conditions, ownChips, type ChipsProps } from './filter-chips.tsx'

export function FilterHelp({ typed, write }: ChipsProps): JSX.Element {
  const word = viewWords.value
  const groups = [
    [word.helpDates, word.helpDateFilters],
    [word.helpOthers, word.helpOtherFilters],
    [word.helpOwn, ownChips()],
  ] as const
  return (
    <section class="filter-help" aria-label={word.filterHelp}>
      <p class="hint">{word.filterHelpText}</p>
      {groups.map(([name, chips]) => (
        <Conditions key={name} name={name} chips={chips} typed={typed} write={write} />
      ))}
      <p class="hint">{word.helpJoined}</p>
    </section>
  )
}
