/** How rows become the parameters of a PostgreSQL statement. */
import { expect, test } from 'bun:test'
import type { Row } from '../../src/storage/driver.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { rowsSql } from '../../src/storage/rows-sql.ts'
import { freshDatabase } from '../support/postgres.ts'

const things = {
  name: 'things',
  columns: { id: 'uuid', name: 'text', number: 'integer', at: 'bigint', isOn: 'boolean' },
} as const
const uuid = (last: number) => `00000000-0000-7000-8000-00000000000${last}`

test('what is the same in all rows is one parameter; the ways to split columns are bounded', () => {
  const ways = new Set<string>()
  const rows = [1, 2].map((n) => ({ id: uuid(n), name: 'same', number: n, at: null, isOn: true }))
  const { from, params } = rowsSql(things, rows, ways)
  expect(from).toBe('unnest($1::text::uuid[], $2::text::integer[]) as v(id, number)')
  expect(params).toEqual([`{"${uuid(1)}","${uuid(2)}"}`, '{1,2}', 'same', null, true])
  expect(rowsSql(things, rows.slice(1), ways).from).toBe('')
  for (let n = 0; n < 100; n++) rowsSql({ ...things, name: `other${n}` }, rows, ways)
  expect(ways.size).toBe(64)
  expect(rowsSql({ ...things, name: 'new' }, rows, ways).from).toContain('v(id, name, number, at, isOn)')
  expect(rowsSql(things, rows, ways).from).toBe(from)
})

test('all values arrive as they were, in arrays and alone', async () => {
  const { url, drop } = await freshDatabase()
  const driver = openPostgres(url)
  const columns = Object.entries(things.columns).map(([name, type]) => `"${name.toLowerCase()}" ${type}`)
  await driver.transaction((each) => each.all(`create table things (${columns.join(', ')})`, []))
  const texts = ['', '"', '\\', '{a,b}', 'NULL', 'null', 'a\nb\t', "'", '\\"', ' x ', 'ä🦉', '$1', 'a,b']
  const rows = texts.map((name, n) => ({
    id: uuid(n % 10),
    name,
    number: n % 2 === 0 ? null : -n,
    at: n === 3 ? null : 2 ** 52 + n,
    ison: n % 3 === 0,
  }))
  const table = { ...things, columns: { ...things.columns, ison: 'boolean' } } as const
  await driver.insert(table, rows)
  for (const row of rows) await driver.insert(table, [row])
  const read = async (): Promise<Row[]> =>
    (await driver.all('select * from things', [])).map((row) => ({
      ...row,
      at: row['at'] && Number(row['at']),
    }))
  expect(await read()).toEqual([...rows, ...rows])
  await driver.transaction((each) => each.all('delete from things', []))
  await driver.insert(table, rows)
  await driver.update(
    table,
    ['name'],
    texts.map((name, n) => ({ name, number: n, ison: null })),
  )
  const changed = await read()
  expect(changed.map((row) => [row['name'], row['number']]).toSorted()).toEqual(
    texts.map((name, n) => [name, n]).toSorted(),
  )
  expect(changed.every((row) => row['ison'] === null)).toBe(true)
  const [id, missing] = [uuid(5), uuid(5).replace('7000', '7001')]
  for (const ids of [[missing], [id, missing]])
    await expect(
      driver.update(
        table,
        ['id'],
        ids.map((each, n) => ({ id: each, number: n })),
      ),
    ).rejects.toThrow('rows changed instead of')
  await driver.close()
  await drop()
})
