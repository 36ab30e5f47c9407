/** This takes back what was done (`aiotodo undo`). */
import { jsonOf, type Client } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { findList, withClient, type ServerArguments } from './connect.ts'
import { momentOf, type Entry, type Period } from './history-commands.ts'
import { printRows, sayEither, type Column, type OutputArguments } from './output.ts'
import type { WriteArguments } from './writes.ts'

/** It tells what became of an entry that was to be taken back. */
interface Undone {
  undoes: string
  kind: string
  subject: { name: string | null }
  outcome: 'undone' | 'unchanged' | 'refused'
  entry: string | null
  problem?: { title: string; detail?: string }
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
      const what = last === undefined ? id : `"${last.subject.name}" (${last.kind})`
      sayEither(args, { undoes: id }, `would take back ${what}`)
      return
    }
    const answer = await client.request('POST', `api/v1/history/${encodeURIComponent(id)}/undo`, {
      query: { force },
    })
    printUndone([await jsonOf<Undone>(answer)], args)
  })

/** It finds the last thing that this account did and that is no undo. */
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

/** It goes page by page, the newest first. */
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

/** Programs count them in this order. */
const columns: Column<Undone>[] = [
  { head: 'entry', text: ({ undoes }) => undoes },
  { head: '', text: ({ outcome }) => outcome },
  { head: '', text: reasonOf },
  { head: 'by', text: ({ entry }) => entry ?? '' },
  { head: 'what', text: ({ kind }) => kind },
  { head: 'name', text: nameOf },
]

/** People read them in this order. */
const told: Column<Undone>[] = [
  {
    head: '',
    text: ({ outcome }) => (outcome === 'undone' ? 'taken back' : outcome),
    isWhole: true,
    style: ({ outcome }) => (outcome === 'refused' ? 'red' : 'green'),
  },
  { head: 'what', text: ({ kind }) => kind, style: () => 'bold' },
  { head: 'name', text: nameOf, isLong: true },
  { head: '', text: reasonOf },
]

function reasonOf({ problem }: Undone): string {
  return problem?.detail ?? problem?.title ?? ''
}

function nameOf({ subject }: Undone): string {
  return subject.name ?? ''
}

const printUndone = (items: readonly Undone[], args: OutputArguments): void =>
  printRows(items, process.stdout.isTTY ? told : columns, args)
