/** What is due: today with what is overdue, or in the days to come, by day; of all lists. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { addingList } from '../state/account-settings.ts'
import { lingering } from '../state/actions.ts'
import { dueTodos, today } from '../state/agenda.ts'
import { now } from '../state/clock.ts'
import { dateText, dayHeading } from '../words/due.ts'
import { onDay } from '../state/arrange.ts'
import { groupedItems, type Item } from '../state/items.ts'
import { hrefOf } from '../state/route.ts'
import { overdueTodos } from '../state/small-deeds.ts'
import { todoOf } from '../state/todos.ts'
import { AddField } from '../todos/add-field.tsx'
import { BulkBar } from '../todos/bulk-bar.tsx'
import { openRescheduleMenu } from '../todos/deed-menus.ts'
import { TodoList } from '../todos/todo-list.tsx'
import { labelWords, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

type Due = Todo & { due: string }

export function AgendaView({ view }: { view: 'today' | 'upcoming' }): JSX.Element {
  const word = words.value
  const [due, date, stay] = [dueTodos.value, today.value, lingering.value]
  const items = useMemo(
    () =>
      view === 'today'
        ? todayItems(withLingering(due, stay), date)
        : comingItems(withLingering(due, stay), date),
    [due, date, stay, view, word],
  )
  const list = addingList()
  return (
    <>
      <header class="title">
        <h1>{word[view]}</h1>
        {view === 'today' && overdueTodos().length > 0 && (
          <button
            type="button"
            class="link-button aside"
            title={labelWords.value.reschedule}
            onClick={(event) => openRescheduleMenu(event.currentTarget)}
          >
            {labelWords.value.rescheduleShort}
          </button>
        )}
      </header>
      {list !== undefined && (
        <AddField
          list={list}
          place={view}
          with={{ due: view === 'today' ? date : dateText(dayAfter(date, 1)) }}
        />
      )}
      <TodoList
        items={items}
        label={word[view]}
        empty={
          <div class="nothing">
            <p>{view === 'today' ? viewWords.value.emptyToday : viewWords.value.emptyUpcoming}</p>
            <a class="button" href={hrefOf({ place: { view: 'list', list: undefined } })}>
              {viewWords.value.goToTodos}
            </a>
          </div>
        }
      />
      <BulkBar />
    </>
  )
}

/** What was finished this moment stays for a while, so that a slip is undone by a second click. */
function withLingering(due: readonly Due[], lingering: ReadonlySet<string>): readonly Due[] {
  const finished = [...lingering]
    .map(todoOf)
    .filter((todo): todo is Due => todo?.due != null && todo.finished)
  if (finished.length === 0) return due
  return [...due, ...finished].toSorted((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)))
}

const dateOf = (todo: Due): string => todo.due.slice(0, 10)

function todayItems(todos: readonly Due[], date: string): Item[] {
  return groupedItems([
    { text: words.value.overdue, tone: 'overdue', todos: todos.filter((todo) => dateOf(todo) < date) },
    {
      text: dayHeading(date, now.peek()),
      todos: todos.filter((todo) => dateOf(todo) === date),
      ...(todos.some((todo) => dateOf(todo) === date) && { drop: onDay(date) }),
    },
  ])
}

/** The coming days stand there without todos as well, so that one can be dropped on them. */
const emptyDays = 7

const dayAfter = (date: string, days: number): Date => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, day + days)
}

function comingItems(todos: readonly Due[], date: string): Item[] {
  const days = Map.groupBy(
    todos.filter((todo) => dateOf(todo) > date),
    dateOf,
  )
  const next = Array.from({ length: emptyDays }, (_, index) => dateText(dayAfter(date, index + 1)))
  return groupedItems(
    [...new Set([...next, ...days.keys()])].toSorted().map((day) => ({
      text: dayHeading(day, now.peek()),
      todos: days.get(day) ?? [],
      drop: onDay(day),
    })),
  )
}
