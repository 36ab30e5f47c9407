/** It says who deleted what, as the history knows it, where the server is reached. */
import type { JSX } from 'preact'
import type { HistoryEntry } from '../../model/history.ts'
import { readEntries } from '../state/entries.ts'
import { useLoaded } from '../parts/use-loaded.ts'
import { momentText } from '../words/due.ts'
import { viewWords } from '../words/later-words.ts'
import { byText } from './entry-text.ts'

interface Props {
  kind: 'todo' | 'list'
  id: string
  name: string
  deletedAt: string
  /** What is said until it is known who did it, or where that is not to be had. */
  otherwise: string
}

export function DeletedBy({ kind, id, name, deletedAt, otherwise }: Props): JSX.Element {
  const { value: entry } = useLoaded(() => deletionOf(kind, id), `${id} ${deletedAt}`)
  return (
    <p role="status">
      {entry ? textOf(entry, id, name) : otherwise}
      {entry && <span class="hint"> {momentText(entry.time)}</span>}
    </p>
  )
}

async function deletionOf(kind: Props['kind'], id: string): Promise<HistoryEntry | undefined> {
  const query = kind === 'list' ? { subject: id } : {}
  const { items } = await readEntries(`/${kind}s/${id}/history`, { ...query, field: 'deletedAt', limit: '1' })
  return items[0]
}

/** What was above it may have been deleted, and this one with it. */
function textOf(entry: HistoryEntry, id: string, name: string): string {
  const { kinds, named, deletedAlong } = viewWords.value
  const { subject } = entry
  if (subject.id === id || subject.name === null) return kinds.deleted(byText(entry), named(name))
  return deletedAlong(byText(entry), named(subject.name), named(name))
}
