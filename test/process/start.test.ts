/** Starts on the command line (SPEC.md, C70). */
import { expect, test } from 'bun:test'
import { rowsOf } from '../../src/cli/tui/shown.ts'
import type { LiveReplica, Todo } from '../../src/client/client.ts'
import { runCommand, tempFolder } from '../support/server.ts'

test('[C70] a start is set by add and edit, printed by ls and show, and taken away', async () => {
  using folder = tempFolder()
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand([...args, '--data', folder.path])
    expect([args, code, stderr]).toEqual([args, 0, ''])
    return stdout
  }
  await run('add', 'Milk', '--plain', '--start', '2096-12-01', '--due', '2096-12-03T09:00[Europe/Berlin]')
  const columns = async (...filter: string[]) => (await run('ls', ...filter)).trimEnd().split('\t')
  expect((await columns()).at(-1)).toBe('2096-12-01')
  expect((await columns())[3]).toBe('2096-12-03 09:00')
  expect(await run('show', '1')).toContain('start\t2096-12-01')
  expect(await run('ls', 'not started')).toContain('Milk')
  expect(await run('ls', 'started')).toBe('')
  await run('edit', '1', '--due', '2096-11-30')
  expect((await columns()).at(-1)).toBe('2096-11-30')
  await run('edit', '1', '--start', 'none')
  expect(await run('ls', 'no start')).toContain('Milk')
  const { code, stderr } = await runCommand([
    'edit',
    '1',
    '--start',
    '2096-12-02',
    '--due',
    '2096-12-01',
    '--data',
    folder.path,
  ])
  expect([code, stderr]).toEqual([2, expect.stringContaining('start after it is due')])
})

test('[C70] Today and Upcoming of tui leave out what has not started', () => {
  const todo = (name: string, start: string | null, due: string) =>
    ({ id: name, name, start, due, finished: false, deletedAt: null, labels: [] }) as unknown as Todo
  const all = [
    todo('started', '2026-05-06', '2026-05-06'),
    todo('at two in Tokyo', '2026-05-06T14:00[Asia/Tokyo]', '2026-05-06'),
    todo('without', null, '2026-05-09'),
    todo('later', '2026-05-08', '2026-05-09'),
  ]
  const replica = { todos: () => all } as unknown as LiveReplica
  const names = (view: 'today' | 'upcoming', now: string) =>
    rowsOf(replica, { view }, new Date(now)).map((row) => row.todo.name)
  expect(names('today', '2026-05-06T04:59:30Z')).toEqual(['started'])
  expect(names('today', '2026-05-06T05:00:00Z')).toEqual(['started', 'at two in Tokyo'])
  expect(names('upcoming', '2026-05-06T05:00:00Z')).toEqual(['without'])
})
