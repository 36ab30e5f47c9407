/** How soon a start answers, and what it holds when idle. */
import { join } from 'node:path'
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
  const ls = await measureLs(`${folder}/aiotodo`, idle.url)
  await idle.stop()
  const line = (what: string, value: number, unit: string, goal: number) => [
    what,
    `${value.toFixed(0)} ${unit}`,
    `< ${goal} ${unit}${value < goal ? '' : ', missed'}`,
  ]
  const lines = [
    line('process to first answer, SQLite, median of 10', median(times), 'ms', 150),
    line('memory when idle', memory, 'MiB', 90),
    line('`aiotodo ls` as the single executable, start to finish, median of 10', ls, 'ms', 100),
  ]
  return `**Start**\n\n${table(['', 'measured', 'goal'], lines)}`
}

async function measureLs(executable: string, url: string): Promise<number> {
  const built = Bun.spawn(
    [process.execPath, join(import.meta.dir, '..', 'scripts', 'build.ts'), executable],
    {
      stdout: 'ignore',
    },
  )
  if ((await built.exited) !== 0) throw new Error('The executable can not be built')
  const times: number[] = []
  for (let i = 0; i < 10; i++) {
    const begun = performance.now()
    const child = Bun.spawn([executable, 'ls', '--server', url], { stdout: 'ignore' })
    if ((await child.exited) !== 0) throw new Error('aiotodo ls failed')
    times.push(performance.now() - begun)
  }
  return median(times)
}
