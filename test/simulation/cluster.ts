/** Nodes on one store, and the network between them and their clients: the real feed, sessions and commit path. */
import { createCommitter } from '../../src/core/write/commit.ts'
import { createFeed } from '../../src/core/feed/feed.ts'
import { joinNodes } from '../../src/core/feed/nodes.ts'
import { StoreError, type Store } from '../../src/core/ports/store.ts'
import { versionsOf, type SpaceVersions } from '../../src/core/ports/rows.ts'
import type { Socket, SocketEvents } from '../../src/client/connection.ts'
import { limits } from '../../src/model/limits.ts'
import type { Account } from '../../src/model/access.ts'
import { createChannels } from '../../src/sync/channels.ts'
import { createTurns } from '../../src/sync/turns.ts'
import { Session, type Wire } from '../../src/sync/session.ts'
import type { World } from './world.ts'

/** How bad the network and the machines are; each a probability. */
export interface Faults {
  cut: number
  drop: number
  double: number
  lostWakeUp: number
  storeAway: number
  /** A transaction fails of which nobody knows why. */
  storeFault: number
}

export const noFaults: Faults = { cut: 0, drop: 0, double: 0, lostWakeUp: 0, storeAway: 0, storeFault: 0 }

/** How often what happened: a run in which nothing happens proves nothing. */
export type Happenings = Record<keyof Faults | 'kill' | 'crash' | 'accepted' | 'refused' | 'aside', number>

export const nothingYet = (): Happenings => ({
  ...{ cut: 0, drop: 0, double: 0, lostWakeUp: 0, storeAway: 0, storeFault: 0 },
  ...{ kill: 0, crash: 0, accepted: 0, refused: 0, aside: 0 },
})

class PlantedFault extends Error {}

interface Link {
  session: Session
  topics: Set<string>
  deliver(frame: string): boolean
  cut(code: number): void
}

export class Cluster {
  faults: Faults = noFaults
  readonly happened: Happenings = nothingYet()
  readonly nodes: SimulatedNode[] = []
  readonly faultsSeen: unknown[] = []
  /** Commands in whose stead a client made others, as it knew that they were not carried out. */
  readonly replaced = new Set<string>()
  /** Commands that were sent again out of their order. */
  readonly unordered = new Set<string>()
  readonly #heard: ((versions: SpaceVersions | undefined) => void)[] = []

  readonly world: World
  readonly store: Store
  readonly account: Account

  constructor(world: World, store: Store, account: Account) {
    this.world = world
    this.store = store
    this.account = account
  }

  /** Whether this fault is to happen now. */
  strikes(fault: keyof Faults, faults: Faults = this.faults): boolean {
    const isSo = this.world.chance(faults[fault])
    if (isSo) this.happened[fault]++
    return isSo
  }

  async start(): Promise<void> {
    this.nodes.push(await startNode(this))
  }

  /** What nodes tell each other takes its time, or is lost. */
  announce(from: number, versions: SpaceVersions): void {
    for (const [index, heard] of this.#heard.entries()) {
      if (index === from || this.strikes('lostWakeUp')) continue
      this.world.later(this.world.int(30), () => heard(versions))
    }
  }

  listen(heard: (versions: SpaceVersions | undefined) => void): number {
    return this.#heard.push(heard) - 1
  }
}

export interface SimulatedNode {
  links: Set<Link>
  isDown: boolean
  accept(events: SocketEvents): Socket
}

async function startNode(cluster: Cluster): Promise<SimulatedNode> {
  const { world, store, account } = cluster
  const { random, later, sleep, every, newId } = world
  const links = new Set<Link>()
  let own = -1
  const nodeStore: Store = {
    ...store,
    // As on PostgreSQL.
    overlaps: true,
    // It may be away before it has done it, and after.
    async transaction(work) {
      if (cluster.strikes('storeAway')) throw new StoreError('away', 'simulated')
      if (cluster.strikes('storeFault')) throw new PlantedFault()
      const result = await store.transaction(work)
      if (cluster.strikes('storeAway')) throw new StoreError('away', 'simulated')
      return result
    },
    reads: {
      ...store.reads,
      changes(...args) {
        if (cluster.strikes('storeAway')) return Promise.reject(new StoreError('away', 'simulated'))
        return store.reads.changes(...args)
      },
    },
    // All nodes share one connection here, which takes nobody's commits for foreign ones.
    foreignCommits: () => Promise.resolve(undefined),
    announce: (versions) => cluster.announce(own, versions),
    listen: (heard) => {
      own = cluster.listen(heard)
      return Promise.resolve(true)
    },
  }
  const feed = createFeed(nodeStore.reads, store.epoch)
  const nodes = await joinNodes({ store: nodeStore, feed, every, turn: () => sleep(0) })
  const onFault = (error: unknown) => {
    if (!(error instanceof StoreError || error instanceof PlantedFault)) cluster.faultsSeen.push(error)
  }
  const committer = createCommitter({
    store: nodeStore,
    now: () => new Date(world.now).toISOString(),
    monotonicMs: () => world.now,
    defer: (callback) => void later(world.int(3), callback),
    sleep,
    random,
    newId,
    onCommitted(saved) {
      feed.saved(saved)
      later(0, () => nodes.committed(versionsOf(saved)))
    },
    onFault,
  })
  const publish = (topic: string, frame: string) => {
    for (const link of links) if (link.topics.has(topic)) link.deliver(frame)
  }
  every(limits.beatMs, () => {
    for (const link of links) link.deliver('{"type":"beat"}')
  })
  const channels = createChannels({
    feed,
    reads: store.reads,
    publish,
    sleep,
    accessPending: () => undefined,
    onFault,
  })
  const deps = {
    feed,
    reads: store.reads,
    committer,
    channels,
    inTurn: createTurns(
      () => sleep(0),
      () => {},
    ),
    stillIn: () => Promise.resolve(true),
    later,
    onFault,
    onResync: () => {},
    trashDays: 90,
    newId,
    hash: (text: string) => String(Bun.hash(text)),
  }
  const node: SimulatedNode = {
    links,
    isDown: false,
    accept: (events) => connect(cluster, node, events, (wire) => new Session(deps, wire, account)),
  }
  return node
}

/** A socket: frames arrive in order, later, unless they are lost with the connection. */
function connect(
  cluster: Cluster,
  node: SimulatedNode,
  client: SocketEvents,
  open: (wire: Wire) => Session,
): Socket {
  // As bad as the network is when it is made.
  const { world } = cluster
  let isCut = false
  const fifo = () => {
    let last = 0
    return (run: () => void) => {
      last = Math.max(last + 1, world.now + world.int(40))
      world.later(last - world.now, () => !isCut && run())
    }
  }
  const [toServer, toClient] = [fifo(), fifo()]
  const lossy = (send: (run: () => void) => void, run: () => void, isVital: boolean) => {
    if (!isVital && cluster.strikes('drop')) {
      // A connection that loses something does not live long; but it may lose what is not the last.
      world.later(world.int(5_000), () => cut(1006))
      return
    }
    send(run)
    if (!isVital && cluster.strikes('double')) send(run)
  }
  const topics = new Set<string>()
  const cut = (code: number) => {
    if (isCut) return
    isCut = true
    // The two ends do not notice at the same time.
    world.later(world.int(2_000), () => link?.session.closed())
    world.later(world.int(2_000), () => client.closed(code))
    if (link) node.links.delete(link)
  }
  let link: Link | undefined
  toServer(() => {
    if (node.isDown) return cut(1006)
    const deliver = (frame: string): boolean => {
      lossy(toClient, () => client.received(frame), !/^{"type":"(delta|outcomes)"/.test(frame))
      if (cluster.strikes('cut')) cut(1006)
      if (!world.chance(0.05)) return true
      world.later(world.int(100), () => link?.session.drained())
      return false
    }
    const wire: Wire = {
      send: deliver,
      subscribe: (topic) => topics.add(topic),
      unsubscribe: (topic) => topics.delete(topic),
      close: (code) => toClient(() => cut(code)),
    }
    link = { session: open(wire), topics, deliver, cut }
    node.links.add(link)
    toClient(() => client.opened())
  })
  return {
    send: (frame) => lossy(toServer, () => link?.session.receive(frame), frame.startsWith('{"type":"hello"')),
    close: () => cut(1000),
  }
}

/** kill -9: whatever it was doing, nobody hears of it any more. */
export function kill(node: SimulatedNode): void {
  node.isDown = true
  for (const link of [...node.links]) link.cut(1006)
}
