/** The history and undo, on each engine (SPEC.md, H). */
import { beforeEach, describe, expect, test } from 'bun:test'
import {
  createClient,
  jsonOf,
  type HistoryEntry,
  type Page,
  type UndoQuery,
  type Undone,
} from '../../src/client/client.ts'
import { onEachEngine } from '../support/engines.ts'
import { randomOf } from '../support/random.ts'

const uuid = () => Bun.randomUUIDv7()
const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))

onEachEngine('history', (client) => {
  let list: string
  const api = async (method: string, path: string, body?: unknown, status?: number) => {
    const response = await client().send(method, `/api/v1${path}`, body)
    const text = await response.text()
    if (status !== undefined) expect([path, response.status, text]).toEqual([path, status, text])
    return text === '' ? undefined : JSON.parse(text)
  }
  const newTodo = (fields: object = {}) => api('POST', '/todos', { list, name: 'a', ...fields }, 201)
  const change = (id: string, changes: object) => api('PATCH', `/todos/${id}`, changes, 200)
  const todo = (id: string) => api('GET', `/todos/${id}`, undefined, 200)
  const ofList = async (query = '', of = list) =>
    (await api('GET', `/lists/${of}/history${query}`, undefined, 200)).items
  const ofTodo = async (id: string, query = '') =>
    (await api('GET', `/todos/${id}/history${query}`, undefined, 200)).items
  const undo = (entry: { id: string }, force = false) =>
    api('POST', `/history/${entry.id}/undo${force ? '?force=true' : ''}`)
  /** Takes the newest entry of the list back. */
  const undoLast = async (of = list) => {
    const [last] = await ofList('?limit=1', of)
    const done = await undo(last)
    expect(done).toMatchObject({ undoes: last.id, outcome: 'undone' })
    return done
  }
  const plain = ({ version: _, updatedAt: __, number: ___, ...rest }: any) => rest
  const sound = async () => expect((await client().app.store.examine(false)).differing).toEqual([])

  beforeEach(async () => {
    list = (await api('POST', '/lists', { name: 'a list' }, 201)).id
  })

  describe('what happened', () => {
    test('[H1] each kind of entry says who, when, what about, and each field from what to what', async () => {
      const { id } = await newTodo({ notes: 'first', labels: ['x'] })
      await change(id, { name: 'b', labels: ['x', 'y'] })
      await change(id, { finished: true })
      await change(id, { finished: false })
      await api('DELETE', `/todos/${id}`, undefined, 204)
      await api('POST', `/todos/${id}/restore`, undefined, 200)
      await api('PATCH', `/lists/${list}`, { name: 'another', colour: 'green' }, 200)
      const other = (await api('POST', '/lists', { name: 'other' }, 201)).id
      await change(id, { list: other })
      const entries = await ofList()
      expect(entries.map((entry: any) => [entry.kind, entry.subject.kind])).toEqual([
        ['moved', 'todo'],
        ['changed', 'list'],
        ['restored', 'todo'],
        ['deleted', 'todo'],
        ['reopened', 'todo'],
        ['finished', 'todo'],
        ['changed', 'todo'],
        ['created', 'todo'],
        ['created', 'list'],
      ])
      const changed = entries.find(({ kind, subject }: any) => kind === 'changed' && subject.kind === 'todo')
      expect(changed).toMatchObject({
        id: `${list}.${changed.version}`,
        list,
        subject: { id, name: 'b' },
        account: { id: client().app.account.id, name: 'local' },
        key: null,
        undoes: null,
        changes: [
          {
            kind: 'todo',
            id,
            fields: { name: { from: 'a', to: 'b' }, labels: { from: ['x'], to: ['x', 'y'] } },
          },
        ],
      })
      expect(Object.keys(changed.changes[0].fields).toSorted()).toEqual(['labels', 'name'])
      expect(Math.abs(Date.parse(changed.time) - Date.now())).toBeLessThan(60_000)
      // Where it came as well as where it went from.
      expect((await ofList('', other)).map(({ kind }: any) => kind)).toEqual(['moved', 'created'])
    })

    test('[H1] what goes with it is in its entry', async () => {
      const above = await newTodo()
      const below = await newTodo({ parent: above.id })
      await api('DELETE', `/todos/${above.id}`, undefined, 204)
      const [entry] = await ofList()
      expect(entry.subject.id).toBe(above.id)
      expect(entry.changes.map(({ id }: any) => id)).toEqual([above.id, below.id])
    })

    test('[H2] pages by cursor hold each entry once, newest first; a forged cursor is a 400', async () => {
      const ids: string[] = []
      for (let each = 0; each < 12; each++) ids.push((await newTodo({ name: `${each}` })).id)
      const walk = async (path: string) => {
        const found: any[] = []
        for (let cursor = ''; ;) {
          const page = await api('GET', `${path}${cursor}`, undefined, 200)
          found.push(...page.items)
          if (page.next === null) return found
          expect(page.items.length).toBeGreaterThan(0)
          cursor = `&cursor=${page.next}`
        }
      }
      const whole = await walk(`/lists/${list}/history?limit=5`)
      expect(whole.map(({ subject }) => subject.id)).toEqual([...ids.toReversed(), list])
      const versions = whole.map(({ version }) => version)
      expect(versions).toEqual(versions.toSorted((a, b) => b - a))
      const all = await walk('/history?limit=7')
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
      expect(all.filter((entry) => entry.list === list)).toEqual(whole)
      const times = all.map(({ time }) => time)
      expect(times).toEqual(times.toSorted().toReversed())
      const { next } = await api('GET', `/lists/${list}/history?limit=5`)
      const response = await client().send('GET', `/api/v1/lists/${list}/history?limit=5`)
      expect(response.headers.get('link')).toContain(`cursor=${next}`)
      const parts = JSON.parse(Buffer.from(next, 'base64url').toString())
      const forge = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
      for (const bad of [
        'x',
        forge([]),
        forge(['x', ...parts.slice(1)]),
        forge([parts[0], 1e300, list, 1]),
        forge([parts[0], 1, 'no list', 1]),
        forge([parts[0], 1, list, -1]),
        forge([parts[0], 1, list, 1.5]),
        forge([parts[0], '1', list, 1]),
      ]) {
        expect(
          await api('GET', `/lists/${list}/history?limit=5&cursor=${bad}`, undefined, 400),
        ).toMatchObject({
          code: 'bad_cursor',
        })
      }
      await api(
        'GET',
        `/lists/${(await api('POST', '/lists', { name: 'x' })).id}/history?cursor=${next}`,
        undefined,
        400,
      )
    })

    test('[H2] filters: since, until, by, token, subject, field', async () => {
      const { id } = await newTodo()
      await change(id, { notes: 'x' })
      await Bun.sleep(2)
      const middle = new Date().toISOString()
      await Bun.sleep(2)
      await change(id, { name: 'later' })
      await newTodo({ name: 'another' })
      const kindsOf = async (query: string) => (await ofList(query)).map((entry: any) => entry.subject.name)
      expect(await kindsOf(`?since=${middle}`)).toEqual(['another', 'later'])
      expect(await kindsOf(`?until=${middle}&subject=${id}`)).toEqual(['later', 'a'])
      expect((await ofList(`?subject=${id}`)).length).toBe(3)
      const [notes, ...rest] = await ofList('?field=notes')
      expect(rest).toEqual([])
      expect(notes.changes[0].fields).toEqual({ notes: { from: '', to: 'x' } })
      expect(await ofList(`?by=${uuid()}`)).toEqual([])
      expect((await ofList(`?by=${client().app.account.id}`)).length).toBe(5)
      expect(await ofList('?token=0123456789abcdef')).toEqual([])
      for (const bad of ['since=x', 'by=x', 'token=x', 'limit=0', 'nothing=1', 'until=2026-01-01'])
        await api('GET', `/lists/${list}/history?${bad}`, undefined, 400)
    })

    test('[H3] the history of a todo goes through the lists that it was in, from its beginning', async () => {
      const { id } = await newTodo()
      const above = await newTodo({ name: 'above' })
      await change(id, { parent: above.id, name: 'b' })
      const other = (await api('POST', '/lists', { name: 'other' }, 201)).id
      await change(above.id, { list: other })
      await change(id, { name: 'c' })
      await api('DELETE', `/todos/${above.id}`, undefined, 204)
      const entries = await ofTodo(id)
      expect(entries.map((entry: any) => [entry.kind, entry.list, entry.subject.id])).toEqual([
        ['deleted', other, above.id],
        ['changed', other, id],
        ['moved', other, above.id],
        ['changed', list, id],
        ['created', list, id],
      ])
      const pages: any[] = []
      for (let cursor = ''; ;) {
        const page = await api('GET', `/todos/${id}/history?limit=2${cursor}`, undefined, 200)
        pages.push(...page.items)
        if (page.next === null) break
        cursor = `&cursor=${page.next}`
      }
      expect(pages).toEqual(entries)
      await api('GET', `/todos/${uuid()}/history`, undefined, 404)
    })
  })

  describe('a list as it was', () => {
    const at = async (time: string, of = list) => {
      const [todos, missing] = [[], []] as [any[], any[]]
      for (let cursor = ''; ;) {
        const page = await api('GET', `/lists/${of}/at?time=${time}&limit=2${cursor}`, undefined, 200)
        todos.push(...page.items)
        missing.push(...page.missing)
        if (page.next === null) return { todos: todos.toSorted((a, b) => (a.id < b.id ? -1 : 1)), missing }
        cursor = `&cursor=${page.next}`
      }
    }
    const now = async () => {
      await Bun.sleep(2)
      const time = new Date().toISOString()
      const { items } = await api('GET', `/todos?list=${list}&sort=number`, undefined, 200)
      await Bun.sleep(2)
      const todos = items.map(({ number: _, updatedAt: __, ...rest }: any) => rest)
      return { time, todos: todos.toSorted((a: any, b: any) => (a.id < b.id ? -1 : 1)) }
    }

    test('[H11] after any changes, moves and undoing each moment is shown as it was', async () => {
      const other = (await api('POST', '/lists', { name: 'other' }, 201)).id
      const random = randomOf(seed)
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
      const ids: string[] = []
      const ofTodos = async () =>
        (await ofList('?limit=5')).filter(({ subject }: any) => subject.kind === 'todo')
      const moments: Awaited<ReturnType<typeof now>>[] = []
      for (let step = 0; step < 60; step++) {
        if (step % 6 === 0) moments.push(await now())
        const id = ids.length > 0 ? pick(ids) : ''
        const kind = Math.floor(random() * 7)
        if (kind === 0 || id === '') ids.push((await newTodo({ name: `${step}`, parent: null })).id)
        else if (kind === 1) await api('PATCH', `/todos/${id}`, { name: `${step}`, finished: random() < 0.5 })
        else if (kind === 2) await api('PATCH', `/todos/${id}`, { notes: `${step}`, labels: [`${step}`] })
        else if (kind === 3) await api('PATCH', `/todos/${id}`, { list: pick([list, other]) })
        else if (kind === 4) await api('DELETE', `/todos/${id}`)
        else if (kind === 5) await api('POST', `/todos/${id}/restore`)
        else await undo(pick(await ofTodos()), random() < 0.5)
      }
      moments.push(await now())
      for (const { time, todos } of moments)
        expect({ seed, ...(await at(time)) }).toEqual({ seed, todos, missing: [] })
      await sound()
    })

    test('[H11] from before the list was, or behind what is kept, there is nothing to show', async () => {
      await newTodo()
      expect(await api('GET', `/lists/${list}/at?time=2020-01-01T00:00:00Z`, undefined, 410)).toMatchObject({
        code: 'history_too_short',
      })
      await api('GET', `/lists/${list}/at`, undefined, 400)
      await api('GET', `/lists/${list}/at?time=2020-01-01T00:00:00Z&cursor=x`, undefined, 400)
      await api('GET', `/lists/${uuid()}/at?time=2020-01-01T00:00:00Z`, undefined, 404)
    })
  })

  test('[K1] the client has the types of the history, for its requests', async () => {
    const { id } = await newTodo()
    await change(id, { name: 'b' })
    const { request } = createClient('http://localhost', {
      fetch: (url, init) => {
        const headers = { ...Object.fromEntries(new Headers(init.headers)), host: 'localhost' }
        return client().app.fetch(new Request(url, { ...init, headers }))
      },
    })
    const page = await jsonOf<Page<HistoryEntry>>(await request('GET', `api/v1/todos/${id}/history`))
    expect(page.items.map(({ kind }) => kind)).toEqual(['changed', 'created'])
    const query: UndoQuery = { since: page.items[0]?.time ?? '', list }
    const { items } = await jsonOf<Page<Undone>>(await request('POST', 'api/v1/undo', { body: query }))
    expect(items[0]).toMatchObject({ undoes: page.items[0]?.id, outcome: 'undone' })
  })

  describe('undo of one', () => {
    test('[H5] each kind of change is taken back, and that again', async () => {
      const above = await newTodo({ name: 'above' })
      const below = await newTodo({ name: 'below', parent: above.id })
      const other = (await api('POST', '/lists', { name: 'other' }, 201)).id
      const steps: [() => Promise<unknown>, where?: string][] = [
        [
          () =>
            change(above.id, { name: 'b', notes: 'n', due: '2026-12-01', labels: ['x'], priority: 'high' }),
        ],
        [() => change(above.id, { finished: true })],
        [() => change(above.id, { finished: false })],
        [() => change(below.id, { parent: null, position: 'a5' })],
        [() => change(below.id, { parent: above.id })],
        [() => api('DELETE', `/todos/${above.id}`, undefined, 204)],
        [() => api('POST', `/todos/${above.id}/restore`, undefined, 200)],
        [() => change(above.id, { list: other, name: 'moved' }), other],
      ]
      for (const [step, where = list] of steps) {
        const before = [await todo(above.id), await todo(below.id)].map(plain)
        await step()
        const after = [await todo(above.id), await todo(below.id)].map(plain)
        expect(after).not.toEqual(before)
        const { entry } = await undoLast(where)
        const back = [await todo(above.id), await todo(below.id)].map(plain)
        // A moment in the trash is that of the undo; all else is as it was.
        const timeless = ({ deletedAt, ...rest }: any) => ({ ...rest, isDeleted: deletedAt !== null })
        expect(back.map(timeless)).toEqual(before.map(timeless))
        const [listOfEntry] = entry.split('.')
        expect((await ofList('?limit=1', listOfEntry))[0]).toMatchObject({ id: entry, kind: 'undone' })
        await undo({ id: entry })
        expect([await todo(above.id), await todo(below.id)].map(plain).map(timeless)).toEqual(
          after.map(timeless),
        )
      }
      await sound()
    })

    test('[H5] creations go to the trash, of lists as well; lists are renamed back, deleted and restored', async () => {
      const made = await newTodo()
      await undoLast()
      expect((await todo(made.id)).deletedAt).not.toBeNull()
      const own = () => api('GET', `/lists/${list}`, undefined, 200)
      await api('PATCH', `/lists/${list}`, { name: 'b', colour: 'red', position: 'a0' }, 200)
      await undoLast()
      expect(await own()).toMatchObject({ name: 'a list', colour: 'none', position: null })
      await api('DELETE', `/lists/${list}`, undefined, 204)
      const { entry } = await undoLast()
      expect((await own()).deletedAt).toBeNull()
      await undo({ id: entry })
      expect((await own()).deletedAt).not.toBeNull()
      await api('POST', `/lists/${list}/restore`, undefined, 200)
      const creation = (await ofList()).at(-1)
      expect(await undo(creation)).toMatchObject({ outcome: 'undone' })
      expect((await own()).deletedAt).not.toBeNull()
      await sound()
    })

    test('[H5] finishing what repeats is taken back with the todo that it made, also where names are unique', async () => {
      const unique = (await api('POST', '/lists', { name: 'unique', uniqueNames: true }, 201)).id
      const made = await newTodo({ list: unique, due: '2026-12-01', repeat: 'FREQ=DAILY' })
      const { next } = await change(made.id, { finished: true })
      expect(next).toBeString()
      const { entry, undoes } = await undoLast(unique)
      expect(plain(await todo(made.id))).toEqual(plain(made))
      expect((await todo(next)).deletedAt).not.toBeNull()
      await undo({ id: entry })
      expect(await todo(made.id)).toMatchObject({ finished: true, next })
      expect((await todo(next)).deletedAt).toBeNull()
      // The one that followed is finished as well: that is in the way.
      await change(next, { finished: true })
      expect(await undo({ id: undoes })).toMatchObject({ code: 'undo_conflict' })
      await sound()
    })

    test('[H6] only fields that still have the value are set back; what has changed since is named, or overwritten by force', async () => {
      const { id } = await newTodo({ notes: 'old' })
      await change(id, { name: 'b', notes: 'x'.repeat(5_000) })
      const [entry] = await ofList()
      await change(id, { name: 'theirs', priority: 'high' })
      const problem = await undo(entry)
      expect(problem).toMatchObject({
        status: 409,
        code: 'undo_conflict',
        conflicts: [
          { kind: 'todo', id, name: 'theirs', why: 'changed', field: 'name', set: 'b', current: 'theirs' },
        ],
      })
      expect(await todo(id)).toMatchObject({ name: 'theirs' })
      expect(await undo(entry, true)).toMatchObject({ outcome: 'undone' })
      // What it did not change stays as it is.
      expect(await todo(id)).toMatchObject({ name: 'a', notes: 'old', priority: 'high' })
      expect(await undo(entry)).toMatchObject({ undoes: entry.id, outcome: 'unchanged', entry: null })
    })

    test('[H6] what came below, or into the list, since is in the way of putting it in the trash', async () => {
      const above = await newTodo()
      const [creation] = await ofList()
      const below = await newTodo({ parent: above.id })
      expect(await undo(creation)).toMatchObject({ conflicts: [{ id: below.id, why: 'added' }] })
      expect(await undo(creation, true)).toMatchObject({ outcome: 'undone' })
      expect((await todo(below.id)).deletedAt).toBe((await todo(above.id)).deletedAt)
      await newTodo()
      const ofTheList = (await ofList()).at(-1)
      expect(await undo(ofTheList)).toMatchObject({ conflicts: [{ kind: 'list', id: list, why: 'added' }] })
      expect(await undo(ofTheList, true)).toMatchObject({ outcome: 'undone' })
      await sound()
    })

    test('[H6] the rules are kept: names that are unique, parents that are there', async () => {
      const unique = (await api('POST', '/lists', { name: 'unique', uniqueNames: true }, 201)).id
      const first = await newTodo({ list: unique, name: 'taken' })
      await change(first.id, { name: 'free' })
      const [entry] = await ofList('', unique)
      await newTodo({ list: unique, name: 'taken' })
      expect(await undo(entry)).toMatchObject({ status: 409, code: 'name_taken' })
      const above = await newTodo()
      const below = await newTodo({ parent: above.id })
      await api('DELETE', `/todos/${below.id}`, undefined, 204)
      const [deletion] = await ofList()
      await api('DELETE', `/todos/${above.id}`, undefined, 204)
      await undo(deletion)
      expect(await todo(below.id)).toMatchObject({ parent: null, deletedAt: null })
    })

    test('[H5] an undo acts once under its key, and what there is not is not found', async () => {
      const { id } = await newTodo()
      await change(id, { name: 'b' })
      const [entry] = await ofList()
      const send = () =>
        client().json('POST', `/api/v1/history/${entry.id}/undo`, undefined, {
          'idempotency-key': `undo-${id}`,
        })
      const first = await send()
      await change(id, { name: 'b' })
      expect(await send()).toEqual(first)
      expect((await todo(id)).name).toBe('b')
      for (const bad of ['x', `${list}.999`, `${list}.0`, `${list}.-1`, `${uuid()}.1`, `${list}.1e3`, list])
        expect(await api('POST', `/history/${bad}/undo`, undefined, 404)).toMatchObject({
          code: 'entry_not_found',
        })
    })

    test('[H7] undo racing with edits: either the edit is in the way, or it comes behind', async () => {
      for (let round = 0; round < 20; round++) {
        const { id } = await newTodo()
        await change(id, { name: 'b' })
        const [entry] = await ofList('?limit=1')
        const [undone] = await Promise.all([undo(entry), change(id, { name: 'edit' })])
        expect((await todo(id)).name).toBe('edit')
        const kinds = (await ofTodo(id)).map(({ kind }: any) => kind)
        if (undone.outcome === 'undone') expect(kinds).toEqual(['changed', 'undone', 'changed', 'created'])
        else expect([undone.code, kinds]).toEqual(['undo_conflict', ['changed', 'changed', 'created']])
      }
      await sound()
    })
  })

  describe('undo of many', () => {
    const since = async () => {
      await Bun.sleep(2)
      const moment = new Date().toISOString()
      await Bun.sleep(2)
      return moment
    }
    const state = async (of: string) => {
      const rows: any[] = []
      for (const deleted of [false, true])
        rows.push(...(await api('GET', `/todos?list=${of}&deleted=${deleted}`, undefined, 200)).items)
      return rows
        .map(({ deletedAt, ...row }) => plain({ ...row, isDeleted: deletedAt !== null }))
        .toSorted((a: any, b: any) => (a.id < b.id ? -1 : 1))
    }

    test('[H8] all that was done in a list since a moment: it is as it was then', async () => {
      const kept = await newTodo({ name: 'kept' })
      const below = await newTodo({ name: 'below', parent: kept.id })
      const other = (await api('POST', '/lists', { name: 'other' }, 201)).id
      const before = await state(list)
      const moment = await since()
      await change(kept.id, { name: 'x' })
      await change(kept.id, { name: 'y', finished: true })
      await newTodo({ name: 'new', parent: kept.id })
      await change(below.id, { list: other })
      await api('DELETE', `/todos/${kept.id}`, undefined, 204)
      await undoLast()
      await api('DELETE', `/todos/${kept.id}`, undefined, 204)
      const ask = { list, since: moment }
      const rehearsed = await api('POST', '/undo', { ...ask, dryRun: true }, 200)
      expect((await todo(kept.id)).deletedAt).not.toBeNull()
      const done = await api('POST', '/undo', ask, 200)
      const outcomes = (answer: any) => answer.items.map(({ undoes, outcome }: any) => [undoes, outcome])
      expect(outcomes(done)).toEqual(outcomes(rehearsed))
      expect(done.items.filter(({ outcome }: any) => outcome === 'refused')).toEqual([])
      expect(done.next).toBeNull()
      const isNew = ({ name }: any) => name === 'new'
      expect((await state(list)).filter((row: any) => !isNew(row))).toEqual(before)
      expect((await state(list)).find(isNew).isDeleted).toBe(true)
      await sound()
    })

    test('[H8] after any changes and undoing a list is brought back to any moment, and from there to where it was', async () => {
      const random = randomOf(seed)
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
      const live = async () =>
        (await state(list)).filter((row: any) => !row.isDeleted).map(({ finishedAt: _, ...row }: any) => row)
      const ids: string[] = []
      const moments: { moment: string; todos: any[] }[] = []
      for (let step = 0; step < 45; step++) {
        if (step % 15 === 0) moments.push({ moment: await since(), todos: await live() })
        const id = ids.length > 0 ? pick(ids) : ''
        const kind = Math.floor(random() * 6)
        if (kind === 0 || id === '') ids.push((await api('POST', '/todos', { list, name: `${step}` })).id)
        else if (kind === 1) await api('PATCH', `/todos/${id}`, { name: `${step}`, finished: random() < 0.5 })
        else if (kind === 2)
          await api('PATCH', `/todos/${id}`, { parent: pick([null, pick(ids)]), priority: 'high' })
        else if (kind === 3) await api('DELETE', `/todos/${id}`)
        else if (kind === 4) await api('POST', `/todos/${id}/restore`)
        else
          await undo(pick((await ofList('?limit=3')).filter((entry: any) => entry.subject.kind === 'todo')))
      }
      const backTo = async (moment: string) => {
        for (let cursor: string | undefined; ;) {
          const { items, next } = await api(
            'POST',
            '/undo',
            { list, since: moment, ...(cursor && { cursor }) },
            200,
          )
          const refused = items.filter(({ outcome }: any) => outcome === 'refused')
          expect({ seed, refused }).toEqual({ seed, refused: [] })
          if (next === null) return
          cursor = next
        }
      }
      const last = await live()
      for (const { moment, todos } of moments.toReversed()) {
        const before = await since()
        await backTo(moment)
        expect({ seed, moment, todos: await live() }).toEqual({ seed, moment, todos })
        // And forth again, so that the next one starts from the same.
        await backTo(before)
        expect({ seed, moment, todos: await live() }).toEqual({ seed, moment, todos: last })
      }
      await sound()
    })

    test('[H8] what somebody changed since stays, and is told; the others are taken back', async () => {
      const [one, two] = [await newTodo({ name: 'one' }), await newTodo({ name: 'two' })]
      const moment = await since()
      await change(one.id, { name: 'x' })
      await change(two.id, { name: 'x' })
      const until = new Date().toISOString()
      await since()
      await change(one.id, { name: 'theirs' })
      const { items } = await api('POST', '/undo', { since: moment, until, list }, 200)
      expect(items.map(({ outcome, problem }: any) => [outcome, problem?.code])).toEqual([
        ['undone', undefined],
        ['refused', 'undo_conflict'],
      ])
      expect((await todo(one.id)).name).toBe('theirs')
      expect((await todo(two.id)).name).toBe('two')
    })

    test('[H8] one call takes back so much; the next goes on, and does not take back the undoing', async () => {
      const moment = await since()
      const names = Array.from({ length: 60 }, (_, index) => `${index}`)
      for (let batch = 0; batch < 10; batch++)
        await api(
          'POST',
          '/batch',
          { commands: names.map((name) => ({ type: 'createTodo', todo: { list, name } })) },
          200,
        )
      let cursor: string | undefined
      let [calls, undone] = [0, 0]
      do {
        const answer: any = await api(
          'POST',
          '/undo',
          { since: moment, list, ...(cursor && { cursor }) },
          200,
        )
        undone += answer.items.filter(({ outcome }: any) => outcome === 'undone').length
        calls++
        cursor = answer.next ?? undefined
      } while (cursor)
      expect([calls, undone]).toEqual([2, 600])
      expect((await api('GET', `/todos?list=${list}`)).items).toEqual([])
      await sound()
    })
  })
})
