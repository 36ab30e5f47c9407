/** A newer version changes PostgreSQL's tables while nodes of this one go on, under the load of our own client (SPEC.md, F8 to F12). */
import { expect, test } from 'bun:test'
import { createClient, type LiveReplica, type Refusal } from '../../src/client/client.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startServer, type ServerProcess } from '../support/server.ts'

const alterations = Math.max(30, Number(process.env['AIOTODO_SOAK_ROUNDS'] ?? 0))
/** All that a write or a read of todos names. */
const tables = ['todos', 'spaces', 'lists', 'journal', 'members', 'accounts', 'departures', 'alarms', 'meta']

/** A client that makes todos and changes them for as long as it is let, and what became of that. */
class Writer {
  readonly refusals: Refusal[] = []
  readonly names = new Map<string, string>()
  settled = 0
  readonly #replica: LiveReplica
  #isStopping = false
  #running: Promise<void>

  constructor(replica: LiveReplica) {
    this.#replica = replica
    replica.onRefused((refusal) => this.refusals.push(refusal))
    this.#running = this.#write()
  }

  static async start(url: string): Promise<Writer> {
    const replica = await createClient(url).connect()
    await replica.synced()
    return new Writer(replica)
  }

  async #write(): Promise<void> {
    while (!this.#isStopping) {
      const { id } = this.#replica.createTodo({ name: Bun.randomUUIDv7() })
      const name = Bun.randomUUIDv7()
      this.names.set(id, name)
      const { settled } = this.#replica.updateTodo(id, { name })
      // Some go together, and in that order.
      if (this.#replica.outbox.length < 20) continue
      await settled.catch(() => {})
      this.settled = this.names.size
      await Bun.sleep(0)
    }
  }

  /** Lets all that waits come to its end; answers the todos that are not as they were made. */
  async finish(): Promise<string[]> {
    this.#isStopping = true
    await this.#running
    await this.#replica.synced()
    const lost = [...this.names].filter(([id, name]) => this.#replica.todo(id)?.name !== name)
    await this.#replica.close()
    return lost.map(([id]) => id)
  }
}

/** Resolves when each writer has had so many more todos acknowledged. */
async function goOn(writers: Writer[], more: number): Promise<void> {
  const goals = writers.map((writer) => writer.settled + more)
  while (writers.some((writer, index) => writer.settled < (goals[index] ?? 0))) await Bun.sleep(1)
}

/** @param alter - answers the names of todos that it made itself */
async function underLoad(
  nodes: number,
  alter: (sql: Bun.SQL, goesOn: () => Promise<void>, url: string) => Promise<string[] | void>,
): Promise<void> {
  const database = await freshDatabase()
  const sql = new Bun.SQL(database.url, { max: 1 })
  const servers: ServerProcess[] = []
  for (let node = 0; node < nodes; node++)
    servers.push(await startServer({ args: ['--database', database.url] }))
  const writers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => Writer.start(servers[index % nodes]?.url ?? '')),
  )
  await goOn(writers, 20)
  const others = (await alter(sql, () => goOn(writers, 1), database.url)) ?? []
  await goOn(writers, 20)
  const lost = await Promise.all(writers.map((writer) => writer.finish()))
  expect(writers.flatMap(({ refusals }) => refusals)).toEqual([])
  expect(lost.flat()).toEqual([])
  const names = [...others, ...writers.flatMap((writer) => [...writer.names.values()])].toSorted()
  const rows = (await sql`select name from todos`) as { name: string }[]
  expect(rows.map(({ name }) => name).toSorted()).toEqual(names)
  for (const server of servers) {
    expect(server.stderr()).toBe('')
    expect(await server.stop()).toBe(0)
  }
  await sql.close()
  await database.drop()
}

test.each([1, 2])(
  `[F11] %d nodes: ${alterations} columns are added while our client writes: none of its todos is taken back, no node fails`,
  (nodes) =>
    underLoad(nodes, async (sql, goesOn) => {
      for (let count = 0; count < alterations; count++) {
        const table = tables[count % tables.length]
        await sql.unsafe(`alter table ${table} add column extra_${count} text`)
        await goesOn()
      }
    }),
  120_000,
)

test(
  '[F11] columns get another type while our client writes, which no prepared statement survives: the same',
  () =>
    underLoad(1, async (sql, goesOn) => {
      for (let length = 300; length < 320; length++) {
        for (const table of ['lists', 'todos', 'accounts'])
          await sql.unsafe(`alter table ${table} alter column name type varchar(${length})`)
        await goesOn()
      }
    }),
  120_000,
)

/** Tables that are locked one after another may deadlock with writers: then PostgreSQL ends one of both, which begins anew. */
async function untilNoDeadlock(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      return void (await work())
    } catch (error) {
      if (!String(error).includes('deadlock detected')) throw error
    }
  }
}

test(
  '[F12] a node of this version starts, and goes on, beside a newer one that has migrated the database',
  () =>
    underLoad(1, async (sql, goesOn, url) => {
      // What a newer node does at its start: its migrations add columns, and older ones may go on.
      await untilNoDeadlock(() =>
        sql.begin(async (transaction) => {
          await transaction.unsafe("update meta set value = (value::integer + 1)::text where key = 'schema'")
          await transaction.unsafe('alter table todos add column newer text')
          await transaction.unsafe("alter table lists add column newer text not null default ''")
          await transaction.unsafe('alter table spaces add column newer bigint not null default 0')
        }),
      )
      await goesOn()
      await using late = await startServer({ args: ['--database', url] })
      const writer = await Writer.start(late.url)
      await goOn([writer], 20)
      expect(await writer.finish()).toEqual([])
      expect(writer.refusals).toEqual([])
      expect(late.stderr()).toBe('')
      expect(await late.stop()).toBe(0)
      return [...writer.names.values()]
    }),
  120_000,
)
