/** The arrows between folders are kept by the linter; a planted violation of each shows that its rule is alive (SPEC.md, R1). */
import { expect, test } from 'bun:test'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

const forbidden: [file: string, imported: string][] = [
  ['model', '../core/ports/store.ts'],
  ['model', '../storage/open.ts'],
  ['model', 'node:fs'],
  ['model', 'bun:sqlite'],
  ['model', 'bun'],
  ['core', '../exchange/read.ts'],
  ['core', '../storage/open.ts'],
  ['core', '../http/body.ts'],
  ['core', '../app.ts'],
  ['core', 'node:fs'],
  ['core', 'bun'],
  ['core', '../runtime/runtime.ts'],
  ['http', '../runtime/passwords.ts'],
  ['storage', '../runtime/runtime.ts'],
  ['runtime', '../storage/open.ts'],
  ['runtime', '../app.ts'],
  ['storage', '../core/commit.ts'],
  ['storage', '../http/body.ts'],
  ['storage', '../app.ts'],
  ['storage/migrations', '../../core/commit.ts'],
  ['exchange', '../core/ports/store.ts'],
  ['exchange', '../http/body.ts'],
  ['exchange/from', '../../core/ports/store.ts'],
  ['storage', '../exchange/read.ts'],
  ['sync', '../exchange/read.ts'],
  ['client', '../exchange/read.ts'],
  ['http', '../storage/open.ts'],
  ['http', '../sync/session.ts'],
  ['http', '../app.ts'],
  ['http/api', '../../storage/open.ts'],
  ['http/api', '../../log.ts'],
  ['sync', '../http/body.ts'],
  ['sync', '../storage/open.ts'],
  ['client', '../core/ports/store.ts'],
  ['client', '../http/body.ts'],
  ['cli', '../core/ports/store.ts'],
  ['cli', '../storage/open.ts'],
  ['web', '../core/ports/store.ts'],
  ['web', '../app.ts'],
  ['web/state', '../../sync/session.ts'],
  ['web/state', '../../core/ports/store.ts'],
]

const allowed: [file: string, imported: string][] = [
  ['model', './todo.ts'],
  ['core', '../model/todo.ts'],
  ['runtime', '../core/passkeys.ts'],
  ['runtime', '../http/docs.ts'],
  ['storage', '../core/ports/store.ts'],
  ['storage', '../core/ports/access-store.ts'],
  ['storage', '../core/ports/history-store.ts'],
  ['storage', '../core/ports/reminder-store.ts'],
  ['storage', '../model/todo.ts'],
  ['storage/migrations', '../driver.ts'],
  ['http', '../core/commit.ts'],
  ['http/api', '../../core/ports/store.ts'],
  ['http/api', '../body.ts'],
  ['http/api', '../../exchange/read.ts'],
  ['exchange', '../model/todo.ts'],
  ['exchange/from', '../json.ts'],
  ['sync', '../core/ports/store.ts'],
  ['client', '../model/todo.ts'],
  ['cli', '../app.ts'],
  ['cli', '../client/client.ts'],
  ['web', '../client/client.ts'],
  ['web/state', '../../client/client.ts'],
  ['web/todos', '../sync/refused-line.tsx'],
]

/** Whether the linter objects to a file in this folder that imports that. */
function objects(folder: string, imported: string): boolean {
  using temp = tempFolder()
  const file = join(temp.path, 'src', folder, 'planted.ts')
  mkdirSync(dirname(file), { recursive: true })
  copyFileSync(join(root, '.oxlintrc.json'), join(temp.path, '.oxlintrc.json'))
  writeFileSync(file, `import { planted } from '${imported}'\n\nexport const used = planted\n`)
  const { stdout } = Bun.spawnSync(
    [join(root, 'node_modules', '.bin', 'oxlint'), '-c', '.oxlintrc.json', 'src'],
    { cwd: temp.path },
  )
  const said = stdout.toString()
  if (/Failed|Invalid/.test(said)) throw new Error(said)
  return said.includes('no-restricted-imports')
}

test.each(forbidden)('[R1] src/%s may not import %s', (folder, imported) => {
  expect(objects(folder, imported)).toBe(true)
})

test.each(allowed)('[R1] src/%s may import %s', (folder, imported) => {
  expect(objects(folder, imported)).toBe(false)
})
