/** An import brings in the rows of plain kinds (model/row-kinds.ts) that an account has, such as its saved filters. */
import type { Change } from '../../../model/change.ts'
import { AppError, type ErrorCode } from '../../../model/errors.ts'
import { limits } from '../../../model/limits.ts'
import type { ImportReport, RowDraft, Tell } from '../../../model/import.ts'
import { accountKinds, plainWord } from '../../../model/plain-commands.ts'
import type { AnyPlainRow, RowKind, RowName } from '../../../model/row-kinds.ts'
import type { Spaces } from '../../../model/spaces.ts'
import type { AnySavedRow, Saved } from '../../ports/rows.ts'
import type { ImportTransaction } from './plan.ts'

/** An account may have so many rows of a kind that are not deleted; `problem` is what is said of one more. */
const rooms: Partial<Record<RowName, { most: number; problem: ErrorCode }>> = {
  filters: { most: limits.filtersPerAccountMax, problem: 'too_many_filters' },
  views: { most: limits.viewsPerAccountMax, problem: 'too_many_views' },
}

/** Answers those that are not there yet and have room; what is there stays as it is. It tells what has no room. */
export async function planRows(
  transaction: Pick<ImportTransaction, 'plainRows'>,
  account: string,
  drafts: readonly RowDraft[],
  tell: Tell,
): Promise<{ rows: RowDraft[]; others: ImportReport['others'] }> {
  const rows: RowDraft[] = []
  const others: ImportReport['others'] = []
  for (const [kind, ofKind] of byKind(drafts)) {
    const word = plainWord(kind)
    const there = await thereOf(transaction, kind, account, ofKind)
    const most = rooms[kind.name]?.most ?? Infinity
    let { live } = there
    const coming = ofKind.filter(({ at, row }) => {
      if (there.ids.has(row.id)) return false
      if (row.deletedAt || live++ < most) return true
      tell('rows_beyond', { kind: word, most }, at)
      return false
    })
    rows.push(...coming)
    const known = ofKind.filter(({ row }) => there.ids.has(row.id)).length
    others.push({ kind: word, count: coming.length, known })
  }
  return { rows, others }
}

/**
 * Puts them into the account's space, each with a version of its own, so that deltas stay small.
 * @throws AppError where others have made some of them meanwhile, or have taken the room
 */
export async function putRows(
  transaction: ImportTransaction,
  account: string,
  drafts: readonly RowDraft[],
  spaces: Spaces,
  saved: Saved,
  note: (type: string, change: Change) => void,
): Promise<void> {
  for (const [kind, ofKind] of byKind(drafts)) {
    const word = plainWord(kind)
    const { ids, live } = await thereOf(transaction, kind, account, ofKind)
    if (ofKind.some(({ row }) => ids.has(row.id))) throw new AppError('id_taken')
    const made = ofKind.filter(({ row }) => !row.deletedAt).length
    const room = rooms[kind.name]
    if (room && made > 0 && live + made > room.most) throw new AppError(room.problem)
    const all: AnySavedRow[] = []
    for (const { row } of ofKind) {
      const after = { ...row, version: spaces.raise(account) }
      if (!kind.isUncounted) spaces.put(account, after)
      all.push({ account, before: undefined, after })
      const change = { kind: word, space: account, before: undefined, after }
      note(`create${word[0]?.toUpperCase()}${word.slice(1)}`, change as unknown as Change)
    }
    Object.assign(saved, { [kind.name]: all })
  }
}

const byKind = (drafts: readonly RowDraft[]): [RowKind, RowDraft[]][] =>
  accountKinds()
    .map((kind): [RowKind, RowDraft[]] => [kind, drafts.filter((draft) => draft.kind === kind)])
    .filter(([, ofKind]) => ofKind.length > 0)

/** Reads which of them the account has already, and how many it has that are not deleted. */
async function thereOf(
  transaction: Pick<ImportTransaction, 'plainRows'>,
  kind: RowKind,
  account: string,
  drafts: readonly RowDraft[],
): Promise<{ ids: ReadonlySet<string>; live: number }> {
  const wanted = drafts.map(({ row }) => row.id)
  const rows: AnyPlainRow[] = (await transaction.plainRows(kind, account, wanted)).map(({ row }) => row)
  return {
    ids: new Set(rows.map(({ id }) => id)),
    live: rows.filter(({ deletedAt }) => !deletedAt).length,
  }
}
