/** What a file can not use up: a list's numbers, its places, its trash (SPEC.md, I22 to I25). */
import { expect, test } from 'bun:test'
import * as clientLimits from '../../src/model/client-limits.ts'
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
      {
        what: 'numbers over 1000000000 (they are counted anew)',
        code: 'numbers',
        params: { most: 1_000_000_000 },
        count: 4,
        at: expect.any(Array),
      },
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
    expect(report.lost).toEqual([
      {
        what: 'times to come (they are now)',
        code: 'times_to_come',
        params: {},
        count: 3,
        at: expect.any(Array),
      },
    ])
    const inTrash = (await done(owner, 'GET', `/api/v1/todos?list=${list}&deleted=true`)).items
    const lists = (await done(editor, 'GET', '/lists?deleted=true')).items
    expect([inTrash.length, lists.length]).toEqual([1, 1])
    for (const row of [...inTrash, ...lists])
      for (const time of [row.createdAt, row.updatedAt, row.deletedAt, row.finishedAt ?? row.deletedAt]) {
        expect(time >= before).toBe(true)
        expect(time <= after).toBe(true)
      }
  })

  test('[I27] a list under the id of an account, also of the own one, comes in under another', async () => {
    const { owner, editor } = await scene()
    for (const id of [owner.id, editor.id]) {
      const file = ownFile(ownList(id, { name: `As ${id}` }), ownTodo(id, uuid()))
      const [{ id: made, isNew }] = (await done(owner, 'POST', '/import', file)).lists
      expect([made === id, isNew]).toEqual([false, true])
      expect((await done(owner, 'POST', '/import', ownFile(ownList(id)))).lists[0].id).toBe(made)
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

onEachEngine('series of a file', (client) => {
  const moment = '2026-01-02T03:04:05.000Z'
  const repeats = { due: '2026-01-01', repeat: 'FREQ=DAILY' }
  const turnedBack = async (id: string, ...rows: object[]) => {
    const { send, json } = client()
    expect((await send('POST', '/api/v1/import', ownFile(...rows))).status).toBe(200)
    for (const finished of [false, true, false, true]) {
      const answer = await send('PATCH', `/api/v1/todos/${id}`, { finished })
      expect([answer.status, (await answer.json()) as object]).toEqual([
        200,
        expect.objectContaining({ finished }),
      ])
      expect(await client().app.store.examine(false)).toMatchObject({ differing: [], parents: [] })
    }
    const { items } = await json('GET', `/api/v1/todos/${id}/history`)
    expect(items.length).toBeGreaterThanOrEqual(4)
  }

  test('[I26] one that is said to follow itself, or what is below it, is finished and reopened like any other', async () => {
    for (const follows of ['itself', 'the one below', 'the one above'] as const) {
      const [list, top, one, copied, copy] = [uuid(), uuid(), uuid(), uuid(), uuid()]
      const done = { finishedAt: moment, updatedAt: moment }
      const [next, above] = {
        itself: [one, null],
        'the one below': [top, null],
        'the one above': [top, top],
      }[follows] as [string, string | null]
      await turnedBack(
        one,
        ownList(list),
        ownTodo(list, one, { ...repeats, ...done, number: 1, series: one, next, parent: above }),
        ownTodo(list, top, {
          ...repeats,
          number: 2,
          updatedAt: moment,
          parent: follows === 'the one above' ? null : one,
        }),
        ownTodo(list, copied, { number: 3, updatedAt: moment, parent: top, series: copied, next: copy }),
        ownTodo(list, copy, { number: 4, updatedAt: moment, parent: top, series: copied }),
      )
    }
  })

  test('[I26] two subtodos that are said to be of one series have a copy each', async () => {
    const [list, one, following, series] = [uuid(), uuid(), uuid(), uuid()]
    await turnedBack(
      one,
      ownList(list),
      ownTodo(list, one, { ...repeats, number: 1, finishedAt: moment, series: one, next: following }),
      ownTodo(list, following, { ...repeats, number: 2, deletedAt: moment, series: one }),
      ownTodo(list, uuid(), { number: 3, parent: following, deletedAt: moment, series }),
      ownTodo(list, uuid(), { number: 4, parent: one, series }),
      ownTodo(list, uuid(), { number: 5, parent: one, series }),
    )
    const live = (await client().json('GET', `/api/v1/todos?list=${list}`)).items
    const copies = live.filter((todo: any) => todo.parent === following)
    expect(copies.length).toBe(2)
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
