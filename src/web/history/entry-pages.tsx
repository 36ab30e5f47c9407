/** The history is read in pages, as it may be long: a button fetches older entries. */
import type { JSX } from 'preact'
import type { HistoryEntry } from '../../model/history.ts'
import { viewWords } from '../words/later-words.ts'
import type { About } from './entry-text.ts'
import type { Entries } from './use-entries.ts'

export interface LineProps {
  entry: HistoryEntry
  about: About
  onUndone: () => Promise<void>
}

interface Props {
  entries: Entries
  about: About
  lineOf: (entry: HistoryEntry) => (props: LineProps) => JSX.Element
}

export function EntryPages({ entries, about, lineOf }: Props): JSX.Element {
  const { items, hasOlder, error, loadOlder, loadNewer } = entries
  const word = viewWords.value
  return (
    <div class="entries">
      {items?.length === 0 && !hasOlder && <p class="hint">{word.noEntries}</p>}
      <ol aria-label={word.history}>
        {onceEach(items ?? []).map((entry) => {
          const Line = lineOf(entry)
          return <Line key={entry.id} entry={entry} about={about} onUndone={loadNewer} />
        })}
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

/** A gesture may have entries on two pages, and must be shown only once. */
function onceEach(items: readonly HistoryEntry[]): HistoryEntry[] {
  const known = new Set<string>()
  return items.filter(({ account, gesture, count }) => {
    if (count === undefined || gesture === null) return true
    const key = `${account.id} ${gesture}`
    return !known.has(key) && known.add(key)
  })
}
