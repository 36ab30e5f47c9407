/** The members of lists, and invitations: asked of the server when they are looked at. */
import { effect, signal, type Signal } from '@preact/signals'
import { ask, type Invitation, type InvitationRead, type Items, type Member } from './account-api.ts'
import { dropInvitation } from './invitation.ts'
import { givenUp, sharedOwn } from './roles.ts'
import { status } from './todos.ts'

/** Those that are for the account by its name. */
export const invitations: Signal<readonly Invitation[]> = signal([])

const againMs = 60_000

/** Asks when the server was met anew, when the page is looked at again, and now and then, until the function it returns is called. */
export function watchInvitations(): () => void {
  const look = () => void loadInvitations()
  const seen = () => document.hidden || look()
  const timer = setInterval(seen, againMs)
  document.addEventListener('visibilitychange', seen)
  let wasIn = false
  const stop = effect(() => {
    const isIn = status.value.phase === 'in sync'
    if (isIn && !wasIn) look()
    wasIn = isIn
  })
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
    stop()
  }
}

async function loadInvitations(): Promise<void> {
  try {
    invitations.value = (await ask<Items<Invitation>>('GET', '/invitations')).items
  } catch {
    // The next time, then.
  }
}

export async function accept(id: string): Promise<void> {
  await ask('POST', '/invitations/accept', { id })
  await loadInvitations()
}

export async function decline(id: string): Promise<void> {
  await ask('DELETE', `/invitations/${id}`)
  await loadInvitations()
}

export const readLink = (key: string): Promise<InvitationRead> =>
  ask<InvitationRead>('POST', '/invitations/read', { invitation: key })

/** By a link to a list. */
export async function acceptLink(key: string): Promise<{ id: string; name: string }> {
  const list = await ask<{ id: string; name: string }>('POST', '/invitations/accept', { invitation: key })
  dropInvitation()
  return list
}

export async function membersOf(list: string): Promise<readonly Member[]> {
  const { items } = await ask<Items<Member>>('GET', `/lists/${list}/members`)
  const next = new Set(sharedOwn.peek())
  const wasShared = items.length > 1 ? !next.has(list) && next.add(list) : next.delete(list)
  if (wasShared) sharedOwn.value = next
  return items
}

export const openInvitationsOf = async (list: string): Promise<readonly Invitation[]> =>
  (await ask<Items<Invitation>>('GET', `/lists/${list}/invitations`)).items

export type GivenRole = 'editor' | 'viewer'

/** @returns the key of the link; null when it is for an account by name */
export async function invite(list: string, role: GivenRole, name?: string): Promise<string | null> {
  const body = { role, ...(name !== undefined && { name }) }
  return (await ask<{ invitation: string | null }>('POST', `/lists/${list}/invitations`, body)).invitation
}

export const revoke = (list: string, id: string): Promise<void> =>
  ask('DELETE', `/lists/${list}/invitations/${id}`)

export const setRole = (list: string, member: string, role: GivenRole): Promise<void> =>
  ask('PATCH', `/lists/${list}/members/${member}`, { role })

export const removeMember = (list: string, member: string): Promise<void> =>
  ask('DELETE', `/lists/${list}/members/${member}`)

export const transfer = (list: string, member: string): Promise<void> =>
  ask('POST', `/lists/${list}/transfer`, { account: member })

/** @param me - the account that leaves */
export async function leaveList(list: string, me: string): Promise<void> {
  givenUp.add(list)
  try {
    await removeMember(list, me)
  } catch (error) {
    givenUp.delete(list)
    throw error
  }
}
