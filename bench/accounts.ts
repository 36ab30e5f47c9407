/** What keys cost: the same requests in local mode, signed in, and of any of ten thousand accounts. */
import { createApp } from '../src/app.ts'
import { onBehalfOf } from '../src/core/access/actor.ts'
import { rows } from './rows.ts'
import { startAiotodo } from './servers.ts'
import { inTurn, type Measured, type Settings } from './settings.ts'
import { skipIndex } from './skip-index.ts'
import { perSecond, ratio, table } from './table.ts'

const todos = 100
const accountsMany = 10_000
const listsEach = 10
/** Of so many of them requests come. */
const asking = 1_000

const limitless = ['--requests-per-second', '9999999']

export async function measureAccounts(settings: Settings): Promise<string> {
  const path = (name: string) => `${settings.folder}/${name}.sqlite`
  await fill(path('local'), 0, 0)
  const oneKey = await fill(path('one'), 1, 0)
  const manyKeys = await fill(path('many'), accountsMany, listsEach)
  const programs = {
    local: { ...(await startAiotodo(`sqlite:${path('local')}`)), todos },
    one: { ...(await startAiotodo(`sqlite:${path('one')}`, ...limitless)), todos, keys: oneKey },
    many: { ...(await startAiotodo(`sqlite:${path('many')}`, ...limitless)), todos: 1, keys: manyKeys },
  } satisfies Record<string, Measured>
  const lines: string[][] = []
  for (const row of [rows.one, rows.change]) {
    const { local, one, many } = await inTurn(programs, row, settings)
    lines.push([
      row.name,
      perSecond(local),
      perSecond(one),
      ratio(one, local, 0.85),
      perSecond(many),
      ratio(many, one, 0.9),
    ])
  }
  for (const { stop } of Object.values(programs)) await stop()
  const head = ['', 'local mode', 'with a key', '× local', '10,000 accounts', '× one account']
  return `**Accounts**, SQLite, answers a second, 64 connections\n\n${table(head, lines)}`
}

/** Makes accounts, each with a todo in its default list (a single one with as many as are asked for), and tokens for them. */
async function fill(path: string, accounts: number, lists: number): Promise<string[]> {
  const app = await createApp({ database: { engine: 'sqlite', path } })
  const keys: string[] = []
  const first = app.account
  const add = (list: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      type: 'createTodo' as const,
      id: Bun.randomUUIDv7(),
      todo: { id: Bun.randomUUIDv7(), list, name: `todo number ${index}` },
    }))
  if (accounts <= 1) await app.committer.commit(first, add(first.defaultList, todos))
  if (accounts > 0) {
    const owner = await app.accounts.add({ name: 'account0', password: 'seven pink horses' })
    const others = await app.store.access.inTurn(async (tables) => {
      const made = []
      for (let index = 1; index < accounts; index++)
        made.push(
          await tables.addAccount({ name: `account${index}`, password: null, isAdmin: false }, Date.now()),
        )
      return made
    })
    const token = { name: 'x', scope: 'write', lists: null, deletionsPerHour: null, expiresAt: null } as const
    for (const [index, account] of [owner, ...others].entries()) {
      if (accounts > 1) {
        const more = Array.from({ length: lists - 1 }, () => ({
          type: 'createList' as const,
          id: Bun.randomUUIDv7(),
          list: { id: Bun.randomUUIDv7(), name: 'A list' },
        }))
        await app.committer.commit(account, [...add(account.defaultList, 1), ...more])
      }
      if (index >= asking) continue
      const by = onBehalfOf({ account: account.id, address: '' })
      keys.push((await app.keys.addToken(account.id, token, by)).key)
    }
  }
  await app.close()
  skipIndex(path)
  return keys
}
