/** How keys and invitations are written: `<prefix>_<id>_<secret>`. Of the secret the database has only the hash. */

export interface Secrets {
  /** 16 hexadecimal digits, and 256 bits in base64url: random. */
  newKeyId: () => string
  newSecret: () => string
  /** SHA-256, in hexadecimal: enough for what is random. */
  hashSecret: (secret: string) => string
  /** HMAC-SHA-256 of the text, in hexadecimal. */
  sign: (key: string, text: string) => string
}

type Prefix = 'aiotodo' | 'invitation'

export const writeKey = (prefix: Prefix, id: string, secret: string): string => `${prefix}_${id}_${secret}`

const patterns: Record<Prefix, RegExp> = {
  aiotodo: /^aiotodo_([0-9a-f]{16})_([\w-]{43})$/,
  invitation: /^invitation_([0-9a-f]{16})_([\w-]{43})$/,
}

export function readKey(prefix: Prefix, text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = patterns[prefix].exec(text) ?? []
  return id !== undefined && secret !== undefined ? { id, secret } : undefined
}

/** In a time that does not tell where they differ. */
export function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}
