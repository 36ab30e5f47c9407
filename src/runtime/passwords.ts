/**
 * Hashes passwords by the runtime, on threads of its own, a few at a time: an attack must not take all of the machine.
 */
import type { Hashing } from '../core/ports/hashing.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'

export interface HashingCost {
  /** It is in KiB. */
  memoryCost: number
  timeCost: number
}

/** OWASP's cheat sheet on storing passwords names this first for argon2id: 19 MiB, two passes. */
const recommended: HashingCost = { memoryCost: 19_456, timeCost: 2 }

export function createHashing(cost: HashingCost = recommended): Hashing {
  const waiting: (() => void)[] = []
  let running = 0

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting.length >= limits.hashingQueueMax)
      throw new AppError('too_many_requests', { params: { why: 'signing_in' }, retryAfter: 2 })
    if (running >= limits.hashingMax) await new Promise<void>((resolve) => void waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  return {
    hash: (password) => inTurn(() => Bun.password.hash(password, { algorithm: 'argon2id', ...cost })),
    verify: (password, hash) => inTurn(() => Bun.password.verify(password, hash)),
  }
}
