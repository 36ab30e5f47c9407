/** What a batch of commands costs inside one process, without HTTP: where the time of a durable write goes. */
import { createApp, type App } from '../src/app.ts'
import type { Command, CommandBody } from '../src/model/command.ts'
import type { DatabaseName } from '../src/storage/database-name.ts'
import { startPostgres } from '../test/support/postgres.ts'
import { calmly, ticksBelow } from './others.ts'
import type { Settings } from './settings.ts'
import { spread, table } from './table.ts'

const size = 64
/** There are so many todos before anything is measured: a change is of one of them. */
const todos = 1_000

/** Microseconds for each command: on the clock, of this process, of PostgreSQL's processes. */
interface Cost {
  clock: number
  own: number
  postgres: number
}

export async function measureBatch(settings: Settings): Promise<string> {
  const { folder } = settings
  const lines = await costs('SQLite', { engine: 'sqlite', path: `${folder}/batch.sqlite` }, settings)
  const postgres = await startPostgres()
  try {
    const name: DatabaseName = { engine: 'postgres', url: postgres.url }
    lines.push(...(await costs('PostgreSQL', name, settings, postgres.pid)))
  } finally {
    await postgres.stop()
  }
  const head = ['', 'on the clock', 'CPU', "PostgreSQL's CPU"]
  return `**A batch of ${size}** in one process, µs for each command\n\n${table(head, lines)}`
}

async function costs(
  engine: string,
  database: DatabaseName,
  { rounds, seconds, warmUpSeconds }: Settings,
  postgres?: number,
): Promise<string[][]> {
  const app = await createApp({ database })
  const { defaultList: list } = app.account
  const create = (): CommandBody => ({
    type: 'createTodo',
    todo: { id: Bun.randomUUIDv7(), list, name: `todo ${Bun.randomUUIDv7()}`, finished: false },
  })
  const change = (): CommandBody => ({
    type: 'updateTodo',
    todo: { list, number: 1 + Math.floor(Math.random() * todos) },
    changes: { finished: Math.random() < 0.5 },
  })
  const sent = (make: () => CommandBody): Command => ({ ...make(), id: Bun.randomUUIDv7() })
  await app.committer.commit(
    app.account,
    Array.from({ length: todos }, () => sent(create)),
  )
  const lines: string[][] = []
  for (const [kind, make] of Object.entries({ create, change })) {
    await measure(app, make, warmUpSeconds, postgres)
    const each: Cost[] = []
    for (let round = 0; round < rounds; round++)
      each.push(await calmly(() => measure(app, make, seconds, postgres)))
    const of = (name: keyof Cost) =>
      spread(
        each.map((cost) => cost[name]),
        (value) => value.toFixed(1),
      )
    lines.push([`${engine}, ${kind}`, of('clock'), of('own'), postgres === undefined ? '–' : of('postgres')])
  }
  await app.close()
  return lines
}

async function measure(
  { committer, account }: App,
  make: () => CommandBody,
  seconds: number,
  postgres: number | undefined,
): Promise<Cost> {
  let commands = 0
  const [begun, cpu, theirs] = [performance.now(), process.cpuUsage(), cpuOf(postgres)]
  while (performance.now() - begun < seconds * 1_000) {
    const sent = Array.from({ length: size }, (): Command => ({ ...make(), id: Bun.randomUUIDv7() }))
    const outcomes = await Promise.all(sent.map((command) => committer.commit(account, [command])))
    const refused = outcomes.flat().find((outcome) => !outcome.accepted)
    if (refused) throw refused.error
    commands += size
  }
  const { user, system } = process.cpuUsage(cpu)
  return {
    clock: ((performance.now() - begun) * 1_000) / commands,
    own: (user + system) / commands,
    postgres: (cpuOf(postgres) - theirs) / commands,
  }
}

/** Microseconds that a process and those it started have run. */
const cpuOf = (pid: number | undefined): number => (pid === undefined ? 0 : ticksBelow(pid) * 10_000)
