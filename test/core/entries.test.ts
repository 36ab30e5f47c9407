/** What a batch asks of the entries that it makes itself (SPEC.md, S111, S112). */
import { expect, test } from 'bun:test'
import { Entries } from '../../src/core/write/visit.ts'
import type { JournalRow } from '../../src/core/ports/rows.ts'
import type { Todo } from '../../src/model/todo.ts'

const list = Bun.randomUUIDv7()
const moment = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()

const rowAt = (version: number, more: Partial<JournalRow> = {}): JournalRow => ({
  account: 'account',
  credential: null,
  id: Bun.randomUUIDv7(),
  space: list,
  version,
  time: moment(version),
  type: 'updateTodo',
  subject: 'todo',
  changes: { '': { version: [version - 1, version], notes: [`${version - 1}`, `${version}`] } },
  undoes: null,
  doneAt: null,
  gesture: null,
  visit: null,
  fingerprint: null,
  answer: null,
  ...more,
})

const todoAt = (version: number): Todo => ({ list, version }) as Todo

/** How often the versions of such entries are read while `ask` goes through them. */
function readsOf(count: number, ask: (entries: Entries, version: number) => void, visit: string | null) {
  let reads = 0
  const counted = (row: JournalRow) =>
    new Proxy(row, {
      get: (target, name) => {
        if (name === 'version') reads++
        return Reflect.get(target, name) as unknown
      },
    })
  const entries = new Entries([])
  for (let version = 1; version <= count; version++) {
    entries.add([counted(rowAt(version, { visit }))])
    ask(entries, version)
  }
  return reads
}

test('[S111] each entry of a batch is looked at a few times, however many there are', () => {
  const deeds = (entries: Entries, version: number) => entries.lastDeed(todoAt(version))
  const missed = (entries: Entries, version: number) => entries.lastDeed(todoAt(version + 1_000_000))
  for (const ask of [deeds, missed]) {
    const reads = readsOf(500, ask, null)
    expect([reads > 0, reads <= 500 * 4]).toEqual([true, true])
  }
  const visited = readsOf(500, () => {}, 'a visit')
  expect([visited > 0, visited <= 500 * 12]).toEqual([true, true])
  expect(readsOf(500, () => {}, null)).toBe(0)
})

test('[S112] the last deed is that of the entry which changed the todo, not of one that changed nothing', () => {
  const loaded = rowAt(3, { doneAt: moment(1) })
  const entries = new Entries([loaded])
  expect(entries.lastDeed(todoAt(3))).toBe(moment(1))
  expect(entries.lastDeed(todoAt(4))).toBeUndefined()
  entries.add([rowAt(4)])
  entries.add([rowAt(4, { changes: {}, time: moment(9), doneAt: moment(8), fingerprint: 'x' })])
  expect(entries.lastDeed(todoAt(4))).toBe(moment(4))
  expect(entries.saved.journal.map(({ version }) => version)).toEqual([4, 4])
  const copy = entries.copy()
  copy.add([rowAt(5)])
  expect([copy.lastDeed(todoAt(5)), entries.lastDeed(todoAt(5))]).toEqual([moment(5), undefined])
  expect(copy.lastDeed(todoAt(3))).toBe(moment(1))
})
