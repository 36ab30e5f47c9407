/**
 * The one write path. Commands that arrive while a transaction runs form the next one (group commit, no timers), and a
 * batch of one is the simple case: lock the spaces, load, decide one command after another, save all that changed.
 */
import type { Caller, Credential } from '../model/access.ts'
import type { Command } from '../model/command.ts'
import { isOfFilters } from '../model/decide-filter.ts'
import { decide } from '../model/decide.ts'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { decideMembers, isOfMembers } from '../model/member-command.ts'
import { decideUndo } from '../model/undo.ts'
import type { UndoCommand } from '../model/undo-command.ts'
import { authorizeCommand, type AnyCommand } from './authorize.ts'
import { spend } from './deletions.ts'
import { load } from './load.ts'
import { spaceOf, type Accepted, type Outcome } from './outcome.ts'
import { StoreError, type Saved, type Store } from './store.ts'
import { WorkingState } from './working-state.ts'

export interface CommitDeps {
  store: Store
  /** The present moment, as RFC 3339 text. */
  now: () => string
  /** An id for what commands make besides what they name. */
  newId: () => string
  /** Calls back after what is ready to be read from the network has been read. */
  defer: (callback: () => void) => void
  sleep: (ms: number) => Promise<void>
  /** A number from 0 to 1, for spreading retries. */
  random: () => number
  /** Hears what was saved, after each commit. */
  onCommitted: (saved: Saved) => void
  /** A failure that nobody expected, for the log. */
  onFault: (error: unknown) => void
}

/**
 * `each` for itself; `atomic`: all or none; `in order`: as a sender who keeps what was not answered sends it again, so
 * that one before another that is known already was refused then, and stays so: else it would act behind that one now.
 * `rehearsed`: each for itself, and nothing of it is kept.
 */
export type How = 'each' | 'atomic' | 'in order' | 'rehearsed'

interface Group {
  account: Caller
  commands: readonly AnyCommand[]
  how: How
  resolve: (outcomes: Outcome[]) => void
}

/** Turns of the event loop that a batch waits while each brings more for it. */
const gatherTurnsMax = 4

export interface Committer {
  /**
   * Carries out the commands of one sender in their order; resolves when those accepted are durable.
   * @throws AppError `overloaded`, `stopping`
   */
  commit(account: Caller, commands: readonly AnyCommand[], how?: How): Promise<Outcome[]>
  /** Resolves when nothing waits any more; later commands are refused. */
  stop(): Promise<void>
}

export function createCommitter(deps: CommitDeps): Committer {
  let queue: Group[] = []
  let waiting = 0
  let running = false
  let stopped: (() => void) | undefined

  /** A larger batch is cheaper for all in it: while turns of the event loop bring more, they are let pass, a few at most. */
  async function gather(): Promise<void> {
    for (let turn = 0; turn < gatherTurnsMax && queue.length > 1; turn++) {
      const before = waiting
      await new Promise<void>((resolve) => deps.defer(resolve))
      if (waiting === before || waiting >= serverLimits.commitCommandsMax) return
    }
  }

  async function run(): Promise<void> {
    while (queue.length > 0) {
      await gather()
      const batch = takeBatch()
      const outcomes = await commitGroups(deps, batch)
      for (const [index, group] of batch.entries()) group.resolve(outcomes[index] as Outcome[])
      // While the database is away everyone who waits is told so at once, not one batch after another.
      if (outcomes.some((each) => each.some(isAway))) failAll()
    }
    running = false
    stopped?.()
  }

  function takeBatch(): Group[] {
    let commands = 0
    let count = 0
    while (count < queue.length && (count === 0 || commands < serverLimits.commitCommandsMax))
      commands += queue[count++]?.commands.length ?? 0
    const batch = queue.slice(0, count)
    queue = queue.slice(count)
    waiting -= commands
    return batch
  }

  function failAll(): void {
    for (const group of queue) group.resolve(refuseAll(group, new AppError('database_away')))
    queue = []
    waiting = 0
  }

  return {
    commit(account, commands, how = 'each') {
      if (stopped) throw new AppError('stopping')
      if (waiting + commands.length > serverLimits.commitQueueMax) throw new AppError('overloaded')
      if (commands.length === 0) return Promise.resolve([])
      return new Promise((resolve) => {
        queue.push({ account, commands, how, resolve })
        waiting += commands.length
        if (running) return
        running = true
        deps.defer(() => void run())
      })
    },
    stop() {
      return new Promise((resolve) => {
        stopped = resolve
        if (!running) resolve()
      })
    },
  }
}

const isAway = (outcome: Outcome): boolean => !outcome.accepted && outcome.error.code === 'database_away'

function refuseAll(group: Group, error: AppError): Outcome[] {
  return group.commands.map(() => ({ accepted: false, error }))
}

/** Commits the groups together; when the database refuses them together, command by command, so that each answers for itself. */
async function commitGroups(deps: CommitDeps, groups: readonly Group[]): Promise<Outcome[][]> {
  try {
    return await commitWithRetry(deps, groups)
  } catch (error) {
    if (error instanceof AppError && error.code !== 'internal')
      return groups.map((group) => refuseAll(group, error))
    const [first] = groups
    if (groups.length > 1) {
      const outcomes: Outcome[][] = []
      for (const group of groups) outcomes.push(...(await commitGroups(deps, [group])))
      return outcomes
    }
    if (first && first.how !== 'atomic' && first.commands.length > 1) {
      const alone = first.commands.map((command) => ({ ...first, commands: [command] }))
      return [(await commitGroups(deps, alone)).flat()]
    }
    return groups.map((group) => refuseAll(group, unexpected(deps, error)))
  }
}

function unexpected(deps: CommitDeps, error: unknown): AppError {
  // The rules looked first, so only what the account can't see is in the way: an id of someone else's.
  if (error instanceof StoreError && error.kind === 'conflict')
    return new AppError('id_taken', { cause: error })
  deps.onFault(error)
  return new AppError('internal', { cause: error })
}

/** Tries the whole batch again where that may help. Safe, as the journal knows the commands that did get through. */
async function commitWithRetry(deps: CommitDeps, groups: readonly Group[]): Promise<Outcome[][]> {
  const begun = Date.parse(deps.now())
  let pauseMs = 20
  let pausedMs = 0
  for (let attempt = 1; ; attempt++) {
    try {
      const { outcomes, saved } = await deps.store.transaction((transaction) =>
        commitOnce(deps, groups, transaction, attempt > 1),
      )
      deps.onCommitted(saved)
      return outcomes
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind === 'conflict') throw error
      if (error.kind === 'full') throw new AppError('storage_full', { cause: error })
      // A try may take longer than all pauses; a clock that is set back makes nobody wait longer than those.
      if (Math.max(pausedMs, Date.parse(deps.now()) - begun) >= serverLimits.commitRetryMs)
        throw new AppError('database_away', { cause: error })
      const pause = pauseMs * (0.5 + deps.random())
      await deps.sleep(pause)
      pausedMs += pause
      pauseMs = Math.min(pauseMs * 2, 500)
    }
  }
}

async function commitOnce(
  deps: CommitDeps,
  groups: readonly Group[],
  transaction: Parameters<typeof load>[0],
  isRetry: boolean,
): Promise<{ outcomes: Outcome[][]; saved: Saved }> {
  const sent = groups.flatMap(({ account, commands }) => commands.map((command) => ({ account, command })))
  let state = new WorkingState(await load(transaction, sent, isRetry), deps.newId)
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
  return { outcomes, saved }
}

/** In an atomic group that was refused, what would have been accepted was not carried out either. */
function asNotDone(outcome: Outcome): Outcome {
  return outcome.accepted ? { accepted: false, error: new AppError('atomic_refused') } : outcome
}

/** The last command of the group that was accepted before. */
function lastKnown(state: WorkingState, { account, commands }: Group): number {
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
      return { ...earlier.outcome, replayed: command.fingerprint !== undefined }
    return { accepted: false, error: new AppError('key_reused') }
  }
  if (wasRefused) return { accepted: false, error: new AppError('refused_before') }
  const seen = state.seenBy(account)
  try {
    authorizeCommand(account, command, seen)
    if (isOfMembers(command)) {
      const members = decideMembers(state.members, command, account)
      const list = state.members.list(command.list)
      if (!list) throw new AppError('list_not_found')
      return state.applyMembers(account, command, list, members, now)
    }
    const changes =
      command.type === 'undo'
        ? decideUndo({ ...seen, liveTodos: (list) => state.liveTodos(list) }, command, now)
        : decide(seen, command, now)
    if (credential) spend(state, seen, credential, changes, now)
    const subject = changes[0] ? subjectOfChange(changes[0]) : subjectOfCommand(seen, command)
    return state.apply(account, command, changes, subject, now)
  } catch (error) {
    if (error instanceof AppError) return { accepted: false, error }
    throw error
  }
}

/** What a key for other lists may not be told again. */
function isBeyond({ credential }: Caller, { subject }: Accepted): boolean {
  return credential?.lists?.includes(spaceOf(subject, '')) === false
}

/** A key that was taken back, or has expired, while the command waited. */
const isOver = (state: WorkingState, { id, expiresAt }: Credential, now: string): boolean =>
  !state.deletions(id) || (expiresAt !== null && expiresAt <= Date.parse(now))

/** The first change is of the thing itself; others are of what goes with it. */
function subjectOfChange(change: NonNullable<ReturnType<typeof decide>[0]>): Accepted['subject'] {
  if (change.kind === 'filter') return { kind: 'filter', filter: change.after }
  return change.kind === 'todo' ? { kind: 'todo', todo: change.after } : { kind: 'list', list: change.after }
}

/** The thing that an accepted command found as it wished it. */
function subjectOfCommand(
  seen: Parameters<typeof decide>[0],
  command: Command | UndoCommand,
): Accepted['subject'] {
  if (isOfFilters(command)) {
    const filter = seen.filter(typeof command.filter === 'string' ? command.filter : command.filter.id)
    if (filter) return { kind: 'filter', filter }
  } else if ('todo' in command) {
    const ref = command.type === 'createTodo' ? command.todo.id : command.todo
    const todo = typeof ref === 'string' ? seen.todo(ref) : seen.todoByNumber(ref.list, ref.number)
    if (todo) return { kind: 'todo', todo }
  } else {
    const list = seen.list(typeof command.list === 'string' ? command.list : command.list.id)
    if (list) return { kind: 'list', list }
  }
  throw new Error(`${command.type} was accepted without a subject`)
}
