/** What a batch has loaded and changed so far: each command is decided on what the ones before it left. */
import { fieldChanges, type Change } from '../../model/change.ts'
import type { Caller, Account } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { unknownHolidays, type Holidays } from '../../model/holidays.ts'
import type { List, Member } from '../../model/list.ts'
import type { MemberChange, MemberState } from '../../model/member-command.ts'
import type { RowKind } from '../../model/row-kinds.ts'
import { Spaces } from '../../model/spaces.ts'
import type { Todo } from '../../model/todo.ts'
import type { AnyCommand, Seen } from '../access/authorize.ts'
import { journalRows, type Done } from './journal-rows.ts'
import { liveTodos, touched, type Earlier, type Loaded } from './loaded.ts'
import { spaceOf, type Accepted } from '../../model/outcome.ts'
import { ByTwo } from './by-two.ts'
import { PlainRows } from './plain-rows.ts'
import { plainKind } from '../../model/plain-commands.ts'
import { TodoIndex } from './todo-index.ts'
import { viewOf } from './view.ts'
import { Entries } from './visit.ts'
import type { Deletions, Departure, JournalRow, Saved } from '../ports/rows.ts'

export class WorkingState {
  #spaces: Spaces
  #lists = new Map<string, List>()
  /** They go by the list and the account, and so do those that differ from what was loaded. */
  #members = new ByTwo<string, Member>()
  #changedMembers = new Map<string, Saved['members'][number]>()
  #plain: PlainRows
  #todos: TodoIndex
  #listCounts: Map<string, number>
  #deletions: Map<string, Deletions>
  #membersAt = new Map<string, number>()
  /** Invitations that were used, by whom. */
  #used = new Map<string, string>()
  /** By the account and the command. */
  #earlier = new ByTwo<string, Earlier>()
  #entries: Entries
  #departures: Departure[] = []
  readonly #views = new Map<string, Seen>()
  readonly #loaded: Loaded

  readonly #newId: () => string
  readonly #holidays: Holidays

  constructor(loaded: Loaded, newId: () => string, holidays: Holidays = unknownHolidays) {
    this.#loaded = loaded
    this.#newId = newId
    this.#holidays = holidays
    this.#spaces = new Spaces(loaded.spaces)
    this.#listCounts = new Map(loaded.listCounts)
    this.#deletions = new Map(loaded.credentials)
    this.#plain = new PlainRows(loaded.plain)
    this.#todos = new TodoIndex(undefined, loaded.freeNames)
    this.#entries = new Entries(loaded.entries)
    for (const list of loaded.lists) this.#lists.set(list.id, list)
    for (const member of loaded.members) this.#members.set(member.id, member.account, member)
    for (const each of loaded.earlier) this.#earlier.set(each.account, each.id, each)
    for (const todo of loaded.todos) this.#todos.put(undefined, todo, this.#hasUniqueNames(todo))
  }

  /**
   * The same state, to try an atomic group on. Values that both have are never changed in place: the maps are all there
   * is to copy.
   */
  copy(): WorkingState {
    const copy = new WorkingState(this.#loaded, this.#newId, this.#holidays)
    copy.#spaces = this.#spaces.copy()
    copy.#lists = new Map(this.#lists)
    copy.#members = this.#members.copy()
    copy.#changedMembers = new Map(this.#changedMembers)
    copy.#plain = this.#plain.copy()
    copy.#todos = new TodoIndex(this.#todos)
    copy.#listCounts = new Map(this.#listCounts)
    copy.#deletions = new Map(this.#deletions)
    copy.#membersAt = new Map(this.#membersAt)
    copy.#used = new Map(this.#used)
    copy.#earlier = this.#earlier.copy()
    copy.#entries = this.#entries.copy()
    copy.#departures = [...this.#departures]
    return copy
  }

  earlier(account: string, commandId: string): Earlier | undefined {
    return this.#earlier.get(account, commandId)
  }

  /** What the rules may see for this caller. A thing it has no access to is not there. */
  seenBy(caller: Caller): Seen {
    const key = caller.credential?.id ?? caller.id
    let view = this.#views.get(key)
    if (!view) {
      const [spaces, lists, members, plain] = [this.#spaces, this.#lists, this.#members, this.#plain]
      const parts = { spaces, lists, members, plain, todos: this.#todos, listCounts: this.#listCounts }
      const made = { newId: this.#newId, holidays: this.#holidays }
      this.#views.set(key, (view = viewOf({ ...parts, ...made }, caller)))
    }
    return view
  }

  /** What the rules of members look at. */
  readonly members: MemberState = {
    list: (id) => this.#lists.get(id),
    member: (account, list) => this.#members.get(list, account),
    memberCount: (list) => this.#loaded.memberCounts.get(list) ?? 0,
    listCount: (account) => this.#listCounts.get(account) ?? 0,
    isOpen: (invitation) => this.#loaded.invitations.has(invitation) && !this.#used.has(invitation),
  }

  /** What the credential put in the trash lately; undefined when it may not be used any more. */
  deletions(credential: string): Deletions | undefined {
    return this.#deletions.get(credential)
  }

  setDeletions(credential: string, deletions: Deletions): void {
    this.#deletions.set(credential, deletions)
  }

  todo(id: string): Todo | undefined {
    return this.#todos.byId.get(id)
  }

  /** It tells when the todo's last change was done, as far as that is known, else when it was accepted. */
  lastDeed(todo: Todo): string {
    return this.#entries.lastDeed(todo) ?? todo.updatedAt
  }

  /** Says whether a live todo has this name, where a command asks for that. */
  hasLive(list: string, name: string): boolean {
    return this.#todos.hasLive(list, name)
  }

  /** Finds the names that two open todos of a list have, where a command would have them unique. */
  sharedNames(list: string): string[] {
    return this.#todos.sharedNames(list)
  }

  /** How many todos go into the trash with a list, where a capped key wants that. */
  liveTodos(list: string): number {
    return liveTodos(this.#loaded, this.#todos.byId.values(), list)
  }

  versionOf(list: string): number {
    return this.#spaces.get(list)?.version ?? 0
  }

  /** Takes in who comes, changes and goes, with the next version of each account's space and of the list. */
  applyMembers(
    caller: Caller,
    command: AnyCommand,
    list: List,
    changes: readonly MemberChange[],
    now: string,
  ): Accepted {
    const roles: JournalRow['changes'] = {}
    let version = this.#spaces.get(list.id)?.version ?? 0
    if (changes.length > 0) this.#membersAt.set(list.id, (version = this.#spaces.raise(list.id)))
    for (const { before, after } of changes) {
      const { account: whose, id } = (after ?? before) as Member
      const own = this.#spaces.raise(whose)
      const member = after && { ...after, version: own, since: before?.since ?? version }
      this.#setMember(id, whose, member)
      if (member) {
        this.#spaces.put(whose, member, before)
      } else {
        this.#departures.push({ space: whose, version: own, id })
        if (before) this.#spaces.remove(whose, before)
      }
      const count = this.#listCounts.get(whose)
      if (count !== undefined && !list.deletedAt)
        this.#listCounts.set(whose, count + (member ? 1 : 0) - (before ? 1 : 0))
      roles[whose] = { role: [before?.role ?? null, member?.role ?? null] }
    }
    if (command.type === 'joinList') this.#used.set(command.invitation, caller.id)
    const subject: Accepted['subject'] = { kind: 'list', list }
    const done = { space: list.id, version, changes: roles, created: false, subject, left: [] }
    return this.#keep(caller, command, done, now)
  }

  /** Takes the changes of an accepted command in, with the next version of each space they are in. */
  apply(
    caller: Caller,
    command: AnyCommand,
    changes: Change[],
    subject: Accepted['subject'],
    now: string,
  ): Accepted {
    // An id may be taken by what this account can't see, a list's also by an account: both are spaces. A view has
    // that of a list on purpose.
    const isTaken = ({ kind, before, after }: Change) =>
      !before && kind !== 'view' && (kind === 'todo' ? this.#todos.byId : this.#spaces).has(after.id)
    if (changes.some(isTaken)) throw new AppError('id_taken')
    // Of two changes of one row the second would be written as if the first had not been.
    if (changes.length > 1 && new Set(changes.map(({ after }) => after.id)).size < changes.length)
      throw new Error(`${command.type} would change one row twice`)
    const versions = new Map<string, number>()
    const versionIn = (space: string): number => {
      const version = versions.get(space) ?? this.#spaces.raise(space)
      versions.set(space, version)
      return version
    }
    for (const change of changes) {
      // A new list is the only thing that makes a space.
      if (change.kind === 'list' && !change.before) this.#spaces.make(change.space)
      change.after.version = versionIn(change.space)
      if (change.kind === 'list') {
        this.#putList(caller, change.before, change.after)
        continue
      }
      if (change.kind !== 'todo') {
        const plain = plainKind(change.kind) as RowKind
        this.#plain.put(plain, change.space, change.after)
        if (!plain.isUncounted) this.#spaces.put(change.space, change.after, change.before)
        continue
      }
      const { before, after } = change
      if (before && before.list !== after.list)
        this.#departures.push({ space: before.list, version: versionIn(before.list), id: before.id })
      this.#put(before, after)
    }
    const space = spaceOf(subject, caller.id)
    const version = versions.get(space) ?? this.#spaces.get(space)?.version ?? 0
    const created = changes[0] !== undefined && !changes[0].before
    const left = [...versions].filter(([list]) => list !== space)
    const done = { space, version, changes: fieldChanges(changes), created, subject, left }
    return this.#keep(caller, command, done, now)
  }

  /** The journal's rows, and the outcome. */
  #keep(caller: Caller, command: AnyCommand, done: Done, now: string): Accepted {
    const { created, subject, version, changes } = done
    this.#entries.add(journalRows(caller, command, done, now))
    const changed = Object.keys(changes).length > 0
    const outcome: Accepted = { accepted: true, version, subject, created, changed, replayed: false }
    const fingerprint = command.fingerprint ?? null
    const { id } = command
    this.#earlier.set(caller.id, id, { account: caller.id, id, fingerprint, outcome })
    return outcome
  }

  /** All that differs from what was loaded. */
  saved(): Saved {
    const { lists, todos } = this.#loaded
    return {
      spaces: this.#spaces.changed(),
      lists: touched(this.#lists, lists),
      todos: touched(this.#todos.byId, todos).map(({ before, after }) => ({
        before,
        after,
        uniqueNames: this.#lists.get(after.list)?.uniqueNames ?? false,
      })),
      members: [...this.#changedMembers.values()].filter(({ before, after }) => before !== after),
      ...(this.#plain.changed() as unknown as Pick<Saved, 'filters' | 'views'>),
      membersAt: [...this.#membersAt].map(([list, version]) => ({ list, version })),
      invitations: [...this.#used].map(([id, account]) => ({ id, account })),
      deletions: [...this.#deletions]
        .filter(([credential, deletions]) => this.#loaded.credentials.get(credential) !== deletions)
        .map(([credential, deletions]) => ({ credential, deletions })),
      departures: this.#departures,
      ...this.#entries.saved,
    }
  }

  #putList(account: Account, before: List | undefined, after: List): void {
    this.#lists.set(after.id, after)
    this.#spaces.put(after.id, after, before)
    const live = (list: List | undefined) => (list && !list.deletedAt ? 1 : 0)
    this.#listCounts.set(account.id, (this.#listCounts.get(account.id) ?? 0) + live(after) - live(before))
    if (before && after.uniqueNames && !before.uniqueNames) this.#todos.nameHolders(after.id)
    if (before) return
    const version = this.#spaces.raise(account.id)
    const member: Member = { account: account.id, id: after.id, role: 'owner', version, since: 0 }
    this.#setMember(after.id, account.id, member)
    this.#spaces.put(account.id, member)
  }

  /** @param member - undefined: the account is a member of the list no longer */
  #setMember(list: string, account: string, member: Member | undefined): void {
    const key = `${list} ${account}`
    const before = this.#changedMembers.has(key)
      ? this.#changedMembers.get(key)?.before
      : this.#members.get(list, account)
    this.#changedMembers.set(key, { account, before, after: member })
    if (member) this.#members.set(list, account, member)
    else this.#members.delete(list, account)
  }

  #put(before: Todo | undefined, after: Todo): void {
    this.#todos.put(before, after, this.#hasUniqueNames(after))
    this.#spaces.putTodo(after, before)
  }

  #hasUniqueNames({ list }: Todo): boolean {
    return this.#lists.get(list)?.uniqueNames ?? false
  }
}
