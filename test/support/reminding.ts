/** A node that sends reminders, at a time that the test says, to devices that are the test's. */
import { Reminders } from '../../src/core/reminders/reminders.ts'
import type { PushAnswer, PushMessage, PushSender } from '../../src/core/reminders/push-sender.ts'
import type { PushTarget, ReminderStore } from '../../src/core/ports/reminder-store.ts'

export interface Sent {
  endpoint: string
  /** Of the reminder. */
  id: string
  name: string
  at: number
  message: PushMessage
}

/** Says what a push service answers. */
export type Answering = (target: PushTarget, message: PushMessage) => PushAnswer | Promise<PushAnswer>

export class RemindingNode implements AsyncDisposable {
  /** What push services took. */
  readonly sent: Sent[] = []
  /** What they were asked, whatever they answered. */
  asked = 0
  readonly faults: unknown[] = []
  now: number
  readonly #reminders: Reminders
  readonly #store: ReminderStore
  #timer: { at: number; callback: () => void } | undefined
  #running = 0
  #isDead = false

  constructor(store: ReminderStore, now: number, answer: Answering = () => ({ is: 'accepted' })) {
    this.now = now
    this.#store = store
    const sender: PushSender = {
      publicKey: async () => '',
      isEndpoint: () => true,
      send: async (target, message) => {
        this.asked++
        const answered = await answer(target, message)
        const { id, name } = JSON.parse(message.payload)
        if (answered.is === 'accepted')
          this.sent.push({ endpoint: target.endpoint, id, name, at: this.now, message })
        return answered
      },
    }
    this.#reminders = new Reminders({
      store: this.#counting(store),
      sender: this.#counting(sender),
      newId: () => Bun.randomUUIDv7(),
      hashSecret: (text) => new Bun.CryptoHasher('sha256').update(text).digest('hex'),
      nowMs: () => this.now,
      later: (ms, callback) => {
        const timer = { at: this.now + ms, callback }
        this.#timer = timer
        return () => {
          if (this.#timer === timer) this.#timer = undefined
        }
      },
      onFault: (error) => this.faults.push(error),
    })
  }

  /** Calls under way are counted, so that it is known when all is done; those of a dead node never end. */
  #counting<T extends object>(target: T): T {
    return new Proxy(target, {
      get:
        (of, name) =>
        async (...args: unknown[]) => {
          if (this.#isDead) return new Promise(() => {})
          this.#running++
          try {
            const result = await (of as Record<string | symbol, (...args: unknown[]) => unknown>)[name]?.(
              ...args,
            )
            return this.#isDead ? await new Promise(() => {}) : result
          } finally {
            this.#running--
          }
        },
    })
  }

  /** Lets it do all that is to be done at its time. */
  async settle(): Promise<void> {
    for (let idle = 0; idle < 5;) {
      const due = this.#timer
      if (due && due.at <= this.now) {
        this.#timer = undefined
        due.callback()
        idle = 0
      } else idle = this.#running > 0 ? 0 : idle + 1
      await new Promise((resolve) => void setImmediate(resolve))
    }
  }

  /** Goes on to a time, from one waking to the next; those at which nothing can be due are passed over. */
  async until(ms: number): Promise<void> {
    await this.settle()
    while (this.#timer && this.#timer.at <= ms) {
      const next = (await this.#store.nextAlarmAt()) ?? ms
      this.now = Math.max(this.now, this.#timer.at, Math.min(next, ms))
      await this.settle()
    }
    this.now = ms
    await this.settle()
  }

  /** As after kill -9: what it was doing is never finished. */
  die(): void {
    this.#isDead = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.settle()
    await this.#reminders.stop()
  }
}
