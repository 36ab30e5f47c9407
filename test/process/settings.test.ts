/** `aiotodo settings` (SPEC.md, E86). */
import { expect, test } from 'bun:test'
import { runCommand, startServer, tempFolder } from '../support/server.ts'

test('[E86] the command line tells and sets zone and default reminders, on a server and in a data folder; what it adds has them', async () => {
  using folder = tempFolder()
  const data = ['--data', folder.path]
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(args)
    return { code, out: stdout, err: stderr }
  }
  const none =
    'Time zone: none (UTC)\nReminder of what is due at a time: none\nReminder of what is due on a day: none\n'
  expect(await run('settings', ...data)).toEqual({ code: 0, out: none, err: '' })
  await using server = await startServer({ args: data })
  const there = ['--server', server.url]
  const set = ['--zone', 'Europe/Berlin', '--remind-timed', '-PT30M', '--remind-day', '9:00']
  expect((await run('settings', ...there, ...set)).out).toBe(
    'Time zone: Europe/Berlin\nReminder of what is due at a time: -PT30M\nReminder of what is due on a day: PT9H\n',
  )
  const added = async (...args: string[]) =>
    JSON.parse((await run('add', ...args, ...there, '--json')).out).reminders
  expect(await added('call 2099-01-03 9:00')).toEqual(['-PT30M'])
  expect(await added('call 2099-01-03')).toEqual(['PT9H'])
  expect(await added('call 2099-01-03', '--remind', 'none')).toEqual([])
  expect(await run('settings', ...there, '--remind-timed', 'none', '--json')).toMatchObject({
    out: '{"zone":"Europe/Berlin","defaultReminders":{"timed":null,"day":"PT9H"}}\n',
  })
  const wrong = await run('settings', ...there, '--remind-day', 'nine')
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('expected -PT30M, PT0S, 9:00 or none')])
})
