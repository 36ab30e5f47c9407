/** The packed package, installed by npm into an empty folder, serves, and is right by strict types (SPEC.md, D40). */
import { expect, test } from 'bun:test'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyOfProject } from '../support/project.ts'
import { startServer, tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

test('[D40] the package from npm pack serves on Bun, its client works on Node and Bun, and its types are strict', async () => {
  using project = copyOfProject()
  using folder = tempFolder()
  const run = (command: string[], cwd = folder.path) => {
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
    })
    return { code: exitCode, out: stdout.toString(), err: stderr.toString() }
  }
  const packed = run(['npm', 'pack', '--pack-destination', folder.path], project.path)
  expect(packed).toMatchObject({ code: 0 })
  const [tarball = ''] = readdirSync(folder.path)
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text)
  write('package.json', '{"type": "module", "private": true}')
  const installed = run(['npm', 'install', '--no-audit', '--no-fund', `./${tarball}`])
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(installed.err)) {
    process.stderr.write('[D40] skipped: npm can not reach a registry\n')
    return
  }
  expect(installed).toMatchObject({ code: 0 })

  await using server = await startServer({
    args: ['--data', join(folder.path, 'data')],
    program: ['node', join(folder.path, 'node_modules', 'aiotodo', 'bin', 'aiotodo.mjs')],
    cwd: folder.path,
  })
  write(
    'client.ts',
    `import { createClient } from 'aiotodo/client'
const client = createClient(${JSON.stringify(server.url)})
const { id } = await client.todos.create({ name: crypto.randomUUID(), start: '2030-01-01' })
console.log((await client.todos.get(id)).start)
`,
  )
  const code = readFileSync(join(folder.path, 'client.ts'), 'utf8')
  write('client.mjs', code)
  for (const runtime of ['node', process.execPath])
    expect(run([runtime, 'client.mjs'])).toEqual({ code: 0, out: '2030-01-01\n', err: '' })
  write(
    'server.ts',
    "import { createApp } from 'aiotodo'\nconst app = await createApp({ database: 'memory:', makeTable: true })\nconsole.log((await app.fetch(new Request('http://localhost/todos/1'))).status)\nawait app.close()\n",
  )
  expect(run([process.execPath, 'server.ts'])).toEqual({ code: 0, out: '200\n', err: '' })
  expect(run(['node', '--input-type=module', '-e', "import 'aiotodo'"]).err).toContain(
    'The server of aiotodo runs on Bun',
  )

  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'esnext',
      strict: true,
      noEmit: true,
      types: [],
    }
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['client.ts', 'server.ts'] }))
    expect(run([join(root, 'node_modules', '.bin', 'tsc'), '-p', 'tsconfig.json'])).toEqual({
      code: 0,
      out: '',
      err: '',
    })
  }
})
