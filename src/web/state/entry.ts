/** Coming in and going out: what the sign-in screen and the account's menu do. */
import { answerOf } from '../../client/indexed-db.ts'
import { ask, Trouble, type InvitationRead, type Session, type SignedIn } from './account-api.ts'
import { dropInvitation, invitation } from './invitation.ts'
import { provider } from './provider.ts'
import { showPasskey } from './passkeys.ts'
import { clearSharedMaps } from './shared-map.ts'
import { replica } from './todos.ts'
import { databaseName, goOnAs, signedOut } from './who.ts'

/** @param code - of the second factor; '' without one */
export async function signIn(name: string, password: string, code = ''): Promise<void> {
  enter(await ask<Session>('POST', '/session', { name, password, ...(code !== '' && { code }) }))
}

/** @param isByAutofill - it is offered where a name is typed, for as long as that is there */
export async function signInByPasskey(isByAutofill = false): Promise<void> {
  const passkey = await showPasskey(isByAutofill)
  enter(await ask<Session>('POST', '/session/passkey', { passkey }))
}

/** By an invitation to have an account, which is used up by it. */
export async function signUp(key: string, name: string, password: string): Promise<void> {
  const session = await ask<Session>('POST', '/accounts', { invitation: key, name, password })
  dropInvitation()
  enter(session)
}

function enter({ account }: Session): void {
  if (account) goOnAs(account, replica())
}

/** How this server is entered; whoever is signed in already, in another tab or before, goes on at once. */
export async function lookAround(): Promise<Session> {
  const session = await askSession()
  if (session.mode === 'local') goOnAs(undefined, replica())
  else enter(session)
  return session
}

/** What the link is for that the page was opened with; undefined without one, or when it is not valid. */
export async function readInvitation(): Promise<InvitationRead | undefined> {
  const key = invitation.peek()
  if (key === undefined) return undefined
  try {
    return await ask<InvitationRead>('POST', '/invitations/read', { invitation: key })
  } catch (error) {
    if (!(error instanceof Trouble) || !['invitation_not_found', 'local_mode'].includes(error.code))
      throw error
    dropInvitation()
    return undefined
  }
}

/** @param removes - also what is kept on this device */
export async function signOut(removes: boolean): Promise<void> {
  try {
    await ask('DELETE', '/session')
  } catch (error) {
    // It was over already.
    if (!(error instanceof Trouble) || error.code !== 'unauthenticated') throw error
  }
  await leave(removes)
}

/** Goes to the sign-in screen, without anything of the account. */
export async function leave(removes: boolean): Promise<void> {
  signedOut(removes)
  if (removes) await removeKept()
  // All that the page has in memory is gone with it.
  location.replace(document.baseURI)
}

async function removeKept(): Promise<void> {
  clearSharedMaps()
  await replica().close()
  try {
    if (databaseName !== undefined) await answerOf(indexedDB.deleteDatabase(databaseName))
  } catch {
    // Storage is denied here: nothing was kept.
  }
}

export const whoIs = async (): Promise<SignedIn | null> => (await askSession()).account

async function askSession(): Promise<Session> {
  const session = await ask<Session>('GET', '/session')
  provider.value = session.provider
  return session
}
