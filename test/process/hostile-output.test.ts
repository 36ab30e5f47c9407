/** What commands print, and what is in the log, has only the lines and fields that were meant (SPEC.md, I35, I36). */
import { expect, test } from 'bun:test'
import { createLog } from '../../src/log.ts'
import { limits } from '../../src/model/limits.ts'
import { hostileTexts, seedOf } from '../support/hostile-text.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'

const seed = seedOf()
const { text } = hostileTexts(seed)
const importedList = '00000000-0000-7000-8000-000000000001'
const exportOfList = (name: string): string => {
  const at = '2026-01-01T00:00:00.000Z'
  const fields = { uniqueNames: false, colour: 'none', position: null, createdAt: at, updatedAt: at }
  const list = { kind: 'list', id: importedList, name, ...fields, deletedAt: null }
  return [{ aiotodo: 'export', version: 1 }, list].map((line) => JSON.stringify(line)).join('\n')
}
/** Nothing that a terminal obeys, and no line but those that \n ends. */
const control = /[^\P{Cc}\n\t]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

test(`[I35] commands print a line for each thing, its fields between tabs, whatever it is called (seed ${seed})`, async () => {
  using home = tempFolder()
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(args, {
      AIOTODO_SERVER: server.url,
      XDG_CONFIG_HOME: home.path,
    })
    expect([args, control.test(stdout), control.test(stderr)]).toEqual([args, false, false])
    expect([args, stdout === '' || stdout.endsWith('\n')]).toEqual([args, true])
    return { code, stderr, lines: stdout.split('\n').slice(0, -1) }
  }
  const send = async (method: string, path: string, body?: string | object) => {
    const response = await fetch(server.url + path, {
      method,
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    expect(response.status).toBeLessThan(400)
    return response
  }
  const name = text(limits.nameLengthMax)
  await send('POST', '/api/v1/import', exportOfList(name))
  // The tutorial's API refuses a name that is taken, and two short ones may be alike.
  const names = new Set<string>()
  while (names.size < 40) names.add(text(limits.nameLengthMax))
  const todos = [...names].map((each) => ({
    name: each,
    notes: text(500),
    labels: [text(limits.labelLengthMax).normalize()],
  }))
  // Names are as they were sent at /todos/ alone; of lists, in what a server of before has exported.
  for (const { name } of todos) await send('POST', '/todos/', { name })
  const { items } = (await (await send('GET', '/api/v1/todos?sort=number&limit=100')).json()) as {
    items: { id: string; list: string }[]
  }
  const ids = items.map(({ id }) => id)
  const [{ list } = { list: '' }] = items
  for (const [index, { notes, labels }] of todos.entries())
    await send('PATCH', `/api/v1/todos/${ids[index]}`, { notes, labels })

  const fieldsOf = (lines: readonly string[]) => new Set(lines.map((line) => line.split('\t').length))
  const { lines } = await run('ls', '--list', list)
  expect([lines.length, fieldsOf(lines)]).toEqual([todos.length, new Set([10])])
  const { lines: told } = await run('ls', '--list', list, '--json')
  expect(told.map((line) => JSON.parse(line).name).toSorted()).toEqual(
    todos.map((todo) => todo.name).toSorted(),
  )
  const { lines: lists } = await run('lists')
  expect([lists.length, fieldsOf(lists).size]).toEqual([2, 1])
  const { lines: entries } = await run('log', '--list', list, '--limit', '100')
  expect([entries.length, fieldsOf(entries).size]).toEqual([todos.length * 2, 1])
  expect((await run('log', '--list', importedList)).lines.length).toBeGreaterThan(0)
  // The notes stand below, as they are but for their ends of lines.
  const { lines: shown } = await run('show', ids[0] as string)
  const asLines = (todos[0]?.notes ?? '').split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
  expect(shown.slice(shown.indexOf('') + 1)).toHaveLength(asLines.length)
  // One line says what went wrong.
  const refused = await run('ls', '--list', name.replaceAll('\0', '') + text(20).trim())
  expect([refused.code === 0, refused.stderr.trimEnd().split('\n').length]).toEqual([false, 1])
  expect((await run('rm', '--dry-run', ...ids.slice(0, 5))).lines).toHaveLength(5)
})

test.each([
  ['a line of JSON', false],
  ['on a terminal a line, and what is behind it indented', true],
])(`[I36] what stands in the log is %s (seed ${seed})`, (_, pretty) => {
  let written = ''
  const log = createLog('info', pretty, (line) => {
    written += line
    return Buffer.byteLength(line)
  })
  const texts = Array.from({ length: 200 }, () => text(200))
  for (const each of texts) log.info('request', { path: each, why: each })
  log.flush()
  expect(control.test(written)).toBe(false)
  const lines = written.split('\n')
  expect(lines.pop()).toBe('')
  const own = lines.filter((line) => !line.startsWith('    '))
  expect(own).toHaveLength(texts.length)
  if (pretty) expect(own.every((line) => /^\d\d:\d\d:\d\d info {2}request path=/.test(line))).toBe(true)
  else expect(lines.map((line) => JSON.parse(line).why)).toEqual(texts)
})
