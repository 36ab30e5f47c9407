/** `kill -9` of the server under load: every acknowledged write is there, no command acted twice (SPEC.md, F1). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { brokenPromises, newLedger, startWriters } from '../support/load.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { until } from '../support/until.ts'

const rounds = Number(process.env['AIOTODO_SOAK_ROUNDS'] ?? 50)

/** Kills the server at a random moment in each round, while clients write. */
async function killInALoop(args: string[], times: number) {
  const ledger = newLedger()
  let server: ServerProcess | undefined
  const writers = startWriters(16, () => server?.url, ledger)
  for (let round = 0; round < times; round++) {
    const before = ledger.created.size
    server = await startServer({ args })
    await until(() => ledger.created.size > before, 'that something is written')
    await Bun.sleep(Math.random() * 150)
    await server.kill9()
    server = undefined
  }
  server = await startServer({ args })
  await writers.finish()
  const broken = await brokenPromises(server.url, ledger)
  expect(await server.stop()).toBe(0)
  return { broken, acknowledged: ledger.created.size }
}

test(`[F1] SQLite: ${rounds} times kill -9`, async () => {
  using folder = tempFolder()
  const { broken, acknowledged } = await killInALoop(['--data', folder.path], rounds)
  expect(broken).toEqual([])
  expect(acknowledged).toBeGreaterThan(rounds)
  const database = new Database(`${folder.path}/aiotodo.sqlite`)
  expect(database.query('pragma integrity_check').values()).toEqual([['ok']])
  expect(database.query('pragma foreign_key_check').values()).toEqual([])
  expect(
    gaps(
      database
        .query('select version from journal where changes <> ? order by version')
        .values('{}')
        .map(([version]) => Number(version)),
    ),
  ).toEqual([])
  database.close()
})

test(`[F1] PostgreSQL: ${Math.ceil(rounds / 5)} times kill -9 of the server`, async () => {
  const database = await freshDatabase()
  const { broken, acknowledged } = await killInALoop(['--database', database.url], Math.ceil(rounds / 5))
  expect(broken).toEqual([])
  expect(acknowledged).toBeGreaterThan(rounds / 5)
  await database.drop()
})

/** Versions that are missing or double; the first one of a list is its making. */
function gaps(versions: number[]): number[] {
  return versions.filter((version, index) => version !== index + 2)
}
