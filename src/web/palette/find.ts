/** What the palette offers for what is typed: the best first, in groups. */
import { Circle, CircleCheck, Search } from 'lucide'
import type { Todo } from '../../client/client.ts'
import { focusTodo } from '../state/focus.ts'
import { folded } from '../state/folded.ts'
import { go, openTodo } from '../state/route.ts'
import { initialsOf, namesOf } from '../state/search.ts'
import { allTodos, defaultList, filters, listOf, lists } from '../state/todos.ts'
import { allWords, viewWords } from '../words/later-words.ts'
import { otherWords } from '../words/other-words.ts'
import { words } from '../words/words.ts'
import { actions } from './commands.ts'
import type { Command } from './command.ts'
import { goToFilter } from './filter-commands.ts'
import { goToLabels } from './label-commands.ts'
import { goToList } from './list-commands.ts'
import { recent } from './recent.ts'
import { scoreIn, scoreOf, scoreOfInitials } from './score.ts'

export interface Group {
  name: string
  commands: Command[]
}

const shownMax = { actions: 12, lists: 8, todos: 12 }

export function find(typed: string): Group[] {
  const query = folded(typed.trim())
  if (query === '') return withoutQuery()
  const queryWords = query.split(/\s+/)
  const groups = [
    { name: viewWords.value.paletteGroups.actions, found: best(named(), queryWords, shownMax.actions) },
    { name: viewWords.value.paletteGroups.lists, found: best(targets(), queryWords, shownMax.lists) },
    { name: viewWords.value.paletteGroups.todos, found: bestTodos(queryWords) },
  ]
  const top = ({ found }: { found: Scored[] }) => found[0]?.score ?? 0
  return [
    ...groups
      .filter(({ found }) => found.length > 0)
      .toSorted((a, b) => top(b) - top(a))
      .map(({ name, found }) => ({ name, commands: found.map(({ command }) => command) })),
    { name: words.value.search, commands: [searchFor(typed.trim())] },
  ]
}

/** What was used last, then everything. */
function withoutQuery(): Group[] {
  const all = [...actions(allWords.value), ...targets()]
  const used = recent.value
    .map((id) => all.find((command) => command.id === id))
    .filter((each) => each !== undefined)
  const rest = (commands: Command[]) => commands.filter((command) => !used.includes(command))
  const groups = [
    { name: viewWords.value.recentlyUsed, commands: used },
    // Todos are moved to one list of many: that is for typing.
    {
      name: viewWords.value.paletteGroups.actions,
      commands: rest(all.filter(({ id }) => !/^(move-to|colour|label|go-to)-/.test(id))),
    },
    {
      name: viewWords.value.paletteGroups.lists,
      commands: rest(all.filter(({ id }) => id.startsWith('go-to-'))),
    },
  ]
  return groups.filter(({ commands }) => commands.length > 0)
}

/** What can be done, with the names in other languages. */
function named(): Command[] {
  const others = otherWords.value.map((word) => new Map(actions(word).map(({ id, name }) => [id, name])))
  return actions(allWords.value).map((command) => ({
    ...command,
    also: others.flatMap((names) => names.get(command.id) ?? []),
  }))
}

/** Lists, filters that were saved, and labels. */
const targets = (): Command[] => [
  ...lists.value.map(goToList),
  ...filters.value.map(goToFilter),
  ...goToLabels(),
]

/** This is what a name in another language is worth, beside one that is shown. */
const otherShare = 0.9

interface Scored {
  score: number
  command: Command
}

function best(commands: readonly Command[], query: readonly string[], max: number): Scored[] {
  return commands
    .map((command) => {
      const name = folded(command.name)
      // Also with a part of what it is about, such as "finish milk"; that part alone is no action.
      const isNamed = command.about !== undefined && query.some((word) => name.includes(word))
      const whole = isNamed ? scoreOf(`${name} ${folded(command.about ?? '')}`, query) : 0
      const own = scoreOf(name, query) || whole || scoreOfInitials(name, query)
      const others = command.also?.map((other) => scoreOf(folded(other), query)) ?? []
      return { command, score: own || Math.max(0, ...others) * otherShare }
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, max)
}

function bestTodos(query: readonly string[]): Scored[] {
  let top: { score: number; todo: Todo }[] = []
  for (const todo of allTodos.value) {
    const name = namesOf(todo)
    const fit = scoreOf(name, query) || scoreIn(initialsOf(todo), name, query)
    // Finished ones are looked for less often.
    const score = todo.finished ? fit / 2 : fit
    if (score <= (top[shownMax.todos - 1]?.score ?? 0)) continue
    top = [...top, { score, todo }].toSorted((a, b) => b.score - a.score).slice(0, shownMax.todos)
  }
  return top.map(({ score, todo }) => ({ score, command: goToTodo(todo) }))
}

function goToTodo({ id, name, list, finished }: Todo): Command {
  return {
    id: `todo-${id}`,
    name,
    about: listOf(list)?.name,
    icon: finished ? CircleCheck : Circle,
    run: () => show(id, list),
  }
}

function show(id: string, list: string): void {
  go({ place: { view: 'list', list: list === defaultList() ? undefined : list } })
  focusTodo(id)
  openTodo(id)
}

function searchFor(query: string): Command {
  return {
    id: 'search-for',
    name: viewWords.value.searchFor(query),
    icon: Search,
    run: () => go({ place: { view: 'search', query } }),
  }
}
