/**
 * Sends reminders. Each node wakes when the next alarm is due, and takes those that are for a lease: while it holds
 * nobody else has them, and when the node dies it ends, and another one takes them. A device is marked as soon as its
 * push service has the message. What was sent, but not marked, is sent again; that is the same message by its id, and
 * the device shows one of them.
 */
import { asUtcMs, firstZoneMs, isLocal, lastZoneMs, momentMs } from '../../model/alarms.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { PushSender } from './push-sender.ts'
import type { Again, Alarm, Recipient, Remindable, ReminderStore } from '../ports/reminder-store.ts'
import type { Secrets } from '../access/secrets.ts'
import { StoreError } from '../ports/store.ts'
import type { Saved } from '../ports/rows.ts'

export interface RemindersDeps extends Pick<Secrets, 'hashSecret'> {
  store: ReminderStore
  sender: PushSender
  newId: () => string
  nowMs: () => number
  /** Calls back after a while, unless the function it returns was called. */
  later: (ms: number, callback: () => void) => () => void
  onFault: (error: unknown) => void
}

/** One message to one device. */
interface Delivery {
  alarm: Alarm
  todo: Remindable
  to: Recipient
  /** When it was due for the device's account. */
  dueMs: number
}

/** What became of an alarm's deliveries. */
interface Progress {
  /** The time of the round was over before all were sent. */
  isCut: boolean
  /** How long to wait before those that failed are tried again; undefined: none did. */
  retryMs: number | undefined
}

const { remindersPollMs, reminderRoundMs, reminderStepMs, reminderLateMs, pushAttemptsMax } = serverLimits

export class Reminders {
  readonly #deps: RemindersDeps
  readonly #rounds = new Set<Promise<void>>()
  #cancel = () => {}
  #wakesAt = Number.POSITIVE_INFINITY
  #isStopped = false
  #isLooking = false
  /** Something was heard while it looked: it looks again. */
  #isStale = false

  constructor(deps: RemindersDeps) {
    this.#deps = deps
    this.#wakeIn(0)
  }

  /** After a commit of this node: something may be due sooner than was known. */
  saved({ todos }: Pick<Saved, 'todos'>): void {
    if (todos.some(({ after }) => after.reminders.length > 0)) this.#wakeIn(0)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel()
    await Promise.all(this.#rounds)
  }

  /** In so long, or sooner. */
  #wakeIn(ms: number): void {
    const at = this.#deps.nowMs() + ms
    if (this.#isStopped || at >= this.#wakesAt) return
    this.#cancel()
    this.#wakesAt = at
    this.#cancel = this.#deps.later(ms, () => {
      this.#wakesAt = Number.POSITIVE_INFINITY
      void this.#look()
    })
  }

  async #look(): Promise<void> {
    this.#isStale = this.#isLooking
    if (this.#isLooking) return
    this.#isLooking = true
    let sleepMs: number = remindersPollMs
    try {
      sleepMs = await this.#takeAll()
    } catch (error) {
      this.#failed(error)
    }
    this.#isLooking = false
    this.#wakeIn(this.#isStale ? 0 : sleepMs)
  }

  /** While the database is away there is nothing to tell: a later look finds what was missed. */
  #failed(error: unknown): void {
    if (!(error instanceof StoreError)) this.#deps.onFault(error)
  }

  /** Takes what is due, round by round; answers for how long to sleep. */
  async #takeAll(): Promise<number> {
    const { store, nowMs, newId } = this.#deps
    while (!this.#isStopped && this.#rounds.size < serverLimits.reminderRoundsMax) {
      const [now, next] = [nowMs(), await store.nextAlarmAt()]
      if (next === undefined || next > now)
        return Math.min((next ?? now + remindersPollMs) - now, remindersPollMs)
      const lease = newId()
      const alarms = await store.claim(
        now,
        now + serverLimits.alarmLeaseMs,
        lease,
        serverLimits.alarmsPerRoundMax,
      )
      // Another node is just taking them.
      if (alarms.length === 0) return serverLimits.remindersBusyMs
      this.#begin(this.#round(lease, alarms, now))
    }
    // The end of a round wakes it.
    return remindersPollMs
  }

  #begin(round: Promise<void>): void {
    const done = round
      .catch((error: unknown) => this.#failed(error))
      .then(() => {
        this.#rounds.delete(done)
        this.#wakeIn(0)
      })
    this.#rounds.add(done)
  }

  async #round(lease: string, alarms: readonly Alarm[], now: number): Promise<void> {
    const { store } = this.#deps
    const todos = await store.remindables([...new Set(alarms.map(({ todo }) => todo))], now)
    const had = await store.reminded(alarms.map(({ id }) => id))
    const deliveries = alarms.flatMap((alarm) => deliveriesOf(alarm, todos.get(alarm.todo), now))
    const open = deliveries.filter(({ alarm, to }) => !had.has(`${alarm.id} ${to.subscription}`))
    const progress = new Map(alarms.map(({ id }) => [id, { isCut: false, retryMs: undefined } as Progress]))
    const lanes = [...Map.groupBy(open, ({ to }) => to.account).values()]
    // An account whose devices answer slowly waits for them alone.
    const work = async () => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift())
        await this.#lane(lane, progress, now + reminderRoundMs)
    }
    await Promise.all(Array.from({ length: Math.min(serverLimits.pushLanesMax, lanes.length) }, work))
    const again: Again[] = []
    const ended: string[] = []
    for (const alarm of alarms) {
      const next = againOf(
        alarm,
        progress.get(alarm.id) as Progress,
        todos.get(alarm.todo),
        this.#deps.nowMs(),
      )
      if (next) again.push({ id: alarm.id, ...next })
      else ended.push(alarm.id)
    }
    await store.settle(lease, ended, again)
  }

  /** One after another; a push service that does not answer is not asked again in this round. */
  async #lane(
    lane: readonly Delivery[],
    progress: ReadonlyMap<string, Progress>,
    untilMs: number,
  ): Promise<void> {
    const silent = new Map<string, number>()
    for (const delivery of lane) {
      const mark = progress.get(delivery.alarm.id) as Progress
      const host = URL.parse(delivery.to.endpoint)?.host ?? ''
      const isLate = this.#deps.nowMs() >= untilMs || this.#isStopped
      if (isLate) mark.isCut = true
      if (isLate) continue
      const retryMs = silent.get(host) ?? (await this.#trySend(delivery))
      if (retryMs === undefined) continue
      silent.set(host, retryMs)
      mark.retryMs = Math.max(mark.retryMs ?? 0, retryMs)
    }
  }

  /** What can't be noted now may be sent once more; the others of the round go on. */
  async #trySend(delivery: Delivery): Promise<number | undefined> {
    try {
      return await this.#send(delivery)
    } catch (error) {
      this.#failed(error)
      return 0
    }
  }

  /** Answers after how long it may be tried again; undefined: it is done, or not to be done any more. */
  async #send({ alarm, todo, to, dueMs }: Delivery): Promise<number | undefined> {
    const { store, sender, nowMs, hashSecret } = this.#deps
    const { id, list, listName, name, due } = todo
    const payload = JSON.stringify({ type: 'reminder', id: alarm.id, todo: id, list, listName, name, due })
    const now = nowMs()
    const ttlSeconds = Math.max(0, Math.round((dueMs + reminderLateMs - now) / 1_000))
    const topic = hashSecret(alarm.id).slice(0, 32)
    const answer = await sender.send(to, { payload, topic, ttlSeconds })
    if (answer.is === 'gone') await store.forget(to.subscription)
    if (answer.is === 'later') {
      await store.markFailing(to.subscription, now)
      await store.forget(to.subscription, now - serverLimits.pushFailingMs)
      return answer.afterMs ?? 0
    }
    if (answer.is !== 'gone') await store.markReminded(alarm.id, to.subscription)
    if (answer.is === 'accepted' && to.isFailing) await store.markFailing(to.subscription, null)
    return undefined
  }
}

/** To whom it is due now: not before they asked for it, and not too late to be of use. */
function deliveriesOf(alarm: Alarm, todo: Remindable | undefined, now: number): Delivery[] {
  // It may have been moved by a node that knew of no alarms.
  if (!todo?.moments.includes(alarm.moment)) return []
  return todo.recipients.flatMap((to) => {
    const dueMs = momentMs(alarm.moment, to.zone ?? 'UTC')
    const isDue =
      dueMs <= now && dueMs > now - reminderLateMs && dueMs >= alarm.since && dueMs >= to.createdAt
    return isDue ? [{ alarm, todo, to, dueMs }] : []
  })
}

/** When it is to be looked at again; undefined: never. */
function againOf(
  { moment, attempts }: Alarm,
  { isCut, retryMs }: Progress,
  todo: Remindable | undefined,
  now: number,
): Omit<Again, 'id'> | undefined {
  if (isCut) return { at: now, attempts: retryMs === undefined ? attempts : attempts + 1 }
  const steps = todo?.moments.includes(moment) && isLocal(moment) ? nextStep(moment, now) : undefined
  if (retryMs === undefined || attempts + 1 >= pushAttemptsMax)
    return steps === undefined ? undefined : { at: steps, attempts: 0 }
  const waitMs = Math.max(retryMs, serverLimits.pushRetryMs * 2 ** attempts)
  const at = now + Math.min(waitMs, serverLimits.pushRetryMaxMs)
  return { at: Math.min(at, steps ?? at), attempts: attempts + 1 }
}

/** When a local moment comes in the next zone, whichever that is; undefined: it has come in all. */
function nextStep(local: string, now: number): number | undefined {
  const first = asUtcMs(local) - firstZoneMs
  const next = first + (Math.floor((now - first) / reminderStepMs) + 1) * reminderStepMs
  return next > asUtcMs(local) + lastZoneMs + reminderStepMs ? undefined : next
}
