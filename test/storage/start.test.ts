/** A node that knows no starts, for as long as it still runs beside newer ones (SPEC.md, S70). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { todoFields, type Fields } from '../../src/model/fields.ts'
import type { Todo } from '../../src/model/todo.ts'
import type { Table } from '../../src/storage/driver.ts'
import { changeWriter, columnsFor, rowReader, rowWriter } from '../../src/storage/fields.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { clientOf, newDatabase } from '../support/engines.ts'

const { start: _, ...fieldsBefore } = todoFields
const before = fieldsBefore as unknown as Fields<Todo>
/** As an older node has it: what it names, it names of this. */
const table: Table = { name: 'todos', columns: { ...columnsFor(before), unique_name: 'boolean' } }

test.each(['sqlite', 'postgres'] as const)(
  '[S70] %s: what an older node writes takes no start away, and what it makes has none',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name })
    const client = clientOf(app, name)
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    const todo = await client.done('POST', '/api/v1/todos', { name: 'a', start: '2026-12-01' })
    const row = (await driver.all(`select ${Object.keys(table.columns).join(', ')} from todos`, []))[0] ?? {}
    const old = rowReader(before)(row, todo.list)
    expect(old).not.toHaveProperty('start')
    const after: Todo = { ...old, name: 'b', due: '2026-12-24', version: old.version + 1 }
    const keys = () => Number(row['list'])
    const changed = { version: after.version, list: keys(), number: after.number }
    changeWriter(before, ['id', 'list', 'number', 'version'])(changed, old, after)
    const made = { ...rowWriter(before)({ ...after, id: Bun.randomUUIDv7(), number: 2 }, keys) }
    await driver.transaction(async (connection) => {
      await connection.update(table, ['list', 'number'], [changed])
      await connection.insert(table, [{ ...made, unique_name: false }])
    })
    const { items } = await client.done('GET', '/api/v1/todos?sort=number')
    expect(items).toMatchObject([
      { name: 'b', due: '2026-12-24', start: '2026-12-01' },
      { number: 2, start: null },
    ])
    await driver.close()
    await app.close()
    await drop()
  },
)
