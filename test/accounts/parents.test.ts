/** Somebody else's todos below one's own: by imports, and by whatever comes after them (SPEC.md, N70 to N73). */
import { expect, test } from 'bun:test'
import { checkAuthorized } from '../../src/core/access/authorize.ts'
import { createCommitter } from '../../src/core/write/commit.ts'
import type { Todo } from '../../src/model/todo.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { join, share, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, onEachEngine } from '../support/engines.ts'
import { ownFile, ownList, ownTodo } from '../support/own-file.ts'

const uuid = () => Bun.randomUUIDv7()
let count = 0

onEachEngine('todos below those of another list', (client) => {
  const app = () => client().app
  const person = (name: string): Promise<Person> => join(app(), `${name}${count++}`)
  const done = async (who: Person, method: string, path: string, body?: unknown) => {
    const answer = await who.ask(method, path, body)
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`)
    return answer.body
  }

  test('[N70] a list that was filled by an import and given away is out of reach for who made it', async () => {
    const [thief, owner] = [await person('thief'), await person('owner')]
    const [trap, loot] = [uuid(), uuid()]
    const mine = (await thief.newList()).id
    const bait = (await thief.newTodo(mine)).id
    const elsewhere = (await thief.newList()).id
    // The bait is in the file as well, but stays where it is: in another list.
    const file = ownFile(ownList(trap), ownTodo(trap, bait), ownTodo(trap, loot, { parent: bait, number: 2 }))
    await done(thief, 'POST', '/import', file)
    await share(thief, trap, owner, 'editor')
    await done(thief, 'POST', `/lists/${trap}/transfer`, { account: owner.id })
    await done(thief, 'DELETE', `/lists/${trap}/members/${thief.id}`)
    const secret = await owner.newTodo(trap, { name: 'secret', parent: loot })
    const before = (await owner.ask('GET', `/api/v1/todos?list=${trap}`)).text
    const version = (await owner.ask('GET', `/lists/${trap}`)).body.version
    const commands = [
      { type: 'deleteTodo', todo: loot },
      { type: 'updateTodo', todo: bait, changes: { list: elsewhere } },
      { type: 'deleteTodo', todo: bait },
      { type: 'restoreTodo', todo: bait },
      { type: 'updateTodo', todo: bait, changes: { due: '2027-01-01', repeat: 'FREQ=DAILY' } },
      { type: 'updateTodo', todo: bait, changes: { finished: true } },
      { type: 'updateTodo', todo: bait, changes: { finished: false } },
      { type: 'detachTodo', todo: bait },
      { type: 'updateTodo', todo: bait, changes: { list: mine } },
    ].map((command) => ({ ...command, id: uuid() }))
    const { outcomes } = await done(thief, 'POST', '/batch', { commands })
    expect(outcomes.map((outcome: any) => outcome.accepted)).toEqual([false, ...Array(8).fill(true)])
    expect((await owner.ask('GET', `/api/v1/todos?list=${trap}`)).text).toBe(before)
    expect((await owner.ask('GET', `/lists/${trap}`)).body.version).toBe(version)
    for (const id of [loot, secret.id])
      expect((await thief.ask('GET', `/api/v1/todos/${id}`)).status).toBe(404)
    expect((await app().store.examine(false)).differing).toEqual([])
  })

  test("[N71] a viewer's import below the owner's todo takes nothing of the owner's rights over it", async () => {
    const [owner, viewer] = [await person('owner'), await person('viewer')]
    const list = (await owner.newList()).id
    const todo = (await owner.newTodo(list)).id
    const elsewhere = (await owner.newList()).id
    await share(owner, list, viewer, 'viewer')
    const trap = uuid()
    const hook = uuid()
    const file = ownFile(ownList(trap), ownTodo(trap, todo), ownTodo(trap, hook, { parent: todo, number: 2 }))
    const report = await done(viewer, 'POST', '/import', file)
    expect(report.lost).toMatchObject([
      { what: 'parents in another list (the todo is at the top)', count: 1, at: [expect.any(String)] },
    ])
    for (const [method, path, body] of [
      ['DELETE', `/api/v1/todos/${todo}`],
      ['POST', `/api/v1/todos/${todo}/restore`],
      ['PATCH', `/api/v1/todos/${todo}`, { list: elsewhere }],
    ] as const)
      expect([method, (await owner.ask(method, path, body)).status < 300]).toEqual([method, true])
    expect((await viewer.ask('GET', `/api/v1/todos/${hook}`)).body).toMatchObject({
      list: trap,
      parent: null,
    })
    expect((await app().store.examine(false)).differing).toEqual([])
  })
})

test.each(['sqlite', 'postgres'] as const)(
  '[N72] %s: whatever a row says, nothing of another list is below a todo',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name, localOnly: false })
    const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
    const done = async (who: Person, method: string, path: string, body?: unknown) => {
      const answer = await who.ask(method, path, body)
      expect([method, path, answer.status, answer.status < 300 ? '' : answer.text]).toEqual([
        method,
        path,
        answer.status,
        '',
      ])
      return answer.body
    }
    const [list, elsewhere] = [(await ann.newList()).id, (await ann.newList()).id]
    const todo = (await ann.newTodo(list, { due: '2026-05-01', repeat: 'FREQ=DAILY' })).id
    const theirs = (await bob.newList()).id
    const hook = (await bob.newTodo(theirs)).id
    await bob.newTodo(theirs, { parent: hook })
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    await driver.transaction((each) => each.all('update todos set parent = $1 where id = $2', [todo, hook]))
    const before = JSON.stringify(await app.store.reads.changes(theirs, 0, 100))
    const path = `/api/v1/todos/${todo}`
    await done(ann, 'POST', `${path}/skip`)
    await done(ann, 'PATCH', path, { finished: true })
    await done(ann, 'PATCH', path, { finished: false })
    await done(ann, 'POST', `${path}/detach`)
    await done(ann, 'DELETE', path)
    await done(ann, 'POST', `${path}/restore`)
    await done(ann, 'PATCH', path, { list: elsewhere })
    const [{ id: entry }] = (await done(ann, 'GET', `${path}/history`)).items
    await done(ann, 'POST', `/history/${entry}/undo?force=true`)
    await done(ann, 'PUT', path, { name: 'whole', finished: true })
    await done(ann, 'DELETE', path)
    expect(JSON.stringify(await app.store.reads.changes(theirs, 0, 100))).toBe(before)
    // It goes on by itself, too: below what is none of its list it is at the top.
    const own = `/api/v1/todos/${hook}`
    await done(bob, 'PATCH', own, { name: 'changed' })
    await done(bob, 'DELETE', own)
    expect((await done(bob, 'POST', `${own}/restore`)).parent).toBeNull()
    expect((await app.store.examine(false)).differing).toEqual([])
    await driver.close()
    await app.close()
    await drop()
  },
)

test('[N73] a change of what the command was not authorised for is a fault, and nothing of it is written', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
  const [own, theirs] = [(await ann.newList()).id, (await bob.newList()).id]
  await share(bob, theirs, ann, 'viewer')
  const todo = await bob.newTodo(theirs)
  const faults: unknown[] = []
  // Rules that take a todo for one of another list when they decide than when they were asked whether they may.
  const lying = (row: Todo): Todo =>
    Object.defineProperty({ ...row }, 'list', {
      enumerable: true,
      get: () => ((new Error().stack ?? '').includes('authorizeCommand') ? own : theirs),
    })
  const committer = createCommitter({
    now: () => new Date().toISOString(),
    monotonicMs: () => performance.now(),
    defer: (callback) => void setImmediate(callback),
    sleep: (ms) => Bun.sleep(ms),
    random: Math.random,
    newId: uuid,
    onCommitted: () => {},
    onFault: (error) => faults.push(error),
    store: {
      ...app.store,
      transaction: (work) =>
        app.store.transaction((transaction) =>
          work({ ...transaction, todos: async (ids) => (await transaction.todos(ids)).map(lying) }),
        ),
    },
  })
  const before = JSON.stringify(await app.store.reads.changes(theirs, 0, 100))
  const { id, name, defaultList } = ann
  const outcomes = await committer.commit({ id, name, defaultList }, [
    { type: 'createTodo', id: uuid(), todo: { id: uuid(), list: own, name: 'beside it' } },
    { type: 'updateTodo', id: uuid(), todo: todo.id, changes: { name: 'mine' } },
  ])
  expect(outcomes.map((each) => each.accepted || each.error.code)).toEqual([true, 'internal'])
  expect(faults.map(String)).toEqual([
    `Error: updateTodo would change ${theirs}, which it was not authorised for`,
  ])
  expect(JSON.stringify(await app.store.reads.changes(theirs, 0, 100))).toBe(before)
  await app.close()
})

test('[N73] so it is with lists, filters and members', () => {
  const [own, other] = [uuid(), uuid()]
  const refused = (change: any) => () => checkAuthorized({ type: 'updateTodo' }, [change], new Set([own]))
  const row = (list: string) => ({ id: uuid(), list })
  const cases: [change: object, isAllowed: boolean][] = [
    [{ kind: 'todo', space: own, before: row(own), after: row(own) }, true],
    [{ kind: 'todo', space: own, before: undefined, after: row(own) }, true],
    [{ kind: 'todo', space: own, before: row(other), after: row(own) }, false],
    [{ kind: 'todo', space: own, before: row(own), after: row(other) }, false],
    [{ kind: 'todo', space: other, before: row(own), after: row(own) }, false],
    [{ kind: 'list', space: own, before: undefined, after: { id: own } }, true],
    [{ kind: 'list', space: own, before: undefined, after: { id: other } }, false],
    [{ kind: 'filter', space: other, before: undefined, after: { id: uuid() } }, false],
    [{ before: undefined, after: { id: own, account: own } }, true],
    [{ before: { id: own, account: other }, after: undefined }, false],
    [{ before: { id: other, account: own }, after: undefined }, false],
  ]
  for (const [change, isAllowed] of cases) {
    if (isAllowed) expect(refused(change)).not.toThrow()
    else expect(refused(change)).toThrow(`would change ${other}`)
  }
})
