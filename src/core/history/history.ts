/**
 * What happened, newest first: the entries of one list, or of all that the caller sees, each list's in the order of its
 * versions, and lists among each other by time; or those of one todo, each found by the one after it.
 */
import type { Sight } from '../../model/access.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { HistoryRow, Place } from '../ports/history-store.ts'
import type { Reads } from '../ports/store.ts'
import type { Entry } from '../ports/rows.ts'
import { tells } from '../write/visit.ts'

type HistoryReader = Pick<Reads, 'historyHeads' | 'historyOf' | 'todo'>

export interface HistoryFilter {
  /** Milliseconds since 1970; both count. */
  since?: number | undefined
  until?: number | undefined
  /** Of the account that did it. */
  account?: string | undefined
  /** Of the session or token by which it was done. */
  credential?: string | undefined
  /** What it was about. */
  subject?: string | undefined
  /** A field that it changed. */
  field?: string | undefined
  /** It returns only the newest entry of each gesture. */
  isOnce?: boolean
}

/** `next`: what more there may be comes after it; null at the end. */
export interface HistoryPage<After> {
  rows: HistoryRow[]
  next: After | null
}

/** The fields of a todo or a list that an entry changed. */
export const fieldsOf = ({ subject, changes }: HistoryRow, id: string) => changes[id === subject ? '' : id]

function matches(row: HistoryRow, filter: HistoryFilter): boolean {
  const { account, credential, subject, field, since = 0, until = Number.POSITIVE_INFINITY } = filter
  const time = Date.parse(row.time)
  return (
    tells(row) &&
    time >= since &&
    time <= until &&
    (account === undefined || row.account === account) &&
    (credential === undefined || row.credential === credential) &&
    (subject === undefined || fieldsOf(row, subject) !== undefined) &&
    (field === undefined || Object.values(row.changes).some((fields) => field in fields))
  )
}

/** Gathers what fits one page. */
class Gathered {
  readonly rows: HistoryRow[] = []
  readonly #filter: HistoryFilter
  readonly #limit: number
  readonly #gestures = new Set<string>()
  #scanned = 0
  #bytes = 0

  constructor(filter: HistoryFilter, limit: number) {
    this.#filter = filter
    this.#limit = limit
  }

  #isToldAlready({ gesture, account }: HistoryRow): boolean {
    if (!this.#filter.isOnce || gesture === null) return false
    const key = `${account} ${gesture}`
    const isTold = this.#gestures.has(key)
    this.#gestures.add(key)
    return isTold
  }

  /** @returns whether there is room for more */
  add(row: HistoryRow): boolean {
    this.#scanned++
    if (matches(row, this.#filter) && !this.#isToldAlready(row)) {
      this.rows.push(row)
      this.#bytes += JSON.stringify(row.changes).length
    }
    return (
      this.rows.length < this.#limit &&
      this.#scanned < serverLimits.historyScanMax &&
      this.#bytes < serverLimits.historyBytesMax
    )
  }
}

/** The entries of one list that are still to come. */
class Walk {
  readonly list: string
  readonly #reads: HistoryReader
  readonly #by: Sight
  #rows: HistoryRow[] = []
  #below: number
  #chunk = 4
  /** When the next one was; undefined at the end. */
  time: number | undefined

  constructor(reads: HistoryReader, by: Sight, head: Entry & { time: number }) {
    this.#reads = reads
    this.#by = by
    this.list = head.list
    this.time = head.time
    this.#below = head.version
  }

  async next(): Promise<HistoryRow | undefined> {
    if (this.#rows.length === 0) await this.#read()
    const row = this.#rows.shift()
    if (this.#rows.length === 0 && row) await this.#read()
    const [following] = this.#rows
    this.time = following && Date.parse(following.time)
    return row
  }

  async #read(): Promise<void> {
    if (this.#below < 1) return
    this.#rows = await this.#reads.historyOf(this.#by, { list: this.list, version: this.#below }, this.#chunk)
    this.#below = (this.#rows.at(-1)?.version ?? 0) - 1
    this.#chunk = Math.min(this.#chunk * 4, serverLimits.historyChunk)
  }
}

/** Of one list, or of all of them. */
export async function readHistory(
  reads: HistoryReader,
  by: Sight,
  list: string | undefined,
  filter: HistoryFilter,
  after: Place | undefined,
  limit: number,
): Promise<HistoryPage<Required<Place>>> {
  const { since = 0, until } = filter
  const from = after ?? (until === undefined ? undefined : { time: until })
  const heads = await reads.historyHeads(by, list, from)
  const walks = heads.map((head) => new Walk(reads, by, head))
  const gathered = new Gathered(filter, limit)
  for (;;) {
    const walk = newestOf(walks)
    if (!walk || (walk.time ?? 0) < since) return { rows: gathered.rows, next: null }
    const row = await walk.next()
    if (!row || gathered.add(row)) continue
    const next = { time: Date.parse(row.time), list: walk.list, version: row.version }
    return { rows: gathered.rows, next: (newestOf(walks)?.time ?? -1) < since ? null : next }
  }
}

/** Of one moment, in the order of the lists: a place between entries must be one. */
function newestOf(walks: readonly Walk[]): Walk | undefined {
  let newest: Walk | undefined
  for (const walk of walks) {
    if (walk.time === undefined) continue
    const isNewer = newest?.time === undefined || walk.time > newest.time
    if (isNewer || (walk.time === newest?.time && walk.list < newest.list)) newest = walk
  }
  return newest
}

/**
 * Of one todo, through the lists that it was in, as far back as the caller saw it. Each entry says which version the
 * todo had before, so none but its own are read.
 * @returns undefined when the todo is not there
 */
export async function readTodoHistory(
  reads: HistoryReader,
  by: Sight,
  todo: string,
  filter: HistoryFilter,
  after: Entry | undefined,
  limit: number,
): Promise<HistoryPage<Entry> | undefined> {
  const current = await reads.todo(by, todo)
  if (!current) return undefined
  const gathered = new Gathered(filter, limit)
  let at: Entry | undefined = after ?? current
  while (at) {
    const [row]: HistoryRow[] = await reads.historyOf(by, at, 1)
    const fields = row?.version === at.version ? fieldsOf(row, todo) : undefined
    if (!row || !fields || Date.parse(row.time) < (filter.since ?? 0)) break
    const [before] = (fields['version'] ?? []) as number[]
    const list: string = (fields['list']?.[0] as string | undefined) ?? at.list
    at = before === undefined ? undefined : { list, version: before }
    if (!gathered.add(row))
      return { rows: gathered.rows, next: at ? { list: at.list, version: at.version } : null }
  }
  return { rows: gathered.rows, next: null }
}

/** One entry, where the caller sees it. */
export async function readEntry(
  reads: HistoryReader,
  by: Sight,
  entry: Entry,
): Promise<HistoryRow | undefined> {
  const [row] = await reads.historyOf(by, entry, 1)
  return row?.version === entry.version ? row : undefined
}
