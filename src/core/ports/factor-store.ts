/**
 * The part of the port to a database that is about second factors and passkeys. Apart from the accounts' rows, so that
 * a secret is read only where it is needed. Times are milliseconds since 1970.
 */

import type { SealedCount } from './secret-box.ts'

/** One-time codes by the time (RFC 6238). */
export interface SecondFactorRow {
  /** As it is kept (secret-box.ts): in base32, whoever has it makes the codes; or sealed. */
  secret: string
  /** The time step of the code that was used last: it and those before it are spent. */
  step: number
  createdAt: number
  /** When a code of it was shown; null: it does not count yet. */
  confirmedAt: number | null
}

export interface PasskeyRow {
  id: string
  account: string
  /** Its id among all passkeys of the world, in base64url, as browsers send it. */
  credential: string
  /** The name of the host that it was made at, and works at (WebAuthn's RP ID). */
  site: string
  /** What its owner calls it. */
  name: string
  /** COSE, in base64url. */
  publicKey: string
  /** How often it was used, by its own word; 0 where it does not count. */
  counter: number
  transports: readonly string[]
  createdAt: number
  usedAt: number | null
}

export interface FactorReads {
  /** Under which keys the secrets of second factors are sealed, and how many are not. */
  sealedCounts(): Promise<SealedCount[]>
  /** The id of the key under which something was sealed last; undefined before that. */
  secretKeyId(): Promise<string | undefined>
  secondFactor(account: string): Promise<SecondFactorRow | undefined>
  /** How many recovery codes are left. */
  recoveryCodes(account: string): Promise<number>
  /** The account's, the oldest first. */
  passkeys(account: string): Promise<PasskeyRow[]>
  passkey(credential: string): Promise<PasskeyRow | undefined>
  /** By which all nodes know the challenges that one of them made; undefined before the first one. */
  challengeKey(): Promise<string | undefined>
}

export interface FactorWrites {
  /** From here on nodes of a version that knows of no second factors do not start. */
  setSecondFactor(account: string, row: SecondFactorRow): Promise<void>
  /** The code of this step was used; the secret is kept so from now on. */
  useStep(account: string, step: number, secret: string): Promise<void>
  setSecretKeyId(keyId: string): Promise<void>
  /** With its recovery codes. */
  removeSecondFactor(account: string): Promise<void>
  /** In place of those there were. */
  setRecoveryCodes(account: string, hashes: readonly string[]): Promise<void>
  /** Answers whether it was there; it is no more. */
  useRecoveryCode(account: string, hash: string): Promise<boolean>
  /** Answers whether nobody had it. */
  addPasskey(row: PasskeyRow): Promise<boolean>
  renamePasskey(id: string, name: string): Promise<void>
  usePasskey(id: string, counter: number, at: number): Promise<void>
  removePasskeys(ids: readonly string[]): Promise<void>
  /** Answers whether nobody has used it before. */
  useChallenge(challenge: string, expiresAt: number): Promise<boolean>
  /** Unless there is one already. */
  setChallengeKey(key: string): Promise<void>
}
