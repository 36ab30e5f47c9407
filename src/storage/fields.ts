/**
 * Columns and rows of the tables of fields (model/fields.ts). What reads and writes a row is put together once, as
 * code, from its table: a loop over the fields of each row took several times as long as reading the row.
 */
import { priorities } from '../model/priorities.ts'
import { columnName, type Field, type Fields, type Keeping } from '../model/fields.ts'
import { sameValue } from '../model/new-row.ts'
import { readJson } from './damage.ts'
import type { ColumnType, Row, Value } from './driver.ts'
import { toMoment, toMs } from './moments.ts'

/** The integer key of a list or an account by its id. */
export type Keys = (id: string) => number

interface Codec {
  column: ColumnType
  /** An expression that makes the field's value of the column's, which stands for `$`. */
  read: string
  /** The other way round. */
  write: string
}

const plain = (column: ColumnType): Codec => ({ column, read: '$', write: '$' })

/** What the expressions of the codecs use. */
const helpers = {
  toMoment,
  toMs,
  sameValue,
  priorityAt: (rank: number) => priorities[rank] ?? 'none',
  rankOf: (priority: (typeof priorities)[number]) => priorities.indexOf(priority),
  textsOf: (json: string): string[] => (json === '[]' ? [] : readJson<string[]>(json)),
}

const codecs: Readonly<Record<Exclude<Keeping, 'list' | 'finished'>, Codec>> = {
  text: plain('text'),
  uuid: plain('uuid'),
  integer: plain('integer'),
  bigint: { column: 'bigint', read: 'Number($)', write: '$' },
  boolean: { column: 'boolean', read: 'Boolean($)', write: '$' },
  moment: { column: 'bigint', read: '($ === null ? null : toMoment($))', write: 'toMs($)' },
  texts: { column: 'text', read: 'textsOf($)', write: 'JSON.stringify($)' },
  priority: { column: 'integer', read: 'priorityAt($)', write: 'rankOf($)' },
}

/** The columns of a table of fields, in its order. */
export function columnsFor<Row>(fields: Fields<Row>): Record<string, ColumnType> {
  const columns: Record<string, ColumnType> = {}
  for (const [name, { as = 'text' }] of entriesOf(fields))
    if (as !== 'finished') columns[columnName(name)] = as === 'list' ? 'integer' : codecs[as].column
  return columns
}

const entriesOf = <Row>(fields: Fields<Row>) => Object.entries(fields) as [string, Field<unknown>][]

/** @returns what makes a thing of a row; `list` is the id of the list that the row's key stands for */
export function rowReader<Thing>(fields: Fields<Thing>): (row: Row, list?: string) => Thing {
  const parts = entriesOf(fields).map(([name, { as = 'text' }]) => {
    if (as === 'list') return `${name}: list`
    if (as === 'finished') return `${name}: row.finished_at !== null`
    return `${name}: ${codecs[as].read.replaceAll('$', `row.${columnName(name)}`)}`
  })
  return compiled(`(row, list) => ({ ${parts.join(', ')} })`)
}

/** @returns what makes a row of a thing */
export function rowWriter<Thing>(fields: Fields<Thing>): (thing: Thing, keys: Keys) => Record<string, Value> {
  const parts = entriesOf(fields).flatMap(([name, { as = 'text' }]) =>
    as === 'finished' ? [] : `${columnName(name)}: ${written(as, `thing.${name}`)}`,
  )
  return compiled(`(thing, keys) => ({ ${parts.join(', ')} })`)
}

/**
 * @param always - the columns of these fields are written in any case, and not looked at
 * @returns what puts the columns of a changed thing that differ from what they were into a row
 */
export function changeWriter<Thing>(
  fields: Fields<Thing>,
  always: readonly (keyof Thing)[],
): (row: Record<string, Value>, before: Thing, after: Thing) => void {
  const parts = entriesOf(fields).flatMap(([name, { as = 'text' }]) => {
    if (as === 'finished' || always.includes(name as keyof Thing)) return []
    const differs =
      as === 'texts' ? `!sameValue(after.${name}, before.${name})` : `after.${name} !== before.${name}`
    return `if (${differs}) row.${columnName(name)} = ${written(as, `after.${name}`)}`
  })
  return compiled(`(row, before, after) => { ${parts.join('\n')} }`)
}

function written(as: Exclude<Keeping, 'finished'>, value: string): string {
  return as === 'list' ? `keys(${value})` : codecs[as].write.replaceAll('$', () => value)
}

/** It is SQL that says whether a row has another value of the field than its default: true or false, never null. */
export function hasValueSql<Row>(fields: Fields<Row>, table: string, name: keyof Row & string): string {
  const field: Field<unknown> = fields[name]
  const column = `${table}.${columnName(name)}`
  if (field.as === 'finished') return `(${table}.finished_at is not null)`
  if (field.default === null) return `(${column} is not null)`
  if (field.as === 'priority') return `(${column} > 0)`
  return `(${column} <> '${Array.isArray(field.default) ? JSON.stringify(field.default) : String(field.default)}')`
}

/** The code is made of the names of fields alone, which stand in this program. */
function compiled<Compiled>(code: string): Compiled {
  const names = Object.keys(helpers)
  const make = new Function(...names, `return ${code}`) as (...parts: unknown[]) => Compiled
  return make(...Object.values(helpers))
}
