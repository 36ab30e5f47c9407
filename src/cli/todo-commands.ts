/** `aiotodo add`, `ls`, `search`, `show`, `done`, `undone`, `rm` and `restore`. */
import type { Client, CommandInput, Todo, TodoPatch } from '../client/client.ts'
import { momentOf } from './history-commands.ts'
import { AppError } from '../model/errors.ts'
import { linesOf } from '../model/plain-text.ts'
import { findList, withClient, type ServerArguments } from './connect.ts'
import { fieldsFor, fieldsOf, type FieldArguments } from './fields.ts'
import { readQuickly, zoneHere, type Quick } from './quick.ts'
import { printRows, remark, say, sayJson, type OutputArguments } from './output.ts'
import { findTodos } from './refs.ts'
import { printTodos } from './todo-rows.ts'
import { carryOut, type WriteArguments } from './writes.ts'

type Reading = ServerArguments & OutputArguments
type Writing = ServerArguments & WriteArguments

/**
 * Each line becomes a todo, which quick add reads unless `--plain` is given; without words, or with "-", each line of
 * standard input.
 */
export const add = (words: string[], args: Writing & FieldArguments & { plain?: boolean }): Promise<void> =>
  withClient(args, async (client) => {
    const texts = await linesToAdd(words)
    const list = args.list === undefined ? undefined : (await findList(client, args.list)).id
    const given = await fieldsOf(client, args, list)
    const commands: CommandInput[] = []
    const names = new Map<string, string>()
    for (const text of texts) {
      const { todo, listName } = args.plain ? plainly(text) : await readQuickly(client, text)
      if (listName !== undefined && todo.list !== undefined) names.set(todo.list, listName)
      const fields = fieldsFor(given, todo.due)
      commands.push({ type: 'createTodo', todo: { ...(list !== undefined && { list }), ...todo, ...fields } })
    }
    const made = todosOf(await carryOut(client, commands, args))
    printTodos(args.json ? made : made.map((todo) => ({ ...todo, listName: names.get(todo.list) })), args)
  })

/** @throws AppError `bad_argument` where there is no text */
async function linesToAdd(words: readonly string[]): Promise<string[]> {
  const isPiped = words.length === 0 ? !process.stdin.isTTY : words.join() === '-'
  const text = isPiped ? await Bun.stdin.text() : words.join(' ')
  const lines = text.split(/[\r\n\u2028\u2029]+/).filter((line) => line.trim() !== '')
  if (lines.length > 0) return lines
  throw new AppError('bad_argument', {
    detail: 'There is no text; expected one such as "Buy milk tomorrow", or lines on standard input.',
  })
}

const plainly = (name: string): Quick => ({ todo: { name } })

/** `aiotodo ls [FILTER]`: prints the todos of a list, or of all that a filter names. */
export const ls = (
  filter: string[],
  args: Reading & { all?: boolean; everywhere?: boolean; trash?: boolean; sort?: string; saved?: string },
): Promise<void> =>
  withClient(args, async (client) => {
    const everywhere = args.everywhere ?? args.saved !== undefined
    const wished = [args.saved === undefined ? '' : await savedFilter(client, args.saved), filter.join(' ')]
    const terms = wished.filter(Boolean).map((each) => (wished.every(Boolean) ? `(${each})` : each))
    const list = everywhere ? undefined : await findList(client, args.list)
    const query = {
      ...(list && { list: list.id }),
      ...(!args.all && !args.trash && { finished: false }),
      ...(args.trash && { deleted: true }),
      ...(terms.length > 0 && { filter: terms.join(' and '), zone: zoneHere() }),
      ...(args.sort && { sort: args.sort as 'position' }),
    }
    const count = await printAll(client, client.todos.all(query), everywhere, args)
    if (count > 0 || list === undefined || args.list !== undefined) return
    const meant = await listCalled(client, filter.join(' '))
    if (meant !== undefined)
      remark(`Nothing is found. "${meant}" is a list: aiotodo ls --list ${quoted(meant)}`)
  })

/** A filter that is no filter may be meant as the name of a list. */
async function listCalled(client: Client, words: string): Promise<string | undefined> {
  if (words === '') return undefined
  const found = await findList(client, words).catch(() => undefined)
  return found?.name
}

const quoted = (name: string): string =>
  /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`

/** @throws AppError `filter_not_found` */
async function savedFilter(client: Client, named: string): Promise<string> {
  for await (const { id, name, filter } of client.filters.all())
    if (id === named || name === named) return filter
  throw new AppError('filter_not_found', {
    detail: `"${named}" is no saved filter; expected its name or id.`,
  })
}

/** `aiotodo search TEXT`: prints the todos of all lists whose name or notes have these words. */
export const search = (words: string[], args: Reading & { all?: boolean }): Promise<void> =>
  withClient(args, async (client) => {
    const list = args.list === undefined ? undefined : (await findList(client, args.list)).id
    const query = { q: words.join(' '), ...(list && { list }), ...(!args.all && { finished: false }) }
    await printAll(client, client.todos.all(query), list === undefined, args)
  })

/** A table needs all of its rows at once; lines and JSON are printed page by page. @returns how many there are */
async function printAll(
  client: Client,
  todos: AsyncIterable<Todo>,
  withLists: boolean,
  args: OutputArguments,
): Promise<number> {
  const names = new Map<string, string>()
  let count = 0
  if (withLists && !args.json) for await (const { id, name } of client.lists.all()) names.set(id, name)
  const isTable = process.stdout.isTTY && !args.json
  let rows: (Todo & { listName?: string | undefined })[] = []
  for await (const todo of todos) {
    count++
    rows.push(withLists && !args.json ? { ...todo, listName: names.get(todo.list) } : todo)
    if (isTable || rows.length < 1_000) continue
    printTodos(rows, args)
    rows = []
  }
  printTodos(rows, args)
  return count
}

/** `aiotodo show TODO`: all there is to know of a todo. */
export const show = (ref: string, args: Reading): Promise<void> =>
  withClient(args, async (client) => {
    for (const todo of await findTodos(client, [ref], args.list)) {
      if (args.json) {
        sayJson(todo)
        continue
      }
      const { notes, labels, reminders, ...rest } = todo
      const said = { ...rest, labels: labels.join(', '), reminders: reminders.join(', ') }
      const lines = Object.entries(said).filter(([, value]) => value !== null && value !== '')
      printRows(
        lines,
        [
          { head: '', text: ([name]) => name, style: () => 'dim' },
          { head: '', text: ([, value]) => String(value) },
        ],
        {},
      )
      if (notes !== '') say('', ...linesOf(notes))
    }
  })

type TurnArguments = Writing & { at?: string; alone?: boolean }

/** `done`, `undone`, `rm` and `restore`: the same command for each of some todos, all or none. */
const forEach =
  (make: (todo: Todo, args: TurnArguments) => CommandInput, deleted = false) =>
  (refs: string[], args: TurnArguments): Promise<void> =>
    withClient(args, async (client) => {
      const todos = await findTodos(client, refs, args.list, deleted)
      const made = await carryOut(
        client,
        todos.map((todo) => make(todo, args)),
        args,
      )
      printTodos(todosOf(made), args)
      tellAlong(made.reduce((sum, { subtodos = 0 }) => sum + subtodos, 0))
    })

/** It is no row of the answer, which programs read from standard output. */
function tellAlong(count: number): void {
  if (count > 0) process.stderr.write(`${count === 1 ? 'one subtodo' : `${count} subtodos`} went along\n`)
}

/** A person who finishes a todo means what is below it as well, unless they say otherwise. */
const turn = ({ id }: Todo, changes: TodoPatch, { alone }: TurnArguments): CommandInput => ({
  type: 'updateTodo',
  todo: id,
  changes,
  ...(!alone && { withSubtodos: true }),
})

export const done = forEach((todo, args) =>
  turn(todo, { finished: true, ...(args.at !== undefined && { finishedAt: momentOf(args.at) }) }, args),
)
export const undone = forEach((todo, args) => turn(todo, { finished: false }, args))
export const rm = forEach(({ id }) => ({ type: 'deleteTodo', todo: id }))
export const restore = forEach(({ id }) => ({ type: 'restoreTodo', todo: id }), true)
export const skip = forEach(({ id }) => ({ type: 'skipTodo', todo: id }))

/** `aiotodo edit TODO`: changes the fields that are named; without any, opens name and notes in an editor. */
export const edit = (refs: string[], args: Writing & FieldArguments & { name?: string }): Promise<void> =>
  withClient(args, async (client) => {
    const todos = await findTodos(client, refs, args.list)
    const given = await fieldsOf(client, args, undefined)
    const { editText } = await import('./editor.ts')
    const commands: CommandInput[] = []
    for (const todo of todos) {
      const named = {
        ...(args.name !== undefined && { name: args.name }),
        ...fieldsFor(given, todo.due),
      }
      const changes = Object.keys(named).length > 0 ? named : await editText(todo)
      commands.push({ type: 'updateTodo', todo: todo.id, changes, ifVersion: todo.version })
    }
    printTodos(todosOf(await carryOut(client, commands, args)), args)
  })

/** `aiotodo mv TODO…`: to another list, below another todo, or before or behind one. */
export const mv = (
  refs: string[],
  args: Writing & { to?: string; below?: string; top?: boolean; before?: string; after?: string },
): Promise<void> =>
  withClient(args, async (client) => {
    const { to: wished, below: parent, top, before, after } = args
    if ((wished ?? parent ?? top ?? before ?? after) === undefined)
      throw new AppError('bad_argument', {
        detail:
          'It is not said where to; expected --to LIST, --below TODO, --top, --before TODO or --after TODO.',
      })
    const todos = await findTodos(client, refs, args.list)
    const { placesFor } = await import('./places.ts')
    const to = args.to === undefined ? undefined : (await findList(client, args.to)).id
    const [below] =
      args.below === undefined ? [] : await findTodos(client, [args.below], args.to ?? args.list)
    const places = await placesFor(client, todos, args)
    const commands = todos.map((todo, index): CommandInput => ({
      type: 'updateTodo',
      todo: todo.id,
      changes: {
        ...(to !== undefined && { list: to }),
        ...(below && { parent: below.id }),
        ...(args.top && { parent: null }),
        ...places[index],
      },
    }))
    printTodos(todosOf(await carryOut(client, commands, args)), args)
  })

const todosOf = (outcomes: readonly { todo?: Todo }[]): Todo[] =>
  outcomes.flatMap(({ todo }) => (todo ? [todo] : []))
