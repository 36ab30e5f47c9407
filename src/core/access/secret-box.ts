/** Secrets in the database that are sealed under a key outside of it. */
import type { FactorReads } from '../ports/factor-store.ts'
import type { SecretBox } from '../ports/secret-box.ts'

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
