/** `npm test [-- FILE …]`: every test, on real parts. */
import { testWithPostgres } from './with-postgres.ts'

const filters = process.argv.slice(2)
await testWithPostgres([
  '--timeout',
  '120000',
  '--parallel=2',
  ...(filters.length > 0 ? filters : ['./src', './test']),
])
