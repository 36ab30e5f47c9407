/** It has what the account chose for all devices. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { withUsual, type AccountSettings } from '../../model/account-settings.ts'
import { may } from './roles.ts'
import { defaultList, listOf, told } from './todos.ts'

export const settings: ReadonlySignal<AccountSettings> = computed(() => withUsual(told.value?.settings))

/** Todos that name no list are added here. */
export function addingList(): string | undefined {
  const { addTo } = settings.value
  return addTo !== null && listOf(addTo) && may(addTo, 'change') ? addTo : defaultList()
}
