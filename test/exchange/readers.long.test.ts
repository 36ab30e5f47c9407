/** Calendar files as other programs read them (SPEC.md, I100): Debian's python3-icalendar and python3-vobject, where they are there. */
import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportOf, newServer } from '../support/exchange.ts'
import { tempFolder } from '../support/server.ts'

const read = `
import icalendar, json, sys, vobject
text = open(sys.argv[1], 'rb').read()
calendar = icalendar.Calendar.from_ical(text)
errors = [str(e) for part in calendar.walk() for e in getattr(part, 'errors', [])]
whole = vobject.readOne(text.decode())
whole.validate(raiseException=True)
print(json.dumps({
    'errors': errors,
    'icalendar': [[str(t['summary']), t['due'].dt.isoformat()] for t in calendar.walk('VTODO')],
    'vobject': [t.summary.value for t in whole.vtodo_list],
}))
`
const pythons = ['python3', '/usr/bin/python3']
const python = pythons.find((each) => {
  const path = Bun.which(each)
  return path !== null && Bun.spawnSync([path, '-c', 'import icalendar, vobject']).exitCode === 0
})
if (!python) process.stderr.write('[I100] skipped: python3-icalendar or python3-vobject is not there\n')

test.skipIf(!python)(
  '[I100] a calendar file is valid, and read as it was meant, by two other readers',
  async () => {
    using folder = tempFolder()
    await using server = await newServer()
    const todos = [
      {
        name: 'Zoned; with, signs\\',
        due: '2026-12-01T09:00[Europe/Berlin]',
        reminders: ['-PT30M'],
        labels: ['a,b', 'c'],
      },
      { name: 'weekly', due: '2026-12-02', repeat: 'FREQ=WEEKLY;BYDAY=WE', start: '2026-11-20' },
      { name: 'legal', due: '2026-12-03', repeat: 'FREQ=DAILY;X-SKIP=CN-DAYS-OFF' },
      { name: 'lunar', due: '2026-12-04', repeat: 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3' },
      {
        name: '漢字',
        notes: 'one\r\ntwo\u0001',
        due: '2026-07-01T09:00[America/New_York]',
        start: '2026-06-01',
      },
    ]
    for (const todo of todos) await server.done('POST', '/api/v1/todos', todo)
    const file = join(folder.path, 'all.ics')
    writeFileSync(file, await exportOf(server, 'ics'))
    const { stdout, stderr } = Bun.spawnSync([python as string, '-c', read, file])
    expect(stderr.toString()).toBe('')
    expect(JSON.parse(stdout.toString())).toEqual({
      errors: [],
      icalendar: [
        ['Zoned; with, signs\\', '2026-12-01T09:00:00+01:00'],
        ['weekly', '2026-12-02'],
        ['legal', '2026-12-03'],
        ['lunar', '2026-12-04'],
        ['漢字', '2026-07-01T09:00:00-04:00'],
      ],
      vobject: todos.map(({ name }) => name),
    })
  },
)
