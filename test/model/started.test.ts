/** What has started (SPEC.md, G70). */
import { expect, test } from 'bun:test'
import { createFilter, parseFilter, printFilter } from '../../src/client/filter.ts'
import type { Todo } from '../../src/client/client.ts'

const found = (filter: string, start: string | null, now: string, zone = 'Europe/Berlin') => {
  const todo = { id: 't', name: 't', start, due: null, deletedAt: null } as unknown as Todo
  return createFilter(filter, { now, zone, lists: [], hasSubtodos: () => false })(todo)
}

test.each([
  [null, '2026-05-06T10:00:00Z', true],
  ['2026-05-06', '2026-05-05T21:59:59Z', false],
  // Midnight in Berlin.
  ['2026-05-06', '2026-05-05T22:00:00Z', true],
  ['2026-05-06T09:00[America/New_York]', '2026-05-06T12:59:59Z', false],
  ['2026-05-06T09:00[America/New_York]', '2026-05-06T13:00:00Z', true],
  ['2026-05-06T09:00[Pacific/Kiritimati]', '2026-05-05T18:59:00Z', false],
  ['2026-05-06T09:00[Pacific/Kiritimati]', '2026-05-05T19:00:00Z', true],
] as const)('[G70] whether what starts %j has started at %s: %j', (start, now, isStarted) => {
  expect(found('started', start, now)).toBe(isStarted)
  expect(found('not started', start, now)).toBe(!isStarted)
})

test('[G70] starts are compared as due dates are, and asked for by has: and no', () => {
  const at = (filter: string, start: string | null) => found(filter, start, '2026-05-06T10:00:00Z')
  for (const [filter, start, isFound] of [
    ['start < fri', '2026-05-07', true],
    ['start < fri', '2026-05-08T00:00[UTC]', false],
    ['start <= +2d', '2026-05-08T23:59[UTC]', true],
    ['start = today', '2026-05-06T09:00[UTC]', true],
    ['start > today', null, false],
    ['no start', null, true],
    ['has:start', '2026-05-06', true],
    ['no start', '2026-05-06', false],
  ] as const)
    expect([filter, start, at(filter, start)]).toEqual([filter, start, isFound])
})

test('[G70] what it is read as is printed so', () => {
  for (const text of ['started', 'not started', 'has:start', 'start <= today'])
    expect(printFilter(parseFilter(text))).toBe(text)
  expect(printFilter(parseFilter('"started"'))).toBe('"started"')
})
