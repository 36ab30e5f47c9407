/** Which requests are let in at all, as they come off the wire (SPEC.md, L35 to L37). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { sendRaw } from '../support/raw.ts'
import { startServer, type ServerProcess } from '../support/server.ts'

let local: ServerProcess
let withAccounts: ServerProcess

beforeAll(async () => {
  local = await startServer({ args: ['--database', 'memory:'] })
  withAccounts = await startServer({ args: ['--database', 'memory:', '--accounts'] })
})
afterAll(async () => {
  for (const server of [local, withAccounts]) await server[Symbol.asyncDispose]()
})

const servers: [name: string, server: () => ServerProcess][] = [
  ['in local mode', () => local],
  ['with accounts', () => withAccounts],
]

describe.each(servers)('%s', (_, server) => {
  const paths = [
    '/',
    '/livez',
    '/readyz',
    '/todos/',
    '/api/v1/todos',
    '/api/v1/session',
    '/api/v1/sync',
    '/nothing',
  ]

  test.each(paths)('[L35] %s: two Host lines are a 400, whatever they say', async (path) => {
    const hosts = ['localhost', 'evil.example', `localhost:${server().port}`]
    for (const first of hosts)
      for (const second of hosts) {
        const lines = `Host: ${first}\r\nAccept: */*\r\nhost: ${second}`
        const { status, text } = await sendRaw(server().port, `GET ${path} HTTP/1.1\r\n${lines}\r\n\r\n`)
        expect([first, second, status]).toEqual([first, second, 400])
        expect(text).toContain('Host')
      }
  })

  test.each([
    '',
    ' ',
    'a b',
    'a/b',
    'localhost, evil.example',
    '[::1',
    'localhost:x',
    'user@localhost',
    'a?b',
    'a#b',
  ])('[L35] "%s" is no Host: 400, and no fault', async (host) => {
    for (const path of paths) {
      const { status } = await sendRaw(server().port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
      expect([path, status]).toEqual([path, 400])
    }
    expect(server().stderr()).toBe('')
  })

  test.each(['/livez', '/readyz'])(
    '[L36] %s answers whatever the Host, and HTTP/1.0 without one',
    async (path) => {
      for (const method of ['GET', 'HEAD'])
        for (const head of [
          'HTTP/1.0',
          'HTTP/1.0\r\nHost: 10.0.0.1:8080',
          'HTTP/1.1\r\nHost: evil.example',
          'HTTP/1.1\r\nHost: [fd00::1]:80',
          'HTTP/1.1\r\nHost: todo_server_1:8080\r\nX-Forwarded-For: 192.0.2.1',
          'HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example',
        ]) {
          const { status, json } = await sendRaw(server().port, `${method} ${path} ${head}\r\n\r\n`)
          expect([method, head, status]).toEqual([method, head, 200])
          expect(json).toEqual(method === 'GET' ? { status: 'ok' } : undefined)
        }
      const post = await sendRaw(
        server().port,
        `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`,
      )
      expect(post.status).toBe(404)
    },
  )

  test('[L35] without a Host HTTP/1.0 is told that one is needed', async () => {
    for (const path of paths.filter((each) => !each.endsWith('z'))) {
      const { status, text } = await sendRaw(server().port, `GET ${path} HTTP/1.0\r\n\r\n`)
      expect([path, status]).toEqual([path, 400])
      expect(text).toContain('Host')
    }
    expect(server().stderr()).toBe('')
  })
})

const added: Record<string, string> = {
  Forwarded: 'for=192.0.2.1',
  Via: '1.1 proxy',
  'X-Forwarded-For': '192.0.2.1',
  'X-Forwarded-Host': 'todo.example',
  'X-Forwarded-Proto': 'https',
  'X-Real-IP': '127.0.0.1',
  'CF-Connecting-IP': '192.0.2.1',
}

/** Asks over a socket and by every kind of address, with this header; answers the statuses, and the codes that they came with. */
async function askWith({ port }: ServerProcess, [name, value]: [string, string]) {
  const head = (line: string) => `${line} HTTP/1.1\r\nHost: localhost:${port}\r\n${name}: ${value}\r\n`
  const upgrade =
    'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: aiotodo.v1\r\n'
  const body = `{"name":"${Bun.randomUUIDv7()}"}`
  return Promise.all(
    [
      `${head('GET /')}\r\n`,
      `${head('GET /api/v1/todos')}\r\n`,
      `${head('POST /api/v1/todos')}Content-Length: ${body.length}\r\n\r\n${body}`,
      `${head('GET /api/v1/sync')}${upgrade}\r\n`,
    ].map((text) => sendRaw(port, text)),
  )
}

/** Which servers hear of what a proxy handed on. */
const otherServers: [args: string[], statuses: number[]][] = [
  [
    ['--trust-proxy', '127.0.0.0/8'],
    [200, 200, 201, 101],
  ],
  [
    ['--trust-proxy', '10.0.0.1'],
    [403, 403, 403, 403],
  ],
  [['--accounts'], [200, 401, 401, 101]],
  [
    ['-H', '0.0.0.0', '--insecure-no-accounts'],
    [200, 200, 201, 101],
  ],
]

test('[L37] what a proxy handed on is refused in local mode, and what to do is said', async () => {
  for (const header of Object.entries(added)) {
    const answers = await askWith(local, header)
    expect([header, answers.map(({ status }) => status)]).toEqual([header, [403, 403, 403, 403]])
    for (const { text } of answers) {
      expect(text).toContain(header[0].toLowerCase())
      expect(text).toContain('--trust-proxy 127.0.0.1')
    }
    const problem = answers[1]?.json
    expect(problem).toMatchObject({ code: 'forwarded', fix: expect.stringContaining('--trust-proxy') })
    expect(problem.detail).toContain('127.0.0.1')
  }
})

test.each(otherServers)('[L37] with %j it is answered %j', async (args, statuses) => {
  await using server = await startServer({ args: ['--database', 'memory:', ...args] })
  for (const header of Object.entries(added)) {
    const answers = await askWith(server, header)
    expect([header, answers.map(({ status }) => status)]).toEqual([header, statuses])
  }
})
