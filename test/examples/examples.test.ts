/**
 * Each file of examples/ against a real server, by nothing but what is public (SPEC.md, D2). What a machine may lack, such as
 * Python or nginx, skips its test there; a file that no test names fails.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, type Client } from '../../src/client/client.ts'
import { startBrowser } from '../support/chromium.ts'
import { copyOfProject, type Project } from '../support/project.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { until } from '../support/until.ts'

const root = join(import.meta.dir, '..', '..')
const files = readdirSync(join(root, 'examples'))
/** Those of local mode run in proxies.test.ts. */
const named = new Set(['README.md', 'nginx-nodes.conf', 'haproxy.cfg'])
const folder = tempFolder()
let project: Project
let server: ServerProcess
let client: Client

beforeAll(async () => {
  project = copyOfProject()
  cpSync(join(root, 'examples'), join(project.path, 'examples'), { recursive: true })
  const build = await project.command('build:client')
  expect(Bun.spawnSync(build, { cwd: project.path }).exitCode).toBe(0)
  server = await startServer({ args: ['--data', join(folder.path, 'data')] })
  client = createClient(server.url)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  project[Symbol.dispose]()
  folder[Symbol.dispose]()
})

/** A test of this file, where the machine has these programs. */
function example(file: string, needs: string[], what: string, run: (path: string) => Promise<void>): void {
  named.add(file)
  const title = `[D2] examples/${file} ${what}`
  test.skipIf(needs.some((program) => !Bun.which(program)))(title, () => run(example.path(file)), 60_000)
}
example.path = (file: string) => join(project.path, 'examples', file)

/** Runs it; its output can be waited for. Ended when the test ends it. */
function start(command: string[], env: Record<string, string> = {}, stdin = '') {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = Bun.spawn(command, {
    cwd: project.path,
    env: { ...inherited, AIOTODO_SERVER: server.url, ...env },
    stdin: Buffer.from(stdin),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let output = ''
  const reading = [child.stdout, child.stderr].map(async (stream) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) output += decoder.decode(chunk, { stream: true })
  })
  return {
    output: () => output,
    said: (words: string) =>
      until(
        () => output.includes(words),
        () => `it says "${words}": ${output}`,
      ),
    async end(signal?: NodeJS.Signals) {
      if (signal) child.kill(signal)
      const code = await child.exited
      await Promise.all(reading)
      return { code, output }
    },
  }
}

const run = (command: string[], env?: Record<string, string>, stdin?: string) =>
  start(command, env, stdin).end()

const names = async (query = {}) => (await client.todos.page(query)).items.map(({ name }) => name)

example('api.sh', ['curl'], 'shows each thing that it says', async (path) => {
  const { code, output } = await run(['sh', path])
  expect(output).toContain('(refused, as it should be)')
  expect(output).toContain('"code":"version_mismatch"')
  expect(output).toContain('"repeat":"FREQ=MONTHLY;BYMONTHDAY=1"')
  const cats = [...output.matchAll(/"number":(\d+),"name":"Feed the cat"/g)].map(([, number]) => number)
  expect(new Set(cats.slice(0, 2)).size).toBe(1)
  expect(output).toMatch(/^id: ?\S+\.\d+$/m)
  expect(output).toContain('"name":"Buy soil"')
  expect(code).toBe(0)
})

example('sync.py', ['python3'], 'has what the list has, and takes up where it ended', async (path) => {
  const list = await client.lists.create({ name: 'for Python' })
  const todo = await client.todos.create({ list: list.id, name: 'one' })
  const file = join(folder.path, 'copy.json')
  const copy = async () => {
    const { code, output } = await run(['python3', path, file], { AIOTODO_LIST: list.id })
    expect([code, output]).toEqual([0, expect.any(String)])
    const { todos } = JSON.parse(readFileSync(file, 'utf8')) as { todos: Record<string, { name: string }> }
    return [output, Object.values(todos).map(({ name }) => name)]
  }
  expect(await copy()).toEqual(['1 todos, 0 of them finished\n', ['one']])
  await client.todos.update(todo.id, { finished: true })
  await client.todos.create({ list: list.id, name: 'two' })
  expect(await copy()).toEqual(['2 todos, 1 of them finished\n', ['one', 'two']])
  expect(await copy()).toEqual(['', ['one', 'two']])
  const moved = await client.lists.create({ name: 'elsewhere' })
  await client.todos.update(todo.id, { list: moved.id })
  expect(await copy()).toEqual(['1 todos, 0 of them finished\n', ['two']])
})

example('robust_writer.py', ['python3'], 'adds each line once, though answers are lost', async (path) => {
  const keys = new Map<string, number>()
  // Hands each request on, and loses the answer the first time.
  const between = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const key = request.headers.get('idempotency-key') ?? ''
      const tries = (keys.get(key) ?? 0) + 1
      keys.set(key, tries)
      const headers = { 'idempotency-key': key, 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}/api/v1/todos`, {
        method: 'POST',
        headers,
        body: await request.text(),
      })
      return tries === 1 ? new Response('', { status: 502 }) : answer
    },
  })
  const { code, output } = await run(
    ['python3', path],
    { AIOTODO_SERVER: between.url.origin },
    'Robust milk\n\nRobust bread\n',
  )
  await between.stop(true)
  expect([code, [...keys.values()]]).toEqual([0, [2, 2]])
  expect(output).toMatch(/^\d+ Robust milk\n\d+ Robust bread\n$/)
  expect(await names({ q: 'Robust', sort: 'number' })).toEqual(['Robust milk', 'Robust bread'])
  const wrong = await run(['python3', path], {}, `${'x'.repeat(300)}\n`)
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('255')])
})

example('offline.ts', [], 'keeps what is added while the server is away, and sends it', async (path) => {
  const data = join(folder.path, 'offline')
  const first = await startServer({ args: ['--data', data] })
  const env = { AIOTODO_SERVER: first.url, AIOTODO_REPLICA: join(folder.path, 'offline.replica') }
  const add = (name: string) => run([process.execPath, path, 'add', name], env)
  expect(await add('while it is there')).toEqual({ code: 0, output: 'saved\n' })
  await first.stop()
  expect(await add('while it is away')).toEqual({ code: 0, output: 'kept here; 1 wait for the server\n' })
  await using again = await startServer({ args: ['--data', data, '-P', String(first.port)] })
  const shows = start([process.execPath, path], env)
  await shows.said('in sync, 0 waiting')
  await shows.said('[ ] while it is away')
  const { items } = await createClient(again.url).todos.page({})
  expect(items.map(({ name }) => name)).toEqual(['while it is there', 'while it is away'])
  expect((await shows.end('SIGINT')).code).toBe(0)
})

example('node-live.mjs', ['node'], 'prints what comes, changes and goes', async (path) => {
  const live = start(['node', path])
  await live.said('following')
  const todo = await client.todos.create({ name: 'for Node' })
  await live.said('new: [ ] for Node')
  await client.todos.update(todo.id, { finished: true })
  await live.said('changed: [x] for Node')
  await client.todos.delete(todo.id)
  await live.said(`gone: ${todo.id}`)
  expect((await live.end('SIGINT')).code).toBe(0)
})

named.add('page.html')
example('mount.ts', [], 'serves todos below a prefix, and page.html shows them live', async (path) => {
  const mounted = start([process.execPath, path], { PORT: '0', AIOTODO_DATA: join(folder.path, 'mounted') })
  await mounted.said('a page at')
  const [, url = ''] = /a page at (\S+)/.exec(mounted.output()) ?? []
  expect((await fetch(`${url}client/nowhere.js`)).status).toBe(404)
  const below = createClient(`${url}todo`)
  await below.todos.create({ name: 'from outside' })
  const browser = await startBrowser()
  try {
    const page = await browser.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(url)
    await page.getByLabel('from outside').check()
    await page.getByLabel('New todo').fill('<b>from the page</b>')
    await page.keyboard.press('Enter')
    await page.getByLabel('<b>from the page</b>').waitFor()
    await page.getByText('in sync, 0 waiting').waitFor()
    await below.todos.create({ name: 'live' })
    await page.getByLabel('live').waitFor()
    const { items } = await below.todos.page({ sort: 'number' })
    expect(items.map(({ name, finished }) => [name, finished])).toEqual([
      ['from outside', true],
      ['<b>from the page</b>', false],
      ['live', false],
    ])
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
  expect((await mounted.end('SIGTERM')).code).toBe(0)
})

/** A hook that keeps what it is told, and a bridge from a new list to it. */
async function bridged(path: string, name: string) {
  const list = await client.lists.create({ name })
  const told: { key: string; name: string }[] = []
  const answers: (() => Response | Promise<Response>)[] = []
  const hook = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { name } = (await request.json()) as { name: string }
      const answer = await (answers.shift() ?? (() => new Response()))()
      if (answer.ok) told.push({ key: request.headers.get('idempotency-key') ?? '', name })
      return answer
    },
  })
  const file = join(folder.path, `${name}.json`)
  return {
    told,
    names: () => told.map((each) => each.name),
    /** What it answers to the next requests; else it takes what it is told. */
    answers,
    file,
    begin: () => start(['node', path, file], { HOOK: hook.url.href, AIOTODO_LIST: list.id }),
    add: (todo: string) => client.todos.create({ list: list.id, name: todo }),
    finish: ({ id }: { id: string }) => client.todos.update(id, { finished: true }),
    [Symbol.asyncDispose]: () => hook.stop(true),
  }
}

example(
  'bridge.mjs',
  ['node'],
  'tells a hook of each finish, once where it is ended by a signal, and while the hook fails',
  async (path) => {
    await using bridge = await bridged(path, 'bridge')
    const [before, first, second, third] = await Promise.all(
      ['before', 'first', 'second', 'third'].map(bridge.add),
    )
    if (!before || !first || !second || !third) throw new Error('they were not made')
    await bridge.finish(before)
    const one = bridge.begin()
    await one.said('following')
    bridge.answers.push(() => new Response('', { status: 500 }))
    await bridge.finish(first)
    await one.said('sent: first')
    await client.todos.update(first.id, { notes: 'Nothing new for the hook.' })
    // While the hook has not answered yet: what it answers then is noted before the end.
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>()
    const { promise: answer, resolve: mayAnswer } = Promise.withResolvers<Response>()
    bridge.answers.push(() => (isAsked(), answer))
    await bridge.finish(second)
    await asked
    const ended = one.end('SIGTERM')
    mayAnswer(new Response())
    expect((await ended).code).toBe(0)
    await bridge.finish(third)
    const two = bridge.begin()
    await two.said('sent: third')
    expect((await two.end('SIGINT')).code).toBe(0)
    expect(bridge.names()).toEqual(['first', 'second', 'third'])
  },
)

example(
  'bridge.mjs',
  ['node'],
  'leaves nothing out when it is killed outright; what comes again has its key once more',
  async (path) => {
    await using bridge = await bridged(path, 'killed')
    const names = ['one', 'two', 'three', 'four']
    const todos = []
    for (const name of names) todos.push(await bridge.add(name))
    let running = bridge.begin()
    await running.said('following')
    await client.todos.create({ list: todos[0]?.list ?? '', name: 'not finished' })
    await running.end('SIGTERM')
    for (const todo of todos) await bridge.finish(todo)
    for (const name of names) {
      // Taken by the hook, and the bridge has no answer yet.
      const { promise: killed, resolve: isKilled } = Promise.withResolvers<void>()
      const answer = async () => {
        await running.end('SIGKILL')
        isKilled()
        return new Response()
      }
      // What was told before it was killed comes first again.
      if (name !== 'one') bridge.answers.push(() => new Response())
      bridge.answers.push(answer)
      running = bridge.begin()
      await killed
    }
    running = bridge.begin()
    await running.said('sent: four')
    await running.end('SIGTERM')
    const byKey = Map.groupBy(bridge.told, ({ key }) => key)
    expect([...byKey.values()].map(([first]) => first?.name)).toEqual(names)
    expect([...byKey.values()].map((each) => each.length)).toEqual(names.map(() => 2))
  },
)

example('bridge.mjs', ['node'], 'does not begin anew over a file that it can not read', async (path) => {
  await using bridge = await bridged(path, 'damaged')
  const todo = await bridge.add('finished meanwhile')
  const one = bridge.begin()
  await one.said('following')
  await one.end('SIGTERM')
  const whole = readFileSync(bridge.file, 'utf8')
  await bridge.finish(todo)
  writeFileSync(bridge.file, whole.slice(0, whole.length / 2))
  const { code, output } = await bridge.begin().end()
  expect([code, output]).toEqual([1, expect.stringContaining(`${bridge.file} can not be read`)])
  expect(output).not.toContain('    at ')
  writeFileSync(bridge.file, whole)
  const two = bridge.begin()
  await two.said('sent: finished meanwhile')
  await two.end('SIGTERM')
  expect(bridge.names()).toEqual(['finished meanwhile'])
})

example('backup.sh', ['sqlite3'], 'makes a copy that opens, and keeps seven', async (path) => {
  await client.todos.create({ name: 'to be kept' })
  const copies = join(folder.path, 'copies')
  mkdirSync(copies)
  for (let day = 1; day <= 8; day++) writeFileSync(join(copies, `aiotodo-2020010${day}T000000Z.sqlite`), '')
  const { code, output } = await run(['sh', path, copies], { AIOTODO_DATA: join(folder.path, 'data') })
  expect(code).toBe(0)
  const kept = readdirSync(copies)
  expect([kept.length, kept.toSorted()[0]]).toEqual([7, 'aiotodo-20200103T000000Z.sqlite'])
  await using restored = await startServer({ args: ['--database', `sqlite:${output.trim()}`] })
  const found = await createClient(restored.url).todos.page({ q: 'kept' })
  expect(found.items.map(({ name }) => name)).toEqual(['to be kept'])
})

example('aiotodo.service', [], 'starts a server by arguments that there are', async (path) => {
  const unit = readFileSync(path, 'utf8')
  const [, line = ''] = /^ExecStart=\/usr\/local\/bin\/aiotodo serve (.*)$/m.exec(unit) ?? []
  const args = line.replace('/var/lib/aiotodo', join(folder.path, 'service')).split(' ')
  await using service = await startServer({ args })
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200)
  expect((await fetch(`${service.url}/api/v1/todos`)).status).toBe(401)
  if (!Bun.which('systemd-analyze')) return
  const there = join(folder.path, 'aiotodo.service')
  writeFileSync(there, unit.replace('/usr/local/bin/aiotodo', process.execPath))
  const { output } = await run(['systemd-analyze', 'verify', '--man=no', there])
  expect(output).not.toContain('aiotodo.service')
})

for (const name of ['compose.yaml', 'compose.postgres.yaml', 'compose.nodes.yaml'])
  example(name, [], 'starts its servers by arguments that there are', async (path) => {
    const { services } = Bun.YAML.parse(readFileSync(path, 'utf8')) as {
      services: Record<string, { image: string; command?: string }>
    }
    const ours = Object.values(services).filter(({ image }) => image === 'aiotodo')
    expect(ours.length).toBeGreaterThan(0)
    for (const [index, { command = '' }] of ours.entries()) {
      const data = join(folder.path, `${name}-${index}`)
      const local = command
        .replace(/^serve /, '')
        .replace('0.0.0.0', '127.0.0.1')
        .replace('/data', data)
      await using node = await startServer({ args: local.split(' ') })
      expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
      expect((await fetch(`${node.url}/api/v1/todos`)).status).toBe(401)
    }
  })

example('Caddyfile', ['caddy'], 'is one that Caddy takes', async (path) => {
  const { code, output } = await run(['caddy', 'validate', '--adapter', 'caddyfile', '--config', path])
  expect([code, output]).toEqual([0, expect.stringContaining('Valid configuration')])
})

example('nginx.conf', ['nginx'], 'hands on requests, sockets and streams', async (path) => {
  await using server = await startServer({ args: ['--database', 'memory:', '--trust-proxy', '127.0.0.1'] })
  const port = 20_000 + (process.pid % 10_000)
  const site = readFileSync(path, 'utf8')
    .replace('127.0.0.1:8080', `127.0.0.1:${server.port}`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('/etc/ssl/todo.example.org.pem', join(root, 'test', 'support', 'localhost.cert.pem'))
    .replace('/etc/ssl/todo.example.org.key', join(root, 'test', 'support', 'localhost.key.pem'))
  const whole = join(folder.path, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder.path};`)
    .join('\n')
  writeFileSync(
    whole,
    `daemon off; pid ${folder.path}/nginx.pid; error_log stderr; events {}\nhttp { access_log off; ${temporary}\n${site} }`,
  )
  const nginx = start(['nginx', '-e', 'stderr', '-c', whole])
  const options = { tls: { rejectUnauthorized: false } }
  const proxied = createClient(`https://localhost:${port}`, {
    fetch: (url, init) => fetch(url, { ...init, ...options }),
    WebSocket: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, { protocols, ...options } as never)
      }
    },
  })
  await until(
    () => fetch(`https://localhost:${port}/livez`, options).catch(() => undefined),
    () => nginx.output(),
  )
  const replica = await proxied.connect()
  await replica.synced()
  const { id } = await proxied.todos.create({ name: 'through nginx' })
  await until(() => replica.todo(id), 'it is told')
  await replica.close()
  const stream = await fetch(`https://localhost:${port}/api/v1/changes`, {
    ...options,
    headers: { accept: 'text/event-stream' },
  })
  const { value } = (await stream.body?.getReader().read()) ?? {}
  expect(new TextDecoder().decode(value)).toContain('data:')
  await nginx.end('SIGTERM')
})

test('[D2] each file of examples/ has a test here, and a line in its README', async () => {
  expect([...named].toSorted()).toEqual(files.toSorted())
  const readme = await Bun.file(join(root, 'examples', 'README.md')).text()
  for (const file of files) if (file !== 'README.md') expect(readme).toContain(`[${file}](${file})`)
})
