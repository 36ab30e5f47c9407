/** The server says so when the account has changed, or an invitation for it or of it, on any device. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { told } from './todos.ts'

let count = 0

/** It counts these news, so that who shows what they are about asks anew. */
export const accountNews: ReadonlySignal<number> = computed(() => (void told.value, ++count))
