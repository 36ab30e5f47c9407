/** A commit reads and writes by these statements. */
import type { Transaction } from '../core/ports/store.ts'
import { savedRows, type Saved } from '../core/ports/rows.ts'
import { rowKinds } from '../model/row-kinds.ts'
import { saveAlarms } from './alarms.ts'
import { underLock } from './damage.ts'
import type { Connection, Dialect } from './driver.ts'
import { isFoundById, journalToRow } from './journal.ts'
import * as spaces from './load-spaces.ts'
import * as todos from './load-todos.ts'
import { openInvitations, saveAccess } from './members.ts'
import { loadPlain, type PlainTable } from './plain-tables.ts'
import { storedKinds } from './row-kinds.ts'
import { checkParents, checkSpaces } from './save-checks.ts'
import { saveSpaces } from './spaces.ts'
import * as tables from './tables.ts'

export function createTransaction(connection: Connection, dialect: Dialect): Transaction {
  const context: spaces.TransactionContext = { connection, dialect, keysById: new Map(), defaults: new Set() }
  return {
    lock: (ids, among) => spaces.lockSpaces(context, ids, among),
    lists: (lists, among) => spaces.loadLists(context, lists, among),
    members: (accounts, lists, among) => spaces.loadMembers(context, accounts, lists, among),
    credentials: (ids, capped) => spaces.loadCredentials(context, ids, capped),
    openInvitations: (ids) => openInvitations(connection, dialect, ids),
    plainRows: (kind, space, ids) =>
      loadPlain(connection, dialect, storedKinds[kind.name] as PlainTable, kind, space, ids),
    todos: (ids) => todos.loadTodos(context, ids),
    todosByNumber: (refs) => todos.loadByNumber(context, refs),
    named: (names, lists, among) => todos.loadByName(context, names, lists, among),
    namesake: (refs) => todos.loadNamesake(context, refs),
    namesakes: (list, name, limit) => todos.loadNamesakes(context, list, name, limit),
    holders: (list, names, limit) => todos.loadHolders(context, list, names, limit),
    ancestors: (ids) => todos.loadAncestors(context, ids),
    descendants: (ids, limit) => todos.loadDescendants(context, ids, limit),
    liveListCount: (account) => spaces.countLiveLists(context, account),
    memberCount: (list) => spaces.countMembers(context, list),
    liveTodoCount: (list) => spaces.countLiveTodos(context, list),
    journal: (account, ids) => todos.loadJournal(context, account, ids),
    entriesSince: (versions, ids) => todos.loadEntriesSince(context, versions, ids),
    lastEntries: (ids) => todos.loadLastEntries(context, ids),
    save: (saved) => underLock(save(context, saved)),
  }
}

/** Each kind writes its rows (row-kinds.ts): new ones in one statement, changed ones in few. */
async function save(
  { connection, dialect, keysById, defaults }: spaces.TransactionContext,
  saved: Saved,
): Promise<void> {
  checkSpaces(saved)
  const writes: Promise<unknown>[] = []
  const write = (...written: Promise<unknown>[]) => {
    writes.push(...written)
    // They are awaited at the end; when something else fails before that, these have nobody to tell.
    for (const each of written) each.catch(() => {})
  }
  // In this order, for the foreign keys.
  write(...saveSpaces(connection, saved.spaces))
  const made = saved.spaces.filter(({ before }) => !before).map(({ after }) => after.id)
  if (made.length > 0) {
    const rows = await connection.all(`select key, id from spaces where ${dialect.isIn('id', 1)}`, [
      dialect.array(made),
    ])
    for (const row of rows) keysById.set(row['id'] as string, Number(row['key']))
  }
  const keys = (id: string): number => {
    const key = keysById.get(id)
    if (key === undefined) throw new Error(`space ${id} was not locked`)
    return key
  }
  write(...todos.switchNames(connection, saved.lists, keys, defaults))
  for (const kind of rowKinds)
    write(...storedKinds[kind.name].save(connection, savedRows(saved, kind) as never[], keys, defaults))
  write(...saveAccess(connection, saved, keys))
  write(saveAlarms(connection, dialect, saved.todos))
  if (saved.departures.length > 0) {
    const rows = saved.departures.map((departure) => tables.departureToRow(departure, keys))
    write(connection.insert(tables.departures, rows))
  }
  for (const { account, id } of saved.merged) {
    const sql = `update journal set changes = '{}' where account = $1 and id = $2 and ${isFoundById}`
    write(connection.all(sql, [keys(account), id]))
  }
  if (saved.journal.length > 0) {
    const rows = saved.journal.map((row) => journalToRow(row, keys))
    write(connection.insert(tables.journal, rows))
  }
  write(...checkParents(connection, dialect, saved.todos, keys))
  await Promise.all(writes)
}
