/** A list's order is kept while its todos change, rather than made anew (SPEC.md, P60). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { Rows } from '../../src/client/rows.ts'
import { View } from '../../src/client/view.ts'
import type { Todo } from '../../src/model/todo.ts'

const ids = ['1', '2', '3', '4', '5', '6']
const lists = ['a', 'b']
const todo = fc.record({ id: fc.constantFrom(...ids), list: fc.constantFrom(...lists), position: fc.nat(9) })
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('put', 'cover'), todo }),
  fc.record({ kind: fc.constantFrom('remove', 'uncover', 'read'), todo }),
)

test('[P60] whatever comes, goes and moves, a list has its todos in their order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const base = new Rows()
      const view = new View(base, () => ({ id: 'own', name: 'local', defaultList: 'a' }))
      const read = (list: string) => view.todosOf(list).map(({ id, position }) => `${position} ${id}`)
      for (const { kind, todo } of steps) {
        const { id, list } = todo
        const row = {
          ...todo,
          position: String(todo.position),
          parent: null,
          name: id,
          number: 1,
        } as unknown as Todo
        if (kind === 'put') base.put(row)
        if (kind === 'cover') view.put([{ kind: 'todo', space: list, before: null, after: row } as never])
        if (kind === 'remove') base.remove(list, id)
        if (kind === 'uncover') view.clear()
        if (kind === 'read') read(list)
      }
      for (const list of lists) {
        const shown = ids.map((id) => view.todo(id)).filter((each) => each?.list === list) as Todo[]
        expect(read(list)).toEqual(shown.map(({ id, position }) => `${position} ${id}`).toSorted())
      }
    }),
    { numRuns: 500 },
  )
})
