/** Clients of the measurements of sync, in a process of their own. */
import { join } from 'node:path'
import { calmly } from './others.ts'
import { pinned } from './servers.ts'
import type { Settings } from './settings.ts'

/** Runs a task of sync-client.ts on the other core. */
export async function ask<T>(task: string, options: object): Promise<T> {
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

export async function repeated<T>({ rounds }: Settings, measure: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let round = 0; round < rounds; round++) results.push(await calmly(measure))
  return results
}
