/** All there is to know about sync: what waits, what was refused and why, and what this device can not keep. */
import { HardDrive } from 'lucide'
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.tsx'
import { handOver } from '../parts/hand-over.ts'
import { Icon } from '../parts/icon.tsx'
import { clockOffMs } from '../state/device-clock.ts'
import { spanText } from '../words/due.ts'
import { asides, discardAside, retryAside } from '../state/asides.ts'
import { discard, refusals, refusalText, retry } from '../state/refusals.ts'
import { syncState } from '../state/sync-state.ts'
import { replica, status, storageTrouble } from '../state/todos.ts'
import { applyUpdate } from '../state/updates.ts'
import { commandText } from '../state/command-text.ts'
import { viewWords } from '../words/later-words.ts'
import { listed } from '../words/listed.ts'
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
        <AsideList />
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
    'in sync': refusals.value.size + asides.value.length > 0 ? explained.inSyncButRefused : explained.inSync,
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
      {trouble !== 'none' && <p>{viewWords.value.storage[trouble]}</p>}
      {offMs !== 0 && <p>{viewWords.value.clock(spanText(offMs), offMs > 0)}</p>}
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
          <NotSaved
            key={refusal.subject}
            what={refusal.commands.map((refused) => refused.what)}
            why={refusalText(refusal)}
            retry={() => retry(refusal.subject)}
            discard={() => discard(refusal.subject)}
          />
        ))}
      </ul>
    </section>
  )
}

function AsideList(): JSX.Element | null {
  const all = asides.value
  if (all.length === 0) return null
  const { setAside, setAsideExplained, retryAll } = viewWords.value
  return (
    <section>
      <h3>{setAside}</h3>
      <p>{setAsideExplained}</p>
      <ul>
        {all.map((aside) => (
          <NotSaved
            key={aside.id}
            what={aside.what}
            why={aside.why}
            retry={() => retryAside(aside)}
            discard={() => discardAside(aside)}
          />
        ))}
      </ul>
      {all.length > 1 && (
        <button
          type="button"
          class="button"
          onClick={({ currentTarget }) =>
            handOver(currentTarget, currentTarget.closest('dialog')?.querySelector('button'), () =>
              all.forEach(retryAside),
            )
          }
        >
          {retryAll}
        </button>
      )}
    </section>
  )
}

interface NotSavedProps {
  /** The changes, in words. */
  what: readonly string[]
  why: string
  retry: () => void
  discard: () => void
}

function NotSaved({ what, why, retry: again, discard: forget }: NotSavedProps): JSX.Element {
  const answer = (name: string, run: () => void) => (
    <button
      type="button"
      class="button"
      aria-label={words.value.pair(name, listed(what))}
      onClick={({ currentTarget }) => {
        const others = currentTarget.closest('dialog')?.querySelectorAll('button')
        const heir = [...(others ?? [])].find((button) => !currentTarget.closest('li')?.contains(button))
        handOver(currentTarget, heir, run)
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
        <p class="why">{viewWords.value.refusedLine(why)}</p>
      </div>
      <span class="answers">
        {answer(words.value.retry, again)}
        {answer(words.value.discard, forget)}
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
