/** Version 1 of the API (SPEC.md, A1 to A19). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { BatchOutcomes } from '../../src/http/api/batch.ts'
import { pageOf } from '../../src/http/api/page.ts'
import { Problem } from '../../src/model/problem.ts'
import { List } from '../../src/model/list.ts'
import { laterDefaults } from '../../src/model/blanks.ts'
import { Todo } from '../../src/model/todo.ts'
import { clientOf, onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('todos', (client) => {
  const answers: { method: string; path: string; status: number; code: string | undefined }[] = []
  const send = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const response = await client().send(method, `/api/v1${path}`, body, headers)
    const { status } = response
    const code = status < 400 ? undefined : ((await response.clone().json()) as { code: string }).code
    answers.push({ method, path, status, code })
    return response
  }
  const json = async (...request: Parameters<typeof send>): Promise<any> => (await send(...request)).json()
  const done = async (...request: Parameters<typeof send>): Promise<any> => {
    const response = await send(...request)
    if (!response.ok) throw new Error(`${request[0]} ${request[1]} was refused: ${await response.text()}`)
    return response.json()
  }
  const newList = (fields: object = {}) => done('POST', '/lists', { name: 'A list', ...fields })
  const newTodo = async (fields: object = {}) => done('POST', '/todos', { name: uuid(), ...fields })

  test('[A1] a new todo has its defaults, its address and its version', async () => {
    const list = await newList()
    const response = await send('POST', '/todos', { list: list.id, name: 'Water the plants' })
    const todo: any = await response.json()
    expect(response.status).toBe(201)
    expect(response.headers.get('location')).toBe(`/api/v1/todos/${todo.id}`)
    expect(response.headers.get('etag')).toBe(`"${todo.version}"`)
    const { id, createdAt, ...rest } = todo
    expect(id).toMatch(/^[0-9a-f-]{14}7/)
    expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(60_000)
    expect(rest).toEqual({
      list: list.id,
      number: 1,
      name: 'Water the plants',
      finished: false,
      notes: '',
      ...laterDefaults,
      due: null,
      priority: 'none',
      labels: [],
      parent: null,
      position: 'a0',
      repeat: null,
      repeatFrom: 'due',
      anchor: null,
      reminders: [],
      series: null,
      next: null,
      finishedAt: null,
      updatedAt: createdAt,
      version: 2,
      deletedAt: null,
    })
    expect(await json('GET', `/todos/${id}`)).toEqual(todo)
  })

  test('[A2] every field comes back as it was set', async () => {
    const parent = await newTodo()
    const fields = {
      id: uuid(),
      name: '😀 "quoted" \\ one  line',
      finished: true,
      notes: '# Notes\n'.repeat(100),
      due: '2026-12-01T09:00[Europe/Berlin]',
      priority: 'high',
      labels: ['home', '家', 'a b'],
      parent: parent.id,
      position: 'a0V',
    }
    const todo = await json('POST', '/todos', fields)
    expect(todo).toMatchObject(fields)
    expect(todo.finishedAt).toBe(todo.createdAt)
    expect(await json('GET', `/todos/${todo.id}`)).toEqual(todo)
  })

  test('[A1] a todo at the last position that there can be stays the last, and the others have an order of their own', async () => {
    const list = await newList()
    const last = `${'z'.repeat(255)}V`
    const todos = [await newTodo({ list: list.id, position: last })]
    for (let count = 0; count < 8; count++) todos.push(await newTodo({ list: list.id }))
    for (const todo of todos) Todo.parse(todo)
    const { items } = await json('GET', `/todos?list=${list.id}`)
    const [first, ...others] = todos.map((todo) => todo.id)
    expect(items.map((todo: any) => todo.id)).toEqual([...others, first])
    expect((await send('PATCH', `/todos/${todos[8].id}`, { position: todos[8].position })).status).toBe(200)
  })

  test('[A3] PATCH changes what it names and nothing else', async () => {
    const todo = await newTodo({ notes: 'keep', due: '2026-11-30', labels: ['x'] })
    const changes = [
      { name: uuid() },
      { finished: true },
      { notes: 'new' },
      { due: null },
      { priority: 'low' },
      { labels: [] },
      { position: 'Zz' },
    ]
    let before = todo
    for (const change of changes) {
      const after = await json('PATCH', `/todos/${todo.id}`, change)
      const { updatedAt, version, finishedAt, ...rest } = before
      expect(after).toMatchObject({ ...rest, ...change })
      expect(after.version).toBe(version + 1)
      expect(after.finishedAt !== null).toBe(after.finished)
      before = after
    }
    expect((await json('PATCH', `/todos/${todo.id}`, { finished: false })).finishedAt).toBeNull()
  })

  test('[A4] a PATCH that changes nothing leaves the version', async () => {
    const todo = await newTodo({ labels: ['a', 'b'] })
    for (const change of [{}, { name: todo.name }, { labels: ['a', 'b'] }, { finished: false }]) {
      const response = await send('PATCH', `/todos/${todo.id}`, change)
      expect([response.status, await response.json()]).toEqual([200, todo])
    }
  })

  test('[A5] PUT makes a todo under an id of the client, and replaces all of it', async () => {
    const id = uuid()
    const first = await send('PUT', `/todos/${id}`, {
      name: uuid(),
      notes: 'n',
      labels: ['l'],
      due: '2027-01-01',
      priority: 'high',
      finished: true,
    })
    const todo: any = await first.json()
    expect([first.status, todo.id, first.headers.get('location')]).toEqual([201, id, `/api/v1/todos/${id}`])
    const second = await send('PUT', `/todos/${id}`, { name: todo.name })
    expect(second.status).toBe(200)
    expect(await second.json()).toMatchObject({
      name: todo.name,
      notes: '',
      labels: [],
      due: null,
      priority: 'none',
      finished: false,
      repeat: null,
      repeatFrom: 'due',
      anchor: null,
      reminders: [],
      series: null,
      next: null,
      finishedAt: null,
      number: todo.number,
      position: todo.position,
      createdAt: todo.createdAt,
    })
  })

  test('[A5] an id that is in use in any list is refused, and the todo that has it stays', async () => {
    const todo = await newTodo()
    const list = await newList()
    for (const fields of [{}, { list: list.id }]) {
      const response = await send('POST', '/todos', { id: todo.id, name: uuid(), ...fields })
      expect([response.status, ((await response.json()) as any).code]).toEqual([409, 'id_taken'])
    }
    expect(await json('GET', `/todos/${todo.id}`)).toEqual(todo)
    expect((await send('PUT', `/todos/${todo.id}`, { name: uuid(), list: list.id })).status).toBe(409)
  })

  test('[A6] DELETE bins, restore brings back, both as often as they are sent', async () => {
    const todo = await newTodo({ notes: 'kept' })
    for (let i = 0; i < 2; i++) expect((await send('DELETE', `/todos/${todo.id}`)).status).toBe(204)
    const binned = await json('GET', `/todos/${todo.id}`)
    expect(binned.deletedAt).not.toBeNull()
    expect((await json('GET', '/todos?deleted=true')).items.map((each: any) => each.id)).toContain(todo.id)
    expect((await send('PATCH', `/todos/${todo.id}`, { notes: 'x' })).status).toBe(409)
    expect((await send('PUT', `/todos/${todo.id}`, { name: 'x' })).status).toBe(409)
    for (let i = 0; i < 2; i++) {
      const response = await send('POST', `/todos/${todo.id}/restore`)
      expect(await response.json()).toMatchObject({ id: todo.id, notes: 'kept', deletedAt: null })
    }
  })

  test('[A7] a todo goes to the trash and comes back with all that is below it', async () => {
    const list = await newList()
    const make = (name: string, parent: string | null) => newTodo({ list: list.id, name, parent })
    const top = await make('top', null)
    const child = await make('child', top.id)
    const grandchild = await make('grandchild', child.id)
    const binnedBefore = await make('binned before', top.id)
    await send('DELETE', `/todos/${binnedBefore.id}`)
    await Bun.sleep(2)
    await send('DELETE', `/todos/${top.id}`)
    const ids = async (query: string) =>
      (await json('GET', `/todos?list=${list.id}${query}`)).items.map((each: any) => each.id)
    expect(await ids('')).toEqual([])
    expect((await json('POST', `/todos/${child.id}/restore`)).parent).toBeNull()
    expect(await ids('')).toEqual([child.id, grandchild.id])
    await send('POST', `/todos/${top.id}/restore`)
    expect(await ids('')).toEqual([top.id, child.id, grandchild.id])
    expect(await ids('&deleted=true')).toEqual([binnedBefore.id])
  })

  test('[A7] a todo with too many below it hides nothing of another one of the same batch', async () => {
    const list = await newList()
    const [crowded, small] = [
      await newTodo({ list: list.id }),
      await newTodo({ list: list.id, name: 'small' }),
    ]
    const child = await newTodo({ list: list.id, name: 'child', parent: small.id })
    for (let made = 0; made < 2_500; made += 100) {
      const commands = Array.from({ length: 100 }, (_, index) => ({
        type: 'createTodo',
        todo: { list: list.id, name: `${made + index}`, parent: crowded.id },
      }))
      await send('POST', '/batch', { commands })
    }
    const { outcomes } = await json('POST', '/batch', {
      commands: [crowded, small].map((todo) => ({ type: 'deleteTodo', todo: todo.id })),
    })
    expect(outcomes.map((outcome: any) => outcome.problem?.code ?? 'accepted')).toEqual([
      'subtree_too_large',
      'accepted',
    ])
    expect((await json('GET', `/todos/${child.id}`)).deletedAt).not.toBeNull()
  })

  test('[A8] parents are of the same list, never below their own child, never too deep', async () => {
    const list = await newList()
    const chain: any[] = []
    for (let depth = 1; depth <= 8; depth++)
      chain.push(await newTodo({ list: list.id, parent: chain.at(-1)?.id ?? null }))
    const codeOf = async (method: string, path: string, body: unknown) =>
      (await json(method, path, body)).code
    expect(await codeOf('POST', '/todos', { list: list.id, name: 'x', parent: chain[7].id })).toBe('too_deep')
    expect(await codeOf('PATCH', `/todos/${chain[0].id}`, { parent: chain[3].id })).toBe('parent_cycle')
    expect(await codeOf('PATCH', `/todos/${chain[0].id}`, { parent: chain[0].id })).toBe('parent_cycle')
    const other = await newTodo({ list: list.id })
    expect(await codeOf('PATCH', `/todos/${chain[0].id}`, { parent: other.id })).toBe('too_deep')
    expect((await json('PATCH', `/todos/${chain[1].id}`, { parent: other.id })).parent).toBe(other.id)
    expect(await codeOf('POST', '/todos', { name: 'elsewhere', parent: other.id })).toBe('parent_not_found')
    expect(await codeOf('POST', '/todos', { list: list.id, name: 'x', parent: uuid() })).toBe(
      'parent_not_found',
    )
    await send('DELETE', `/todos/${other.id}`)
    expect(await codeOf('POST', '/todos', { list: list.id, name: 'x', parent: other.id })).toBe(
      'parent_not_found',
    )
  })

  test('[A45] a todo whose parent can not be it comes to the top of its list where that is asked for, else 409', async () => {
    const [list, other] = [await newList(), await newList()]
    const chain: any[] = []
    for (let depth = 1; depth <= 8; depth++)
      chain.push(await newTodo({ list: list.id, parent: chain.at(-1)?.id ?? null }))
    const [moved, binned, live] = [
      await newTodo({ list: list.id }),
      await newTodo({ list: list.id }),
      await newTodo({ list: list.id }),
    ]
    await send('PATCH', `/todos/${moved.id}`, { list: other.id })
    await send('DELETE', `/todos/${binned.id}`)
    const parents = { moved: moved.id, binned: binned.id, gone: uuid(), deep: chain[7].id }
    for (const [why, parent] of Object.entries(parents)) {
      const todo = { list: list.id, name: why, notes: 'what was written', parent }
      const [put, key] = [`/todos/${uuid()}`, { 'idempotency-key': uuid() }]
      expect((await send('POST', '/todos', todo)).status).toBe(409)
      expect((await send('PUT', put, todo)).status).toBe(409)
      const asked = await send('POST', '/todos?parentOr=top', todo, key)
      expect(asked.status).toBe(201)
      const made: any = await asked.json()
      expect(made).toMatchObject({ ...todo, parent: null })
      // Sent again it is answered as at first.
      expect(await json('POST', '/todos?parentOr=top', todo, key)).toEqual(made)
      expect(await json('PUT', `${put}?parentOr=top`, todo)).toMatchObject({ ...todo, parent: null })
      const commands = [
        { type: 'createTodo', id: uuid(), todo, parentOr: 'top' },
        { type: 'createTodo', id: uuid(), todo },
      ]
      const { outcomes } = await json('POST', '/batch', { commands })
      expect(outcomes[0].todo).toMatchObject({ ...todo, parent: null })
      expect(outcomes[1].problem.status).toBe(409)
    }
    // One that can be it is taken; one that is there is replaced, also where its parent would be below it.
    const below = await json('POST', '/todos?parentOr=top', { list: list.id, name: 'below', parent: live.id })
    expect(below.parent).toBe(live.id)
    const ring = { name: 'ring', parent: below.id }
    expect((await json('PUT', `/todos/${live.id}`, ring)).code).toBe('parent_cycle')
    expect(await json('PUT', `/todos/${live.id}?parentOr=top`, ring)).toMatchObject({
      name: 'ring',
      parent: null,
    })
    expect((await send('POST', '/todos?parentOr=bottom', ring)).status).toBe(400)
    // What is in its own way is refused all the same.
    const twice = { name: uuid(), parent: uuid(), list: (await newList({ uniqueNames: true })).id }
    await json('POST', '/todos?parentOr=top', twice)
    expect((await json('POST', '/todos?parentOr=top', twice)).code).toBe('name_taken')
  })

  test('[A21] a todo is moved to another list with all that is below it', async () => {
    const [from, to] = [await newList(), await newList({ uniqueNames: true })]
    const top = await newTodo({ list: from.id, name: 'top' })
    const child = await newTodo({ list: from.id, name: 'child', parent: top.id })
    const there = await newTodo({ list: to.id, name: 'child' })
    const move = (changes: object) => json('PATCH', `/todos/${top.id}`, { list: to.id, ...changes })
    expect((await move({})).code).toBe('name_taken')
    await send('PATCH', `/todos/${there.id}`, { name: 'there' })
    expect((await move({ name: 'there' })).code).toBe('name_taken')
    expect((await move({ parent: child.id })).code).toBe('parent_not_found')
    expect((await json('PATCH', `/todos/${top.id}`, { list: uuid() })).code).toBe('list_not_found')
    const versionOf = async (list: { id: string }) =>
      (await json('GET', `/changes?space=${list.id}`)).cursor.split('.')[1]
    const before = Number(await versionOf(from))
    const epoch = (await json('GET', `/changes?space=${from.id}`)).cursor.split('.')[0]
    const moved = await move({ parent: there.id, finished: true })
    expect(moved).toMatchObject({ list: to.id, number: 2, parent: there.id, finished: true, name: 'top' })
    expect(await json('GET', `/todos/${child.id}`)).toMatchObject({ list: to.id, number: 3, parent: top.id })
    expect(Number(await versionOf(from))).toBe(before + 1)
    const changes = await json('GET', `/changes?space=${from.id}&cursor=${epoch}.${before}`)
    expect(changes.gone.toSorted()).toEqual([top.id, child.id].toSorted())
    expect(changes.todos).toEqual([])
    const back = await json('PATCH', `/todos/${top.id}`, { list: from.id })
    expect(back).toMatchObject({ list: from.id, number: 3, parent: null })
    const whole = await json('GET', `/changes?space=${from.id}&cursor=${epoch}.${before}`)
    expect(whole.todos.map((todo: any) => todo.name).toSorted()).toEqual(['child', 'top'])
  })

  test('[A21] there and back in one batch: the todo is where it was, under a new number', async () => {
    const [from, to] = [await newList(), await newList()]
    const todo = await newTodo({ list: from.id, name: 'there and back' })
    const move = (list: string) => ({ type: 'updateTodo', todo: todo.id, changes: { list } })
    const finish = { type: 'updateTodo', todo: todo.id, changes: { finished: true } }
    await json('POST', '/batch', { commands: [move(to.id), move(from.id), finish] })
    expect(await json('GET', `/todos/${todo.id}`)).toMatchObject({ list: from.id, number: 2, finished: true })
  })

  test('[A9] names are unique among the open todos of a list that says so, and of no other', async () => {
    const unique = await newList({ uniqueNames: true })
    const name = uuid()
    const add = (fields: object = {}) => json('POST', '/todos', { name, ...fields })
    const held = await add({ list: unique.id })
    for (const list of [undefined, (await newList()).id])
      for (const _ of [1, 2]) expect((await add({ ...(list && { list }) })).name).toBe(name)
    expect(await add({ list: unique.id })).toMatchObject({ code: 'name_taken', status: 409 })
    expect((await add({ list: unique.id, finished: true })).finished).toBe(true)
    await send('DELETE', `/todos/${held.id}`)
    const next = await add({ list: unique.id })
    expect((await json('POST', `/todos/${held.id}/restore`)).code).toBe('name_taken')
    const other = await newTodo({ list: unique.id })
    expect((await json('PATCH', `/todos/${other.id}`, { name })).code).toBe('name_taken')
    // Finished, it lets its name go; open again, it must have it.
    await json('PATCH', `/todos/${next.id}`, { finished: true })
    expect((await json('PATCH', `/todos/${other.id}`, { name })).name).toBe(name)
    expect((await json('PATCH', `/todos/${next.id}`, { finished: false })).code).toBe('name_taken')
    expect((await json('PUT', `/todos/${next.id}`, { name })).code).toBe('name_taken')
    expect((await json('PATCH', `/todos/${next.id}`, { finished: false, name: 'free' })).name).toBe('free')
  })

  test('[A96] the owner lets names repeat in a list, or has them unique where no two open todos are called alike', async () => {
    const list = await newList()
    const make = (name: string, fields: object = {}) => newTodo({ list: list.id, name, ...fields })
    const [first, second] = [await make('milk'), await make('milk')]
    await make('milk', { finished: true })
    for (let pair = 0; pair < 2; pair++) for (let name = 0; name < 7; name++) await make(`tea ${name}`)
    await make('bread')
    const unique = (uniqueNames: boolean) => json('PATCH', `/lists/${list.id}`, { uniqueNames })
    const refused = await unique(true)
    expect(refused).toMatchObject({ status: 409, code: 'names_repeat', params: { more: 0 } })
    const teas = Array.from({ length: 7 }, (_, name) => `tea ${name}`)
    expect(refused.params.names.toSorted()).toEqual(['milk', ...teas])
    expect(refused.detail).toContain('"milk"')
    for (const { id } of (await json('GET', `/todos?list=${list.id}&q=tea`)).items)
      await send('DELETE', `/todos/${id}`)
    // What a batch has done counts, before and behind the switch.
    const switchOn = { type: 'updateList', list: list.id, changes: { uniqueNames: true } }
    const rename = (name: string) => ({ type: 'updateTodo', todo: second.id, changes: { name } })
    const add = (name: string) => ({ type: 'createTodo', todo: { list: list.id, name } })
    const { outcomes } = await json('POST', '/batch', {
      commands: [switchOn, rename('bread'), switchOn, rename('oats'), switchOn, rename('milk'), add('bread')],
    })
    expect(outcomes.map((outcome: any) => outcome.problem?.code ?? 'accepted')).toEqual([
      ...['names_repeat', 'accepted', 'names_repeat', 'accepted', 'accepted', 'name_taken', 'name_taken'],
    ])
    for (const name of ['milk', 'bread', 'oats'])
      expect((await json('POST', '/todos', { list: list.id, name })).code).toBe('name_taken')
    expect(await unique(false)).toMatchObject({ uniqueNames: false })
    expect((await make('milk')).name).toBe('milk')
    expect((await unique(true)).params.names).toEqual(['milk'])
    await json('PATCH', `/todos/${first.id}`, { finished: true })
    expect(await unique(true)).toMatchObject({ uniqueNames: true })
    const [entry] = (await json('GET', `/lists/${list.id}/history`)).items
    await json('POST', `/history/${entry.id}/undo`)
    expect((await make('milk')).name).toBe('milk')
    expect((await json('POST', `/history/${entry.id}/undo`)).outcome).toBe('unchanged')
    const [undoing] = (await json('GET', `/lists/${list.id}/history?subject=${list.id}`)).items
    expect((await json('POST', `/history/${undoing.id}/undo`)).code).toBe('names_repeat')
  })

  test('[A97] in the default list too names are unique once its owner says so', async () => {
    const { defaultList } = await json('GET', '/account')
    const name = uuid()
    for (const _ of [1, 2]) await newTodo({ name })
    const unique = (uniqueNames: boolean) => json('PATCH', `/lists/${defaultList}`, { uniqueNames })
    expect((await unique(true)).params.names).toContain(name)
    for (const todo of (await json('GET', `/todos?list=${defaultList}&limit=1000`)).items)
      await send('DELETE', `/todos/${todo.id}`)
    expect((await unique(true)).uniqueNames).toBe(true)
    const todo = await newTodo({ name })
    expect((await json('POST', '/todos', { name })).code).toBe('name_taken')
    await json('PATCH', `/todos/${todo.id}`, { finished: true })
    await newTodo({ name })
    expect((await json('PATCH', `/todos/${todo.id}`, { finished: false })).code).toBe('name_taken')
    expect((await unique(false)).uniqueNames).toBe(false)
    expect((await json('PATCH', `/todos/${todo.id}`, { finished: false })).finished).toBe(false)
  })

  test('[A10] an Idempotency-Key acts once and gets its first answer', async () => {
    const key = uuid()
    const body = { name: uuid() }
    const first = await send('POST', '/todos', body, { 'idempotency-key': key })
    const todo: any = await first.json()
    await send('PATCH', `/todos/${todo.id}`, { notes: 'changed since' })
    for (const sent of [key, `"${key}"`]) {
      const again = await send('POST', '/todos', body, { 'idempotency-key': sent })
      expect([again.status, again.headers.get('idempotency-replayed'), again.headers.get('etag')]).toEqual([
        201,
        'true',
        first.headers.get('etag'),
      ])
      expect(await again.json()).toEqual(todo)
    }
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    const other = await send('POST', '/todos', { name: uuid() }, { 'idempotency-key': key })
    expect([other.status, ((await other.json()) as any).code]).toEqual([422, 'key_reused'])
  })

  test('[A10] the same key many times at once acts once', async () => {
    const key = uuid()
    const body = { name: uuid() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send('POST', '/todos', body, { 'idempotency-key': key })),
    )
    const todos = await Promise.all(answers.map((answer) => answer.json()))
    expect(new Set(todos.map((todo: any) => todo.id)).size).toBe(1)
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null).length).toBe(1)
  })

  test('[A10] a refused command may be sent again under its key', async () => {
    const [key, name, list] = [uuid(), uuid(), (await newList({ uniqueNames: true })).id]
    const holder = await newTodo({ list, name })
    expect((await send('POST', '/todos', { list, name }, { 'idempotency-key': key })).status).toBe(409)
    await send('DELETE', `/todos/${holder.id}`)
    expect((await send('POST', '/todos', { list, name }, { 'idempotency-key': key })).status).toBe(201)
  })

  test('[A11] If-Match lets only the version through that the client saw; 412 carries the present state', async () => {
    const todo = await newTodo()
    const old = `"${todo.version}"`
    const changed = await send('PATCH', `/todos/${todo.id}`, { notes: '1' }, { 'if-match': old })
    expect(changed.status).toBe(200)
    for (const [method, path, body] of [
      ['PATCH', '', { notes: '2' }],
      ['PUT', '', { name: 'x' }],
      ['DELETE', '', undefined],
      ['POST', '/restore', undefined],
    ] as const) {
      const refused = await send(method, `/todos/${todo.id}${path}`, body, { 'if-match': old })
      expect(refused.status).toBe(412)
      expect(await refused.json()).toMatchObject({
        code: 'version_mismatch',
        current: { id: todo.id, notes: '1' },
      })
    }
    const tags = `${old}, ${changed.headers.get('etag')}`
    expect((await send('PATCH', `/todos/${todo.id}`, { notes: '3' }, { 'if-match': tags })).status).toBe(200)
    const sparse = `, "a, b",,${(await send('GET', `/todos/${todo.id}`)).headers.get('etag')},`
    expect((await send('PATCH', `/todos/${todo.id}`, { notes: '3b' }, { 'if-match': sparse })).status).toBe(
      200,
    )
    expect((await send('PATCH', `/todos/${todo.id}`, { notes: '4' }, { 'if-match': '*' })).status).toBe(200)
    expect((await send('PATCH', `/todos/${todo.id}`, { notes: '5' }, { 'if-match': 'W/"1"' })).status).toBe(
      412,
    )
    for (const tags of ['nonsense', '1', '"1', '"1" "2"', ''])
      expect((await send('PATCH', `/todos/${todo.id}`, { notes: '5' }, { 'if-match': tags })).status).toBe(
        400,
      )
    expect((await send('PUT', `/todos/${todo.id}`, { name: 'x' }, { 'if-none-match': '*' })).status).toBe(412)
    expect((await send('PUT', `/todos/${uuid()}`, { name: uuid() }, { 'if-match': '*' })).status).toBe(412)
    expect((await send('PUT', `/todos/${uuid()}`, { name: uuid() }, { 'if-none-match': '*' })).status).toBe(
      201,
    )
  })

  test('[A11] of many changes to one version at once, one wins', async () => {
    const todo = await newTodo()
    const headers = { 'if-match': `"${todo.version}"` }
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => send('PATCH', `/todos/${todo.id}`, { notes: `${i}` }, headers)),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(412)])
  })

  test('[A12] a read that has not changed is a 304', async () => {
    const todo = await newTodo()
    for (const path of [
      `/todos/${todo.id}`,
      `/todos?list=${todo.list}`,
      '/todos',
      '/lists',
      `/lists/${todo.list}`,
    ]) {
      const etag = (await send('GET', path)).headers.get('etag') ?? ''
      expect((await send('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304)
      if (path.startsWith('/lists')) continue
      await send('PATCH', `/todos/${todo.id}`, { notes: uuid() })
      expect((await send('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200)
    }
  })

  test('[A13] filters', async () => {
    const list = await newList()
    const make = (name: string, fields: object = {}) => newTodo({ list: list.id, name, ...fields })
    await make('plain')
    await make('finished', { finished: true })
    await make('labelled', { labels: ['home', 'x%_"\\'] })
    await make('due early', { due: '2026-11-01', notes: 'Look for 100%_done\\' })
    await make('due at noon', { due: '2026-11-30T12:00[Asia/Shanghai]' })
    await make('due late', { due: '2026-12-01' })
    const names = async (query: string) =>
      (await json('GET', `/todos?list=${list.id}&${query}`)).items.map((todo: any) => todo.name)
    expect(await names('finished=true')).toEqual(['finished'])
    expect((await names('finished=false')).length).toBe(5)
    expect(await names('label=home')).toEqual(['labelled'])
    expect(await names('label=hom')).toEqual([])
    expect(await names(`label=${encodeURIComponent('x%_"\\')}`)).toEqual(['labelled'])
    expect(await names('due_from=2026-11-30')).toEqual(['due at noon', 'due late'])
    expect(await names('due_to=2026-11-30')).toEqual(['due early', 'due at noon'])
    expect(await names('due_from=2026-11-02&due_to=2026-11-30')).toEqual(['due at noon'])
    const byDue = await names('sort=due')
    expect([byDue.slice(0, 3), byDue.length]).toEqual([['due early', 'due at noon', 'due late'], 6])
    expect(await names('q=DUE')).toEqual(['due early', 'due at noon', 'due late'])
    expect(await names(`q=${encodeURIComponent('100%_')}`)).toEqual(['due early'])
    expect(await names(`q=${encodeURIComponent('done\\')}`)).toEqual(['due early'])
    expect(await names('q=x%25_y')).toEqual([])
    expect(await names('q=late&due_to=2026-12-01&finished=false')).toEqual(['due late'])
  })

  test.each(['position', 'number', 'due'])('[A14] pages sorted by %s hold each todo once', async (sort) => {
    const list = await newList()
    const commands = Array.from({ length: 25 }, (_, i) => ({
      type: 'createTodo',
      todo: {
        list: list.id,
        name: `${i}`,
        position: ['a0', 'a1', 'a2'][i % 3],
        due: `2026-11-${10 + (i % 4)}`,
      },
    }))
    await json('POST', '/batch', { commands })
    const seen: any[] = []
    let path: string | null = `/todos?list=${list.id}&limit=4&sort=${sort}`
    while (path) {
      const response = await send('GET', path)
      const page: any = await response.json()
      seen.push(...page.items)
      const link = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
      expect(link === undefined).toBe(page.next === null)
      path = link ? link.slice('/api/v1'.length) : null
    }
    expect(seen.length).toBe(25)
    expect(new Set(seen.map((todo) => todo.id)).size).toBe(25)
    const key = (todo: any) =>
      sort === 'number'
        ? [String(todo.number).padStart(9, '0')]
        : [sort === 'due' ? todo.due : todo.position, todo.id]
    const keys = seen.map((todo) => key(todo).join(' '))
    expect(keys).toEqual(keys.toSorted())
  })

  test('[A14] a cursor of another query, or of nobody, is refused', async () => {
    const list = await newList()
    await json('POST', '/batch', {
      commands: ['a', 'b'].map((name) => ({ type: 'createTodo', todo: { list: list.id, name } })),
    })
    const { next } = await json('GET', `/todos?list=${list.id}&limit=1`)
    expect((await send('GET', `/todos?list=${list.id}&limit=1&cursor=${next}`)).status).toBe(200)
    for (const query of [
      `list=${list.id}&finished=true&cursor=${next}`,
      `cursor=${next}`,
      'cursor=abc',
      `cursor=${btoa('["",{}]')}`,
    ]) {
      expect(await json('GET', `/todos?${query}`)).toMatchObject({ status: 400, code: 'bad_cursor' })
    }
  })

  test('[A14] a cursor that says something else than the place behind a row is refused', async () => {
    const list = await newList()
    for (const due of ['2026-12-01', '2026-12-02']) await newTodo({ list: list.id, due })
    const forged = (cursor: string, key: unknown[]) => {
      const [hash] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
      return Buffer.from(JSON.stringify([hash, ...key])).toString('base64url')
    }
    const places: Record<string, unknown[][]> = {
      '/lists?': [['x'], [5], ['\0'], [list.id, list.id], [{}]],
      '/todos?sort=position&': [
        [list.id],
        [list.id, 'a0'],
        [list.id, 'a0', 'x'],
        [5, 'a0', list.id],
        [list.id, 5, list.id],
      ],
      '/todos?sort=number&': [
        [list.id],
        [list.id, 'x'],
        [list.id, 1.5],
        [list.id, 1e300],
        ['x', 1],
        [list.id, 1, 1],
      ],
      '/todos?sort=due&': [
        ['2026-12-01'],
        ['2026-12-01', 'x'],
        [5, list.id],
        ['\ud800', list.id],
        ['\0', list.id],
        ['', list.id],
        ['', 'x', 1],
        ['', list.id, 1.5],
      ],
    }
    for (const [path, keys] of Object.entries(places)) {
      const { next } = await json('GET', `${path}limit=1`)
      for (const key of keys) {
        const problem = await json('GET', `${path}limit=1&cursor=${forged(next, key)}`)
        expect([path, key, problem.code]).toEqual([path, key, 'bad_cursor'])
      }
    }
  })

  test('[A15] lists are made, renamed, binned and restored; the default one stays', async () => {
    const id = uuid()
    const response = await send('POST', '/lists', { id, name: 'Home', uniqueNames: true })
    const list: any = await response.json()
    expect([response.status, response.headers.get('location')]).toEqual([201, `/api/v1/lists/${id}`])
    expect(list).toMatchObject({ id, name: 'Home', uniqueNames: true, version: 1, deletedAt: null })
    expect((await json('POST', '/lists', { id, name: 'Again' })).code).toBe('id_taken')
    const own = (await json('GET', '/account')).id
    expect((await json('POST', '/lists', { id: own, name: 'Of the account' })).code).toBe('id_taken')
    expect(await json('PATCH', `/lists/${id}`, { name: 'Haus' })).toMatchObject({ name: 'Haus', version: 2 })
    expect(list).toMatchObject({ colour: 'none', position: null })
    const looks = { colour: 'teal', position: 'a1' }
    expect(await json('PATCH', `/lists/${id}`, looks)).toMatchObject({ ...looks, name: 'Haus', version: 3 })
    expect(await json('PATCH', `/lists/${id}`, looks)).toMatchObject({ version: 3 })
    expect(await json('GET', `/lists/${id}`)).toMatchObject(looks)
    expect(await json('POST', '/lists', { name: 'New', ...looks })).toMatchObject(looks)
    expect((await json('PATCH', `/lists/${id}`, { colour: 'mud' })).errors[0].pointer).toBe('/colour')
    expect((await json('PATCH', `/lists/${id}`, { position: '!' })).errors[0].pointer).toBe('/position')
    expect((await json('PATCH', `/lists/${id}`, { uniqueNames: 1 })).errors[0].pointer).toBe('/uniqueNames')
    expect((await send('DELETE', `/lists/${id}`)).status).toBe(204)
    const ids = async (query: string) =>
      (await json('GET', `/lists${query}`)).items.map((each: any) => each.id)
    expect([(await ids('')).includes(id), (await ids('?deleted=true')).includes(id)]).toEqual([false, true])
    expect((await json('POST', '/todos', { list: id, name: 'x' })).code).toBe('list_in_trash')
    expect(await json('POST', `/lists/${id}/restore`)).toMatchObject({ id, deletedAt: null })
    expect((await json('POST', '/todos', { list: id, name: 'x' })).number).toBe(1)
    const account = await json('GET', '/account')
    expect((await json('DELETE', `/lists/${account.defaultList}`)).code).toBe('default_list')
  })

  test('[A16] each command of a batch has its own outcome', async () => {
    const [id, list] = [uuid(), (await newList({ uniqueNames: true })).id]
    const { outcomes } = await json('POST', '/batch', {
      commands: [
        { type: 'createTodo', todo: { id, list, name: id } },
        { type: 'updateTodo', todo: id, changes: { notes: 'x' } },
        { type: 'createTodo', todo: { list, name: id } },
        { type: 'deleteTodo', todo: uuid() },
        { type: 'deleteTodo', todo: id, ifVersion: 1 },
        { type: 'deleteTodo', todo: id },
      ],
    })
    expect(outcomes.map((outcome: any) => outcome.problem?.code ?? 'accepted')).toEqual([
      'accepted',
      'accepted',
      'name_taken',
      'todo_not_found',
      'version_mismatch',
      'accepted',
    ])
    expect(outcomes[1].todo).toMatchObject({ id, notes: 'x' })
    expect(outcomes[1].version).toBe(outcomes[0].version + 1)
  })

  test.each([true, false])(
    '[A16] a name that a command of a batch frees is free for the next one (atomic: %p)',
    async (atomic) => {
      const list = await newList({ uniqueNames: true })
      const make = (name: string) => newTodo({ list: list.id, name })
      const [a, b, c] = [await make('a'), await make('b'), await make('c')]
      const rename = (todo: { id: string }, name: string) => ({
        type: 'updateTodo',
        todo: todo.id,
        changes: { name },
      })
      const { outcomes } = await json('POST', '/batch', {
        atomic,
        commands: [
          rename(a, 'x'),
          rename(b, 'a'),
          rename(a, 'b'),
          { type: 'deleteTodo', todo: c.id },
          { type: 'createTodo', todo: { list: list.id, name: 'c' } },
          rename(c, 'd'),
          { type: 'createTodo', todo: { list: list.id, name: 'x' } },
          rename(b, 'y'),
          { type: 'createTodo', todo: { list: list.id, name: 'a' } },
        ].filter(
          (command) =>
            !atomic || !('todo' in command) || command.todo !== c.id || command.type !== 'updateTodo',
        ),
      })
      const codes = outcomes.map((outcome: any) => outcome.problem?.code ?? 'accepted')
      expect(codes.filter((code: string) => code !== 'accepted')).toEqual(atomic ? [] : ['todo_in_trash'])
      const names = (await json('GET', `/todos?list=${list.id}&sort=number`)).items.map(
        (todo: any) => todo.name,
      )
      expect(names).toEqual(['b', 'y', 'c', 'x', 'a'])
      for (const name of names)
        expect((await json('POST', '/todos', { list: list.id, name })).code).toBe('name_taken')
    },
  )

  test('[A17] an atomic batch is carried out as a whole or not at all', async () => {
    const list = await newList({ uniqueNames: true })
    const create = (name: string) => ({ type: 'createTodo', todo: { list: list.id, name } })
    const before = (await send('GET', `/todos?list=${list.id}`)).headers.get('etag')
    const { outcomes } = await json('POST', '/batch', {
      atomic: true,
      commands: [create('a'), create('b'), create('a')],
    })
    expect(outcomes.map((outcome: any) => outcome.problem.code)).toEqual([
      'atomic_refused',
      'atomic_refused',
      'name_taken',
    ])
    expect((await send('GET', `/todos?list=${list.id}`)).headers.get('etag')).toBe(before)
    const done = await json('POST', '/batch', { atomic: true, commands: [create('a'), create('b')] })
    expect(done.outcomes.map((outcome: any) => outcome.todo.number)).toEqual([1, 2])
  })

  test('[A18] commands of a batch that is sent twice act once', async () => {
    const commands = [
      { id: uuid(), type: 'createTodo', todo: { name: uuid() } },
      { type: 'createTodo', todo: { name: uuid() } },
    ]
    const key = uuid()
    const first = await json('POST', '/batch', { commands }, { 'idempotency-key': key })
    const second = await json('POST', '/batch', { commands }, { 'idempotency-key': key })
    expect(first.outcomes.map((outcome: any) => outcome.replayed)).toEqual([false, false])
    expect(second.outcomes).toEqual(first.outcomes.map((outcome: any) => ({ ...outcome, replayed: true })))
  })

  test('[A19] versions count the changes of a list, one by one', async () => {
    const list = await newList()
    const versions: number[] = []
    for (let i = 0; i < 5; i++) versions.push((await newTodo({ list: list.id })).version)
    const made = await Promise.all(Array.from({ length: 20 }, () => newTodo({ list: list.id })))
    versions.push(...made.map((todo) => todo.version))
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i + 2))
  })

  test('[A20] what was answered to all of these requests is what the OpenAPI document says of them', async () => {
    const { paths } = await json('GET', '/openapi.json')
    const missing = new Set<string>()
    for (const { method, path, status, code } of answers) {
      const template = path.replace(/\?.*/, '').replace(/^\/(todos|lists)\/[^/]+/, '/$1/{id}')
      const operation = paths[template]?.[method.toLowerCase()]
      if (!operation) continue
      const described = operation.responses[status]?.description ?? ''
      if (described === '' || (code && !described.includes(`\`${code}\``)))
        missing.add(`${operation.operationId} ${status} ${code ?? ''}`)
    }
    expect(answers.length).toBeGreaterThan(200)
    expect([...missing]).toEqual([])
  })
})

test('[A20] the OpenAPI 3.1 document describes each operation, and answers fit their schemas', async () => {
  const database = { engine: 'sqlite', path: undefined } as const
  const client = clientOf(await createApp({ database }), database)
  const document = await client.json('GET', '/api/v1/openapi.json')
  expect(document.openapi).toBe('3.1.1')
  const operations = Object.values<any>(document.paths).flatMap((path) => Object.values<any>(path))
  // That none is missing, test/accounts/matrix.test.ts sees to.
  const ids = operations.map(({ operationId }) => operationId as string)
  expect(ids).toEqual([...new Set(ids)])
  for (const { operationId, summary, tags, responses } of operations) {
    expect(operationId).toMatch(/^[a-z]+([A-Z][a-z]+)*$/)
    expect([operationId, summary?.length > 5, tags.length]).toEqual([operationId, true, 1])
    expect(Object.keys(responses).length).toBeGreaterThan(1)
  }
  for (const { responses } of operations) expect(Object.keys(responses)).toContain('500')
  expect(document.components.schemas.TodoInput.additionalProperties).toBe(false)
  const todo = await client.json('POST', '/api/v1/todos', {
    name: 'x',
    due: '2026-12-01T09:00[Europe/Berlin]',
    labels: ['a'],
  })
  Todo.parse(todo)
  List.parse(await client.json('POST', '/api/v1/lists', { name: 'x' }))
  pageOf(Todo).parse(await client.json('GET', '/api/v1/todos'))
  pageOf(List).parse(await client.json('GET', '/api/v1/lists'))
  BatchOutcomes.parse(
    await client.json('POST', '/api/v1/batch', {
      commands: [
        { type: 'deleteTodo', todo: todo.id },
        { type: 'deleteTodo', todo: uuid() },
      ],
    }),
  )
  for (const [method, path] of [
    ['GET', '/api/v1/nowhere'],
    ['GET', `/api/v1/todos/${uuid()}`],
    ['PUT', '/api/v1/todos'],
    ['POST', '/api/v1/todos'],
  ] as const) {
    const response = await client.send(method, path)
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(Problem.parse(await response.json()).status).toBe(response.status)
  }
})
