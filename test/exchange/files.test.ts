/**
 * Files of the shapes that people really have, in test/exchange/files: each comes in with the right values, worked out by
 * hand from what its program means by them (SPEC.md, I85 to I96).
 */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { Todo } from '../../src/model/todo.ts'
import type { Client } from '../support/engines.ts'
import { importFile, newServer, refusalOf } from '../support/exchange.ts'

const folder = join(import.meta.dir, 'files')
const bytesOf = (name: string): Promise<Uint8Array> => Bun.file(join(folder, name)).bytes()

let client: Client & AsyncDisposable
beforeEach(async () => {
  client = await newServer()
})
afterEach(() => client[Symbol.asyncDispose]())

/** Ids of one sample may be those of another. */
async function anew(): Promise<void> {
  await client[Symbol.asyncDispose]()
  client = await newServer()
}

/** It brings in a file as one is sent by a person in Berlin. */
async function come(name: string, bytes?: Uint8Array | string, zone = 'Europe/Berlin') {
  const query = new URLSearchParams({ file: name, ...(zone && { zone }) })
  return importFile(client, bytes ?? (await bytesOf(name)), String(query))
}

/** A line for each todo of the lists of a report, with what is not as of a new one. */
async function linesOf({ lists }: { lists: { id: string; name: string }[] }): Promise<string[]> {
  const lines: string[] = []
  for (const list of lists) {
    const { items } = await client.done('GET', `/api/v1/todos?list=${list.id}&limit=1000`)
    lines.push(`# ${list.name}`, ...(items as Todo[]).map((todo) => lineOf(todo, items as Todo[])))
  }
  return lines
}

function lineOf(todo: Todo, all: readonly Todo[]): string {
  const parent = all.find(({ id }) => id === todo.parent)
  const parts = [
    todo.finished ? 'x' : '-',
    todo.name,
    parent && `below ${parent.name}`,
    todo.start && `from ${todo.start}`,
    todo.due && `due ${todo.due}`,
    todo.repeat && `${todo.repeat}${todo.repeatFrom === 'finished' ? ' from finished' : ''}`,
    todo.priority !== 'none' && todo.priority,
    ...todo.labels.map((label) => `#${label}`),
    ...todo.reminders.map((each) => `reminder ${each}`),
    todo.notes !== '' && JSON.stringify(todo.notes),
  ]
  return parts.filter(Boolean).join(' · ')
}

const lost = ({ lost: all }: { lost: { what: string; count: number }[] }): string[] =>
  all.map(({ what, count }) => `${count} ${what}`)

describe('[I93] what a file has no name for is called as the file is, and known by it:', () => {
  test('two projects of Todoist are two lists, and the same file again is nothing new', async () => {
    const home = await come('Home [123].csv', await bytesOf('a-home.csv'))
    const work = await come('b-work.csv')
    expect(await linesOf(home)).toEqual(['# Home', '- · Buy milk · "for home"', '- · Only at home'])
    expect(await linesOf(work)).toEqual([
      '# b-work',
      '- · Buy milk · due 2026-12-24 · high · "for the office"',
      '- · Only at work',
    ])
    expect(await come('b-work.csv')).toMatchObject({ todos: 0, known: 2, different: 0 })
  })

  test('so are two files of Markdown and of todo.txt', async () => {
    expect(await linesOf(await come('m1.md'))).toEqual(['# Today', '- · Buy bread'])
    expect(await linesOf(await come('m2.md'))).toEqual([
      '# Today',
      'x · Buy bread · "more about it"',
      '- · New',
    ])
    await come('two-todo.txt')
    expect(await linesOf(await come('two-done.txt'))).toEqual([
      '# two-done',
      'x · Call Mom · #phone',
      'x · Call Mom · #phone',
    ])
  })

  test('what is there already and has become something else is told apart', async () => {
    await come('plan.csv', 'name,due\nPaint,2026-12-01\nMow,\n')
    const again = await come('plan.csv', 'name,due\nPaint,2026-12-02\nMow,\nDig,\n')
    expect(again).toMatchObject({ todos: 1, known: 2, different: 1 })
  })
})

describe('[I94] of a zip each file that is known comes in, by its name:', () => {
  test('a backup of Todoist is a list for each file', async () => {
    const zip = zipSync({
      'Garden [1].csv': await bytesOf('a-home.csv'),
      'Office [2].csv': await bytesOf('b-work.csv'),
      'picture.png': new Uint8Array(10),
      '__MACOSX/._Garden [1].csv': new Uint8Array(10),
    })
    const report = await come('backup.zip', zip)
    expect(report.lists.map(({ name, todos }) => [name, todos])).toEqual([
      ['Garden', 2],
      ['Office', 2],
    ])
    // Each is the same as by itself.
    expect(await come('Garden [1].csv', await bytesOf('a-home.csv'))).toMatchObject({ todos: 0, known: 2 })
  })

  test('what is known in none of its files is an error that names them, and one among others is told', async () => {
    const odd = new TextEncoder().encode('nothing of any kind')
    expect(await refusalOf(client, zipSync({ 'odd.txt': odd }))).toBe(
      'bad_import: The zip: has no file that is known (it has "odd.txt").',
    )
    const report = await come(
      'both.zip',
      zipSync({ 'odd.txt': odd, 'even.md': new TextEncoder().encode('- [ ] a\n') }),
    )
    expect([report.todos, lost(report)]).toEqual([1, ['1 the file "odd" (nobody knows its format)']])
  })

  test('TickTick’s backup is known whatever the zip and the table are called', async () => {
    const table = await bytesOf('ticktick-72.csv')
    await come('TickTick-backup-2026-08-10.csv', table)
    const again = await come('all.zip', zipSync({ 'TickTick-backup-2026-08-11.csv': table }))
    expect(again).toMatchObject({ todos: 0, known: 9 })
  })
})

test('[I95] TickTick: check lists are subtodos, lists are told apart by their folders, and its rules are kept', async () => {
  await using own = await newServer()
  const report = await importFile(own, await bytesOf('ticktick-72.csv'))
  const all = await own.done('GET', '/api/v1/todos?list=' + report.lists[0]?.id)
  expect((all.items as Todo[]).map((todo) => lineOf(todo, all.items as Todo[]))).toEqual([
    '- · Pack bags · due 2026-08-04 · FREQ=YEARLY · high · #travel · #summer · reminder P0DT9H0M0S · "For the beach"',
    '- · Towel · below Pack bags',
    'x · Hat · below Pack bags',
  ])
  expect(report.lists.map(({ name }) => name)).toEqual(['Home / Trip', 'Errands', 'Work / Errands'])
  expect(lost(report)).toEqual([
    '1 that something was "abandoned" (it is finished)',
    '1 repetitions such as "ERULE:NAME=CUSTOM;BYDATE=20260907,20260…" (they are in the notes)',
  ])
  expect(await linesOf(await come('ticktick-workday.csv'))).toEqual([
    '# Inbox',
    '- · Payroll, last workday · due 2026-08-31 · FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    '- · Daily but not at weekends · due 2026-08-31 · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  ])
})

test('[I96] Todoist: times are in the person’s zone, order is theirs, and sections, comments and words are kept', async () => {
  const sync = await come('todoist-sync.json')
  expect(await linesOf({ lists: sync.lists.slice(1, 2) })).toEqual([
    '# First in order',
    '- · First by child_order, floating time · due 2026-12-06T09:00[America/New_York] · high · #errand · reminder -PT30M · "comment text"',
    '- · Second by child_order',
    '- · Fixed time · due 2026-12-06T09:00[America/New_York] · medium · #Later · reminder 2026-12-06T08:00[America/New_York] · "deadline: 2026-12-09"',
    '- · Fixed time in GMT offset · due 2026-12-06T09:00[Etc/GMT+7] · #Later',
    '- · German recurrence · below Fixed time · due 2026-12-06 · #Later · "jeden Montag"',
    '- · Every weekday at 8 · due 2026-12-07T08:00[America/New_York] · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    '- · * Uncheckable header · due 2026-12-07 · FREQ=MONTHLY;BYDAY=3FR',
    '- · every day starting · due 2026-12-07 · FREQ=DAILY;UNTIL=20270131',
    'x · every! 3 days · due 2026-12-07 · FREQ=DAILY;INTERVAL=3 from finished',
    '- · with a link [site](https://x.org) and **bold** · due 2026-12-07 · FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5',
  ])
  expect(sync.lists.map(({ name }) => name)).toEqual([
    'Inbox',
    'First in order',
    'Second in order',
    'Archived',
  ])
  const template = await come('todoist-template.csv')
  const lines = await linesOf(template)
  expect(lines.filter((line) => !/- · Buy milk|Recurring ·/.test(line))).toEqual([
    '# todoist-template',
    '- · Before any section',
    '- · Look in the fridge · below Buy milk · due 2026-08-13T18:30[US/Central] · #Errands',
    '- · Timed local · due 2026-12-06T09:00[Europe/Berlin] · medium · #Errands',
    '- · Recurring de · low · #Errands · "jeden Tag"',
    '- · Dated words · due 2027-06-13 · low · #Errands',
    '- · Mail a@b.org and #Tag · due 2026-12-01T10:00[Europe/Berlin] · low · #Errands',
    '- · (no name) · low · #Errands',
  ])
  // Words count from today.
  expect(lines.find((line) => line.startsWith('- · Buy milk'))).toMatch(
    /due \d{4}-\d\d-\d\dT17:00\[US\/Central\] · high · #shop · #town · #Errands · "Two litres\\n\\ndeadline: 2026-12-24\\n\\nRemember the bag"$/,
  )
  expect(lines.find((line) => line.includes('Recurring ·'))).toContain('FREQ=WEEKLY;INTERVAL=2')
})

test('[I85] Microsoft To Do: a due date is the day that was written, wherever; notes keep links, and lines end as typed ones do', async () => {
  for (const zone of ['Europe/Berlin', '']) {
    const report = await come('ms-east.json', undefined, zone)
    const lines = await linesOf(report)
    expect(lines.find((line) => line.includes('written in Berlin'))).toStartWith(
      '- · Due on the 24th, written in Berlin · due 2026-10-24 · FREQ=WEEKLY;BYDAY=SA · reminder 2026-10-24T',
    )
    expect(lines.find((line) => line.includes('written in Berlin'))).toEndWith('"a\\nb"')
    expect(lines.slice(2)).toEqual([
      '- · Due on the 24th, written in Chicago · due 2026-10-24 · high · #Red category',
      '- · Zone told · from 2026-10-20 · due 2026-10-24 · low · reminder 2026-10-24T09:00[Europe/Berlin]',
      'x · Done',
      'x · Step · below Done',
      '- · Every last friday · due 2026-10-30 · FREQ=MONTHLY;BYDAY=-1FR · "one\\n- x é ’ y\\n\\n[link](https://x.org)"',
    ])
  }
  await anew()
  expect(await linesOf(await come('ms-graph-tasks.json'))).toEqual([
    '# ms-graph-tasks',
    '- · One task · due 2026-07-20',
  ])
})

test('[I86] what lacks a thing that its kind must have is refused with its path, and a list of tasks is a list', async () => {
  expect(await linesOf(await come('google-api.json'))).toEqual([
    '# google-api',
    '- · Buy bread · due 2026-10-21',
  ])
  await anew()
  const google = await come('google.json')
  expect((await linesOf({ lists: google.lists.slice(0, 1) })).slice(1)).toEqual([
    '- · Recurring · due 2026-10-22 · "Mail: https://mail.google.com/x"',
    '- · First by position · due 2026-10-21 · "n"',
    '- · Second by position · due 2026-10-21',
    'x · (no name) · below First by position',
  ])
  for (const [file, said] of [
    ['{"kind":"tasks#taskLists","items":[{"id":"a"}]}', '/items/0: has no "title"'],
    ['{"lists":[{"displayName":"a","tasks":[{"id":"t"}]}]}', '/lists/0/tasks/0: has no "title"'],
    ['{"projects":[{"id":"p"}],"items":[]}', '/projects/0: has no "name"'],
    ['[{"title":"P","tasks":[{"id":1}]}]', '/0/tasks/0: has no "title"'],
    ['[{"uuid":"u","description":"a"},{"uuid":"v"}]', '/1: has no "description"'],
  ] as const)
    expect(await refusalOf(client, file)).toBe(`bad_import: ${said}.`)
})

test('[I87] a series of Taskwarrior goes on behind the dates that are done', async () => {
  const report = await come('taskwarrior-early.json')
  expect(await linesOf(report)).toEqual([
    '# home',
    'x · Pay rent · due 2026-12-01T06:00[Europe/Berlin]',
    '- · Pay rent · due 2027-01-01T06:00[Europe/Berlin] · FREQ=MONTHLY',
    '# a.b.c',
    '- · Multi line · due 2026-12-24 · FREQ=WEEKLY;INTERVAL=2',
    '# taskwarrior-early',
    '- · Old style tags and depends · from 2026-12-24 · due 2026-12-24 · #next · #+x',
  ])
})

describe('[I88] a calendar', () => {
  test('has its zones by name, by path, by Windows’ names and by its own definitions', async () => {
    expect((await linesOf(await come('ical-zones.ics', undefined, 'Asia/Tokyo'))).slice(1)).toEqual([
      '- · Outlook zone · due 2026-07-10T09:00[Europe/Berlin]',
      '- · Path zone · due 2026-07-10T09:00[Europe/Berlin]',
      '- · Path zone three parts · due 2026-07-10T09:00[America/Indiana/Knox]',
      '- · Floating · due 2026-07-10T09:00[Asia/Tokyo]',
      '- · Quoted zone with made-up name · due 2026-07-10T09:00[Europe/Amsterdam]',
    ])
    const text = (await Bun.file(join(folder, 'ical-zones.ics')).text()).replaceAll(
      'W. Europe Standard Time',
      'Ours',
    )
    await anew()
    const own = await come('own.ics', text, 'Asia/Tokyo')
    expect((await linesOf(own))[1]).toBe('- · Outlook zone · due 2026-07-10T16:00[Asia/Tokyo]')
    await anew()
    const unknown = await come('unknown.ics', text.replaceAll('TZID:Ours', 'TZID:Theirs'), 'Asia/Tokyo')
    expect(lost(unknown)).toEqual(['1 the zone "Ours", which is not known (its times are meant in yours)'])
  })

  test('has alarms from the start, rules that move with the due date, and a word for all else', async () => {
    const report = await come('ical-fields.ics')
    expect((await linesOf(report)).slice(1)).toEqual([
      '- · start only · from 2026-07-06T09:00[Europe/Berlin]',
      '- · start and due, alarm before start · from 2026-07-06T09:00[Europe/Berlin] · due 2026-07-10T17:00[Europe/Berlin] · reminder -PT6255M',
      '- · weekly on Monday, due on Wednesday · from 2026-07-06T09:00[Europe/Berlin] · due 2026-07-08T09:00[Europe/Berlin] · FREQ=WEEKLY;BYDAY=WE',
      '- · duration instead of due · from 2026-07-06T09:00[UTC] · due 2026-07-08T09:00[UTC]',
      '- · alarm after start, start is due · due 2026-07-06T09:00[UTC] · reminder PT15M',
      '- · alarm at start without due · from 2026-07-06T09:00[UTC] · reminder 2026-07-06T08:50[UTC]',
      'x · cancelled',
      'x · completed without a time',
      'x · lower case status',
      '- · exdate · due 2026-07-06T09:00[UTC] · FREQ=DAILY · "EXDATE:20260707T090000Z"',
      '- · percent',
      '- · categories, escaped · #Home, garden · #Work · #Third',
      '- · html alt · "plain"',
      '- · geofence',
      '- · child by CHILD',
      '- · is the child · below child by CHILD',
      '- · parent elsewhere',
      '- · count rule · due 2026-07-06T09:00[UTC] · FREQ=MONTHLY;COUNT=5;BYDAY=MO;BYSETPOS=1',
      '- · hourly · due 2026-07-06T09:00[UTC] · "RRULE:FREQ=HOURLY;INTERVAL=6"',
      '- · url · "Room 5\\n\\nhttps://example.org/x\\n\\nsaid so"',
    ])
    expect(lost(report)).toEqual([
      '1 that something was cancelled',
      '1 EXDATE',
      '1 percentages done',
      '1 the looks of notes in HTML',
      '1 reminders at a place',
      '1 repetitions such as "RRULE:FREQ=HOURLY;INTERVAL=6" (they are in the notes)',
      '1 parents that are not in the file',
    ])
  })

  test('has each date of a series that is done on its own, and the series behind them', async () => {
    expect((await linesOf(await come('ical-recurrence-id.ics'))).slice(1)).toEqual([
      '- · Water the plants · due 2026-01-06T17:00[UTC] · FREQ=DAILY',
      'x · Water the plants · due 2026-01-05T17:00[UTC]',
    ])
  })

  test('has the latest version of a todo that is in it twice', async () => {
    const versions = ['SEQUENCE:1\nSUMMARY:new', 'SUMMARY:old'].map(
      (lines) => `BEGIN:VTODO\nUID:v\n${lines}\nEND:VTODO`,
    )
    const report = await come('v.ics', `BEGIN:VCALENDAR\n${versions.join('\n')}\nEND:VCALENDAR\n`)
    expect([(await linesOf(report)).slice(1), lost(report)]).toEqual([
      ['- · new'],
      ['1 older versions of the same todo'],
    ])
  })

  test('loses no todo by what else in it is broken', async () => {
    expect((await linesOf(await come('ical-broken-event.ics'))).slice(1)).toEqual([
      '- · fine · due 2026-07-06T09:00[UTC]',
    ])
    expect((await linesOf(await come('ical-due-date-no-value.ics'))).slice(1)).toEqual([
      '- · bad value type · due 2026-01-03',
    ])
    const odd =
      'BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:o\nSUMMARY:odd\nDUE:soon\nno property\nEND:VTODO\nEND:VCALENDAR\n'
    expect((await linesOf(await come('odd.ics', odd))).slice(1)).toEqual([
      '- · odd · "DUE: soon\\n\\nline: no property"',
    ])
  })

  test('without a todo is an error that says what it has', async () => {
    expect(await refusalOf(client, await bytesOf('ical-events-only.ics'))).toBe(
      'bad_import: The file: has no todo in it (it has 1 VEVENT).',
    )
  })
})

test('[I89] tables of spreadsheets: any separator, the usual names of columns, dates in the order that the table shows', async () => {
  expect((await linesOf(await come('semicolon.csv'))).slice(1)).toEqual([
    '- · Buy milk · due 2026-12-24 · high',
  ])
  expect((await linesOf(await come('other-names.csv'))).slice(1)).toEqual([
    'x · Buy milk · due 2026-12-24 · high',
  ])
  const table = 'sep=\t\nTitel\tFällig\tPriorität\nBrot kaufen\t03.04.2027 14:30\tp1\nMähen\t\thoch\n'
  const latin = new Uint8Array(Buffer.from(table, 'latin1'))
  const german = await come('german.csv', latin)
  expect((await linesOf(german)).slice(1)).toEqual([
    '- · Brot kaufen · due 2027-04-03T14:30[Europe/Berlin] · high',
    '- · Mähen · high',
  ])
  expect(lost(german)).toEqual(['1 how letters are written (it is no UTF-8, and taken for Windows-1252)'])
  const shown = await come('shown.csv', 'Task,Due\na,03/04/2027\nb,2/25/2027\nc,1/2/27 2:05 PM\n')
  expect((await linesOf(shown)).slice(1)).toEqual([
    '- · a · due 2027-03-04',
    '- · b · due 2027-02-25',
    '- · c · due 2027-01-02T14:05[Europe/Berlin]',
  ])
  const open = await come('open.csv', 'Task,Due\na,03/04/2027\nb,4/4/2027\n')
  expect([(await linesOf(open)).slice(1), lost(open)]).toEqual([
    ['- · a · "due: 03/04/2027"', '- · b · due 2027-04-04'],
    [
      '1 dates of which nothing shows whether the day or the month comes first, such as "03/04/2027" (they are in the notes)',
    ],
  ])
  const chinese = await come('中文.csv', '任务,截止日期,优先级,状态\n买牛奶,2026年12月24日,高,已完成\n')
  expect((await linesOf(chinese)).slice(1)).toEqual(['x · 买牛奶 · due 2026-12-24 · high'])
})

test('[I90] a value that can not be read refuses nothing: it is in the notes, and told', async () => {
  const csv = await come('odd.csv', 'name,due,priority,finished\na,soon,red,perhaps\nb,2026-02-30,,,extra\n')
  expect((await linesOf(csv)).slice(1)).toEqual([
    '- · a · "finished: perhaps\\n\\npriority: red\\n\\ndue: soon"',
    '- · b · "due: 2026-02-30\\n\\na cell without a column: extra"',
  ])
  expect(csv.lost.map(({ code, count }) => [code, count])).toEqual([
    ['values', 1],
    ['values', 1],
    ['values', 1],
    ['values', 1],
    ['values', 1],
  ])
  expect(await linesOf(await come('todo.txt'))).toEqual([
    '# House',
    '- · Paint shelf · medium · #shed · #weekend',
    'x · Order screws',
    '# todo',
    '- · Fix the bicycle · high · #shed',
    'x · Water the basil · high',
    '- · Rent · due 2026-12-01 · FREQ=MONTHLY from finished',
    '- · Report · due 2026-12-04 · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from finished',
    '- · Meeting · due 2026-12-04T09:00[Europe/Berlin]',
    '- · Bills · "due: tomorrow"',
    '- · 2026-13-45 is the serial number of the drill',
  ])
  const google = (items: object[]) =>
    JSON.stringify({ kind: 'tasks#taskLists', items: [{ id: 'o', title: 'Odd', items }] })
  const odd = await come(
    'odd.json',
    google([
      { id: '1', title: 'a', due: '2026-02-30T00:00:00Z', parent: '2' },
      { id: '2', title: 'b', parent: '1' },
      { id: '2', title: 'c' },
    ]),
  )
  expect((await linesOf(odd)).slice(1)).toEqual([
    '- · b',
    '- · a · below b · "due: 2026-02-30T00:00:00Z"',
    '- · c',
  ])
  expect(odd.lost.map(({ code }) => code)).toEqual(['values', 'ids_twice', 'rings'])
})

test('[I91] Markdown of notes: boxes of all kinds, signs of Tasks and fields of Dataview, and nothing of code', async () => {
  const report = await come('obsidian.md')
  expect(await linesOf(report)).toEqual([
    '# House',
    '- · Paint the fence · due 2026-12-10 · high · #task · #home',
    'x · Buy paint · #task',
    'x · Cancelled idea',
    '- · Half done',
    '- · Rescheduled',
    '- · Important · high',
    '- · Water plants · from 2026-11-30 · due 2026-12-01 · FREQ=WEEKLY',
    '- · Dataview style · due 2026-12-11 · high',
    '- · Subtask with four spaces · below Dataview style',
    '- · Subtask with tab · below Dataview style · "- plain bullet note below\\ncontinued"',
    '- · star',
    '- · plus',
    '- · numbered',
    '- · no space',
    '- · no space after',
    '- · no space before',
    '- · quoted',
    '# Setext',
    '- · below setext heading',
    '- · **bold** [link](https://x.org) `code`',
  ])
  const logseq = await come(
    'logseq.md',
    '- TODO [#A] Call the bank #money\n  DEADLINE: <2026-12-04 Fri 09:00 .+1m>\n  id:: 64f\n- DONE Pay\n\t- LATER Ask\n- a thought\n',
  )
  expect((await linesOf(logseq)).slice(1)).toEqual([
    '- · Call the bank · due 2026-12-04T09:00[Europe/Berlin] · FREQ=MONTHLY from finished · high · #money',
    'x · Pay',
    '- · Ask · below Pay',
  ])
})

describe('[I92] each field of a source that nobody knows is told, by its name:', () => {
  const made = { madeUp: 'seven' }
  test.each([
    [
      'Todoist',
      {
        projects: [{ id: 'f1', name: 'F', ...made }],
        items: [{ id: 'f2', project_id: 'f1', content: 'a', madeUp2: 7 }],
      },
    ],
    [
      'Microsoft',
      {
        lists: [
          { id: 'f3', displayName: 'F', ...made, tasks: [{ id: 'f4', title: 'a', status: 'x', madeUp2: 7 }] },
        ],
      },
    ],
    [
      'Google',
      {
        kind: 'tasks#taskLists',
        items: [{ id: 'f5', title: 'F', ...made, items: [{ id: 'f6', title: 'a', madeUp2: 7 }] }],
      },
    ],
    ['Vikunja', [{ id: 'f7', title: 'F', ...made, tasks: [{ id: 'f8', title: 'a', madeUp2: 7 }] }]],
    ['Taskwarrior', [{ uuid: 'f9', description: 'a', ...made, madeUp2: 7 }]],
  ])('%s', async (_, file) => {
    const report = await come('f.json', JSON.stringify(file))
    expect(lost(report)).toEqual(expect.arrayContaining(['1 "madeUp"', '1 "madeUp2"']))
  })
  test('of tables and calendars too; what is empty is no loss', async () => {
    for (const [name, text] of [
      ['f1.csv', 'name,made up,empty\na,seven,\n'],
      ['f2.csv', 'TYPE,CONTENT,MADE UP\ntask,a,seven\n'],
      ['f3.csv', 'List Name,Title,made up\nL,a,seven\n'],
    ] as const) {
      const report = await come(name, text)
      expect(lost(report).filter((each) => each.includes('made up'))).toEqual(['1 the column "made up"'])
    }
    const calendar = 'BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:f\nSUMMARY:a\nX-MADE-UP:7\nEND:VTODO\nEND:VCALENDAR\n'
    expect(lost(await come('f.ics', calendar))).toEqual(['1 X-MADE-UP'])
  })
})

test('[I91] a box without its blanks in the notes of a todo is no todo', async () => {
  const report = await come('notes.md', '- [ ] a\n  *[ ] b\n  -[x] c\n-[ ] d\n')
  expect((await linesOf(report)).slice(1)).toEqual(['- · a · "*[ ] b\\n-[x] c"', '- · d'])
})
