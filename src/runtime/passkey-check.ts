/** Checks what browsers answer about passkeys, by the library, which is loaded when the first one comes. */
import { passkeyAlgorithms, type Expected, type PasskeyCheck } from '../core/ports/passkey-check.ts'

async function library() {
  // What it is built on needs this one first; in the single executable it does not see to that by itself.
  await import('reflect-metadata')
  return import('@simplewebauthn/server')
}

const common = ({ origin, host, isChallenge }: Expected) => ({
  expectedChallenge: isChallenge,
  expectedOrigin: origin,
  expectedRPID: host,
  requireUserVerification: true,
})

export function createPasskeyCheck(): PasskeyCheck {
  return {
    async registered({ id, response }, expected) {
      const { verifyRegistrationResponse } = await library()
      const { clientDataJSON, attestationObject } = response
      const found = await holds(() =>
        verifyRegistrationResponse({
          ...common(expected),
          supportedAlgorithmIDs: [...passkeyAlgorithms],
          response: { ...shape(id), response: { clientDataJSON, attestationObject } },
        }),
      )
      if (!found?.verified) return undefined
      const { credential } = found.registrationInfo
      const publicKey = Buffer.from(credential.publicKey).toString('base64url')
      return { credential: credential.id, publicKey, counter: credential.counter }
    },
    async asserted({ id, response }, expected, { credential, publicKey, counter }) {
      const { verifyAuthenticationResponse } = await library()
      const { clientDataJSON, authenticatorData, signature } = response
      const found = await holds(() =>
        verifyAuthenticationResponse({
          ...common(expected),
          response: { ...shape(id), response: { clientDataJSON, authenticatorData, signature } },
          credential: { id: credential, publicKey: Uint8Array.fromBase64(publicKey, url), counter },
        }),
      )
      return found?.verified ? found.authenticationInfo.newCounter : undefined
    },
  }
}

const url = { alphabet: 'base64url' } as const

const shape = (id: string) => ({
  id,
  rawId: id,
  type: 'public-key' as const,
  clientExtensionResults: {},
})

/** The library throws whatever it finds wrong in what a stranger sent, as do the parsers under it. */
async function holds<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check()
  } catch {
    return undefined
  }
}
