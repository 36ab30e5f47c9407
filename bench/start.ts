/** How soon a start answers, and what it holds when idle. */
import { join } from 'node:path'
import { residentMiB, startAiotodo } from './servers.ts'
import type { Settings } from './settings.ts'
import { below, table } from './table.ts'

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
  const lines = [
    ['process to first answer, SQLite, median of 10', ...below(times, 150, 'ms')],
    ['memory when idle', ...below([memory], 90, 'MiB')],
    ['`aiotodo ls` as the single executable, start to finish, median of 10', ...below(ls, 100, 'ms')],
  ]
  return `**Start**\n\n${table(['', 'measured', 'goal'], lines)}`
}

async function measureLs(executable: string, url: string): Promise<number[]> {
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
  return times
}
