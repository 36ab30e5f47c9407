/** Random grants, revocations and commands: nobody hears of a version of a list that they could not see (SPEC.md, N11). */
import { expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import type { Caller } from '../../src/model/access.ts'
import { join, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase } from '../support/engines.ts'
import { randomOf } from '../support/random.ts'
import { listen, Plain } from '../support/sockets.ts'

const firstSeed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))
const uuid = () => Bun.randomUUIDv7()

/** What someone got of a list: a version of it, with all that was said. */
interface Heard {
  account: string
  list: string
  version: number
  how: string
}

class Run {
  readonly heard: Heard[] = []
  /** Entries of the history, with who read them. */
  readonly told: { account: string; entry: any }[] = []
  /** From which version on each account saw a list, and before which it did not any more. */
  readonly sights = new Map<string, [from: number, before: number][]>()
  readonly #app: App
  readonly #url: string
  readonly #people: Person[]
  readonly #random: () => number
  readonly #lists: { id: string; owner: Person }[] = []
  readonly #todos: string[] = []
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
    // One move at least, whatever chance brings.
    const [{ id: list, owner } = this.#pick(this.#lists)] = this.#lists
    const { body } = await owner.ask('POST', '/api/v1/todos', { list, name: uuid() })
    await owner.ask('PATCH', `/api/v1/todos/${body.id}`, { list: owner.defaultList })
    await this.#lookAt(owner, `/lists/${list}/history`)
  }

  /** Somebody comes or goes; who did, and at which version, is known when it is done. */
  async change(): Promise<void> {
    const { id: list, owner } = this.#pick(this.#lists)
    const who = this.#pick(this.#people.filter((each) => each !== owner))
    const key = `${who.id} ${list}`
    const isMember = this.#members.has(key)
    const body = isMember
      ? ({ type: 'setMember', list, member: who.id, role: null } as const)
      : ({ type: 'joinList', list, ...(await this.#invited(owner, list)) } as const)
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

  async #invited(owner: Person, list: string) {
    const role = this.#random() < 0.5 ? 'viewer' : 'editor'
    const { id } = await owner.done('POST', `/lists/${list}/invitations`, { role })
    return { role, invitation: id } as const
  }

  async write(): Promise<void> {
    const { id: list } = this.#pick(this.#lists)
    const who = this.#pick(this.#people)
    const kind = this.#random()
    const todo = this.#pick(this.#todos)
    if (kind < 0.2 && todo) await who.ask('PATCH', `/api/v1/todos/${todo}`, { list })
    else if (kind < 0.3 && todo) await who.ask('PATCH', `/api/v1/todos/${todo}`, { notes: uuid() })
    else {
      const { status, body } = await who.ask('POST', '/api/v1/todos', { list, name: uuid() })
      if (status === 201) this.#todos.push(body.id)
    }
  }

  /** Of a list, of everything, or of a todo; and with it what can be taken back of what was heard. */
  async look(): Promise<void> {
    const { id: list } = this.#pick(this.#lists)
    const who = this.#pick(this.#people)
    const todo = this.#pick(this.#todos)
    const places = [`/lists/${list}/history`, '/history?limit=1000', `/api/v1/todos/${todo ?? list}/history`]
    const items = await this.#lookAt(who, this.#pick(places))
    // Not of lists: what made one bins it, and then nobody comes and goes.
    const ofTodos = items.filter(({ subject }) => subject.kind === 'todo')
    if (this.#random() < 0.2 && ofTodos.length > 0)
      await who.ask('POST', `/history/${this.#pick(ofTodos).id}/undo`)
  }

  async #lookAt(who: Person, place: string): Promise<any[]> {
    const { status, body } = await who.ask('GET', place)
    if (status !== 200) return []
    const known = new Set(this.#lists.map(({ id }) => id))
    for (const entry of body.items) {
      if (known.has(entry.list))
        this.heard.push({ account: who.id, list: entry.list, version: entry.version, how: 'history' })
      this.told.push({ account: who.id, entry })
    }
    return body.items
  }

  /** Entries that tell what a todo was in a list that could not be seen then: when it came or left, no more than that. */
  tellTales(): string[] {
    return this.told.flatMap(({ account, entry }) => {
      const lists: string[] = entry.changes.flatMap(({ fields }: any) =>
        fields.list ? [fields.list.from, fields.list.to] : [],
      )
      const others = lists.filter((list) => list && list !== entry.list)
      return others.filter((list) => !this.sights.has(`${account} ${list}`) && !this.#isOwn(account, list))
    })
  }

  #isOwn(account: string, list: string): boolean {
    return this.#people.some(({ id, defaultList }) => id === account && defaultList === list)
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
      else if (kind < 0.55) doing.push(this.write())
      else if (kind < 0.7) doing.push(this.look())
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
    expect({ seed, tales: run.tellTales() }).toEqual({ seed, tales: [] })
    expect(new Set(run.heard.map(({ how }) => how)).size).toBe(3)
    expect(run.told.some(({ entry }) => entry.kind === 'moved')).toBe(true)
    expect((await app.store.examine(false)).differing).toEqual([])
    await server[Symbol.asyncDispose]()
    await app.close()
    await database.drop()
  },
)
