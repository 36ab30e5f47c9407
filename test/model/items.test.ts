/** What stands where in a list, and what the history's fields are called (SPEC.md, P390, P393). */
import { expect, test } from 'bun:test'
import { toldFields } from '../../src/model/fields.ts'
import type { Todo } from '../../src/model/todo.ts'
import { listItems } from '../../src/web/state/items.ts'
import { view as en } from '../../src/web/words/en/view.ts'
import { view as zhCn } from '../../src/web/words/zh-CN/view.ts'

const todo = (id: string, parent: string | null, finished: boolean): Todo =>
  ({ id, parent, finished, finishedAt: finished ? '2026-11-30T12:00:00.000Z' : null }) as Todo

const shown = (todos: Todo[], lingering: string[] = []): string[] =>
  listItems(todos, {
    filter: 'all',
    lingering: new Set(lingering),
    finished: (count) => `finished ${count}`,
    isFinishedShown: true,
    folded: new Set(),
  }).map((item) => (item.kind === 'todo' ? '.'.repeat(item.depth) + item.todo.id : item.text))

test('[P390] a finished todo with an open one below it, however deep, stands among the open ones', () => {
  const all = [todo('a', null, true), todo('b', 'a', true), todo('c', 'b', false), todo('d', null, true)]
  expect(shown(all)).toEqual(['a', '.b', '..c', 'finished 1', 'd'])
  const done = all.map((each) => (each.id === 'c' ? todo('c', 'b', true) : each))
  expect(shown(done)).toEqual(['finished 2', 'd', 'a', '.b', '..c'])
  // What was finished this moment stays where it is, with the one above it.
  expect(shown(done, ['c'])).toEqual(['a', '.b', '..c', 'finished 1', 'd'])
})

test('[P393] each field that the history tells has a name in each language', () => {
  for (const { fields } of [en, zhCn])
    for (const field of [...toldFields.todo, ...toldFields.list])
      expect([field, (fields as Record<string, string>)[field] ?? '']).toEqual([
        field,
        expect.stringMatching(/./),
      ])
})
