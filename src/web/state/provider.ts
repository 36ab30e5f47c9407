/**
 * The sign-in provider of this server: going there, and what came of it, which the server writes behind the page's
 * address.
 */
import { signal, type Signal } from '@preact/signals'
import { ask, type Proof, type Provider } from './account-api.ts'

/** Null: the server has none, or has not been asked yet. */
export const provider: Signal<Provider | null> = signal(null)

/** The code of what one came back with; taken out of the address, so that it is said once. */
export function takeOutcome(): string | undefined {
  const [, outcome] = /^#oidc_([a-z_]+)$/.exec(location.hash) ?? []
  if (outcome) history.replaceState(null, '', location.pathname + location.search)
  return outcome
}

/** Where a link leads that begins to sign in, and comes back to this place of the page. */
export function startAddress(): string {
  const base = new URL(document.baseURI).pathname
  const returnTo = `/${location.pathname.slice(base.length)}`
  return `${base}api/v1/oidc/start?returnTo=${encodeURIComponent(returnTo)}`
}

/** Leaves the page, to come back with an account. @throws Trouble */
export const goSignUp = async (invitation: string): Promise<void> =>
  location.assign((await ask<{ url: string }>('POST', '/oidc/start', { invitation })).url)

/**
 * Leaves the page, to come back with an identity that this account is linked to.
 * @param proof - empty where the account has no password
 * @throws Trouble
 */
export const goLink = async (proof: Proof): Promise<void> =>
  location.assign((await ask<{ url: string }>('POST', '/identities', proof)).url)
