/** Puts todos in the order and into the groups of a view. Pure, so that it is quick to try and to test. */
import type { Todo, TodoPatch } from '../../client/client.ts'
import type { View } from '../../model/view.ts'
import { priorities } from '../../model/priorities.ts'
import { dateText, dayHeading, isOverdue } from '../words/due.ts'
import { addFinished, childrenOf, isDone, walk, type Item, type ListOptions } from './items.ts'
import { pinyinInitials } from './pinyin.ts'

/** Headings have these words, and go by this language. */
export interface Wording {
  overdue: string
  none: Record<'due' | 'start' | 'label', string>
  priorities: Readonly<Record<Todo['priority'], string>>
  language: string
}

export interface Arrangement extends ListOptions {
  view: View
  now: Date
  words: Wording
  /** Whether the todos are of many lists, and stand without those above and below them. */
  isFlat: boolean
}

type By = View['sortBy']
type Value = string | number | undefined

/** Todos are compared by this; what has none comes last. */
function valueOf(todo: Todo, by: By, compare: Intl.Collator['compare']): Value {
  switch (by) {
    case 'due':
      return todo.due ?? undefined
    case 'start':
      return todo.start ?? undefined
    case 'priority':
      return priorities.length - priorities.indexOf(todo.priority)
    case 'label':
      return firstLabel(todo, compare)
    case 'name':
      return todo.name
    case 'created':
      return todo.createdAt
    default:
      return undefined
  }
}

const firstLabel = ({ labels }: Todo, compare: Intl.Collator['compare']): string | undefined =>
  labels.length > 1 ? labels.toSorted(compare)[0] : labels[0]

const collators = new Map<string, Intl.Collator>()

/** Making a collator takes as long as sorting hundreds of names. */
function collatorFor(language: string): Intl.Collator {
  let collator = collators.get(language)
  if (!collator) collators.set(language, (collator = new Intl.Collator(language, { numeric: true })))
  return collator
}

/** Todos of the same value stay as they were. */
export function sorted(todos: readonly Todo[], view: View, language: string): readonly Todo[] {
  const { sortBy, descending } = view
  if (sortBy === 'position') return descending ? todos.toReversed() : todos
  const { compare } = collatorFor(language)
  const isText = sortBy === 'name' || sortBy === 'label'
  const sign = descending ? -1 : 1
  return todos
    .map((todo) => [valueOf(todo, sortBy, compare), todo] as const)
    .toSorted(([a], [b]) => {
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
      return sign * (isText ? compare(a as string, b as string) : a < b ? -1 : Number(a > b))
    })
    .map(([, todo]) => todo)
}

interface Group {
  key: string
  text: string
  /** Groups stand in the order of these; undefined comes last. */
  rank: Value
  tone?: 'overdue'
  drop?: (todo: Todo) => TodoPatch
  todos: Todo[]
}

type Head = Omit<Group, 'todos' | 'key'>

/** A todo keeps its time when it goes to another day. */
export const onDay =
  (day: string) =>
  ({ due }: Pick<Todo, 'due'>): TodoPatch => ({ due: day + (due?.slice(10) ?? '') })

function headOf(todo: Todo, { view, now, words }: Arrangement): Head {
  const { compare } = collatorFor(words.language)
  switch (view.groupBy) {
    case 'due': {
      const day = todo.due?.slice(0, 10)
      if (day === undefined) return { text: words.none.due, rank: undefined, drop: () => ({ due: null }) }
      if (!todo.finished && isOverdue(day, now)) return { text: words.overdue, rank: '', tone: 'overdue' }
      return { text: dayHeading(day, now), rank: day, drop: onDay(day) }
    }
    case 'start': {
      const day = todo.start?.slice(0, 10)
      if (day === undefined) return { text: words.none.start, rank: undefined, drop: () => ({ start: null }) }
      return {
        text: dayHeading(day, now),
        rank: day,
        drop: ({ start }) => ({ start: day + (start?.slice(10) ?? '') }),
      }
    }
    case 'priority': {
      const { priority } = todo
      const rank = priorities.length - priorities.indexOf(priority)
      return { text: words.priorities[priority], rank, drop: () => ({ priority }) }
    }
    case 'label': {
      const label = firstLabel(todo, compare)
      if (label === undefined)
        return { text: words.none.label, rank: undefined, drop: () => ({ labels: [] }) }
      const drop = (each: Todo) => {
        const others = each.labels.filter((one) => one !== label && one !== firstLabel(each, compare))
        return { labels: [label, ...others] }
      }
      return { text: label, rank: label, drop }
    }
    case 'created': {
      const day = dateText(new Date(todo.createdAt))
      return { text: dayHeading(day, now), rank: day }
    }
    default: {
      const letter = (pinyinInitials(todo.name) || todo.name).charAt(0).toUpperCase()
      const text = /\p{L}/u.test(letter) ? letter : '#'
      return { text, rank: text }
    }
  }
}

function grouped(todos: readonly Todo[], arrangement: Arrangement): Group[] {
  const { view, words } = arrangement
  const groups = new Map<string, Group>()
  for (const todo of todos) {
    const head = headOf(todo, arrangement)
    const key = `${view.groupBy} ${head.rank ?? ''}${head.tone ?? ''}`
    const group = groups.get(key)
    if (group) group.todos.push(todo)
    else groups.set(key, { ...head, key, todos: [todo] })
  }
  const { compare } = collatorFor(words.language)
  const sign = view.descending && view.sortBy === view.groupBy ? -1 : 1
  const isText = view.groupBy === 'label' || view.groupBy === 'name'
  return [...groups.values()].toSorted(({ rank: a }, { rank: b }) => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
    return sign * (isText ? compare(String(a), String(b)) : a < b ? -1 : Number(a > b))
  })
}

/** Puts a list's todos in the order and the groups of its view, what is below one along with it; finished ones last. */
export function arrangedItems(todos: readonly Todo[], arrangement: Arrangement): Item[] {
  const { view, words, isFlat, filter, lingering, folded, isFinishedShown } = arrangement
  const inOrder = sorted(todos, view, words.language)
  const children = isFlat ? new Map([[null, [...inOrder]]]) : childrenOf(inOrder)
  const shows = (todo: Todo) => filter === 'all' || todo.finished === (filter === 'finished')
  const isPut = (todo: Todo) => filter === 'all' && isDone(todo, children, lingering)
  const tops = children.get(null) ?? []
  const items: Item[] = []
  const put = (todo: Todo) => walk(todo, 0, { children, shows, folded, items })
  const open = tops.filter((todo) => (isFlat ? isFinishedShown || !todo.finished : !isPut(todo)))
  if (view.groupBy === 'none') open.forEach(put)
  else
    for (const { key, text, tone, drop, todos: ofGroup } of grouped(open, arrangement)) {
      const isOpen = !folded.has(key)
      // Of what is filtered out no heading stays.
      const at = items.length
      items.push({ kind: 'heading', key, text, isOpen, ...(tone && { tone }), ...(drop && { drop }) })
      ofGroup.forEach(put)
      if (items.length === at + 1) items.pop()
      else if (!isOpen) items.splice(at + 1)
    }
  if (!isFlat) addFinished(items, tops.filter(isPut), arrangement, put)
  return items
}
