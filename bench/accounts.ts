/** What keys cost: the same requests in local mode, signed in, and of any of ten thousand accounts. */
import { fillAccounts } from './fill-accounts.ts'
import { goals, rows } from './rows.ts'
import { limitless, startAiotodo } from './servers.ts'
import { inTurn, type Measured, type Settings } from './settings.ts'
import { perSecond, ratio, table } from './table.ts'

const todos = 100
/** Requests come from some of them. */
const many = { accounts: 10_000, lists: 10, todos: 1, keys: 1_000 }

export async function measureAccounts(settings: Settings): Promise<string> {
  const path = (name: string) => `${settings.folder}/${name}.sqlite`
  await fillAccounts(path('local'), { accounts: 0, lists: 1, todos, keys: 0 })
  const oneKey = await fillAccounts(path('one'), { accounts: 1, lists: 1, todos, keys: 1 })
  const manyKeys = await fillAccounts(path('many'), many)
  const programs = {
    local: { ...(await startAiotodo(`sqlite:${path('local')}`)), todos },
    one: { ...(await startAiotodo(`sqlite:${path('one')}`, ...limitless)), todos, keys: oneKey },
    many: {
      ...(await startAiotodo(`sqlite:${path('many')}`, ...limitless)),
      todos: many.todos,
      keys: manyKeys,
    },
  } satisfies Record<string, Measured>
  const lines: string[][] = []
  for (const key of ['one', 'change'] as const) {
    const row = rows[key]
    const { local, one, many } = await inTurn(programs, row, settings)
    lines.push([
      row.name,
      perSecond(local),
      perSecond(one),
      ratio(one, local, goals.accounts.key),
      perSecond(many),
      ratio(many, one, goals.accounts.many[key]),
    ])
  }
  for (const { stop } of Object.values(programs)) await stop()
  const head = ['', 'local mode', 'with a key', '× local', '10,000 accounts', '× one account']
  return `**Accounts**, SQLite, answers a second, 64 connections\n\n${table(head, lines)}`
}
