/** The page: opens what this device has, and shows it; the server is met meanwhile. */
import { render, type JSX } from 'preact'
import { App, Failed } from './app.tsx'
import { loadLater } from './load-later.ts'
import { watchAsides } from './state/asides.ts'
import { keepComposingKeys } from './state/composing.ts'
import { watchConflicts } from './state/conflicts.ts'
import { takeDrafts } from './state/drafts.ts'
import { watchClock } from './state/device-clock.ts'
import { fillLater } from './state/later.ts'
import { watchInvitation } from './state/invitation.ts'
import { loadQuickAdd } from './state/quick-add.ts'
import { watchRefusals } from './state/refusals.ts'
import { watchSyncState } from './state/sync-state.ts'
import { watchRoles } from './state/roles.ts'
import { openReplica, replica, storageTrouble } from './state/todos.ts'
import { whenReminding } from './state/reminding.ts'
import { isServedByWorker, watchUpdates } from './state/updates.ts'
import { watchAccount } from './state/who.ts'
import { watchSettings } from './state/watch-settings.ts'
import { watchZone } from './state/zone.ts'
import { loadWords } from './words/words.ts'

fillLater(loadLater)
keepComposingKeys()

const root = document.getElementById('app') as HTMLElement

/** It is after the first sight, and what comes from the server with it. */
const laterMs = 1_000

/** Nothing of the page works without these: README.md has the versions that have them, and the document says it. */
const isTooOld = !('groupBy' in Map && 'showPopover' in root)

/** It puts the page in place of that sentence. */
function show(page: JSX.Element): void {
  root.textContent = ''
  render(page, root)
}

async function open(): Promise<void> {
  watchInvitation()
  await openReplica()
  // They have been on their way since words.ts was loaded.
  await loadWords()
  watchAccount(replica())
  watchRoles()
  watchSyncState()
  watchRefusals()
  watchAsides()
  watchConflicts()
  watchClock()
  takeDrafts((fields) => void loadLater().then(({ tellKept }) => tellKept(fields)))
  replica().onPlaced((command) => void loadLater().then(({ tellPlaced }) => tellPlaced(command)))
  watchZone()
  watchSettings()
  show(<App />)
  // Where a worker has them they cost nothing; where none keeps them, they must be here before the network is gone.
  const isNear = storageTrouble.peek() !== 'none' || isServedByWorker()
  if (isNear) setTimeout(() => void loadQuickAdd(), laterMs)
  // Another app has sent something, or its shortcut adds a todo.
  if (location.pathname.endsWith('/share')) void loadQuickAdd()
  // A hand that comes near will soon open something.
  for (const near of ['pointermove', 'pointerdown', 'keydown'])
    addEventListener(near, () => void loadQuickAdd(), { once: true, passive: true })
  whenReminding(() => loadLater().then((parts) => parts.watchReminders()))
}

if (isTooOld) (root.firstElementChild as HTMLElement).style.animation = 'none'
else {
  await open().catch((error: unknown) => {
    console.error(error)
    show(<Failed />)
  })
  watchUpdates()
}
