/** Runs the tests with one PostgreSQL 18 from npm that all of them share, and ends as they end. */
import { startPostgres } from '../test/support/postgres.ts'

/** Nobody kills the server that all tests share, so it need not wait for the disk; those that are killed are started by their tests. */
const hasty = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'].flatMap(
  (setting) => ['-c', setting],
)

export async function testWithPostgres(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<never> {
  const postgres = await startPostgres(hasty)
  const tests = Bun.spawn([process.execPath, 'test', ...args], {
    env: { ...process.env, ...env, AIOTODO_TEST_POSTGRES: postgres.url },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => tests.kill(signal))
  const code = await tests.exited
  await postgres.stop()
  process.exit(code)
}
