/** This makes rows of their defaults, and changed ones. */
import { blanks } from './blanks.ts'
import type { Kind, Rows } from './fields.ts'

/** Whether a new row has this in the field unless it is given: not worth a word in the journal. */
export function isDefault(kind: Kind, name: string, value: unknown): boolean {
  const usual = (blanks[kind] as Readonly<Record<string, unknown>>)[name]
  return usual !== undefined && sameValue(usual, value)
}

/** Says whether two values of a field are the same; those that are lists of texts by what is in them. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((value, index) => value === b[index])
  )
}

/** A row with these changes; the very same one where they change nothing. */
export function updated<Row extends object>(
  row: Row,
  changes: { readonly [Name in keyof Row]?: Row[Name] | undefined },
  now: string,
): Row {
  let after = row
  for (const name in changes) {
    const value = changes[name]
    if (value === undefined || sameValue(row[name], value)) continue
    if (after === row) after = { ...row, updatedAt: now }
    after[name] = value
  }
  return after
}

/** A new row: what is given, and the defaults of all else, in the order of the table. */
export function newRow<K extends Kind>(
  kind: K,
  given: { [Name in keyof Rows[K]]?: Rows[K][Name] | undefined },
): Rows[K] {
  // A copy has its final shape from the beginning: filling an empty object field by field costs a create some 3 %.
  const row = { ...blanks[kind] } as Rows[K]
  for (const name in given) {
    const value = given[name]
    if (value !== undefined) row[name] = value
  }
  return row
}
