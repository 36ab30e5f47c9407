/** What another app has shared with this one waits here until the field for new todos takes it. */
import { signal, type Signal } from '@preact/signals'

export const shared: Signal<string | undefined> = signal(undefined)
