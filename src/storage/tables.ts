/** The tables' columns, and how rows and the model's things become one another: the only place that knows both. */
import type { AnySavedRow, Departure, Line } from '../core/ports/rows.ts'
import type { SomeSettings } from '../model/account-settings.ts'
import type { DefaultReminders } from '../model/default-reminders.ts'
import type { Account } from '../model/access.ts'
import { listFields } from '../model/fields.ts'
import type { List, Member } from '../model/list.ts'
import { readJson } from './damage.ts'
import { columnsOf, type Row, type Table, type Value } from './driver.ts'
import { columnsFor, rowReader, rowWriter, type Keys } from './fields.ts'
import { saveRows, type StoredKind } from './stored-kind.ts'

export const accounts = {
  name: 'accounts',
  columns: {
    key: 'integer',
    id: 'uuid',
    name: 'text',
    default_list: 'integer',
    created_at: 'bigint',
    zone: 'text',
    default_reminders: 'text',
  },
} as const satisfies Table

export const lists: Table = { name: 'lists', columns: { key: 'integer', ...columnsFor(listFields) } }

export const members = {
  name: 'members',
  columns: { account: 'integer', list: 'integer', role: 'text', version: 'bigint', since: 'bigint' },
} as const satisfies Table

export const departures = {
  name: 'departures',
  columns: { space: 'integer', version: 'bigint', id: 'uuid' },
} as const satisfies Table

export const journal = {
  name: 'journal',
  columns: {
    account: 'integer',
    id: 'text',
    space: 'integer',
    version: 'bigint',
    time: 'bigint',
    type: 'text',
    subject: 'uuid',
    changes: 'text',
    fingerprint: 'text',
    answer: 'text',
    credential: 'text',
    undoes: 'text',
    visit: 'text',
    done_at: 'bigint',
    gesture: 'text',
  },
} as const satisfies Table

/** It is kept as JSON. */
export const defaultRemindersIn = ({ default_reminders: text }: Row): DefaultReminders | null =>
  text ? readJson<DefaultReminders>(text) : null

export const settingsIn = ({ settings: text }: Row): SomeSettings | null =>
  text ? readJson<SomeSettings>(text) : null

export const rowToAccount = (row: Row): Account => ({
  id: row['id'] as string,
  name: row['name'] as string,
  defaultList: row['default_list'] as string,
  zone: row['zone'] as string | null,
  defaultReminders: defaultRemindersIn(row),
  settings: settingsIn(row),
})

export const rowToList: (row: Row) => List = rowReader(listFields)

const listRow = rowWriter(listFields)

export const listKind: StoredKind = {
  table: lists,
  columns: Object.keys(lists.columns).join(', '),
  // That it is one row is in the condition: its index is that of keys.
  changed: () => `select ${columnsOf(lists)} from lists where key = $1 and version > $2`,
  spaceColumn: 'key',
  read: rowToList,
  versions: () => 'select id, version from lists where key = $1',
  save: (connection, rows: readonly AnySavedRow[], keys) =>
    saveRows(connection, lists, ['id'], rows, ({ after }: { after: List }) => ({
      key: keys(after.id),
      ...listRow(after, keys),
    })),
}

export const rowToMember = (row: Row): Member => ({
  account: row['account'] as string,
  id: row['list'] as string,
  role: row['role'] as Member['role'],
  version: Number(row['version']),
  since: Number(row['since']),
  zone: row['zone'] as string | null,
  defaultReminders: defaultRemindersIn(row),
})

export const memberToRow = (
  { account, id, role, version, since }: Member,
  keys: Keys,
): Record<string, Value> => ({
  account: keys(account),
  list: keys(id),
  role,
  version,
  since,
})

export const departureToRow = ({ space, version, id }: Departure, keys: Keys): Record<string, Value> => ({
  space: keys(space),
  version,
  id,
})

export const rowToLine = (row: Row): Line => ({
  id: row['number'] as number,
  name: row['name'] as string,
  finished: row['finished_at'] !== null,
})
