/** Whether there is anything to be reminded of: what does it is loaded then. */
import { effect } from '@preact/signals'
import { reminding } from '../device/settings.ts'
import { allTodos } from './todos.ts'

/** Tried anew with each change until it is done. */
export function whenReminding(begin: () => Promise<void>): void {
  const stop = effect(() => {
    const isOn = reminding.value !== 'off'
    if (!isOn && !allTodos.value.some(({ reminders }) => reminders.length > 0)) return
    queueMicrotask(() => begin().then(stop, () => {}))
  })
}
