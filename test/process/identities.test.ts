/** The sign-in provider as people set it up: arguments, environment, the command (SPEC.md, N44, N46, N48). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { ask, join as joinAccount, password } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { startProvider } from '../support/provider.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'

const issuer = 'https://id.example'

test.each([
  [['--oidc-issuer', 'http://id.example'], 'begins with https://'],
  [['--oidc-issuer', 'id.example'], 'begins with https://'],
  [['--oidc-client-id', 'todos'], 'The OpenID issuer is ""'],
  [['--oidc-issuer', issuer], 'expected --oidc-client-id and --oidc-client-secret-file as well'],
  [['--oidc-issuer', issuer, '--oidc-client-id', 'todos'], 'expected --oidc-client-id'],
  [
    ['--oidc-issuer', issuer, '--oidc-client-id', 'todos', '--oidc-client-secret-file', '/nowhere'],
    '/nowhere can not be read',
  ],
  [['--url', 'todo.example'], 'The address of the server is "todo.example"'],
  [['--oidc-client-secret', 'x'], "unknown option '--oidc-client-secret'"],
])('[N48] serve %j is refused, and says why', async (args, why) => {
  const { code, stderr } = await runCommand(['serve', '--database', 'memory:', ...args])
  expect(code).toBe(2)
  expect(stderr).toContain(why)
})

test('[N48] the provider is named by arguments and a file, or by the environment alone', async () => {
  await using provider = await startProvider()
  using folder = tempFolder()
  const file = join(folder.path, 'secret')
  await Bun.write(file, `${provider.clientSecret}\n`)
  const args = ['--database', 'memory:', '--accounts', '--url', 'https://todo.example/']
  const named = {
    AIOTODO_OIDC_ISSUER: provider.issuer,
    AIOTODO_OIDC_CLIENT_ID: provider.clientId,
    AIOTODO_OIDC_CLIENT_SECRET: provider.clientSecret,
  }
  const oidc = ['--oidc-issuer', provider.issuer, '--oidc-client-id', provider.clientId]
  for (const [more, env, name] of [
    [[...oidc, '--oidc-client-secret-file', file, '--oidc-name', 'Ours'], {}, 'Ours'],
    [[], named, new URL(provider.issuer).host],
    [[], { ...named, AIOTODO_OIDC_NAME: 'Theirs' }, 'Theirs'],
  ] as const) {
    await using server = await startServer({ args: [...args, ...more], env })
    const session = await (await fetch(`${server.url}/api/v1/session`)).json()
    expect(session.provider).toEqual({ name })
    const begun = await fetch(`${server.url}/api/v1/oidc/start`, { redirect: 'manual' })
    const address = new URL(begun.headers.get('location') ?? '')
    expect([address.origin, address.searchParams.get('redirect_uri')]).toEqual([
      provider.issuer,
      'https://todo.example/api/v1/oidc/callback',
    ])
  }
})

test('[N44] a server starts and serves while its provider is down', async () => {
  const provider = await startProvider()
  await provider.down()
  const env = {
    AIOTODO_OIDC_ISSUER: provider.issuer,
    AIOTODO_OIDC_CLIENT_ID: provider.clientId,
    AIOTODO_OIDC_CLIENT_SECRET: provider.clientSecret,
  }
  await using server = await startServer({
    args: ['--database', 'memory:', '--accounts', '--log-level', 'warn'],
    env,
  })
  const begin = () => fetch(`${server.url}/api/v1/oidc/start`, { redirect: 'manual' })
  expect((await begin()).headers.get('location')).toBe('/#oidc_provider_away')
  provider.up()
  expect((await begin()).headers.get('location')).toStartWith(`${provider.issuer}/authorize?`)
  await server.stop()
  expect(server.stderr()).toContain('"code":"provider_away"')
  await provider[Symbol.asyncDispose]()
})

test('[N47] identities are listed and unlinked on the command line', async () => {
  using folder = tempFolder()
  const database = { engine: 'sqlite', path: join(folder.path, 'aiotodo.sqlite') } as const
  const app = await createApp({ database, localOnly: false })
  const ann = await joinAccount(app, 'ann')
  await app.store.access.change((tables) =>
    tables.addIdentity({
      ...{ id: '0123456789abcdef', account: ann.id, issuer, subject: 'subject-1', name: 'Ann' },
      createdAt: Date.now(),
    }),
  )
  expect((await ask(app, 'POST', '/session', { name: 'ann', password })).status).toBe(200)
  await app.close()
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(['identity', ...args, '--data', folder.path])
    return code === 0 ? stdout.trim() : `failed: ${stderr.trim()}`
  }
  expect(await run('ls', 'ann')).toMatch(
    /^0123456789abcdef {2}https:\/\/id\.example {2}subject-1 {2}used .* {2}Ann$/,
  )
  expect(await run('ls', 'nobody')).toContain('is no account')
  expect(await run('rm', 'ann', 'fedcba9876543210')).toContain('There is no such identity')
  expect(await run('rm', 'ann', '0123456789abcdef')).toBe('')
  expect(await run('ls', 'ann')).toBe('')
})
