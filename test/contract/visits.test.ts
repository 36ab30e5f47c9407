/** What one visit to a field saves, on each engine (SPEC.md, A46 to A49). */
import { SQL } from 'bun'
import { Database } from 'bun:sqlite'
import { beforeAll, describe, expect, test } from 'bun:test'
import type { CommandInput } from '../../src/client/client.ts'
import { limits } from '../../src/model/limits.ts'
import { join, share, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { clientOf, engines, newDatabase, onEachEngine, type Client } from '../support/engines.ts'
import { randomOf } from '../support/random.ts'

const uuid = () => Bun.randomUUIDv7()
const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))

const typing = (todo: string, notes: string, visit: string): CommandInput & { id: string } => ({
  type: 'updateTodo',
  id: uuid(),
  todo,
  changes: { notes },
  visit,
})

const batchOf = (client: () => Client) =>
  async function batch(commands: readonly object[], atomic = false): Promise<any[]> {
    const { outcomes } = await client().json('POST', '/api/v1/batch', { commands, atomic })
    return outcomes
  }

onEachEngine('visits', (client) => {
  const api = (method: string, path: string, body?: unknown): Promise<any> =>
    client().json(method, `/api/v1${path}`, body)
  const batch = batchOf(client)
  const newTodo = async (fields: object = {}) => {
    const list = (await api('POST', '/lists', { name: 'a list' })).id
    return api('POST', '/todos', { list, name: 'a', ...fields })
  }
  const entries = async (path: string) => (await api('GET', `${path}/history`)).items as any[]
  const notesOf = (all: readonly any[]) =>
    all.flatMap(({ changes }) => changes.flatMap(({ fields }: any) => (fields.notes ? [fields.notes] : [])))

  test('[A46] one entry, from what was there before the first to what the last one set, is taken back as one', async () => {
    const todo = await newTodo({ notes: 'before' })
    const visit = uuid()
    const texts = ['b', 'be', 'bet', 'better']
    for (const text of texts) await batch([typing(todo.id, text, visit)])
    const now = await api('GET', `/todos/${todo.id}`)
    // Each is a change that is told to those who follow the list.
    expect([now.notes, now.version]).toEqual(['better', todo.version + texts.length])
    for (const path of [`/todos/${todo.id}`, `/lists/${todo.list}`]) {
      const [last, ...older] = await entries(path)
      expect(last).toMatchObject({ kind: 'changed', version: now.version, account: { name: 'local' } })
      expect(last.changes[0].fields).toEqual({ notes: { from: 'before', to: 'better' } })
      expect(older.map(({ kind }) => kind)).toEqual(
        path.startsWith('/todos') ? ['created'] : ['created', 'created'],
      )
    }
    const [entry] = await entries(`/todos/${todo.id}`)
    expect(await api('POST', `/history/${entry.id}/undo`)).toMatchObject({ outcome: 'undone' })
    expect((await api('GET', `/todos/${todo.id}`)).notes).toBe('before')
    // What goes on after that is an entry of its own.
    await batch([typing(todo.id, 'again', visit)])
    expect(notesOf(await entries(`/todos/${todo.id}`))).toEqual([
      { from: 'before', to: 'again' },
      { from: 'better', to: 'before' },
      { from: 'before', to: 'better' },
      { from: null, to: 'before' },
    ])
  })

  test('[A46] so it is in one batch, in an atomic one, and over both', async () => {
    const todo = await newTodo()
    const visit = uuid()
    await batch([typing(todo.id, 'a', visit), typing(todo.id, 'ab', visit)])
    await batch([typing(todo.id, 'abc', visit), typing(todo.id, 'abcd', visit)], true)
    const refused = { type: 'deleteTodo', id: uuid(), todo: uuid() }
    const outcomes = await batch([typing(todo.id, 'lost', visit), refused], true)
    expect(outcomes.map(({ accepted }) => accepted)).toEqual([false, false])
    await batch([typing(todo.id, 'abcde', visit)])
    expect(notesOf(await entries(`/todos/${todo.id}`))).toEqual([{ from: null, to: 'abcde' }].map(asSet))
  })

  test('[A46] a visit that left all as it was tells nothing, and goes on', async () => {
    const todo = await newTodo({ notes: 'same' })
    const visit = uuid()
    await batch([typing(todo.id, 'other', visit)])
    await batch([typing(todo.id, 'same', visit)])
    expect((await entries(`/todos/${todo.id}`)).map(({ kind }) => kind)).toEqual(['created'])
    expect((await entries(`/lists/${todo.list}`)).map(({ kind }) => kind)).toEqual(['created', 'created'])
    await batch([typing(todo.id, 'new', visit)])
    expect(notesOf(await entries(`/todos/${todo.id}`))).toEqual([
      { from: 'same', to: 'new' },
      { from: null, to: 'same' },
    ])
  })

  test('[A46] what comes between makes two of it: another field, another visit, none, a move, the trash', async () => {
    const list = (await api('POST', '/lists', { name: 'other' })).id
    const between: Record<string, (todo: any) => object[]> = {
      'another field': ({ id }) => [{ type: 'updateTodo', todo: id, changes: { priority: 'high' } }],
      'another visit': ({ id }) => [typing(id, 'between', uuid())],
      'no visit': ({ id }) => [{ type: 'updateTodo', todo: id, changes: { notes: 'between' } }],
      'a move': ({ id }) => [{ type: 'updateTodo', todo: id, changes: { list } }],
      'the trash': ({ id }) => [
        { type: 'deleteTodo', todo: id },
        { type: 'restoreTodo', todo: id },
      ],
    }
    for (const [what, commands] of Object.entries(between))
      for (const isOneBatch of [false, true]) {
        const todo = await newTodo({ notes: 'before' })
        const visit = uuid()
        const all = [typing(todo.id, 'first', visit), ...commands(todo), typing(todo.id, 'second', visit)]
        if (isOneBatch) await batch(all)
        else for (const command of all) await batch([command])
        const told = notesOf(await entries(`/todos/${todo.id}`))
        expect([what, told.at(-2), told[0].to]).toEqual([what, { from: 'before', to: 'first' }, 'second'])
        const [last] = await entries(`/todos/${todo.id}`)
        await api('POST', `/history/${last.id}/undo`)
        expect((await api('GET', `/todos/${todo.id}`)).notes).toBe(told[0].from)
      }
    // What is done to others of the list is not between.
    const todo = await newTodo()
    const visit = uuid()
    await batch([typing(todo.id, 'first', visit)])
    await api('POST', '/todos', { list: todo.list, name: 'another' })
    await batch([typing(todo.id, 'second', visit)])
    expect(notesOf(await entries(`/todos/${todo.id}`))).toEqual([asSet({ from: null, to: 'second' })])
  })

  test('[A47] each command of a visit acts once, and is answered as at first, however late it is sent again', async () => {
    const todo = await newTodo({ notes: 'before' })
    const visit = uuid()
    const commands = ['one', 'two', 'three'].map((text) => typing(todo.id, text, visit))
    const answers: any[] = []
    for (const command of commands) answers.push(...(await batch([command])))
    expect(answers.map((each) => each.todo.notes)).toEqual(['one', 'two', 'three'])
    await api('PATCH', `/todos/${todo.id}`, { notes: 'since', name: 'b' })
    const version = (await api('GET', `/todos/${todo.id}`)).version
    for (const at of [2, 0, 1]) {
      const [again] = await batch([commands[at] as object])
      expect(again).toEqual({ ...answers[at], replayed: true })
      // Letter by letter, as it was answered.
      expect(JSON.stringify(again.todo)).toBe(JSON.stringify(answers[at].todo))
    }
    const [other] = await batch([{ ...commands[0], changes: { notes: 'something else' } }])
    expect(other.problem.code).toBe('key_reused')
    const now = await api('GET', `/todos/${todo.id}`)
    expect([now.notes, now.version]).toEqual(['since', version])
  })

  test('[A47] a visit is named by visible ASCII, of a length', async () => {
    const { id } = await newTodo()
    for (const visit of ['', 'two words', '家', 'x'.repeat(limits.visitLengthMax + 1)]) {
      const { code } = await api('POST', '/batch', { commands: [typing(id, 'x', visit)] })
      expect([visit, code]).toEqual([visit, 'bad_request'])
    }
  })

  test(`[A46] random typing by many visits: each entry goes on where the one before it ended (AIOTODO_SEED=${seed})`, async () => {
    const random = randomOf(seed)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const todos = [await newTodo({ notes: 'a' }), await newTodo({ notes: 'b' })]
    const visits = [uuid(), uuid(), uuid()]
    const before = new Map<string, string>(todos.map(({ id, notes }) => [id, notes]))
    for (let step = 0; step < 40; step++) {
      const commands = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
        const { id } = pick(todos)
        const kind = random()
        if (kind < 0.7) return typing(id, pick(['', 'a', 'b', 'c', 'd']), pick(visits))
        if (kind < 0.85) return { type: 'updateTodo', todo: id, changes: { notes: pick(['a', 'x']) } }
        return { type: 'updateTodo', todo: id, changes: { name: pick(['n', 'm']) } }
      })
      await batch(commands, random() < 0.3)
    }
    for (const { id } of todos) {
      const now = await api('GET', `/todos/${id}`)
      let expected = now.notes
      for (const { from, to } of notesOf(await entries(`/todos/${id}`)).slice(0, -1)) {
        expect(to ?? '').toBe(expected)
        expect(from).not.toBe(to)
        expected = from ?? ''
      }
      expect(expected).toBe(before.get(id) as string)
    }
    expect((await client().app.store.examine(false)).differing).toEqual([])
  })
})

const asSet = ({ from, to }: { from: string | null; to: string }) => ({ from: from ?? '', to })

onEachEngine('visits of accounts', (client) => {
  let [ann, bob] = [] as unknown as [Person, Person]
  beforeAll(async () => {
    ann = await join(client().app, 'ann')
    bob = await join(client().app, 'bob')
  })
  const type = (who: Person, todo: string, text: string, visit: string, headers = {}) =>
    who.ask('POST', '/batch', { commands: [typing(todo, text, visit)] }, headers)
  const notes = async (who: Person, todo: string) => {
    const { body } = await who.ask('GET', `/api/v1/todos/${todo}/history`)
    return body.items.flatMap(({ changes, account }: any) =>
      changes.flatMap(({ fields }: any) =>
        fields.notes ? [[account.name, fields.notes.from, fields.notes.to]] : [],
      ),
    )
  }

  test('[A46] what two people, or two keys, do in a visit of the same name are entries of each', async () => {
    const { id: list } = await ann.newList()
    await share(ann, list, bob, 'editor')
    const { id } = await ann.newTodo(list, { notes: '0' })
    const token = await ann.token()
    await type(ann, id, '1', 'v')
    await type(bob, id, '2', 'v')
    await type(bob, id, '3', 'v')
    await type(ann, id, '4', 'v')
    await type(ann, id, '5', 'v', { cookie: '', ...token.headers })
    await type(ann, id, '6', 'v', { cookie: '', ...token.headers })
    expect(await notes(ann, id)).toEqual([
      ['ann', '4', '6'],
      ['ann', '3', '4'],
      ['bob', '1', '3'],
      ['ann', '0', '1'],
      ['ann', null, '0'],
    ])
  })

  test('[A46] who came in the middle of a visit is not told what was there before', async () => {
    const { id: list } = await ann.newList()
    const { id } = await ann.newTodo(list, { notes: 'the secret' })
    const visit = uuid()
    await type(ann, id, 'nothing', visit)
    await share(ann, list, bob, 'viewer')
    await type(ann, id, 'nothing to see', visit)
    await type(ann, id, 'nothing to see here', visit)
    expect(await notes(bob, id)).toEqual([['ann', 'nothing', 'nothing to see here']])
    expect((await bob.ask('GET', `/lists/${list}/history`)).text).not.toContain('secret')
    expect(await notes(ann, id)).toEqual([
      ['ann', 'nothing', 'nothing to see here'],
      ['ann', 'the secret', 'nothing'],
      ['ann', null, 'the secret'],
    ])
  })
})

/** How many bytes the database has; in PostgreSQL once what is dead in it was removed, which it does by itself now and then. */
async function sizeOf({ database }: Client): Promise<number> {
  if (database.engine === 'sqlite') {
    using file = new Database(database.path as string)
    const [pages, bytes] = ['page_count', 'page_size'].map((name) => file.prepare(`pragma ${name}`).get())
    return Number((pages as any).page_count) * Number((bytes as any).page_size)
  }
  const sql = new SQL(database.url, { max: 1 })
  await sql`vacuum full`
  const [row] = await sql`select pg_database_size(current_database()) as size`
  await sql.close()
  return Number(row.size)
}

describe('the size of a visit', () => {
  /** Such as no compression makes small. */
  const randomText = (length: number) =>
    Buffer.from(crypto.getRandomValues(new Uint8Array(Math.ceil(length / 2))))
      .toString('hex')
      .slice(0, length)

  test.each(engines.filter((engine) => engine !== 'memory'))(
    '[A48] an hour of typing in 60 KiB of notes, saved at each pause, adds less than 1 MB to the database (%s)',
    async (engine) => {
      const database = await newDatabase(engine)
      const app = await createApp({ database: database.name })
      const client = clientOf(app, database.name)
      const batch = batchOf(() => client)
      const written = randomText(60 * 1024)
      // What else it has is not kept with each answer.
      const labels = Array.from({ length: limits.labelsPerTodoMax }, () => randomText(limits.labelLengthMax))
      const { id } = await client.json('POST', '/api/v1/todos', { name: 'a', notes: written, labels })
      const before = await sizeOf(client)
      const visit = uuid()
      // As many pauses of 10 s as there are in an hour; between two of them some letters are typed, somewhere.
      let notes = written
      for (let pause = 1; pause <= 360; pause++) {
        const at = (pause * 7_919) % notes.length
        notes = `${notes.slice(0, at)}${randomText(8)} ${notes.slice(at)}`
        const [outcome] = await batch([typing(id, notes, visit)])
        expect([pause, outcome.accepted]).toEqual([pause, true])
      }
      const grown = (await sizeOf(client)) - before
      expect([grown < 1_000_000, grown]).toEqual([true, grown])
      // It is all there: the text, and the way back.
      expect((await client.json('GET', `/api/v1/todos/${id}`)).notes).toBe(notes)
      const { items } = await client.json('GET', `/api/v1/todos/${id}/history`)
      expect(items.map(({ kind }: any) => kind)).toEqual(['changed', 'created'])
      await client.json('POST', `/api/v1/history/${items[0].id}/undo`)
      expect((await client.json('GET', `/api/v1/todos/${id}`)).notes).toBe(written)
      await app.close()
      await database.drop()
    },
  )
})
