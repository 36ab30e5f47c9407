/**
 * The invitation that the page was opened with: taken out of the address, where it could be looked at, and kept until
 * it is used.
 */
import { signal, type Signal } from '@preact/signals'

const key = `aiotodo ${new URL(document.baseURI).pathname} invitation`

export const invitation: Signal<string | undefined> = signal(undefined)

/** To be called once, and before anything is made of the address. */
export function watchInvitation(): void {
  take()
  window.addEventListener('hashchange', take)
}

/** It is used, or not wanted. */
export function dropInvitation(): void {
  invitation.value = undefined
  keep(undefined)
}

function take(): void {
  const found = /^#(invitation_[\w-]+)$/.exec(location.hash)?.[1]
  if (found) history.replaceState(null, '', location.pathname + location.search)
  if (found) keep(found)
  invitation.value = found ?? invitation.peek() ?? kept()
}

/** Signing in loads the page anew. */
function keep(found: string | undefined): void {
  try {
    if (found) sessionStorage.setItem(key, found)
    else sessionStorage.removeItem(key)
  } catch {
    // For as long as the page is not loaded anew, then.
  }
}

function kept(): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}
