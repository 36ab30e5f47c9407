/** All that one gesture did is told as one entry, and taken back at once, in steps (SPEC.md, G80 to G83). */
import { expect, test } from 'bun:test'
import { serverLimits } from '../../src/model/server-limits.ts'
import { join, share } from '../support/accounts.ts'
import { onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('gestures', (client) => {
  const api = (method: string, path: string, body?: unknown) => client().json(method, `/api/v1${path}`, body)
  const newList = async () => (await api('POST', '/lists', { name: uuid() })).id as string
  const create = (list: string, name: string) => ({ type: 'createTodo', todo: { list, name } })
  const batch = (commands: object[]) => api('POST', '/batch', { commands })
  const names = async (list: string) =>
    (await api('GET', `/todos?list=${list}&limit=1000&sort=number`)).items.map(({ name }: any) => name)
  const history = async (list: string, query = '') =>
    (await api('GET', `/lists/${list}/history?limit=100${query}`)).items
  /** All steps of an undo, with what each answered. */
  const undo = async (gesture: string, more: object = {}) => {
    const pages: any[] = []
    do {
      const { next: cursor, gesture: as } = pages.at(-1) ?? {}
      pages.push(await api('POST', '/undo', { gesture, ...more, ...(cursor && { cursor, as }) }))
    } while (pages.at(-1).next)
    return pages
  }

  test('[G80] a batch is one gesture unless it says otherwise: one entry of the history, undone and redone at once', async () => {
    const [list, other] = [await newList(), await newList()]
    await batch([create(list, 'a'), create(list, 'b'), create(other, 'c')])
    const [{ gesture, count }, made, ...rest] = await history(list, '&gestures=one')
    expect([count, made.kind, made.gesture, rest]).toEqual([3, 'created', null, []])
    const all = (await api('GET', `/history?gesture=${gesture}`)).items
    expect(all.map((entry: any) => [entry.gesture, entry.subject.name]).toSorted()).toEqual([
      [gesture, 'a'],
      [gesture, 'b'],
      [gesture, 'c'],
    ])
    const [page] = await undo(gesture)
    expect([page.total, page.items.map(({ outcome }: any) => outcome)]).toEqual([
      3,
      ['undone', 'undone', 'undone'],
    ])
    expect([await names(list), await names(other)]).toEqual([[], []])
    // Undoing is one gesture as well.
    const [undoing] = await history(list, '&gestures=one')
    expect([undoing.gesture, undoing.count]).toEqual([page.gesture, 3])
    await undo(page.gesture)
    expect([await names(list), await names(other)]).toEqual([['a', 'b'], ['c']])
  })

  test('[G80] commands of several batches may say that they are of one, and it is no part of what is asked', async () => {
    const list = await newList()
    const gesture = uuid()
    const first = { ...create(list, 'a'), id: uuid() }
    await batch([{ ...first, gesture }, create(list, 'b')])
    await batch([{ ...create(list, 'c'), gesture }])
    expect((await batch([first])).outcomes[0]).toMatchObject({ accepted: true, replayed: true })
    const single = await api('POST', '/todos', { list, name: 'd' })
    expect((await history(list)).find(({ subject }: any) => subject.id === single.id).gesture).toBeNull()
    await undo(gesture)
    expect(await names(list)).toEqual(['b', 'd'])
    expect((await batch([{ ...create(list, 'x'), gesture: 'me' }])).code).toBe('bad_request')
  })

  test('[G81] a gesture of any size is taken back in steps that say of how many, and go on where they were broken off', async () => {
    const list = await newList()
    const gesture = uuid()
    const count = 2 * serverLimits.undoEntriesMax + 200
    for (let from = 0; from < count; from += 100)
      await batch(Array.from({ length: 100 }, (_, at) => ({ ...create(list, `${from + at}`), gesture })))
    await batch([create(list, 'stays')])
    const { count: told } = (await history(list, '&gestures=one')).find(
      (entry: any) => entry.gesture === gesture,
    )
    expect(told).toBe(count)
    const dry = await undo(gesture, { dryRun: true })
    expect(dry.map(({ items, total }) => [items.length, total])).toEqual([
      [500, count],
      [500, count],
      [200, count],
    ])
    expect((await names(list)).length).toBe(1_000)
    // One step, of which the answer is lost.
    const first = await api('POST', '/undo', { gesture })
    expect(first.items.length).toBe(500)
    const again = await undo(gesture, { as: first.gesture })
    const outcomes = again.flatMap(({ items }) => items.map(({ outcome }: any) => outcome))
    expect([outcomes.length, outcomes.filter((outcome) => outcome === 'undone').length]).toEqual([
      count,
      count - 500,
    ])
    expect(await names(list)).toEqual(['stays'])
    // All steps were one gesture: it is taken back as such.
    expect(new Set(again.map((page) => page.gesture))).toEqual(new Set([first.gesture]))
    const [{ total }] = await undo(first.gesture)
    expect(total).toBe(count)
    expect((await names(list)).length).toBe(1_000)
  })

  test('[G81] what has changed since stays, and is told', async () => {
    const list = await newList()
    const { outcomes } = await batch([create(list, 'a'), create(list, 'b')])
    await api('PATCH', `/todos/${outcomes[0].todo.id}`, { name: 'mine' })
    const { gesture } = (await history(list, '&gestures=one')).find((entry: any) => entry.count === 2)
    const [page] = await undo(gesture)
    expect(page.items.map(({ outcome, problem }: any) => [outcome, problem?.code])).toEqual([
      ['undone', undefined],
      ['refused', 'undo_conflict'],
    ])
    expect(await names(list)).toEqual(['mine'])
    for (const body of [{}, { gesture, since: '2026-01-01T00:00:00Z' }])
      expect((await api('POST', '/undo', body)).code).toBe('bad_request')
    expect((await api('POST', '/undo', { gesture: uuid() })).code).toBe('entry_not_found')
  })

  test('[G82] a gesture is its account’s: others see and take back what of it they may', async () => {
    const [ann, bob, eve] = [
      await join(client().app, `ann${uuid().slice(-6)}`),
      await join(client().app, `bob${uuid().slice(-6)}`),
      await join(client().app, `eve${uuid().slice(-6)}`),
    ]
    const [shared, own] = [await ann.newList(), await ann.newList()]
    await share(ann, shared.id, bob, 'editor')
    await share(ann, shared.id, eve, 'viewer')
    const gesture = uuid()
    const commands = [create(shared.id, 'a'), create(own.id, 'b')].map((each) => ({ ...each, gesture }))
    await ann.ask('POST', '/batch', { commands })
    const seen = async (who: typeof ann) =>
      (await who.ask('GET', `/history?gesture=${gesture}&by=${ann.id}`)).body.items.map(
        ({ subject }: any) => subject.name,
      )
    expect([await seen(bob), (await seen(ann)).toSorted()]).toEqual([['a'], ['a', 'b']])
    expect((await bob.ask('GET', `/history?gesture=${gesture}`)).body.items).toEqual([])
    expect((await bob.ask('POST', '/undo', { gesture })).body.code).toBe('entry_not_found')
    const byEve = (await eve.ask('POST', '/undo', { gesture, by: ann.id })).body
    expect(byEve.items[0].problem.code).toBe('not_allowed')
    const byBob = (await bob.ask('POST', '/undo', { gesture, by: ann.id })).body
    expect([byBob.total, byBob.items[0].outcome]).toEqual([1, 'undone'])
    expect((await ann.ask('GET', `/todos?list=${own.id}`)).body.items.length).toBe(1)
  })
})
