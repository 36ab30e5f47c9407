/** Hashes passwords by the runtime, on threads of its own, a few at a time: an attack must not take all of the machine. */
import type { Hashing } from '../core/ports/hashing.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'

/** The first choice of OWASP's cheat sheet on storing passwords for argon2id: 19 MiB, two passes. */
const cost = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const

export function createHashing(): Hashing {
  const waiting: (() => void)[] = []
  let running = 0

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting.length >= limits.hashingQueueMax)
      throw new AppError('too_many_requests', { detail: 'Too many are signing in.', retryAfter: 2 })
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
    hash: (password) => inTurn(() => Bun.password.hash(password, cost)),
    verify: (password, hash) => inTurn(() => Bun.password.verify(password, hash)),
  }
}
