/** What a calendar file has of zones and starts (SPEC.md, I97 and I98). */
import { expect, test } from 'bun:test'
import ICAL from 'ical.js'
import { toIcal } from '../../src/exchange/to/ical.ts'
import { newRow } from '../../src/model/new-row.ts'
import type { Todo } from '../../src/model/todo.ts'
import { exportOf, importFile, newServer, todosByList } from '../support/exchange.ts'

const time = '2026-01-01T00:00:00.000Z'

/** The file of one list of todos, in pages as the store gives them. */
async function fileOf(pages: readonly Partial<Todo>[][]): Promise<string> {
  const list = newRow('list', { id: 'l', name: 'L', createdAt: time, updatedAt: time })
  const todo = (given: Partial<Todo>) =>
    newRow('todo', { id: crypto.randomUUID(), name: 't', createdAt: time, updatedAt: time, ...given })
  let text = ''
  for await (const part of toIcal({
    async *lists() {
      yield list
    },
    async *todos() {
      for (const page of pages) yield page.map(todo)
    },
  } as never))
    text += part
  return text
}

/** Of a file that is read strictly: each todo with the moment of a property, by the file's own definitions alone. */
function momentsIn(text: string, name: string): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zones = new Map(
    calendar
      .getAllSubcomponents('vtimezone')
      .map((component) => [String(component.getFirstPropertyValue('tzid')), new ICAL.Timezone(component)]),
  )
  return calendar.getAllSubcomponents('vtodo').map((todo) => {
    const property = todo.getFirstProperty(name)
    const value = property?.getFirstValue() as ICAL.Time
    const zone = zones.get(String(property?.getFirstParameter('tzid')))
    if (!zone) throw new Error(`${property?.toICALString()} has a zone that is not defined`)
    value.zone = zone
    return new Date(value.toUnixTime() * 1_000).toISOString()
  })
}

test('[I97] each zone of a calendar is defined once, before it is named, so that its times are moments by that alone', async () => {
  const moments = [
    ['2026-12-01T09:00[Europe/Berlin]', '2026-12-01T08:00:00.000Z'],
    ['2026-07-01T09:00[Europe/Berlin]', '2026-07-01T07:00:00.000Z'],
    ['2026-07-01T09:00[America/New_York]', '2026-07-01T13:00:00.000Z'],
    ['2026-12-01T09:00[Asia/Kolkata]', '2026-12-01T03:30:00.000Z'],
    ['2026-12-01T09:00[Australia/Lord_Howe]', '2026-11-30T22:00:00.000Z'],
    // Older names of zones, which stay the names.
    ['2026-12-01T09:00[Asia/Calcutta]', '2026-12-01T03:30:00.000Z'],
    ['2026-07-01T09:00[US/Eastern]', '2026-07-01T13:00:00.000Z'],
    ['2026-12-01T09:00[Etc/GMT+5]', '2026-12-01T14:00:00.000Z'],
    ['2026-12-01T09:00[Asia/Shanghai]', '2026-12-01T01:00:00.000Z'],
  ] as const
  const text = await fileOf(moments.map(([due]) => [{ due }, { due, start: '2026-01-01T08:00[Asia/Tokyo]' }]))
  expect(momentsIn(text, 'due')).toEqual(moments.flatMap(([, moment]) => [moment, moment]))
  const defined = [...text.matchAll(/BEGIN:VTIMEZONE\r\nTZID:(.*)\r\n/g)].map(([, zone]) => zone)
  expect(defined.toSorted()).toEqual([...new Set(defined)].toSorted())
  for (const zone of defined)
    expect([zone, text.indexOf(`TZID:${zone}`) < text.indexOf(`TZID=${zone}`)]).toEqual([zone, true])
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
})

/** Their laws changed in 2026, which the runtime's data may not have yet: the library's has. */
const changing = new Set(['Africa/Casablanca', 'Africa/El_Aaiun', 'America/Edmonton', 'America/Vancouver'])

test('[I97] every zone that a due date may have is defined, but UTC, which needs none', async () => {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC' && !changing.has(zone))
  const text = await fileOf([zones.map((zone) => ({ due: `2026-12-01T09:00[${zone}]` }))])
  const expected = zones.map((zone) => {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
      Date.UTC(2026, 11, 1, 9),
    )
    const [, sign = '+', hours = '0', minutes = '0'] =
      /GMT(?:([+-])(\d\d):(\d\d))?/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? []
    const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
    return [zone, new Date(Date.UTC(2026, 11, 1, 9) - offset).toISOString()]
  })
  const found = momentsIn(text, 'due')
  expect(zones.map((zone, index) => [zone, found[index]])).toEqual(expected)
  expect(await fileOf([[{ due: '2026-12-01T09:00[UTC]' }]])).not.toContain('VTIMEZONE')
})

test('[I98] a start is DTSTART as far as RFC 5545 lets it be one, and comes in again as it was', async () => {
  const dates: Partial<Todo>[] = [
    { start: '2026-11-01' },
    { start: '2026-11-01', due: '2026-12-01' },
    { start: '2026-11-01T08:00[Asia/Tokyo]', due: '2026-12-01T09:00[Europe/Berlin]' },
    { start: '2026-11-01', due: '2026-12-01T09:00[Europe/Berlin]' },
    { start: '2026-11-01T08:00[Asia/Tokyo]', due: '2026-12-01' },
    { start: '2026-12-01', due: '2026-12-01' },
    { start: '2026-11-20', due: '2026-12-01', repeat: 'FREQ=WEEKLY' },
    { due: '2026-12-01', repeat: 'FREQ=WEEKLY' },
    { due: '2026-12-01' },
  ]
  await using server = await newServer()
  const made = dates.map((given, index) => ({ name: String(index), ...given }))
  for (const todo of made) await server.done('POST', '/api/v1/todos', todo)
  const text = await exportOf(server, 'ics')
  for (const vtodo of new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vtodo')) {
    const [start, due] = ['dtstart', 'due'].map(
      (name) => vtodo.getFirstPropertyValue(name) as ICAL.Time | null,
    )
    const name = vtodo.getFirstPropertyValue('summary')
    // 3.8.2.3: of the same type.
    if (start && due) expect([name, start.isDate]).toEqual([name, due.isDate])
  }
  await using again = await newServer()
  await importFile(again, text)
  const found = Object.values(await todosByList(again)).flat()
  expect(found.map(({ name, start, due, repeat }) => ({ name, start, due, repeat }))).toEqual(
    made.map(({ name, start = null, due = null, repeat = null }) => ({ name, start, due, repeat })) as never,
  )
})
