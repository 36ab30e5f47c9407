/**
 * The commands that the server has not settled yet, or whose change has not come yet, in the order in which they were
 * made.
 */
import type { CommandInput } from '../model/command.ts'
import type { Account } from '../model/access.ts'
import type { Problem } from '../model/errors.ts'
import * as clientLimits from '../model/client-limits.ts'

/** A command that waits for the server. */
export interface Pending {
  /** Counts up in the order of the outbox; two tabs may have given out the same, then the command's id decides. */
  seq: number
  /** When it was made, by this device's clock: shown until the server's time comes. */
  at: string
  command: CommandInput & { id: string }
  /** The command belongs to this gesture of a person. */
  gesture?: string | undefined
  /** It was accepted, and shows in the space from this version on. */
  settled?: { space: string; version: number }
  /** An answer to it may have been lost: it may have been carried out. */
  isUnsure?: boolean
  /** The server failed at it again and again: it is kept, and not sent until somebody decides. */
  aside?: Aside
}

/** A command that is set aside: why, and behind which one. */
export interface Aside {
  problem: Problem
  /** The command without which it can't be carried out: it was set aside with that one. */
  behind?: string
}

/** What is read of a command when it is decided. */
export type Read = (command: Pending['command']) => Pending['command']

const encoder = new TextEncoder()

/** Counts the bytes that a command takes of a push's frame, with what is said of it. */
export const bytesOf = (command: CommandInput): number => encoder.encode(JSON.stringify(command)).length + 99

/** A todo is not lost with its parent: where that was moved or deleted by the time it is sent, it comes to the top. */
export function orTop(command: Pending['command']): Pending['command'] {
  const { type } = command
  const parent = type === 'createTodo' ? command.todo.parent : type === 'putTodo' && command.fields.parent
  return parent ? ({ ...command, parentOr: 'top' } as typeof command) : command
}

/** How much there is for commands; the rest of the frame is short. */
export const frameRoom: number = clientLimits.frameBytesMax - 100

export class Outbox {
  readonly #waiting: Pending[] = []
  #nextSeq = 1

  get all(): readonly Pending[] {
    return this.#waiting
  }

  make(command: Pending['command'], at: string, gesture?: string): Pending {
    const pending: Pending = { seq: this.#nextSeq, at, command, gesture }
    this.put(pending)
    return pending
  }

  /** To its place in the order: nearly always the end. */
  put(pending: Pending): void {
    const before = this.#waiting.findLastIndex((other) => !isBefore(pending, other))
    this.#waiting.splice(before + 1, 0, pending)
    this.#nextSeq = Math.max(this.#nextSeq, pending.seq + 1)
  }

  /** Whether it was there. */
  remove(command: string): boolean {
    const at = this.#waiting.findIndex((pending) => pending.command.id === command)
    if (at !== -1) this.#waiting.splice(at, 1)
    return at !== -1
  }
}

/**
 * What one person did must not be done in the name of another who has signed in. In another database the one account of
 * local mode has another id, and is the same.
 */
export function isSomeoneElse(before: Account | undefined, now: Account, isSameDatabase: boolean): boolean {
  return before !== undefined && before.id !== now.id && (isSameDatabase || before.name !== now.name)
}

function isBefore(a: Pending, b: Pending): boolean {
  return a.seq === b.seq ? a.command.id < b.command.id : a.seq < b.seq
}
