/** Whether it stays as fast with a million todos, and whether a list of them is streamed. */
import { createConnection } from 'node:net'
import { goals, rows } from './rows.ts'
import { residentMiB, startAiotodo, type Program } from './servers.ts'
import { inTurn, isAsked, type Settings } from './settings.ts'
import { skipIndex } from './skip-index.ts'
import { perSecond, ratio, table } from './table.ts'

const [few, many] = [1_000, 1_000_000]
const keys = ['one', 'page', 'change', 'add'] as const
export const growthParts = [...keys, 'stream']

export async function measureGrowth(settings: Settings): Promise<string> {
  const { folder } = settings
  const small = await startAiotodo(`sqlite:${folder}/small.sqlite`)
  const large = await startAiotodo(`sqlite:${folder}/large.sqlite`)
  await fill(small, few)
  await fill(large, many)
  for (const name of ['small', 'large']) skipIndex(`${folder}/${name}.sqlite`)
  const lines: string[][] = []
  for (const key of keys.filter((each) => isAsked(settings, each))) {
    const row = rows[key]
    const rates = await inTurn(
      { small: { ...small, todos: few }, large: { ...large, todos: many } },
      row,
      settings,
    )
    lines.push([
      row.name,
      perSecond(rates.small),
      perSecond(rates.large),
      ratio(rates.large, rates.small, goals.growth[key]),
    ])
  }
  await small.stop()
  await large.stop()
  const head = ['', '1,000 todos', '1,000,000 todos', 'ratio']
  const rates = `**Growth**, SQLite, random todos of all there are\n\n${table(head, lines)}`
  if (!isAsked(settings, 'stream')) return rates
  const fresh = await startAiotodo(`sqlite:${folder}/large.sqlite`)
  const stream = await measureStream(fresh)
  await fresh.stop()
  return `${rates}\n\n${stream}`
}

/** Through the API, 16 batches of 100 at a time. */
export async function fill({ url }: Program, count: number): Promise<void> {
  let next = 1
  const worker = async () => {
    while (next <= count) {
      const from = next
      next += 100
      const create = (_: unknown, i: number) => ({
        type: 'createTodo',
        todo: { name: `todo number ${from + i}` },
      })
      const body = JSON.stringify({ commands: Array.from({ length: 100 }, create) })
      const response = await fetch(`${url}/api/v1/batch`, { method: 'POST', body })
      if (!response.ok) throw new Error(`filling: ${response.status}`)
      await response.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}

/** Reads the whole list, fast and then slowly, and watches the server's memory. */
async function measureStream(program: Program): Promise<string> {
  await (await fetch(`${program.url}/todos/1`)).arrayBuffer()
  const before = await residentMiB(program.pid)
  let highest = before
  const watch = async () => (highest = Math.max(highest, await residentMiB(program.pid)))
  const timer = setInterval(() => void watch(), 20)
  const begun = performance.now()
  const count = ((await (await fetch(`${program.url}/todos/`)).json()) as unknown[]).length
  const seconds = (performance.now() - begun) / 1_000
  if (count < many) throw new Error(`of ${many} todos ${count} came`)
  await readSlowly(Number(new URL(program.url).port))
  clearInterval(timer)
  const grown = highest - before
  const what = `${count.toLocaleString('en')} todos in ${seconds.toFixed(1)} s`
  return `\`GET /todos/\` streams ${what}; with a fast reader and a slow one the server's memory grows by ${grown.toFixed(0)} MiB (goal < 50${grown < 50 ? '' : ', missed'}).`
}

/** Over a bare socket that is not read for a second, then only now and then, for some 20 MiB. */
async function readSlowly(port: number): Promise<void> {
  const socket = createConnection(port, '127.0.0.1')
  socket.write('GET /todos/ HTTP/1.1\r\nHost: localhost\r\n\r\n')
  socket.pause()
  await Bun.sleep(1_000)
  let bytes = 0
  for await (const chunk of socket) {
    bytes += (chunk as Uint8Array).byteLength
    if (bytes > 20 * 1024 * 1024) break
    await Bun.sleep(5)
  }
  socket.destroy()
}
