/** The command as people meet it: what it prints, and what it says when it can't (SPEC.md, C1 to C6). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { freePort, freshDatabase } from '../support/postgres.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

/** A start that fails: one line, an exit code of its kind. */
async function failure(args: string[], env?: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await runCommand(['serve', '--log-level', 'error', ...args], env)
  expect([[1, 2, 4, 5].includes(code), stdout, stderr.trim().split('\n').length]).toEqual([true, '', 1])
  expect(stderr).toStartWith('aiotodo: ')
  return stderr
}

test('[C1] it prints the two lines of the tutorial, with the port it picked', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  expect(server.stdout()).toBe(
    `======== Running on http://localhost:${server.port} ========\n(Press CTRL+C to quit)\n`,
  )
  expect((await fetch(`http://localhost:${server.port}/todos/`)).status).toBe(200)
})

test('[C2] arguments go before the environment, which goes before the defaults', async () => {
  using folder = tempFolder()
  const port = String(await freePort())
  await using one = await startServer({
    args: ['-P', port],
    env: { AIOTODO_PORT: '1', DATABASE_URL: `sqlite:${folder.path}/named.sqlite` },
  })
  expect(one.port).toBe(Number(port))
  expect(await Bun.file(`${folder.path}/named.sqlite`).exists()).toBe(true)
  await using two = await startServer({
    args: ['--database', `sqlite:${folder.path}/other.sqlite`],
    env: { DATABASE_URL: 'nonsense', AIOTODO_HOST: '127.0.0.1' },
  })
  expect(await Bun.file(`${folder.path}/other.sqlite`).exists()).toBe(true)
  expect(two.port).not.toBe(one.port)
})

test.each([
  [['--nonsense'], '--nonsense'],
  [['extra'], 'too many arguments'],
  [['-P', 'http'], '"http"; expected a number from 0 to 65535'],
  [['-P', '65536'], '"65536"'],
  [['-P', '-1'], '"-1"'],
  [['--log-level', 'loud'], '"loud"; expected silent, error, warn, info, debug'],
  [['--database', 'mysql://user:secret@host/x'], '"mysql://…"; expected sqlite:PATH'],
  [['--database', 'sqlite:'], 'expected sqlite:PATH'],
  [['--data', ''], 'The data folder is ""'],
  [['--data', '/proc/nowhere'], 'data folder can not be written'],
  [['-H', '0.0.0.0', '--database', 'memory:'], '--insecure-no-accounts'],
  [['-H', 'example.com', '--database', 'memory:'], '--insecure-no-accounts'],
  [['--trust-proxy', '10.0.0.0/33'], '"10.0.0.0/33"; expected addresses or networks'],
  [['--tls-cert', 'x'], 'expected both of --tls-cert and --tls-key'],
  [['--requests-per-second', 'many'], '"many"; expected a number'],
  [['--keep-history', '29'], '"29"; expected a number from 30'],
  [['--keep-trash', '0'], '"0"; expected a number from 1'],
  [['--keep-trash', 'x'], '"x"; expected a number from 1'],
  [['-H', '203.0.113.7', '--insecure-no-accounts', '--database', 'memory:'], '203.0.113.7'],
  [['--database', 'postgres://a:secret@127.0.0.1:1/x'], 'PostgreSQL at 127.0.0.1:1'],
])('[C3] %j is refused in one line that says why', async (args, expected) => {
  const line = await failure(args)
  expect(line).toContain(expected)
  expect(line).not.toContain('secret')
})

test('[C3] a port in use', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  expect(await failure(['-P', String(port), '--database', 'memory:'])).toContain(`Port ${port}`)
  other.close()
})

test('[C3] a data folder that can not be written', async () => {
  using folder = tempFolder()
  writeFileSync(`${folder.path}/file`, '')
  expect(await failure(['--data', `${folder.path}/file/data`])).toContain('data folder can not be written')
  // To root every folder is writable.
  if (process.getuid?.() === 0) return
  mkdirSync(`${folder.path}/locked`)
  chmodSync(`${folder.path}/locked`, 0o500)
  expect(await failure(['--data', `${folder.path}/locked`])).toContain('data folder can not be written')
})

test('[C3] a database that is none, one of a newer version', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/aiotodo.sqlite`
  writeFileSync(path, 'this is not a database, although it is long enough to be looked at as one'.repeat(50))
  expect(await failure(['--data', folder.path])).toContain('The file is no database of aiotodo')
  writeFileSync(path, '')
  const database = new Database(path)
  database.run(
    "create table meta (key text primary key, value text); insert into meta values ('schema', '999')",
  )
  database.close()
  expect(await failure(['--data', folder.path])).toContain('newer aiotodo: Its schema is 999')
})

test("[C4] the tutorial's role on PostgreSQL 15 and later: the grant it lacks is named; with it the server starts", async () => {
  const database = await freshDatabase()
  const name = new URL(database.url).pathname.slice(1)
  const role = `role_${name}`
  const sql = new Bun.SQL(database.url, { max: 1 })
  await sql.unsafe(`create role ${role} login password '12345' noinherit createdb`)
  const args = ['--database', database.url.replace(/\/\/.*@/, `//${role}:12345@`)]
  expect(await failure(args)).toContain(`GRANT ALL ON SCHEMA public TO ${role};`)
  expect(await failure(['--database', database.url.replace(/\/\/.*@/, `//${role}:wrong@`)])).toContain(
    'password authentication failed',
  )
  await sql.unsafe(`GRANT ALL ON SCHEMA public TO ${role}`)
  await using server = await startServer({ args })
  expect((await fetch(`${server.url}/todos/`)).status).toBe(200)
  await server.stop()
  await sql.close()
  await database.drop()
})

test('[C5] --make-table drops loudly, counts from 1 again, and puts in the two todos', async () => {
  using folder = tempFolder()
  const args = ['--data', folder.path]
  const expected = [
    { id: 1, name: 'Start this tutorial', finished: true },
    { id: 2, name: 'Finish this tutorial', finished: false },
  ]
  for (const said of ['', 'dropping 3 todos']) {
    await using server = await startServer({ args: [...args, '--make-table', '--yes'] })
    expect(await (await fetch(`${server.url}/todos/`)).json()).toEqual(expected)
    expect(server.stderr()).toContain(said)
    await fetch(`${server.url}/todos/`, { method: 'POST', body: '{"name":"third"}', redirect: 'manual' })
    await server.stop()
  }
  await using server = await startServer({ args })
  expect(((await (await fetch(`${server.url}/todos/`)).json()) as unknown[]).length).toBe(3)
})

test.each([
  ['n', 1],
  ['y', 2],
])('[C5] at a terminal --make-table asks first: %s', async (answer, count) => {
  using folder = tempFolder()
  const args = ['--data', folder.path]
  {
    await using server = await startServer({ args })
    await fetch(`${server.url}/todos/`, { method: 'POST', body: '{"name":"mine"}', redirect: 'manual' })
    await server.stop()
  }
  let said = ''
  const child = Bun.spawn([process.execPath, 'src/main.ts', 'serve', '-P', '0', ...args, '--make-table'], {
    terminal: { cols: 200, rows: 50, data: (_terminal, data) => void (said += data.toString()) },
  })
  const saying = (text: string) =>
    until(
      () => said.includes(text),
      () => `it says "${text}": ${said}`,
    )
  await saying('--make-table drops 1 todo of the default list, trash included, for good. Go on? [y/N]')
  child.terminal?.write(`${answer}\n`)
  await saying(answer === 'y' ? 'CTRL+C' : 'aiotodo: Nothing was dropped')
  if (answer === 'y') child.kill('SIGTERM')
  expect(await child.exited).toBe(answer === 'y' ? 0 : 4)
  await using server = await startServer({ args })
  expect(await (await fetch(`${server.url}/todos/`)).json()).toHaveLength(count)
})

test('[C6] --help and --version', async () => {
  const help = await runCommand(['serve', '--help'])
  expect(help.code).toBe(0)
  for (const flag of [
    '--host',
    '--port',
    '--database',
    '--data',
    '--make-table',
    '--yes',
    '--log-level',
    '--insecure-no-accounts',
  ]) {
    expect(help.stdout).toContain(flag)
  }
  const { version } = (await Bun.file('package.json').json()) as { version: string }
  for (const args of [['--version'], ['serve', '--version']])
    expect(await runCommand(args)).toMatchObject({ code: 0, stdout: `${version}\n` })
})
