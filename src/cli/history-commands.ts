/** `aiotodo log`. */
import { jsonOf, type Client } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { findList, withClient, type ServerArguments } from './connect.ts'
import { printRows, type Column, type OutputArguments } from './output.ts'
import { findTodos } from './refs.ts'

export interface Entry {
  id: string
  time: string
  kind: string
  subject: { kind: string; id: string; name: string | null }
  account: { name: string }
  key: { kind: string; id: string | null; name: string | null } | null
  changes: { id: string; fields: Record<string, { from: unknown; to: unknown }> }[]
  /** Servers of before do not tell them. */
  names?: Record<string, string>
  undoes: string | null
  gesture: string | null
}

/** Programs count them in this order. */
const columnsFor = (nameOf: NameOf): Column<Entry>[] => [
  {
    head: 'when',
    text: ({ time }) => time.slice(0, 19).replace('T', ' '),
    told: ({ time }) => localMinute(time),
    isWhole: true,
    style: () => 'dim',
  },
  { head: 'what', text: ({ kind }) => kind, style: () => 'bold' },
  { head: 'name', text: ({ subject }) => subject.name ?? '', isLong: true },
  { head: 'changes', text: (entry) => changesOf(entry, nameOf) },
  {
    head: 'who',
    text: ({ account, key }) => `${account.name}${key?.name ? ` (${key.name})` : ''}`,
    style: () => 'cyan',
  },
]

const entryColumn: Column<Entry> = { head: 'entry', text: ({ id }) => id, isWhole: true, style: () => 'dim' }

/** It is told as clocks here have it. */
const localMinute = (time: string): string =>
  new Date(time).toLocaleString('sv', { dateStyle: 'short', timeStyle: 'short' })

/** What the kind of the entry says already, or nobody reads. */
const untold = new Set(['position', 'finishedAt', 'deletedAt', 'next', 'series', 'anchor'])

/** It knows the names of the lists that this person has. */
type NameOf = (id: string) => string | undefined

function changesOf({ kind, changes, subject: { id }, names = {} }: Entry, nameOf: NameOf): string {
  const [subject] = changes
  if (kind === 'role changed' || kind === 'removed' || kind === 'transferred')
    return changes.map((each) => `${names[each.id] ?? 'a member'}: ${roleOf(each)}`).join('; ')
  if (!subject || subject.id !== id) return ''
  return Object.entries(subject.fields)
    .filter(([name]) => !untold.has(name))
    .map(([name, { from, to }]) => {
      const shown = (value: unknown) => shownValue(name, value, (each) => names[each] ?? nameOf(each))
      return `${name}: ${shown(from)} → ${shown(to)}`
    })
    .join('; ')
}

const roleOf = ({ fields: { role } }: Entry['changes'][number]): string =>
  `${role?.from ?? 'none'} → ${role?.to ?? 'none'}`

/** Ids of other things are told by their names, or by what they are. */
function shownValue(field: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === '') return 'none'
  if (field === 'list' || field === 'parent')
    return nameOf(String(value)) ?? (field === 'list' ? 'another list' : 'another todo')
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 60)
}

export interface Period {
  since?: string
  until?: string
  tokenId?: string
}

/** `aiotodo log [TODO]`: what happened, newest first: to a todo, in a list, or in all. */
export const log = (
  ref: string | undefined,
  args: ServerArguments & OutputArguments & Period & { limit: string; ids?: boolean },
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
    const { items } = await jsonOf<{ items: Entry[] }>(page)
    const names = new Map<string, string>()
    const isMoved = items.some(({ changes }) => changes.some(({ fields }) => fields['list']))
    if (isMoved && !args.json) for await (const { id, name } of client.lists.all()) names.set(id, name)
    const columns = columnsFor((id) => names.get(id))
    // An entry's id takes half of a terminal.
    const withIds = args.ids || !process.stdout.isTTY ? [...columns, entryColumn] : columns
    printRows(items, withIds, args)
  })

async function pathOf(client: Client, ref: string | undefined, list: string | undefined): Promise<string> {
  if (ref !== undefined) return `todos/${(await findTodos(client, [ref], list))[0]?.id}/`
  return list === undefined ? '' : `lists/${(await findList(client, list)).id}/`
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
