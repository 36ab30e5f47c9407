/** What a batch's commands name, before anything is known about it. */
import type { Caller } from '../../model/access.ts'
import type { TodoRef } from '../../model/command.ts'
import type { RowKind } from '../../model/row-kinds.ts'
import type { TodoPatch } from '../../model/todo.ts'
import type { AnyCommand } from '../access/authorize.ts'
import { isOfPlain, plainTarget } from '../../model/plain-commands.ts'
import { isOfBefore } from './deed.ts'
import { addUndo } from './undo-needs.ts'

export interface Sent {
  account: Caller
  command: AnyCommand
}

export class Needs {
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
  /** Names that no live todo of their default list may have, by `refKey` of names. */
  readonly freeNames = new Map<string, { list: string; name: string }>()
  /** Lists whose names are to be unique from now on. */
  readonly switched = new Set<string>()
  /** It is true when a finished todo may be reopened, and then needs its name again. */
  reopens = false
  readonly parents = new Set<string>()
  readonly roots = new Set<string>()
  readonly restored = new Set<string>()
  readonly movedTo = new Set<string>()
  readonly listCounts = new Set<string>()
  readonly commandIds = new Map<string, Set<string>>()
  readonly memberCounts = new Set<string>()
  readonly invitations = new Set<string>()
  /** Lists that a capped key wants to delete: all in them counts. */
  readonly todoCounts = new Set<string>()
  readonly credentials = new Set<string>()
  /** Rows of plain kinds that are named, by kind and space. */
  readonly plain = new Map<string, { kind: RowKind; space: string; ids: Set<string> }>()
  hasCapped = false
  /**
   * Todos, by id or by list and number, that may be finished, reopened or detached, or get a rule: what repeats brings
   * others along.
   */
  readonly turned = new Set<string>()
  /** It has todos whose last entries are needed: a visit changes a field, or something was done a while ago. */
  readonly visited = new Set<string>()
  /** Whether a todo gets a rule in this batch. */
  setsRepeat = false

  add({ account, command }: Sent, now: string): void {
    this.accounts.add(account.id)
    if (account.credential) {
      this.credentials.add(account.credential.id)
      this.hasCapped ||= account.credential.deletionsPerHour !== null
    }
    if (command.fingerprint !== undefined) addTo(this.commandIds, account.id, command.id)
    if (isOfPlain(command)) return this.#plain(plainTarget(command, account.id))
    // Its last change is the earliest time at which the deed can have been done.
    if (isOfBefore(command, now) && 'todo' in command && typeof command.todo === 'string')
      this.visited.add(command.todo)
    switch (command.type) {
      case 'createTodo':
        this.#list(command.todo.list)
        if (!command.isNewId) this.todos.add(command.todo.id)
        if (!command.ifNameFree) return this.#fields(command.todo)
        // The todo with a right to the unique name is among those that have it.
        this.freeNames.set(nameKey(command.todo), command.todo)
        return this.#fields({ ...command.todo, name: undefined })
      case 'putTodo':
        this.roots.add(command.todo)
        this.located.add(command.todo)
        this.#list(command.list ?? command.defaultList)
        this.todos.add(command.todo)
        this.turned.add(command.todo)
        this.reopens ||= !command.fields.finished
        return this.#fields(command.fields)
      case 'updateTodo':
        if ((command.changes.finished ?? command.changes.repeat) !== undefined)
          this.turned.add(typeof command.todo === 'string' ? command.todo : refKey(command.todo))
        this.reopens ||= command.changes.finished === false
        if (typeof command.todo !== 'string') return this.#number(command.todo)
        if (command.changes.parent || command.changes.list || command.withSubtodos)
          this.roots.add(command.todo)
        if (command.changes.list) {
          this.#list(command.changes.list)
          this.movedTo.add(command.changes.list)
        }
        this.located.add(command.todo)
        this.todos.add(command.todo)
        if (command.visit !== undefined) this.visited.add(command.todo)
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
      case 'skipTodo':
      case 'detachTodo':
        for (const ids of [this.todos, this.located, this.turned]) ids.add(command.todo)
        return
      case 'undo':
        return addUndo(this, command, account)
      default:
        this.#ofLists(account, command)
    }
  }

  /** A command that is not to be carried out now, but may have been accepted before. */
  addKnown(account: Caller, id: string): void {
    addTo(this.commandIds, account.id, id)
  }

  #ofLists(
    account: Caller,
    command: Exclude<AnyCommand, { type: `${string}Todo` | `${string}Filter` | 'undo' }>,
  ): void {
    switch (command.type) {
      case 'setMember':
      case 'transferList':
        this.accounts.add(command.member)
        this.spaces.add(command.member)
        this.spaces.add(account.id)
        break
      case 'joinList':
        this.memberCounts.add(command.list)
        this.invitations.add(command.invitation)
        this.listCounts.add(account.id)
        this.spaces.add(account.id)
        break
      case 'leaveList':
        this.spaces.add(account.id)
        break
      case 'deleteList':
        if ((account.credential?.deletionsPerHour ?? null) !== null) this.todoCounts.add(command.list)
        break
      case 'updateList':
        if (command.changes.uniqueNames) this.addSwitched(command.list)
        break
      case 'createList':
      case 'restoreList':
        this.spaces.add(account.id)
        this.listCounts.add(account.id)
    }
    if ('list' in command) this.#list(typeof command.list === 'string' ? command.list : command.list.id)
  }

  /** It is called for a list whose names become unique, and notes it. */
  addSwitched(list: string): void {
    this.switched.add(list)
    this.todoCounts.add(list)
  }

  #plain({ kind, space, id }: ReturnType<typeof plainTarget>): void {
    if (kind.in === 'list') this.#list(space)
    else this.spaces.add(space)
    const key = `${kind.name} ${space}`
    const needed = this.plain.get(key)
    if (needed) needed.ids.add(id)
    else this.plain.set(key, { kind, space, ids: new Set([id]) })
  }

  #fields(fields: TodoPatch): void {
    if (fields.name !== undefined) this.names.add(fields.name)
    if (fields.parent) this.parents.add(fields.parent)
    if (fields.repeat) this.setsRepeat = true
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

/** A todo as it is named. */
export const refKey = ({ list, number }: Exclude<TodoRef, string>): string => `${list} ${number}`

/** A name as it is asked for in a list. */
export const nameKey = ({ list, name }: { list: string; name: string }): string => `${list} ${name}`

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key)
  if (set) set.add(value)
  else map.set(key, new Set([value]))
}
