/** The members of lists, and invitations: asked of the server when they are looked at. */
import { effect, signal, untracked, type Signal } from '@preact/signals'
import { ask, type Invitation, type InvitationRead, type Items, type Member } from './account-api.ts'
import { accountNews } from './account-news.ts'
import { dropInvitation } from './invitation.ts'
import { givenUp, may, roles, sharedOwn } from './roles.ts'
import { route } from './route.ts'
import { lists, status } from './todos.ts'

/** Those that are for the account by its name, in every open page as they come and go. */
export const invitations: Signal<readonly Invitation[]> = signal([])

const againMs = 60_000

/** As many lists are asked about at once, one after another. */
const listsAskedMax = 30

/** Which of the account's own lists have other members: asked when the server was met anew, and when one is opened. */
export function watchShared(): () => void {
  const look = async (all: readonly string[]) => {
    // One that the server does not know yet has no members.
    const known = all.filter((list) => roles.peek().has(list) && may(list, 'share'))
    for (const list of known.slice(0, listsAskedMax)) await membersOf(list).catch(() => {})
  }
  const stopAll = whenIn(() => void look(lists.peek().map(({ id }) => id)))
  const stopOne = effect(() => {
    const { place } = route.value
    if (place.view === 'list' && place.list && status.peek().phase === 'in sync') void look([place.list])
  })
  return () => {
    stopAll()
    stopOne()
  }
}

function whenIn(run: () => void): () => void {
  let wasIn = false
  return effect(() => {
    const isIn = status.value.phase === 'in sync'
    if (isIn && !wasIn) untracked(run)
    wasIn = isIn
  })
}

/**
 * Asks when the server was met anew or tells that there is something new, and now and then, as invitations run out,
 * until the function it returns is called.
 */
export function watchInvitations(): () => void {
  const look = () => void loadInvitations()
  const seen = () => document.hidden || look()
  const timer = setInterval(seen, againMs)
  document.addEventListener('visibilitychange', seen)
  const stop = accountNews.subscribe(() => untracked(look))
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
