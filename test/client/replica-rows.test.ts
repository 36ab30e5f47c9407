/** What a replica makes of deltas (SPEC.md, K13). */
import { expect, test } from 'bun:test'
import { Replica } from '../../src/client/replica.ts'
import type { Delta } from '../../src/model/messages.ts'
import { newRow } from '../../src/model/new-row.ts'
import type { Todo } from '../../src/model/todo.ts'

const at = '2026-01-01T00:00:00.000Z'
const [account, list] = ['account', 'list']
const rowOf = (id: string) => ({
  id,
  name: id,
  uniqueNames: false,
  colour: 'none' as const,
  position: null,
  createdAt: at,
  updatedAt: at,
  version: 1,
  deletedAt: null,
})
const delta = (space: string, from: number, to: number, rest: Partial<Delta> = {}): Delta => ({
  type: 'delta',
  space,
  from,
  to,
  snapshot: from === 0,
  more: false,
  digest: null,
  gone: [],
  todos: [],
  lists: [],
  filters: [],
  views: [],
  ...rest,
})

function replicaWithList(): Replica {
  const replica = new Replica()
  replica.begin({ id: account, name: 'local', defaultList: list }, 'epoch')
  replica.apply(delta(account, 0, 2, { lists: [{ id: list, role: 'owner', version: 2 }] }))
  replica.apply(delta(list, 0, 1, { list: rowOf(list) }))
  return replica
}

test("[K13] a list that is the account's no longer goes with all that is in it", () => {
  const replica = replicaWithList()
  replica.enqueue({ type: 'createTodo', id: 'c', todo: { id: 't', list, name: 'x' } }, at)
  expect(replica.view.todosOf(list)).toHaveLength(1)
  expect(replica.apply(delta(account, 2, 3, { gone: [list], digest: '0000000000000000' }))).toBe('applied')
  expect(replica.view.lists()).toEqual([])
  expect(replica.view.todosOf(list)).toEqual([])
  expect(replica.cursors()).toEqual({ [account]: 3 })
  // What waits is the server's to refuse.
  expect(replica.outbox).toHaveLength(1)
})

test('[K13] a list that was lost while the client was away is dropped by the snapshot', () => {
  const replica = replicaWithList()
  replica.apply(delta(account, 0, 5))
  expect(replica.view.lists()).toEqual([])
  expect(replica.cursors()).toEqual({ [account]: 5 })
})

test('[K13] deltas are taken once, in their order, and never over a gap', () => {
  const replica = replicaWithList()
  expect(replica.apply(delta(list, 0, 1, { snapshot: false }))).toBe('known')
  expect(replica.apply(delta(list, 3, 4))).toBe('gap')
  expect(replica.apply(delta(list, 1, 4, { digest: '0123456789abcdef' }))).toBe('diverged')
  // One that begins earlier says the same again.
  expect(replica.apply(delta(list, 2, 6))).toBe('applied')
  expect(replica.cursors()[list]).toBe(6)
})

test('[K13] the rows of another database are forgotten, what waits is kept', () => {
  const replica = replicaWithList()
  replica.enqueue({ type: 'createTodo', id: 'c', todo: { id: 't', list, name: 'x' } }, at)
  replica.begin({ id: account, name: 'local', defaultList: list }, 'another epoch')
  expect(replica.cursors()).toEqual({})
  expect(replica.view.lists()).toEqual([])
  expect(replica.outbox).toHaveLength(1)
})

test('[K14] when someone else has signed in, rows and what waits are forgotten; in another database what waits is kept', () => {
  const make = (replica: Replica) =>
    replica.enqueue({ type: 'createTodo', id: 'a command', todo: { id: 'todo', list, name: 'x' } }, at)
  const mine = replicaWithList()
  make(mine)
  mine.begin({ id: account, name: 'ann', defaultList: list }, 'epoch')
  expect(mine.outbox).toHaveLength(1)
  mine.begin({ id: 'other', name: 'bob', defaultList: 'theirs' }, 'epoch')
  expect([mine.outbox, mine.cursors(), mine.takePatch().outbox?.get('a command')]).toEqual([[], {}, null])
  const restored = replicaWithList()
  make(restored)
  restored.begin({ id: 'another', name: 'local', defaultList: 'anew' }, 'another epoch')
  expect([restored.outbox.length, restored.cursors()]).toEqual([1, {}])
})

test('[K13] rows of two lists that are not of one moment may be in a ring, and are walked once', () => {
  const replica = replicaWithList()
  const todo = (id: string, of: string, parent: string | null, version: number): Todo =>
    newRow('todo', {
      ...{ id, list: of, parent, version, number: 1, name: id, position: 'a0', createdAt: at, updatedAt: at },
    })
  const lists = [{ id: 'other', role: 'owner' as const, version: 3 }]
  replica.apply(delta(account, 2, 3, { lists }))
  const [a, b, c] = [todo('a', 'other', null, 2), todo('b', 'other', 'a', 3), todo('c', 'other', null, 4)]
  replica.apply(delta('other', 0, 4, { list: rowOf('other'), todos: [a, b, c] }))
  // Read before they were moved, told after it.
  replica.apply(delta(list, 1, 2, { todos: [todo('a', list, 'b', 2)] }))
  replica.enqueue({ type: 'updateTodo', id: 'move', todo: 'c', changes: { parent: 'b' } }, at)
  replica.enqueue({ type: 'deleteTodo', id: 'delete', todo: 'b' }, at)
  expect(replica.view.todo('b')?.deletedAt).toBe(at)
})
