/** `npm run soak [-- ROUNDS]`: the fault tests and the simulation, for many more rounds than `npm test` has time for. */
import { testWithPostgres } from './with-postgres.ts'

const rounds = Number(process.argv[2] ?? 2_000)
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('usage: npm run soak [-- ROUNDS]')
await testWithPostgres(
  [
    '--timeout',
    String(60_000 + rounds * 5_000),
    './test/faults',
    './test/simulation',
    './test/accounts/parents-random.test.ts',
  ],
  {
    AIOTODO_SOAK_ROUNDS: String(rounds),
    AIOTODO_SIMULATION_SEEDS: String(rounds * 5),
    AIOTODO_PARENT_STEPS: String(rounds * 5),
  },
)
