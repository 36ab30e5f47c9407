/**
 * One simulated run: clients that write and read, go away and come back, nodes that die, a network that loses and doubles;
 * then peace, and what must be so at rest. Throws, naming the seed, when it is not.
 */
import type { Store } from '../../src/core/ports/store.ts'
import type { JournalRow } from '../../src/core/ports/rows.ts'
import { LiveReplica } from '../../src/client/live-replica.ts'
import type { ReplicaStorage, Patch } from '../../src/client/replica-storage.ts'
import { persistedOf, mergePatch, nothingPersisted } from '../../src/client/merge-patch.ts'
import { Replica } from '../../src/client/replica.ts'
import { SetAsideError } from '../../src/client/sent.ts'
import { digestText } from '../../src/model/digest.ts'
import { AppError } from '../../src/model/errors.ts'
import { openStore } from '../../src/storage/open.ts'
import { Cluster, kill, noFaults, type Happenings } from './cluster.ts'
import { World } from './world.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** What a client was told of a command. */
interface Told {
  client: number
  id: string
  type: string
  space?: string
  version?: number
  code?: string
}

class SimulatedClient {
  live!: LiveReplica
  replica!: Replica
  /** What is on its disk. */
  #disk = nothingPersisted()
  #isRunning = false
  /** What it is typing into, and the name of that visit. */
  #typing: { todo: string; visit: string } | undefined

  readonly index: number
  readonly cluster: Cluster
  readonly told: Map<string, Told>
  readonly sent: Map<string, string[]>

  constructor(index: number, cluster: Cluster, told: Map<string, Told>, sent: Map<string, string[]>) {
    this.index = index
    this.cluster = cluster
    this.told = told
    this.sent = sent
  }

  start(): void {
    const { world, nodes } = this.cluster
    this.#isRunning = true
    this.replica = new Replica(structuredClone(persistedOf(this.#disk)))
    const isOfThisRun = () => this.#isRunning && this.live === live
    const storage: ReplicaStorage = {
      load: () => Promise.resolve(undefined),
      save: async (patch: Patch) => {
        const copy = structuredClone(patch)
        await world.sleep(world.int(20))
        // A crash loses what had not reached the disk.
        if (!isOfThisRun()) return new Promise(() => {})
        mergePatch(this.#disk, copy)
      },
      close: () => Promise.resolve(),
    }
    const live: LiveReplica = new LiveReplica({
      replica: this.replica,
      storage,
      openSocket: (events) => (world.pick(nodes) as (typeof nodes)[number]).accept(events),
      later: world.later,
      random: world.random,
      newId: world.newId,
      now: () => new Date(world.now).toISOString(),
      soon: (callback) => void world.later(0, callback),
      // The faults of a run last for seconds: some of them are to be longer than this.
      patienceMs: 500,
      onFault: () => {},
    })
    this.live = live
  }

  crash(): void {
    this.#isRunning = false
    void this.live.close()
    this.cluster.world.later(this.cluster.world.int(3_000), () => this.start())
  }

  act(): void {
    const { world } = this.cluster
    try {
      const lists = this.live.lists()
      const list = world.pick(lists)?.id
      const todo = world.pick(this.live.todos(list === undefined ? {} : { list }))?.id
      const name = world.pick(names) as string
      const kind = world.int(18)
      if (kind === 0 && lists.length < 4) this.#note(() => this.live.createList({ name }))
      else if (kind === 1 && list && list !== this.live.account?.defaultList)
        this.#note(() => this.live.deleteList(list))
      else if (kind < 5 && list)
        this.#note(() =>
          this.live.createTodo({
            list,
            name,
            ...(todo && world.chance(0.3) && { parent: todo }),
            ...(world.chance(0.3) && this.#repeating()),
          }),
        )
      else if (kind < 9 && todo)
        this.#note(() =>
          this.live.updateTodo(todo, world.chance(0.5) ? { name } : { finished: world.chance(0.5) }),
        )
      else if (kind === 11 && todo && list)
        this.#note(() => this.live.updateTodo(todo, { list: world.pick(lists)?.id ?? list }))
      else if (kind === 9 && todo) this.#note(() => this.live.deleteTodo(todo))
      else if (kind === 12 && todo) this.#note(() => this.live.updateTodo(todo, this.#repeating()))
      else if (kind === 13 && todo)
        this.#note(() => this.live.updateTodo(todo, { finished: world.chance(0.7) }))
      else if (kind === 14 && todo)
        this.#note(() => this.live.send(todo, { type: world.chance(0.5) ? 'skipTodo' : 'detachTodo', todo }))
      else if (kind > 14 && todo) this.#note(() => this.#type(todo))
      else if (kind === 10) {
        const binned = world.pick(this.live.todos({ deleted: true }))
        if (binned) this.#note(() => this.live.restoreTodo(binned.id))
      }
    } catch (error) {
      // The rules refuse some of it at once.
      if (!(error instanceof AppError)) throw error
    }
  }

  /** Goes on with what it is typing, or begins to type somewhere else. */
  #type(todo: string): { settled: Promise<{ space: string; version: number }> } {
    const { world } = this.cluster
    if (!this.#typing || world.chance(0.3)) this.#typing = { todo, visit: world.newId() }
    const { todo: into, visit } = this.#typing
    const changes = { notes: world.pick(['', ...names]) as string }
    return this.live.send(into, { type: 'updateTodo', todo: into, changes, visit })
  }

  #repeating(): { due: string; repeat: string } {
    const { world } = this.cluster
    return {
      due: world.pick(['2025-12-30', '2026-01-03', '2026-02-01T09:00[Europe/Berlin]']) as string,
      repeat: world.pick(['FREQ=DAILY', 'FREQ=WEEKLY;COUNT=3', 'FREQ=MONTHLY;BYMONTHDAY=-1']) as string,
    }
  }

  /** Tries again what is set aside; what the rules refuse by now is discarded. */
  retry(): void {
    for (const { command, aside } of this.live.aside) {
      if (aside?.behind) continue
      this.cluster.happened.aside++
      const own = this.sent.get(String(this.index)) ?? []
      const before = new Set(this.live.outbox.map((pending) => pending.command.id))
      const old = new Set(this.live.aside.map((pending) => pending.command.id))
      let isTaken = true
      try {
        this.live.retryAside(command.id)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        isTaken = false
        this.live.discardAside(command.id)
      }
      for (const { command: again } of this.live.outbox) {
        if (before.has(again.id)) continue
        // Under its old id it may have acted in its old place, or does in its new one.
        if (old.delete(again.id)) this.cluster.unordered.add(again.id)
        else own.push(again.id)
      }
      for (const { command: left } of this.live.aside) old.delete(left.id)
      // Of a push that came twice the second may act after the answer to the first.
      if (isTaken && this.cluster.happened.double === 0) for (const id of old) this.cluster.replaced.add(id)
    }
  }

  /** Hears what becomes of it, also after a restart of this client: by the id, once. */
  #note(act: () => { settled: Promise<{ space: string; version: number }> }): void {
    const { settled } = act()
    const { id = '', type = '' } = this.live.outbox.at(-1)?.command ?? {}
    const own = this.sent.get(String(this.index)) ?? []
    this.sent.set(String(this.index), own)
    own.push(id)
    const tell = (told: Omit<Told, 'client' | 'id' | 'type'>) => {
      if (this.told.has(id)) throw new Error(`command ${id} was settled twice`)
      this.told.set(id, { client: this.index, id, type, ...told })
    }
    settled.then(tell, (error: { problem?: { code: string } }) => {
      // What is set aside is not settled: see `retry`.
      if (!(error instanceof SetAsideError)) tell({ code: error.problem?.code ?? 'unknown' })
    })
  }
}

export async function simulate(seed: number): Promise<Happenings> {
  const world = new World(seed)
  const store = await openStore(
    { engine: 'sqlite', path: undefined },
    { newId: world.newId, now: () => world.now },
  )
  try {
    return await run(world, store)
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
  } finally {
    await store.close()
  }
}

async function run(world: World, store: Store): Promise<Happenings> {
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  const cluster = new Cluster(world, store, account)
  for (let index = 1 + world.int(2); index > 0; index--) await cluster.start()
  const told = new Map<string, Told>()
  const sent = new Map<string, string[]>()
  const clients = Array.from(
    { length: 2 + world.int(3) },
    (_, index) => new SimulatedClient(index, cluster, told, sent),
  )
  for (const client of clients) client.start()
  await world.run(500)
  cluster.faults = {
    cut: world.random() * 0.1,
    drop: world.random() * 0.1,
    double: world.chance(0.5) ? world.random() * 0.2 : 0,
    lostWakeUp: world.random(),
    storeAway: world.chance(0.5) ? world.random() * 0.1 : 0,
    storeFault: world.chance(0.3) ? world.random() * 0.6 : 0,
  }
  for (let step = 0; step < 60; step++) {
    const client = world.pick(clients) as SimulatedClient
    client.act()
    if (world.chance(0.05)) client.retry()
    if (world.chance(0.01)) {
      client.crash()
      cluster.happened.crash++
    }
    if (world.chance(0.01)) {
      const node = cluster.nodes[world.int(cluster.nodes.length)]
      if (node && !node.isDown) {
        kill(node)
        cluster.happened.kill++
        world.later(world.int(3_000), () => (node.isDown = false))
      }
    }
    await world.run(world.int(200))
  }
  cluster.faults = noFaults
  await world.run(300_000)
  for (let round = 0; round < 5; round++) {
    for (const client of clients) client.retry()
    await world.run(100_000)
  }
  await check(cluster, clients, told, sent)
  for (const { code } of told.values()) cluster.happened[code === undefined ? 'accepted' : 'refused']++
  return cluster.happened
}

async function check(
  { store, account, faultsSeen, replaced, unordered }: Cluster,
  clients: SimulatedClient[],
  told: Map<string, Told>,
  sent: Map<string, string[]>,
): Promise<void> {
  const must = (holds: boolean, text: string) => {
    if (!holds) throw new Error(text)
  }
  must(faultsSeen.length === 0, `a node had a fault: ${String(faultsSeen[0])}`)
  const spaces = await store.reads.spaces(account)
  for (const { index, live, replica } of clients) {
    must(live.status.phase === 'in sync', `client ${index} is ${live.status.phase}`)
    must(live.healed === 0, `client ${index} found a space to differ`)
    must(live.outbox.length === 0, `client ${index} still has ${live.outbox.length} commands`)
    must(live.aside.length === 0, `client ${index} still has ${live.aside.length} commands set aside`)
    must(
      Object.keys(replica.cursors()).toSorted().join() === spaces.toSorted().join(),
      `client ${index} has other spaces`,
    )
    for (const space of spaces) {
      const truth = await store.reads.changes(space, 0, 100_000)
      must(replica.cursors()[space] === truth?.version, `client ${index} is at another version of ${space}`)
      must(
        replica.digest(space) === digestText(truth?.digest ?? [0, 0]),
        `client ${index}: digest of ${space}`,
      )
      if (space === account.id) continue
      const byId = (rows: readonly { id: string }[] = []) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      // A replica that is older than a field has it in another place of the row.
      const isSame = Bun.deepEquals(byId(replica.view.todosOf(space)), byId(truth?.todos))
      must(isSame, `client ${index}: todos of ${space}`)
      must(Bun.deepEquals(replica.view.list(space), truth?.lists[0]), `client ${index}: list ${space}`)
    }
  }
  const acted = await store.transaction((transaction) => transaction.journal(account.id, [...replaced]))
  must(acted.length === 0, `${acted[0]?.id} acted, and was made anew under another id`)
  await checkJournal(store, account.id, told, sent, unordered, must)
}

async function checkJournal(
  store: Store,
  account: string,
  told: Map<string, Told>,
  sent: Map<string, string[]>,
  unordered: ReadonlySet<string>,
  must: (holds: boolean, text: string) => void,
): Promise<void> {
  const ids = [...sent.values()].flat()
  const journal = await store.transaction((transaction) => transaction.journal(account, ids))
  const rows = new Map(journal.map((row) => [row.id, row]))
  for (const { id, type, version, space, code } of told.values()) {
    // A todo is not lost with the one above it.
    const isLost = type === 'createTodo' && (code === 'parent_not_found' || code === 'too_deep')
    must(!isLost, `${id} was refused for its parent`)
    const row = rows.get(id)
    if (code === undefined)
      must(row?.version === version && row?.space === space, `acknowledged ${id} is not there`)
    else must(!row, `refused ${id} (${code}) is there`)
  }
  for (const [client, own] of sent) {
    const last = new Map<string, number>()
    for (const id of own) {
      const row = rows.get(id)
      if (!row || unordered.has(id)) continue
      must(row.version >= (last.get(row.space) ?? 0), `client ${client}: ${id} came out of order`)
      last.set(row.space, row.version)
    }
  }
  await checkVersions(store, journal, must)
}

/**
 * Each version of a list is one command that changed it: none acted twice, and none without leaving its row. A visit to a field
 * leaves rows without changes, whose versions are told by its last one.
 */
async function checkVersions(
  store: Store,
  journal: readonly JournalRow[],
  must: (holds: boolean, text: string) => void,
): Promise<void> {
  const isChange = ({ changes }: JournalRow) =>
    Object.values(changes).some((fields) => Object.keys(fields).length > 0)
  // The list that a todo was moved from has a new version, and a row, as well.
  const moves = journal.flatMap(({ id, changes }) =>
    Object.values(changes).flatMap(({ list }) =>
      typeof list?.[0] === 'string' ? [[id, list[0]] as const] : [],
    ),
  )
  const lists = new Map(moves.map(([, list]) => [list, 0]))
  const ids = new Set(moves.map(([id, list]) => `${id} ${list}`))
  const left = await store.transaction((transaction) => transaction.entriesSince(lists, [...ids]))
  const all = [...journal, ...left]
  const versions = new Map<string, Set<number>>()
  for (const { space, version } of all.filter((row) => row.visit !== null || isChange(row)))
    versions.set(space, (versions.get(space) ?? new Set()).add(version))
  const changed = new Set<string>()
  for (const { space, version } of all.filter(isChange)) {
    must(!changed.has(`${space} ${version}`), `list ${space} has version ${version} of two commands`)
    changed.add(`${space} ${version}`)
  }
  for (const [space, { size }] of versions) {
    const { [space]: version } = await store.reads.versions([space])
    const begun = space === (await store.reads.account('local'))?.defaultList ? 1 : 0
    must(version === size + begun, `list ${space} is at ${version} after ${size} commands`)
  }
}
