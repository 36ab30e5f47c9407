/** A large file in and out: how long it takes, what memory it costs, and how long others wait meanwhile. */
import { readFileSync } from 'node:fs'
import { createClient } from '../src/client/client.ts'
import { startServer } from '../test/support/server.ts'
import type { Settings } from './settings.ts'
import { table } from './table.ts'

const count = 100_000

export async function measureImport({ folder }: Settings): Promise<string> {
  const path = `${folder}/import.jsonl`
  await Bun.write(path, exportedTodos())
  const lines: string[][] = []
  await using server = await startServer({ args: ['--data', `${folder}/import`] })
  const client = createClient(server.url)
  const fresh = rssOf(server.pid)
  const measured = async (what: string, work: () => Promise<unknown>) => {
    const before = rssOf(server.pid)
    let highest = before
    let isOver = false
    const waits: number[] = []
    const watching = (async () => {
      while (!isOver) {
        const begun = performance.now()
        await client.todos.create({ name: crypto.randomUUID() }, { timeoutMs: 60_000 })
        waits.push(performance.now() - begun)
        highest = Math.max(highest, rssOf(server.pid))
        await Bun.sleep(20)
      }
    })()
    const begun = performance.now()
    await work()
    const seconds = (performance.now() - begun) / 1_000
    isOver = true
    await watching
    const sorted = waits.toSorted((a, b) => a - b)
    const ms = (share: number) => `${(sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0)} ms`
    lines.push([
      what,
      `${seconds.toFixed(1)} s`,
      `+${mib(highest - before)}, ${mib(highest - fresh)} over a fresh one`,
      ms(0.5),
      ms(1),
    ])
  }
  const send = async (query: object) => {
    const response = await client.request('POST', 'api/v1/import', {
      query: { ...query },
      file: Bun.file(path),
      headers: { accept: 'application/jsonl' },
      timeoutMs: 120_000,
    })
    const text = await response.text()
    if (!text.includes('"report"')) throw new Error(text.slice(-1_000))
  }
  await measured('import', () => send({}))
  await measured('import again', () => send({}))
  for (const format of ['zip', 'jsonl', 'ics', 'csv']) {
    await measured(`export ${format}`, async () => {
      const response = await client.request('GET', 'api/v1/export', { query: { format }, timeoutMs: 120_000 })
      for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>);
    })
  }
  const head = ['SQLite', 'takes', 'memory', 'others write in', 'at worst']
  return `**In and out**, ${count.toLocaleString('en')} todos (${(Bun.file(path).size / 1024 ** 2).toFixed(0)} MiB)\n\n${table(head, lines)}`
}

const mib = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(0)} MiB`

const rssOf = (pid: number): number =>
  1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

/** An export as another server would have made it: ten lists, every tenth todo with notes, every fifth below another. */
function exportedTodos(): string {
  const at = '2026-01-01T00:00:00.000Z'
  const lines: object[] = [{ aiotodo: 'export', version: 1 }]
  const times = { createdAt: at, updatedAt: at, deletedAt: null }
  for (let list = 0; list < 10; list++) {
    const id = Bun.randomUUIDv7()
    lines.push({
      kind: 'list',
      id,
      name: `List ${list}`,
      uniqueNames: false,
      colour: 'none',
      position: null,
      ...times,
    })
    let parent: string | null = null
    for (let number = 1; number <= count / 10; number++) {
      const todo = Bun.randomUUIDv7()
      const isTop = number % 5 > 0
      lines.push({
        kind: 'todo',
        id: todo,
        list: id,
        number,
        name: `Todo ${number} of list ${list}`,
        notes: number % 10 === 0 ? 'Some words on it. '.repeat(20) : '',
        due: number % 3 === 0 ? '2026-12-01T09:00[Europe/Berlin]' : null,
        priority: 'none',
        labels: number % 4 === 0 ? ['home', 'later'] : [],
        parent: isTop ? null : parent,
        position: `a${String(number).padStart(6, '0')}1`,
        repeat: null,
        repeatFrom: 'due',
        anchor: null,
        reminders: [],
        series: null,
        next: null,
        finishedAt: number % 2 === 0 ? at : null,
        ...times,
      })
      if (isTop) parent = todo
    }
  }
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
}
