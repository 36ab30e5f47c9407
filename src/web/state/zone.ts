/** The account's zone, by which the server tells days from each other: this browser's, where nobody has chosen one. */
import { effect, signal, type Signal } from '@preact/signals'
import type { DefaultReminders } from '../../model/default-reminders.ts'
import { ask } from './account-api.ts'
import { localZone } from '../words/due.ts'
import { replica, status } from './todos.ts'

/** To be called once, when the replica is open. */
export function watchZone(): void {
  let isAsked = false
  effect(() => {
    if (isAsked || status.value.phase !== 'in sync' || replica().account?.zone !== null) return
    isAsked = true
    // It is tried again when the page is opened next.
    setZone(localZone()).catch(() => {})
  })
}

export const setDefaultReminders = (defaultReminders: Partial<DefaultReminders>): Promise<unknown> =>
  ask('PATCH', '/account', { defaultReminders })

/** It counts how often the zone was set here, so that who shows it asks anew. */
export const zoneSets: Signal<number> = signal(0)

export const setZone = (zone: string | null): Promise<unknown> =>
  ask('PATCH', '/account', { zone }).then(() => zoneSets.value++)
