/** One try at a batch: lock the spaces, load, decide one command after another, save all that changed. */
import type { Caller, Credential } from '../../model/access.ts'
import { fieldChanges, finishedAlong, type Change } from '../../model/change.ts'
import type { Command } from '../../model/command.ts'
import { decide } from '../../model/decide.ts'
import { AppError } from '../../model/errors.ts'
import type { Holidays } from '../../model/holidays.ts'
import { decideMembers, isOfMembers } from '../../model/member-command.ts'
import { nameTaken } from '../../model/names.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { decideUndo } from '../../model/undo.ts'
import { kindOf, type PlainKind } from '../../model/row-kinds.ts'
import type { UndoCommand, UndoState } from '../../model/undo-command.ts'
import { authorizeCommand, checkAuthorized, type AnyCommand, type Seen } from '../access/authorize.ts'
import { behind as behindDeed, checkFinishedAt, deedOf } from './deed.ts'
import { spend } from './deletions.ts'
import { load, type Tried } from './load.ts'
import { isOfPlain, plainTarget } from '../../model/plain-commands.ts'
import { spaceOf, subjectOf, type Accepted, type Outcome } from '../../model/outcome.ts'
import type { Transaction } from '../ports/store.ts'
import type { Saved } from '../ports/rows.ts'
import type { Turn } from './turn.ts'
import { withOwnText } from './visit.ts'
import { WorkingState } from './working-state.ts'

/**
 * `each` for itself; `atomic`: all or none; `in order`: as a sender who keeps what was not answered sends it again, so
 * that one before another that is known already was refused then, and stays so: else it would act behind that one now.
 * `rehearsed`: each for itself, and nothing of it is kept.
 */
export type How = 'each' | 'atomic' | 'in order' | 'rehearsed'

/** The commands of one sender. */
export interface Group {
  account: Caller
  commands: readonly AnyCommand[]
  how: How
  /** Of a group in order that is tried command by command: the ids of those behind this one. */
  behind?: readonly string[]
}

/** @param tried - what is known of the attempts before this one, and whose turn it is */
export async function commitOnce(
  deps: { now: () => string; newId: () => string; holidays?: () => Holidays },
  groups: readonly Group[],
  transaction: Transaction,
  tried: Tried & { turn: Turn },
): Promise<{ outcomes: Outcome[][]; saved: Saved }> {
  const sent = groups.flatMap(({ account, commands }) => commands.map((command) => ({ account, command })))
  const behind = groups.flatMap(({ account, behind: ids = [] }) => ids.map((id) => ({ account, id })))
  // It is the time by which things are asked for: it goes on while the locks are waited for.
  const asked = deps.now()
  const loaded = await load(transaction, { sent, behind, tried, now: asked })
  await tried.turn.mayDecide()
  let state = new WorkingState(loaded, deps.newId, deps.holidays?.())
  const now = deps.now()
  const outcomes = groups.map((group) => {
    const attempt = group.how === 'atomic' || group.how === 'rehearsed' ? state.copy() : state
    const known = group.how === 'in order' ? lastKnown(attempt, group) : -1
    const results = group.commands.map((command, index) =>
      decideOne(attempt, group.account, command, now, index < known),
    )
    if (group.how !== 'atomic') return results
    const refused = results.some((outcome) => !outcome.accepted)
    if (!refused) state = attempt
    return refused ? results.map(asNotDone) : results
  })
  const saved = state.saved()
  await transaction.save(saved)
  tried.turn.saved()
  return { outcomes, saved }
}

/** In an atomic group that was refused, what would have been accepted was not carried out either. */
function asNotDone(outcome: Outcome): Outcome {
  return outcome.accepted ? { accepted: false, error: new AppError('atomic_refused') } : outcome
}

/** The last command of the group that was accepted before; behind the group where it is one behind it. */
function lastKnown(state: WorkingState, { account, commands, behind = [] }: Group): number {
  if (behind.some((id) => state.earlier(account.id, id))) return commands.length
  return commands.findLastIndex((command) => state.earlier(account.id, command.id))
}

function decideOne(
  state: WorkingState,
  account: Caller,
  command: AnyCommand,
  now: string,
  wasRefused: boolean,
): Outcome {
  const { credential } = account
  if (credential && isOver(state, credential, now))
    return { accepted: false, error: new AppError('unauthenticated') }
  const earlier = state.earlier(account.id, command.id)
  if (earlier) {
    if (isBeyond(account, earlier.outcome)) return { accepted: false, error: new AppError('list_not_found') }
    if (earlier.fingerprint === (command.fingerprint ?? null))
      return { ...withOwnText(earlier.outcome, command), replayed: command.fingerprint !== undefined }
    return { accepted: false, error: new AppError('key_reused') }
  }
  if (wasRefused) return { accepted: false, error: new AppError('refused_before') }
  const seen = state.seenBy(account)
  try {
    const spaces = authorizeCommand(account, command, seen)
    if (isOfMembers(command)) {
      const members = decideMembers(state.members, command, account)
      checkAuthorized(command, members, spaces)
      const list = state.members.list(command.list)
      if (!list) throw new AppError('list_not_found')
      return state.applyMembers(account, command, list, members, now)
    }
    const changes =
      command.type === 'undo'
        ? decideUndo(withCounts(state, seen), command, now)
        : decide(withDeed(state, seen, command, now), command, now)
    checkAuthorized(command, changes, spaces)
    checkNames(state, command, changes)
    checkFinishedAt(command, changes, now)
    if (credential) spend(state, seen, credential, changes, now)
    // The first change is of the thing itself; others are of what goes with it.
    const subject = changes[0] ? subjectOf(changes[0]) : subjectOfCommand(seen, command)
    const outcome = state.apply(account, command, changes, subject, now)
    if ('withSubtodos' in command) outcome.subtodos = finishedAlong(fieldChanges(changes))
    return outcome
  } catch (error) {
    if (error instanceof AppError) return { accepted: false, error }
    throw error
  }
}

/** An undo is refused where something was added since, so it is told what there is. */
const withCounts = (state: WorkingState, seen: Seen): UndoState => ({
  ...seen,
  liveTodos: (list) => state.liveTodos(list),
  versionOf: (list) => state.versionOf(list),
})

/** Adds when the command was done to what the rules see, where its sender says so. */
function withDeed(state: WorkingState, seen: Seen, command: Command, now: string): Seen {
  const deed = deedOf(command, now)
  if (deed === null || !('todo' in command)) return seen
  const todo = typeof command.todo === 'string' ? state.todo(command.todo) : undefined
  return { ...seen, deed: behindDeed(deed, todo && state.lastDeed(todo)) }
}

/**
 * Looks at what clients leave to the server, whether any live todo has a name, and whether two have the same.
 * @throws AppError `name_taken`, `names_repeat`
 */
function checkNames(state: WorkingState, command: AnyCommand, changes: readonly Change[]): void {
  if (command.type === 'createTodo' && command.ifNameFree) {
    const { list, name } = command.todo
    if (state.hasLive(list, name)) throw nameTaken(name)
  }
  const [change] = changes
  if (change?.kind !== 'list' || !change.before || change.before.uniqueNames || !change.after.uniqueNames)
    return
  const { uniqueNamesTodosMax: most, sharedNamesTold } = serverLimits
  if (state.liveTodos(change.space) > most)
    throw new AppError('names_repeat', { params: { names: [], more: 0, most } })
  const names = state.sharedNames(change.space)
  const told = names.slice(0, sharedNamesTold)
  if (names.length > 0)
    throw new AppError('names_repeat', { params: { names: told, more: names.length - told.length } })
}

/** What a key for other lists may not be told again. */
function isBeyond({ credential }: Caller, { subject }: Accepted): boolean {
  return credential?.lists?.includes(spaceOf(subject, '')) === false
}

/** A key that was taken back, or has expired, while the command waited. */
const isOver = (state: WorkingState, { id, expiresAt }: Credential, now: string): boolean =>
  !state.deletions(id) || (expiresAt !== null && expiresAt <= Date.parse(now))

/** The thing that an accepted command found as it wished it. */
function subjectOfCommand(
  seen: Parameters<typeof decide>[0],
  command: Command | UndoCommand,
): Accepted['subject'] {
  if (isOfPlain(command)) {
    const { space, id } = plainTarget(command, seen.account())
    const kind = kindOf(command.type) as PlainKind
    const after = seen.row(kind, space, id)
    if (after) return subjectOf({ kind, after })
  } else if ('todo' in command) {
    const ref = command.type === 'createTodo' ? command.todo.id : command.todo
    const todo = typeof ref === 'string' ? seen.todo(ref) : seen.todoByNumber?.(ref.list, ref.number)
    if (todo) return { kind: 'todo', todo }
  } else {
    const list = seen.list(typeof command.list === 'string' ? command.list : command.list.id)
    if (list) return { kind: 'list', list }
  }
  throw new Error(`${command.type} was accepted without a subject`)
}
