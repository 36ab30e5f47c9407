/** How things stand with the server, calmly: what passes in a moment is not shown. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { laterIfLoaded, loadLaterWords, words } from '../words/words.ts'
import { announce } from './toasts.ts'
import { status, storageTrouble } from './todos.ts'

/** `unknown`: the page has just been opened. */
export type SyncState = 'unknown' | 'in sync' | 'saving' | 'connecting' | 'offline' | 'stopped'

/** How long each must last before it is shown. */
const afterMs: Readonly<Record<SyncState, number>> = {
  unknown: 0,
  'in sync': 0,
  saving: 400,
  connecting: 2_000,
  offline: 1_500,
  stopped: 0,
}
/** How long "saving" is seen at least: one who types makes one change after another. */
const savingMs = 700

const shown: Signal<SyncState> = signal('unknown')
export const syncState: ReadonlySignal<SyncState> = shown

/** What the browser knows of the network: a socket may take long to notice. */
const isOnline = signal(navigator.onLine)
for (const type of ['online', 'offline'] as const)
  window.addEventListener(type, () => (isOnline.value = navigator.onLine))

/** Whether a connection failed since the last that succeeded: trying again is not yet being back. */
let hasFailed = false

const actual: ReadonlySignal<SyncState> = computed(() => {
  const { phase, waiting } = status.value
  if (phase === 'stopped') return 'stopped'
  if (phase === 'in sync') hasFailed = false
  if (phase === 'offline' || phase === 'closed') hasFailed = true
  // The page shows nothing but how to sign in.
  if (phase === 'signed out') return 'connecting'
  // A server on this very computer answers without a network too: only what does not get through is offline.
  if (waiting > 0 && (phase === 'in sync' || phase === 'catching up'))
    return isOnline.value ? 'saving' : 'offline'
  if (phase === 'in sync') return 'in sync'
  return hasFailed || !isOnline.value ? 'offline' : 'connecting'
})

/** To be called once, when the replica is open. */
export function watchSyncState(): void {
  let shownAt = 0
  effect(() => {
    const next = actual.value
    if (next === shown.peek()) return
    const wait = next === 'offline' && !isOnline.peek() ? afterMs.saving : afterMs[next]
    const rest = shown.peek() === 'saving' && next === 'in sync' ? shownAt + savingMs - Date.now() : 0
    const timer = setTimeout(
      () => {
        tellTurn(shown.peek(), next)
        shownAt = Date.now()
        shown.value = next
      },
      Math.max(wait, Math.min(rest, savingMs)),
    )
    return () => clearTimeout(timer)
  })
  let trouble = storageTrouble.peek()
  effect(() => {
    if (storageTrouble.value === trouble) return
    trouble = storageTrouble.value
    if (trouble !== 'none') void tellTrouble(trouble)
  })
}

/** Being away and back again is read out; each save is not. */
function tellTurn(before: SyncState, after: SyncState): void {
  const { offline, backOnline, stopped } = words.peek()
  if (after === 'offline') announce(offline)
  else if (after === 'stopped') announce(stopped)
  else if (before === 'offline' && (after === 'in sync' || after === 'saving')) announce(backOnline)
}

async function tellTrouble(trouble: Exclude<typeof storageTrouble.value, 'none'>): Promise<void> {
  await loadLaterWords().catch(() => {})
  announce((laterIfLoaded.peek()?.view.storage ?? words.peek().storageMark)[trouble])
}
