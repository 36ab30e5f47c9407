/** What happened, entry by entry, each with its undo. */
import type { JSX } from 'preact'
import { viewWords } from '../words/later-words.ts'
import { EntryLine } from './entry-line.tsx'
import type { About } from './entry-text.ts'
import type { Entries } from './use-entries.ts'

export function EntryList({ entries, about }: { entries: Entries; about: About }): JSX.Element {
  const { items, hasOlder, error, loadOlder, loadNewer } = entries
  const word = viewWords.value
  return (
    <div class="entries">
      {items?.length === 0 && !hasOlder && <p class="hint">{word.noEntries}</p>}
      <ol aria-label={word.history}>
        {items?.map((entry) => (
          <EntryLine key={entry.id} entry={entry} about={about} onUndone={loadNewer} />
        ))}
      </ol>
      <p class="field-error" role="alert">
        {error}
      </p>
      {hasOlder && (
        <button type="button" class="button" onClick={() => void loadOlder()}>
          {word.older}
        </button>
      )}
      {items && items.length > 0 && !hasOlder && <p class="hint">{word.noMore}</p>}
    </div>
  )
}
