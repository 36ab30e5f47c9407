/** The page: opens what this device has, and shows it; the server is met meanwhile. */
import { render } from 'preact'
import { App, Failed } from './app.tsx'
import { watchConflicts } from './state/conflicts.ts'
import { watchClock } from './state/device-clock.ts'
import { watchRefusals } from './state/refusals.ts'
import { watchSyncState } from './state/sync-state.ts'
import { openReplica, storageTrouble } from './state/todos.ts'
import { watchUpdates } from './state/updates.ts'

const root = document.getElementById('app') as HTMLElement

try {
  await openReplica()
  watchSyncState()
  watchRefusals()
  watchConflicts()
  watchClock()
  render(<App />, root)
  // No worker keeps them there: they must be here before the network is gone.
  if (storageTrouble.peek() !== 'none') setTimeout(() => void import('./later.ts').catch(() => {}), 1_000)
} catch (error) {
  console.error(error)
  render(<Failed />, root)
}
watchUpdates()
