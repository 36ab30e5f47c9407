/**
 * One-time codes by the library: RFC 6238 with SHA-1, six digits and thirty seconds, as every authenticator app has it.
 */
import { Secret, TOTP } from 'otpauth'
import type { OneTimeCodes } from '../core/ports/one-time-codes.ts'

const periodS = 30
/** Without those that look like others. */
const letters = 'abcdefghjkmnpqrstuvwxyz023456789'

const isOfApp = (code: string): boolean => /^\d{6}$/.test(code)

const totp = (secret: string, label = '') =>
  new TOTP({ issuer: 'aiotodo', label, secret: Secret.fromBase32(secret), period: periodS })

export function createOneTimeCodes(): OneTimeCodes {
  return {
    newSecret: () => new Secret({ size: 20 }).base32,
    uri: (secret, account) => totp(secret, account).toString(),
    isOfApp,
    stepOf(secret, code, nowMs) {
      if (!isOfApp(code)) return undefined
      const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: 1 })
      return delta === null ? undefined : Math.floor(nowMs / 1_000 / periodS) + delta
    },
    newRecoveryCode: () =>
      Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => letters[byte % letters.length])
        .join('')
        .replaceAll(/.{4}(?=.)/g, '$&-'),
  }
}
