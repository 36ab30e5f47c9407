/** How todos repeat in files of other programs: kept as it is, or whole in the notes and told (SPEC.md, I76 to I79). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Todo } from '../../src/model/todo.ts'
import type { Client } from '../support/engines.ts'
import { exportOf, importFile, newServer, todosByList } from '../support/exchange.ts'

let client: Client & AsyncDisposable
beforeAll(async () => {
  client = await newServer()
})
afterAll(() => client[Symbol.asyncDispose]())

let count = 0
/** Imports the file that `write` makes for a name of its own, and answers the todo of that name and what was told. */
async function come(write: (name: string) => string, query = ''): Promise<{ todo: Todo; lost: string[] }> {
  const name = `Rule ${++count}`
  const { lost } = await importFile(client, write(name), query)
  const todo = Object.values(await todosByList(client))
    .flat()
    .find((each) => each.name === name)
  if (!todo) throw new Error(`no todo "${name}"`)
  return { todo, lost: lost.map(({ what }) => what) }
}

/** What became of a rule: the rule and since when it counts, or null and the notes; and what was told. */
async function fate(write: (name: string) => string, query = ''): Promise<unknown[]> {
  const { todo, lost } = await come(write, query)
  const rule = todo.repeat === null ? null : `${todo.repeat} ${todo.repeatFrom}`
  return [rule, todo.notes, ...lost]
}

const inNotes = (text: string) => [
  null,
  text,
  `repetitions such as ${JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text)} (they are in the notes)`,
]
const kept = (rule: string, from = 'due') => [`${rule} ${from}`, '']

const tickTick = (rule: string, due = '2026-12-01T00:00:00+0000', zone = 'Asia/Shanghai') => {
  const header = 'List Name,Title,Content,Due Date,Repeat,Priority,Status,Timezone,Is All Day,taskId'
  return (name: string) =>
    `${header}\n"TickTick rules","${name}","","${due}","${rule}","0","0","${zone}","true","${name}"\n`
}

test('[I76] a rule of TickTick that there is no other for is whole in the notes, and told', async () => {
  for (const rule of [
    'LUNAR:FREQ=YEARLY;INTERVAL=1;BYMONTH=8;BYMONTHDAY=30',
    'LUNAR:FREQ=YEARLY;INTERVAL=1;BYMONTH=-5;BYMONTHDAY=3',
    'LUNAR:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1,30',
    'LUNAR:FREQ=YEARLY;INTERVAL=1',
    'LUNAR:FREQ=WEEKLY;BYDAY=MO',
    'LUNAR:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3;TT_SKIP=HOLIDAY',
    'LUNAR:RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3',
    'ERULE:NAME=CUSTOM;BYDATE=20260319,20260320,20260328,20260331',
    'ERULE:NAME=FORGETTINGCURVE;CYCLE=0',
    'ERULE:NAME=CUSTOM;FREQ=WEEKLY',
    'RRULE:FREQ=DAILY;INTERVAL=1;TT_SKIP=WEEKEND,OFFICIAL_WORKDAY',
    'RRULE:FREQ=DAILY;INTERVAL=3;TT_SKIP=WEEKEND,HOLIDAY',
    'RRULE:FREQ=DAILY;INTERVAL=1;COUNT=10;TT_SKIP=HOLIDAY,WEEKEND',
    'RRULE:FREQ=WEEKLY;INTERVAL=1;TT_SKIP=HOLIDAY,WEEKEND;BYDAY=MO',
  ])
    expect(await fate(tickTick(rule))).toEqual(inNotes(rule))
  const rule = 'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU'
  expect(await fate(tickTick(rule))).toEqual(kept('FREQ=WEEKLY;BYDAY=TU'))
  expect(await fate(tickTick(rule, ''))).toEqual([
    null,
    rule,
    'repetitions of what has no due date (they are in the notes)',
  ])
})

test('[I77] each day but weekends is Monday to Friday; that holidays of a country other than China are not skipped, is told', async () => {
  const days = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'
  const told = 'public holidays that are skipped (they are not: it repeats from Monday to Friday)'
  for (const skip of ['HOLIDAY,WEEKEND', 'WEEKEND,HOLIDAY'])
    expect(
      await fate(tickTick(`RRULE:FREQ=DAILY;INTERVAL=1;TT_SKIP=${skip}`, undefined, 'Europe/Berlin')),
    ).toEqual([...kept(days), told])
  for (const skip of ['HOLIDAY', 'OFFICIAL_WORKDAY']) {
    const rule = `RRULE:FREQ=DAILY;INTERVAL=1;TT_SKIP=${skip}`
    expect(await fate(tickTick(rule, undefined, 'Europe/Berlin'))).toEqual(inNotes(rule))
  }
  expect(await fate(tickTick('RRULE:FREQ=DAILY;TT_SKIP=WEEKEND'))).toEqual(kept(days))
  expect(await fate(tickTick('RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20271231;WKST=SU;TT_SKIP=WEEKEND'))).toEqual(
    kept('FREQ=WEEKLY;UNTIL=20271231;BYDAY=MO,TU,WE,TH,FR'),
  )
})

test('[I120] what TickTick skips by the law of China is skipped, and nothing is told to be lost', async () => {
  const monthly = 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU'
  for (const [rule, repeat] of [
    ['FREQ=DAILY;INTERVAL=1;TT_SKIP=HOLIDAY,WEEKEND', 'FREQ=DAILY;X-SKIP=CN-DAYS-OFF'],
    ['FREQ=DAILY;TT_SKIP=WEEKEND,HOLIDAY', 'FREQ=DAILY;X-SKIP=CN-DAYS-OFF'],
    [
      'FREQ=DAILY;INTERVAL=1;UNTIL=20271231;TT_SKIP=HOLIDAY,WEEKEND',
      'FREQ=DAILY;UNTIL=20271231;X-SKIP=CN-DAYS-OFF',
    ],
    ['FREQ=DAILY;INTERVAL=1;TT_SKIP=HOLIDAY', 'FREQ=DAILY;X-SKIP=CN-HOLIDAYS'],
    ['FREQ=DAILY;INTERVAL=1;TT_SKIP=OFFICIAL_WORKDAY', 'FREQ=DAILY;X-SKIP=CN-WORKDAYS'],
    ['FREQ=MONTHLY;TT_WORKDAY=-1;INTERVAL=1', `${monthly};BYSETPOS=-1;X-SKIP=CN-DAYS-OFF`],
    ['FREQ=MONTHLY;TT_WORKDAY=1;INTERVAL=1', `${monthly};BYSETPOS=1;X-SKIP=CN-DAYS-OFF`],
  ] as const)
    expect([rule, ...(await fate(tickTick(`RRULE:${rule}`)))]).toEqual([rule, ...kept(repeat)])
})

const calendar = (...lines: string[]) => {
  return (name: string) =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'BEGIN:VTODO',
      `UID:${name}`,
      `SUMMARY:${name}`,
      'DUE;VALUE=DATE:20261201',
      ...lines,
      'END:VTODO',
      'END:VCALENDAR',
      '',
    ].join('\r\n')
}

test('[I78] in a calendar no part of a rule is left away, and no rule beside another one', async () => {
  for (const rule of [
    'RSCALE=HEBREW;FREQ=YEARLY',
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=13',
    'RSCALE=CHINESE;FREQ=YEARLY;BYYEARDAY=1',
    'FREQ=YEARLY;SKIP=FORWARD',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=YEARLY;BYYEARDAY=100',
    'FREQ=DAILY;BYHOUR=9,17',
    'FREQ=HOURLY;INTERVAL=6',
    'FREQ=FORTNIGHTLY',
    'FREQ=MONTHLY;X-EVENLY=1',
  ])
    expect(await fate(calendar(`RRULE:${rule}`))).toEqual(inNotes(`RRULE:${rule}`))
  expect(await fate(calendar('RRULE:FREQ=YEARLY;BYWE', ' EKNO=2', ' 0'))).toEqual(
    inNotes('RRULE:FREQ=YEARLY;BYWEEKNO=20'),
  )
  expect(await fate(calendar('RRULE:FREQ=WEEKLY;BYDAY=MO', 'RRULE:FREQ=MONTHLY'))).toEqual(
    inNotes('RRULE:FREQ=WEEKLY;BYDAY=MO\nRRULE:FREQ=MONTHLY'),
  )
  expect(await fate(calendar('RRULE;X-A=b:FREQ=MONTHLY'))).toEqual(kept('FREQ=MONTHLY'))
  expect(await fate(calendar('RRULE:FREQ=WEEKLY', 'EXDATE;VALUE=DATE:20261208,20261215'))).toEqual([
    'FREQ=WEEKLY due',
    'EXDATE;VALUE=DATE:20261208,20261215',
    'EXDATE',
  ])
})

test('[I76] a rule that ends at a moment ends on the same date as before, in the zone of the due date', async () => {
  const untilOf = async (due: string, until: string) => {
    const lines = calendar(`DUE;${due}`, `RRULE:FREQ=DAILY;UNTIL=${until}`)
    const { todo } = await come((name) => lines(name).replace('DUE;VALUE=DATE:20261201\r\n', ''))
    return /UNTIL=(\d+)$/.exec(todo.repeat ?? '')?.[1]
  }
  const evening = 'TZID=America/New_York:20261201T200000'
  expect(await untilOf(evening, '20270101T010000Z')).toBe('20261231')
  expect(await untilOf(evening, '20270101T045959Z')).toBe('20261231')
  expect(await untilOf(evening, '20270101T005959Z')).toBe('20261230')
  expect(await untilOf(evening, '20261231T000000Z')).toBe('20261231')
  expect(await untilOf(evening, '20261231T235959Z')).toBe('20261231')
  expect(await untilOf(evening, '20261231T120000')).toBe('20261231')
  const morning = 'TZID=Asia/Shanghai:20261201T070000'
  expect(await untilOf(morning, '20261230T230000Z')).toBe('20261231')
  expect(await untilOf(morning, '20261231T155959Z')).toBe('20261231')
  expect(await untilOf('VALUE=DATE:20261201', '20261231T100000Z')).toBe('20261231')
  expect(await untilOf(morning, '20269931T100000Z')).toBeUndefined()
  const allDay = 'RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20261230T160000Z'
  expect(await fate(tickTick(allDay))).toEqual(kept('FREQ=DAILY;UNTIL=20261231'))
})

const todoist = (words: string) => (name: string) =>
  JSON.stringify({
    projects: [{ id: `p ${name}`, name: `Todoist ${name}` }],
    items: [
      {
        id: name,
        project_id: `p ${name}`,
        content: name,
        due: { date: '2026-12-01', string: words, is_recurring: true },
      },
    ],
  })

test('[I79] words are a rule where all of them are understood', async () => {
  for (const [words, rule, from] of [
    ['every mon, thu at 9am', 'FREQ=WEEKLY;BYDAY=MO,TH'],
    ['every! 2 weeks', 'FREQ=WEEKLY;INTERVAL=2', 'finished'],
    ['every day starting 1 dec', 'FREQ=DAILY'],
    ['every day at 9am starting Dec 1st 2026', 'FREQ=DAILY'],
    ['every tuesday from tomorrow', 'FREQ=WEEKLY;BYDAY=TU'],
    ['every workday', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['every day from 1 dec until 5 jan 2027', 'FREQ=DAILY;UNTIL=20270105'],
    ['every week starting 1 dec for 3 weeks', 'FREQ=WEEKLY;UNTIL=20261221'],
    ['every day starting 1 dec ending 5 jan', 'FREQ=DAILY;UNTIL=20270105'],
    ['每周五', 'FREQ=WEEKLY;BYDAY=FR'],
  ] as const)
    expect([words, await fate(todoist(words))]).toEqual([words, kept(rule, from)])
  for (const words of [
    'every full moon',
    'every sunset',
    'every month, monster',
    'every day from 9am to 5pm',
    'every day at 9am and 5pm',
    'every second full moon behind the winter solstice',
  ])
    expect([words, await fate(todoist(words))]).toEqual([words, inNotes(words)])
})

const taskwarrior = (fields: object) => (name: string) =>
  JSON.stringify([{ uuid: name, description: name, status: 'pending', due: '20261201T083000Z', ...fields }])
const todoTxt = (rule: string) => (name: string) => `${name} due:2026-12-01 rec:${rule}\n`
const csv =
  (rule: string, from = '') =>
  (name: string) =>
    `name,due,repeat,repeat_from,labels\n${name},2026-12-01,"${rule}",${from},\n`

test('[I76] so is one of Taskwarrior, todo.txt, Vikunja, Google Tasks, and of a table', async () => {
  expect(await fate(taskwarrior({ recur: 'PT3H' }))).toEqual(inNotes('PT3H'))
  expect(await fate(taskwarrior({ recur: '2weeks' }))).toEqual(kept('FREQ=WEEKLY;INTERVAL=2'))
  expect(await fate(taskwarrior({ recur: 'weekly', until: '20270301T000000Z' }))).toEqual(
    kept('FREQ=WEEKLY;UNTIL=20270301'),
  )
  expect(await fate(todoTxt('5b'))).toEqual(inNotes('rec:5b'))
  expect(await fate(todoTxt('2w'))).toEqual(kept('FREQ=WEEKLY;INTERVAL=2', 'finished'))
  expect(await fate(csv('every blue moon'))).toEqual(inNotes('every blue moon'))
  expect(await fate(csv('every! day'))).toEqual(kept('FREQ=DAILY', 'finished'))
  expect(await fate(csv('every! day', 'due'))).toEqual(kept('FREQ=DAILY', 'due'))
  const vikunja = (fields: object) => (name: string) =>
    JSON.stringify([
      {
        id: `p ${name}`,
        title: `Vikunja ${name}`,
        tasks: [{ id: name, title: name, due_date: '2026-12-01T08:00:00Z', ...fields }],
      },
    ])
  expect(await fate(vikunja({ repeat_after: 3600 }), 'format=vikunja')).toEqual(
    inNotes('{"repeat_after":3600,"repeat_mode":0}'),
  )
  expect(await fate(vikunja({ repeat_after: 86_400 }), 'format=vikunja')).toEqual(kept('FREQ=DAILY'))
  const google = (name: string) =>
    JSON.stringify({
      kind: 'tasks#taskLists',
      items: [
        {
          id: name,
          title: `Google ${name}`,
          items: [
            { id: name, title: name, due: '2026-12-01T00:00:00.000Z', recurrence: ['RRULE:FREQ=DAILY'] },
          ],
        },
      ],
    })
  expect(await fate(google)).toEqual(inNotes('["RRULE:FREQ=DAILY"]'))
})

const microsoft = (pattern: object, range: object) => (name: string) =>
  JSON.stringify({
    value: [
      {
        id: `l ${name}`,
        displayName: `Microsoft ${name}`,
        tasks: [
          {
            id: name,
            title: name,
            status: 'notStarted',
            dueDateTime: { dateTime: '2026-12-01T00:00:00.0000000', timeZone: 'UTC' },
            recurrence: { pattern, range },
          },
        ],
      },
    ],
  })

test('[I76] one of Microsoft To Do is read as Microsoft means it, or is whole in the notes', async () => {
  const noEnd = { type: 'noEnd', startDate: '2026-12-01', endDate: '0001-01-01' }
  const days = { month: 0, dayOfMonth: 0, firstDayOfWeek: 'sunday', index: 'first' }
  const keeps = async (pattern: object, rule: string, range: object = noEnd) =>
    expect(await fate(microsoft({ ...days, ...pattern }, range))).toEqual(kept(rule))
  await keeps({ type: 'daily', interval: 1, daysOfWeek: [] }, 'FREQ=DAILY')
  await keeps(
    { type: 'relativeMonthly', interval: 1, daysOfWeek: ['monday'], index: 'last' },
    'FREQ=MONTHLY;BYDAY=-1MO',
  )
  await keeps(
    { type: 'relativeMonthly', interval: 1, daysOfWeek: ['saturday', 'sunday'], index: 'first' },
    'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1',
  )
  await keeps(
    { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'] },
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU',
  )
  await keeps(
    { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
  )
  await keeps(
    { type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 },
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1',
  )
  await keeps(
    { type: 'absoluteYearly', interval: 1, dayOfMonth: 31, month: 12 },
    'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31',
  )
  await keeps({ type: 'absoluteMonthly', interval: 1, dayOfMonth: 1 }, 'FREQ=MONTHLY;COUNT=3;BYMONTHDAY=1', {
    type: 'numbered',
    startDate: '2026-12-01',
    numberOfOccurrences: 3,
  })
  for (const [pattern, range] of [
    [{ ...days, type: 'hourly', interval: 1 }, noEnd],
    [{ ...days, type: 'relativeMonthly', interval: 1, daysOfWeek: ['monday'], index: 'fifth' }, noEnd],
    [{ ...days, type: 'daily', interval: 1 }, { type: 'sometimes' }],
    [
      { ...days, type: 'daily', interval: 1 },
      { type: 'numbered', startDate: '2026-11-01', numberOfOccurrences: 99 },
    ],
  ] as const)
    expect(await fate(microsoft(pattern, range))).toEqual(inNotes(JSON.stringify({ pattern, range })))
})

test('[I80] rules of the Chinese calendar are kept: `RSCALE` of calendars, `LUNAR:` of TickTick', async () => {
  const birthday = 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3'
  expect(await fate(calendar('RRULE:FREQ=YEARLY;RSCALE=CHI', ' NESE;BYMONTH=8;BYMO', ' NTHDAY=3'))).toEqual(
    kept(birthday),
  )
  for (const rule of [
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=1;SKIP=FORWARD',
    'RSCALE=CHINESE;FREQ=YEARLY',
    'RSCALE=CHINESE;FREQ=MONTHLY;UNTIL=20301231;BYMONTHDAY=1,15',
  ])
    expect(await fate(calendar(`RRULE:${rule}`))).toEqual(kept(rule))
  expect(await fate(calendar('RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT'))).toEqual(kept('FREQ=MONTHLY'))
  for (const [lunar, rule] of [
    ['FREQ=YEARLY;INTERVAL=1;BYMONTH=8;BYMONTHDAY=3', birthday],
    ['FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3', birthday],
    ['FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28', 'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=28'],
    ['FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1,15', 'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15'],
  ])
    expect(await fate(tickTick(`LUNAR:${lunar}`))).toEqual(kept(rule as string))
})

test('[I121] a calendar says what is left out by a property of its own; one that says something else goes into the notes whole', async () => {
  const daily = 'RRULE:FREQ=DAILY'
  expect(await fate(calendar(daily, 'X-AIOTODO-SKIP:CN-DAYS-OFF'))).toEqual(
    kept('FREQ=DAILY;X-SKIP=CN-DAYS-OFF'),
  )
  expect(await fate(calendar(daily, 'X-AIOTODO-SKIP:SUNDAYS'))).toEqual(
    inNotes(`${daily}\nX-AIOTODO-SKIP:SUNDAYS`),
  )
})

test.each(['ics', 'csv', 'jsonl'])(
  '[I122] %s: an export has what a rule leaves out, and an import of it is the same',
  async (format) => {
    await using from = await newServer()
    await using to = await newServer()
    const rules = [
      'FREQ=DAILY;X-SKIP=CN-DAYS-OFF',
      'FREQ=WEEKLY;COUNT=5;BYDAY=MO,TH;X-SKIP=CN-HOLIDAYS',
      'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15;X-SKIP=CN-WORKDAYS',
    ]
    for (const [index, repeat] of rules.entries())
      await from.done('POST', '/api/v1/todos', {
        name: `Todo ${index}`,
        due: '2099-10-08',
        repeat,
        repeatFrom: index === 0 ? 'finished' : 'due',
      })
    const text = await exportOf(from, format)
    // RFC 5545 has no such part: other programs would refuse the rule.
    if (format === 'ics') {
      expect(text).toContain('RRULE:FREQ=DAILY\r\nX-AIOTODO-SKIP:CN-DAYS-OFF\r\n')
      expect(text).not.toContain('X-SKIP=')
    }
    const { lost } = await importFile(to, text)
    expect(lost).toEqual([])
    const { items: todos } = await to.done('GET', '/api/v1/todos?limit=100')
    const found = (todos as Todo[]).map(({ name, due, repeat, repeatFrom }) => [
      name,
      due,
      repeat,
      repeatFrom,
    ])
    expect(found.toSorted()).toEqual(
      rules.map((rule, index) => [`Todo ${index}`, '2099-10-08', rule, index === 0 ? 'finished' : 'due']),
    )
  },
)
