/** An entry: who did what, by what, from what to what; and taking it back, also over what is in the way. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Conflict } from '../../model/errors.ts'
import type { HistoryEntry } from '../../model/history.ts'
import { Trouble } from '../state/account-api.ts'
import { momentText } from '../words/due.ts'
import { undoEntry } from '../state/entries.ts'
import { perform } from '../state/history.ts'
import { may } from '../state/roles.ts'
import { announce, showToast } from '../state/toasts.ts'
import { todoOf } from '../state/todos.ts'
import { troubleText } from '../state/trouble-text.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import {
  conflictText,
  fieldTexts,
  headline,
  isOfMembers,
  ownChanges,
  refusalText,
  viaText,
  type About,
  type FieldText,
} from './entry-text.ts'

interface Props {
  entry: HistoryEntry
  about: About
  onUndone: () => Promise<void>
}

export function EntryLine({ entry, about, onUndone }: Props): JSX.Element {
  const conflicts = useSignal<readonly Conflict[]>([])
  const error = useSignal('')
  const word = viewWords.value
  const what = headline(entry, about)
  const undo = async (force: boolean) => {
    error.value = ''
    try {
      const outcome = await undoEntry(entry.id, force)
      conflicts.value = []
      const text = outcome === 'undone' ? word.undone : word.alreadySo
      showToast({ text })
      announce(text)
      await onUndone()
    } catch (found) {
      conflicts.value = found instanceof Trouble ? found.conflicts : []
      if (conflicts.value.length > 0) return
      const isKnown = found instanceof Trouble && found.code !== 'no_answer'
      error.value = isKnown ? refusalText(found) : troubleText(found)
    }
  }
  const rest = entry.changes.length - 1
  return (
    <li class="entry-line">
      <p>{what}</p>
      <p class="hint">
        <time dateTime={entry.time}>{momentText(entry.time)}</time> {viaText(entry)}
        {isEarlier(entry) && <> · {word.doneAt(momentText(entry.doneAt))}</>}
      </p>
      <Fields texts={fieldTexts(entry)} />
      {rest > 0 && <p class="hint">{word.more(rest)}</p>}
      <div class="entry-actions">
        {!isOfMembers(entry) && may(entry.list, 'change') && (
          <button
            type="button"
            class="link-button"
            aria-label={word.undoEntry(what)}
            onClick={() => void undo(false)}
          >
            {word.undo}
          </button>
        )}
        <Overwritten entry={entry} />
      </div>
      <InTheWay conflicts={conflicts} onForce={() => void undo(true)} />
      <p class="field-error" role="alert">
        {error.value}
      </p>
    </li>
  )
}

/** It was done offline where a person would read another minute. Older servers tell nothing of it. */
const isEarlier = (entry: HistoryEntry): entry is HistoryEntry & { doneAt: string } =>
  Boolean(entry.doneAt) && momentText(entry.doneAt as string) !== momentText(entry.time)

const shownMax = 240
const short = (text: string): string => (text.length > shownMax ? `${text.slice(0, shownMax)}…` : text)

function Fields({ texts }: { texts: readonly FieldText[] }): JSX.Element | null {
  if (texts.length === 0) return null
  const word = viewWords.value
  return (
    <dl>
      {texts.map(({ field, name, from, to }) => (
        <div key={field}>
          <dt>{name}</dt>
          {from !== to && (
            <dd>
              {from && (
                <>
                  <span class="unseen">{word.from} </span>
                  <del dir="auto">{short(from)}</del> <span aria-hidden>→ </span>
                  <span class="unseen">{word.to} </span>
                </>
              )}
              <ins dir="auto">{short(to)}</ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

function InTheWay({
  conflicts,
  onForce,
}: {
  conflicts: Signal<readonly Conflict[]>
  onForce: () => void
}): JSX.Element {
  const word = viewWords.value
  const all = conflicts.value
  return (
    <div role="status" class="in-the-way">
      {all.length > 0 && (
        <>
          <p class="warning">{word.inTheWay}</p>
          <ul>
            {all.map((conflict) => (
              <li key={`${conflict.id} ${conflict.field}`}>{conflictText(conflict)}</li>
            ))}
          </ul>
          <div class="answers">
            <button type="button" class="button danger" onClick={onForce}>
              {word.undoAnyway}
            </button>
            <button type="button" class="button" onClick={() => (conflicts.value = [])}>
              {words.value.cancel}
            </button>
          </div>
        </>
      )}
    </div>
  )
}

/** The name or notes that were written over: to be copied, or brought back. */
function Overwritten({ entry }: { entry: HistoryEntry }): JSX.Element | null {
  const isCopied = useSignal(false)
  const own = ownChanges(entry)
  const field =
    own?.kind === 'todo' ? (['notes', 'name'] as const).find((each) => own.fields[each]) : undefined
  const text = field && own?.fields[field]?.from
  if (!own || !field || typeof text !== 'string' || text === '') return null
  const word = viewWords.value
  const todo = todoOf(own.id)
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => (isCopied.value = true),
      () => {},
    )
  return (
    <>
      {'clipboard' in navigator && (
        <button type="button" class="link-button" onClick={copy}>
          {isCopied.value ? word.copied : word.copyText}
        </button>
      )}
      {todo?.deletedAt === null && todo[field] !== text && may(todo.list, 'change') && (
        <button
          type="button"
          class="link-button"
          onClick={() =>
            perform(
              word.broughtBack(todo.name),
              [{ type: 'updateTodo', todo: todo.id, changes: { [field]: text } }],
              { offersUndo: true },
            )
          }
        >
          {word.bringBack}
        </button>
      )}
    </>
  )
}
