/** What a text finds, live; while it can't be read, what it found before stays. */
import { useMemo, useRef } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { lingering } from '../state/actions.ts'
import { now } from '../state/clock.ts'
import { localZone } from '../words/due.ts'
import type { Item } from '../state/items.ts'
import { findTodos, type Mistake } from '../state/search.ts'
import { allTodos, listNames } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import type { Typed } from './typed.ts'

export interface Shown {
  items: readonly Item[]
  mistake: Mistake | undefined
  /** Whether it is words alone that are looked for. */
  isSearch: boolean
}

const nothing: Shown = { items: [], mistake: undefined, isSearch: true }

export function useFound(typed: Readonly<Typed>): Shown {
  const before = useRef(nothing)
  const text = typed.value.trim()
  const [todos, stay, moment, all] = [allTodos.value, lingering.value, now.value, listNames()]
  return useMemo(() => {
    if (text === '') return (before.current = nothing)
    const here = { now: moment, zone: localZone(), lists: all }
    const found = findTodos(
      stay.size === 0 ? todos : todos.map((todo) => asBefore(todo, stay)),
      typed.value,
      here,
    )
    if ('mistake' in found) return { ...before.current, mistake: found.mistake }
    const present = stay.size === 0 ? found.todos : found.todos.map((todo) => asNow(todo))
    const items = present.map(itemOf)
    if (found.within > 0) items.splice(-found.within, 0, withinHeading())
    return (before.current = { items, mistake: undefined, isSearch: found.isSearch })
  }, [todos, text, stay, moment, all])
}

const itemOf = (todo: Todo): Item => ({
  kind: 'todo',
  key: todo.id,
  todo,
  depth: 0,
  below: { all: 0, finished: 0 },
})

const withinHeading = (): Item => ({ kind: 'heading', key: 'within', text: viewWords.value.withinWords })

const originals = new WeakMap<Todo, Todo>()

/** What was finished this moment is found for a while as if it were not, so that a slip is undone by a second click. */
function asBefore(todo: Todo, lingering: ReadonlySet<string>): Todo {
  if (!lingering.has(todo.id) || !todo.finished) return todo
  const active = { ...todo, finished: false, finishedAt: null }
  originals.set(active, todo)
  return active
}

const asNow = (todo: Todo): Todo => originals.get(todo) ?? todo
