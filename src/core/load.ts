/** Loads all that a batch's commands are decided on, in one go. */
import type { Caller } from '../model/access.ts'
import { limits } from '../model/limits.ts'
import type { AnyCommand } from './authorize.ts'
import { accountAndId, type Earlier, type Loaded } from './loaded.ts'
import type { Accepted } from './outcome.ts'
import { StoreError, type JournalRow, type Transaction } from './store.ts'

export interface Sent {
  account: Caller
  command: AnyCommand
}

/** What the commands name, before anything is known about it. */
class Needs {
  readonly accounts = new Set<string>()
  readonly spaces = new Set<string>()
  readonly lists = new Set<string>()
  readonly todos = new Set<string>()
  /** Those of them whose list only the store knows. */
  readonly located = new Set<string>()
  readonly numbers = new Map<string, { list: string; number: number }>()
  /** Those of them that are to be deleted, with all below them. */
  readonly deletedNumbers = new Set<string>()
  readonly names = new Set<string>()
  readonly parents = new Set<string>()
  readonly roots = new Set<string>()
  readonly restored = new Set<string>()
  readonly movedTo = new Set<string>()
  readonly listCounts = new Set<string>()
  readonly commandIds = new Map<string, Set<string>>()
  readonly memberCounts = new Set<string>()
  /** Lists that a capped key wants to delete: all in them counts. */
  readonly todoCounts = new Set<string>()
  readonly credentials = new Set<string>()
  hasCapped = false

  add({ account, command }: Sent, isRetry: boolean): void {
    this.accounts.add(account.id)
    if (account.credential) {
      this.credentials.add(account.credential.id)
      this.hasCapped ||= account.credential.deletionsPerHour !== null
    }
    // A command id that the server made can be in the journal only after a commit whose answer was lost.
    if (command.fingerprint !== undefined || isRetry) addTo(this.commandIds, account.id, command.id)
    switch (command.type) {
      case 'createTodo':
        this.#list(command.todo.list)
        if (!command.isNewId) this.todos.add(command.todo.id)
        return this.#fields(command.todo)
      case 'putTodo':
        this.roots.add(command.todo)
        this.located.add(command.todo)
        this.#list(command.list ?? command.defaultList)
        this.todos.add(command.todo)
        return this.#fields(command.fields)
      case 'updateTodo':
        if (typeof command.todo !== 'string') return this.#number(command.todo)
        if (command.changes.parent || command.changes.list) this.roots.add(command.todo)
        if (command.changes.list) {
          this.#list(command.changes.list)
          this.movedTo.add(command.changes.list)
        }
        this.located.add(command.todo)
        this.todos.add(command.todo)
        return this.#fields(command.changes)
      case 'deleteTodo':
        if (typeof command.todo !== 'string') {
          this.deletedNumbers.add(refKey(command.todo))
          return this.#number(command.todo)
        }
        this.todos.add(command.todo)
        this.located.add(command.todo)
        this.roots.add(command.todo)
        return
      case 'restoreTodo':
        for (const ids of [this.todos, this.located, this.roots, this.parents, this.restored])
          ids.add(command.todo)
        return
      case 'setMember':
      case 'transferList':
        this.accounts.add(command.member)
        this.spaces.add(command.member)
        this.spaces.add(account.id)
        break
      case 'joinList':
        this.memberCounts.add(command.list)
        this.listCounts.add(account.id)
        this.spaces.add(account.id)
        break
      case 'leaveList':
        this.spaces.add(account.id)
        break
      case 'deleteList':
        if ((account.credential?.deletionsPerHour ?? null) !== null) this.todoCounts.add(command.list)
        break
      case 'createList':
      case 'restoreList':
        this.spaces.add(account.id)
        this.listCounts.add(account.id)
    }
    this.#list(typeof command.list === 'string' ? command.list : command.list.id)
  }

  #fields(fields: { name?: string | undefined; parent?: string | null | undefined }): void {
    if (fields.name !== undefined) this.names.add(fields.name)
    if (fields.parent) this.parents.add(fields.parent)
  }

  #number(ref: { list: string; number: number }): void {
    this.numbers.set(refKey(ref), ref)
    this.#list(ref.list)
  }

  #list(list: string): void {
    this.lists.add(list)
    this.spaces.add(list)
  }
}

/** @param isRetry - whether these commands may have been committed by an attempt whose answer was lost */
export async function load(
  transaction: Transaction,
  sent: readonly Sent[],
  isRetry: boolean,
): Promise<Loaded> {
  const needs = new Needs()
  for (const each of sent) needs.add(each, isRetry)
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
    Promise.all([...needs.commandIds].map(([account, ids]) => transaction.journal(account, [...ids]))),
    Promise.all([...needs.memberCounts].map(async (id) => [id, await transaction.memberCount(id)] as const)),
    Promise.all([...needs.todoCounts].map(async (id) => [id, await transaction.liveTodoCount(id)] as const)),
    transaction.credentials([...needs.credentials], needs.hasCapped),
  ])
  const locked = new Set(spaces.map((space) => space.id))
  // Another node moved it between the look for its list and the lock: the next try finds where it is now.
  if (byId.some((todo) => needs.located.has(todo.id) && !locked.has(todo.list)))
    throw new StoreError('busy', 'a todo was moved meanwhile')
  const rows = [...byId, ...byNumber, ...named, ...above, ...below]
  const deleted = byNumberRoots(needs, byNumber)
  if (deleted.length > 0) rows.push(...(await descendantsOf(transaction, deleted)))
  rows.push(...(await namesakes(transaction, needs, rows)))
  return {
    spaces,
    lists: listRows,
    members,
    todos: [...new Map(rows.map((todo) => [todo.id, todo])).values()],
    listCounts: new Map(counts),
    memberCounts: new Map(memberCounts),
    todoCounts: new Map(todoCounts),
    credentials,
    earlier: new Map((await Promise.all(journal.flat().map((row) => earlierOf(transaction, row)))).flat()),
  }
}

const refKey = ({ list, number }: { list: string; number: number }) => `${list} ${number}`

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
  return found.filter((todo) => needs.deletedNumbers.has(refKey(todo))).map((todo) => todo.id)
}

/** Those that hold the names of what is to be restored, or moved to another list. */
async function namesakes(
  transaction: Transaction,
  needs: Needs,
  rows: readonly { name: string; list: string; deletedAt: string | null }[],
) {
  if (needs.restored.size + needs.movedTo.size === 0) return []
  const comes = needs.movedTo.size > 0 ? rows : rows.filter((todo) => todo.deletedAt)
  const names = new Set(comes.map((todo) => todo.name))
  const lists = new Set([...needs.movedTo, ...comes.map((todo) => todo.list)])
  return transaction.named([...names], [...lists], [])
}

async function earlierOf(transaction: Transaction, row: JournalRow): Promise<[string, Earlier][]> {
  const answer = row.answer ?? (await answerOfNow(transaction, row))
  if (!answer) return []
  const outcome: Accepted = { accepted: true, version: row.version, ...answer, replayed: true }
  return [[accountAndId(row.account, row.id), { fingerprint: row.fingerprint, outcome }]]
}

/** The answer to a command that is tried again by ourselves, moments later: the thing as it is. */
async function answerOfNow(transaction: Transaction, row: JournalRow): Promise<JournalRow['answer']> {
  const [[todo], [list]] = await Promise.all([
    transaction.todos([row.subject]),
    transaction.lists([row.subject], []),
  ])
  const created = row.type === 'createTodo' || row.type === 'createList'
  if (todo) return { subject: { kind: 'todo', todo }, created }
  return list ? { subject: { kind: 'list', list }, created } : null
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key)
  if (set) set.add(value)
  else map.set(key, new Set([value]))
}
