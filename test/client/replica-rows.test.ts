/** What a replica makes of deltas (SPEC.md, K13). */
import { expect, test } from 'bun:test'
import { Replica } from '../../src/client/replica.ts'
import type { Delta } from '../../src/model/messages.ts'

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
