/** The proxies of examples/ as they run, where the machine has them: local mode is open to nobody else (SPEC.md, L38). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '../../src/client/client.ts'
import { freePort, freshDatabase } from '../support/postgres.ts'
import { sendRaw } from '../support/raw.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { until } from '../support/until.ts'

const root = join(import.meta.dir, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

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
        await until(async () => {
          if (proxy.exitCode !== null) throw new Error(await new Response(proxy.stderr).text())
          return (await get('/readyz', 'Host: localhost').catch(() => undefined))?.status === 200
        }, 'it runs')
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
        await until(() => replica.todo(id), 'it is told')
        await replica.close()
      } finally {
        proxy.kill()
        await proxy.exited
      }
    },
  )
}
