/** What a todo can be snoozed to (SPEC.md, P379). */
import { expect, test } from 'bun:test'
import { snoozesAt } from '../../src/web/state/snoozes.ts'

const text = (moment: Date): string => moment.toLocaleString('sv').slice(0, 16)

test('[P379] each choice comes later, and is another moment than the others, at any hour of a week', () => {
  for (let hour = 0; hour < 7 * 24; hour++) {
    const now = new Date(2026, 10, 30, hour, 37)
    const moments = snoozesAt(now).map(([, moment]) => moment.getTime())
    expect(moments.every((moment) => moment > now.getTime())).toBe(true)
    expect(new Set(moments).size).toBe(moments.length)
    expect(moments.length).toBeGreaterThanOrEqual(2)
  }
})

test('[P379] on a Monday afternoon they are in an hour, this evening, tomorrow morning, the weekend and next week', () => {
  expect(snoozesAt(new Date(2026, 10, 30, 14, 37)).map(([name, moment]) => [name, text(moment)])).toEqual([
    ['hour', '2026-11-30 15:40'],
    ['evening', '2026-11-30 18:00'],
    ['morning', '2026-12-01 09:00'],
    ['weekend', '2026-12-05 09:00'],
    ['week', '2026-12-07 09:00'],
  ])
  // On a Friday tomorrow is the weekend; on a Sunday tomorrow is the next week.
  const names = (day: number) => snoozesAt(new Date(2026, 11, day, 20)).map(([name]) => name)
  expect(names(4)).toEqual(['hour', 'morning', 'week'])
  expect(names(6)).toEqual(['hour', 'morning'])
})
