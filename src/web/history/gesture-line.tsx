/** Many things that were done at once are one line, which opens, and are taken back at once, step by step. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { HistoryEntry } from '../../model/history.ts'
import type { Trouble } from '../state/account-api.ts'
import { undoGesture } from '../state/entries.ts'
import { may } from '../state/roles.ts'
import { announce } from '../state/toasts.ts'
import { momentText } from '../words/due.ts'
import { viewWords } from '../words/later-words.ts'
import { EntryLine } from './entry-line.tsx'
import { EntryPages, type LineProps } from './entry-pages.tsx'
import { byText, headline, isOfMembers, refusalText, viaText, type About } from './entry-text.ts'
import { useEntries } from './use-entries.ts'

export function GestureLine({ entry, about, onUndone }: LineProps): JSX.Element {
  const isOpen = useSignal(false)
  const said = useSignal('')
  const isRunning = useSignal(false)
  const word = viewWords.value
  const what = word.atOnce(byText(entry), entry.count ?? 1)
  const run = async () => {
    if (isRunning.peek()) return
    isRunning.value = true
    try {
      const done = await undoGesture(entry, (seen, all) => (said.value = word.undoing(seen, all)))
      const left = done.refused.length > 0 ? ` ${word.stayed(done.refused.length)}` : ''
      said.value = `${word.didUndo(done.count)}${left}`
      announce(said.value)
      await onUndone()
    } catch (found) {
      said.value = refusalText(found as Trouble)
    } finally {
      isRunning.value = false
    }
  }
  return (
    <li class="entry-line">
      <p>{what}</p>
      <p class="hint">
        <time dateTime={entry.time}>{momentText(entry.time)}</time> {viaText(entry)} ·{' '}
        {headline(entry, about)}
      </p>
      <div class="entry-actions">
        {!isOfMembers(entry) && may(entry.list, 'change') && (
          <button
            type="button"
            class="link-button"
            aria-disabled={isRunning.value}
            aria-label={word.undoEntry(what)}
            onClick={() => void run()}
          >
            {word.undo}
          </button>
        )}
        <button
          type="button"
          class="link-button"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {isOpen.value ? word.hideEach : word.showEach}
        </button>
      </div>
      <p role="status">{said.value}</p>
      {isOpen.value && <OfGesture entry={entry} about={about} />}
    </li>
  )
}

function OfGesture({ entry, about }: { entry: HistoryEntry; about: About }): JSX.Element {
  const query = new URLSearchParams({ gesture: entry.gesture ?? '', by: entry.account.id })
  const entries = useEntries('/history', entry.id, Object.fromEntries(query))
  return <EntryPages entries={entries} about={about} lineOf={() => EntryLine} />
}
