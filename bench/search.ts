/** How long filters and searches take an account with 100,000 todos in ten lists, through the API, one at a time. */
import { createApp, type App } from '../src/app.ts'
import type { Command } from '../src/model/command.ts'
import { priorities } from '../src/model/priorities.ts'
import type { DatabaseName } from '../src/storage/database-name.ts'
import { startPostgres } from '../test/support/postgres.ts'
import type { Settings } from './settings.ts'
import { table } from './table.ts'

const todos = 100_000
const listCount = 10
const batch = 500
const goalMs = 50

/** By what they are for; the page's default of 100 todos each. */
const queries: Record<string, Record<string, string>> = {
  'today: `due <= today and not finished`, by due': { filter: 'due <= today and not finished', sort: 'due' },
  'upcoming, by due': { filter: 'due > today and not finished', sort: 'due' },
  '`overdue`': { filter: 'overdue' },
  'the example, by due': {
    filter: 'due < +7d and not finished and (#home or priority >= high)',
    sort: 'due',
  },
  '`#home and not finished` (one in ten)': { filter: '#home and not finished' },
  '`#rare` (one in a thousand)': { filter: '#rare' },
  '`priority = high`, by priority': { filter: 'priority = high', sort: 'priority' },
  '`updated >= -1d and not finished`, the latest first': {
    filter: 'updated >= -1d and not finished',
    sort: 'updated',
  },
  '`not has:due and notes ~ receipt and priority < high`': {
    filter: 'not has:due and notes ~ receipt and priority < high',
  },
  '`finished and not finished`: none of all': { filter: 'finished and not finished' },
  'a word that one in ten has': { q: 'milk' },
  'a word that one in a thousand has': { q: 'zeppelin' },
  'a beginning: `zep`': { q: 'zep' },
  'two words, each in one of ten': { q: 'milk garden' },
  'a word that none has': { q: 'nowhere' },
  'one Chinese character: 牛 (one in ten)': { q: '牛' },
  'one Chinese character: 鲸 (one in a thousand)': { q: '鲸' },
  'two Chinese characters: 牛奶': { q: '牛奶' },
  'three: 蓝鲸鱼 (one in a thousand)': { q: '蓝鲸鱼' },
  'a phrase: `"call the garden"`': { filter: '"call the garden"' },
  '`milk and #rare`': { filter: 'milk and #rare' },
}

const words =
  'buy call write read fix clean plan book pay send check find order cook paint wash milk garden letter bill house report car window door kitchen tax photo lamp shoes table'.split(
    ' ',
  )
const chinese = [
  '买牛奶',
  '写报告',
  '打电话',
  '洗衣服',
  '交房租',
  '看医生',
  '订机票',
  '学英语',
  '做晚饭',
  '修自行车',
]

export async function measureSearch({ folder, rounds }: Settings): Promise<string> {
  const sqlite = await measureOn({ engine: 'sqlite', path: `${folder}/search.sqlite` }, rounds)
  const server = await startPostgres()
  try {
    const postgres = await measureOn({ engine: 'postgres', url: server.url }, rounds)
    const lines = Object.keys(queries).map((name) => [
      name,
      ...(sqlite[name] ?? []),
      ...(postgres[name] ?? []),
    ])
    const head = ['', 'SQLite: todos', 'p50', 'p95', 'PostgreSQL: todos', 'p50', 'p95']
    return `**Search** among ${todos.toLocaleString('en')} todos in ${listCount} lists, a page of 100, ms (goal: p95 < ${goalMs})\n\n${table(head, lines)}`
  } finally {
    await server.stop()
  }
}

async function measureOn(database: DatabaseName, rounds: number): Promise<Record<string, string[]>> {
  const app = await createApp({ database })
  await fill(app)
  for (const list of (await app.store.staleLists(undefined)).lists)
    while ((await app.store.indexStep(list)) !== 'done');
  const lines: Record<string, string[]> = {}
  for (const [name, query] of Object.entries(queries)) {
    const url = `http://localhost/api/v1/todos?${new URLSearchParams(query)}`
    const ask = async () => {
      const response = await app.fetch(new Request(url, { headers: { host: 'localhost' } }))
      if (response.status !== 200) throw new Error(`${name}: ${await response.text()}`)
      return (await response.json()) as { items: unknown[] }
    }
    const { items } = await ask()
    const times: number[] = []
    for (let round = 0; round < 20 * rounds; round++) {
      const begun = performance.now()
      await ask()
      times.push(performance.now() - begun)
    }
    times.sort((a, b) => a - b)
    const at = (part: number) => (times[Math.floor(times.length * part)] ?? 0).toFixed(1)
    const p95 = at(0.95)
    lines[name] = [String(items.length), at(0.5), Number(p95) < goalMs ? p95 : `${p95} (missed)`]
  }
  await app.close()
  return lines
}

/** The same todos on each engine: one in ten in Chinese, notes in a third, most finished, a date in half. */
async function fill({ committer, account }: App): Promise<void> {
  let state = 1
  const int = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const pick = <T>(from: readonly T[]): T => from[int(from.length)] as T
  const lists = Array.from({ length: listCount }, () => Bun.randomUUIDv7())
  const run = async (commands: Command[]) => {
    const outcomes = await committer.commit(account, commands)
    const refused = outcomes.find((outcome) => !outcome.accepted)
    if (refused && !refused.accepted) throw refused.error
  }
  await run(
    lists.map((id, index) => ({
      type: 'createList',
      id: Bun.randomUUIDv7(),
      list: { id, name: `list ${index}` },
    })),
  )
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const nameOf = (index: number): string => {
    const rare = index % 1_000 === 7 ? pick([' zeppelin', ' 看蓝鲸鱼']) : ''
    if (index % 10 === 0) return `${pick(chinese)}${pick(chinese)}${rare}`
    return `${pick(words)} the ${pick(words)} ${pick(words)}${rare}`
  }
  const notesOf = (index: number): string =>
    index % 3 === 0
      ? Array.from({ length: 20 }, () => pick(words)).join(' ') + (index % 30 === 0 ? ' receipt' : '')
      : ''
  for (let from = 0; from < todos; from += batch) {
    await run(
      Array.from({ length: batch }, (_, offset): Command => {
        const index = from + offset
        const labels = [...(int(10) === 0 ? ['home'] : []), ...(int(1_000) === 0 ? ['rare'] : [])]
        return {
          type: 'createTodo',
          id: Bun.randomUUIDv7(),
          todo: {
            id: Bun.randomUUIDv7(),
            list: lists[index % listCount] as string,
            name: nameOf(index),
            notes: notesOf(index),
            labels,
            finished: int(10) < 7,
            priority: pick(priorities),
            due: int(2) === 0 ? day(int(730) - 600) : null,
          },
        }
      }),
    )
  }
}
