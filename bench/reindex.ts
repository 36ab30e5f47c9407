/** What writers notice while the index of search of a large list is made anew behind them. */
import { Database } from 'bun:sqlite'
import { evenly, p99 } from './evenly.ts'
import { fill } from './growth.ts'
import { startAiotodo } from './servers.ts'
import type { Settings } from './settings.ts'
import { skipIndex } from './skip-index.ts'
import { spread, table } from './table.ts'

const many = 1_000_000
const writesPerSecond = 200
const goalMs = 50

/** @returns a table: the p99 of writes to a list of a million todos, with its index there and while it is made */
export async function measureReindex({ folder, rounds, seconds }: Settings): Promise<string> {
  const path = `${folder}/reindex.sqlite`
  const first = await startAiotodo(`sqlite:${path}`)
  await fill(first, many)
  await first.stop()
  const [calm, busy]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    skipIndex(path)
    calm.push(await timeWrites(path, seconds))
    forgetIndex(path)
    busy.push(await timeWrites(path, seconds))
    const reached = versionReached(path)
    if (reached === 0 || reached === Infinity)
      throw new Error('the index was not made meanwhile: writes were measured without it')
  }
  const ms = (values: number[]) => spread(values, (value) => value.toFixed(1), 'ms')
  const met = busy.every((value) => value < goalMs) ? '' : ', missed'
  return [
    `**Index of search**, SQLite, p99 of ${writesPerSecond} writes a second to a list of ${many.toLocaleString('en')} todos`,
    table(
      ['the index is there', 'it is made behind the writes'],
      [[ms(calm), `${ms(busy)} (goal < ${goalMs}${met})`]],
    ),
  ].join('\n\n')
}

/** Where writers leave no pause the index is begun after so long (`indexOverdueMs`). */
const beginSeconds = 12

async function timeWrites(path: string, seconds: number): Promise<number> {
  const { url, stop } = await startAiotodo(`sqlite:${path}`)
  const write = async () => {
    const body = JSON.stringify({ name: 'Buy milk and bread' })
    await (await fetch(`${url}/api/v1/todos`, { method: 'POST', body })).arrayBuffer()
  }
  await evenly(writesPerSecond, beginSeconds, write)
  const times = await evenly(writesPerSecond, seconds, write)
  await stop()
  return p99(times)
}

/** Nothing of any list is said to be in the index, as for one that an import has just filled. */
function forgetIndex(path: string): void {
  const database = new Database(path)
  database.run('delete from texts_at')
  database.close()
}

/** How far the index of the list is: 0 where it is not begun, and Infinity where it has all. */
function versionReached(path: string): number {
  const database = new Database(path, { readonly: true })
  const query =
    'select texts_at.version as reached, spaces.version as last from texts_at join spaces on spaces.key = texts_at.list'
  const row = database.query(query).get() as { reached: number; last: number } | null
  database.close()
  if (!row) return 0
  return row.reached >= row.last ? Infinity : row.reached
}
