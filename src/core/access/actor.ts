/**
 * On whose behalf accounts, keys and members are changed. What was found of a key when the request came may be over by
 * the time that its password is hashed: so it is looked at again in the transaction that changes something.
 */
import type { Caller, Demand } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { AccessReads, AccountRow, CredentialRow } from '../ports/access-store.ts'
import { authorize } from './authorize.ts'

/** What must still hold of a caller's key when the transaction runs. */
interface Holding {
  caller: Caller
  demand: Demand
  proof: Proof
}

/**
 * What is known of who has the key: nothing more; that its owner has shown just now who they are; or that they must
 * have, in this session, a few minutes ago.
 */
export type Proof = 'none' | 'shown' | 'recent'

export interface Actor {
  /** For the audit; null: nobody who has an account. */
  account: string | null
  /** From where. */
  address: string
  /**
   * Null where there is no key that could be over: at the terminal, for the server itself, and for who signs in or up.
   */
  holding: Holding | null
}

/** The administrator at the terminal, who has the database itself. */
export const atTheTerminal: Actor = { account: null, address: 'terminal', holding: null }

/** Somebody who signs in or up: what they showed is looked at by the transaction itself. */
export const stranger = (address: string): Actor => ({ account: null, address, holding: null })

/** The server, which goes on with what somebody began who was allowed to. */
export const onBehalfOf = ({ account, address }: Pick<Actor, 'account' | 'address'>): Actor => ({
  account,
  address,
  holding: null,
})

export const acting = (caller: Caller, address: string, demand: Demand, proof: Proof = 'none'): Actor => ({
  account: caller.id,
  address,
  holding: { caller, demand, proof },
})

/**
 * Whether the actor may go on, by what the transaction sees.
 * @throws AppError `unauthenticated`, `not_allowed`, `proof_needed`, `sign_in_again`
 */
export async function checkActor(tables: AccessReads, { holding }: Actor, now: number): Promise<void> {
  if (!holding) return
  const { caller, demand, proof } = holding
  if (!caller.credential) {
    if ((await tables.mode()) !== 'local') throw new AppError('unauthenticated')
    return
  }
  const credential = await tables.credential(caller.credential.id)
  const account = await tables.account({ id: caller.id })
  if (!account || account.disabledAt !== null || !isAlive(credential, caller, now))
    throw new AppError('unauthenticated')
  authorize({ ...caller, isAdmin: account.isAdmin, credential }, demand)
  // Whoever has a token proves nothing by it, and else it would be worth more than its account's keys.
  if (proof !== 'none' && credential.kind !== 'session')
    throw new AppError('not_allowed', { params: { why: 'session' } })
  if (proof === 'recent') await checkRecent(tables, account, credential, now)
}

const isAlive = (row: CredentialRow | undefined, { id }: Caller, now: number): row is CredentialRow =>
  row !== undefined && row.account === id && (row.expiresAt ?? Number.POSITIVE_INFINITY) > now

async function checkRecent(
  tables: AccessReads,
  { id, password }: AccountRow,
  { createdAt, provenAt }: CredentialRow,
  now: number,
): Promise<void> {
  if (Math.max(createdAt, provenAt ?? 0) + serverLimits.recentSignInMs > now) return
  const canProve = password !== null || (await tables.passkeys(id)).length > 0
  throw new AppError(canProve ? 'proof_needed' : 'sign_in_again')
}
