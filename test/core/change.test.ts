/** What the journal tells of a change. */
import { expect, test } from 'bun:test'
import { fieldChanges } from '../../src/model/change.ts'
import { toldFields } from '../../src/model/fields.ts'
import { List } from '../../src/model/list.ts'
import { Todo } from '../../src/model/todo.ts'

test('each field tells a change, or follows from those that do', () => {
  const derived = new Set(['id', 'number', 'finished', 'createdAt', 'updatedAt', 'version'])
  const telling = (fields: object) => Object.keys(fields).filter((name) => !derived.has(name))
  expect(toldFields.todo.toSorted()).toEqual(telling(Todo.shape).toSorted() as typeof toldFields.todo)
  expect(toldFields.list.toSorted()).toEqual(telling(List.shape).toSorted() as typeof toldFields.list)
})

test('what a new todo has anyhow is not told, but a name that looks like it is', () => {
  const todo = {
    id: 'x',
    list: 'y',
    name: 'none',
    notes: '',
    priority: 'none',
    labels: [],
    repeatFrom: 'due',
  }
  const after = todo as unknown as Todo
  expect(fieldChanges([{ kind: 'todo', space: 'y', before: undefined, after }])['']).toMatchObject({
    name: [null, 'none'],
  })
  const told = Object.keys(fieldChanges([{ kind: 'todo', space: 'y', before: undefined, after }])[''] ?? {})
  expect(told).not.toContain('priority')
  expect(told).not.toContain('repeatFrom')
})
