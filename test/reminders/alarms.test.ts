/** When reminders are due (SPEC.md, O1). */
import { expect, test } from 'bun:test'
import { alarmsOf, momentMs } from '../../src/model/alarms.ts'

const of = (due: string | null, ...reminders: string[]) =>
  alarmsOf({ due, reminders, finished: false, deletedAt: null })

test.each([
  // A zone: moments of all the world.
  ['2026-12-01T09:00[Europe/Berlin]', 'PT0S', '2026-12-01T08:00:00Z'],
  ['2026-12-01T09:00[Europe/Berlin]', '-PT30M', '2026-12-01T07:30:00Z'],
  ['2026-12-01T09:00[Europe/Berlin]', 'PT1H', '2026-12-01T09:00:00Z'],
  // The clocks go forward on the 29th, at two: a day before is the same time of day, 24 hours before are not.
  ['2026-03-30T02:30[Europe/Berlin]', '-P1D', '2026-03-29T01:30:00Z'],
  ['2026-03-29T09:00[Europe/Berlin]', '-P1D', '2026-03-28T08:00:00Z'],
  ['2026-03-29T09:00[Europe/Berlin]', '-PT24H', '2026-03-28T07:00:00Z'],
  ['2026-03-29T09:00[Europe/Berlin]', '-P1W', '2026-03-22T08:00:00Z'],
  // A time that is left out is read by the clock of before; of one that comes twice it is the first.
  ['2026-03-29T02:30[Europe/Berlin]', 'PT0S', '2026-03-29T01:30:00Z'],
  ['2026-10-25T02:30[Europe/Berlin]', 'PT0S', '2026-10-25T00:30:00Z'],
  ['2026-11-01T01:30[America/New_York]', 'PT0S', '2026-11-01T05:30:00Z'],
  ['2026-04-05T02:15[Australia/Lord_Howe]', 'PT0S', '2026-04-04T15:45:00Z'],
  ['2026-12-01T09:00[Asia/Kathmandu]', 'PT0S', '2026-12-01T03:15:00Z'],
  // A day without a time: the clock on the wall, wherever that is.
  ['2026-12-01', 'PT9H', '2026-12-01T09:00:00'],
  ['2026-12-01', 'PT0S', '2026-12-01T00:00:00'],
  ['2026-12-01', '-PT6H', '2026-11-30T18:00:00'],
  ['2026-12-01', '-P1D', '2026-11-30T00:00:00'],
  // A moment needs no due date.
  [null, '2026-12-01T09:00[Asia/Tokyo]', '2026-12-01T00:00:00Z'],
])('[O1] due %s, %s: %s', (due, reminder, moment) => {
  expect(of(due, reminder)).toEqual([moment])
})

test.each([
  ['2026-03-29T09:00:00', 'Europe/Berlin', '2026-03-29T07:00:00.000Z'],
  ['2026-03-28T09:00:00', 'Europe/Berlin', '2026-03-28T08:00:00.000Z'],
  ['2026-12-01T09:00:00', 'UTC', '2026-12-01T09:00:00.000Z'],
  ['2026-12-01T09:00:00', 'Pacific/Kiritimati', '2026-11-30T19:00:00.000Z'],
  ['2026-12-01T08:00:00Z', 'Asia/Tokyo', '2026-12-01T08:00:00.000Z'],
])('[O1] %s is, in %s, %s', (moment, zone, expected) => {
  expect(new Date(momentMs(moment, zone)).toISOString()).toBe(expected)
})

test('[O1] what has no due date, is finished or in the trash has no moments, and two of one moment are one', () => {
  expect(of(null, '-PT30M')).toEqual([])
  expect(of('2026-12-01', 'P1D', 'PT24H', '-PT1H')).toEqual(['2026-12-02T00:00:00', '2026-11-30T23:00:00'])
  const todo = { due: '2026-12-01', reminders: ['PT9H'], finished: false, deletedAt: null }
  expect(alarmsOf({ ...todo, finished: true })).toEqual([])
  expect(alarmsOf({ ...todo, deletedAt: '2026-11-01T00:00:00.000Z' })).toEqual([])
  expect(of('0001-01-01', '-P1D')).toEqual(['0000-12-31T00:00:00'])
  expect(of('9999-12-31', 'PT25H')).toEqual([])
})
