/** The clients of the measurements of sync, in a process of their own: bun sync-client.ts TASK JSON, answers JSON. */
import { createClient, type ReplicaStorage } from '../src/client/client.ts'
import { persistedOf, mergePatch, nothingPersisted } from '../src/client/merge-patch.ts'

type Task = (options: any) => Promise<unknown>

const tasks: Record<string, Task> = {
  /** How many changes a second reach all of many sockets; of a peer, how many frames. */
  async deliveries({
    url,
    sockets,
    count,
    frame,
  }: {
    url: string
    sockets: number
    count: number
    frame?: string
  }) {
    let received = 0
    let done: () => void = () => {}
    const finished = new Promise<void>((resolve) => (done = resolve))
    const total = sockets * count
    const changesIn = (text: string): number => {
      if (frame !== undefined) return 1
      let changes = 0
      for (let at = text.indexOf('"number":'); at !== -1; at = text.indexOf('"number":', at + 9)) changes++
      return changes
    }
    const onFrame = (text: string) => {
      received += changesIn(text)
      if (received >= total) done()
    }
    const all = await Promise.all(
      Array.from({ length: sockets }, () => open(url, onFrame, frame === undefined)),
    )
    received = 0
    const begun = performance.now()
    if (frame === undefined) await writeAll(url, count)
    else all[0]?.send(JSON.stringify({ count, frame }))
    await finished
    return total / ((performance.now() - begun) / 1_000)
  },

  /** From sending a write to its receipt by another socket, at so many writes a second. */
  async latency({ url, listenTo, ...pace }: Pace & { url: string; listenTo: string }) {
    const deliveries = new Deliveries()
    await open(listenTo, deliveries.receive, true)
    return deliveries.measure(pace, (body) => ({ url: `${url}/todos/`, body }))
  },

  /** The same where each key's account has a socket, and any of them writes; in each round. */
  async manyLists({
    url,
    keysFile,
    rounds,
    ...pace
  }: Pace & { url: string; keysFile: string; rounds: number }) {
    const keys = (await Bun.file(keysFile).json()) as string[]
    const deliveries = new Deliveries()
    for (let from = 0; from < keys.length; from += 100) {
      const some = keys.slice(from, from + 100)
      await Promise.all(some.map((key) => open(url, deliveries.receive, true, key)))
    }
    const results: unknown[] = []
    for (let round = 0; round < rounds; round++) {
      const warmUpSeconds = round === 0 ? pace.warmUpSeconds : 1
      const write = (body: string) => {
        const key = keys[Math.floor(Math.random() * keys.length)]
        return { url: `${url}/todos/`, body, headers: { authorization: `Bearer ${key}` } }
      }
      results.push(await deliveries.measure({ ...pace, warmUpSeconds }, write))
    }
    return results
  },

  /** Opens so many sockets and holds them for a while. */
  async hold({ url, sockets, seconds }: { url: string; sockets: number; seconds: number }) {
    for (let count = 0; count < sockets; count += 100) {
      const length = Math.min(100, sockets - count)
      await Promise.all(Array.from({ length }, () => open(url, () => {}, true)))
    }
    console.error('held')
    await Bun.sleep(seconds * 1_000)
    return sockets
  },

  /** How long, in ms, a client that was away takes until it is equal. */
  async comeBack({ url, count }: { url: string; count: number }) {
    const kept = nothingPersisted()
    const storage: ReplicaStorage = {
      load: () => Promise.resolve(persistedOf(kept)),
      save: (patch) => Promise.resolve(mergePatch(kept, structuredClone(patch))),
      close: () => Promise.resolve(),
    }
    const client = createClient(url)
    const first = await client.connect({ storage })
    await first.synced()
    await first.close()
    await writeAll(url, count)
    const begun = performance.now()
    const again = await client.connect({ storage })
    await again.synced()
    const ms = performance.now() - begun
    if (again.todos().length < count) throw new Error('it is not equal')
    await again.close()
    return ms
  },

  /** How long, in ms, the first snapshot takes. */
  async snapshot({ url, count }: { url: string; count: number }) {
    const begun = performance.now()
    const replica = await createClient(url).connect()
    await replica.synced()
    const ms = performance.now() - begun
    if (replica.todos().length < count) throw new Error('it is not all there')
    await replica.close()
    return ms
  },

  /** Makes todos. */
  write: ({ url, count }: { url: string; count: number }) => writeAll(url, count),
}

interface Pace {
  rate: number
  warmUpSeconds: number
  seconds: number
}

/** Writes at a pace, and how long each took until a socket was told of it. */
class Deliveries {
  readonly #sentAt = new Map<string, number>()
  #latencies: number[] = []

  readonly receive = (text: string): void => {
    const now = performance.now()
    for (const { name } of (JSON.parse(text) as { todos?: { name: string }[] }).todos ?? []) {
      const begun = this.#sentAt.get(name)
      if (begun !== undefined) this.#latencies.push(now - begun)
    }
  }

  async measure(
    { rate, warmUpSeconds, seconds }: Pace,
    write: (body: string) => { url: string; body: string; headers?: Record<string, string> },
  ) {
    this.#sentAt.clear()
    this.#latencies = []
    const begun = performance.now()
    const answers: Promise<unknown>[] = []
    const total = rate * (warmUpSeconds + seconds)
    for (let count = 0; count < total;) {
      const due = ((performance.now() - begun) / 1_000) * rate
      for (; count < due && count < total; count++) {
        const name = Bun.randomUUIDv7()
        this.#sentAt.set(name, performance.now())
        const { url, ...request } = write(JSON.stringify({ name }))
        answers.push(fetch(url, { method: 'POST', redirect: 'manual', ...request }))
      }
      await Bun.sleep(1)
    }
    await Promise.all(answers)
    await Bun.sleep(500)
    const sorted = this.#latencies.slice(rate * warmUpSeconds).toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(sorted.length * share)]
    return { p50: at(0.5), p99: at(0.99), lost: this.#sentAt.size - this.#latencies.length }
  }
}

/** A socket that is ready: of ours, one that has said hello and is in step; of the key's account if there is one. */
function open(
  url: string,
  onFrame: (text: string) => void,
  isOurs: boolean,
  key?: string,
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const address = url.replace('http', 'ws')
    const socket = isOurs
      ? new WebSocket(`${address}/api/v1/sync`, ['aiotodo.v1', ...(key === undefined ? [] : [key])])
      : new WebSocket(address)
    let isReady = !isOurs
    socket.addEventListener('error', () => reject(new Error('a socket failed')))
    socket.addEventListener('open', () => {
      if (isOurs) socket.send('{"type":"hello"}')
      else resolve(socket)
    })
    socket.addEventListener('message', ({ data }) => {
      if (isReady) return onFrame(data as string)
      if (data !== '{"type":"ready"}') return
      isReady = true
      resolve(socket)
    })
  })
}

/** Each change a command of its own, as many on their way as a socket may have. */
async function writeAll(url: string, count: number): Promise<number> {
  const waiting = 32
  const perPush = count > 5_000 ? 100 : 1
  let sent = 0
  let answered = 0
  let done: () => void = () => {}
  const finished = new Promise<void>((resolve) => (done = resolve))
  const create = () => ({ type: 'createTodo', id: Bun.randomUUIDv7(), todo: { name: Bun.randomUUIDv7() } })
  const push = (socket: WebSocket) => {
    const commands = Array.from({ length: Math.min(perPush, count - sent) }, create)
    sent += commands.length
    socket.send(JSON.stringify({ type: 'push', push: sent, commands }))
  }
  const socket = await open(
    url,
    (text) => {
      if (!text.startsWith('{"type":"outcomes"')) return
      answered += (JSON.parse(text) as { outcomes: unknown[] }).outcomes.length
      if (answered >= count) done()
      else if (sent < count) push(socket)
    },
    true,
  )
  while (sent < Math.min(count, waiting * perPush)) push(socket)
  await finished
  socket.close()
  return count
}

const [name = '', options = '{}'] = process.argv.slice(2)
console.log(JSON.stringify(await tasks[name]?.(JSON.parse(options))))
process.exit(0)
