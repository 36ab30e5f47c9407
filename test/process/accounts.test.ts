/** Accounts as people run them: the command, TLS, proxies (SPEC.md, N1, N12, N14, N17 to N19). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { freshDatabase } from '../support/postgres.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

const password = 'seven pink horses'
const root = join(import.meta.dir, '..', '..')

/** A command that reads its first line of standard input. */
async function withInput(
  args: string[],
  input: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = Bun.spawn([process.execPath, join(root, 'src', 'main.ts'), ...args], {
    cwd: root,
    stdin: new TextEncoder().encode(`${input}\n`),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [stdout, stderr] = [new Response(child.stdout).text(), new Response(child.stderr).text()]
  return { code: await child.exited, stdout: await stdout, stderr: await stderr }
}

test('[N19] accounts and tokens are made, changed and removed on the command line', async () => {
  using folder = tempFolder()
  const on = ['--data', folder.path]
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand([...args, ...on])
    return code === 0 ? stdout.trim() : `failed: ${stderr.trim()}`
  }
  expect(await run('account', 'ls')).toContain('This server has no accounts')
  expect((await withInput(['account', 'add', 'Ann', ...on], 'short')).stderr).toContain(
    'at least 10 characters',
  )
  const made = await withInput(['account', 'add', 'Ann', ...on], password)
  expect(made.stdout).toContain('There is an account ann, an administrator. It has the lists that were here')
  expect((await withInput(['account', 'add', 'bob', ...on], password)).stdout).toBe(
    'There is an account bob.\n',
  )
  expect(await run('account', 'disable', 'bob')).toBe('')
  expect(await run('account', 'rename', 'bob', 'Rob')).toBe('')
  expect(await run('account', 'ls')).toBe('ann  administrator\nrob  disabled')
  expect(await run('account', 'reset-factors', 'rob')).toBe('')
  expect(await run('account', 'reset-factors', 'nobody')).toContain('is no account')
  expect(await run('account', 'enable', 'rob')).toBe('')
  expect((await withInput(['account', 'password', 'rob', ...on], 'eight green goats')).code).toBe(0)
  const token = await run('token', 'add', 'rob', 'a script', '--scope', 'read', '--days', '7')
  expect(token).toMatch(/^aiotodo_[0-9a-f]{16}_[\w-]{43}$/)
  const listed = await run('token', 'ls', 'rob')
  expect(listed).toContain('a script')
  expect(listed).not.toContain(token.slice(-20))
  expect(await run('token', 'rm', 'rob', listed.slice(0, 16))).toBe('')
  expect(await run('token', 'ls', 'rob')).toBe('')
  expect(await run('invite', '-s', 'https://todo.example/')).toMatch(/^https:\/\/todo\.example\/#invitation_/)
  expect(await run('account', 'rename', 'rob', 'аnn')).toContain('The name mixes scripts')
  expect(await run('account', 'rm', 'rob')).toContain('failed: aiotodo: Nothing was dropped')
  expect(await run('account', 'rm', 'rob', '--yes')).toBe('')
  expect(await run('account', 'rm', 'ann', '--yes')).toContain('the only administrator')
  expect(await run('account', 'ls')).toBe('ann  administrator')
})

test('[N87] names that could be taken for each other are listed with their ids', async () => {
  using folder = tempFolder()
  const on = ['--data', folder.path]
  for (const name of ['ann', 'rob1', 'robl'])
    expect((await withInput(['account', 'add', name, ...on], password)).code).toBe(0)
  const { stdout } = await runCommand(['account', 'ls', ...on])
  expect(stdout).toMatch(/^ann {2}administrator\nrob1 {2}[0-9a-f-]{36}\nrobl {2}[0-9a-f-]{36}\n$/)
})

test.each(['sqlite', 'postgres'])(
  '[N1] %s: a server that runs asks for keys as soon as the command made an account',
  async (engine) => {
    using folder = tempFolder()
    const postgres = engine === 'postgres' ? await freshDatabase() : undefined
    const on = postgres ? ['--database', postgres.url] : ['--data', folder.path]
    await using server = await startServer({ args: on })
    const status = async (headers: Record<string, string> = {}) =>
      (await fetch(`${server.url}/todos/`, { headers })).status
    expect(await status()).toBe(200)
    await withInput(['account', 'add', 'ann', ...on], password)
    await until(async () => (await status()) === 401, 'keys are asked for')
    const token = (await runCommand(['token', 'add', 'ann', 'x', ...on])).stdout.trim()
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200)
    // The commands take the token.
    const env = { AIOTODO_TOKEN: token, AIOTODO_SERVER: server.url }
    expect((await runCommand(['add', 'Feed the cat'], env)).stdout).toContain('Feed the cat')
    expect((await runCommand(['ls', '--token', token], { AIOTODO_SERVER: server.url })).stdout).toContain(
      'Feed the cat',
    )
    const without = await runCommand(['ls'], { AIOTODO_SERVER: server.url })
    expect([without.code, without.stderr]).toEqual([4, expect.stringContaining('A key is needed here')])
    await server.stop()
    await postgres?.drop()
  },
)

test('[N1] with accounts a server listens on other addresses, and prints the link to the first one', async () => {
  await using server = await startServer({ args: ['--database', 'memory:', '-H', '0.0.0.0', '--accounts'] })
  await until(() => /#invitation_\S+\n/.test(server.stdout()), 'the link to the first account')
  const invitation = /The first account is made at http:\/\/\S+\/#(invitation_\S+)/.exec(server.stdout())?.[1]
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { host: 'todo.example', ...headers },
    })
  expect((await post('/todos/', { name: 'x' })).status).toBe(401)
  const made = await post('/api/v1/accounts', { invitation, name: 'ann', password })
  expect(made.status).toBe(201)
  const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect((await post('/todos/', { name: 'x' }, { cookie })).status).toBe(200)
})

test('[N18] with a certificate it speaks HTTPS, and says so to browsers', async () => {
  // Of this computer's name, for a hundred years; made for this test alone.
  const [cert, key] = ['cert', 'key'].map((name) =>
    join(root, 'test', 'support', `localhost.${name}.pem`),
  ) as [string, string]
  await using server = await startServer({
    args: ['--database', 'memory:', '--tls-cert', cert, '--tls-key', key],
  })
  expect(server.stdout()).toContain(`Running on https://localhost:${server.port}`)
  const response = await fetch(`https://localhost:${server.port}/todos/`, { tls: { ca: Bun.file(cert) } })
  expect([response.status, response.headers.get('strict-transport-security')]).toEqual([
    200,
    'max-age=31536000',
  ])
  const bad = await runCommand([
    'serve',
    '-P',
    '0',
    '--database',
    'memory:',
    '--tls-cert',
    cert,
    '--tls-key',
    cert,
  ])
  expect([bad.code, bad.stderr.split('\n').length]).toEqual([1, 2])
})

test('[N14] passwords, tokens, cookies and invitations are never in the log, nor in the database', async () => {
  using folder = tempFolder()
  const on = ['--data', folder.path, '--log-level', 'debug']
  await using server = await startServer({ args: [...on, '--accounts'] })
  await until(() => /#invitation_\S+\n/.test(server.stdout()), 'the link to the first account')
  const invitation = /#(invitation_\S+)/.exec(server.stdout())?.[1] ?? ''
  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const init = body ? { body: JSON.stringify(body) } : {}
    return fetch(`${server.url}/api/v1${path}`, { method, headers, ...init })
  }
  const made = await send('POST', '/accounts', { invitation, name: 'ann', password })
  const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { token } = (await (
    await send('POST', '/tokens', { name: 'x', scope: 'read' }, { cookie })
  ).json()) as { token: string }
  await send('GET', '/lists', undefined, { authorization: `Bearer ${token}` })
  await send('GET', `/lists?token=${token}`)
  await send('POST', '/session', { name: 'ann', password: 'a wrong password' })
  await send('POST', '/session', { name: 'ann', password: 17 })
  const audit = await (await send('GET', '/audit', undefined, { cookie })).text()
  expect(audit).toContain('sign-in failed')
  await server.stop()
  const secrets = [
    password,
    'a wrong password',
    token,
    token.slice(25),
    cookie.slice(33),
    invitation,
    invitation.slice(28),
  ]
  const database = Buffer.from(await Bun.file(join(folder.path, 'aiotodo.sqlite')).bytes()).toString('latin1')
  expect(server.stderr()).toContain('/api/v1/session')
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10)
    for (const text of [server.stderr(), audit, database]) expect(text).not.toContain(secret)
  }
})

test('[N17] forwarded headers are believed of trusted proxies only', async () => {
  const attempts = async (args: string[], proxy: (index: number) => Record<string, string>) => {
    await using server = await startServer({ args: ['--database', 'memory:', '--accounts', ...args] })
    const statuses: number[] = []
    for (let index = 0; index < 22; index++) {
      const body = JSON.stringify({ name: `nobody${index}`, password: 'x' })
      statuses.push(
        (await fetch(`${server.url}/api/v1/session`, { method: 'POST', body, headers: proxy(index) })).status,
      )
    }
    return new Set(statuses)
  }
  const spoof = (index: number) => ({ 'x-forwarded-for': `198.51.100.${index}` })
  // Whoever says what they like is still one address.
  expect(await attempts([], spoof)).toEqual(new Set([401, 429]))
  expect(await attempts(['--trust-proxy', '127.0.0.0/8'], spoof)).toEqual(new Set([401]))
  // What stands left of it the stranger wrote.
  const lie = (index: number) => ({ 'x-forwarded-for': `198.51.100.${index}, 203.0.113.7, 127.0.0.1` })
  expect(await attempts(['--trust-proxy', '127.0.0.1'], lie)).toEqual(new Set([401, 429]))
})
