/** What was deleted, the newest first, each with a way back. */
import { Circle } from 'lucide'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { List, Todo } from '../../client/client.ts'
import { handOver } from '../parts/hand-over.ts'
import { Icon } from '../parts/icon.tsx'
import { restore } from '../state/actions.ts'
import { momentText } from '../words/due.ts'
import { fetchingText, isFetching } from '../state/fetching.ts'
import { perform } from '../state/history.ts'
import { restoreList } from '../state/list-actions.ts'
import { hrefOf } from '../state/route.ts'
import { byDeletion, listOf, replica, trash, watchTrash } from '../state/todos.ts'
import { RefusedLine } from '../sync/refused-line.tsx'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** So many at a time: the trash of years stays quick. */
const pageRows = 200

type Binned = { kind: 'list'; row: List } | { kind: 'todo'; row: Todo }

const binned = (): Binned[] => {
  const { lists, todos } = trash.value
  const all = [
    ...lists.map((row): Binned => ({ kind: 'list', row })),
    ...todos.map((row): Binned => ({ kind: 'todo', row })),
  ]
  return all.toSorted((a, b) => byDeletion(a.row, b.row))
}

export function TrashView(): JSX.Element {
  useEffect(watchTrash, [])
  const shown = useSignal(pageRows)
  const all = useComputed(binned).value
  const rows = useRef<HTMLUListElement>(null)
  /** The first of the rows that were asked for: reading goes on there. */
  const first = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (first.current === undefined) return
    rows.current?.children[first.current]?.querySelector('button')?.focus()
    first.current = undefined
  }, [shown.value])
  const word = words.value
  const more = all.length - shown.value
  return (
    <>
      <header class="title">
        <h1>{word.trash}</h1>
      </header>
      <div class="scroll">
        {isFetching() && <p class={`is-late ${all.length > 0 ? 'fetching' : 'nothing'}`}>{fetchingText()}</p>}
        {all.length === 0 && isFetching() ? null : all.length === 0 ? (
          <div class="empty">
            <p>{viewWords.value.emptyTrash}</p>
            <a class="button" href={hrefOf({ place: { view: 'list', list: undefined } })}>
              {viewWords.value.goToTodos}
            </a>
          </div>
        ) : (
          <>
            <p class="trash-note">{viewWords.value.trashNote(replica().account?.trashDays)}</p>
            <ul class="trash" ref={rows} onKeyDown={walk}>
              {all.slice(0, shown.value).map((item) => (
                <TrashRow key={item.row.id} {...item} />
              ))}
            </ul>
            {more > 0 && (
              <button
                type="button"
                class="button"
                onClick={() => {
                  first.current = shown.value
                  shown.value += pageRows
                }}
              >
                {viewWords.value.showMore(Math.min(more, pageRows))}
              </button>
            )}
          </>
        )}
      </div>
    </>
  )
}

function TrashRow({ kind, row }: Binned): JSX.Element {
  const { restore: verb, restoreWithList, restoreNamed, deletedOn } = viewWords.value
  const ownList = kind === 'todo' ? trash.value.lists.find((list) => list.id === row.list) : undefined
  const run = () => {
    if (kind === 'list') restoreList(row)
    else if (ownList) restoreWith(ownList, row)
    else restore(row)
  }
  const text = ownList ? restoreWithList : verb
  return (
    <li class="binned">
      {kind === 'list' ? (
        <span class="dot" data-colour={row.colour} title={viewWords.value.list} />
      ) : (
        <Icon of={Circle} />
      )}
      <div class="grows">
        <p class="binned-name">{row.name}</p>
        <p class="binned-meta">
          {kind === 'list' ? viewWords.value.list : placeText(row, ownList)} ·{' '}
          {deletedOn(momentText(row.deletedAt ?? ''))}
        </p>
        <RefusedLine id={row.id} />
      </div>
      <button
        type="button"
        class="link-button"
        aria-label={restoreNamed(text, row.name)}
        onClick={(event) => leave(event.currentTarget, run)}
      >
        {text}
      </button>
    </li>
  )
}

/** The list it was in, and how much comes back with it. */
function placeText(todo: Todo, ownList: List | undefined): string {
  const { wasIn, wasInTrashed, withSubtodos } = viewWords.value
  const place = ownList ? wasInTrashed(ownList.name) : wasIn(listOf(todo.list)?.name ?? '')
  const below = replica()
    .todos({ list: todo.list, parent: todo.id, deleted: true })
    .filter(({ deletedAt }) => deletedAt === todo.deletedAt).length
  return below > 0 ? `${place} · ${withSubtodos(below)}` : place
}

function restoreWith(list: List, todo: Todo): void {
  perform(words.value.restored(todo.name), [
    { type: 'restoreList', list: list.id },
    { type: 'restoreTodo', todo: todo.id },
  ])
}

/** To the row that comes in its place. */
function leave(button: HTMLElement, run: () => void): void {
  const row = button.closest('li')
  const next = row?.nextElementSibling ?? row?.previousElementSibling
  handOver(button, next?.querySelector<HTMLElement>(':scope > .link-button'), run)
}

/** Arrows, Home and End go through the rows. */
function walk(event: KeyboardEvent): void {
  const buttons = [
    ...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.binned > .link-button'),
  ]
  const at = buttons.indexOf(event.target as HTMLElement)
  if (at === -1) return
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (target === undefined) return
  event.preventDefault()
  buttons[Math.max(0, Math.min(target, buttons.length - 1))]?.focus()
}
