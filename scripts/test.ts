/**
 * `npm test [-- FILE …]` runs every test but the long ones. Those are in `*.long.test.ts`: they take more than ten seconds, or need
 * programs that npm does not have. `npm run test:long [-- FILE …]` runs them. Options of `bun test` are passed on, as `--retry=1`.
 */
import { builtPage } from '../src/page.ts'
import { testWithPostgres } from './with-postgres.ts'

const long = '**/*.long.test.ts'

const args = process.argv.slice(2)
const isLong = args[0] === '--long'
const wished = isLong ? args.slice(1) : args
const hasFiles = wished.some((each) => each.includes('test'))
const isNamed = wished.some((each) => each.includes('.long.test.ts'))
const everything = isLong ? ['.long.test.ts'] : ['./src', './test']

// Tests of the page find it built: else the first of them would wait for that within its time.
await builtPage()
await testWithPostgres([
  ...['--timeout', isLong || isNamed ? '300000' : '120000', '--parallel=2'],
  ...(isLong || isNamed ? [] : ['--path-ignore-patterns', long]),
  ...wished,
  ...(hasFiles ? [] : everything),
])
