/** It changes what the account chose for all devices. */
import type { AccountSettings } from '../../model/account-settings.ts'
import { ask } from './account-api.ts'
import { told } from './todos.ts'

/** Shows it at once, and takes it back where the server does not. @throws Trouble */
export async function chooseSettings(changes: Partial<AccountSettings>): Promise<void> {
  const before = told.peek()
  if (before) told.value = { ...before, settings: { ...before.settings, ...changes } }
  await ask('PATCH', '/account', { settings: changes }).catch((error: unknown) => {
    told.value = before
    throw error
  })
}
