/** The devices that reminders are sent to, each as long as the session that made it. */
import { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Caller } from '../../model/access.ts'
import type { PushSender } from './push-sender.ts'
import type { PushTarget, ReminderStore, Subscription } from '../ports/reminder-store.ts'
import type { Secrets } from '../access/secrets.ts'

export interface SubscriptionsDeps extends Pick<Secrets, 'newKeyId' | 'hashSecret'> {
  store: ReminderStore
  sender: PushSender
  nowMs: () => number
}

export class Subscriptions {
  readonly #deps: SubscriptionsDeps

  constructor(deps: SubscriptionsDeps) {
    this.#deps = deps
  }

  publicKey(): Promise<string> {
    return this.#deps.sender.publicKey()
  }

  isEndpoint(text: string): boolean {
    return this.#deps.sender.isEndpoint(text)
  }

  list({ id }: Caller): Promise<Subscription[]> {
    return this.#deps.store.subscriptions(id)
  }

  /** @throws AppError `too_many_subscriptions` */
  add({ id: account, credential }: Caller, target: PushTarget, name: string): Promise<Subscription> {
    const { store, newKeyId, nowMs } = this.#deps
    const row = { ...target, id: newKeyId(), account, credential: credential?.id ?? null, name }
    return store.subscribe({ ...row, createdAt: nowMs() })
  }

  /** @throws AppError `subscription_not_found` */
  async remove({ id: account }: Caller, id: string): Promise<void> {
    if (!(await this.#deps.store.unsubscribe(account, id))) throw new AppError('subscription_not_found')
  }

  /**
   * Sends one message now.
   * @throws AppError `subscription_not_found`, `too_many_requests`, `push_failed`
   */
  async test({ id: account }: Caller, id: string): Promise<void> {
    const { store, sender, nowMs, hashSecret } = this.#deps
    const now = nowMs()
    const found = await store.tryOut(account, id, now, now - serverLimits.pushTestMs)
    if (!found) throw new AppError('subscription_not_found')
    if (found === 'early')
      throw new AppError('too_many_requests', { retryAfter: serverLimits.pushTestMs / 1_000 })
    const payload = JSON.stringify({ type: 'test', id: `test ${now}` })
    const answer = await sender.send(found, {
      payload,
      topic: hashSecret(`test ${id}`).slice(0, 32),
      ttlSeconds: 60,
    })
    if (answer.is === 'gone') await store.forget(id)
    if (answer.is !== 'accepted') throw new AppError('push_failed')
  }
}
