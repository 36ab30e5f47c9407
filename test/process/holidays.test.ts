/** Where the data of public holidays come from: `--holidays` (SPEC.md, E117). */
import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastKnownYear } from '../../src/model/holidays.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { builtInHolidays, createHolidays } from '../../src/runtime/holidays.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

/** Such a file is what chinese-days publishes: names and more stand beside the dates. */
const published = {
  holidays: Object.fromEntries(
    ['01', '02', '03', '04', '05', '06', '07'].map((day) => [`2099-10-${day}`, 'National Day,国庆节,3']),
  ),
  workdays: { '2099-10-10': 'National Day,国庆节,3' },
  inLieuDays: {},
}

test('[E117] a file is read at the start, and told in the log, by the API and by doctor', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'holidays.json')
  writeFileSync(path, JSON.stringify(published))
  const data = ['--data', join(folder.path, 'data')]
  {
    await using server = await startServer({ args: [...data, '--log-level', 'info', '--holidays', path] })
    const told = await (await fetch(`${server.url}/api/v1/holidays`)).json()
    expect(told).toMatchObject({
      lastYear: 2099,
      from: 'file',
      holidays: expect.arrayContaining(['2099-10-07']),
    })
    const line = /public holidays of China.*"from":"file","lastYear":2099/
    await until(() => line.test(server.stderr()), server.stderr)
    expect(await server.stop()).toBe(0)
  }
  const doctor = await runCommand(['doctor', ...data], { AIOTODO_HOLIDAYS: path })
  expect(doctor.stdout).toContain(`Public holidays of China are known until the end of 2099, by ${path}.`)
  const without = await runCommand(['doctor', ...data])
  expect(without.stdout).toContain(`known until the end of ${lastKnownYear(builtInHolidays)}, as built in.`)
})

test('[E120] at the command line a repeat in words begins on a day that the data of the server leave', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'holidays.json')
  writeFileSync(path, JSON.stringify(published))
  await using server = await startServer({ args: ['--database', 'memory:', '--holidays', path] })
  const text = '从2099年10月1日开始每个法定工作日打卡'
  const due = '2099-10-08'
  const repeat = 'FREQ=DAILY;X-SKIP=CN-DAYS-OFF'
  const run = async (...args: string[]) =>
    JSON.parse((await runCommand([...args, '--server', server.url, '--json'])).stdout) as object
  expect(await run('add', text)).toMatchObject({ name: '打卡', due, repeat })
  await run('add', 'Report')
  expect(await run('edit', '2', '--repeat', text.slice(0, -2))).toMatchObject({
    name: 'Report',
    due,
    repeat,
  })
})

test('[E117] a file that can not be used stops the start, with what was expected', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'holidays.json')
  for (const [text, why] of [
    ['{', 'it is not JSON'],
    ['[]', 'expected {"holidays": …, "workdays": …}'],
    ['{"holidays": ["2099-13-01"], "workdays": []}', 'dates such as 2026-10-01'],
    ['{"holidays": {"2099-01-01": 1}, "workdays": {}}', 'it has no year with its holidays'],
    [' '.repeat(serverLimits.holidayBytesMax + 1), `it is over ${serverLimits.holidayBytesMax} bytes`],
  ] as const) {
    writeFileSync(path, text)
    const found = createHolidays(path, {
      log: { info() {}, warn() {} },
      nowMs: Date.now,
      every: () => () => {},
    })
    await expect(found).rejects.toMatchObject({ code: 'bad_argument', message: expect.stringContaining(why) })
  }
  const missing = await runCommand(['serve', '-P', '0', '--data', folder.path, '--holidays', `${path}.gone`])
  expect([missing.code === 0, missing.stderr.trim().split('\n').length]).toEqual([false, 1])
  expect(missing.stderr).toContain('The file of public holidays is')
  for (const address of [
    'http://example.org/h.json',
    'ftp://example.org/h.json',
    'https://a:b@example.org/',
  ]) {
    const { code, stderr } = await runCommand([
      'serve',
      '-P',
      '0',
      '--data',
      folder.path,
      '--holidays',
      address,
    ])
    expect([address, code === 0]).toEqual([address, false])
    expect(stderr).toContain('expected a file, or an address that begins with https://')
  }
})

test('[E117] an address is asked behind the start and each day; what can not be read changes nothing', async () => {
  let answer: () => Response = () => Response.json(published)
  let asked = 0
  const other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => Response.json(published) })
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch() {
      asked++
      return answer()
    },
  })
  const warned: string[] = []
  let now = Date.parse('2099-01-01')
  let tick = () => {}
  const calendar = await createHolidays(server.url.href, {
    log: { info() {}, warn: (text, fields) => void warned.push(`${text}: ${String(fields?.['error'])}`) },
    nowMs: () => now,
    every: (ms, callback) => {
      expect(ms).toBe(serverLimits.holidayRetryMs)
      tick = callback
      return () => {}
    },
  })
  try {
    expect([asked, calendar.source()]).toEqual([0, { from: 'built in', readAt: null }])
    calendar.start()
    await until(() => lastKnownYear(calendar.known()) === 2099)
    expect(calendar.source()).toEqual({ from: 'address', readAt: '2099-01-01T00:00:00.000Z' })
    // Not before a day is over.
    tick()
    now += serverLimits.holidayRefreshMs
    const faults: [() => Response, RegExp][] = [
      [() => new Response('gone', { status: 404 }), /it answered 404/],
      [() => Response.redirect(other.url.href, 302), /redirect/i],
      [() => new Response(new Uint8Array(serverLimits.holidayBytesMax + 1)), /it is over \d+ bytes/],
      [() => new Response('<html>'), /it is not JSON/],
    ]
    for (const [index, [fault, why]] of faults.entries()) {
      answer = fault
      tick()
      await until(() => warned.length === index + 1)
      expect(warned.at(-1)).toMatch(why)
      expect([asked, lastKnownYear(calendar.known()), calendar.source().readAt]).toEqual([
        index + 2,
        2099,
        '2099-01-01T00:00:00.000Z',
      ])
    }
    answer = () => Response.json({ ...published, holidays: [], workdays: [] })
    tick()
    await until(() => warned.length === faults.length + 1)
    answer = () => Response.json(published)
    tick()
    await until(() => calendar.source().readAt === '2099-01-02T00:00:00.000Z')
  } finally {
    await Promise.all([server.stop(true), other.stop(true)])
  }
})
