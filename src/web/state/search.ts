/**
 * Looking through all todos by the language of filters (docs/filters.md), as one types: each todo's text is folded
 * once.
 */
import type { Todo } from '../../client/client.ts'
import { createFilter, parseFilter, type Filter } from '../../client/filter.ts'
import { AppError } from '../../model/errors.ts'
import { searchable, withinWords, wordMark } from '../../model/filter/words.ts'
import { folded } from './folded.ts'
import { pinyinInitials } from './pinyin.ts'

/** Where a text can't be read, and what was expected there. */
export interface Mistake {
  /** In UTF-16 code units. */
  at: number
  /** It says what was expected there, with `params` (model/filter/sentences.ts). */
  code?: string | undefined
  params?: object | undefined
}

export interface Here {
  now: Date
  zone: string
  lists: readonly { id: string; name: string }[]
}

export type Found =
  /** @param within - how many of them, the last ones, have one of the words only within words */
  { todos: readonly Todo[]; isSearch: boolean; within: number } | { mistake: Mistake }

/**
 * @param text - not empty. Plain words find names, labels and notes, the best first; other filters what is due first.
 */
export function findTodos(todos: readonly Todo[], text: string, { now, ...here }: Here): Found {
  try {
    const words = wordsOf(parseFilter(text))
    if (words) return { ...searchTodos(todos, words.map(searchable)), isSearch: true }
    let parents: Set<string | null> | undefined
    const hasSubtodos = (id: string): boolean =>
      (parents ??= new Set(todos.map(({ parent }) => parent))).has(id)
    const isWanted = createFilter(text, { ...here, now: now.toISOString(), hasSubtodos })
    return { todos: byDue(todos.filter(isWanted)), isSearch: false, within: 0 }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const [{ offset = 0, code, params } = {}] = error.details.errors ?? []
    return { mistake: { at: offset, code, params } }
  }
}

/** Of a search for words; undefined: the filter says more than that. */
function wordsOf(filter: Filter): string[] | undefined {
  const parts = filter.type === 'and' ? filter.of : [filter]
  const words = parts.flatMap((part) => (part.type === 'compare' && part.field === 'text' ? part.values : []))
  return words.length === parts.length ? words : undefined
}

function byDue(todos: readonly Todo[]): Todo[] {
  // Behind all dates.
  const dateOf = ({ due }: Todo): string => due ?? '~'
  return todos.toSorted((a, b) => {
    if (a.finished !== b.finished) return a.finished ? 1 : -1
    return dateOf(a) < dateOf(b) ? -1 : Number(dateOf(a) > dateOf(b))
  })
}

interface Text {
  name: string
  labels?: string
  notes?: string
}

/** Rows are never changed in place: a todo that changed is another one. */
const texts = new WeakMap<Todo, Text>()

function textOf(todo: Todo): Text {
  let text = texts.get(todo)
  if (!text) texts.set(todo, (text = { name: searchable(todo.name) }))
  return text
}

const foldedAtOnce = 500

/**
 * Folds the names ahead, some at a time: else the first key waits for all of them. Until the function it returns is
 * called.
 */
export function foldAhead(todos: readonly Todo[]): () => void {
  let at = 0
  const step = () => {
    for (const todo of todos.slice(at, at + foldedAtOnce)) textOf(todo)
    at += foldedAtOnce
    if (at < todos.length) timer = setTimeout(step)
  }
  let timer = setTimeout(step)
  return () => clearTimeout(timer)
}

const names = new WeakMap<Todo, string>()

/** As the palette compares it. */
export function namesOf(todo: Todo): string {
  let name = names.get(todo)
  if (name === undefined) names.set(todo, (name = folded(todo.name)))
  return name
}

const initials = new WeakMap<Todo, string>()

/** People may type a Chinese name by these letters; other names have none. */
export function initialsOf(todo: Todo): string {
  let text = initials.get(todo)
  if (text === undefined) initials.set(todo, (text = pinyinInitials(todo.name)))
  return text
}

/**
 * It finds the todos that contain every word, and orders them by the place: the beginning of the name, the name,
 * labels, notes. Then come todos whose Chinese name has the one word as its initials, and at last those that have some
 * of the words only within words.
 */
function searchTodos(todos: readonly Todo[], words: readonly string[]): { todos: Todo[]; within: number } {
  const whole = words.join(' ')
  const parts = words.map((word) => withinWords(word) ?? word)
  const hasParts = parts.some((part, at) => part !== words[at])
  const tiers: Todo[][] = [[], [], [], [], [], []]
  const letters = whole.slice(wordMark.length)
  const typed = words.length === 1 && /^[a-z]{2,}$/.test(letters) ? letters : undefined
  for (const todo of todos) {
    const tier =
      tierOf(todo, whole, words) ??
      (typed && initialsOf(todo).includes(typed)
        ? initialsTier
        : hasParts && tierOf(todo, whole, parts) !== undefined
          ? partsTier
          : undefined)
    if (tier !== undefined) tiers[tier]?.push(todo)
  }
  const found = tiers.flatMap((tier) => [
    ...tier.filter((todo) => !todo.finished),
    ...tier.filter((todo) => todo.finished),
  ])
  return { todos: found, within: tiers[partsTier]?.length ?? 0 }
}

const [initialsTier, partsTier] = [4, 5]

function tierOf(todo: Todo, whole: string, words: readonly string[]): number | undefined {
  const text = textOf(todo)
  if (text.name.startsWith(whole)) return 0
  let tier = 1
  for (const word of words) {
    if (text.name.includes(word)) continue
    // Each label is a text of its own, and searchable texts have no line breaks.
    if ((text.labels ??= todo.labels.map(searchable).join('\n')).includes(word)) tier = Math.max(tier, 2)
    else if ((text.notes ??= searchable(todo.notes)).includes(word)) tier = 3
    else return undefined
  }
  return tier
}
