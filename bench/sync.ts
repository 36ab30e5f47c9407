/** How fast changes reach those who follow, and what it costs. */
import { ask, repeated } from './ask.ts'
import { measureLatency, measureManyLists } from './latency.ts'
import { rate } from './load.ts'
import { startPeer } from './peer-programs.ts'
import { rows } from './rows.ts'
import { residentMiB, startAiotodo, type Program } from './servers.ts'
import { isAsked, type Settings } from './settings.ts'
import { below, perSecond, ratio, table } from './table.ts'

/** A delta of one todo, as large as ours are. */
const frame = JSON.stringify({ type: 'delta', padding: 'x'.repeat(610) })
const [sockets, changes] = [1_000, 500]
const idle = 10_000

const parts: Record<string, (settings: Settings) => Promise<string[][]>> = {
  deliveries: measureDeliveries,
  latency: measureLatency,
  lists: measureManyLists,
  idle: measureIdle,
  back: measureComingBack,
  snapshot: measureSnapshot,
  writes: measureWrites,
}

export const syncParts: string[] = Object.keys(parts)

export async function measureSync(settings: Settings): Promise<string> {
  const lines: string[][] = []
  for (const [name, measure] of Object.entries(parts)) {
    if (isAsked(settings, name)) lines.push(...(await measure(settings)))
  }
  return `**Sync**, each the median of ${settings.rounds}\n\n${table(['', 'measured', 'goal'], lines)}`
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
  for (const program of [publish, ws, ours]) await program.stop()
  const [own, bare, node] = columns(rates)
  return [
    [
      `${sockets} sockets on one list, ${changes} changes: deliveries/s`,
      perSecond(own),
      `${ratio(own, bare, 0.6)} × a bare publish (${perSecond(bare)}), ${ratio(own, node, 4)} × ws on Node (${perSecond(node)})`,
    ],
  ]
}

async function measureIdle(settings: Settings): Promise<string[][]> {
  const server = await startAiotodo(`sqlite:${settings.folder}/idle.sqlite`)
  const holding = ask('hold', { url: server.url, sockets: idle, seconds: 30 })
  await Bun.sleep(12_000)
  const [cpu, begun] = [await cpuSeconds(server.pid), performance.now()]
  await Bun.sleep(15_000)
  const share = ((await cpuSeconds(server.pid)) - cpu) / ((performance.now() - begun) / 1_000)
  const memory = await residentMiB(server.pid)
  await holding
  await server.stop()
  const isWithin = memory < 300 && share < 0.02
  const measured = `${memory.toFixed(0)} MiB, ${(share * 100).toFixed(1)} % of a core`
  return [['10,000 idle sockets', measured, `< 300 MiB, < 2 %${isWithin ? '' : ', missed'}`]]
}

async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await Bun.file(`/proc/${pid}/stat`).text()).replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function measureComingBack(settings: Settings): Promise<string[][]> {
  const back = await repeated(settings, async () => {
    const server = await startAiotodo(`sqlite:${settings.folder}/back-${Bun.randomUUIDv7()}.sqlite`)
    const ms = await ask<number>('comeBack', { url: server.url, count: 10_000 })
    await server.stop()
    return ms
  })
  return [['a client returning with 10,000 changes missed, to equal', ...below(back, 300, 'ms')]]
}

async function measureSnapshot(settings: Settings): Promise<string[][]> {
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
    await server.stop()
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
    ['a first snapshot of 100,000 todos', `${took}, server + ${memory}`, `${within}, + ${withinMemory}`],
  ]
}

async function measureWrites(settings: Settings): Promise<string[][]> {
  const { seconds, folder } = settings
  const load = { row: rows.add, todos: 1, seconds, folder }
  const rateWith = async (sockets: number) => {
    const server = await startAiotodo(`sqlite:${folder}/writes-${Bun.randomUUIDv7()}.sqlite`)
    // They come while the list is empty, so that their first snapshots are not measured.
    const holding = sockets > 0 && ask('hold', { url: server.url, sockets, seconds: seconds + 5 })
    await Bun.sleep(2_000)
    await rate(server.url, { ...load, seconds: 1 })
    const writes = await rate(server.url, load)
    await holding
    await server.stop()
    return writes
  }
  const rates = await repeated(settings, async () => [await rateWith(0), await rateWith(10)])
  const [without, withSync] = columns(rates)
  const measured = `${perSecond(withSync)}; ${perSecond(without)} without`
  return [['writes/s with 10 sockets on the list', measured, `${ratio(withSync, without, 0.85)} × without`]]
}
