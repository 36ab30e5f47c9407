/** What a batch has loaded and changed so far: each command is decided on what the ones before it left. */
import { fieldChanges, type Change } from '../model/change.ts'
import type { Command } from '../model/command.ts'
import { emptyDigest, withRow, withoutRow } from '../model/digest.ts'
import { AppError } from '../model/errors.ts'
import type { Account, List } from '../model/list.ts'
import type { State } from '../model/state.ts'
import type { Todo } from '../model/todo.ts'
import { ByList } from './by-list.ts'
import type { Accepted } from './outcome.ts'
import type { Departure, JournalRow, Member, Saved, Space } from './store.ts'

export interface Loaded {
  spaces: Space[]
  lists: List[]
  members: Member[]
  todos: Todo[]
  listCounts: Map<string, number>
  /** Commands that were accepted before, by `accountAndId`. */
  earlier: Map<string, Earlier>
}

export interface Earlier {
  fingerprint: string | null
  outcome: Accepted
}

export const accountAndId = (account: string, id: string): string => `${account} ${id}`

export class WorkingState {
  #spaces = new Map<string, Space>()
  /** Those of them that are this state's own, and may be changed in place. */
  #ownSpaces = new Set<Space>()
  #lists = new Map<string, List>()
  #members = new Map<string, Member>()
  #todos = new Map<string, Todo>()
  #numbers = new ByList<number>()
  #names = new ByList<string>()
  #children = new Map<string, Set<string>>()
  #listCounts: Map<string, number>
  #earlier: Map<string, Earlier>
  #journal: JournalRow[] = []
  #departures: Departure[] = []
  readonly #views = new Map<string, State>()
  readonly #loaded: Loaded

  constructor(loaded: Loaded) {
    this.#loaded = loaded
    this.#listCounts = new Map(loaded.listCounts)
    this.#earlier = new Map(loaded.earlier)
    for (const space of loaded.spaces) this.#spaces.set(space.id, space)
    for (const list of loaded.lists) this.#lists.set(list.id, list)
    for (const member of loaded.members) this.#members.set(accountAndId(member.account, member.id), member)
    for (const todo of loaded.todos) this.#index(undefined, todo)
  }

  /** The same state, to try an atomic group on. Values that both have are never changed in place: the maps are all there is to copy. */
  copy(): WorkingState {
    const copy = new WorkingState(this.#loaded)
    copy.#spaces = new Map(this.#spaces)
    this.#ownSpaces.clear()
    copy.#lists = new Map(this.#lists)
    copy.#members = new Map(this.#members)
    copy.#todos = new Map(this.#todos)
    copy.#numbers = this.#numbers.copy()
    copy.#names = this.#names.copy()
    copy.#children = new Map([...this.#children].map(([parent, children]) => [parent, new Set(children)]))
    copy.#listCounts = new Map(this.#listCounts)
    copy.#earlier = new Map(this.#earlier)
    copy.#journal = [...this.#journal]
    copy.#departures = [...this.#departures]
    return copy
  }

  earlier(account: string, commandId: string): Earlier | undefined {
    return this.#earlier.get(accountAndId(account, commandId))
  }

  /** What the rules may see for this account. A thing it has no access to is not there: see `access.ts`. */
  seenBy(account: Account): State {
    let view = this.#views.get(account.id)
    if (!view) this.#views.set(account.id, (view = this.#view(account)))
    return view
  }

  #view(account: Account): State {
    const sees = (list: string) => this.#members.has(accountAndId(account.id, list))
    const seen = <T extends Todo | undefined>(todo: T) => (todo && sees(todo.list) ? todo : undefined)
    const todoById = (id: string | undefined) => seen(id === undefined ? undefined : this.#todos.get(id))
    return {
      list: (id) => (sees(id) ? this.#lists.get(id) : undefined),
      todo: todoById,
      todoByNumber: (list, number) => todoById(this.#numbers.get(list, number)),
      named: (list, name) => todoById(this.#names.get(list, name)),
      descendants: (id) => this.#below(id),
      next: (list) => {
        const space = this.#spaces.get(list)
        return { number: space?.nextNumber ?? 1, lastPosition: space?.lastPosition ?? null }
      },
      listCount: () => this.#listCounts.get(account.id) ?? 0,
      defaultList: () => account.defaultList,
    }
  }

  /** Takes the changes of an accepted command in, with the next version of each space they are in. */
  apply(
    account: Account,
    command: Command,
    changes: Change[],
    subject: Accepted['subject'],
    now: string,
  ): Accepted {
    // An id may be taken by what this account can't see, a list's also by an account: both are spaces.
    const isTaken = ({ kind, before, after }: Change) =>
      !before && (kind === 'todo' ? this.#todos : this.#spaces).has(after.id)
    if (changes.some(isTaken)) throw new AppError('id_taken')
    const versions = new Map<string, number>()
    const versionIn = (space: string): number => {
      const version = versions.get(space) ?? this.#raise(space)
      versions.set(space, version)
      return version
    }
    for (const change of changes) {
      change.after.version = versionIn(change.space)
      if (change.kind === 'list') {
        this.#putList(account, change.before, change.after)
        continue
      }
      const { before, after } = change
      if (before && before.list !== after.list)
        this.#departures.push({ space: before.list, version: versionIn(before.list), id: before.id })
      this.#put(before, after)
    }
    const thing = subject.kind === 'todo' ? subject.todo : subject.list
    const space = subject.kind === 'todo' ? subject.todo.list : thing.id
    const version = versions.get(space) ?? this.#spaces.get(space)?.version ?? 0
    const { id, fingerprint = null, type } = command
    const created = changes[0] !== undefined && !changes[0].before
    const row: JournalRow = {
      account: account.id,
      id,
      space,
      version,
      time: now,
      type: type === 'putTodo' ? (created ? 'createTodo' : 'updateTodo') : type,
      subject: thing.id,
      changes: fieldChanges(changes),
      fingerprint,
      answer: fingerprint === null ? null : { subject, created },
    }
    // What changed nothing and can't be sent again has nothing to tell.
    if (changes.length > 0 || fingerprint !== null) this.#journal.push(row)
    const outcome: Accepted = { accepted: true, version, subject, created, replayed: false }
    this.#earlier.set(accountAndId(account.id, id), { fingerprint, outcome })
    return outcome
  }

  /** All that differs from what was loaded. */
  saved(): Saved {
    const { spaces, lists, todos, members } = this.#loaded
    const membersBefore = new Set<Member>(members)
    return {
      spaces: touched(this.#spaces, spaces),
      lists: touched(this.#lists, lists),
      todos: touched(this.#todos, todos).map(({ before, after }) => ({
        before,
        after,
        uniqueNames: this.#lists.get(after.list)?.uniqueNames ?? false,
      })),
      members: [...this.#members.values()].filter((member) => !membersBefore.has(member)),
      departures: this.#departures,
      journal: this.#journal,
    }
  }

  /** The space, to be changed in place. */
  #ownSpace(id: string): OwnSpace {
    const known = this.#spaces.get(id)
    if (known && this.#ownSpaces.has(known)) return known
    const own = known ? { ...known } : newSpace(id)
    this.#spaces.set(id, own)
    this.#ownSpaces.add(own)
    return own
  }

  #raise(id: string): number {
    return ++this.#ownSpace(id).version
  }

  /** Keeps the digest of a space in step with one of its rows; undefined: not there. */
  #digest(id: string, before: Row | undefined, after: Row | undefined): void {
    let digest = this.#spaces.get(id)?.digest
    if (!digest) return
    if (before) digest = withoutRow(digest, before.id, before.version)
    if (after) digest = withRow(digest, after.id, after.version)
    this.#ownSpace(id).digest = digest
  }

  #putList(account: Account, before: List | undefined, after: List): void {
    this.#lists.set(after.id, after)
    this.#digest(after.id, before, after)
    const live = (list: List | undefined) => (list && !list.deletedAt ? 1 : 0)
    this.#listCounts.set(account.id, (this.#listCounts.get(account.id) ?? 0) + live(after) - live(before))
    if (before) return
    const version = this.#raise(account.id)
    const member: Member = { account: account.id, id: after.id, role: 'owner', version }
    this.#members.set(accountAndId(account.id, after.id), member)
    this.#digest(account.id, undefined, member)
  }

  #put(before: Todo | undefined, after: Todo): void {
    this.#index(before, after)
    if (before && before.list !== after.list) this.#digest(before.list, before, undefined)
    this.#digest(after.list, before?.list === after.list ? before : undefined, after)
    const space = this.#ownSpace(after.list)
    space.nextNumber = Math.max(space.nextNumber, after.number + 1)
    if (space.lastPosition === null || after.position > space.lastPosition)
      space.lastPosition = after.position
  }

  #index(before: Todo | undefined, after: Todo): void {
    this.#todos.set(after.id, after)
    const moves = before?.list !== after.list
    if (before && moves) this.#numbers.delete(before.list, before.number)
    if (moves) this.#numbers.set(after.list, after.number, after.id)
    if (moves || before?.name !== after.name || before.deletedAt !== after.deletedAt) {
      if (before && this.#names.get(before.list, before.name) === before.id)
        this.#names.delete(before.list, before.name)
      if (!after.deletedAt && this.#lists.get(after.list)?.uniqueNames)
        this.#names.set(after.list, after.name, after.id)
    }
    if (before?.parent === after.parent) return
    if (before?.parent) this.#children.get(before.parent)?.delete(before.id)
    if (after.parent) {
      const children = this.#children.get(after.parent)
      if (children) children.add(after.id)
      else this.#children.set(after.parent, new Set([after.id]))
    }
  }

  #below(id: string): Todo[] {
    const found: Todo[] = []
    for (let level = [id]; level.length > 0;) {
      const next: string[] = []
      for (const parent of level) next.push(...(this.#children.get(parent) ?? []))
      for (const child of next) found.push(this.#todos.get(child) as Todo)
      level = next
    }
    return found
  }
}

interface Row {
  id: string
  version: number
}

type OwnSpace = { -readonly [Field in keyof Space]: Space[Field] }

const newSpace = (id: string): OwnSpace => ({
  id,
  version: 0,
  nextNumber: 1,
  lastPosition: null,
  digest: emptyDigest,
})

/** The rows that differ from what was loaded. */
function touched<T extends { id: string }>(
  now: ReadonlyMap<string, T>,
  loaded: readonly T[],
): { before: T | undefined; after: T }[] {
  const before = new Map(loaded.map((row) => [row.id, row]))
  const rows: { before: T | undefined; after: T }[] = []
  for (const [id, after] of now) {
    const old = before.get(id)
    if (old !== after) rows.push({ before: old, after })
  }
  return rows
}
