/** Secrets in the database that are sealed under a key outside of it. */
import type { FactorReads } from './ports/factor-store.ts'

/**
 * Secrets that the server must use, and so can not keep as hashes: sealed under a key that is not in the database, they are of
 * no use to whoever has that, or its backup, alone. Each is sealed for its place, and opens nowhere else.
 */
export interface SecretBox {
  /** What is kept of it: sealed, or as it is where there is no key. */
  seal(secret: string, place: string): Kept
  /** Undefined: it is sealed under a key that is not here, or for another place. */
  open(kept: string, place: string): string | undefined
  /** Whether it would be kept in another way now: it is not sealed, or under an older key. */
  isOld(kept: string): boolean
  /** Whether there is a key, or one is made when it is needed. */
  hasKey(): boolean
  /** Whether this key is here: by its id, which tells nothing of it. */
  knows(keyId: string): boolean
}

export interface Kept {
  text: string
  /** Of the key that it is sealed under; null: it is not. */
  keyId: string | null
}

/** How many secrets of one-time codes are kept under a key; null: as they are. */
export interface SealedCount {
  keyId: string | null
  accounts: number
}

export const placeOfFactor = (account: string): string => `second factor ${account}`

export interface SecretTrouble {
  what: string
  /** The ids of the keys that are not here. */
  keys?: string
  /** How many accounts it is about. */
  accounts: number
  fix: string
}

/** What whoever runs the server is to be told when it starts. Nothing of it is changed, and nothing deleted. */
export async function secretTroubles(
  access: Pick<FactorReads, 'sealedCounts' | 'secretKeyId'>,
  box: SecretBox,
): Promise<SecretTrouble[]> {
  const counts = await access.sealedCounts()
  const last = (await access.secretKeyId()) ?? null
  const strange = counts.filter(({ keyId }) => keyId !== null && !box.knows(keyId))
  const keys = [...strange.map(({ keyId }) => keyId), last].filter(
    (keyId): keyId is string => keyId !== null && !box.knows(keyId),
  )
  const clear = counts.find(({ keyId }) => keyId === null)?.accounts ?? 0
  return [
    ...(keys.length > 0
      ? [
          {
            what: 'secrets of one-time codes are sealed under a key that is not here',
            keys: [...new Set(keys)].join(' '),
            accounts: strange.reduce((sum, { accounts }) => sum + accounts, 0),
            fix: 'Give this node the key (AIOTODO_SECRET_KEY, or the .key file beside the data). Until then these accounts sign in with a recovery code or a passkey, or have their factors reset.',
          },
        ]
      : []),
    ...(clear > 0 && !box.hasKey()
      ? [
          {
            what: 'secrets of one-time codes are not sealed',
            accounts: clear,
            fix: 'Give all nodes the same AIOTODO_SECRET_KEY: each is sealed when its code is used next.',
          },
        ]
      : []),
  ]
}
