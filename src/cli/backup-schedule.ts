/**
 * A server makes backups by itself. A process of its own makes each, with less right to the processor, so that
 * who writes meanwhile is not held up.
 */
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { newestBackup } from '../backups.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { serverLimits } from '../model/server-limits.ts'

/** It is the program that runs here: the single executable, or its source under this runtime. */
const program = import.meta.url.includes('$bunfs')
  ? [process.execPath]
  : [process.execPath, join(import.meta.dir, '..', 'main.ts')]

export interface BackupSchedule {
  /** It tells when the last good one was made, in milliseconds; undefined where none is known. */
  readonly lastGoodAt: number | undefined
  readonly failures: number
  stop(): void
}

type Plan = NonNullable<Config['backup']>

export function scheduleBackups(plan: Plan, database: Config['database'], log: Log): BackupSchedule {
  let lastGoodAt: number | undefined
  let nextAt = 0
  let failures = 0
  let child: Bun.Subprocess | undefined
  let isStopped = false

  function failed(why: string): void {
    failures++
    nextAt = Date.now() + Math.min(plan.everyMs, serverLimits.backupAgainMs)
    log.error('no backup could be made', { why, nextAt: new Date(nextAt).toISOString() })
  }

  async function make(): Promise<void> {
    const begun = performance.now()
    const running = start(plan, database)
    child = running
    const [out = '', err = ''] = await Promise.all(
      [running.stdout, running.stderr].map((stream) => new Response(stream).text()),
    )
    const code = await running.exited
    child = undefined
    if (isStopped) return
    if (code !== 0) return failed(err.trim().replace(/^aiotodo: /, '') || `it ended with ${code}`)
    const { place, bytes, at, removed } = JSON.parse(out)
    lastGoodAt = Date.parse(at)
    nextAt = lastGoodAt + plan.everyMs
    log.info('backup made', { place, bytes, removed, seconds: Math.round(performance.now() - begun) / 1_000 })
  }

  let isBusy = true
  const look = () => {
    if (isBusy || Date.now() < nextAt) return
    isBusy = true
    void make()
      .catch((error: unknown) => failed(String(error)))
      .finally(() => (isBusy = false))
  }
  void newestBackup(plan.target, plan.keep !== undefined)
    .then((newest) => {
      // A server that starts again and again makes no more of them than one that runs on.
      if (newest) lastGoodAt = newest.at
      if (newest) nextAt = newest.at + plan.everyMs
    })
    // That the place can't be used is told when a backup is to go there.
    .catch(() => {})
    .finally(() => {
      isBusy = isStopped
      look()
    })
  const timer = setInterval(look, Math.min(serverLimits.backupLookMs, plan.everyMs))
  return {
    get lastGoodAt() {
      return lastGoodAt
    },
    get failures() {
      return failures
    },
    stop() {
      isStopped = isBusy = true
      clearInterval(timer)
      child?.kill('SIGKILL')
    },
  }
}

function start({ target, keep, recipients }: Plan, database: Config['database']) {
  const args = [
    ...['backup', target, '--json'],
    ...(keep === undefined ? [] : ['--keep', keep]),
    ...(recipients === undefined ? [] : ['--encrypt-for', recipients]),
  ]
  const name = database.engine === 'sqlite' ? `sqlite:${database.path ?? ''}` : database.url
  const child = Bun.spawn([...program, ...args], {
    // A password in its address is nobody else's to read, as it would be among the arguments.
    env: { ...process.env, DATABASE_URL: name },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  try {
    setPriority(child.pid, 10)
  } catch {
    // It has ended already.
  }
  return child
}
