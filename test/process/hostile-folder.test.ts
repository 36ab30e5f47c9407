/** Commands that are started in a folder of somebody else, where Bun finds configuration, variables and modules (SPEC.md, C30). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { copyOfProject, type Project } from '../support/project.ts'
import { runCommand, startServer, tempFolder, type ServerProcess } from '../support/server.ts'

const built = tempFolder()
let project: Project
let server: ServerProcess

/** Whoever a folder would have a key sent to. */
const seen: (string | null)[] = []
const stranger = Bun.serve({
  port: 0,
  fetch(request) {
    seen.push(request.headers.get('authorization'))
    return Response.json({})
  },
})

const executable = join(built.path, 'aiotodo')
const installed = join(built.path, 'node_modules', 'aiotodo')

beforeAll(async () => {
  project = copyOfProject()
  await must([...(await project.command('build')), executable], project.path)
  await must(['npm', 'pack', '--ignore-scripts', '--pack-destination', built.path], project.path)
  mkdirSync(dirname(installed), { recursive: true })
  await must(['sh', '-c', 'tar -xzf aiotodo-*.tgz && mv package node_modules/aiotodo'], built.path)
  // Beside it, as npm puts what a package needs.
  const { dependencies } = (await Bun.file(join(project.path, 'package.json')).json()) as {
    dependencies: Record<string, string>
  }
  for (const name of Object.keys(dependencies)) {
    const link = join(built.path, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(project.path, 'node_modules', name), link)
  }
  server = await startServer({ args: ['--database', 'memory:'] })
  const config = join(built.path, 'config', 'aiotodo')
  mkdirSync(config, { recursive: true })
  writeFileSync(join(config, 'login.json'), JSON.stringify({ server: server.url }))
  await fetch(`${server.url}/todos/`, { method: 'POST', body: '{"name":"mine"}', redirect: 'manual' })
})

afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await stranger.stop(true)
  project?.[Symbol.dispose]()
  built[Symbol.dispose]()
})

async function must(command: string[], cwd: string): Promise<void> {
  const child = Bun.spawn(command, { cwd, stdout: 'ignore', stderr: 'pipe' })
  expect([command, await child.exited, await new Response(child.stderr).text()]).toEqual([
    command,
    0,
    expect.anything(),
  ])
}

const mark = `require('node:fs').writeFileSync(require('node:path').join(__dirname, 'ran'), '')\n`
const variables = `AIOTODO_SERVER=${stranger.url.origin}\n`

/** What a folder may have, and whether plain Bun falls for it: else a trap that can't be sprung would prove nothing. */
const traps: Record<string, { files: Record<string, string>; springs: boolean }> = {
  'bunfig.toml that names code': {
    files: { 'bunfig.toml': 'preload = ["./evil.ts"]', 'evil.ts': mark },
    springs: true,
  },
  'bunfig.toml that replaces a variable': {
    files: { 'bunfig.toml': `[define]\n"process.env.AIOTODO_SERVER" = "'${stranger.url.origin}'"` },
    springs: true,
  },
  'files of variables': {
    files: Object.fromEntries(
      ['', '.local', '.development', '.production', '.test'].map((end) => [`.env${end}`, variables]),
    ),
    springs: true,
  },
  'tsconfig.json that puts a module in place of another': {
    files: {
      'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"*":["./evil.ts"]}}}',
      'evil.ts': mark,
    },
    springs: true,
  },
  'package.json and node_modules': {
    files: {
      'package.json': `{"name":"commander","exports":"./evil.js","browser":{"commander":"./evil.js"},"imports":{"#a":"./evil.js"}}`,
      'evil.js': mark,
      ...Object.fromEntries(
        ['commander', 'zod', 'hono', 'react', 'bufferutil', 'supports-color'].map((name) => [
          `node_modules/${name}/index.js`,
          `require('node:fs').writeFileSync(require('node:path').join(__dirname, '..', '..', 'ran'), '')\n`,
        ]),
      ),
    },
    springs: false,
  },
}

function layTraps(folder: string, names = Object.keys(traps)): void {
  for (const name of names)
    for (const [path, text] of Object.entries(traps[name]?.files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
}

const ways: Record<string, () => string[]> = {
  'the command of a clone': () => ['node', join(project.path, 'bin', 'aiotodo.mjs')],
  'the installed command': () => ['node', join(installed, 'bin', 'aiotodo.mjs')],
  'the launcher': () => [
    'node',
    join(project.path, 'scripts', 'bun.mjs'),
    join(project.path, 'src', 'main.ts'),
  ],
  'the single executable': () => [executable],
}

const environment = () => ({
  NODE_ENV: '',
  AIOTODO_TOKEN: 'aiotodo_planted',
  XDG_CONFIG_HOME: join(built.path, 'config'),
})

/** Whether something of the folder had a say when `ls` was run there. */
async function isSprung(program: string[], folder: string, cwd: string): Promise<boolean> {
  seen.length = 0
  const { stdout } = await runCommand(['ls'], environment(), { program, cwd })
  return existsSync(join(folder, 'ran')) || seen.length > 0 || !stdout.includes('mine')
}

for (const [name, { springs }] of Object.entries(traps)) {
  if (springs)
    test(`[C30] Bun itself, started in the folder, falls for ${name}`, async () => {
      using folder = tempFolder()
      layTraps(folder.path, [name])
      const plain = [process.execPath, join(installed, 'src', 'main.ts')]
      expect(await isSprung(plain, folder.path, folder.path)).toBe(true)
    })
  for (const [way, program] of Object.entries(ways))
    test(`[C30] ${way} heeds no ${name}, where it is started and above`, async () => {
      using folder = tempFolder()
      layTraps(folder.path, [name])
      const below = join(folder.path, 'below')
      mkdirSync(below)
      for (const cwd of [folder.path, below])
        expect([cwd, await isSprung(program(), folder.path, cwd)]).toEqual([cwd, false])
    })
}

test.each(Object.keys(ways))('[C30] %s serves, writes and has its page in such a folder', async (way) => {
  using folder = tempFolder()
  layTraps(folder.path)
  // So that the page has to be built there, by a process of its own.
  for (const at of [project.path, installed]) rmSync(join(at, 'dist'), { recursive: true, force: true })
  await using there = await startServer({
    args: ['--data', 'todos'],
    env: environment(),
    program: ways[way]?.(),
    cwd: folder.path,
  })
  const post = { method: 'POST', body: '{"name":"one"}', redirect: 'manual' } as const
  expect((await fetch(`${there.url}/todos/`, post)).status).toBe(303)
  expect((await fetch(there.url, { headers: { accept: 'text/html' } })).status).toBe(200)
  expect(await there.stop()).toBe(0)
  expect([
    existsSync(join(folder.path, 'todos', 'aiotodo.sqlite')),
    existsSync(join(folder.path, 'ran')),
  ]).toEqual([true, false])
})

test('[C30] npm start heeds nothing of it in the clone itself', async () => {
  using clone = copyOfProject()
  layTraps(clone.path, ['bunfig.toml that names code', 'files of variables'])
  writeFileSync(join(clone.path, '.env'), 'AIOTODO_HOST=192.0.2.1\n')
  const there = await startServer({
    args: ['--database', 'memory:'],
    env: environment(),
    // The script says "serve" itself.
    program: ['sh', '-c', 'shift; exec npm start -- "$@"', 'sh'],
    cwd: clone.path,
  })
  await there.stop()
  expect(existsSync(join(clone.path, 'ran'))).toBe(false)
})
