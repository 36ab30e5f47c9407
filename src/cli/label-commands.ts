/** `aiotodo labels` tells which labels there are, and changes them on all todos at once. */
import { jsonOf, newId, type Client } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { withClient, type ServerArguments } from './connect.ts'
import { printRows, remark, sayEither, type Column } from './output.ts'
import type { WriteArguments } from './writes.ts'

type Reading = ServerArguments & WriteArguments
type Writing = Reading & { shared?: boolean }

interface Label {
  name: string
  colour: string
  todos: number
  unfinished: number
}

interface LabelChange {
  name: string | null
  todos: number
  merged: boolean
  left: { name: string; todos: number; why: 'shared' | 'role' }[]
  rest: number
}

const columns: Column<Label>[] = [
  { head: 'label', text: ({ name }) => `#${name}`, isLong: true, style: () => 'bold' },
  { head: 'open', text: ({ unfinished }) => String(unfinished), isRight: true },
  { head: 'all', text: ({ todos }) => String(todos), isRight: true },
  { head: 'colour', text: ({ colour }) => (colour === 'none' ? '' : colour) },
]

/** It prints the labels. */
export const listLabels = (args: Reading): Promise<void> =>
  withClient(args, async (client) => {
    const rows: Label[] = []
    let cursor: string | null | undefined
    do {
      const query = cursor ? { cursor } : {}
      const page: { items: Label[]; next: string | null } = await ask(client, 'GET', '', { query })
      rows.push(...page.items)
      cursor = page.next
    } while (cursor)
    printRows(rows, columns, args)
  })

export const renameLabel = (from: string, to: string, args: Writing): Promise<void> =>
  change(args, 'PATCH', named(from), { name: named(to) })

export const colourLabel = (label: string, colour: string, args: Writing): Promise<void> =>
  change(args, 'PATCH', named(label), { colour })

export const removeLabel = (label: string, args: Writing): Promise<void> =>
  change(args, 'DELETE', named(label))

/**
 * Takes the label with its sign or without, as `ls` and quick add have it.
 * @throws AppError `bad_argument`
 */
function named(text: string): string {
  const label = text.replace(/^[#＃](?=.)/u, '')
  if (!/^\.{0,2}$/.test(label)) return label
  throw new AppError('bad_argument', {
    detail:
      label === ''
        ? 'The label is empty; expected its name.'
        : `"${label}" can't stand in an address: change the labels of its todos by "aiotodo edit".`,
  })
}

/** It is long, as one request changes thousands of todos. */
const timeoutMs = 60_000

/** Changes it in as many requests as it takes; all of them are one gesture. */
const change = (args: Writing, method: string, label: string, body?: object): Promise<void> =>
  withClient(args, async (client) => {
    const query = {
      gesture: newId(),
      ...(args.shared && { shared: 'true' }),
      ...(args.dryRun && { dry_run: 'true' }),
    }
    const path = `/${encodeURIComponent(label)}`
    let whole: LabelChange | undefined
    do {
      const part: LabelChange = await ask(client, method, path, { query, timeoutMs, ...(body && { body }) })
      whole = { ...part, todos: part.todos + (whole?.todos ?? 0), merged: whole?.merged ?? part.merged }
    } while (whole.rest > 0)
    tell(args, label, whole)
  })

function tell(args: Writing, label: string, done: LabelChange): void {
  sayEither(args, done, sentenceOf(args, label, done))
  for (const { name, todos, why } of done.left)
    remark(
      `${todosOf(todos)} in "${name}" ${todos === 1 ? 'keeps' : 'keep'} it: ${
        why === 'role' ? 'you may only read that list.' : 'others have that list as well; add --shared.'
      }`,
    )
}

function sentenceOf({ dryRun }: Writing, label: string, { name, todos, merged }: LabelChange): string {
  const would = dryRun ? 'would be ' : ''
  if (name === null) return `#${label} ${would || 'was '}taken away from ${todosOf(todos)}.`
  if (name === label) return `#${label} ${would || 'was '}changed.`
  const how = merged ? `merged into #${name}, which is there already,` : `renamed to #${name}`
  return `#${label} ${would || 'was '}${how} on ${todosOf(todos)}.`
}

const todosOf = (count: number): string => `${count} ${count === 1 ? 'todo' : 'todos'}`

const ask = async <T>(client: Client, method: string, path: string, options: object): Promise<T> =>
  jsonOf<T>(await client.request(method, `api/v1/labels${path}`, options))
