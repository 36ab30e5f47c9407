/** Commands about rows of plain kinds (row-kinds.ts), and the rows that they name. */
import type { FilterCommand } from './decide-filter.ts'
import type { ViewCommand } from './decide-view.ts'
import { kindOf, rowKindOf, rowKinds, type RowKind } from './row-kinds.ts'

/** The plain kind of this word, such as `filter`. */
export function plainKind(word: string): RowKind | undefined {
  const kind = rowKindOf(word)
  return kind?.isPlain ? kind : undefined
}

/** Answers the word of a plain kind, as `plainKind` takes it. */
export const plainWord = ({ name }: RowKind): string => name.slice(0, -1)

/** Answers the plain kinds whose rows are an account's: an export of all that it has writes these as well. */
export const accountKinds = (): RowKind[] =>
  rowKinds.filter(({ isPlain, in: space }) => isPlain && space === 'account')

/** Whether the command is about a row of a plain kind. */
export function isOfPlain<T extends { type: string }>(
  command: T,
): command is Extract<T, { type: (FilterCommand | ViewCommand)['type'] }> {
  return plainKind(kindOf(command.type)) !== undefined
}

/** The row that such a command names: an account's own, or one of the list that the command, or the new row, names. */
export function plainTarget(
  command: { type: string },
  account: string,
): { kind: RowKind; space: string; id: string } {
  const word = kindOf(command.type) as string
  const kind = plainKind(word) as RowKind
  const fields = command as unknown as Record<string, string | { id: string; list?: string }>
  const named = fields[word] as string | { id: string; list?: string }
  const [id, list] = typeof named === 'string' ? [named, fields['list']] : [named.id, named.list]
  return { kind, space: kind.in === 'account' ? account : (list as string), id }
}
