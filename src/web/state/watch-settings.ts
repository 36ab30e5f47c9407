/** It brings what the account chose for all devices to where it is used. */
import { effect } from '@preact/signals'
import { clock, weekStart } from '../device/settings.ts'
import { go, route } from './route.ts'
import { told } from './todos.ts'

/** It is to be called once, when the replica is open. */
export function watchSettings(): void {
  effect(() => {
    // What was chosen for this device before there were such settings stays until the account chooses.
    const { weekStart: day, clock: hours } = told.value?.settings ?? {}
    if (day) weekStart.value = day
    if (hours) clock.value = hours
  })
  const { startPage = 'list' } = told.peek()?.settings ?? {}
  const { place, todo } = route.peek()
  const [{ type } = { type: '' }] = performance.getEntriesByType(
    'navigation',
  ) as PerformanceNavigationTiming[]
  const isBare = place.view === 'list' && place.list === undefined && todo === undefined
  // Who reloads the page wants to be where they are.
  if (!isBare || startPage === 'list' || type !== 'navigate') return
  go({ place: startPage === 'calendar' ? { view: startPage, span: 'month' } : { view: startPage } }, true)
}
