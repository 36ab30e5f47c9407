/** `aiotodo log` and `undo`. */
import { jsonOf, type Client } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { findList, withClient, type ServerArguments } from './connect.ts'
import { printRows, sayEither, type Column, type OutputArguments } from './output.ts'
import { findTodos } from './refs.ts'
import type { WriteArguments } from './writes.ts'

interface Entry {
  id: string
  time: string
  kind: string
  subject: { kind: string; id: string; name: string | null }
  account: { name: string }
  key: { kind: string; id: string | null; name: string | null } | null
  changes: { id: string; fields: Record<string, { from: unknown; to: unknown }> }[]
  undoes: string | null
  gesture: string | null
}

interface Undone {
  undoes: string
  outcome: 'undone' | 'unchanged' | 'refused'
  entry: string | null
  problem?: { title: string; detail?: string }
}

const columns: Column<Entry>[] = [
  { head: 'when', text: ({ time }) => time.slice(0, 19).replace('T', ' '), style: () => 'dim' },
  { head: 'what', text: ({ kind }) => kind, style: () => 'bold' },
  { head: 'name', text: ({ subject }) => subject.name ?? '' },
  { head: 'changes', text: changesOf, isLong: true },
  {
    head: 'who',
    text: ({ account, key }) => `${account.name}${key?.name ? ` (${key.name})` : ''}`,
    style: () => 'cyan',
  },
  { head: 'entry', text: ({ id }) => id, style: () => 'dim' },
]

/** What the kind of the entry says already, or nobody reads. */
const untold = new Set(['position', 'finishedAt', 'deletedAt', 'next', 'series', 'anchor'])

function changesOf({ changes: [subject], subject: { id } }: Entry): string {
  if (!subject || subject.id !== id) return ''
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 60)
  return Object.entries(subject.fields)
    .filter(([name]) => !untold.has(name))
    .map(([name, { from, to }]) => `${name}: ${shown(from)} → ${shown(to)}`)
    .join('; ')
}

interface Period {
  since?: string
  until?: string
  tokenId?: string
}

/** `aiotodo log [TODO]`: what happened, newest first: to a todo, in a list, or in all. */
export const log = (
  ref: string | undefined,
  args: ServerArguments & OutputArguments & Period & { limit: string },
): Promise<void> =>
  withClient(args, async (client) => {
    const path = await pathOf(client, ref, args.list)
    const query = {
      limit: Number(args.limit),
      ...(args.since !== undefined && { since: momentOf(args.since) }),
      ...(args.until !== undefined && { until: momentOf(args.until) }),
      ...(args.tokenId !== undefined && { token: args.tokenId }),
    }
    const page = await client.request('GET', `api/v1/${path}history`, { query })
    printRows((await jsonOf<{ items: Entry[] }>(page)).items, columns, args)
  })

async function pathOf(client: Client, ref: string | undefined, list: string | undefined): Promise<string> {
  if (ref !== undefined) return `todos/${(await findTodos(client, [ref], list))[0]?.id}/`
  return list === undefined ? '' : `lists/${(await findList(client, list)).id}/`
}

/**
 * `aiotodo undo [ENTRY]`: takes back one entry of the log, the last of one's own unless it is named; or all since a
 * moment.
 */
export const undo = (
  entry: string | undefined,
  args: ServerArguments & WriteArguments & Period & { force?: boolean },
): Promise<void> =>
  withClient(args, async (client) => {
    const force = args.force ?? false
    if (entry === undefined && args.since !== undefined) return undoSince(client, { ...args, force })
    const last = entry === undefined ? await lastEntry(client) : undefined
    if (last?.gesture) return undoGesture(client, last.gesture, { ...args, force })
    const id = entry ?? (last as Entry).id
    if (args.dryRun) {
      sayEither(args, { undoes: id }, `would take back ${id}`)
      return
    }
    const answer = await client.request('POST', `api/v1/history/${encodeURIComponent(id)}/undo`, {
      query: { force },
    })
    printUndone([await jsonOf<Undone>(answer)], args)
  })

/** The last thing that this account did, and that is no undo. */
async function lastEntry(client: Client): Promise<Entry> {
  const { id } = await client.account()
  const query = { by: id, limit: 20 }
  const { items } = await jsonOf<{ items: Entry[] }>(await client.request('GET', 'api/v1/history', { query }))
  const undone = new Set(items.flatMap(({ undoes }) => (undoes === null ? [] : [undoes])))
  const last = items.find((each) => each.undoes === null && !undone.has(each.id))
  if (last) return last
  throw new AppError('bad_argument', { detail: 'There is nothing to take back; see "aiotodo log".' })
}

/** It takes back a whole gesture, step by step, and shows the progress on a terminal. */
async function undoGesture(
  client: Client,
  gesture: string,
  args: WriteArguments & { force: boolean },
): Promise<void> {
  const body = { gesture, force: args.force, dryRun: args.dryRun ?? false }
  let [seen, cursor, as] = [0, undefined as string | undefined, undefined as string | undefined]
  do {
    const page: { items: Undone[]; next: string | null; gesture: string; total?: number } = await jsonOf(
      await client.request('POST', 'api/v1/undo', {
        body: { ...body, ...(cursor !== undefined && { cursor, as }) },
        timeoutMs: 60_000,
      }),
    )
    printUndone(page.items, args)
    ;[cursor, as] = [page.next ?? undefined, page.gesture]
    seen += page.items.length
    const { total = seen } = page
    if (cursor !== undefined && process.stderr.isTTY)
      process.stderr.write(`${seen.toLocaleString('en')} of ${total.toLocaleString('en')}\n`)
  } while (cursor !== undefined)
}

/** Page by page, the newest first. */
async function undoSince(
  client: Client,
  args: ServerArguments & WriteArguments & Period & { force: boolean },
): Promise<void> {
  const list = args.list === undefined ? undefined : (await findList(client, args.list)).id
  let cursor: string | null = null
  do {
    const body: Record<string, unknown> = {
      since: momentOf(args.since as string),
      ...(args.until !== undefined && { until: momentOf(args.until) }),
      ...(args.tokenId !== undefined && { token: args.tokenId }),
      ...(list !== undefined && { list }),
      force: args.force,
      dryRun: args.dryRun ?? false,
      ...(cursor !== null && { cursor }),
    }
    const answer: { items: Undone[]; next: string | null } = await jsonOf(
      await client.request('POST', 'api/v1/undo', { body, timeoutMs: 60_000 }),
    )
    printUndone(answer.items, args)
    cursor = answer.next
  } while (cursor !== null)
}

function printUndone(items: readonly Undone[], args: OutputArguments): void {
  printRows(
    items,
    [
      { head: 'entry', text: ({ undoes }) => undoes },
      {
        head: '',
        text: ({ outcome }) => outcome,
        style: ({ outcome }) => (outcome === 'refused' ? 'red' : 'green'),
      },
      { head: '', text: ({ problem }) => problem?.detail ?? problem?.title ?? '', isLong: true },
      { head: 'by', text: ({ entry }) => entry ?? '', style: () => 'dim' },
    ],
    args,
  )
}

/** A moment as it is written, a time of today here, or so long ago. @throws AppError `bad_argument` */
export function momentOf(text: string, now = new Date()): string {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? []
  if (hours !== undefined) {
    const at = new Date(now)
    at.setHours(Number(hours), Number(minutes), 0, 0)
    return at.toISOString()
  }
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? []
  if (count !== undefined) {
    const ms = { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as 'm' | 'h' | 'd']
    return new Date(now.getTime() - Number(count) * ms).toISOString()
  }
  const parsed = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text)
  if (/^\d{4}-/.test(text) && !Number.isNaN(parsed.getTime())) return parsed.toISOString()
  throw new AppError('bad_argument', {
    detail: `"${text}" is no moment; expected one such as 10:00, 2h, 2026-12-01 or 2026-12-01T09:00Z.`,
  })
}
