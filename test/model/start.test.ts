/** What a start and a due date do to one another (SPEC.md, E72 and E74), whatever their zones. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { newRow } from '../../src/model/new-row.ts'
import { isAfterByClock, settleStart, startBy } from '../../src/model/start.ts'
import { isAfter } from '../../src/model/start-moments.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Around nights on which clocks are set, in zones far apart. */
const date = fc
  .tuple(
    fc.constantFrom(
      '2026-03-07',
      '2026-03-08',
      '2026-03-28',
      '2026-03-29',
      '2026-10-25',
      '2026-10-31',
      '2026-11-01',
    ),
    fc.option(
      fc.tuple(
        fc.constantFrom('00:00', '01:30', '02:30', '03:00', '12:00', '23:59'),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Etc/GMT+12'),
      ),
    ),
  )
  .map(([day, time]) => (time ? `${day}T${time[0]}[${time[1]}]` : day))

test(`[E72] whichever is set, the start is not after the due date, and what was set is as it was set (seed ${seed})`, () => {
  for (const compare of [isAfter, isAfterByClock])
    fc.assert(
      fc.property(date, date, fc.boolean(), (start, due, setsStart) => {
        const todo = newRow('todo', { start, due })
        settleStart(todo, setsStart ? { start } : { due }, compare)
        expect(compare(todo.start ?? '', todo.due ?? '')).toBe(false)
        expect(setsStart ? todo.start : todo.due).toBe(setsStart ? start : due)
        if (!compare(start, due)) expect(todo).toMatchObject({ start, due })
        // A day stays a day, or becomes the very one that was set.
        const other = setsStart ? todo.due : todo.start
        expect([(setsStart ? due : start).length, (setsStart ? start : due).length]).toContain(
          other?.length ?? 0,
        )
      }),
      { seed, numRuns: 2_000 },
    )
})

test(`[E74] a start that goes along is not after the due date, and stays where it may (seed ${seed})`, () => {
  fc.assert(
    fc.property(date, date, (start, due) => {
      const moved = startBy(start, due, isAfter)
      expect(isAfter(moved, due)).toBe(false)
      if (!isAfter(start, due)) expect(moved).toBe(start)
    }),
    { seed, numRuns: 2_000 },
  )
})
