/** What a file can not use up: a list's numbers, its places, its trash (SPEC.md, I22 to I25). */
import { expect, test } from 'bun:test'
import { clientLimits } from '../../src/model/client-limits.ts'
import { lastAfter, positionAfter } from '../../src/model/position.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { join, share, type Person } from '../support/accounts.ts'
import { onEachEngine } from '../support/engines.ts'
import { ownFile, ownList, ownTodo } from '../support/own-file.ts'

const uuid = () => Bun.randomUUIDv7()
let count = 0

onEachEngine('what a file can not use up', (client) => {
  const scene = async () => {
    const [owner, editor] = await Promise.all(
      ['owner', 'editor'].map((name) => join(client().app, `${name}${count++}`)),
    )
    if (!owner || !editor) throw new Error('nobody')
    const list = (await owner.newList()).id as string
    await share(owner, list, editor, 'editor')
    return { owner, editor, list }
  }
  const done = async (who: Person, method: string, path: string, body?: unknown) => {
    const answer = await who.ask(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`)
    return answer.body
  }
  const add = (who: Person, list: string) => done(who, 'POST', '/api/v1/todos', { list, name: uuid() })

  test('[I22] a huge number leaves a list the numbers of all later todos', async () => {
    const { owner, editor, list } = await scene()
    const { numberMax } = clientLimits
    const fresh = uuid()
    const todos = [list, fresh].flatMap((list) => [
      ownTodo(list, uuid(), { number: 7 }),
      ownTodo(list, uuid(), { number: serverLimits.importNumberMax + 1 }),
      ownTodo(list, uuid(), { number: numberMax }),
    ])
    const report = await done(editor, 'POST', '/import', ownFile(ownList(list), ownList(fresh), ...todos))
    expect(report.lost).toEqual([
      { what: 'numbers over 1000000000 (they are counted anew)', count: 4, at: expect.any(Array) },
    ])
    for (const [who, id] of [
      [owner, list],
      [editor, fresh],
    ] as const) {
      const { items } = await done(who, 'GET', `/api/v1/todos?list=${id}&sort=number`)
      expect(items.map((todo: any) => todo.number)).toEqual([7, 8, 9])
      expect((await add(who, id)).number).toBe(10)
    }
    const kept = uuid()
    const highest = ownTodo(kept, uuid(), { number: serverLimits.importNumberMax })
    await done(editor, 'POST', '/import', ownFile(ownList(kept), highest))
    expect((await add(editor, kept)).number).toBe(serverLimits.importNumberMax + 1)
  })

  test('[I23] behind a position of the end of all positions later todos still have an order', async () => {
    const { owner, editor, list } = await scene()
    const end = 'z'.repeat(clientLimits.positionLengthMax)
    await done(editor, 'POST', '/import', ownFile(ownList(list), ownTodo(list, uuid(), { position: end })))
    const fresh = uuid()
    const file = ownFile(ownList(fresh), ownTodo(fresh, uuid(), { position: end }))
    await done(editor, 'POST', '/import', file)
    for (const [who, id] of [
      [owner, list],
      [editor, fresh],
    ] as const) {
      const positions = [await add(who, id), await add(who, id)].map((todo) => todo.position)
      expect(positions).toEqual(['a0', 'a1'])
      // By hand as well.
      const last = await add(who, id)
      await done(editor, 'PATCH', `/api/v1/todos/${last.id}`, { position: end })
      expect((await add(who, id)).position).toBe('a3')
    }
  })

  test('[I24] what a file says of times to come is of now, so that the trash is emptied some day', async () => {
    const { owner, editor, list } = await scene()
    const toCome = '9999-01-01T00:00:00.000Z'
    const times = { createdAt: toCome, updatedAt: toCome, finishedAt: toCome, deletedAt: toCome }
    const fresh = uuid()
    const file = ownFile(
      ownList(list),
      ownList(fresh, { createdAt: toCome, updatedAt: toCome, deletedAt: toCome }),
      ownTodo(list, uuid(), times),
      ownTodo(fresh, uuid(), times),
    )
    const before = new Date().toISOString()
    const report = await done(editor, 'POST', '/import', file)
    const after = new Date().toISOString()
    expect(report.lost).toEqual([{ what: 'times to come (they are now)', count: 3, at: expect.any(Array) }])
    const inTrash = (await done(owner, 'GET', `/api/v1/todos?list=${list}&deleted=true`)).items
    const lists = (await done(editor, 'GET', '/lists?deleted=true')).items
    expect([inTrash.length, lists.length]).toEqual([1, 1])
    for (const row of [...inTrash, ...lists])
      for (const time of [row.createdAt, row.updatedAt, row.deletedAt, row.finishedAt ?? row.deletedAt]) {
        expect(time >= before).toBe(true)
        expect(time <= after).toBe(true)
      }
  })

  test('[I25] a file with todos of the default list, but not that list, is refused', async () => {
    const { owner } = await scene()
    const { status, body } = await owner.ask('POST', '/import', ownFile(ownTodo('default', uuid())))
    expect([status, body.code]).toEqual([400, 'bad_import'])
    expect(body.detail).toBe('The file: has todos of the list "default", but not that list.')
    expect((await done(owner, 'GET', '/lists')).items.map(({ id }: any) => id)).not.toContain('default')
  })
})

test('[I23] what the next todo goes behind never comes to where there is no room', () => {
  let last: string | null = null
  const highest = [
    'zzzzzzzzzzzzzzzzzzzzzzzzzzzz',
    `m${'z'.repeat(13)}`,
    `n${'0'.repeat(14)}`,
    `z${'z'.repeat(200)}`,
  ]
  for (const position of ['a0', ...highest, 'a1', ...highest]) last = lastAfter(last, position)
  for (let each = 0; each < 1_000; each++) {
    const next = positionAfter(last)
    expect(last === null || next > last).toBe(true)
    expect(next.length).toBeLessThan(20)
    expect(lastAfter(last, next)).toBe(next)
    last = lastAfter(last, next)
  }
})
