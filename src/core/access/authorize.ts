/**
 * The one place that says whether a caller may: by the tables of model/access.ts. It is asked by every door for the
 * kind of key, and inside the transaction that writes for the roles in the lists, as they are under their locks.
 */
import {
  demands,
  listActions,
  type Caller,
  type Demand,
  type ListAction,
  type Role,
} from '../../model/access.ts'
import type { Change } from '../../model/change.ts'
import type { Command } from '../../model/command.ts'
import type { FilterCommand } from '../../model/decide-filter.ts'
import type { ViewCommand } from '../../model/decide-view.ts'
import { AppError } from '../../model/errors.ts'
import type { Member } from '../../model/list.ts'
import { isOfMembers, type MemberChange, type MemberCommand } from '../../model/member-command.ts'
import type { State } from '../../model/state.ts'
import { isMade, listsOfUndo, todosOfUndo, type UndoCommand } from '../../model/undo-command.ts'
import { isOfPlain, plainTarget } from '../../model/plain-commands.ts'

export type AnyCommand = Command | MemberCommand | UndoCommand

/** What the caller sees of the state, and what it is in each list that it sees. */
export interface Seen extends State {
  role(list: string): Role | undefined
}

/** @throws AppError `not_allowed` when the caller's key is not for this */
export function authorize({ credential, isAdmin }: Caller, demand: Demand): void {
  if (credential) {
    const kinds: readonly string[] = demands[demand]
    if (!kinds.includes(credential.kind)) {
      throw new AppError('not_allowed', { params: { why: 'scope', scope: credential.kind, expected: kinds } })
    }
  }
  if (demand === 'govern' && (!isAdmin || credential?.lists))
    throw new AppError('not_allowed', { params: { why: 'administrators' } })
}

/** @throws AppError `not_allowed`; and `list_not_found` when the list is not to be seen */
export function authorizeList(role: Role | undefined, action: ListAction): void {
  if (role === undefined) throw new AppError('list_not_found')
  const allowed: readonly Role[] = listActions[action]
  if (allowed.includes(role)) return
  throw new AppError('not_allowed', { params: { why: 'role', role, expected: allowed } })
}

/**
 * To be asked before a command is decided on. What the caller does not see is left to the rules, which do not find it.
 * @returns the spaces that the command may change; `checkAuthorized` holds what was decided against them
 * @throws AppError `not_allowed`
 */
export function authorizeCommand(caller: Caller, command: AnyCommand, seen: Seen): ReadonlySet<string> {
  authorize(caller, isOfMembers(command) ? 'share' : 'write')
  const ofPlain = isOfPlain(command) ? plainTarget(command, caller.id) : undefined
  const isOfAccount = ofPlain?.kind.in === 'account'
  if (command.type === 'createList' || command.type === 'joinList' || isOfAccount) {
    if (caller.credential?.lists) throw new AppError('not_allowed', { params: { why: 'chosen_lists' } })
    if (isOfAccount) return new Set([caller.id])
    // Nobody has a role in a list that is still to be made, nor the account in one that it joins.
    const { list } = command as Extract<AnyCommand, { type: 'createList' | 'joinList' }>
    return new Set(typeof list === 'string' ? [list, caller.id] : [list.id])
  }
  const action = actionOf(command)
  const spaces = new Set<string>()
  for (const list of ofPlain ? [ofPlain.space] : listsOf(command as ListCommand, seen)) {
    const role = list === undefined ? undefined : seen.role(list)
    if (list === undefined || role === undefined) continue
    authorizeList(role, action)
    spaces.add(list)
  }
  if (isOfMembers(command)) spaces.add(caller.id)
  if (isOfMembers(command) && 'member' in command) spaces.add(command.member)
  return spaces
}

/**
 * The second look at the same: rules that would change what the command was not authorised for have a fault, whatever
 * led them there. That is no refusal, and nothing of it is written.
 * @throws Error
 */
export function checkAuthorized(
  { type }: Pick<AnyCommand, 'type'>,
  changes: readonly (Change | MemberChange)[],
  spaces: ReadonlySet<string>,
): void {
  for (const change of changes)
    for (const space of spacesOf(change))
      if (!spaces.has(space))
        throw new Error(`${type} would change ${space}, which it was not authorised for`)
}

function spacesOf(change: Change | MemberChange): string[] {
  if (!('kind' in change)) {
    const { id, account } = (change.after ?? change.before) as Member
    return [id, account]
  }
  const { kind, space, before, after } = change
  if (kind === 'list') return [space, after.id]
  return kind === 'todo' ? [space, after.list, before?.list ?? after.list] : [space]
}

function actionOf(command: AnyCommand): ListAction {
  switch (command.type) {
    case 'undo':
      if (command.kind === 'list' && command.changes['']?.['uniqueNames'] && !isMade(command.changes['']))
        return 'govern'
      return isOfTrash(command) ? 'delete' : 'change'
    case 'updateList':
      return command.changes.uniqueNames === undefined ? 'change' : 'govern'
    case 'leaveList':
      return 'read'
    case 'setMember':
    case 'transferList':
      return 'share'
    case 'deleteList':
    case 'restoreList':
      return 'delete'
    default:
      return 'change'
  }
}

/** Whether it puts a list in the trash, or takes it out. */
const isOfTrash = ({ kind, changes: { '': own = {} } }: UndoCommand): boolean =>
  kind === 'list' && (isMade(own) || own['deletedAt'] !== undefined)

type ListCommand = Exclude<AnyCommand, FilterCommand | ViewCommand>

/** The lists that the command acts in: those that it names, and those of the todos that it names. */
function listsOf(command: ListCommand, seen: Seen): (string | undefined)[] {
  switch (command.type) {
    case 'createTodo':
      return [command.todo.list]
    case 'putTodo':
      return [seen.todo(command.todo)?.list ?? command.list ?? command.defaultList]
    case 'updateTodo':
      return [listOf(command.todo, seen), command.changes.list]
    case 'deleteTodo':
    case 'restoreTodo':
    case 'skipTodo':
    case 'detachTodo':
      return [listOf(command.todo, seen)]
    case 'createList':
      return []
    case 'undo':
      return listsOfUndo(command).concat(todosOfUndo(command).flatMap((todo) => seen.todo(todo)?.list ?? []))
    default:
      return [command.list]
  }
}

const listOf = (todo: string | { list: string }, seen: Seen): string | undefined =>
  typeof todo === 'string' ? seen.todo(todo)?.list : todo.list
