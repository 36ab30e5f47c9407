/**
 * The proxies of examples/ and of the guides open local mode to nobody (SPEC.md, L38): as they are written, and as they run, where
 * the machine has them.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '../../src/client/client.ts'
import { freePort, freshDatabase } from '../support/postgres.ts'
import { sendRaw } from '../support/raw.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What a configuration of nginx, HAProxy, Caddy or Apache listens on, by line. */
const listens = /^\s*(?:listen|bind|Listen)\s+(\S+)(.*)$/gm
/** What a site of Caddy listens on without TLS. */
const plainSites = /^\s*(:\d+|http:\/\/(?!localhost|127\.)\S*)\s*\{/gm
const isLoopback = (address: string) => /^(127\.[\d.]+|\[::1\]|localhost)(:|$)/.test(address)
/** A line by which another Host is handed on than the one that came. */
const setsHost =
  /(?:proxy_set_header\s+Host|set-header\s+Host|header_up\s+Host|RequestHeader\s+set\s+Host)\s+(?!\$http_host|\$host\b|%\[req\.hdr\(host\)|\{host)/i

/** Why a configuration may open a server without accounts to others. */
function faultsOf(config: string): string[] {
  const lines = config.split('\n').filter((line) => !/^\s*(#|\/\/)/.test(line))
  const text = lines.join('\n')
  const isForAccounts = /^#.*with accounts/m.test(config)
  const open = [...text.matchAll(listens)].filter(([, address = '', more = '']) => {
    const isTls = /\bssl\b/.test(more)
    return !isLoopback(address) && !(isForAccounts && isTls)
  })
  return [
    ...[...open, ...text.matchAll(plainSites)].map(([line]) => `listens for others: ${line.trim()}`),
    ...lines.filter((line) => setsHost.test(line)).map((line) => `sets the Host: ${line.trim()}`),
  ]
}

const isOfProxy = (text: string) => /proxy_pass|reverse_proxy|default_backend|ProxyPass/.test(text)

test('[L38] no proxy of the examples and guides listens for others without accounts, or hands on another Host', () => {
  const configs = [
    ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}`),
    ...readdirSync(join(root, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
    'README.md',
    'README.zh-CN.md',
  ].flatMap((path): [string, string][] =>
    path.endsWith('.md')
      ? [...read(path).matchAll(/^```[^\n]*\n(.*?)^```/gms)].map(([, block = '']) => [path, block])
      : [[path, read(path)]],
  )
  const ofProxies = configs.filter(([, text]) => isOfProxy(text))
  expect(ofProxies.map(([path]) => path)).toContainValues([
    'examples/nginx.conf',
    'examples/nginx-nodes.conf',
    'examples/haproxy.cfg',
    'examples/Caddyfile',
  ])
  expect(ofProxies.flatMap(([path, text]) => faultsOf(text).map((fault) => [path, fault]))).toEqual([])
})

test.each([
  'listen 80;\nlocation / { proxy_pass http://x; }',
  'listen 0.0.0.0:80;\nproxy_set_header Host $http_host;',
  'listen [::]:80;',
  '  bind :80\n',
  '  bind *:80\n',
  'listen 127.0.0.1:80;\nproxy_set_header Host localhost;',
  'bind 127.0.0.1:80\n  http-request set-header Host localhost',
  'localhost\nreverse_proxy 127.0.0.1:8080 {\n  header_up Host localhost\n}',
  'listen 443 ssl;',
  ':80 {\n  reverse_proxy 127.0.0.1:8080\n}',
])('[L38] what was written there once is found: %j', (config) => {
  expect(faultsOf(config)).not.toEqual([])
})

const folder = tempFolder()
let nodes: ServerProcess[]
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  nodes = []
  for (let node = 0; node < 2; node++) nodes.push(await startServer({ args: ['--database', database.url] }))
})
afterAll(async () => {
  for (const node of nodes) await node[Symbol.asyncDispose]()
  await drop()
  folder[Symbol.dispose]()
})

/** The example with a port of its own, and those of the nodes. */
const ported = (name: string, port: number) =>
  read(`examples/${name}`)
    .replace('127.0.0.1:80\n', `127.0.0.1:${port}\n`)
    .replace('127.0.0.1:80;', `127.0.0.1:${port};`)
    .replace('127.0.0.1:8081', `127.0.0.1:${nodes[0]?.port}`)
    .replace('127.0.0.1:8082', `127.0.0.1:${nodes[1]?.port}`)

const programs: Record<string, [name: string, command: (config: string, port: number) => string[]]> = {
  nginx: [
    'nginx-nodes.conf',
    (config, port) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${folder.path};`)
        .join('\n')
      const whole = join(folder.path, `nginx-${port}.conf`)
      const http = `http { access_log off; ${temporary}\n${config} }`
      writeFileSync(whole, `daemon off; pid ${folder.path}/nginx.pid; error_log stderr; events {}\n${http}`)
      return ['nginx', '-e', 'stderr', '-c', whole]
    },
  ],
  haproxy: [
    'haproxy.cfg',
    (config, port) => {
      const whole = join(folder.path, `haproxy-${port}.cfg`)
      writeFileSync(whole, config)
      return ['haproxy', '-db', '-f', whole]
    },
  ],
}

for (const [program, [name, command]] of Object.entries(programs)) {
  test.skipIf(!Bun.which(program))(
    `[L38] examples/${name} as ${program} runs it: this computer is let in by its own names, and nobody else`,
    async () => {
      const port = await freePort()
      const proxy = Bun.spawn(command(ported(name, port), port), { stdout: 'pipe', stderr: 'pipe' })
      try {
        const get = (path: string, head: string) =>
          sendRaw(port, `GET ${path} HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n`)
        for (const deadline = Date.now() + 20_000; ; await Bun.sleep(20)) {
          const answer = await get('/readyz', 'Host: localhost').catch(() => undefined)
          if (answer?.status === 200) break
          if (Date.now() > deadline || proxy.exitCode !== null)
            throw new Error(await new Response(proxy.stderr).text())
        }
        for (const host of ['localhost', `localhost:${port}`, `127.0.0.1:${port}`, '[::1]'])
          expect([host, (await get('/todos/', `Host: ${host}`)).status]).toEqual([host, 200])
        for (const host of ['evil.example', `evil.example:${port}`, '10.0.0.1', 'localhost.evil.example'])
          expect([host, (await get('/todos/', `Host: ${host}`)).status]).toEqual([host, 403])
        const forwarded = await get('/todos/', 'Host: localhost\r\nX-Forwarded-For: 192.0.2.1')
        expect(forwarded.status).toBe(403)
        // Another address of this computer, by which others could come if all were listened on.
        await expect(Bun.connect({ hostname: '127.0.0.2', port, socket: { data() {} } })).rejects.toThrow()
        const client = createClient(`http://localhost:${port}`)
        const replica = await client.connect()
        await replica.synced()
        const { id } = await client.todos.create({ name: `through ${program}` })
        for (const deadline = Date.now() + 20_000; !replica.todo(id); await Bun.sleep(10))
          if (Date.now() > deadline) throw new Error('it was not told')
        await replica.close()
      } finally {
        proxy.kill()
        await proxy.exited
      }
    },
    60_000,
  )
}
