/** A replica under any deltas, answers and restarts: what it has, shows and hands on to be kept (SPEC.md, K40 to K43). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { noRows } from '../../src/client/replica-storage.ts'
import { persistedOf, mergePatch, nothingPersisted } from '../../src/client/merge-patch.ts'
import type { Pending } from '../../src/client/outbox.ts'
import { Replica } from '../../src/client/replica.ts'
import { digestText, emptyDigest, withRow } from '../../src/model/digest.ts'
import type { Delta } from '../../src/model/messages.ts'
import { newRow } from '../../src/model/new-row.ts'
import type { Todo } from '../../src/model/todo.ts'

const at = '2026-01-01T00:00:00.000Z'
const account = { id: 'account', name: 'local', defaultList: 'a' }
const looks = { colour: 'none' as const, position: null, createdAt: at, updatedAt: at, deletedAt: null }
const listRow = (id: string, version: number) => ({ ...looks, id, name: id, uniqueNames: false, version })
const todoRow = (id: string, list: string, version: number, fields: Partial<Todo> = {}): Todo =>
  newRow('todo', {
    ...{ id, list, version, number: 1, name: id, position: 'a0', createdAt: at, updatedAt: at },
    ...fields,
  })
const delta = (space: string, from: number, to: number, rest: Partial<Delta> = {}): Delta => ({
  ...{ type: 'delta', space, from, to, snapshot: from === 0, more: false, digest: null },
  ...{ gone: [], todos: [], lists: [], filters: [], views: [] },
  ...rest,
})

test('[K40] what waits is in the order in which it was made, in whatever order it was kept', () => {
  const row = fc.record({ seq: fc.integer({ min: 1, max: 9 }), id: fc.stringMatching(/^[0-9a-f]{4}$/) })
  const waiting = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 12 })
  fc.assert(
    fc.property(waiting, fc.infiniteStream(fc.boolean()), (made, byTab) => {
      const pending = made.map(({ seq, id }): Pending => ({
        seq,
        at,
        command: { type: 'deleteTodo', todo: id, id },
      }))
      const wished = made.toSorted((x, y) => x.seq - y.seq || (x.id < y.id ? -1 : 1)).map(({ id }) => id)
      // As IndexedDB gives rows back: by their keys, which are the ids.
      const [kept, told] = [noRows(), noRows()]
      for (const each of pending.toSorted((x, y) => (x.command.id < y.command.id ? -1 : 1)))
        (byTab.next().value ? told : kept).outbox.set(each.command.id, each)
      const replica = new Replica({ account, epoch: 'epoch', ...kept })
      replica.adopt({ outbox: told.outbox }, false)
      expect(replica.outbox.map(({ command }) => command.id)).toEqual(wished)
      replica.begin(account, 'epoch')
      replica.enqueue({ type: 'createList', id: 'the last', list: { id: 'list', name: 'x' } }, at)
      expect(replica.outbox.map(({ command }) => command.id)).toEqual([...wished, 'the last'])
      expect(replica.outbox.at(-1)?.seq).toBeGreaterThan(Math.max(0, ...made.map(({ seq }) => seq)))
    }),
  )
})

test('[K41] from when it is made a change is shown, without a moment in between, until it has come by the feed', () => {
  const size = 5
  const steps = fc.array(fc.record({ isAnswer: fc.boolean(), count: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(steps, fc.boolean(), (some, isOfOneTodo) => {
      const replica = new Replica()
      replica.begin(account, 'epoch')
      replica.apply(delta(account.id, 0, 1, { lists: [{ id: 'a', role: 'owner', version: 1 }] }))
      const ids = Array.from({ length: size }, (_, index) => (isOfOneTodo ? 't' : `t${index}`))
      const todos = [...new Set(ids)].map((id) => todoRow(id, 'a', 1))
      replica.apply(delta('a', 0, 1, { list: listRow('a', 1), todos }))
      const pending = ids.map((todo, index) =>
        replica.enqueue(
          { type: 'updateTodo', id: `c${index}`, todo, changes: { name: `new ${index}`, notes: 'new' } },
          at,
        ),
      )
      // The server gives the commands versions 2, 3 and so on; answers and deltas come in any order.
      let [answered, cursor] = [0, 1]
      const check = () => {
        const waiting = ids
          .map((_, index) => index)
          .filter((index) => index >= answered || index + 2 > cursor)
        expect(replica.outbox.map(({ command }) => command.id)).toEqual(waiting.map((index) => `c${index}`))
        for (const id of ids)
          expect(replica.view.todo(id)).toMatchObject({ name: `new ${ids.lastIndexOf(id)}`, notes: 'new' })
      }
      check()
      for (const { isAnswer, count } of [
        ...some,
        { isAnswer: true, count: size },
        { isAnswer: false, count: size },
      ]) {
        for (let more = count; more > 0 && isAnswer && answered < size; more--) {
          replica.accepted(pending[answered] as Pending, 'a', answered + 2)
          answered++
        }
        // The server can't tell of what it has not decided yet, but it may before its answer comes.
        const to = Math.min(cursor + count, size + 1)
        if (!isAnswer && to > cursor) {
          const last = new Map(ids.slice(0, to - 1).map((id, index) => [id, index]))
          const rows = [...last].map(([id, index]) => {
            const isNewest = ids.lastIndexOf(id) === index
            return todoRow(id, 'a', index + 2, { name: `new ${index}`, notes: isNewest ? 'new' : 'half' })
          })
          replica.apply(delta('a', cursor, to, { todos: rows.filter(({ version }) => version > cursor) }))
          cursor = to
        }
        check()
      }
      expect(replica.outbox).toEqual([])
    }),
    { numRuns: 300 },
  )
})

/** A server's spaces: each row as of the version that changed it last, and when each left. */
class Spaces {
  readonly all = new Map<
    string,
    { version: number; rows: Map<string, any>; gone: Map<string, number>; digests: string[] }
  >()

  of(id: string) {
    const space = this.all.get(id) ?? {
      version: 0,
      rows: new Map(),
      gone: new Map(),
      digests: [digestText(emptyDigest)],
    }
    this.all.set(id, space)
    return space
  }

  put(space: string, id: string, row: (version: number) => object): void {
    const { rows, gone, version } = this.of(space)
    rows.set(id, row(version + 1))
    gone.delete(id)
    this.#raise(space)
  }

  remove(space: string, id: string): void {
    const { rows, gone, version } = this.of(space)
    if (rows.delete(id)) gone.set(id, version + 1)
    this.#raise(space)
  }

  #raise(id: string): void {
    const space = this.of(id)
    space.version++
    let digest = emptyDigest
    for (const row of space.rows.values()) digest = withRow(digest, row.id, row.version)
    space.digests.push(digestText(digest))
  }

  /** What changed since; of a reader that has nothing, a snapshot. */
  since(id: string, from: number): Delta {
    const { version, rows, gone, digests } = this.of(id)
    const fresh = [...rows.values()].filter((row) => row.version > from)
    const kinds = { lists: 'role', filters: 'filter', todos: 'notes' }
    const of = (kind: keyof typeof kinds) => fresh.filter((row) => kinds[kind] in row)
    const list = fresh.find((row) => 'uniqueNames' in row)
    return delta(id, from, version, {
      gone: from === 0 ? [] : [...gone].filter(([, at]) => at > from).map(([each]) => each),
      ...{ todos: of('todos'), lists: of('lists'), filters: of('filters'), ...(list && { list }) },
      digest: digests[version] as string,
    })
  }
}

type Step = { kind: string; todo: string; list: string; other: string }
const todoIds = ['t1', 't2', 't3', 't4']
const step = fc.record({
  kind: fc.constantFrom(
    ...['put', 'put', 'put', 'bin', 'remove', 'move', 'rename list', 'leave', 'join', 'filter', 'no filter'],
    ...['tell', 'tell', 'tell', 'tell all', 'snapshot', 'make', 'answer', 'refuse', 'restart', 'new epoch'],
  ),
  todo: fc.constantFrom(...todoIds),
  list: fc.constantFrom('a', 'b'),
  other: fc.constantFrom('a', 'b'),
})

/** What a replica has, in an order of its own. */
const look = (replica: Replica) => {
  const sorted = <T extends { id: string }>(rows: readonly T[]) =>
    rows.toSorted((x, y) => (x.id < y.id ? -1 : 1))
  const cursors = replica.cursors()
  return {
    ...{ account: replica.account, epoch: replica.epoch, cursors, outbox: replica.outbox },
    digests: Object.fromEntries(Object.keys(cursors).map((space) => [space, replica.digest(space)])),
    lists: sorted(replica.view.lists()),
    members: sorted(replica.view.memberships()),
    filters: sorted(replica.view.rows('filters')),
    // The number and place of a new one are the server's to give; until then they are guessed.
    todos: ['a', 'b'].map((list) =>
      sorted(replica.view.todosOf(list)).map((todo) =>
        todo.version > 0 ? todo : { ...todo, number: 0, position: '' },
      ),
    ),
  }
}

function play(steps: readonly Step[]): void {
  const server = new Spaces()
  for (const list of ['a', 'b']) {
    server.put(list, list, (version) => listRow(list, version))
    server.put(account.id, list, (version) => ({ id: list, role: 'owner', version }))
  }
  let epoch = 1
  let count = 0
  const kept = nothingPersisted()
  let replica = new Replica()
  const follower = new Replica()
  const begin = () => replica.begin(account, `epoch ${epoch}`)
  begin()
  const tell = (space: string, from = replica.cursors()[space] ?? 0) => {
    const told = server.since(space, from)
    if (told.to > from || from === 0) expect(replica.apply(told)).not.toBe('diverged')
    expect(replica.digest(space)).toBe(server.of(space).digests[replica.cursors()[space] ?? 0] as string)
  }
  /** The lists that the replica knows of are those that it is told of. */
  const tellAll = () => {
    tell(account.id)
    for (const { id } of replica.view.memberships()) tell(id)
  }
  const does: Record<string, (step: Step) => void> = {
    put: ({ todo, list }) =>
      [...server.all.values()].every(({ rows }) => !rows.has(todo)) || server.of(list).rows.has(todo)
        ? server.put(list, todo, (version) => todoRow(todo, list, version, { name: `${todo} ${version}` }))
        : undefined,
    bin: ({ todo, list }) =>
      server.of(list).rows.has(todo) &&
      server.put(list, todo, (version) => todoRow(todo, list, version, { deletedAt: at })),
    remove: ({ todo, list }) => server.remove(list, todo),
    move: ({ todo, list, other }) => {
      if (list === other || !server.of(list).rows.has(todo)) return
      server.remove(list, todo)
      server.put(other, todo, (version) => todoRow(todo, other, version))
    },
    'rename list': ({ list }) =>
      server.put(list, list, (version) => ({ ...listRow(list, version), name: `${version}` })),
    leave: ({ list }) => server.remove(account.id, list),
    join: ({ list }) => server.put(account.id, list, (version) => ({ id: list, role: 'editor', version })),
    filter: ({ todo: id }) =>
      server.put(account.id, `of ${id}`, (version) => ({
        ...looks,
        id: `of ${id}`,
        name: id,
        filter: 'x',
        version,
      })),
    // What is deleted stays a row of its space.
    'no filter': ({ todo: id }) =>
      server.put(account.id, `of ${id}`, (version) => ({
        ...looks,
        id: `of ${id}`,
        name: id,
        filter: 'x',
        version,
        deletedAt: at,
      })),
    tell: ({ todo, list }) =>
      tell(todo === 't1' || !replica.view.memberships().some(({ id }) => id === list) ? account.id : list),
    'tell all': tellAll,
    snapshot: ({ list }) => replica.cursors()[list] !== undefined && tell(list, 0),
    make: ({ todo, list }) => {
      const id = `c${count++}`
      const isThere =
        replica.view.todo(todo)?.deletedAt === null && replica.view.list(replica.view.todo(todo)?.list ?? '')
      if (isThere) replica.enqueue({ type: 'updateTodo', id, todo, changes: { name: id } }, at)
      else if (replica.view.list(list))
        replica.enqueue({ type: 'createTodo', id, todo: { id, list, name: id } }, at)
    },
    answer: ({ list }) => {
      const pending = replica.outbox.find(({ settled }) => !settled)
      if (!pending) return
      does['rename list']?.({ kind: '', todo: '', list, other: list })
      replica.accepted(pending, list, server.of(list).version)
    },
    refuse: () => replica.outbox[0] && replica.drop(replica.outbox[0]),
    restart: () => {
      const again = new Replica(structuredClone(persistedOf(kept)))
      expect(again.damaged).toEqual([])
      replica = again
      begin()
    },
    'new epoch': () => {
      epoch++
      begin()
    },
  }
  for (const each of [...steps, { kind: 'tell all', todo: '', list: '', other: '' }]) {
    does[each.kind]?.(each)
    const patch = structuredClone(replica.takePatch())
    mergePatch(kept, patch)
    follower.adopt(structuredClone(patch), false)
    expect(look(follower)).toEqual(look(replica))
    const again = new Replica(structuredClone(persistedOf(kept)))
    expect([again.damaged, look(again)]).toEqual([[], look(replica)])
  }
  // At rest it has what the server has, and shows it.
  for (const pending of [...replica.outbox]) replica.drop(pending)
  const members = [...server.of(account.id).rows.values()].filter((row) => 'role' in row)
  const byId = (x: { id: string }, y: { id: string }) => (x.id < y.id ? -1 : 1)
  const ofServer = (list: string) =>
    members.some(({ id }) => id === list)
      ? [...server.of(list).rows.values()].filter((row) => 'notes' in row)
      : []
  expect(look(replica)).toMatchObject({
    members: members.toSorted(byId),
    cursors: Object.fromEntries(
      [account.id, ...members.map(({ id }) => id)].map((id) => [id, server.of(id).version]),
    ),
    todos: ['a', 'b'].map((list) => ofServer(list).toSorted(byId)),
    lists: members.map(({ id }) => server.of(id).rows.get(id)).toSorted(byId),
    filters: [...server.of(account.id).rows.values()]
      .filter((row) => 'filter' in row && !row.deletedAt)
      .toSorted(byId),
    outbox: [],
  })
}

test('[K42] whatever comes, what it hands on makes the same replica, in another tab and after a restart', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), play), { numRuns: 500 })
})
