/** Todos that repeat, on each engine (SPEC.md, E1 to E12). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { holdsName } from '../../src/model/names.ts'
import { onEachEngine } from '../support/engines.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)
const uuid = () => Bun.randomUUIDv7()
const today = () => new Date().toISOString().slice(0, 10)
const daysFrom = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

onEachEngine('repeats', (client, engine) => {
  const send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    client().send(method, `/api/v1${path}`, body, headers)
  const json = async (method: string, path: string, body?: unknown): Promise<any> =>
    (await send(method, path, body)).json()
  const refusal = async (method: string, path: string, body?: unknown) => {
    const response = await send(method, path, body)
    return [response.status, ((await response.json()) as any).code]
  }
  const newTodo = (fields: object = {}) =>
    client().done('POST', '/api/v1/todos', {
      name: uuid(),
      due: '2099-01-01',
      repeat: 'FREQ=DAILY',
      ...fields,
    })
  const read = (id: string) => json('GET', `/todos/${id}`)
  const finish = (id: string, finished = true) => json('PATCH', `/todos/${id}`, { finished })
  /** Finishes it, and answers the one that follows. */
  const turn = async (id: string) => {
    const { next } = await finish(id)
    return next === null ? null : read(next)
  }

  test('[E1] rules are kept in one writing; what is none says what was expected', async () => {
    const todo = await newTodo({ repeat: 'wkst=mo;byday=th,mo,th;interval=1;freq=weekly' })
    expect(todo).toMatchObject({
      repeat: 'FREQ=WEEKLY;BYDAY=MO,TH',
      repeatFrom: 'due',
      anchor: null,
      series: todo.id,
    })
    for (const [repeat, expected] of [
      ['', 'expected FREQ'],
      ['FREQ=HOURLY', 'FREQ=DAILY'],
      ['FREQ=DAILY;BYHOUR=9', 'BYHOUR=9'],
      ['FREQ=DAILY;FREQ=DAILY', 'twice'],
      ['FREQ=DAILY;INTERVAL=0', '1 to 1000'],
      ['FREQ=DAILY;INTERVAL=1001', '1 to 1000'],
      ['FREQ=DAILY;COUNT=10001', '1 to 10000'],
      ['FREQ=DAILY;COUNT=2;UNTIL=20991231', 'at most'],
      ['FREQ=DAILY;UNTIL=20990230', 'expected a date'],
      ['FREQ=DAILY;UNTIL=20991231T000000Z', 'expected a date'],
      ['FREQ=WEEKLY;BYDAY=1MO', 'without a number'],
      ['FREQ=WEEKLY;BYMONTHDAY=1', 'FREQ=MONTHLY'],
      ['FREQ=MONTHLY;BYDAY=6MO', '1 to 5'],
      ['FREQ=MONTHLY;BYMONTHDAY=32', '1 to 31'],
      ['FREQ=MONTHLY;BYSETPOS=1', 'beside it'],
      ['FREQ=MONTHLY;BYDAY=XX', 'MO, TU'],
      [`FREQ=YEARLY;BYMONTHDAY=${Array(200).fill(1).join()}`, '255'],
    ]) {
      const response = await send('POST', '/todos', { name: uuid(), due: '2099-01-01', repeat })
      expect([repeat, response.status]).toEqual([repeat, 400])
      const [error] = ((await response.json()) as any).errors
      expect(error.pointer).toBe('/repeat')
      expect(error.detail).toContain(expected)
    }
  })

  test('[E1] what repeats has a due date', async () => {
    expect(await refusal('POST', '/todos', { name: uuid(), repeat: 'FREQ=DAILY' })).toEqual([
      409,
      'repeat_needs_due',
    ])
    const todo = await newTodo()
    expect(await refusal('PATCH', `/todos/${todo.id}`, { due: null })).toEqual([409, 'repeat_needs_due'])
    const plain = await json('PATCH', `/todos/${todo.id}`, { due: null, repeat: null })
    expect(plain).toMatchObject({ due: null, repeat: null, series: todo.id })
  })

  test('[E2] reminders are triggers or moments, each once, ten at most', async () => {
    const reminders = ['-PT30M', 'PT9H', '-P1D', 'PT0S', '2098-12-31T09:00[Europe/Berlin]']
    const todo = await newTodo({ reminders })
    expect((await read(todo.id)).reminders).toEqual(reminders)
    expect((await json('PATCH', `/todos/${todo.id}`, { reminders: ['P1W'] })).reminders).toEqual(['P1W'])
    for (const wrong of [['P'], ['PT'], ['9:00'], ['2098-12-31'], ['P400D'], ['PT1H', 'PT1H'], Array(11)]) {
      const all = Array.from(wrong, (each: string | undefined, index) => each ?? `PT${index + 1}H`)
      const response = await send('PATCH', `/todos/${todo.id}`, { reminders: all })
      expect([wrong, response.status]).toEqual([wrong, 400])
    }
  })

  test('[E3] finishing makes the next one in the same command, with what it has, unfinished', async () => {
    const parent = await json('POST', '/todos', { name: uuid() })
    const todo = await newTodo({
      due: '2099-03-28T09:00[Europe/Berlin]',
      notes: 'n',
      priority: 'high',
      labels: ['l'],
      parent: parent.id,
      reminders: ['-PT30M', '2099-03-27T20:00[Europe/Berlin]'],
    })
    const finished = await finish(todo.id)
    expect(finished).toMatchObject({ finished: true, repeat: 'FREQ=DAILY', series: todo.id })
    const next = await read(finished.next)
    const { name, notes, priority, labels, position, list, repeat } = todo
    expect(next).toMatchObject({ name, notes, priority, labels, position, list, repeat, parent: parent.id })
    expect(next).toMatchObject({
      due: '2099-03-29T09:00[Europe/Berlin]',
      reminders: ['-PT30M', '2099-03-28T20:00[Europe/Berlin]'],
      finished: false,
      series: todo.id,
      next: null,
      anchor: null,
      number: todo.number + 1,
      version: finished.version,
    })
    // Finished once more, and anything else, makes no other.
    await finish(todo.id)
    await json('PATCH', `/todos/${todo.id}`, { notes: 'later' })
    expect((await read(todo.id)).next).toBe(next.id)
    expect((await turn(next.id)).due).toBe('2099-03-30T09:00[Europe/Berlin]')
  })

  test('[E3] at any door: PUT, a batch, the tutorial; and a command that is sent twice makes one', async () => {
    const put = await newTodo()
    const { name, due, repeat } = put
    const replaced = await json('PUT', `/todos/${put.id}`, { name, due, repeat, finished: true })
    expect((await read(replaced.next)).due).toBe('2099-01-02')
    const batched = await newTodo()
    const commands = [
      { type: 'updateTodo', id: uuid(), todo: batched.id, changes: { finished: true } },
      { type: 'updateTodo', id: uuid(), todo: batched.id, changes: { finished: true } },
    ]
    for (let i = 0; i < 2; i++) await json('POST', '/batch', { commands })
    const all = (await json('GET', `/todos?q=${batched.name}`)).items
    expect(all.length).toBe(2)
    const old = await newTodo()
    expect((await client().send('PATCH', `/todos/${old.number}`, { finished: true })).status).toBe(204)
    expect(await read((await read(old.id)).next)).toMatchObject({ name: old.name, due: '2099-01-02' })
  })

  test('[E3] of two who finish it at once, both see the same next one', async () => {
    const todo = await newTodo()
    const answers = await Promise.all([finish(todo.id), finish(todo.id), finish(todo.id)])
    expect(new Set(answers.map(({ next }) => next)).size).toBe(1)
    expect((await json('GET', `/todos?q=${todo.name}`)).items.length).toBe(2)
  })

  test('[E3] made and finished in one batch, atomic or not', async () => {
    for (const atomic of [false, true]) {
      const id = uuid()
      const todo = { id, name: id, due: '2099-01-01' }
      const update = (changes: object) => ({ type: 'updateTodo', todo: id, changes })
      const { outcomes } = await json('POST', '/batch', {
        atomic,
        commands: [
          { type: 'createTodo', todo },
          update({ repeat: 'FREQ=DAILY' }),
          { type: 'createTodo', todo: { name: uuid(), parent: id } },
          update({ finished: true }),
          update({ finished: false }),
          update({ finished: true }),
        ],
      })
      expect(outcomes.map((each: any) => each.accepted)).toEqual([true, true, true, true, true, true])
      const items = (await json('GET', `/todos?q=${id}`)).items
      expect(items.map((each: any) => each.due).toSorted()).toEqual(['2099-01-01', '2099-01-02'])
      expect((await json('GET', '/todos?deleted=true')).items.some((each: any) => each.name === id)).toBe(
        false,
      )
    }
  })

  test('[E4] what is late comes back in the future, what is early after its date; or counted from today', async () => {
    const late = await newTodo({ due: daysFrom(today(), -3) })
    expect((await turn(late.id)).due).toBe(daysFrom(today(), 1))
    const early = await newTodo({ due: daysFrom(today(), 5) })
    expect((await turn(early.id)).due).toBe(daysFrom(today(), 6))
    // Counted from today, and never to a date that is not after this one's.
    for (const [days, wanted] of [
      [-20, 3],
      [2, 3],
      [3, 6],
      [20, 21],
    ] as const) {
      const due = daysFrom(today(), days)
      const after = await newTodo({ due, repeat: 'FREQ=DAILY;INTERVAL=3', repeatFrom: 'finished' })
      expect([days, (await turn(after.id)).due]).toEqual([days, daysFrom(today(), wanted)])
    }
  })

  test('[E4] COUNT counts down, UNTIL and a rule without dates end the series', async () => {
    const counted = await newTodo({ repeat: 'FREQ=DAILY;COUNT=2' })
    const last = await turn(counted.id)
    expect(last.repeat).toBe('FREQ=DAILY;COUNT=1')
    expect(await turn(last.id)).toBeNull()
    expect(await turn((await newTodo({ repeat: 'FREQ=DAILY;UNTIL=20990101' })).id)).toBeNull()
    expect(await turn((await newTodo({ repeat: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' })).id)).toBeNull()
  })

  test('[E5] subtodos come along as unfinished copies; those that repeat by themselves go over', async () => {
    const todo = await newTodo()
    const below = async (parent: string, fields: object = {}) =>
      json('POST', '/todos', { name: uuid(), parent, ...fields })
    const [a, own] = [
      await below(todo.id, { due: '2099-01-01' }),
      await below(todo.id, { due: '2099-01-01', repeat: 'FREQ=DAILY' }),
    ]
    const deep = await below(a.id, { finished: true, notes: 'deep' })
    const ownBelow = await below(own.id)
    const binned = await below(todo.id)
    await send('DELETE', `/todos/${binned.id}`)
    const next = await turn(todo.id)
    const all = (await json('GET', '/todos?limit=1000')).items
    const [copy, ...others] = all.filter((each: any) => each.parent === next.id && each.id !== own.id)
    expect([others, copy.name, copy.due, copy.finished]).toEqual([[], a.name, '2099-01-02', false])
    const deepCopy = all.find((each: any) => each.parent === copy.id)
    expect(deepCopy).toMatchObject({ name: deep.name, notes: 'deep', finished: false, series: deep.id })
    expect(await read(own.id)).toMatchObject({ parent: next.id, due: '2099-01-01', next: null })
    expect(await read(deep.id)).toMatchObject({ parent: a.id, finished: true, next: deepCopy.id })
    // And back.
    await finish(todo.id, false)
    expect((await read(own.id)).parent).toBe(todo.id)
    expect((await read(ownBelow.id)).parent).toBe(own.id)
    expect((await read(a.id)).next).toBeNull()
    for (const gone of [next, copy, deepCopy]) expect((await read(gone.id)).deletedAt).not.toBeNull()
    // And again: the same ones.
    expect((await finish(todo.id)).next).toBe(next.id)
    expect(await read(copy.id)).toMatchObject({ deletedAt: null, parent: next.id })
    expect(await read(deepCopy.id)).toMatchObject({ deletedAt: null, parent: copy.id })
  })

  test('[E6] reopened: the one that follows goes to the trash, and comes back when it is finished again', async () => {
    const todo = await newTodo({ repeat: 'FREQ=DAILY;COUNT=5' })
    const next = await turn(todo.id)
    const reopened = await finish(todo.id, false)
    expect(reopened).toMatchObject({ finished: false, repeat: 'FREQ=DAILY;COUNT=5', due: '2099-01-01' })
    expect((await read(next.id)).deletedAt).not.toBeNull()
    await json('PATCH', `/todos/${todo.id}`, { notes: 'new' })
    const again = await turn(todo.id)
    expect(again).toMatchObject({
      id: next.id,
      number: next.number,
      deletedAt: null,
      notes: 'new',
      due: '2099-01-02',
    })
    expect(again.repeat).toBe('FREQ=DAILY;COUNT=4')
  })

  test('[E6] reopened when the one that follows was touched or finished: it does not repeat any more', async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: uuid() })).id
    for (const change of [{ notes: 'x' }, { finished: true }]) {
      const todo = await newTodo({ list })
      const next = await turn(todo.id)
      await json('PATCH', `/todos/${next.id}`, change)
      expect(await finish(todo.id, false)).toMatchObject({ finished: false, repeat: null, next: null })
      expect(await read(next.id)).toMatchObject({ deletedAt: null, ...change })
    }
  })

  test('[E7] where names are unique the one that follows has the name, and gives it back', async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: uuid(), uniqueNames: true })).id
    const todo = await newTodo({ list })
    const next = await turn(todo.id)
    expect(next.name).toBe(todo.name)
    const again = { list, name: todo.name }
    expect(await refusal('POST', '/todos', again)).toEqual([409, 'name_taken'])
    await finish(todo.id, false)
    expect(await refusal('POST', '/todos', again)).toEqual([409, 'name_taken'])
    await finish(todo.id)
    await json('PATCH', `/todos/${next.id}`, { notes: 'touched' })
    expect(await refusal('PATCH', `/todos/${todo.id}`, { finished: false })).toEqual([409, 'name_taken'])
    await json('PATCH', `/todos/${next.id}`, { name: uuid() })
    expect(await finish(todo.id, false)).toMatchObject({ finished: false, repeat: null })
    expect(await refusal('POST', '/todos', again)).toEqual([409, 'name_taken'])
  })

  test('[E7] it is not finished where a copy of a subtodo would have a name that is taken meanwhile', async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: uuid(), uniqueNames: true })).id
    const todo = await newTodo({ list })
    const below = { list, parent: todo.id, name: 'milk', finished: true }
    for (const _ of [1, 2]) await json('POST', '/todos', below)
    // Two of it would come back under one name.
    expect(await refusal('PATCH', `/todos/${todo.id}`, { finished: true })).toEqual([409, 'name_taken'])
    const [{ id }] = (await json('GET', `/todos?list=${list}&q=milk`)).items
    await send('DELETE', `/todos/${id}`)
    const other = await json('POST', '/todos', { list, name: 'milk' })
    expect(await refusal('PATCH', `/todos/${todo.id}`, { finished: true })).toEqual([409, 'name_taken'])
    expect(await refusal('POST', `/todos/${todo.id}/detach`, {})).toEqual([409, 'name_taken'])
    await finish(other.id)
    await turn(todo.id)
  })

  test('[E8] `due` alone moves this one only; with "anchor": null, or another rule, all to come', async () => {
    const todo = await newTodo({ due: '2099-01-05', repeat: 'FREQ=WEEKLY' })
    const moved = await json('PATCH', `/todos/${todo.id}`, { due: '2099-01-07' })
    expect(moved.anchor).toBe('2099-01-05')
    expect((await json('PATCH', `/todos/${todo.id}`, { due: '2099-01-08' })).anchor).toBe('2099-01-05')
    expect((await json('PATCH', `/todos/${todo.id}`, { due: '2099-01-05' })).anchor).toBeNull()
    await json('PATCH', `/todos/${todo.id}`, { due: '2099-01-07T10:00[UTC]' })
    const next = await turn(todo.id)
    expect([next.due, next.anchor]).toEqual(['2099-01-12', null])
    const all = await json('PATCH', `/todos/${next.id}`, { due: '2099-01-14', anchor: null })
    expect(all.anchor).toBeNull()
    expect((await turn(next.id)).due).toBe('2099-01-21')
    const other = await newTodo({ due: '2099-01-05', repeat: 'FREQ=WEEKLY' })
    await json('PATCH', `/todos/${other.id}`, { due: '2099-01-07' })
    expect((await json('PATCH', `/todos/${other.id}`, { repeat: 'FREQ=DAILY' })).anchor).toBeNull()
  })

  test('[E8] one that was moved goes on behind where it was moved to, finished or skipped, and so it is told', async () => {
    const moved = async (repeat: string) => {
      const todo = await newTodo({ due: '2099-12-01', repeat })
      return json('PATCH', `/todos/${todo.id}`, { due: '2099-12-22' })
    }
    const { id } = await moved('FREQ=WEEKLY')
    expect((await json('GET', `/todos/${id}/occurrences?limit=2`)).items).toEqual([
      '2099-12-29',
      '2100-01-05',
    ])
    expect((await turn(id)).due).toBe('2099-12-29')
    const daily = await moved('FREQ=DAILY')
    expect(await json('POST', `/todos/${daily.id}/skip`)).toMatchObject({ due: '2099-12-23', anchor: null })
    const detached = await moved('FREQ=DAILY;INTERVAL=2')
    expect((await read((await json('POST', `/todos/${detached.id}/detach`)).next)).due).toBe('2099-12-23')
  })

  test('[E9] what counts from when it is finished is skipped to a later date, not an earlier one', async () => {
    const todo = await newTodo({
      due: daysFrom(today(), 10),
      repeat: 'FREQ=DAILY;INTERVAL=3',
      repeatFrom: 'finished',
    })
    const wanted = daysFrom(today(), 13)
    expect((await json('GET', `/todos/${todo.id}/occurrences?limit=1`)).items).toEqual([wanted])
    expect((await json('POST', `/todos/${todo.id}/skip`)).due).toBe(wanted)
  })

  test('[E9] skip goes to the next date, and leaves no finished one', async () => {
    const todo = await newTodo({ repeat: 'FREQ=DAILY;COUNT=2', reminders: ['2098-12-31T09:00[UTC]'] })
    const skipped = await json('POST', `/todos/${todo.id}/skip`)
    expect(skipped).toMatchObject({
      id: todo.id,
      due: '2099-01-02',
      repeat: 'FREQ=DAILY;COUNT=1',
      finished: false,
    })
    expect(skipped.reminders).toEqual(['2099-01-01T09:00[UTC]'])
    expect((await json('GET', `/todos?q=${todo.name}`)).items.length).toBe(1)
    expect(await refusal('POST', `/todos/${todo.id}/skip`)).toEqual([409, 'no_next'])
    const plain = await json('POST', '/todos', { name: uuid() })
    for (const verb of ['skip', 'detach'])
      expect(await refusal('POST', `/todos/${plain.id}/${verb}`)).toEqual([409, 'no_next'])
    const stale = await send('POST', `/todos/${todo.id}/skip`, undefined, { 'if-match': '"1"' })
    expect(stale.status).toBe(412)
  })

  test('[E9] detach makes the one that follows now, and this one does not repeat any more', async () => {
    const todo = await newTodo()
    const detached = await json('POST', `/todos/${todo.id}/detach`)
    expect(detached).toMatchObject({ repeat: null, due: '2099-01-01', finished: false, name: todo.name })
    const next = await read(detached.next)
    expect(next).toMatchObject({ due: '2099-01-02', repeat: 'FREQ=DAILY', name: todo.name, series: todo.id })
    expect(await finish(todo.id)).toMatchObject({ next: next.id })
    expect((await json('GET', `/todos?q=${todo.name}`)).items.length).toBe(2)
    const last = await newTodo({ repeat: 'FREQ=DAILY;COUNT=1' })
    expect(await json('POST', `/todos/${last.id}/detach`)).toMatchObject({ repeat: null, next: null })
  })

  test('[E9] both may come in a batch', async () => {
    const [a, b] = [await newTodo(), await newTodo()]
    const commands = [
      { type: 'skipTodo', todo: a.id },
      { type: 'detachTodo', todo: b.id },
    ]
    const { outcomes } = await json('POST', '/batch', { commands })
    expect(outcomes[0].todo.due).toBe('2099-01-02')
    expect(outcomes[1].todo).toMatchObject({ repeat: null, next: expect.any(String) })
  })

  test('[E10] the dates to come are told, as many as are asked for', async () => {
    const todo = await newTodo({
      due: '2099-01-31T09:00[Europe/Berlin]',
      repeat: 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4',
    })
    const { items } = await json('GET', `/todos/${todo.id}/occurrences`)
    const at = (date: string) => `${date}T09:00[Europe/Berlin]`
    expect(items).toEqual([at('2099-02-28'), at('2099-03-31'), at('2099-04-30')])
    expect((await json('GET', `/todos/${todo.id}/occurrences?limit=1`)).items.length).toBe(1)
    expect((await send('GET', `/todos/${todo.id}/occurrences?limit=101`)).status).toBe(400)
    expect((await send('GET', `/todos/${uuid()}/occurrences`)).status).toBe(404)
  })

  test('[E11] the account has a zone, in local mode as well, and it is heeded at once', async () => {
    expect((await json('GET', '/account')).zone).toBeNull()
    expect((await send('PATCH', '/account', { zone: 'Nowhere/Else' })).status).toBe(400)
    expect((await send('PATCH', '/account', {})).status).toBe(400)
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect((await json('PATCH', '/account', { zone })).zone).toBe(zone)
      expect((await json('GET', '/account')).zone).toBe(zone)
      const there = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date())
      const todo = await newTodo({ due: '2020-01-01' })
      expect((await turn(todo.id)).due).toBe(daysFrom(there, 1))
    }
    expect((await json('PATCH', '/account', { zone: null })).zone).toBeNull()
  })

  test('[E12] one that repeats goes on in the list it was moved to, and is not moved and finished at once', async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: uuid() })).id
    const todo = await newTodo()
    expect(await refusal('PATCH', `/todos/${todo.id}`, { list, finished: true })).toEqual([
      409,
      'repeat_moves',
    ])
    await json('PATCH', `/todos/${todo.id}`, { list })
    expect((await turn(todo.id)).list).toBe(list)
  })

  test(`[E14] random changes leave one of a series at most that repeats and is to be done, seed ${seed}`, async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: uuid(), uniqueNames: true })).id
    const ids: string[] = []
    const numRuns = engine === 'memory' ? 600 : 150
    const random = fc.sample(fc.tuple(fc.nat(), fc.nat(9), fc.nat(9)), { numRuns, seed })
    for (const [which, kind, name] of random) {
      const id = ids[which % Math.max(ids.length, 1)]
      if (!id || kind === 0) {
        const parent = kind === 0 && id ? { parent: id } : {}
        // Its name may be another one's.
        const fields = { due: '2099-01-01', repeat: 'FREQ=DAILY', ...parent }
        const made = await json('POST', '/todos', { list, name: `${name}`, ...fields })
        if (made.id) ids.push(made.id)
      } else if (kind < 4) await finish(id)
      else if (kind < 6) await finish(id, false)
      else if (kind === 6) await send('POST', `/todos/${id}/skip`)
      else if (kind === 7) await json('PATCH', `/todos/${id}`, { name: `${name}` })
      else if (kind === 8)
        await send(name < 4 ? 'DELETE' : 'POST', `/todos/${id}${name < 4 ? '' : '/restore'}`)
      else await send('POST', `/todos/${id}/detach`)
      const all = (await json('GET', `/todos?list=${list}&limit=1000`)).items
      for (const todo of all) if (!ids.includes(todo.id)) ids.push(todo.id)
      const running = all.filter((todo: any) => todo.repeat && !todo.finished).map((todo: any) => todo.series)
      expect(running.toSorted()).toEqual([...new Set(running)].toSorted())
      const held = all.filter((todo: any) => holdsName(todo)).map((todo: any) => todo.name)
      expect(held.toSorted()).toEqual([...new Set(held)].toSorted())
    }
    expect(ids.length).toBeGreaterThan(10)
  })
})
