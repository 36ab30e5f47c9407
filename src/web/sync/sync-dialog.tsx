/** All there is to know about sync: what waits, what was refused and why, and what this device can not keep. */
import { HardDrive } from 'lucide'
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.tsx'
import { handOver } from '../parts/hand-over.ts'
import { Icon } from '../parts/icon.tsx'
import { clockOffMs } from '../state/device-clock.ts'
import { spanText } from '../state/due.ts'
import { discard, refusals, refusalText, retry, type Refusal } from '../state/refusals.ts'
import { syncState } from '../state/sync-state.ts'
import { replica, status, storageTrouble } from '../state/todos.ts'
import { applyUpdate } from '../state/updates.ts'
import { commandText } from '../words/command-text.ts'
import { viewWords } from '../words/view-words.ts'
import { words } from '../words/words.ts'
import { stateText } from './sync-mark.tsx'

/** The first ones tell enough. */
const waitingShownMax = 50

export function SyncDialog(): JSX.Element {
  return (
    <Dialog label={words.value.sync} class="sync-dialog">
      <div class="sync-body">
        <State />
        <Device />
        <RefusedList />
        <WaitingList />
        {/* What lies below a dialog is not read out. */}
      </div>
    </Dialog>
  )
}

function State(): JSX.Element {
  const word = words.value
  const state = syncState.value
  const { syncExplained: explained } = viewWords.value
  const explanation = {
    unknown: explained.connecting,
    connecting: explained.connecting,
    'in sync': refusals.value.size > 0 ? explained.inSyncButRefused : explained.inSync,
    saving: storageTrouble.value === 'none' ? explained.saving : explained.savingUnkept,
    offline: storageTrouble.value === 'none' ? explained.offline : explained.offlineUnkept,
    stopped: explained.stopped,
  }[state]
  return (
    <section>
      <h3>{stateText(state, word)}</h3>
      <p>{explanation}</p>
      {(state === 'offline' || state === 'connecting') && (
        <button type="button" class="button" onClick={() => replica().reconnect()}>
          {viewWords.value.reconnect}
        </button>
      )}
      {state === 'stopped' && <ReloadButton />}
    </section>
  )
}

function ReloadButton(): JSX.Element {
  return (
    <button type="button" class="button" onClick={applyUpdate}>
      {words.value.reload}
    </button>
  )
}

function Device(): JSX.Element | null {
  const trouble = storageTrouble.value
  const offMs = clockOffMs.value
  if (trouble === 'none' && offMs === 0) return null
  return (
    <section>
      <h3>
        <Icon of={HardDrive} />
        {viewWords.value.onThisDevice}
      </h3>
      {trouble !== 'none' && <p>{words.value.storage[trouble]}</p>}
      {offMs !== 0 && <p>{words.value.clock(spanText(offMs), offMs > 0)}</p>}
    </section>
  )
}

function RefusedList(): JSX.Element | null {
  const all = [...refusals.value.values()]
  if (all.length === 0) return null
  return (
    <section>
      <h3>{viewWords.value.refused}</h3>
      <ul>
        {all.map((refusal) => (
          <RefusedItem key={refusal.subject} refusal={refusal} />
        ))}
      </ul>
    </section>
  )
}

function RefusedItem({ refusal }: { refusal: Refusal }): JSX.Element {
  const { subject, commands } = refusal
  const what = commands.map((refused) => refused.what)
  const answer = (name: string, run: (subject: string) => void) => (
    <button
      type="button"
      class="button"
      aria-label={`${name}: ${what.join(', ')}`}
      onClick={({ currentTarget }) => {
        const others = currentTarget.closest('dialog')?.querySelectorAll('button')
        const heir = [...(others ?? [])].find((button) => !currentTarget.closest('li')?.contains(button))
        handOver(currentTarget, heir, () => run(subject))
      }}
    >
      {name}
    </button>
  )
  return (
    <li class="refused">
      <div>
        {what.map((text, index) => (
          <p key={index}>{text}</p>
        ))}
        <p class="why">{words.value.refusedLine(refusalText(refusal))}</p>
      </div>
      <span class="answers">
        {answer(words.value.retry, retry)}
        {answer(words.value.discard, discard)}
      </span>
    </li>
  )
}

function WaitingList(): JSX.Element | null {
  const { waiting } = status.value
  if (waiting === 0) return null
  const commands = replica().outbox.filter((pending) => !pending.settled)
  const more = commands.length - waitingShownMax
  return (
    <section>
      <h3>{viewWords.value.waiting}</h3>
      <ul>
        {commands.slice(0, waitingShownMax).map(({ command }) => (
          <li key={command.id}>{commandText(command)}</li>
        ))}
        {more > 0 && <li class="more">{viewWords.value.andMore(more)}</li>}
      </ul>
    </section>
  )
}
