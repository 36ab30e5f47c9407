/** Runs the tests with one PostgreSQL 18 from npm that all of them share, and ends as they end. */
import { startPostgres } from '../test/support/postgres.ts'

export async function testWithPostgres(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<never> {
  const postgres = await startPostgres()
  const tests = Bun.spawn([process.execPath, 'test', ...args], {
    env: { ...process.env, ...env, AIOTODO_TEST_POSTGRES: postgres.url },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => tests.kill(signal))
  const code = await tests.exited
  await postgres.stop()
  process.exit(code)
}
