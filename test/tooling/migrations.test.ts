/** The files of migrations, and the list by which they run (SPEC.md, R20). */
import { expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '../../src/storage/migrate.ts'

const folder = join(import.meta.dir, '..', '..', 'src', 'storage', 'migrations')

test('[R20] the file of each migration has the number of the schema that it makes', async () => {
  const files = readdirSync(folder).toSorted()
  expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(migrations.map((_, at) => at + 1))
  for (const [at, file] of files.entries()) {
    const made = Object.values(await import(join(folder, file)))
    expect([file, made.includes(migrations[at])]).toEqual([file, true])
  }
})
