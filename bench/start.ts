/** How soon a start answers, and what it holds when idle. */
import { residentMiB, startAiotodo } from './servers.ts'
import type { Settings } from './settings.ts'
import { median, table } from './table.ts'

export async function measureStart({ folder }: Settings): Promise<string> {
  const database = `sqlite:${folder}/start.sqlite`
  await (await startAiotodo(database)).stop()
  const times: number[] = []
  for (let i = 0; i < 10; i++) {
    const begun = performance.now()
    const program = await startAiotodo(database)
    times.push(performance.now() - begun)
    await program.stop()
  }
  const idle = await startAiotodo(database)
  await Bun.sleep(2_000)
  const memory = await residentMiB(idle.pid)
  await idle.stop()
  const line = (what: string, value: number, unit: string, goal: number) => [
    what,
    `${value.toFixed(0)} ${unit}`,
    `< ${goal} ${unit}${value < goal ? '' : ', missed'}`,
  ]
  const lines = [
    line('process to first answer, SQLite, median of 10', median(times), 'ms', 150),
    line('memory when idle', memory, 'MiB', 90),
  ]
  return `**Start**\n\n${table(['', 'measured', 'goal'], lines)}`
}
