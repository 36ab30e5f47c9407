/** Finishing with what is below, by the command and in the terminal (SPEC.md, C116). */
import { expect, test } from 'bun:test'
import { createClient } from '../../src/client/client.ts'
import { Doing } from '../../src/cli/tui/undo.ts'
import { runCommand, startServer } from '../support/server.ts'
import { until } from '../support/until.ts'

test('[C116] done and undone take along what is open below, and say how many; so does the terminal', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const run = (...args: string[]) => runCommand(args, { AIOTODO_SERVER: server.url })
  const client = createClient(server.url)
  const top = await client.todos.create({ name: 'top' })
  const below = await client.todos.create({ name: 'below', parent: top.id })
  const deep = await client.todos.create({ name: 'deep', parent: below.id })
  const finished = async () =>
    (await Promise.all([top, below, deep].map(({ id }) => client.todos.get(id)))).map((each) => each.finished)

  expect(await run('done', '1', '--alone')).toMatchObject({ code: 0, stderr: '' })
  expect(await finished()).toEqual([true, false, false])
  await run('undone', '1')
  const done = await run('done', '1')
  expect([done.code, done.stderr]).toEqual([0, '2 subtodos went along\n'])
  expect(await finished()).toEqual([true, true, true])
  expect((await run('undone', '1')).stderr).toBe('2 subtodos went along\n')
  expect(await finished()).toEqual([false, false, false])

  const replica = await client.connect()
  await replica.synced()
  const doing = new Doing(replica)
  const isSaved = async (wished: boolean) =>
    until(async () => (await finished()).every((each) => each === wished))
  expect(doing.turn(replica.todo(top.id) as typeof top)).toBe(2)
  expect(replica.todos({ finished: false })).toEqual([])
  await isSaved(true)
  doing.undo()
  await isSaved(false)
  doing.redo()
  await isSaved(true)
  await replica.close()
})
