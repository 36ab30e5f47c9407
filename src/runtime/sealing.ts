/** Sealed text: AES-256-GCM under a key that is made of a secret which all nodes have (HKDF, RFC 5869). */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { IdentityProvider } from '../core/access/identities.ts'

const [ivBytes, tagBytes] = [12, 16]

/**
 * @param secret - random, or long enough to be as good
 * @param context - what it is for: under another one it is not opened
 */
export function createSealing(secret: string, context: string): Pick<IdentityProvider, 'seal' | 'unseal'> {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', `aiotodo ${context}`, 32))
  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return Buffer.concat(sealed).toString('base64url')
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length <= ivBytes + tagBytes) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      try {
        const text = decipher.update(bytes.subarray(ivBytes, -tagBytes))
        return Buffer.concat([text, decipher.final()]).toString()
      } catch {
        return undefined
      }
    },
  }
}
