/** What is in the database, and can't be what was written (SPEC.md, F60). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { createApp, openDatabase } from '../../src/app.ts'
import { savedNothing } from '../../src/core/write/import/rows.ts'
import { StoreError } from '../../src/core/ports/store.ts'
import { createLog } from '../../src/log.ts'
import { clientOf, engines, newDatabase } from '../support/engines.ts'

/** Sets a column of all rows of a table, behind the back of the program. */
async function overwrite(
  database: Awaited<ReturnType<typeof newDatabase>>['name'],
  sql: string,
): Promise<void> {
  if (database.engine === 'postgres') {
    const other = new Bun.SQL(database.url, { max: 1 })
    await other.unsafe(sql)
    return other.close()
  }
  const other = new Database(database.path)
  other.run(sql)
  other.close()
}

const kept = engines.filter((engine) => engine !== 'memory')
const damages: [column: string, sql: string, path: string][] = [
  ['labels', `update todos set labels = '["a'`, '/api/v1/todos'],
  ['the history', `update journal set changes = '{"x'`, '/api/v1/history'],
  ['a moment', 'update todos set created_at = 9007199254740991', '/api/v1/todos'],
]

for (const engine of kept)
  test.each(damages)(
    `[F60] %s that can't be read on ${engine}: 503 for reading and writing, told once, not ready`,
    async (_, sql, path) => {
      const { name, drop } = await newDatabase(engine)
      const lines: any[] = []
      const log = createLog('error', false, (text) => {
        lines.push(
          ...text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line)),
        )
        return Buffer.byteLength(text)
      })
      const client = clientOf(await createApp({ database: name, log }), name)
      const made = await client.done('POST', '/api/v1/todos', { name: 'x', labels: ['a'] })
      expect((await client.send('GET', '/readyz')).status).toBe(200)
      await overwrite(name, sql)
      for (let count = 0; count < 3; count++) {
        const answer = await client.send('GET', path)
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
        expect(await answer.json()).toMatchObject({ code: 'database_unusable' })
      }
      if (path.endsWith('todos'))
        expect(await client.json('PATCH', `/api/v1/todos/${made.id}`, { name: 'y' })).toMatchObject({
          code: 'database_unusable',
        })
      expect((await client.send('GET', '/readyz')).status).toBe(503)
      expect(lines).toMatchObject([{ message: 'trouble with the database', trouble: 'damaged' }])
      await client.app.close()
      await drop()
    },
  )

test.each(kept)(
  '[F60] a row that is not there under the lock under which it was read is a damage (%s)',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const client = clientOf(await createApp({ database: name }), name)
    const { id } = await client.done('POST', '/api/v1/todos', { name: 'x' })
    await client.app.close()
    const store = await openDatabase(name)
    const write = store.transaction(async (transaction) => {
      const [before] = await transaction.todos([id])
      if (!before) throw new Error('no todo')
      const [space] = await transaction.lock([before.list], [])
      if (!space) throw new Error('no space')
      const version = space.version + 1
      const lost = { ...before, number: 999 }
      await transaction.save({
        ...savedNothing,
        spaces: [{ before: space, after: { ...space, version } }],
        todos: [{ before: lost, after: { ...lost, name: 'y', version }, uniqueNames: false }],
      })
    })
    const error = await write.catch((each: unknown) => each)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({ kind: 'damaged' })
    expect(
      (
        await store.reads.todos(
          { id: (await store.reads.account('local'))?.id ?? '' },
          { deleted: false, sort: 'number', limit: 10 },
        )
      ).map((todo) => todo.name),
    ).toEqual(['x'])
    await store.close()
    await drop()
  },
)
