/** Passkeys of this browser: making one, and showing one to sign in or to show once more who it is. */
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { ask, Trouble, type Passkey, type Proof } from './account-api.ts'

/** Browsers have them for names of hosts, over TLS or on this computer; never for an address of numbers. */
export const hasPasskeys = (): boolean => browserSupportsWebAuthn() && !/^[\d.]+$|^\[/.test(location.hostname)

/** Whether the browser offers them where a name is typed. */
export const offersPasskeys = async (): Promise<boolean> =>
  hasPasskeys() && (await browserSupportsWebAuthnAutofill())

/** What the browser offered is over: the field is gone. */
export const stopOffering = (): void => WebAuthnAbortService.cancelCeremony()

/** @throws Trouble `passkey_cancelled` when the person, or the browser, did not go on */
export async function showPasskey(useBrowserAutofill = false): Promise<unknown> {
  const path = '/session/passkey/options'
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>('POST', path)
  return orCancelled(() => startAuthentication({ optionsJSON, useBrowserAutofill }))
}

/** @throws Trouble */
export async function addPasskey(name: string, proof: Proof): Promise<Passkey> {
  const path = '/account/passkeys/options'
  const optionsJSON = await ask<PublicKeyCredentialCreationOptionsJSON>('POST', path, proof)
  const passkey = await orCancelled(() => startRegistration({ optionsJSON }))
  return ask<Passkey>('POST', '/account/passkeys', { name, passkey })
}

async function orCancelled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isKnown = error instanceof Error && error.name === 'InvalidStateError'
    throw new Trouble(isKnown ? 'passkey_known' : 'passkey_cancelled', {}, 0, error)
  }
}
