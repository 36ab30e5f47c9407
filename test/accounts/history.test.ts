/** Who is told what of the history, and who may take what back (SPEC.md, H4, H5, H8). */
import { beforeAll, expect, test } from 'bun:test'
import { ask, join, share, type Person } from '../support/accounts.ts'
import { onEachEngine } from '../support/engines.ts'

onEachEngine('history of accounts', (client) => {
  let [ann, bob, cid] = [] as unknown as [Person, Person, Person]
  const historyOf = async (who: Person, list: string, query = '') =>
    (await who.ask('GET', `/lists/${list}/history${query}`)).body.items as any[]
  const undo = (who: Person, entry: { id: string }, headers?: Record<string, string>) =>
    who.ask('POST', `/history/${entry.id}/undo`, undefined, headers)
  const withKey = (headers: Record<string, string>) => (method: string, path: string, body?: unknown) =>
    ask(client().app, method, path, body, headers)

  beforeAll(async () => {
    ann = await join(client().app, 'ann')
    bob = await join(client().app, 'bob')
    cid = await join(client().app, 'cid')
  })

  test('[H4] a member is told from when it came, who is gone nothing, and a limited token of its lists', async () => {
    const { id: list } = await ann.newList()
    const before = await ann.newTodo(list, { name: 'before' })
    await share(ann, list, bob, 'viewer')
    await ann.done('PATCH', `/todos/${before.id}`, { name: 'after' })
    const kinds = (entries: any[]) => entries.map(({ kind }) => kind)
    expect(kinds(await historyOf(bob, list))).toEqual(['changed', 'joined'])
    expect(kinds(await historyOf(ann, list))).toEqual(['changed', 'joined', 'created', 'created'])
    const ofTodo = async (who: Person) =>
      (await who.ask('GET', `/api/v1/todos/${before.id}/history`)).body.items
    expect(kinds(await ofTodo(bob))).toEqual(['changed'])
    expect(kinds(await ofTodo(ann))).toEqual(['changed', 'created'])
    const limited = withKey((await ann.token({ lists: [(await ann.newList()).id] })).headers)
    expect((await limited('GET', `/lists/${list}/history`)).status).toBe(404)
    expect((await limited('GET', '/history')).body.items.some((entry: any) => entry.list === list)).toBe(
      false,
    )
    expect((await cid.ask('GET', '/history')).text).not.toContain(list)
    await ann.done('DELETE', `/lists/${list}/members/${bob.id}`)
    expect((await bob.ask('GET', `/lists/${list}/history`)).status).toBe(404)
    expect((await bob.ask('GET', '/history')).text).not.toContain(list)
    // Who comes again is told from then on.
    await share(ann, list, bob, 'viewer')
    expect(kinds(await historyOf(bob, list))).toEqual(['joined'])
    expect((await undo(bob, { id: `${list}.${before.version}` })).status).toBe(404)
  })

  test('[H4] what comes from, or leaves for, a list that one does not see is told as just that', async () => {
    const [secret, shared] = [(await ann.newList()).id, (await ann.newList()).id]
    await share(ann, shared, bob, 'editor')
    const above = await ann.newTodo(secret, { name: 'secret' })
    const todo = await ann.newTodo(secret, { name: 'hidden name', parent: above.id, notes: 'hidden notes' })
    await ann.done('PATCH', `/todos/${todo.id}`, { list: shared, name: 'open name', notes: 'open notes' })
    const [came] = await historyOf(bob, shared)
    expect(came).toMatchObject({ kind: 'moved', subject: { id: todo.id, name: 'open name' } })
    expect(came.changes).toEqual([
      { kind: 'todo', id: todo.id, fields: { list: { from: null, to: shared } } },
    ])
    expect((await bob.ask('GET', `/api/v1/todos/${todo.id}/history`)).body.items).toEqual([came])
    expect((await undo(bob, came)).body.code).toBe('list_not_found')
    await ann.done('PATCH', `/todos/${todo.id}`, { list: secret, notes: 'hidden again' })
    const [left] = await historyOf(bob, shared)
    expect(left.changes).toEqual([
      { kind: 'todo', id: todo.id, fields: { list: { from: shared, to: null } } },
    ])
    const text = JSON.stringify(await historyOf(bob, shared))
    for (const hidden of [secret, above.id, 'hidden']) expect(text).not.toContain(hidden)
    // She sees both.
    expect((await historyOf(ann, shared))[0].changes[0].fields.list).toEqual({ from: shared, to: secret })
    const [cameBack] = await historyOf(ann, secret)
    expect((await undo(ann, cameBack)).body).toMatchObject({ outcome: 'undone' })
    const [undone] = await historyOf(bob, shared)
    expect(undone).toMatchObject({ kind: 'undone', undoes: null })
    expect(JSON.stringify(undone)).not.toContain(secret)
    expect((await historyOf(ann, shared))[0].undoes).toBe(cameBack.id)
    expect((await undo(ann, left)).body).toMatchObject({ outcome: 'unchanged' })
    expect((await ann.ask('GET', `/todos/${todo.id}`)).body).toMatchObject({
      list: shared,
      notes: 'open notes',
    })
  })

  test('[H4] it says by which key; a name is known when the key is gone; no address, and of others no device', async () => {
    const { id: list } = await ann.newList()
    await share(ann, list, bob, 'editor')
    const token = await bob.token({ name: 'import script' })
    const byToken = withKey(token.headers)
    await byToken('POST', '/api/v1/todos', { list, name: 'by token' })
    await bob.newTodo(list)
    await bob.done('DELETE', `/tokens/${token.id}`)
    const { id: session } = (await bob.ask('GET', '/sessions')).body.items[0]
    const keys = (entries: any[]) => entries.slice(0, 2).map(({ key }) => key)
    const ofToken = { kind: 'write', id: token.id, name: 'import script' }
    expect(keys(await historyOf(bob, list))).toEqual([
      { kind: 'session', id: session, name: 'a test' },
      ofToken,
    ])
    expect(keys(await historyOf(ann, list))).toEqual([{ kind: 'session', id: null, name: null }, ofToken])
    expect((await historyOf(ann, list, `?token=${token.id}`)).map(({ subject }) => subject.name)).toEqual([
      'by token',
    ])
    expect((await historyOf(ann, list, `?by=${bob.id}`)).length).toBe(3)
    for (const who of [ann, bob]) expect((await who.ask('GET', '/history')).text).not.toContain('192.0.2.1')
  })

  test('[H1] members come, change and go; that is not undone by others', async () => {
    const { id: list } = await ann.newList()
    await share(ann, list, bob, 'viewer')
    await share(ann, list, cid, 'viewer')
    await ann.done('PATCH', `/lists/${list}/members/${bob.id}`, { role: 'editor' })
    await ann.done('DELETE', `/lists/${list}/members/${cid.id}`)
    await ann.done('POST', `/lists/${list}/transfer`, { account: bob.id })
    await ann.done('DELETE', `/lists/${list}/members/${ann.id}`)
    const entries = await historyOf(bob, list)
    expect(entries.map(({ kind }) => kind)).toEqual([
      'left',
      'transferred',
      'removed',
      'role changed',
      'joined',
      'joined',
    ])
    expect(entries[3].changes).toEqual([
      { kind: 'member', id: bob.id, fields: { role: { from: 'viewer', to: 'editor' } } },
    ])
    expect((await undo(bob, entries[3])).body).toMatchObject({ status: 409, code: 'not_undoable' })
  })

  test('[H5] an undo is checked as any write: by role, by scope, by the cap of a token', async () => {
    const { id: list } = await ann.newList()
    await share(ann, list, bob, 'editor')
    await share(ann, list, cid, 'viewer')
    const todo = await ann.newTodo(list)
    await ann.done('PATCH', `/todos/${todo.id}`, { notes: 'x' })
    await ann.done('PATCH', `/lists/${list}`, { name: 'x' })
    await ann.done('DELETE', `/lists/${list}`)
    const [deleted, , changed, created] = await historyOf(ann, list)
    expect((await undo(bob, deleted)).status).toBe(403)
    expect((await undo(ann, deleted)).status).toBe(200)
    expect((await undo(cid, changed)).status).toBe(403)
    expect((await undo(bob, changed)).body).toMatchObject({ outcome: 'undone' })
    const capped = await bob.token({ deletionsPerHour: 1 })
    await withKey(capped.headers)('DELETE', `/todos/${(await bob.newTodo(list)).id}`)
    expect(
      (await ask(client().app, 'POST', `/history/${created.id}/undo`, undefined, capped.headers)).body,
    ).toMatchObject({
      code: 'deletions_spent',
    })
    expect((await undo(bob, created)).body).toMatchObject({ outcome: 'undone' })
  })

  test('[A40] an undo that names somebody, and no list, takes nothing of anyone back', async () => {
    const { id: list } = await ann.newList()
    await share(ann, list, bob, 'editor')
    const since = new Date().toISOString()
    await ann.newTodo(list, { name: "Ann's" })
    await bob.newTodo(list, { name: "Bob's" })
    for (const by of [bob.id, ann.id])
      for (const dryRun of [true, false]) {
        const answer = await ann.ask('POST', '/undo', { since, by, dryRun })
        expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([
          400,
          'bad_request',
          '/by',
        ])
        expect(answer.body.detail).toContain('"list"')
      }
    const names = async () =>
      (await ann.ask('GET', `/todos?list=${list}`)).body.items.map(({ name }: any) => name)
    expect(await names()).toEqual(["Ann's", "Bob's"])
    expect((await ann.ask('POST', '/undo', { since, by: bob.id, list })).status).toBe(200)
    expect(await names()).toEqual(["Ann's"])
  })

  test('[H8] all that a token did since a moment; what anyone did, by the owner of the list alone', async () => {
    const { id: list } = await ann.newList()
    await share(ann, list, bob, 'editor')
    const token = await bob.token({ name: 'gone wild' })
    const byToken = withKey(token.headers)
    const [one, two] = [await bob.newTodo(list, { name: 'one' }), await bob.newTodo(list, { name: 'two' })]
    await Bun.sleep(2)
    const since = new Date().toISOString()
    await byToken('PATCH', `/todos/${one.id}`, { name: 'wild' })
    await byToken('DELETE', `/todos/${two.id}`)
    await byToken('POST', '/api/v1/todos', { list: bob.defaultList, name: 'wild too' })
    await bob.newTodo(list, { name: 'by hand' })
    const outcomes = ({ body }: any) => body.items.map(({ outcome }: any) => outcome)
    // Somebody else's key is nobody's.
    expect(outcomes(await ann.ask('POST', '/undo', { since, token: token.id }))).toEqual([])
    expect((await bob.ask('POST', '/undo', { since, list })).status).toBe(403)
    expect(outcomes(await bob.ask('POST', '/undo', { since, token: token.id, dryRun: true }))).toEqual([
      'undone',
      'undone',
      'undone',
    ])
    expect(outcomes(await bob.ask('POST', '/undo', { since, token: token.id, list, by: bob.id }))).toEqual([
      'undone',
      'undone',
    ])
    expect(outcomes(await bob.ask('POST', '/undo', { since, token: token.id }))).toEqual([
      'undone',
      'unchanged',
      'unchanged',
    ])
    const names = (await ann.ask('GET', `/todos?list=${list}`)).body.items.map(({ name }: any) => name)
    expect(names).toEqual(['one', 'two', 'by hand'])
    expect(outcomes(await ann.ask('POST', '/undo', { since, list, by: bob.id }))).toContain('undone')
    expect((await ann.ask('GET', `/todos?list=${list}`)).body.items.map(({ name }: any) => name)).toEqual([
      'one',
      'two',
    ])
    expect((await client().app.store.examine(false)).differing).toEqual([])
  })
})
