/**
 * What todos are searched by. It is brought up after they are written, in steps, a list at a time: up to the version
 * that `texts_at` says each todo that is there has its texts. What has changed since is read by its versions; see
 * todo-query.ts.
 */
import type { Stale, Step } from '../core/ports/index-store.ts'
import { foldingVersion, searchable, tokensOf, wordsOf } from '../model/filter/words.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { TextPlace, WordPlace } from '../core/ports/prune-store.ts'
import { readJson, textIn } from './damage.ts'
import type { Connection, Dialect, Driver, Row, Value } from './driver.ts'

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
  /** As the todo's row has them. */
  labels: string
}

/** @param row - of a todo */
export const textOf = (row: Row): Text => ({
  list: row['list'] as number,
  number: row['number'] as number,
  name: searchable(textIn(row, 'name')),
  notes: row['notes'] === '' ? '' : searchable(textIn(row, 'notes')),
  labels: row['labels'] as string,
})

function tokensIn({ list, name, notes, labels }: Text): string[] {
  const words = tokensOf(notes ? `${name}\n${notes}` : name)
  const tokens = Array.from(words, (word) => wordToken(list, word))
  if (labels === '[]') return tokens
  for (const label of readJson<string[]>(labels)) tokens.push(labelToken(list, label))
  return tokens
}

async function put(connection: Connection, dialect: Dialect, texts: readonly Text[]): Promise<void> {
  const { engine, array } = dialect
  if (texts.length === 0) return
  await putWords(connection, dialect, texts)
  if (engine === 'postgres') {
    const column = (of: (text: Text) => string | number) => array(texts.map(of))
    await connection.all(
      `insert into texts (list, number, name, notes, labels, tokens)
      select list, number, name, notes, labels, tokens::tsvector
      from unnest($1::text::integer[], $2::text::integer[], $3::text::text[], $4::text::text[], $5::text::text[], $6::text::text[])
      as v(list, number, name, notes, labels, tokens) on conflict (list, number)
      do update set name = excluded.name, notes = excluded.notes, labels = excluded.labels, tokens = excluded.tokens`,
      [
        column(({ list }) => list),
        column(({ number }) => number),
        column(({ name }) => name),
        column(({ notes }) => notes),
        column(({ labels }) => labels),
        column((text) =>
          tokensIn(text)
            .map((token) => `'${token}'`)
            .join(' '),
        ),
      ],
    )
    return
  }
  await Promise.all(
    texts.map(async (text) => {
      const { list, number, name, notes, labels } = text
      const row = [list, number]
      await connection.all(
        `insert into texts (list, number, name, notes, labels) values ($1, $2, $3, $4, $5)
        on conflict (list, number) do update set name = excluded.name, notes = excluded.notes, labels = excluded.labels`,
        [...row, name, notes, labels],
      )
      await connection.all(
        `insert or replace into text_index (rowid, tokens) values (${textRow('$1', '$2')}, $3)`,
        [...row, tokensIn(text).join(' ')],
      )
    }),
  )
}

/** Adds the words of some texts, all of one list. */
async function putWords(
  connection: Connection,
  { array, elements }: Dialect,
  texts: readonly Pick<Text, 'list' | 'name' | 'notes'>[],
): Promise<void> {
  const [first] = texts
  const words = new Set(texts.flatMap(({ name, notes }) => [...wordsOf(name), ...wordsOf(notes)]))
  if (!first || words.size === 0) return
  await connection.all(
    `insert into words (list, word) select cast($1 as integer), value from ${elements(2)} as found where 1 = 1
    on conflict (list, word) do nothing`,
    [first.list, array([...words])],
  )
}

/**
 * Gathers the words of some texts that were there before words were kept. @returns whether there are more
 */
async function gatherWords(
  connection: Connection,
  dialect: Dialect,
  list: number,
  after: number,
): Promise<boolean> {
  const rows = await connection.all(
    `select number, name, notes from texts where list = $1 and number > $2 order by number limit ${serverLimits.indexStepRows}`,
    [list, after],
  )
  const texts = rows.map((row) => ({ list, name: textIn(row, 'name'), notes: textIn(row, 'notes') }))
  await putWords(connection, dialect, texts)
  const isAll = rows.length < serverLimits.indexStepRows
  const place = isAll ? null : (rows.at(-1)?.['number'] as number)
  await connection.all('update texts_at set words_to = $1 where list = $2', [place, list])
  return !isAll
}

/** Removes the words of lists of which nothing is left. @param which - a condition on `words` */
export async function removeWords(connection: Connection, which: string, params: Value[]): Promise<void> {
  await connection.all(`delete from words where ${which}`, params)
}

/** The row of SQLite's index; the other way it is read by `indexed`. */
const textRow = (list: string, number: string): string => `(${list} << 32) | ${number}`

/** SQLite's index has list and number in its row ids. */
export const indexed = 'rowid >> 32 as list, rowid & 4294967295 as number'

/** @param which - a condition on `texts` */
export async function removeTexts(
  connection: Connection,
  { engine }: Dialect,
  which: string,
  params: Value[],
): Promise<void> {
  if (engine === 'sqlite')
    await connection.all(
      `delete from text_index where rowid in (select ${textRow('list', 'number')} from texts where ${which})`,
      params,
    )
  await connection.all(`delete from texts where ${which}`, params)
}

/**
 * Brings a list up by some changes. Who has its row of `texts_at` does it, and waits for nobody who writes todos: what
 * they change meanwhile has a later version than the one that is left there.
 */
export function indexStep(driver: Driver, id: string, isForSearch = false): Promise<Step> {
  const { dialect } = driver
  return driver.transaction(async (connection) => {
    const [space] = await connection.all(
      'select spaces.key, spaces.version from lists join spaces on spaces.key = lists.key where lists.id = $1',
      [id],
    )
    if (!space) return 'done'
    const list = Number(space['key'])
    const since = await claim(connection, dialect, list)
    if (since === undefined) return 'taken'
    const { rows, isAll } = await changedSince(connection, list, since.version)
    await put(connection, dialect, await thatDiffer(connection, dialect, list, rows.map(textOf)))
    const version = isAll ? Number(space['version']) : Number(rows.at(-1)?.['version'])
    await connection.all('update texts_at set version = $1 where list = $2', [version, list])
    if (!isAll) return 'more'
    // A search does without the words of before, and is not to wait for them.
    if (since.wordsTo === null || isForSearch) return 'done'
    return (await gatherWords(connection, dialect, list, since.wordsTo)) ? 'more' : 'done'
  })
}

interface At {
  /** Each text is there of up to this version. */
  version: number
  wordsTo: number | null
}

/** It returns how far the list's texts are there; undefined where another transaction has the list. */
async function claim(connection: Connection, dialect: Dialect, list: number): Promise<At | undefined> {
  await connection.all('insert into texts_at (list, version) values ($1, 0) on conflict (list) do nothing', [
    list,
  ])
  const [at] = await connection.all(
    `select version, words_to from texts_at where list = $1 ${dialect.claim}`,
    [list],
  )
  return at && { version: Number(at['version']), wordsTo: at['words_to'] as number | null }
}

/** The next changes of a list, by whole versions. */
async function changedSince(
  connection: Connection,
  list: number,
  since: number,
): Promise<{ rows: Row[]; isAll: boolean }> {
  const limit = serverLimits.indexStepRows
  const sql = 'select list, number, name, notes, labels, version from todos where list = $1 and version'
  const rows = await connection.all(`${sql} > $2 order by version limit ${limit}`, [list, since])
  if (rows.length < limit) return { rows, isAll: true }
  const last = Number(rows.at(-1)?.['version'])
  const whole = rows.filter((row) => Number(row['version']) < last)
  if (whole.length > 0) return { rows: whole, isAll: false }
  // One command changed as many as that, or more; how many it can is bounded.
  return { rows: await connection.all(`${sql} = $2`, [list, last]), isAll: false }
}

/** Most changes are of something else. */
async function thatDiffer(
  connection: Connection,
  { isIn, array }: Dialect,
  list: number,
  texts: Text[],
): Promise<Text[]> {
  const rows = await connection.all(
    `select number, name, notes, labels from texts where list = $1 and ${isIn('number', 2, 'integer')}`,
    [list, array(texts.map(({ number }) => number))],
  )
  const kept = new Map(rows.map((row) => [row['number'] as number, row]))
  return texts.filter((text) => {
    const row = kept.get(text.number)
    return row?.['name'] !== text.name || row['notes'] !== text.notes || row['labels'] !== text.labels
  })
}

/**
 * Has the index rebuilt when it was made by another folding, for each list from its first version on, in the background
 * as always. Until then a search reads those todos itself, or indexes the list first.
 */
export async function refreshFolding(connection: Connection): Promise<void> {
  const [made] = await connection.all("select value from meta where key = 'folding'", [])
  if (made?.['value'] === foldingVersion) return
  await connection.all('update texts_at set version = 0', [])
  await connection.all("delete from meta where key = 'folding'", [])
  await connection.all("insert into meta (key, value) values ('folding', $1)", [foldingVersion])
}

/** As `IndexStore.staleLists`. */
export async function staleLists(driver: Driver, after = -1): Promise<Stale> {
  const rows = await driver.scan(
    `select spaces.key, spaces.id, spaces.version, texts_at.version as texts_at, texts_at.words_to from lists
    cross join spaces left join texts_at on texts_at.list = lists.key where spaces.key = lists.key and lists.key > $1
    order by lists.key limit ${serverLimits.indexScanRows}`,
    [after],
  )
  const stale = rows.filter(
    (row) => Number(row['texts_at'] ?? 0) < Number(row['version']) || row['words_to'] !== null,
  )
  const isAll = rows.length < serverLimits.indexScanRows
  return {
    lists: stale.map((row) => row['id'] as string),
    next: isAll ? undefined : Number(rows.at(-1)?.['key']),
  }
}

/** Removes the texts of todos that are gone, or have left their list, of the next rows; answers where to go on. */
export async function pruneTexts(
  driver: Driver,
  after: TextPlace = [-1, -1],
): Promise<TextPlace | undefined> {
  const { dialect } = driver
  const rows = await driver.scan(
    `select list, number, (select 1 from todos where todos.list = texts.list and todos.number = texts.number) as is_there
    from texts where (list, number) > ($1, $2) order by list, number limit ${serverLimits.pruneStepRows}`,
    [...after],
  )
  const gone = rows.filter((row) => row['is_there'] === null)
  for (const [list, group] of Map.groupBy(gone, (row) => row['list'] as number)) {
    await driver.transaction(async (connection) => {
      // A number can come back in a list that was emptied: nobody is to put its texts in just now.
      if ((await claim(connection, dialect, list)) === undefined) return
      const numbers = dialect.array(group.map((row) => row['number'] as number))
      await removeTexts(
        connection,
        dialect,
        `list = $1 and ${dialect.isIn('number', 2, 'integer')}
        and not exists (select 1 from todos where todos.list = texts.list and todos.number = texts.number)`,
        [list, numbers],
      )
    })
  }
  const last = rows.at(-1)
  return last && rows.length === serverLimits.pruneStepRows
    ? [last['list'] as number, last['number'] as number]
    : undefined
}

/** Removes words that no todo has any more, of the next ones; answers where to go on. */
export async function pruneWords(
  driver: Driver,
  after: WordPlace = [-1, ''],
): Promise<WordPlace | undefined> {
  const { dialect } = driver
  const rows = await driver.scan(
    `select list, word from words where (list, word) > ($1, $2) order by list, word limit ${serverLimits.pruneStepRows}`,
    [...after],
  )
  for (const [list, group] of Map.groupBy(rows, (row) => row['list'] as number)) {
    await driver.transaction(async (connection) => {
      // Nobody is to put in a todo that has one of them just now.
      if ((await claim(connection, dialect, list)) === undefined) return
      const unused = []
      for (const row of group) {
        const word = row['word'] as string
        if (!(await isUsed(connection, dialect, list, word))) unused.push(word)
      }
      if (unused.length > 0)
        await removeWords(connection, `list = $1 and ${dialect.isIn('word', 2, 'text')}`, [
          list,
          dialect.array(unused),
        ])
    })
  }
  const last = rows.at(-1)
  return last && rows.length === serverLimits.pruneStepRows
    ? [last['list'] as number, last['word'] as string]
    : undefined
}

async function isUsed(
  connection: Connection,
  { engine }: Dialect,
  list: number,
  word: string,
): Promise<boolean> {
  const token = wordToken(list, word)
  const rows =
    engine === 'sqlite'
      ? await connection.all('select rowid from text_index where text_index match $1 limit 1', [`"${token}"`])
      : await connection.all('select 1 from texts where tokens @@ $1::text::tsquery limit 1', [`'${token}'`])
  return rows.length > 0
}
