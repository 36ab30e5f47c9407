/** `npm run bench`: how fast the server is, in ratios to other programs measured in the same run. See README.md here. */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../test/support/postgres.ts'
import { measureAccounts } from './accounts.ts'
import { measureBatch } from './batch.ts'
import { measureGrowth } from './growth.ts'
import { measureHttp } from './http.ts'
import { measureQuickAdd } from './quick-add.ts'
import { measureImport } from './import.ts'
import { generator } from './load.ts'
import { addReport } from './report.ts'
import { pinPostgres, profileInto, stopAll } from './servers.ts'
import type { Settings } from './settings.ts'
import { measureSignIns } from './sign-ins.ts'
import { measureSearch } from './search.ts'
import { measureStart } from './start.ts'
import { measureSync } from './sync.ts'

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
const folder = mkdtempSync(join(tmpdir(), 'aiotodo-bench-'))
const settings: Settings = {
  folder,
  rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
  seconds: Number(values.seconds ?? (values.quick ? 1 : 3)),
  tutorial: values.tutorial,
}
if (values.profile !== undefined) profileInto(values.profile)
const groups: Record<string, () => Promise<string>> = {
  async http() {
    const postgres = await startPostgres()
    pinPostgres(postgres.pid)
    try {
      return await measureHttp(settings, postgres.url)
    } finally {
      await stopAll()
      await postgres.stop()
    }
  },
  start: () => measureStart(settings),
  accounts: async () => `${await measureAccounts(settings)}\n\n${await measureSignIns(settings)}`,
  growth: () => measureGrowth(settings),
  sync: () => measureSync(settings),
  batch: () => measureBatch(settings),
  quick: () => measureQuickAdd(settings),
  search: () => measureSearch(settings),
  import: () => measureImport(settings),
}

/** Ctrl+C ends what was started, and so the measuring, whose end tidies up. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stopAll())
const node = Bun.spawnSync(['node', '--version']).stdout.toString().trim()
const date = new Date().toISOString().slice(0, 10)
const programs = `${cpus().length} cores, Bun ${Bun.version}, Node ${node}, ${generator}`
const conditions = `${programs}; medians of ${settings.rounds} rounds of ${settings.seconds} s, their quartiles in brackets.`
const parts: string[] = []
try {
  for (const [name, measure] of Object.entries(groups)) {
    if (!values.only || values.only.includes(name)) parts.push(await measure())
  }
} finally {
  await stopAll()
  rmSync(folder, { recursive: true, force: true })
}
const tables = parts.join('\n\n')
console.log(`${date}, ${conditions}\n\n${tables}`)
if (values.write !== undefined) addReport({ heading: `${date}, ${values.write}`, conditions, tables })
process.exit(0)
