/** What becomes of commands, as programs are told of it. */
import type { Account } from '../model/access.ts'
import type { CommandInput } from '../model/command.ts'
import type { Problem } from '../model/errors.ts'
import type { PushOutcome } from '../model/messages.ts'
import type { Phase } from './connection.ts'

export interface Status {
  phase: Phase
  /** Commands that wait for the server. */
  waiting: number
  /** Commands that are set aside. */
  aside: number
  /**
   * The lists, and the account's own space that says which there are, of which not all that the server has is here: of
   * what is not there nothing is known yet.
   */
  fetching: readonly string[]
  /** It is as the server told of it last; undefined before the first time. */
  account: Account | undefined
}

/** A command that was refused, or set aside: what it showed has been taken back. */
export interface Refusal {
  command: CommandInput
  problem: Problem
}

export interface Sent {
  /** Of the todo or list that the command is about. */
  id: string
  /** Resolves with the version that the server gave it; rejects with a `RefusedError`, or a `SetAsideError`. */
  settled: Promise<{ space: string; version: number }>
}

export type Settle = (outcome: PushOutcome, isAside: boolean) => void

class Unsettled extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

export class RefusedError extends Unsettled {
  override name = 'RefusedError'
}

/** The server failed at it again and again. It is not lost: see `LiveReplica.aside`. */
export class SetAsideError extends Unsettled {
  override name = 'SetAsideError'
}
