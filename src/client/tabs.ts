/**
 * Several tabs of a browser, one replica and one connection: the tab that holds the lock leads. It alone speaks to the
 * server and keeps what comes; what it has kept it hands to the others, and they hand it what they are asked to do.
 * When it is closed, the browser gives the lock to the next (Web Locks API, Broadcast Channel API).
 */
import type { PushOutcome } from '../model/messages.ts'
import type { Phase } from './connection.ts'
import type { Patch } from './replica-storage.ts'
import type { Pending } from './outbox.ts'

export type TabMessage =
  /** Who follows asks where things stand. */
  | { type: 'hello' }
  /** Of who leads: this is kept now. Of who follows: commands to send. */
  | { type: 'patch'; patch: Patch }
  | { type: 'phase'; phase: Phase }
  | { type: 'settled'; pending: Pending; outcome: PushOutcome }
  | { type: 'reconnect' }

export interface Tabs {
  /** Resolves when this tab leads; it does from then on. */
  readonly leads: Promise<void>
  post(message: TabMessage): void
  /** Hands over what other tabs post, also what they posted before. To be called once. */
  listen(listener: (message: TabMessage) => void): void
  close(): void
}

/** Whether this browser lets tabs find one another here; over http it does on localhost alone. */
export const canShareTabs = (): boolean =>
  globalThis.navigator?.locks !== undefined && typeof BroadcastChannel === 'function'

/** @param name - the same in all tabs that share; listens from now on */
export function shareTabs(name: string): Tabs {
  const channel = new BroadcastChannel(name)
  const closing = new AbortController()
  const early: TabMessage[] = []
  let listener = (message: TabMessage): void => void early.push(message)
  channel.onmessage = ({ data }) => listener(data as TabMessage)
  const leads = new Promise<void>((resolve) => {
    const { signal } = closing
    const held = () =>
      new Promise<void>((release) => {
        resolve()
        signal.addEventListener('abort', () => release())
      })
    navigator.locks.request(name, { signal }, held).catch(() => {
      // Closed before its turn came.
    })
  })
  return {
    leads,
    post: (message) => channel.postMessage(message),
    listen(given) {
      listener = given
      for (const message of early.splice(0)) given(message)
    },
    close() {
      closing.abort()
      channel.close()
    },
  }
}
