/** Undo: commands that take back what the journal has, through the one write path. */
import type { Caller } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { isOfMembers } from '../../model/member-command.ts'
import { kindOf } from '../../model/row-kinds.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { UndoCommand } from '../../model/undo-command.ts'
import { authorizeList } from '../access/authorize.ts'
import type { Committer } from '../write/commit.ts'
import { readEntry, readHistory, type HistoryFilter, type HistoryPage } from './history.ts'
import type { Gesture, HistoryRow, Place } from '../ports/history-store.ts'
import { spaceOf, type Outcome } from '../../model/outcome.ts'
import type { Reads } from '../ports/store.ts'
import type { Entry } from '../ports/rows.ts'

export interface UndoDeps {
  reads: Pick<Reads, 'historyHeads' | 'historyOf' | 'gestureOf' | 'countGesture' | 'todo' | 'roleIn'>
  committer: Pick<Committer, 'commit'>
  newId: () => string
  hash: (text: string) => string
}

/** Whose changes, and of when. */
export type UndoQuery = Pick<HistoryFilter, 'since' | 'until' | 'credential'> &
  (
    | { list?: undefined }
    /** Of this list, whoever made them, or only this account; without a list they are the caller's own. */
    | { list: string; account: string | undefined }
  )

/** What became of an entry. `entry`: the one that took it back. */
export interface Undone {
  row: HistoryRow
  outcome: 'undone' | 'unchanged' | 'refused'
  entry: Entry | null
  error: AppError | null
}

export interface UndoHow {
  force: boolean
  isRehearsal: boolean
  after: Place | undefined
  /** All steps of an undo are this gesture, a new one unless given. */
  as: string | undefined
}

/** The undo continues at `next`; `gesture` is the gesture of the undo itself. */
export interface UndonePage {
  undone: Undone[]
  next: Required<Place> | null
  gesture: string
}

export class Undo {
  readonly #deps: UndoDeps

  constructor(deps: UndoDeps) {
    this.#deps = deps
  }

  /**
   * Takes one entry back.
   * @param key - made by the sender, so that it acts once
   * @throws AppError `entry_not_found`, `not_undoable`, `undo_conflict`, or why the rules refuse it
   */
  async one(caller: Caller, entry: Entry, force: boolean, key: string | undefined): Promise<Undone> {
    const { reads, committer, newId, hash } = this.#deps
    const row = await readEntry(reads, caller, entry)
    if (!row) throw new AppError('entry_not_found')
    if (!isUndoable(row)) throw new AppError('not_undoable')
    const identity =
      key === undefined
        ? { id: newId() }
        : { id: key, fingerprint: hash(JSON.stringify(['undo', entry, force])) }
    const [outcome] = await committer.commit(caller, [{ ...toUndo(row, force), ...identity }])
    const undone = undoneBy(row, outcome)
    if (undone.error) throw undone.error
    return undone
  }

  /**
   * Takes back all that matches, newest first: each entry as a whole or not at all, whatever becomes of the others.
   * @param isRehearsal - says what would become of them, and changes nothing
   * @returns `next`: where to go on, as one call takes back so much only
   * @throws AppError `list_not_found`, `not_allowed`
   */
  async many(caller: Caller, query: UndoQuery, how: UndoHow): Promise<UndonePage> {
    const { reads } = this.#deps
    const { list } = query
    const account = query.list === undefined ? caller.id : query.account
    if (list !== undefined && account !== caller.id) authorizeList(await reads.roleIn(caller, list), 'undo')
    const filter = { since: query.since, until: query.until, credential: query.credential, account }
    const page = await readHistory(reads, caller, list, filter, how.after, serverLimits.undoEntriesMax)
    if (how.as === undefined) return this.#takeBack(caller, page, how)
    // Sent again it would take back what it did itself.
    const rows = page.rows.filter(({ gesture }) => gesture !== how.as)
    return this.#takeBack(caller, { ...page, rows }, how, await this.#doneBy(caller, how.as))
  }

  /**
   * Takes back all that one gesture did, in steps of the same size. Asked again from its beginning, what is taken back
   * already is left as it is.
   * @throws AppError `entry_not_found` when the caller sees nothing of it
   */
  async gesture(
    caller: Caller,
    gesture: Gesture,
    how: UndoHow & { after: Required<Place> | undefined },
  ): Promise<UndonePage & { total: number }> {
    const { reads } = this.#deps
    const limit = serverLimits.undoEntriesMax
    const total = await reads.countGesture(caller, gesture)
    if (total === 0) throw new AppError('entry_not_found')
    const rows = await reads.gestureOf(caller, gesture, how.after, limit)
    const last = rows.at(-1)
    const next = last && rows.length === limit ? placeOf(last) : null
    return { ...(await this.#takeBack(caller, { rows, next }, how)), total }
  }

  /** It finds what an undo has taken back already, each with the entry that did it. */
  async #doneBy(caller: Caller, gesture: string): Promise<Map<string, Entry>> {
    const done = new Map<string, Entry>()
    let after: Required<Place> | undefined
    do {
      const of = { account: caller.id, id: gesture }
      const rows = await this.#deps.reads.gestureOf(caller, of, after, serverLimits.undoEntriesMax)
      for (const { undoes, space: list, version } of rows)
        if (undoes) done.set(keyOf(undoes), { list, version })
      const last = rows.at(-1)
      after = last && rows.length === serverLimits.undoEntriesMax ? placeOf(last) : undefined
    } while (after)
    return done
  }

  async #takeBack(
    caller: Caller,
    page: HistoryPage<Required<Place>>,
    { force, isRehearsal, as }: UndoHow,
    done: ReadonlyMap<string, Entry> = new Map(),
  ): Promise<UndonePage> {
    const { committer, newId } = this.#deps
    const gesture = as ?? newId()
    const { taken: rows, rest } = fitting(page.rows)
    const undone = new Map<HistoryRow, Undone>()
    for (const row of rows) {
      const entry = done.get(keyOf({ list: row.space, version: row.version }))
      if (entry) undone.set(row, { row, outcome: 'undone', entry, error: null })
    }
    const doable = rows.filter((row) => isUndoable(row) && !undone.has(row))
    const commands = doable.map((row) => ({ ...toUndo(row, force), id: newId(), gesture }))
    const outcomes = await committer.commit(caller, commands, isRehearsal ? 'rehearsed' : 'each')
    for (const [index, row] of doable.entries()) undone.set(row, undoneBy(row, outcomes[index]))
    const refuse = (row: HistoryRow): Undone =>
      undoneBy(row, { accepted: false, error: new AppError('not_undoable') })
    return {
      undone: rows.map((row) => undone.get(row) ?? refuse(row)),
      next: rest ? placeOf(rows.at(-1) as HistoryRow) : page.next,
      gesture,
    }
  }
}

const keyOf = ({ list, version }: Entry): string => `${list} ${version}`

/** As many as one call takes back, at least one. */
function fitting(rows: readonly HistoryRow[]): { taken: HistoryRow[]; rest: boolean } {
  let changed = 0
  const end = rows.findIndex((row, index) => {
    changed += Object.keys(row.changes).length
    return index > 0 && changed > serverLimits.undoRowsMax
  })
  return end === -1 ? { taken: [...rows], rest: false } : { taken: rows.slice(0, end), rest: true }
}

const placeOf = ({ time, space, version }: HistoryRow): Required<Place> => ({
  time: Date.parse(time),
  list: space,
  version,
})

/**
 * Who is a member is changed by consent, and so is not taken back by others; of plain kinds there are no rules of undo.
 */
const isUndoable = (row: HistoryRow): boolean =>
  !isOfMembers(row) && ['todo', 'list'].includes(kindOf(row.type))

function toUndo(
  { space, version, type, subject, changes }: HistoryRow,
  force: boolean,
): Omit<UndoCommand, 'id'> {
  const kind = kindOf(type) as UndoCommand['kind']
  return { type: 'undo', list: space, version, kind, subject, changes, force }
}

function undoneBy(row: HistoryRow, outcome: Outcome | undefined): Undone {
  if (!outcome?.accepted)
    return { row, outcome: 'refused', entry: null, error: outcome?.error ?? new AppError('internal') }
  const { changed, version, subject } = outcome
  if (!changed) return { row, outcome: 'unchanged', entry: null, error: null }
  return { row, outcome: 'undone', entry: { list: spaceOf(subject, ''), version }, error: null }
}
