/** Loads all that a batch's commands are decided on, in one go. */
import type { Caller } from '../../model/access.ts'
import { finishedAlong, type Change } from '../../model/change.ts'
import type { List } from '../../model/list.ts'
import { limits } from '../../model/limits.ts'
import { kindOf } from '../../model/row-kinds.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Todo } from '../../model/todo.ts'
import type { Earlier, Loaded } from './loaded.ts'
import { nameKey, Needs, refKey, type Sent } from './needs.ts'
import { subjectOf, type Accepted, type Answer } from '../../model/outcome.ts'
import { plainKind } from '../../model/plain-commands.ts'
import { StoreError, type Transaction } from '../ports/store.ts'
import type { JournalRow } from '../ports/rows.ts'
import { answerOf } from './visit.ts'

interface Batch {
  sent: readonly Sent[]
  /** Commands that come behind these, of which it is to be known only whether they were accepted before. */
  behind: readonly { account: Caller; id: string }[]
  tried: Tried
  now: string
}

/** A batch that is tried again needs to know something of the attempts before. */
export interface Tried {
  /** One of them may have committed, and its answer was lost. */
  isUnsure: boolean
  /** These are the versions that the first attempt found, so entries of later attempts are after them. */
  versions: Map<string, number>
}

export const notTried = (): Tried => ({ isUnsure: false, versions: new Map() })

export async function load(transaction: Transaction, { sent, behind, tried, now }: Batch): Promise<Loaded> {
  const needs = new Needs()
  for (const each of sent) needs.add(each, now)
  for (const { account, id } of behind) needs.addKnown(account, id)
  const lists = [...needs.lists]
  const located = [...needs.located]
  const parents = [...needs.parents]
  const roots = [...needs.roots]
  // The lock goes first: what is read behind it stays so until the commit.
  const [
    spaces,
    listRows,
    members,
    byId,
    byNumber,
    named,
    above,
    below,
    counts,
    journal,
    memberCounts,
    todoCounts,
    credentials,
    plain,
    invitations,
    lastEntries,
    namesake,
  ] = await Promise.all([
    transaction.lock([...needs.spaces], located),
    transaction.lists(lists, located),
    transaction.members([...needs.accounts], lists, located),
    transaction.todos([...needs.todos]),
    transaction.todosByNumber([...needs.numbers.values()]),
    transaction.named([...needs.names], lists, located),
    transaction.ancestors(parents),
    descendantsOf(transaction, roots),
    Promise.all([...needs.listCounts].map(async (id) => [id, await transaction.liveListCount(id)] as const)),
    entriesOf(transaction, needs, { sent, behind, tried }),
    Promise.all([...needs.memberCounts].map(async (id) => [id, await transaction.memberCount(id)] as const)),
    Promise.all([...needs.todoCounts].map(async (id) => [id, await transaction.liveTodoCount(id)] as const)),
    transaction.credentials([...needs.credentials], needs.hasCapped),
    Promise.all(
      [...needs.plain.values()].map(({ kind, space, ids }) => transaction.plainRows(kind, space, [...ids])),
    ),
    transaction.openInvitations([...needs.invitations]),
    transaction.lastEntries([...needs.visited]),
    transaction.namesake([...needs.freeNames.values()]),
  ])
  remember(tried, needs.spaces, spaces)
  const locked = new Set(spaces.map((space) => space.id))
  // Another node moved it between the look for its list and the lock: the next try finds where it is now.
  if (byId.some((todo) => needs.located.has(todo.id) && !locked.has(todo.list)))
    throw new StoreError('busy', 'a todo was moved meanwhile')
  const rows = [...byId, ...byNumber, ...named, ...above, ...below]
  await addOthers(transaction, needs, { rows, byId, byNumber, namesake, lists: listRows, todoCounts })
  return {
    spaces,
    lists: listRows,
    members,
    plain: plain.flat(),
    invitations: new Set(invitations),
    freeNames: new Set(needs.freeNames.keys()),
    todos: [...new Map(rows.map((todo) => [todo.id, todo])).values()],
    listCounts: new Map(counts),
    memberCounts: new Map(memberCounts),
    todoCounts: new Map(todoCounts),
    credentials,
    earlier: (await Promise.all(journal.map((row) => earlierOf(transaction, row)))).flat(),
    entries: lastEntries,
  }
}

interface Found {
  /** It has all that was found so far, and gets the others. */
  rows: Todo[]
  byId: readonly Todo[]
  byNumber: readonly Todo[]
  namesake: readonly Todo[]
  lists: readonly List[]
  todoCounts: readonly (readonly [list: string, count: number])[]
}

/** Some rows are known to be needed only after the first reads; most batches need none of them. */
async function addOthers(
  transaction: Transaction,
  needs: Needs,
  { rows, byId, byNumber, namesake, lists, todoCounts }: Found,
): Promise<void> {
  const deleted = byNumberRoots(needs, byNumber)
  if (deleted.length > 0) rows.push(...(await descendantsOf(transaction, deleted)))
  rows.push(...(await ofSeries(transaction, needs, [...byId, ...byNumber])))
  if (lists.some(({ uniqueNames }) => uniqueNames)) rows.push(...(await namesakes(transaction, needs, rows)))
  for (const [list, count] of todoCounts)
    if (needs.switched.has(list) && count <= serverLimits.uniqueNamesTodosMax)
      rows.push(...(await holders(transaction, needs, list, rows)))
  rows.push(...namesake, ...(await otherNamesakes(transaction, needs, namesake, rows)))
}

/** One more than are allowed, so that too many are seen. */
const descendantsMax = limits.subtreeMax + 1

/** All below these; each on its own where together they are so many that one's could hide another's. */
async function descendantsOf(transaction: Transaction, roots: readonly string[]) {
  const limit = descendantsMax * Math.max(1, roots.length)
  const rows = await transaction.descendants([...roots], limit)
  if (roots.length === 1 || rows.length < limit) return rows
  return (await Promise.all(roots.map((root) => transaction.descendants([root], descendantsMax)))).flat()
}

/** Todos that are deleted by number: known by id only now. */
function byNumberRoots(
  needs: Needs,
  found: readonly { id: string; list: string; number: number }[],
): string[] {
  if (needs.deletedNumbers.size === 0) return []
  return found.filter((todo) => needs.deletedNumbers.has(refKey(todo))).map((todo) => todo.id)
}

/**
 * What turning a todo that repeats brings along: what is below it, the one that follows it with all below that, and
 * those that hold their names. Nothing is asked for others.
 */
async function ofSeries(transaction: Transaction, needs: Needs, found: readonly Todo[]): Promise<Todo[]> {
  if (needs.turned.size === 0) return []
  const turned = found.filter(
    (todo) =>
      (todo.series !== null || needs.setsRepeat) &&
      (needs.turned.has(todo.id) || needs.turned.has(refKey(todo))),
  )
  if (turned.length === 0) return []
  const next = turned.flatMap((todo) => todo.next ?? [])
  const [below, following] = await Promise.all([
    descendantsOf(transaction, [...turned.map((todo) => todo.id), ...next]),
    transaction.todos(next),
  ])
  const rows = [...below, ...following]
  const names = [...turned, ...below].map((todo) => todo.name)
  const lists = new Set(turned.map((todo) => todo.list))
  rows.push(...(await transaction.named([...new Set(names)], [...lists], [])))
  return rows
}

/** A todo that is restored, reopened or moved may find its name taken, so the todos with that name are read. */
async function namesakes(transaction: Transaction, needs: Needs, rows: readonly Todo[]) {
  const { restored, movedTo, reopens } = needs
  if (restored.size + movedTo.size === 0 && !reopens) return []
  const comes = movedTo.size > 0 ? rows : rows.filter((todo) => todo.deletedAt ?? todo.finishedAt)
  const names = new Set(comes.map((todo) => todo.name))
  const lists = new Set([...needs.movedTo, ...comes.map((todo) => todo.list)])
  return transaction.named([...names], [...lists], [])
}

/** Finds the todos that would share a name where names are to be unique, with all that the batch may change. */
function holders(transaction: Transaction, needs: Needs, list: string, rows: readonly Todo[]) {
  const names = rows.filter((todo) => todo.list === list).map((todo) => todo.name)
  return transaction.holders(list, [...new Set([...names, ...needs.names])], serverLimits.holdersLoadedMax)
}

/** Reads all todos of a name where the one found may lose it in this batch, as others may still have it. */
async function otherNamesakes(
  transaction: Transaction,
  needs: Needs,
  found: readonly Todo[],
  rows: readonly Todo[],
): Promise<Todo[]> {
  if (found.length === 0) return []
  const touched = new Set(rows.map(({ id }) => id))
  const unsure = found.filter((todo) => touched.has(todo.id) && needs.freeNames.has(nameKey(todo)))
  const more = unsure.map(({ list, name }) => transaction.namesakes(list, name, touched.size + 1))
  return (await Promise.all(more)).flat()
}

/** The next attempts need these versions. A space that does not exist yet begins at 0. */
function remember({ versions }: Tried, asked: Iterable<string>, found: Loaded['spaces']): void {
  for (const { id, version } of found) if (!versions.has(id)) versions.set(id, version)
  for (const id of asked) if (!versions.has(id)) versions.set(id, 0)
}

/** The journal tells which of these commands were accepted before. */
async function entriesOf(
  transaction: Transaction,
  { commandIds }: Needs,
  { sent, behind, tried }: Omit<Batch, 'now'>,
): Promise<JournalRow[]> {
  const named = [...commandIds].map(([account, ids]) => transaction.journal(account, [...ids]))
  // A command whose id the server made can be there only after a commit whose answer was lost.
  const unsure = tried.isUnsure
    ? [...sent.map(({ command }) => command.id), ...behind.map(({ id }) => id)]
    : []
  return (await Promise.all([...named, transaction.entriesSince(tried.versions, unsure)])).flat()
}

async function earlierOf(transaction: Transaction, row: JournalRow): Promise<Earlier[]> {
  const as = row.answer && 'as' in row.answer ? row.answer.as : undefined
  const [base] = as === undefined ? [] : await transaction.journal(row.account, [as])
  const answer = answerOf(row, base) ?? (await answerOfNow(transaction, row))
  if (!answer) return []
  const changed = Object.keys(row.changes).length > 0
  const subtodos = finishedAlong(row.changes)
  const outcome: Accepted = { accepted: true, version: row.version, ...answer, changed, replayed: true }
  if (subtodos > 0) outcome.subtodos = subtodos
  const { account, id, fingerprint } = row
  return [{ account, id, fingerprint, outcome }]
}

/** The answer to a command that is tried again by ourselves, moments later: the thing as it is. */
async function answerOfNow(transaction: Transaction, row: JournalRow): Promise<Answer | null> {
  const created = row.type.startsWith('create')
  const word = kindOf(row.type)
  const kind = plainKind(word)
  if (kind) {
    const rows = await transaction.plainRows(kind, row.space, [row.subject])
    const found = rows.find((each) => each.row.id === row.subject)
    return found
      ? { subject: subjectOf({ kind: word, after: found.row } as unknown as Change), created }
      : null
  }
  const [[todo], [list]] = await Promise.all([
    transaction.todos([row.subject]),
    transaction.lists([row.subject], []),
  ])
  if (todo) return { subject: { kind: 'todo', todo }, created }
  return list ? { subject: { kind: 'list', list }, created } : null
}
