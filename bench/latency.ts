/** How long it takes from sending a write until another socket has it. */
import { startPostgres } from '../test/support/postgres.ts'
import { ask, repeated } from './ask.ts'
import { fillAccounts } from './fill-accounts.ts'
import { limitless, pinPostgres, startAiotodo } from './servers.ts'
import type { Settings } from './settings.ts'
import { isMet } from './spread.ts'
import { spread } from './table.ts'

const many = 10_000
const writesPerSecond = 1_000

interface Latency {
  p50: number
  p99: number
  /** Writes that never came. */
  lost: number
}

function latencyLine(title: string, results: Latency[], most: { p50?: number; p99: number }): string[] {
  const of = (name: 'p50' | 'p99') => results.map((each) => each[name])
  const text = (name: 'p50' | 'p99') => `${name} ${spread(of(name), (value) => value.toFixed(1), 'ms')}`
  const goals = (['p50', 'p99'] as const).filter((name) => most[name] !== undefined)
  const isWithin = goals.every((name) => isMet(of(name), { value: most[name] ?? 0, which: 'at most' }))
  const lost = results.reduce((sum, each) => sum + each.lost, 0)
  return [
    title,
    `${text('p50')}, ${text('p99')}${lost > 0 ? `, ${lost} lost` : ''}`,
    `${goals.map((name) => `${name} < ${most[name]} ms`).join(', ')}${isWithin && lost === 0 ? '' : ', missed'}`,
  ]
}

export async function measureLatency(settings: Settings): Promise<string[][]> {
  const { seconds, warmUpSeconds } = settings
  const options = { rate: writesPerSecond, seconds, warmUpSeconds }
  const one = await startAiotodo(`sqlite:${settings.folder}/latency.sqlite`)
  const alone = await repeated(settings, () =>
    ask<Latency>('latency', { ...options, url: one.url, listenTo: one.url }),
  )
  await one.stop()
  const postgres = await startPostgres()
  pinPostgres(postgres.pid)
  const [a, b] = [await startAiotodo(postgres.url), await startAiotodo(postgres.url)]
  const across = await repeated(settings, () =>
    ask<Latency>('latency', { ...options, url: a.url, listenTo: b.url }),
  )
  for (const node of [a, b]) await node.stop()
  await postgres.stop()
  return [
    latencyLine('sending to receipt at 1,000 writes/s, SQLite', alone, { p50: 3, p99: 25 }),
    latencyLine('the same across two nodes on one PostgreSQL', across, { p50: 10, p99: 60 }),
  ]
}

/** Each of many accounts follows its own list, and any of them writes. */
export async function measureManyLists(settings: Settings): Promise<string[][]> {
  const path = `${settings.folder}/many-lists.sqlite`
  const keys = await fillAccounts(path, { accounts: many, lists: 1, todos: 1, keys: many })
  const server = await startAiotodo(`sqlite:${path}`, ...limitless)
  const keysFile = `${settings.folder}/keys.json`
  await Bun.write(keysFile, JSON.stringify(keys))
  const { rounds, seconds, warmUpSeconds } = settings
  const results = await ask<Latency[]>('manyLists', {
    url: server.url,
    keysFile,
    rate: writesPerSecond,
    seconds,
    warmUpSeconds,
    rounds,
  })
  await server.stop()
  const title = '10,000 sockets, each on a list of its own, 1,000 writes/s, SQLite'
  return [latencyLine(title, results, { p99: 50 })]
}
