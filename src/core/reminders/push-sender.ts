/** The port to push services: where devices are sent to (RFC 8030). */
import type { PushTarget } from '../ports/reminder-store.ts'

export interface PushMessage {
  /** Nobody but the device can read it. */
  payload: string
  /** Of two messages of one topic that wait for a device the service keeps the later one. */
  topic: string
  /** How long the service keeps it for a device that is away. */
  ttlSeconds: number
}

/**
 * `gone`: there is no such device any more, or never was. `later`: it may be tried again, after a while if the service
 * says so. `refused`: it may not.
 */
export type PushAnswer = { is: 'accepted' | 'gone' | 'refused' } | { is: 'later'; afterMs?: number }

export interface PushSender {
  /** By which push services know this server, in base64url. */
  publicKey(): Promise<string>
  /** Whether this may be the address of a push service. */
  isEndpoint(text: string): boolean
  /** Never rejects. */
  send(target: PushTarget, message: PushMessage): Promise<PushAnswer>
}
