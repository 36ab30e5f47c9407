/** How the answers of browsers about passkeys are checked, kept by a library. */
import type { PasskeyRow } from './factor-store.ts'

/** The page that asks: its origin, and the name of its host, which is the RP ID. */
export interface Site {
  origin: string
  host: string
}

/** What a browser answers, as JSON (WebAuthn level 3, 5.1): bytes are base64url. */
export interface Registration {
  id: string
  response: { clientDataJSON: string; attestationObject: string; transports?: string[] | undefined }
}
export interface Assertion {
  id: string
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    userHandle?: string | undefined
  }
}

export interface Expected extends Site {
  isChallenge: (challenge: string) => boolean
}

/** Checks what browsers answer: that the user was verified as well. Undefined, when it does not hold. */
export interface PasskeyCheck {
  registered(
    answer: Registration,
    expected: Expected,
  ): Promise<Pick<PasskeyRow, 'credential' | 'publicKey' | 'counter'> | undefined>
  /** Answers the counter. */
  asserted(answer: Assertion, expected: Expected, passkey: PasskeyRow): Promise<number | undefined>
}

/** COSE's EdDSA, ES256 and RS256: what authenticators have, the best one first. */
export const passkeyAlgorithms: readonly number[] = [-8, -7, -257]
