/** Random grants, revocations and commands: nobody hears of a version of a list that they could not see (SPEC.md, N11). */
import { expect, test } from 'bun:test'
import { createApp, type App } from '../../src/app.ts'
import type { Caller } from '../../src/model/access.ts'
import { join, type Person } from '../support/accounts.ts'
import { newDatabase } from '../support/engines.ts'
import { listen, Plain } from '../support/sockets.ts'

const firstSeed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))
const uuid = () => Bun.randomUUIDv7()

/** mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What someone got of a list: a version of it, with all that was said. */
interface Heard {
  account: string
  list: string
  version: number
  how: string
}

class Run {
  readonly heard: Heard[] = []
  /** From which version on each account saw a list, and before which it did not any more. */
  readonly sights = new Map<string, [from: number, before: number][]>()
  readonly #app: App
  readonly #url: string
  readonly #people: Person[]
  readonly #random: () => number
  readonly #lists: { id: string; owner: Person }[] = []
  #members = new Set<string>()

  constructor(app: App, url: string, people: Person[], random: () => number) {
    this.#app = app
    this.#url = url
    this.#people = people
    this.#random = random
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T
  }

  #caller({ id, name, defaultList }: Person): Caller {
    return { id, name, defaultList }
  }

  async begin(): Promise<void> {
    for (const owner of this.#people) {
      const { id, version } = await owner.newList()
      this.#lists.push({ id, owner })
      this.sights.set(`${owner.id} ${id}`, [[version, Number.POSITIVE_INFINITY]])
    }
  }

  /** Somebody comes or goes; who did, and at which version, is known when it is done. */
  async change(): Promise<void> {
    const { id: list, owner } = this.#pick(this.#lists)
    const who = this.#pick(this.#people.filter((each) => each !== owner))
    const key = `${who.id} ${list}`
    const isMember = this.#members.has(key)
    const body = isMember
      ? ({ type: 'setMember', list, member: who.id, role: null } as const)
      : ({ type: 'joinList', list, role: this.#random() < 0.5 ? 'viewer' : 'editor' } as const)
    if (isMember) this.#members.delete(key)
    else this.#members.add(key)
    const caller = this.#caller(isMember ? owner : who)
    const [outcome] = await this.#app.committer.commit(caller, [{ ...body, id: uuid() }])
    if (!outcome?.accepted) throw outcome?.error
    const sights = this.sights.get(key) ?? []
    this.sights.set(key, sights)
    const last = sights.at(-1)
    if (isMember && last) last[1] = outcome.version
    else sights.push([outcome.version, Number.POSITIVE_INFINITY])
  }

  async write(): Promise<void> {
    const { id: list } = this.#pick(this.#lists)
    await this.#pick(this.#people).ask('POST', '/api/v1/todos', { list, name: uuid() })
  }

  async read(): Promise<void> {
    const { id: list } = this.#pick(this.#lists)
    const who = this.#pick(this.#people)
    const { status, body } = await who.ask('GET', `/changes?space=${list}`)
    if (status === 200) this.heard.push({ account: who.id, list, version: body.to, how: 'changes' })
  }

  /** A socket for a while: of all that one has, or of lists that one would like. */
  async follow(): Promise<void> {
    const who = this.#pick(this.#people)
    const wish = this.#random() < 0.5 ? {} : { spaces: this.#lists.map(({ id }) => id) }
    const plain = await Plain.open(this.#url, { ...who.headers, origin: this.#url })
    plain.send({ type: 'hello', ...wish })
    await Bun.sleep(this.#random() * 150)
    plain[Symbol.dispose]()
    await plain.closed
    for (const frame of plain.frames) {
      if (frame.type !== 'delta' || !this.#lists.some(({ id }) => id === frame.space)) continue
      this.heard.push({ account: who.id, list: frame.space, version: frame.to, how: 'socket' })
    }
  }

  /** What was heard that could not be seen. */
  leaks(): Heard[] {
    return this.heard.filter(({ account, list, version }) => {
      const sights = this.sights.get(`${account} ${list}`) ?? []
      return !sights.some(([from, before]) => version >= from && version < before)
    })
  }

  async go(steps: number): Promise<void> {
    const doing: Promise<void>[] = []
    for (let step = 0; step < steps; step++) {
      const kind = this.#random()
      if (kind < 0.2) await this.change()
      else if (kind < 0.65) doing.push(this.write())
      else if (kind < 0.85) doing.push(this.read())
      else doing.push(this.follow())
      if (this.#random() < 0.3) await Bun.sleep(this.#random() * 5)
    }
    await Promise.all(doing)
  }
}

test.each(['sqlite', 'postgres'] as const)(
  '[N11] %s: over random grants, revocations and commands no account gets a byte of what it could not see (AIOTODO_SEED repeats a run)',
  async (engine) => {
    const seed = firstSeed
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name, localOnly: false })
    const server = listen(app)
    const people: Person[] = []
    for (const name of ['ann', 'bob', 'cid', 'dee']) people.push(await join(app, name))
    const run = new Run(app, server.url, people, randomOf(seed))
    await run.begin()
    await run.go(500)
    expect({ seed, leaks: run.leaks() }).toEqual({ seed, leaks: [] })
    expect(new Set(run.heard.map(({ how }) => how)).size).toBe(2)
    expect((await app.store.examine(false)).differing).toEqual([])
    await server[Symbol.asyncDispose]()
    await app.close()
    await database.drop()
  },
  60_000,
)
