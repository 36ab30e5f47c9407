/** The key of one-time-code secrets, as people give it, lose it and get along without (SPEC.md, N92). */
import { expect, test } from 'bun:test'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../support/codes.ts'
import { freshDatabase } from '../support/postgres.ts'
import { runCommand, startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { until } from '../support/until.ts'

const password = 'seven pink horses'
const key = 'a key that is as long as it must be'.replaceAll(' ', '-')

/** The first account, with a second factor; made by the link that the server prints. */
async function setUp(server: ServerProcess): Promise<{ secret: string; recoveryCodes: string[] }> {
  await until(() => /#invitation_\S+\n/.test(server.stdout()), 'the link to the first account')
  const invitation = /#(invitation_\S+)/.exec(server.stdout())?.[1]
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', body: JSON.stringify(body), headers }
    const response = await fetch(`${server.url}/api/v1${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', body: await response.json() }
  }
  const { cookie } = await post('/accounts', { invitation, name: 'ann', password })
  const { secret } = (await post('/account/second-factor', { currentPassword: password }, { cookie }))
    .body as { secret: string }
  const made = await post('/account/second-factor/confirm', { code: codeOf(secret) }, { cookie })
  return { secret, ...(made.body as { recoveryCodes: string[] }) }
}

async function signIn(server: ServerProcess, code?: string): Promise<string> {
  const body = JSON.stringify({ name: 'ann', password, code })
  const response = await fetch(`${server.url}/api/v1/session`, { method: 'POST', body })
  return response.ok ? 'in' : ((await response.json()) as { code: string }).code
}

const info = ['--log-level', 'info']

/** All that it said until it ended. */
async function endOf(server: ServerProcess): Promise<string> {
  await server.stop()
  await until(
    () => server.stderr().includes('"stopped"'),
    () => server.stderr(),
  )
  return server.stderr()
}

test('[N92] SQLite: without its key the server says so, and recovery codes and reset-factors still work', async () => {
  using folder = tempFolder()
  const on = ['--data', folder.path]
  const keyFile = join(folder.path, 'aiotodo.key')
  let made: Awaited<ReturnType<typeof setUp>>
  {
    await using server = await startServer({ args: [...on, '--accounts'] })
    made = await setUp(server)
    await server.stop()
  }
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  rmSync(keyFile)
  {
    await using server = await startServer({ args: [...on, ...info] })
    expect(await signIn(server, codeOf(made.secret, 1))).toBe('codes_sealed')
    expect(await signIn(server, made.recoveryCodes[0])).toBe('in')
    const doctor = await runCommand(['doctor', ...on])
    expect(doctor.stdout).toMatch(/one-time codes of 1 account are sealed under key [0-9a-f]{16}\./)
    expect((await runCommand(['account', 'reset-factors', 'ann', ...on])).code).toBe(0)
    expect(await signIn(server)).toBe('in')
    expect(await endOf(server)).toContain('sealed under a key that is not here')
  }
  // Nothing was needed, so nothing was made in its place.
  expect(existsSync(keyFile)).toBe(false)
})

test('[N92] PostgreSQL: the key comes by the environment or a file, and what is wrong with it is said at the start', async () => {
  using folder = tempFolder()
  const database = await freshDatabase()
  const on = ['--database', database.url]
  const file = join(folder.path, 'key')
  writeFileSync(file, `${key}\n`)
  let made: Awaited<ReturnType<typeof setUp>>
  {
    await using server = await startServer({ args: [...on, '--accounts'], env: { AIOTODO_SECRET_KEY: key } })
    made = await setUp(server)
    await server.stop()
  }
  for (const [args, env, told] of [
    [[], {}, 'sealed under a key that is not here'],
    [[], { AIOTODO_SECRET_KEY: key.toUpperCase() }, 'sealed under a key that is not here'],
    [[], { AIOTODO_SECRET_KEY_FILE: file }, ''],
    [['--secret-key-file', file], {}, ''],
  ] as [string[], Record<string, string>, string][]) {
    await using server = await startServer({ args: [...on, ...info, ...args], env })
    const said = await endOf(server)
    expect([told === '', said]).toEqual([!said.includes('one-time codes'), expect.stringContaining(told)])
    for (const secret of [key, made.secret]) expect(said).not.toContain(secret)
  }
  for (const [env, told] of [
    [{ AIOTODO_SECRET_KEY: 'short' }, 'AIOTODO_SECRET_KEY has a key of 5 characters'],
    [{ AIOTODO_SECRET_KEY_FILE: join(folder.path, 'none') }, 'can not be read'],
  ] as [Record<string, string>, string][]) {
    const { code, stderr } = await runCommand(['serve', '-P', '0', ...on], env)
    expect([code, stderr, stderr.split('\n').length]).toEqual([2, expect.stringContaining(told), 2])
  }
  await database.drop()
})

test('[N92] PostgreSQL: without any key secrets are kept as they are, which is said, and sealed once there is one', async () => {
  const database = await freshDatabase()
  const on = ['--database', database.url]
  let made: Awaited<ReturnType<typeof setUp>>
  {
    await using server = await startServer({ args: [...on, '--accounts'] })
    made = await setUp(server)
    await server.stop()
  }
  {
    await using server = await startServer({ args: [...on, ...info] })
    expect(await endOf(server)).toContain('secrets of one-time codes are not sealed')
  }
  await using server = await startServer({ args: [...on, ...info], env: { AIOTODO_SECRET_KEY: key } })
  expect(await signIn(server, codeOf(made.secret, 1))).toBe('in')
  expect((await runCommand(['doctor', ...on])).stdout).toContain('sealed under key')
  expect(await endOf(server)).not.toContain('one-time codes')
  await database.drop()
})
