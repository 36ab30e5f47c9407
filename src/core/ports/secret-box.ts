/** How secrets in the database are sealed under a key outside of it, kept by the runtime. */

/**
 * Secrets that the server must use, and so can not keep as hashes: sealed under a key that is not in the database, they
 * are of no use to whoever has that, or its backup, alone. Each is sealed for its place, and opens nowhere else.
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
