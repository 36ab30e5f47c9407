/** The part that understands what is typed into the field for todos: it comes when the first letter does. */
import { signal, type Signal } from '@preact/signals'
import { later, type QuickAddPart } from './later.ts'

/** Undefined until it is here. */
export const quickAdd: Signal<QuickAddPart | undefined> = signal(undefined)

/** How long a line that was added before it was here can still be understood. */
const patienceMs = 300

/** Resolves when it is here, or is too late. */
export async function loadQuickAdd(): Promise<void> {
  if (quickAdd.peek()) return
  const load = later().then(
    (parts) => void (quickAdd.value = parts.quickAdd),
    () => {},
  )
  await Promise.race([load, new Promise((resolve) => setTimeout(resolve, patienceMs))])
}
