/** It brings what the account chose for all devices to where it is used. */
import { computed, effect, type ReadonlySignal } from '@preact/signals'
import { withUsual, type AccountSettings } from '../../model/account-settings.ts'
import { clock, weekStart } from '../device/settings.ts'
import { may } from './roles.ts'
import { go, route } from './route.ts'
import { defaultList, listOf, told } from './todos.ts'

export const settings: ReadonlySignal<AccountSettings> = computed(() => withUsual(told.value?.settings))

/** To be called once, when the replica is open. */
export function watchSettings(): void {
  effect(() => {
    // What was chosen for this device before there were such settings stays until the account chooses.
    const { weekStart: day, clock: hours } = told.value?.settings ?? {}
    if (day) weekStart.value = day
    if (hours) clock.value = hours
  })
  const { startPage } = settings.peek()
  const { place, todo } = route.peek()
  const [{ type } = { type: '' }] = performance.getEntriesByType(
    'navigation',
  ) as PerformanceNavigationTiming[]
  const isBare = place.view === 'list' && place.list === undefined && todo === undefined
  // Who reloads the page wants to be where they are.
  if (!isBare || startPage === 'list' || type !== 'navigate') return
  go({ place: startPage === 'calendar' ? { view: startPage, span: 'month' } : { view: startPage } }, true)
}

/** Todos that name no list are added here. */
export function addingList(): string | undefined {
  const { addTo } = settings.value
  return addTo !== null && listOf(addTo) && may(addTo, 'change') ? addTo : defaultList()
}
