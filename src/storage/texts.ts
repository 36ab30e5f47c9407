/** What todos are searched by, kept up in the transaction that saves them; and made anew where it is missing. */
import type { Saved } from '../core/store.ts'
import { sameValue } from '../model/change.ts'
import { searchable, tokensOf } from '../model/filter/words.ts'
import { limits } from '../model/limits.ts'
import type { Todo } from '../model/todo.ts'
import type { Connection, Dialect, Driver, Row } from './driver.ts'
import type { Keys } from './tables.ts'

/** A word of a list, as the index has it. */
export const wordToken = (list: number, word: string): string => `${list}_${word}`

/** A label of a list. What is no letter or digit in ASCII would end the token. */
export const labelToken = (list: number, label: string): string =>
  `${list}__${label.replaceAll(/[^a-zA-Z0-9\u0080-\uffff]/g, (other) => `_${other.charCodeAt(0).toString(16)}`)}`

interface Text {
  list: number
  number: number
  name: string
  notes: string
  tokens: string[]
}

function textOf(
  { number, name, notes, labels }: Pick<Todo, 'number' | 'name' | 'notes' | 'labels'>,
  list: number,
): Text {
  const text = { list, number, name: searchable(name), notes: notes && searchable(notes) }
  const words = tokensOf(text.notes ? `${text.name}\n${text.notes}` : text.name)
  const tokens = Array.from(words, (word) => wordToken(list, word))
  for (const label of labels) tokens.push(labelToken(list, label))
  return { ...text, tokens }
}

/** Of those that are new, or whose texts, labels or place have changed. */
export async function saveTexts(
  connection: Connection,
  dialect: Dialect,
  todos: Saved['todos'],
  keys: Keys,
): Promise<void> {
  const gone: Pick<Text, 'list' | 'number'>[] = []
  const texts: Text[] = []
  for (const { before, after } of todos) {
    const isMoved = before && (before.list !== after.list || before.number !== after.number)
    if (isMoved) gone.push({ list: keys(before.list), number: before.number })
    const isSame =
      before?.name === after.name && before.notes === after.notes && sameValue(before.labels, after.labels)
    if (isMoved || !isSame) texts.push(textOf(after, keys(after.list)))
  }
  const removed = gone.map((text) => remove(connection, dialect, text))
  await Promise.all([...removed, put(connection, dialect, texts)])
}

async function put(
  connection: Connection,
  { engine, array }: Dialect,
  texts: readonly Text[],
): Promise<void> {
  if (texts.length === 0) return
  if (engine === 'postgres') {
    const column = (of: (text: Text) => string | number) => array(texts.map(of))
    await connection.all(
      `insert into texts (list, number, name, notes, tokens) select list, number, name, notes, tokens::tsvector
      from unnest($1::text::integer[], $2::text::integer[], $3::text::text[], $4::text::text[], $5::text::text[])
      as v(list, number, name, notes, tokens)
      on conflict (list, number) do update set name = excluded.name, notes = excluded.notes, tokens = excluded.tokens`,
      [
        column(({ list }) => list),
        column(({ number }) => number),
        column(({ name }) => name),
        column(({ notes }) => notes),
        column(({ tokens }) => tokens.map((token) => `'${token}'`).join(' ')),
      ],
    )
    return
  }
  await Promise.all(
    texts.map(async ({ list, number, name, notes, tokens }) => {
      const row = [list, number]
      await connection.all(
        `insert into texts (list, number, name, notes) values ($1, $2, $3, $4)
        on conflict (list, number) do update set name = excluded.name, notes = excluded.notes`,
        [...row, name, notes],
      )
      await connection.all(
        `insert or replace into text_index (rowid, tokens) values (${textRow('$1', '$2')}, $3)`,
        [...row, tokens.join(' ')],
      )
    }),
  )
}

/** The row of SQLite's index; the other way it is read by `indexed`. */
const textRow = (list: string, number: string): string => `(${list} << 32) | ${number}`

/** What SQLite's index has of list and number. */
export const indexed = 'rowid >> 32 as list, rowid & 4294967295 as number'

async function remove(
  connection: Connection,
  { engine }: Dialect,
  { list, number }: Pick<Text, 'list' | 'number'>,
): Promise<void> {
  if (engine === 'sqlite')
    await connection.all(`delete from text_index where rowid = ${textRow('$1', '$2')}`, [list, number])
  await connection.all('delete from texts where list = $1 and number = $2', [list, number])
}

/** Of these todos of a list. */
export async function removeTexts(
  connection: Connection,
  { engine, array, isIn }: Dialect,
  list: number,
  numbers: number[],
): Promise<void> {
  const those = `list = $1 and ${isIn('number', 2, 'integer')}`
  const params = [list, array(numbers)]
  if (engine === 'sqlite')
    await connection.all(
      `delete from text_index where rowid in (select ${textRow('list', 'number')} from texts where ${those})`,
      params,
    )
  await connection.all(`delete from texts where ${those}`, params)
}

/** @param lists - a subselect of their keys, or one; parameter 1 is in it */
export async function removeTextsOf(
  connection: Connection,
  { engine }: Dialect,
  lists: string,
  param: string,
): Promise<void> {
  if (engine === 'sqlite')
    await connection.all(
      `delete from text_index where rowid in (select ${textRow('list', 'number')} from texts where list in ${lists})`,
      [param],
    )
  await connection.all(`delete from texts where list in ${lists}`, [param])
}

/**
 * Makes the texts that are missing: all of a database of the schema before, and what a node of the version before has
 * written since. A part at a time, each in a transaction of its own, by the versions of the list's todos; so it goes on
 * where it ended, and others write in between.
 */
export async function refreshTexts(driver: Driver): Promise<void> {
  const stale = await driver.all('select id from spaces where texts_at <> version order by id', [])
  for (const { id } of stale) {
    while (
      !(await driver.transaction((connection) => refreshPart(connection, driver.dialect, id as string)))
    );
  }
}

/** Whether all of the list's texts are there now. */
async function refreshPart(connection: Connection, dialect: Dialect, id: string): Promise<boolean> {
  const [space] = await connection.all(
    `select key, version, texts_at from spaces where id = $1 ${dialect.forUpdate}`,
    [id],
  )
  const [key, version] = [Number(space?.['key']), Number(space?.['version'])]
  const since = Number(space?.['texts_at'])
  // One command changes at most so many: a version that is cut off is read as a whole with the next part.
  const limit = limits.subtreeMax + limits.streamChunkTodos
  const rows = await connection.all(
    `select number, name, notes, labels, version from todos where list = $1 and version > $2 order by version limit ${limit}`,
    [key, since],
  )
  const last = Number(rows.at(-1)?.['version'])
  const isAll = rows.length < limit
  const whole = isAll ? rows : rows.filter((row) => Number(row['version']) < last)
  await put(
    connection,
    dialect,
    whole.map((row) => textOf(rowToTexts(row), key)),
  )
  const at = isAll ? version : last - 1
  await connection.all('update spaces set texts_at = $1 where id = $2', [at, id])
  return isAll
}

const rowToTexts = (row: Row): Parameters<typeof textOf>[0] => ({
  number: row['number'] as number,
  name: row['name'] as string,
  notes: row['notes'] as string,
  labels: JSON.parse(row['labels'] as string) as string[],
})
