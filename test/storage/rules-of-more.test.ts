/** Rules that a node of another version can not read (SPEC.md, E118 and E119). */
import { expect, test } from 'bun:test'
import { migrate, migrations, oldestFor } from '../../src/storage/migrate.ts'
import { rulesOfMore } from '../../src/storage/migrations/0030-rules-of-more.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { createApp } from '../support/app.ts'
import { clientOf, newDatabase } from '../support/engines.ts'

const ids = { newId: () => Bun.randomUUIDv7(), now: Date.now }
const persistent = ['sqlite', 'postgres'] as const

test.each(persistent)(
  '[E118] %s: a todo whose rule a newer version wrote is not finished here, so that its series does not end',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const lines: string[] = []
    const log = { error: (text: string, fields: object = {}) => lines.push(text, JSON.stringify(fields)) }
    const silent = { warn() {}, info() {}, debug() {}, flush() {} }
    const app = await createApp({ database: name, log: { ...silent, ...log } })
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    const { json, done } = clientOf(app, name)
    try {
      const { id } = await done('POST', '/api/v1/todos', {
        name: 'Pay',
        due: '2099-01-01',
        repeat: 'FREQ=DAILY',
      })
      const rule = 'FREQ=DAILY;X-TIDE=HIGH'
      await driver.transaction((connection) =>
        connection.all('update todos set repeat = $1 where id = $2', [rule, id]),
      )
      for (const [method, path, body] of [
        ['PATCH', `/todos/${id}`, { finished: true }],
        ['POST', `/todos/${id}/skip`, undefined],
        ['POST', `/todos/${id}/detach`, undefined],
      ] as const)
        expect([path, (await json(method, `/api/v1${path}`, body)).code]).toEqual([path, 'internal'])
      expect(lines.join('\n')).toContain('a newer version wrote it. Update this server.')
      expect(await json('GET', `/api/v1/todos/${id}`)).toMatchObject({
        finished: false,
        repeat: rule,
        next: null,
      })
      // All else can be done with it, such as to give it a rule that is known.
      expect(await json('PATCH', `/api/v1/todos/${id}`, { notes: 'x' })).toMatchObject({
        notes: 'x',
        repeat: rule,
      })
      await json('PATCH', `/api/v1/todos/${id}`, { repeat: 'FREQ=DAILY' })
      expect(await json('PATCH', `/api/v1/todos/${id}`, { finished: true })).toMatchObject({
        next: expect.any(String),
      })
    } finally {
      await driver.close()
      await app.close()
      await drop()
    }
  },
)

test.each(persistent)(
  '[E119] %s: nodes that do not know the Chinese calendar and legal working days stop, running ones and those that start',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    try {
      const schema = migrations.indexOf(rulesOfMore) + 1
      expect(oldestFor(migrations.length)).toBeGreaterThanOrEqual(schema)
      await migrate(driver, ids, schema - 1)
      expect(await migrate(driver, ids, schema)).toEqual([rulesOfMore.because])
      await expect(migrate(driver, ids, schema - 1)).rejects.toMatchObject({ code: 'database_newer' })
    } finally {
      await driver.close()
      await drop()
    }
  },
)
