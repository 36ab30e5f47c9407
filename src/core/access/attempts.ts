/**
 * How often something is tried at the door: who fails waits, longer each time. Counted before it is known whether it
 * fails, so that many at once are no way around.
 */
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { AccessStore, Attempts, DoorWrites } from '../ports/access-store.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { around } from './networks.ts'

export interface Subjects {
  network: string
  site: string
  pair: string
  account: string
  /** This account from the part of the internet that the network is in. */
  region: string
  /** That this account was signed in to from there. */
  known: string
}

/** Of the name the hash: what is typed there may be a password. */
export const subjectsOf = (name: string, network: string): Subjects => ({
  network: `network ${network}`,
  site: `site ${around(network).site}`,
  region: `region ${name} ${around(network).region}`,
  pair: `pair ${name} ${network}`,
  account: `account ${name}`,
  known: `known ${name} ${network}`,
})

const countedOf = ({ pair, network, site, account, region }: Subjects): string[] => [
  pair,
  network,
  site,
  account,
  region,
]

/**
 * It was no failure after all. What others failed at from there, or at this account, still counts.
 * @param isIn - else there is more to be shown, and what failed before counts as well
 */
export async function forgive(
  tables: DoorWrites,
  subjects: Subjects,
  lastAt: number,
  isIn = true,
): Promise<void> {
  await tables.lockAttempts(countedOf(subjects))
  const counted = await tables.attempts(countedOf(subjects))
  await tables.setAttempts([
    ...counted.map((row) => ({
      ...row,
      failures: isIn && row.subject === subjects.pair ? 0 : Math.max(0, row.failures - 1),
    })),
    ...(isIn ? [{ subject: subjects.known, failures: 0, lastAt }] : []),
  ])
}

/** How many failures are free, and how long the waiting grows. */
const patience = {
  pair: { free: limits.attemptsFree, maxMs: limits.attemptDelayMaxMs },
  network: { free: 4 * limits.attemptsFree, maxMs: limits.attemptDelayMaxMs },
  site: { free: 16 * limits.attemptsFree, maxMs: limits.strangerDelayMaxMs },
  account: { free: 10 * limits.attemptsFree, maxMs: limits.strangerDelayMaxMs },
  region: { free: Number.POSITIVE_INFINITY, maxMs: 0 },
}

/** @throws AppError `too_many_requests` */
export async function countAttempt(
  deps: Pick<AccountsDeps, 'access' | 'nowMs'>,
  subjects: Subjects,
): Promise<void> {
  const now = deps.nowMs()
  const check = async (tables: Pick<AccessStore, 'attempts'>): Promise<Attempts[]> => {
    const rows = new Map((await tables.attempts(Object.values(subjects))).map((row) => [row.subject, row]))
    const isStranger = !rows.has(subjects.known)
    const isFirst = (rows.get(subjects.region)?.failures ?? 0) < limits.attemptsAtFirst
    const waits = {
      pair: true,
      network: true,
      site: isStranger,
      account: isStranger && !isFirst,
      region: false,
    }
    const kinds = (Object.keys(waits) as (keyof typeof waits)[]).filter(
      (kind) => isStranger || kind === 'pair' || kind === 'network',
    )
    const next = kinds.map((kind) => {
      const subject = subjects[kind]
      return oneMore(
        rows.get(subject) ?? { subject, failures: 0, lastAt: 0 },
        patience[kind],
        now,
        waits[kind],
      )
    })
    return next
  }
  await count(deps, countedOf(subjects), check)
}

/** @throws AppError `too_many_requests` when it comes too early after those before, and `isWaiting` */
function oneMore(
  { subject, failures, lastAt }: Attempts,
  { free, maxMs }: { free: number; maxMs: number },
  now: number,
  isWaiting = true,
): Attempts {
  const delay = failures < free ? 0 : Math.min(maxMs, limits.attemptDelayMs * 2 ** (failures - free))
  const waitMs = lastAt + delay - now
  if (isWaiting && waitMs > 0)
    throw new AppError('too_many_requests', { retryAfter: Math.ceil(waitMs / 1_000) })
  return { subject, failures: Math.min(failures + 1, 1_000), lastAt: now }
}

async function count(
  { access }: Pick<AccountsDeps, 'access'>,
  subjects: readonly string[],
  check: (tables: Pick<AccessStore, 'attempts'>) => Promise<Attempts[]>,
): Promise<void> {
  // Most who are made to wait are found by reading alone.
  await check(access)
  await access.note(async (tables) => {
    await tables.lockAttempts(subjects)
    await tables.setAttempts(await check(tables))
  })
}

/**
 * Whoever has an invitation can have passwords hashed: so often and no more, whether an account comes of it or not.
 * @throws AppError `too_many_requests`
 */
export async function countSignUp(
  deps: Pick<AccountsDeps, 'access' | 'nowMs'>,
  invitation: string,
  network: string,
): Promise<void> {
  const patienceOf = new Map([
    [`sign-up ${invitation}`, { free: 2 * limits.attemptsFree, maxMs: limits.strangerDelayMaxMs }],
    [`sign-up from ${network}`, { free: 4 * limits.attemptsFree, maxMs: limits.strangerDelayMaxMs }],
  ])
  const subjects = [...patienceOf.keys()]
  const now = deps.nowMs()
  await count(deps, subjects, async (tables) => {
    const rows = new Map((await tables.attempts(subjects)).map((row) => [row.subject, row]))
    return [...patienceOf].map(([subject, each]) =>
      oneMore(rows.get(subject) ?? { subject, failures: 0, lastAt: 0 }, each, now),
    )
  })
}
