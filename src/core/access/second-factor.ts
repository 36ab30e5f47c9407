/**
 * One-time codes as a second factor behind the password (RFC 6238), and recovery codes for when the device is gone.
 * What is checked of an account goes one after another over all nodes, so that nothing is used twice.
 */
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { AccessReads, AccessWrites, DoorWrites } from '../ports/access-store.ts'
import { endSessions, existing } from './accounts.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import type { Actor } from './actor.ts'
import type { SecondFactorRow } from '../ports/factor-store.ts'
import { placeOfFactor } from './secret-box.ts'

/** What is shown once, for the app that makes the codes. */
export interface Enrolment {
  secret: string
  uri: string
}

type Deps = Pick<AccountsDeps, 'access' | 'changes' | 'codes' | 'secretBox' | 'nowMs' | 'hashSecret'>

export class SecondFactors {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Since when there is one, and how many recovery codes are left; undefined without one. */
  async read(account: string): Promise<{ since: number; recoveryCodes: number } | undefined> {
    const { access } = this.#deps
    const factor = await access.secondFactor(account)
    if (!factor?.confirmedAt) return undefined
    return { since: factor.confirmedAt, recoveryCodes: await access.recoveryCodes(account) }
  }

  /** It counts from when a code of it was shown. @throws AppError `second_factor_set` */
  async begin(account: string, name: string, by: Actor): Promise<Enrolment> {
    const { codes, secretBox } = this.#deps
    const secret = codes.newSecret()
    const { text, keyId } = secretBox.seal(secret, placeOfFactor(account))
    await this.#alone(account, by, async (tables, factor, at) => {
      if (factor?.confirmedAt) throw new AppError('second_factor_set')
      await tables.setSecondFactor(account, { secret: text, step: 0, createdAt: at, confirmedAt: null })
      if (keyId !== null) await tables.setSecretKeyId(keyId)
      await audit(tables, at, 'second factor begun', account, by)
    })
    return { secret, uri: codes.uri(secret, name) }
  }

  /**
   * Answers the recovery codes, which are shown this once.
   * @throws AppError `second_factor_set`, `second_factor_not_found`, `wrong_code`, `codes_sealed`, `too_many_requests`
   */
  async confirm(account: string, code: string, by: Actor): Promise<string[]> {
    const made = await this.#alone(account, by, async (tables, factor, at) => {
      if (factor?.confirmedAt) throw new AppError('second_factor_set')
      if (!factor || factor.createdAt + serverLimits.enrolmentMs <= at)
        throw new AppError('second_factor_not_found')
      const secret = this.#deps.secretBox.open(factor.secret, placeOfFactor(account))
      if (secret === undefined) throw new AppError('codes_sealed')
      const step = this.#deps.codes.stepOf(secret, plain(code), at)
      await count(tables, account, at, step === undefined)
      if (step === undefined) return undefined
      await tables.setSecondFactor(account, { ...factor, step, confirmedAt: at })
      await audit(tables, at, 'second factor set', account, by)
      return this.#newCodes(tables, account)
    })
    if (!made) throw new AppError('wrong_code')
    return made
  }

  /** Others in place of those there were. @throws AppError `second_factor_not_found` */
  renew(account: string, by: Actor): Promise<string[]> {
    return this.#alone(account, by, async (tables, factor, at) => {
      if (!factor?.confirmedAt) throw new AppError('second_factor_not_found')
      await audit(tables, at, 'recovery codes made', account, by)
      return this.#newCodes(tables, account)
    })
  }

  /** @throws AppError `second_factor_not_found` */
  async remove(account: string, by: Actor): Promise<void> {
    await this.#alone(account, by, async (tables, factor, at) => {
      if (!factor?.confirmedAt) throw new AppError('second_factor_not_found')
      await tables.removeSecondFactor(account)
      await audit(tables, at, 'second factor removed', account, by)
    })
  }

  /**
   * For whom has lost them: the second factor and the passkeys go, and all sessions end. The password stays.
   * @throws AppError `account_not_found`, `last_way_in` where there is no password
   */
  async reset(account: string, by: Actor): Promise<void> {
    await this.#deps.changes.change(by, async (tables) => {
      const { password } = await existing(tables, account)
      if (password === null) throw new AppError('last_way_in', { params: { why: 'no_password' } })
      const passkeys = await tables.passkeys(account)
      await tables.removeSecondFactor(account)
      await tables.removePasskeys(passkeys.map(({ id }) => id))
      await endSessions(tables, account)
      const about = { passkeys: passkeys.length }
      await audit(tables, this.#deps.nowMs(), 'factors reset', account, by, about)
    })
  }

  #alone<T>(account: string, by: Actor, work: Work<AccessWrites, T>): Promise<T> {
    const { changes, nowMs } = this.#deps
    return changes.inTurn(by, (tables) => alone(tables, account, nowMs(), work))
  }

  async #newCodes(tables: AccessWrites, account: string): Promise<string[]> {
    const { codes, hashSecret } = this.#deps
    const made = Array.from({ length: serverLimits.recoveryCodes }, () => codes.newRecoveryCode())
    await tables.setRecoveryCodes(
      account,
      made.map((code) => hashSecret(plain(code))),
    )
    return made
  }
}

/** Whether the password alone does not let in. */
export async function isNeeded(access: Pick<AccessReads, 'secondFactor'>, account: string): Promise<boolean> {
  return ((await access.secondFactor(account))?.confirmedAt ?? null) !== null
}

/**
 * Uses the code up: one of the app, or a recovery code.
 * @throws AppError `wrong_code`, `codes_sealed`, `too_many_requests`
 */
export async function useCode(
  deps: Omit<Deps, 'changes'>,
  account: string,
  text: string,
  address: string,
): Promise<void> {
  const { codes, secretBox, hashSecret } = deps
  const code = plain(text)
  const place = placeOfFactor(account)
  const by = { account, address }
  const use: Work<DoorWrites, boolean> = async (tables, factor, at) => {
    const isSet = factor !== undefined && factor.confirmedAt !== null
    const secret = isSet ? secretBox.open(factor.secret, place) : undefined
    const step = secret === undefined ? undefined : codes.stepOf(secret, code, at)
    const isNew = factor !== undefined && step !== undefined && step > factor.step
    const isRecovery = !isNew && (await tables.useRecoveryCode(account, hashSecret(code)))
    // Whether it is the app's nobody here can say: that is the server's fault, and counts for nothing.
    if (isSet && secret === undefined && !isRecovery && codes.isOfApp(code))
      throw new AppError('codes_sealed')
    await count(tables, account, at, !isNew && !isRecovery)
    if (isNew) {
      const kept = secretBox.isOld(factor.secret) ? secretBox.seal(secret ?? '', place) : undefined
      await tables.useStep(account, step, kept?.text ?? factor.secret)
      if (kept?.keyId) await tables.setSecretKeyId(kept.keyId)
    } else if (isRecovery) {
      const left = await tables.recoveryCodes(account)
      await audit(tables, at, 'recovery code used', account, by, { left })
    } else await audit(tables, at, 'wrong code', account, by)
    return isNew || isRecovery
  }
  const isRight = await deps.access.note((tables) => alone(tables, account, deps.nowMs(), use))
  if (!isRight) throw new AppError('wrong_code')
}

/** As people type codes: in groups, in either case. */
const plain = (code: string): string => code.toLowerCase().replaceAll(/[\s-]/g, '')

const subjectOf = (account: string): string => `code ${account}`

type Work<Tables, T> = (tables: Tables, factor: SecondFactorRow | undefined, at: number) => Promise<T>

/** Nobody else looks at this account's factor until the transaction ends. */
async function alone<Tables extends DoorWrites, T>(
  tables: Tables,
  account: string,
  at: number,
  work: Work<Tables, T>,
): Promise<T> {
  await tables.lockAttempts([subjectOf(account)])
  return work(tables, await tables.secondFactor(account), at)
}

/**
 * From everywhere together, known or not: only who has the password gets as far as this, and a million codes are few.
 * @throws AppError `too_many_requests`
 */
async function count(tables: DoorWrites, account: string, at: number, isWrong: boolean): Promise<void> {
  const subject = subjectOf(account)
  const [{ failures, lastAt } = { failures: 0, lastAt: 0 }] = await tables.attempts([subject])
  const over = failures - serverLimits.codesFree
  const delay = Math.min(limits.attemptDelayMaxMs, limits.attemptDelayMs * 2 ** over)
  const waitMs = lastAt + delay - at
  if (over >= 0 && waitMs > 0)
    throw new AppError('too_many_requests', { retryAfter: Math.ceil(waitMs / 1_000) })
  const next = isWrong ? Math.min(failures + 1, 1_000) : 0
  await tables.setAttempts([{ subject, failures: next, lastAt: at }])
}

const audit = (
  tables: DoorWrites,
  at: number,
  event: string,
  account: string,
  { account: by, address }: Pick<Actor, 'account' | 'address'>,
  about: object = {},
): Promise<void> => tables.addAudit({ at, event, account, address, about: { ...about, by } })
