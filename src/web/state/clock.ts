/** The device's clock, as far as the page shows it: to half a minute. */
import { signal, type ReadonlySignal } from '@preact/signals'

const now_ = signal(new Date())
export const now: ReadonlySignal<Date> = now_

const tick = (): void => {
  now_.value = new Date()
}
setInterval(tick, 30_000)
// A device that slept has missed its ticks.
document.addEventListener('visibilitychange', tick)
