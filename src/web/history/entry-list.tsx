/** Each entry of the history has its undo, and the entries of one gesture are one line. */
import type { JSX } from 'preact'
import { EntryLine } from './entry-line.tsx'
import { EntryPages } from './entry-pages.tsx'
import type { About } from './entry-text.ts'
import { GestureLine } from './gesture-line.tsx'
import type { Entries } from './use-entries.ts'

export function EntryList({ entries, about }: { entries: Entries; about: About }): JSX.Element {
  const lineOf = ({ count = 1 }: { count?: number | undefined }) => (count > 1 ? GestureLine : EntryLine)
  return <EntryPages entries={entries} about={about} lineOf={lineOf} />
}
