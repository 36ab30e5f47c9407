/** Labels by the command (SPEC.md, C110). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createClient } from '../../src/client/client.ts'
import { runCommand, startServer, tempFolder, type ServerProcess } from '../support/server.ts'

let server: ServerProcess
const home = tempFolder()
beforeAll(async () => {
  server = await startServer({ args: ['--database', 'memory:'] })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  home[Symbol.dispose]()
})

const run = (...args: string[]) =>
  runCommand(['labels', ...args], { AIOTODO_SERVER: server.url, XDG_CONFIG_HOME: home.path })

test('[C110] labels are printed, renamed, merged, coloured and removed; a dry run only says so', async () => {
  const client = createClient(server.url)
  const made = await client.todos.create({ name: 'a', labels: ['hme', 'a/b 50%'] })
  await client.todos.create({ name: 'b', labels: ['hme', 'home'], finished: true })
  const labels = async () => (await client.todos.get(made.id)).labels
  expect((await run()).stdout).toBe('#a/b 50%\t1\t1\t\n#hme\t1\t2\t\n#home\t0\t1\t\n')
  expect((await run('rename', '#hme', 'home', '--dry-run')).stdout).toBe(
    '#hme would be merged into #home, which is there already, on 2 todos.\n',
  )
  expect(await labels()).toEqual(['hme', 'a/b 50%'])
  expect(await run('rename', '#hme', 'home')).toEqual({
    code: 0,
    stdout: '#hme was merged into #home, which is there already, on 2 todos.\n',
    stderr: '',
  })
  expect(await labels()).toEqual(['home', 'a/b 50%'])
  expect((await run('colour', 'home', 'teal')).stdout).toBe('#home was changed.\n')
  expect((await run('colour', 'home', 'mauve')).code).toBe(2)
  const lines = (await run('--json')).stdout.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { name: 'a/b 50%', colour: 'none', todos: 1, unfinished: 1 },
    { name: 'home', colour: 'teal', todos: 2, unfinished: 1 },
  ])
  expect((await run('rm', 'a/b 50%')).stdout).toBe('#a/b 50% was taken away from 1 todo.\n')
  expect(await labels()).toEqual(['home'])
  expect(await run('rm', 'none')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('No todo has this label'),
  })
  expect((await run('rename', '..', 'x')).code).toBe(2)
  // All of it is taken back as one.
  const undone = await runCommand(['undo'], { AIOTODO_SERVER: server.url, XDG_CONFIG_HOME: home.path })
  expect(undone.code).toBe(0)
  expect(await labels()).toEqual(['home', 'a/b 50%'])
})
