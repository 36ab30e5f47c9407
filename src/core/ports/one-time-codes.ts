/** One-time codes of authenticator apps (RFC 6238), kept by a library. */
export interface OneTimeCodes {
  /** 160 random bits, in base32. */
  newSecret(): string
  /** For authenticator apps, as text or as a QR code: `otpauth://totp/…`. */
  uri(secret: string, account: string): string
  /** Whether it could be a code of an app, rather than a recovery code. */
  isOfApp(code: string): boolean
  /** The time step whose code this is, when that is now or next to now. */
  stepOf(secret: string, code: string, nowMs: number): number | undefined
  /** 120 random bits, in six groups of four letters and digits. */
  newRecoveryCode(): string
}
