/**
 * One small mark that says how things stand with the server and this device, and opens what there is to know about it.
 */
import { Cloud, CloudAlert, CloudOff, CloudSync, type IconNode } from 'lucide'
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { Icon } from '../parts/icon.tsx'
import { clockOffMs } from '../state/device-clock.ts'
import { asides } from '../state/asides.ts'
import { openDialog } from '../state/overlays.ts'
import { refusals } from '../state/refusals.ts'
import { syncState, type SyncState } from '../state/sync-state.ts'
import { status, storageTrouble } from '../state/todos.ts'
import { words, type PageWords } from '../words/words.ts'

const icons: Readonly<Record<SyncState, IconNode>> = {
  unknown: Cloud,
  'in sync': Cloud,
  saving: CloudSync,
  connecting: CloudSync,
  offline: CloudOff,
  stopped: CloudAlert,
}

export function SyncMark(): JSX.Element {
  // Read as text, so that it is drawn only when that differs.
  const text = useComputed(() => markText(words.value)).value
  const needsYou = useComputed(() => refusals.value.size + asides.value.length > 0 || isLossy()).value
  const state = syncState.value
  return (
    <button
      type="button"
      class={`sync-mark ${needsYou ? 'needs-you' : ''}`}
      aria-haspopup="dialog"
      title={words.value.sync}
      data-state={state}
      onClick={() => openDialog({ kind: 'sync' })}
    >
      <Icon of={needsYou ? CloudAlert : icons[state]} />
      <span class="grows">
        {state === 'unknown' ? (
          text
        ) : (
          <>
            <span class="unseen">{words.value.pair(words.value.sync, '')}</span>
            {text}
          </>
        )}
      </span>
    </button>
  )
}

/** Changes can be lost here if the page is closed. */
const isLossy = (): boolean => storageTrouble.value === 'full' || storageTrouble.value === 'lost'

function markText(word: PageWords): string {
  const parts = [stateText(syncState.value, word)]
  if (refusals.value.size > 0) parts.push(word.refusedCount(refusals.value.size))
  if (asides.value.length > 0) parts.push(word.asideCount(asides.value.length))
  if (storageTrouble.value !== 'none') parts.push(word.storageMark[storageTrouble.value])
  if (clockOffMs.value !== 0) parts.push(word.clockMark)
  return parts.join(' · ')
}

export function stateText(state: SyncState, word: PageWords): string {
  const { waiting } = status.value
  switch (state) {
    case 'unknown':
      return word.sync
    case 'in sync':
      return word.inSync
    case 'saving':
      return word.saving
    case 'connecting':
      return word.connecting
    case 'offline':
      return waiting > 0 ? word.offlineWaiting(waiting) : word.offline
    case 'stopped':
      return word.stopped
  }
}
