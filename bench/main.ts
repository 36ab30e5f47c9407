/** `npm run bench`: how fast the server is, in ratios to other programs measured in the same run. See README.md here. */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../test/support/postgres.ts'
import { measureAccounts } from './accounts.ts'
import { measureBatch } from './batch.ts'
import { growthParts, measureGrowth } from './growth.ts'
import { httpParts, measureHttp } from './http.ts'
import { measureQuickAdd } from './quick-add.ts'
import { measureImport } from './import.ts'
import { generator } from './load.ts'
import { addReport } from './report.ts'
import { countOthers } from './others.ts'
import { pinPostgres, profileInto, stopAll } from './servers.ts'
import { isAsked, partsOf, wrongNames, type Settings } from './settings.ts'
import { measureReindex } from './reindex.ts'
import { measureSignIns } from './sign-ins.ts'
import { measureSearch } from './search.ts'
import { measureStart } from './start.ts'
import { measureSync, syncParts } from './sync.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string', multiple: true },
    tutorial: { type: 'string' },
    profile: { type: 'string' },
    write: { type: 'string' },
  },
})
if (values.profile !== undefined) profileInto(values.profile)

interface Group {
  /** What can be asked for alone. */
  parts: readonly string[]
  measure: (settings: Settings) => Promise<string>
}

async function http(settings: Settings): Promise<string> {
  const postgres = await startPostgres()
  pinPostgres(postgres.pid)
  try {
    return await measureHttp(settings, postgres.url)
  } finally {
    await stopAll()
    await postgres.stop()
  }
}

async function accounts(settings: Settings): Promise<string> {
  const tables: string[] = []
  if (isAsked(settings, 'keys')) tables.push(await measureAccounts(settings))
  if (isAsked(settings, 'sign-ins')) tables.push(await measureSignIns(settings))
  return tables.join('\n\n')
}

const groups: Record<string, Group> = {
  http: { parts: httpParts, measure: http },
  start: { parts: [], measure: measureStart },
  accounts: { parts: ['keys', 'sign-ins'], measure: accounts },
  growth: { parts: growthParts, measure: measureGrowth },
  sync: { parts: syncParts, measure: measureSync },
  batch: { parts: [], measure: measureBatch },
  quick: { parts: [], measure: measureQuickAdd },
  search: { parts: [], measure: measureSearch },
  reindex: { parts: [], measure: measureReindex },
  import: { parts: [], measure: measureImport },
}
const wrong = wrongNames(values.only ?? [], groups)
if (wrong.length > 0) {
  console.error(wrong.join('\n'))
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'aiotodo-bench-'))
const common = {
  folder,
  rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
  seconds: Number(values.seconds ?? (values.quick ? 1 : 3)),
  warmUpSeconds: values.quick ? 1 : 6,
  tutorial: values.tutorial,
}

/** Ctrl+C ends what was started, and so the measuring, whose end tidies up. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stopAll())
const node = Bun.spawnSync(['node', '--version']).stdout.toString().trim()
const date = new Date().toISOString().slice(0, 10)
const programs = `${cpus().length} cores, Bun ${Bun.version}, Node ${node}, ${generator}`
const conditions = `${programs}; medians of ${common.rounds} rounds of ${common.seconds} s, their quartiles in brackets.`
const parts: string[] = []
try {
  for (const [name, { measure }] of Object.entries(groups)) {
    const asked = partsOf(name, values.only)
    if (!asked) continue
    const others = countOthers()
    const tables = await measure({ ...common, ...asked })
    const share = others()
    const what = asked.parts?.map((part) => `${name}/${part}`).join(', ') ?? name
    parts.push(tables)
    if (share !== undefined)
      parts.push(`While ${what} was measured, other programs took ${share.toFixed(0)} % of the machine.`)
  }
} finally {
  await stopAll()
  rmSync(folder, { recursive: true, force: true })
}
const tables = parts.join('\n\n')
console.log(`${date}, ${conditions}\n\n${tables}`)
if (values.write !== undefined) addReport({ heading: `${date}, ${values.write}`, conditions, tables })
process.exit(0)
