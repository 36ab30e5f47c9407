/** How an entry is told to someone: what kind of thing happened, and what of it they may see. */
import type { Caller } from '../../model/access.ts'
import type { FieldChanges } from '../../model/change.ts'
import type { EntryKind, HistoryEntry, RowChanges } from '../../model/history.ts'
import { isOfMembers } from '../../model/member-command.ts'
import { kindOf } from '../../model/row-kinds.ts'
import type { Fields } from '../../model/undo-command.ts'
import { fieldsOf } from './history.ts'
import type { HistoryRow } from '../ports/history-store.ts'
import type { Reads } from '../ports/store.ts'

type Seeing = Pick<Reads, 'sees' | 'namesOf'>

export const entryId = ({ list, version }: { list: string; version: number }): string => `${list}.${version}`

export async function describe(
  reads: Seeing,
  caller: Caller,
  rows: readonly HistoryRow[],
): Promise<HistoryEntry[]> {
  const known = new Map<string, Promise<boolean>>()
  const sees = (list: string, version: number): Promise<boolean> => {
    const key = entryId({ list, version })
    const answer = known.get(key) ?? reads.sees(caller, list, version)
    known.set(key, answer)
    return answer
  }
  const entries = await Promise.all(
    rows.map(async (row) => {
      const { undoes } = row
      const isTold = undoes !== null && (await sees(undoes.list, undoes.version))
      return entryOf(caller, row, await seen(row, sees), isTold ? entryId(undoes) : null)
    }),
  )
  const all = entries.map(idsIn)
  const ids = new Set(all.flatMap(({ things }) => things))
  const accounts = new Set(all.flatMap(({ accounts }) => accounts))
  if (ids.size + accounts.size === 0) return entries
  const names = await reads.namesOf(caller, [...ids], [...accounts])
  return entries.map((entry, index) => ({ ...entry, names: namesIn(names, all[index] as Ids) }))
}

interface Ids {
  things: string[]
  accounts: string[]
}

/** Values of these fields are ids of todos and lists. */
const idFields = ['list', 'parent', 'next'] as const

/** It finds the ids that an entry has, but for that of its subject, whose name it has. */
function idsIn({ changes, subject }: HistoryEntry): Ids {
  const others = changes.filter(({ id }) => id !== subject.id)
  const values = changes.flatMap(({ fields }) =>
    idFields.flatMap((name) => [fields[name]?.from, fields[name]?.to]),
  )
  const things = others.filter(({ kind }) => kind !== 'member').map(({ id }) => id)
  return {
    things: [...things, ...values.filter((value) => typeof value === 'string')],
    accounts: others.filter(({ kind }) => kind === 'member').map(({ id }) => id),
  }
}

const namesIn = (names: ReadonlyMap<string, string>, { things, accounts }: Ids): Record<string, string> =>
  Object.fromEntries(
    [...things, ...accounts].flatMap((id) => {
      const name = names.get(id)
      return name === undefined ? [] : [[id, name]]
    }),
  )

function entryOf(
  caller: Caller,
  row: HistoryRow,
  changes: FieldChanges,
  undoes: string | null,
): HistoryEntry {
  const { space: list, version, time, doneAt, gesture, subject, account, accountName } = row
  const kind = kindOf(row.type) === 'todo' ? 'todo' : 'list'
  const ofMembers = isOfMembers(row)
  const rowKind = ofMembers ? 'member' : kind
  return {
    id: entryId({ list, version }),
    time,
    doneAt,
    gesture,
    kind: entryKindOf(row),
    list,
    version,
    subject: { kind, id: subject, name: nameOf(row, changes) },
    account: { id: account, name: accountName },
    key: keyOf(caller, row),
    changes: Object.entries(changes).map(([id, fields]) => ({
      kind: rowKind,
      id: id === '' ? subject : id,
      fields: wordFields(fields),
    })),
    names: {},
    undoes,
  }
}

/** A name of then, where the entry has one. */
function nameOf({ subjectName }: HistoryRow, { '': own = {} }: FieldChanges): string | null {
  const [from, to] = own['name'] ?? []
  return ((to ?? from) as string | null | undefined) ?? subjectName
}

function keyOf({ id }: Caller, { account, credential, key }: HistoryRow): HistoryEntry['key'] {
  if (credential === null) return null
  const kind = key?.kind ?? 'session'
  const isOthers = kind === 'session' && account !== id
  return isOthers ? { kind, id: null, name: null } : { kind, id: credential, name: key?.name ?? null }
}

function wordFields(fields: Fields): RowChanges['fields'] {
  const words: RowChanges['fields'] = {}
  for (const [name, [from, to]] of Object.entries(fields)) if (name !== 'version') words[name] = { from, to }
  return words
}

/**
 * What left for a list that the caller does not see, or came from there, is told as just that: with the other list go
 * the values that it had there.
 */
async function seen(
  { space, changes }: HistoryRow,
  sees: (list: string, version: number) => Promise<boolean>,
): Promise<FieldChanges> {
  const moves = Object.values(changes).filter((fields) => fields['list'])
  for (const { list, version } of moves) {
    const [from, to] = list as [string, string]
    const [before, after] = (version ?? [0, 0]) as [number, number]
    if (await (from === space ? sees(to, after) : sees(from, before))) continue
    const rows = Object.entries(changes).filter(([, fields]) => fields['list'])
    return Object.fromEntries(
      rows.map(([id]) => [id, { list: from === space ? [space, null] : [null, space] }]),
    )
  }
  return changes
}

const kinds: Record<string, EntryKind> = {
  createTodo: 'created',
  createList: 'created',
  updateList: 'changed',
  deleteTodo: 'deleted',
  deleteList: 'deleted',
  restoreTodo: 'restored',
  restoreList: 'restored',
  undoTodo: 'undone',
  undoList: 'undone',
  joinList: 'joined',
  leaveList: 'left',
  transferList: 'transferred',
}

function entryKindOf(row: HistoryRow): EntryKind {
  const kind = kinds[row.type]
  if (kind) return kind
  if (row.type === 'setMember')
    return Object.values(row.changes).some(({ role }) => role?.[1] === null) ? 'removed' : 'role changed'
  const { list, finishedAt } = fieldsOf(row, row.subject) ?? {}
  if (list) return 'moved'
  if (finishedAt) return finishedAt[1] === null ? 'reopened' : 'finished'
  return 'changed'
}
