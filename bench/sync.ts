/** How fast changes reach those who follow, and what it costs. */
import { join } from 'node:path'
import { startPostgres } from '../test/support/postgres.ts'
import { fillAccounts } from './fill-accounts.ts'
import { rate } from './load.ts'
import { startPeer } from './peer-programs.ts'
import { rows } from './rows.ts'
import {
  limitless,
  pinned,
  pinPostgres,
  residentMiB,
  startAiotodo,
  stopAll,
  type Program,
} from './servers.ts'
import type { Settings } from './settings.ts'
import { isMet } from './spread.ts'
import { below, perSecond, ratio, spread, table } from './table.ts'

/** A delta of one todo, as large as ours are. */
const frame = JSON.stringify({ type: 'delta', padding: 'x'.repeat(610) })
const [sockets, changes] = [1_000, 500]
const many = 10_000
const writesPerSecond = 1_000

export async function measureSync(settings: Settings): Promise<string> {
  const lines = [
    ...(await measureDeliveries(settings)),
    ...(await measureLatency(settings)),
    await measureManyLists(settings),
    await measureIdle(settings),
    ...(await measureSnapshots(settings)),
    await measureWrites(settings),
  ]
  return `**Sync**, each the median of ${settings.rounds}\n\n${table(['', 'measured', 'goal'], lines)}`
}

/** Runs a task of sync-client.ts on the other core. */
async function ask<T>(task: string, options: object): Promise<T> {
  const child = Bun.spawn(
    pinned(1, [process.execPath, join(import.meta.dir, 'sync-client.ts'), task, JSON.stringify(options)]),
    {
      stdout: 'pipe',
      stderr: 'inherit',
    },
  )
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${task} failed`)
  return JSON.parse(text) as T
}

async function repeated<T>({ rounds }: Settings, measure: (round: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let round = 0; round < rounds; round++) results.push(await measure(round))
  return results
}

/** What the rounds gave, thing by thing. */
const columns = (rounds: number[][]): number[][] =>
  (rounds[0] ?? []).map((_, index) => rounds.map((round) => round[index] ?? Number.NaN))

async function measureDeliveries(settings: Settings): Promise<string[][]> {
  const publish = await startPeer(process.execPath, 'publish.ts')
  const ws = await startPeer('node', 'ws.mjs')
  const ours = await startAiotodo(`sqlite:${settings.folder}/deliveries.sqlite`)
  const of = async ({ url }: Program, frame?: string) =>
    ask<number>('deliveries', { url, sockets, count: changes, frame })
  const rates = await repeated(settings, async () => [
    await of(ours),
    await of(publish, frame),
    await of(ws, frame),
  ])
  await stopAll()
  const [own, bare, node] = columns(rates)
  return [
    [
      `${sockets} sockets on one list, ${changes} changes: deliveries/s`,
      perSecond(own),
      `${ratio(own, bare, 0.6)} × a bare publish (${perSecond(bare)}), ${ratio(own, node, 4)} × ws on Node (${perSecond(node)})`,
    ],
  ]
}

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

async function measureLatency(settings: Settings): Promise<string[][]> {
  const options = { rate: writesPerSecond, seconds: 1 + settings.seconds }
  const one = await startAiotodo(`sqlite:${settings.folder}/latency.sqlite`)
  const alone = await repeated(settings, () =>
    ask<Latency>('latency', { ...options, url: one.url, listenTo: one.url }),
  )
  await stopAll()
  const postgres = await startPostgres()
  pinPostgres(postgres.pid)
  const [a, b] = [await startAiotodo(postgres.url), await startAiotodo(postgres.url)]
  const across = await repeated(settings, () =>
    ask<Latency>('latency', { ...options, url: a.url, listenTo: b.url }),
  )
  await stopAll()
  await postgres.stop()
  return [
    latencyLine('sending to receipt at 1,000 writes/s, SQLite', alone, { p50: 3, p99: 25 }),
    latencyLine('the same across two nodes on one PostgreSQL', across, { p50: 10, p99: 60 }),
  ]
}

/** Each of many accounts follows its own list, and any of them writes. */
async function measureManyLists(settings: Settings): Promise<string[]> {
  const path = `${settings.folder}/many-lists.sqlite`
  const keys = await fillAccounts(path, { accounts: many, lists: 1, todos: 1, keys: many })
  const server = await startAiotodo(`sqlite:${path}`, ...limitless)
  const keysFile = `${settings.folder}/keys.json`
  await Bun.write(keysFile, JSON.stringify(keys))
  const { rounds, seconds } = settings
  const results = await ask<Latency[]>('manyLists', {
    url: server.url,
    keysFile,
    rate: writesPerSecond,
    seconds: 1 + seconds,
    rounds,
  })
  await stopAll()
  return latencyLine('10,000 sockets, each on a list of its own, 1,000 writes/s, SQLite', results, {
    p99: 50,
  })
}

async function measureIdle(settings: Settings): Promise<string[]> {
  const server = await startAiotodo(`sqlite:${settings.folder}/idle.sqlite`)
  const holding = ask('hold', { url: server.url, sockets: many, seconds: 30 })
  await Bun.sleep(12_000)
  const [cpu, begun] = [await cpuSeconds(server.pid), performance.now()]
  await Bun.sleep(15_000)
  const share = ((await cpuSeconds(server.pid)) - cpu) / ((performance.now() - begun) / 1_000)
  const memory = await residentMiB(server.pid)
  await holding
  await stopAll()
  const isWithin = memory < 300 && share < 0.02
  return [
    '10,000 idle sockets',
    `${memory.toFixed(0)} MiB, ${(share * 100).toFixed(1)} % of a core`,
    `< 300 MiB, < 2 %${isWithin ? '' : ', missed'}`,
  ]
}

async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await Bun.file(`/proc/${pid}/stat`).text()).replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function measureSnapshots(settings: Settings): Promise<string[][]> {
  const back = await repeated(settings, async (round) => {
    const server = await startAiotodo(`sqlite:${settings.folder}/back-${round}.sqlite`)
    const ms = await ask<number>('comeBack', { url: server.url, count: 10_000 })
    await stopAll()
    return ms
  })
  const database = `sqlite:${settings.folder}/snapshot.sqlite`
  const writer = await startAiotodo(database)
  await ask('write', { url: writer.url, count: 100_000 })
  await writer.stop()
  const first = await repeated(settings, async () => {
    const server = await startAiotodo(database)
    const before = await residentMiB(server.pid)
    let peak = before
    const watching = setInterval(async () => {
      peak = Math.max(peak, await residentMiB(server.pid).catch(() => 0))
    }, 20)
    const ms = await ask<number>('snapshot', { url: server.url, count: 100_000 })
    clearInterval(watching)
    await stopAll()
    return { ms, grown: peak - before }
  })
  const [took, within] = below(
    first.map((each) => each.ms),
    2_000,
    'ms',
  )
  const [memory, withinMemory] = below(
    first.map((each) => each.grown),
    50,
    'MiB',
  )
  return [
    ['a client returning with 10,000 changes missed, to equal', ...below(back, 300, 'ms')],
    ['a first snapshot of 100,000 todos', `${took}, server + ${memory}`, `${within}, + ${withinMemory}`],
  ]
}

async function measureWrites(settings: Settings): Promise<string[]> {
  const server = await startAiotodo(`sqlite:${settings.folder}/writes.sqlite`)
  const { seconds, folder } = settings
  const load = { row: rows.add, todos: 1, seconds, folder }
  await rate(server.url, { ...load, seconds: 1 })
  const rates = await repeated(settings, async () => {
    const without = await rate(server.url, load)
    const holding = ask('hold', { url: server.url, sockets: 10, seconds: seconds + 3 })
    await Bun.sleep(2_000)
    const withSync = await rate(server.url, load)
    await holding
    return [without, withSync]
  })
  await stopAll()
  const [without, withSync] = columns(rates)
  return [
    'writes/s with 10 sockets on the list',
    `${perSecond(withSync)}; ${perSecond(without)} without`,
    `${ratio(withSync, without, 0.85)} × without`,
  ]
}
