/** Whether this device's clock is right: "today" and what is overdue go by it. All else goes by the server's. */
import { effect, signal, type ReadonlySignal } from '@preact/signals'
import { status } from './todos.ts'

const offMs = signal(0)
/** By how much the clock is ahead of the server's; 0 when that does not matter. */
export const clockOffMs: ReadonlySignal<number> = offMs

const tolerableMs = 5 * 60_000

/** Compares the two whenever the server was met anew. To be called once, when the replica is open. */
export function watchClock(): void {
  let wasIn = false
  effect(() => {
    const isIn = status.value.phase === 'in sync'
    if (isIn && !wasIn) void compare()
    wasIn = isIn
  })
}

async function compare(): Promise<void> {
  try {
    const asked = Date.now()
    const { headers } = await fetch('livez', { cache: 'no-store' })
    const theirs = Date.parse(headers.get('date') ?? '')
    // Somewhere between asking and hearing.
    const ahead = (asked + Date.now()) / 2 - theirs
    offMs.value = Math.abs(ahead) > tolerableMs ? ahead : 0
  } catch {
    // It is away again.
  }
}
