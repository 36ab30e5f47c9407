/** The journal's rows, and how they and the rows of its table become one another. */
import { readJson } from './damage.ts'
import type { Entry, JournalRow } from '../core/ports/rows.ts'
import { columnsOf, type Row, type Value } from './driver.ts'
import type { Keys } from './fields.ts'
import { toMoment, toMs } from './moments.ts'
import { journal } from './tables.ts'

/** What `rowToJournal` needs: the ids of the account and the space. */
export const selectJournal = `select ${columnsOf(journal)}, accounts.id as account_id, spaces.id as space_id from journal
  join accounts on accounts.key = journal.account join spaces on spaces.key = journal.space`

/**
 * Whether an entry may be looked for by its command's id: it can be sent again, or is of a visit. SQLite's index of ids
 * has no others, and is used by statements that say so in these words.
 */
export const isFoundById = '(fingerprint is not null or visit is not null)'

/** The columns in which an answer is kept are for who sends a command again, not for its history. */
export const rowToJournal = (row: Row): JournalRow => ({
  ...rowToHistory(row),
  fingerprint: row['fingerprint'] as string | null,
  answer: row['answer'] === null ? null : readJson<NonNullable<JournalRow['answer']>>(row['answer']),
})

export const rowToHistory = (row: Row): Omit<JournalRow, 'fingerprint' | 'answer'> => ({
  account: row['account_id'] as string,
  id: row['id'] as string,
  space: row['space_id'] as string,
  version: Number(row['version']),
  time: toMoment(row['time']),
  type: row['type'] as string,
  subject: row['subject'] as string,
  changes: readJson<JournalRow['changes']>(row['changes']),
  credential: row['credential'] as string | null,
  undoes: row['undoes'] === null ? null : readEntry(row['undoes'] as string),
  visit: row['visit'] as string | null,
  gesture: row['gesture'] as string | null,
  doneAt: row['done_at'] === null ? null : toMoment(row['done_at']),
})

const writeEntry = ({ list, version }: Entry): string => `${list}.${version}`

function readEntry(text: string): Entry {
  const [list = '', version] = text.split('.')
  return { list, version: Number(version) }
}

export const journalToRow = (row: JournalRow, keys: Keys): Record<string, Value> => ({
  account: keys(row.account),
  id: row.id,
  space: keys(row.space),
  version: row.version,
  time: toMs(row.time),
  type: row.type,
  subject: row.subject,
  changes: JSON.stringify(row.changes),
  fingerprint: row.fingerprint,
  answer: row.answer && JSON.stringify(row.answer),
  credential: row.credential,
  undoes: row.undoes && writeEntry(row.undoes),
  visit: row.visit,
  gesture: row.gesture,
  done_at: row.doneAt && toMs(row.doneAt),
})
