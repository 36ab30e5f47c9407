/** It tells whether the page is being printed: then lists of thousands are drawn as a whole. */
import { signal, type ReadonlySignal } from '@preact/signals'

const printing = signal(false)

export const isPrinting: ReadonlySignal<boolean> = printing

addEventListener('beforeprint', () => (printing.value = true))
addEventListener('afterprint', () => (printing.value = false))
