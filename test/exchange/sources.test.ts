/** Files as other programs write them: what is kept of them, and what is told not to be (SPEC.md, I). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { zipSync } from 'fflate'
import type { Todo } from '../../src/model/todo.ts'
import type { Client } from '../support/engines.ts'
import { importFile, newServer, todosByList } from '../support/exchange.ts'

let client: Client & AsyncDisposable
beforeAll(async () => {
  client = await newServer()
})
afterAll(() => client[Symbol.asyncDispose]())

/** Imports it, twice, and answers the todos by their names. */
async function come(
  file: string | Uint8Array,
): Promise<{ format: string; lost: string[]; lists: string[]; of: (name: string) => Todo }> {
  const { format, lost, lists } = await importFile(client, file)
  const before = await client.json('GET', '/api/v1/lists?limit=1000')
  const again = await importFile(client, file)
  expect(again.todos).toBe(0)
  expect(await client.json('GET', '/api/v1/lists?limit=1000')).toEqual(before)
  const names = new Set(lists.map(({ name }) => name))
  const todos = Object.entries(await todosByList(client)).flatMap(([list, all]) =>
    names.has(list) ? all : [],
  )
  return {
    format,
    lost: lost.map(({ what, count }) => `${count} ${what}`),
    lists: [...names],
    of(name) {
      const todo = todos.find((each) => each.name === name)
      if (!todo) throw new Error(`no todo "${name}" among ${todos.map((each) => each.name).join(', ')}`)
      return todo
    },
  }
}

describe('[I1] what a file of another program has comes in, once however often it is imported:', () => {
  test('Todoist, by its API', async () => {
    const { format, lost, lists, of } = await come(
      JSON.stringify({
        projects: [{ id: '1', name: 'Todoist home' }],
        sections: [{ id: 's', name: 'Later' }],
        items: [
          {
            id: 'a',
            project_id: '1',
            content: 'Pay rent',
            description: 'by transfer',
            priority: 4,
            labels: ['money'],
            checked: false,
            added_at: '2025-01-02T03:04:05Z',
            due: { date: '2026-12-01', string: 'every month', is_recurring: true },
          },
          {
            id: 'b',
            project_id: '1',
            parent_id: 'a',
            content: 'Find the form',
            priority: 1,
            checked: true,
            completed_at: '2025-02-03T04:05:06Z',
            due: { date: '2026-12-01T09:00:00', timezone: 'Europe/Berlin', is_recurring: false },
          },
          {
            id: 'c',
            project_id: '1',
            content: 'Odd',
            due: { date: '2026-12-01', string: 'every full moon', is_recurring: true },
          },
          { id: 'd', project_id: '1', content: 'Gone', is_deleted: true },
        ],
      }),
    )
    expect([format, lists, lost]).toEqual([
      'todoist',
      ['Todoist home'],
      ['1 repetitions such as "every full moon" (they are in the notes)'],
    ])
    expect(of('Pay rent')).toMatchObject({
      notes: 'by transfer',
      priority: 'high',
      labels: ['money'],
      due: '2026-12-01',
      repeat: 'FREQ=MONTHLY',
      createdAt: '2025-01-02T03:04:05.000Z',
    })
    expect(of('Find the form')).toMatchObject({
      parent: of('Pay rent').id,
      finished: true,
      finishedAt: '2025-02-03T04:05:06.000Z',
      due: '2026-12-01T09:00[Europe/Berlin]',
    })
    expect(of('Odd')).toMatchObject({ repeat: null, notes: 'every full moon' })
  })

  test('Todoist, a template', async () => {
    const { format, lost, of } = await come(
      'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n' +
        'task,Move house @big,"many, many\nboxes",1,1,,,2026-12-24,en,Europe/Berlin\ntask,Pack,,4,2,,,every day,en,\nnote,a comment,,,,,,,,\n',
    )
    expect(format).toBe('todoist-csv')
    expect(lost).toEqual([])
    expect(of('Move house')).toMatchObject({
      labels: ['big'],
      notes: 'many, many\nboxes',
      priority: 'high',
      due: '2026-12-24',
    })
    expect(of('Pack')).toMatchObject({
      parent: of('Move house').id,
      notes: 'a comment',
      repeat: 'FREQ=DAILY',
    })
  })

  test('Microsoft To Do', async () => {
    const { format, lost, of } = await come(
      JSON.stringify({
        value: [
          {
            id: 'AQ1',
            displayName: 'Microsoft list',
            tasks: [
              {
                id: 'T1',
                title: 'Water plants',
                status: 'notStarted',
                importance: 'high',
                categories: ['Garden'],
                isReminderOn: true,
                hasAttachments: true,
                body: { content: '<p>All &amp; every</p>', contentType: 'html' },
                createdDateTime: '2025-01-02T03:04:05.1234567Z',
                dueDateTime: { dateTime: '2026-12-05T00:00:00.0000000', timeZone: 'UTC' },
                reminderDateTime: { dateTime: '2026-12-05T08:00:00.0000000', timeZone: 'UTC' },
                recurrence: {
                  pattern: { type: 'weekly', interval: 2, daysOfWeek: ['saturday'] },
                  range: { type: 'noEnd' },
                },
                checklistItems: [{ id: 'c1', displayName: 'The fern', isChecked: true }],
              },
            ],
          },
        ],
      }),
    )
    expect([format, lost]).toEqual(['microsoft', ['1 attachments']])
    expect(of('Water plants')).toMatchObject({
      priority: 'high',
      labels: ['Garden'],
      notes: 'All & every',
      due: '2026-12-05',
      repeat: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA',
      reminders: ['2026-12-05T08:00[UTC]'],
      createdAt: '2025-01-02T03:04:05.123Z',
    })
    expect(of('The fern')).toMatchObject({ parent: of('Water plants').id, finished: true })
  })

  test('Google Tasks', async () => {
    const { format, of } = await come(
      JSON.stringify({
        kind: 'tasks#taskLists',
        items: [
          {
            kind: 'tasks#tasks',
            id: 'L',
            title: 'Google list',
            items: [
              {
                id: 'x',
                title: 'Call',
                notes: 'soon',
                status: 'needsAction',
                due: '2026-12-01T00:00:00.000Z',
                updated: '2025-06-01T10:00:00.000Z',
              },
              {
                id: 'y',
                title: 'Find number',
                parent: 'x',
                status: 'completed',
                completed: '2025-06-02T10:00:00.000Z',
              },
              { id: 'z', title: '', status: 'needsAction' },
            ],
          },
        ],
      }),
    )
    expect(format).toBe('google')
    expect(of('Call')).toMatchObject({ notes: 'soon', due: '2026-12-01' })
    expect(of('Find number')).toMatchObject({ parent: of('Call').id, finishedAt: '2025-06-02T10:00:00.000Z' })
    expect(of('(no name)').finished).toBe(false)
  })

  test('TickTick', async () => {
    const { format, of } = await come(
      '\uFEFF"Date: 2026-01-01+0000"\n"Version: 7.1"\n"Status: \n0 Normal\n1 Completed\n2 Archived"\n' +
        '"Folder Name","List Name","Title","Kind","Tags","Content","Is Check list","Start Date","Due Date","Reminder","Repeat","Priority","Status","Created Time","Completed Time","Order","Timezone","Is All Day","Is Floating","Column Name","Column Order","View Mode","taskId","parentId"\n' +
        '"","TickTick list","Swim","TEXT","sport, water","bring goggles","N","2026-12-01T08:00:00+0000","2026-12-01T08:00:00+0000","-PT30M","RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU","5","0","2025-01-01T00:00:00+0000","","1","Europe/Berlin","false","false","","","list","1",""\n' +
        '"","TickTick list","Pack bag","TEXT","","","N","","2026-12-01T23:00:00+0000","","","0","2","2025-01-01T00:00:00+0000","2025-01-03T00:00:00+0000","2","Europe/Berlin","true","false","","","list","2","1"\n',
    )
    expect(format).toBe('ticktick')
    expect(of('Swim')).toMatchObject({
      labels: ['sport', 'water'],
      due: '2026-12-01T09:00[Europe/Berlin]',
      repeat: 'FREQ=WEEKLY;BYDAY=TU',
      reminders: ['-PT30M'],
      priority: 'high',
    })
    expect(of('Pack bag')).toMatchObject({
      parent: of('Swim').id,
      due: '2026-12-02',
      finishedAt: '2025-01-03T00:00:00.000Z',
    })
  })

  test('Vikunja, in its zip', async () => {
    const data = [
      {
        id: 5,
        title: 'Vikunja list',
        description: '',
        tasks: [
          {
            id: 1,
            title: 'Parent',
            description: '<p>one</p><p>two</p>',
            done: false,
            due_date: '2026-12-01T08:00:00Z',
            done_at: '0001-01-01T00:00:00Z',
            priority: 5,
            repeat_after: 604800,
            repeat_mode: 2,
            labels: [{ title: 'l' }],
            created: '2025-01-01T00:00:00Z',
            reminders: [
              { reminder: '2026-12-01T07:00:00Z', relative_period: -3600, relative_to: 'due_date' },
            ],
            related_tasks: { subtask: [{ id: 2 }] },
            comments: [{ id: 9 }],
          },
          {
            id: 2,
            title: 'Child',
            done: true,
            done_at: '2025-02-01T00:00:00Z',
            due_date: '0001-01-01T00:00:00Z',
            related_tasks: null,
          },
        ],
      },
    ]
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
    const { format, lost, of } = await come(zipSync({ VERSION: bytes('v1'), 'data.json': bytes(data) }))
    expect([format, lost]).toEqual(['vikunja', []])
    expect(of('Parent')).toMatchObject({
      notes: 'one\ntwo',
      priority: 'high',
      due: '2026-12-01T08:00[UTC]',
      repeat: 'FREQ=DAILY;INTERVAL=7',
      repeatFrom: 'finished',
      reminders: ['-PT3600S'],
      labels: ['l'],
    })
    expect(of('Child')).toMatchObject({
      parent: of('Parent').id,
      due: null,
      finishedAt: '2025-02-01T00:00:00.000Z',
    })
  })

  const tasks = [
    {
      uuid: '0b6f9e6c-5d2b-4d0f-9d5e-000000000001',
      description: 'Mow',
      status: 'pending',
      entry: '20250101T100000Z',
      due: '20261201T083000Z',
      priority: 'M',
      project: 'Warrior',
      tags: ['garden'],
      recur: 'weekly',
      annotations: [{ entry: '20250101T100000Z', description: 'the front too' }],
      depends: ['x'],
    },
    {
      uuid: '0b6f9e6c-5d2b-4d0f-9d5e-000000000002',
      description: 'Rake',
      status: 'completed',
      end: '20250201T100000Z',
      project: 'Warrior',
    },
    {
      uuid: '0b6f9e6c-5d2b-4d0f-9d5e-000000000003',
      description: 'Old',
      status: 'deleted',
      project: 'Warrior',
    },
  ]
  test('Taskwarrior, an array or lines of it', async () => {
    const { format, lost, of } = await come(JSON.stringify(tasks))
    expect([format, lost]).toEqual(['taskwarrior', ['1 "depends"', '1 deleted tasks']])
    expect(of('Mow')).toMatchObject({
      due: '2026-12-01T08:30[UTC]',
      repeat: 'FREQ=WEEKLY',
      labels: ['garden'],
      priority: 'medium',
      notes: 'the front too',
      createdAt: '2025-01-01T10:00:00.000Z',
    })
    expect(of('Rake').finishedAt).toBe('2025-02-01T10:00:00.000Z')
    const lines = await importFile(client, tasks.map((task) => JSON.stringify(task)).join('\n'))
    expect([lines.format, lines.todos, lines.known]).toEqual(['taskwarrior', 0, 2])
  })

  test('todo.txt', async () => {
    const { format, of } = await come(
      '(A) 2025-01-01 Call mother +Family @phone due:2026-12-01 rec:+1w\nx 2025-02-02 2025-01-01 Buy milk +Family\nBuy milk +Family\n',
    )
    expect(format).toBe('todotxt')
    expect(of('Call mother')).toMatchObject({
      priority: 'high',
      labels: ['phone'],
      due: '2026-12-01',
      repeat: 'FREQ=WEEKLY',
      repeatFrom: 'due',
      createdAt: '2025-01-01T00:00:00.000Z',
    })
    expect(of('Buy milk')).toMatchObject({ finished: true, finishedAt: '2025-02-02T00:00:00.000Z' })
  })

  test('iCalendar', async () => {
    const { format, lost, of } = await come(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'X-WR-CALNAME:Calendar list',
        'BEGIN:VTODO',
        'UID:1',
        'SUMMARY:A name that is folded over',
        '  two lines',
        'DUE;TZID=Europe/Berlin:20261201T090000',
        'PRIORITY:5',
        'CATEGORIES:a,b',
        'RRULE:FREQ=MONTHLY;UNTIL=20271231T000000Z',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'TRIGGER:-PT15M',
        'END:VALARM',
        'ATTACH:http://example.org',
        'END:VTODO',
        'BEGIN:VTODO',
        'UID:2',
        'SUMMARY:Below',
        'RELATED-TO:1',
        'STATUS:COMPLETED',
        'COMPLETED:20250203T040506Z',
        'END:VTODO',
        'BEGIN:VEVENT',
        'UID:3',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    )
    expect([format, lost]).toEqual(['ical', ['1 VEVENT', '1 ATTACH']])
    expect(of('A name that is folded over two lines')).toMatchObject({
      due: '2026-12-01T09:00[Europe/Berlin]',
      priority: 'medium',
      labels: ['a', 'b'],
      repeat: 'FREQ=MONTHLY;UNTIL=20271231',
      reminders: ['-PT15M'],
    })
    expect(of('Below')).toMatchObject({
      parent: of('A name that is folded over two lines').id,
      finishedAt: '2025-02-03T04:05:06.000Z',
    })
  })

  test('Markdown', async () => {
    const { format, lists, lost, of } = await come(
      '# Trip\n\nwords\n\n- [ ] Pack\n  more on it\n\t- [x] Socks\n1. [ ] Leave\n\n# Not a list\n\n## Work list ##\n* [X] Tidy\n',
    )
    expect([format, lists, lost]).toEqual([
      'markdown',
      ['Trip', 'Work list'],
      ['1 text outside of checklists'],
    ])
    expect(of('Pack').notes).toBe('more on it')
    expect(of('Socks')).toMatchObject({ parent: of('Pack').id, finished: true })
    expect(of('Leave').parent).toBeNull()
  })

  test('CSV with a header', async () => {
    const { format, lost, of } = await come(
      'Name,List,Due,Priority,Labels,Finished,Parent,Colour\r\n"Roof, red",Csv list,2026-12-01T09:00[Europe/Berlin],high,"a, b",,,red\r\nTiles,Csv list,,,,yes,"Roof, red",\r\n',
    )
    expect([format, lost]).toEqual(['csv', ['1 the column "colour"']])
    expect(of('Roof, red')).toMatchObject({
      due: '2026-12-01T09:00[Europe/Berlin]',
      priority: 'high',
      labels: ['a', 'b'],
    })
    expect(of('Tiles')).toMatchObject({ parent: of('Roof, red').id, finished: true })
  })
})

test('[I2] a dry run says what would come in, where, and what is there already, and brings in nothing', async () => {
  const file = '# Dry\n- [ ] one\n- [x] two\n'
  const before = await client.json('GET', '/api/v1/lists')
  const dry = await importFile(client, file, 'dry_run=true')
  expect(dry).toMatchObject({
    imported: false,
    todos: 2,
    finished: 1,
    known: 0,
    lists: [{ name: 'Dry', isNew: true, todos: 2 }],
  })
  expect(await client.json('GET', '/api/v1/lists')).toEqual(before)
  expect(await importFile(client, file)).toEqual({ ...dry, imported: true, gesture: expect.any(String) })
  expect(await importFile(client, `${file}- [ ] three\n`, 'dry_run=true')).toMatchObject({
    todos: 1,
    known: 2,
    lists: [{ isNew: false }],
  })
})

test('[I3] all of it goes into one list where that is asked for', async () => {
  const list = await client.done('POST', '/api/v1/lists', { name: 'One list' })
  await client.done('POST', '/api/v1/todos', { list: list.id, name: 'first' })
  const report = await importFile(client, '# A\n- [ ] a\n  - [ ] below\n# B\n- [ ] b\n', `list=${list.id}`)
  expect(report.lists).toMatchObject([{ id: list.id, isNew: false, todos: 3 }])
  const { 'One list': todos } = await todosByList(client)
  expect(todos?.map(({ name, number }) => `${number} ${name}`)).toEqual(['1 first', '2 a', '3 below', '4 b'])
  expect((await importFile(client, '# A\n- [ ] a\n', `list=${list.id}`)).known).toBe(1)
})
