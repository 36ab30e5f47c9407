/**
 * The one write path. Commands that arrive while a transaction runs form the next one (group commit, no timers), and a
 * batch of one is the simple case. What a try at a batch does is in commit-once.ts; here it is tried again, or in
 * parts.
 */
import type { Caller } from '../../model/access.ts'
import { statusOf } from '../../model/error-table.ts'
import { AppError } from '../../model/errors.ts'
import type { Holidays } from '../../model/holidays.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { AnyCommand } from '../access/authorize.ts'
import { commitOnce, type Group, type How } from './commit-once.ts'
import { notTried, type Tried } from './load.ts'
import type { Outcome } from '../../model/outcome.ts'
import { StoreError, type Store } from '../ports/store.ts'
import type { Saved } from '../ports/rows.ts'
import { answerFor } from './store-health.ts'
import { TooEarly, Turn } from './turn.ts'

export interface CommitDeps {
  store: Store
  /** The present moment, as RFC 3339 text. */
  now: () => string
  /** Counts milliseconds by a clock that nobody sets. */
  monotonicMs: () => number
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
  /** It returns what is known of public holidays; without it none are. */
  holidays?: () => Holidays
}

interface Waiting extends Group {
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
  let queue: Waiting[] = []
  let waiting = 0
  let running = false
  let stopped: (() => void) | undefined

  /**
   * A larger batch is cheaper for all in it: while turns of the event loop bring more, they are let pass, a few at
   * most.
   */
  async function gather(): Promise<void> {
    for (let turn = 0; turn < gatherTurnsMax && queue.length > 1; turn++) {
      const before = waiting
      await new Promise<void>((resolve) => deps.defer(resolve))
      if (waiting === before || waiting >= serverLimits.commitCommandsMax) return
    }
  }

  async function run(): Promise<void> {
    let turn: Turn | undefined
    while (queue.length > 0) {
      await gather()
      turn = new Turn(turn)
      const over = carryOut(takeBatch(), turn)
      if (deps.store.overlaps) await turn.mayBeFollowed
      if (!deps.store.overlaps || queue.length === 0) await over
    }
    running = false
    stopped?.()
  }

  async function carryOut(batch: readonly Waiting[], turn: Turn): Promise<void> {
    const outcomes = await commitGroups(deps, batch, { ...notTried(), turn })
    for (const [index, group] of batch.entries()) group.resolve(outcomes[index] as Outcome[])
    const wasAway = outcomes.some((each) => each.some(isAway))
    turn.over(wasAway)
    // While the database is away everyone who waits is told so at once, not one batch after another.
    if (wasAway) failAll()
  }

  function takeBatch(): Waiting[] {
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

interface Trying extends Tried {
  turn: Turn
}

/**
 * Commits the groups together; when the database refuses them together, command by command, so that each answers for
 * itself.
 */
async function commitGroups(deps: CommitDeps, groups: readonly Group[], tried: Trying): Promise<Outcome[][]> {
  try {
    return await commitWithRetry(deps, groups, tried)
  } catch (error) {
    if (error instanceof AppError && error.code !== 'internal')
      return groups.map((group) => refuseAll(group, error))
    const [first] = groups
    if (groups.length > 1) {
      const outcomes: Outcome[][] = []
      for (const group of groups) {
        if (outcomes.some((each) => each.some(isAway)))
          outcomes.push(refuseAll(group, new AppError('database_away')))
        else outcomes.push(...(await commitGroups(deps, [group], tried)))
      }
      return outcomes
    }
    const isDivisible = first?.how === 'each' || first?.how === 'in order'
    if (first && isDivisible && first.commands.length > 1) return [await commitOneByOne(deps, first, tried)]
    return groups.map((group) => refuseAll(group, unexpected(deps, error, tried)))
  }
}

/**
 * Commits the commands of one sender, each in a transaction of its own. Nothing is carried out behind one at which the
 * server failed: what is sent again must find the state that it was made for, or a fault that passes would end in a
 * refusal.
 */
async function commitOneByOne(deps: CommitDeps, group: Group, tried: Trying): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [index, command] of group.commands.entries()) {
    const last = outcomes.at(-1)
    if (last && isFault(last)) {
      outcomes.push({ accepted: false, error: new AppError('behind_a_fault') })
      continue
    }
    const behind = group.how === 'in order' ? group.commands.slice(index + 1).map(({ id }) => id) : []
    const alone = { ...group, commands: [command], behind }
    outcomes.push(...(await commitGroups(deps, [alone], tried)).flat())
  }
  return outcomes
}

/** Whether it was the server that could not, rather than the rules that would not. */
const isFault = (outcome: Outcome): boolean => !outcome.accepted && statusOf(outcome.error.code) >= 500

function unexpected(deps: CommitDeps, error: unknown, { isUnsure }: Tried): AppError {
  // The rules looked first, so only what the account can't see is in the way: an id of someone else's.
  if (error instanceof StoreError && error.kind === 'conflict')
    return new AppError('id_taken', { cause: error })
  deps.onFault(error)
  // A fault says that it was not carried out; this may have been.
  return new AppError(isUnsure ? 'database_away' : 'internal', { cause: error })
}

/** Tries the whole batch again where that may help. Safe, as the journal knows the commands that did get through. */
async function commitWithRetry(
  deps: CommitDeps,
  groups: readonly Group[],
  tried: Trying,
): Promise<Outcome[][]> {
  let begun = deps.monotonicMs()
  let pauseMs = 20
  for (;;) {
    try {
      const { outcomes, saved } = await deps.store.transaction((transaction) =>
        commitOnce(deps, groups, transaction, tried),
      )
      tellOf(saved, deps)
      tried.turn.committed()
      return outcomes
    } catch (error) {
      const failedAt = deps.monotonicMs()
      if (await tried.turn.failed()) throw new AppError('database_away', { cause: error })
      // The wait for the previous batch is not counted as time of this one.
      begun += deps.monotonicMs() - failedAt
      if (error instanceof TooEarly) continue
      if (!(error instanceof StoreError) || error.kind === 'conflict') throw error
      tried.isUnsure = true
      const passes = ['away', 'busy', 'stale'].includes(error.kind)
      const waitedMs = deps.monotonicMs() - begun
      if (!passes || waitedMs >= serverLimits.commitRetryMs) throw answerFor(error)
      await deps.sleep(pauseMs * (0.5 + deps.random()))
      pauseMs = Math.min(pauseMs * 2, 500)
    }
  }
}

/** It is committed: who fails at hearing of it must not have it carried out once more. */
function tellOf(saved: Saved, { onCommitted, onFault }: CommitDeps): void {
  try {
    onCommitted(saved)
  } catch (error) {
    onFault(error)
  }
}
