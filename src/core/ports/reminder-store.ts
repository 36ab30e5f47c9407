/** The part of the port to a database that is about reminders. Times are milliseconds since 1970. */

/** A key pair by which push services know this server (RFC 8292), in base64url. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

/** Where, and with which keys, a device is sent to (RFC 8291). */
export interface PushTarget {
  endpoint: string
  p256dh: string
  auth: string
}

export interface Subscription extends PushTarget {
  id: string
  account: string
  /** The session that made it, and with which it ends; null in local mode. */
  credential: string | null
  /** The device, as its session was called. */
  name: string
  createdAt: number
}

/** That a todo has a reminder that is due now somewhere. */
export interface Alarm {
  id: string
  todo: string
  /** As in model/alarms.ts. */
  moment: string
  /** When it was asked for: nobody is reminded of what was before. */
  since: number
  /** How many times it was tried without all devices being reached. */
  attempts: number
}

/** When to look at an alarm again. */
export type Again = Pick<Alarm, 'id' | 'attempts'> & { at: number }

/** A device of a member who sees the todo now. */
export interface Recipient extends PushTarget {
  subscription: string
  account: string
  zone: string | null
  createdAt: number
  isFailing: boolean
}

/** A todo that is to be done, with who is to hear of it. */
export interface Remindable {
  id: string
  list: string
  listName: string
  name: string
  due: string | null
  /** All of its moments, as they are now. */
  moments: readonly string[]
  recipients: Recipient[]
}

export interface ReminderStore {
  /** Those of this database; made when there are none yet. */
  vapidKeys(make: () => Promise<VapidKeys>): Promise<VapidKeys>
  /** The account's, the oldest first. */
  subscriptions(account: string): Promise<Subscription[]>
  /**
   * Of a device that is subscribed already the keys and the session become these; another account's is taken over.
   * @throws AppError `too_many_subscriptions`
   */
  subscribe(row: Subscription): Promise<Subscription>
  /** Whether there was one. */
  unsubscribe(account: string, id: string): Promise<boolean>
  /** The account's, unless it was tried after `before`. */
  tryOut(
    account: string,
    id: string,
    now: number,
    before: number,
  ): Promise<Subscription | 'early' | undefined>
  /** When the next alarm is to be looked at. */
  nextAlarmAt(): Promise<number | undefined>
  /** Takes alarms that are due for this lease: until `until` nobody else gets them. */
  claim(now: number, until: number, lease: string, limit: number): Promise<Alarm[]>
  /** What of these todos is to be done, and who is to hear of it now. */
  remindables(todos: readonly string[], now: number): Promise<Map<string, Remindable>>
  /** The devices that have had these alarms, as `alarm subscription`. */
  reminded(alarms: readonly string[]): Promise<Set<string>>
  /** Keeps that the device has had it. */
  markReminded(alarm: string, subscription: string): Promise<void>
  /** That it could be sent to again (null), or since when it could not. */
  markFailing(subscription: string, since: number | null): Promise<void>
  /** For a device that is gone, or has been failing since before `failingBefore`. */
  forget(subscription: string, failingBefore?: number): Promise<void>
  /** Ends alarms, and puts others off, where this lease still holds. */
  settle(lease: string, ended: readonly string[], again: readonly Again[]): Promise<void>
}
