/** A list's history: what happened, how it was at a moment, and, for its owner, taking back all since one. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { List } from '../../client/client.ts'
import { Dialog } from '../parts/dialog.tsx'
import { closeDialog } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { listOf, todosOf } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { EntryList } from './entry-list.tsx'
import { ListAt } from './list-at.tsx'
import { UndoInList } from './undo-in-list.tsx'
import { useEntries } from './use-entries.ts'

const parts = ['whatHappened', 'asItWas', 'undoSince'] as const

export function HistoryDialog({ list: id }: { list: string }): JSX.Element | null {
  const list = listOf(id)
  // Lost, or deleted, while it was open.
  useEffect(() => void (list || closeDialog()), [list === undefined])
  return list ? <OpenHistory list={list} /> : null
}

function OpenHistory({ list }: { list: List }): JSX.Element {
  const part = useSignal<(typeof parts)[number]>('whatHappened')
  const entries = useEntries(`/lists/${list.id}/history`, todosOf(list.id).value, { gestures: 'one' })
  const word = viewWords.value
  return (
    <Dialog label={word.historyOf(list.name)} class="history-dialog">
      <div class="history-body">
        <div class="filters" role="group" aria-label={word.history}>
          {parts
            .filter((each) => each !== 'undoSince' || may(list.id, 'share'))
            .map((each) => (
              <button
                type="button"
                key={each}
                aria-pressed={part.value === each}
                onClick={() => (part.value = each)}
              >
                {word[each]}
              </button>
            ))}
        </div>
        {part.value === 'whatHappened' && <EntryList entries={entries} about="list" />}
        {part.value === 'asItWas' && <ListAt list={list} />}
        {part.value === 'undoSince' && <UndoInList list={list} entries={entries.items ?? []} />}
      </div>
    </Dialog>
  )
}
