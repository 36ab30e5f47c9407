/**
 * Random imports, moves, shares, batches and undos by three accounts: no todo ever has a parent in another list, and nobody
 * changes what they can't see (SPEC.md, N74).
 */
import { expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import type { Todo } from '../../src/model/todo.ts'
import { ask, type Answer } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, type Engine } from '../support/engines.ts'
import { ownFile, ownList, ownTodo } from '../support/own-file.ts'
import { randomOf } from '../support/random.ts'

const firstSeed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))
const steps = Number(process.env['AIOTODO_PARENT_STEPS'] ?? 2_000)
/** Steps in one world: a larger one has more rows to look at, and nothing more to find. */
const stepsPerWorld = 250

const uuid = () => Bun.randomUUIDv7()

interface Somebody {
  id: string
  defaultList: string
  headers: Record<string, string>
}

/** A list as it was after a step. */
interface Known {
  version: number
  todos: Todo[]
  readers: ReadonlySet<string>
}

/** What was done, and what is there by it. */
class World {
  readonly #app: App
  readonly #random: () => number
  readonly #people: Somebody[] = []
  /** All lists that were ever named. */
  readonly #names = new Set<string>()
  readonly #lists = new Map<string, Known>()
  /** What was answered, by its kind: the steps must do something. */
  readonly answers = new Map<string, number>()
  /** The requests of the step. */
  #log: string[] = []

  constructor(app: App, random: () => number) {
    this.#app = app
    this.#random = random
  }

  async begin(): Promise<void> {
    await this.#app.accounts.begin()
    for (const name of ['ann', 'bob', 'cid']) {
      const row = { name, password: null, isAdmin: name === 'ann' }
      const { result } = await this.#app.store.access.change((tables) => tables.addAccount(row, Date.now()))
      const { id, defaultList } = result
      const { key } = await this.#app.keys.open(id, 'a test', '192.0.2.1')
      this.#people.push({ id, defaultList, headers: { cookie: `aiotodo=${key}` } })
      this.#names.add(defaultList)
    }
    await this.#look()
  }

  /** Does one thing, and throws when it was wrong. */
  async step(): Promise<void> {
    this.#log = []
    const before = new Map(this.#lists)
    const who = this.#pick(this.#people)
    const kind = this.#random()
    const acted = [who]
    if (kind < 0.25) await this.#import(who)
    else if (kind < 0.65) await this.#batch(who)
    else if (kind < 0.85) acted.push(...(await this.#share(who)))
    else await this.#undo(who)
    await this.#look()
    const saw = (known: Known | undefined) => acted.some(({ id }) => known?.readers.has(id))
    for (const [id, known] of this.#lists) {
      const old = before.get(id)
      if (old && old !== known && !saw(old) && !saw(known)) throw this.#wrong(`changed list ${id}, unseen`)
    }
  }

  #wrong(what: string): Error {
    return new Error(`${this.#log.join('\n')}\n${what}`)
  }

  /** Takes in what has changed; each todo's parent must be in its list. */
  async #look(): Promise<void> {
    const { reads } = this.#app.store
    const versions = await reads.versions([...this.#names])
    for (const [id, version] of Object.entries(versions)) {
      if (this.#lists.get(id)?.version === version) continue
      const { todos } = await this.#read(id)
      this.#lists.set(id, { version, todos, readers: new Set((await reads.readers(id)).keys()) })
      const ids = new Set(todos.map((todo) => todo.id))
      const stray = todos.find(({ parent }) => parent !== null && !ids.has(parent))
      if (stray) throw this.#wrong(`left todo ${stray.id} of list ${id} below ${stray.parent}`)
    }
  }

  async #read(list: string) {
    const changes = await this.#app.store.reads.changes(list, 0, 100_000)
    if (!changes) throw this.#wrong(`list ${list} is not there`)
    return changes
  }

  /** At the end: nothing was changed without a version, and the database is what it says it is. */
  async end(): Promise<void> {
    for (const [id, { todos }] of this.#lists)
      expect((await this.#read(id)).todos.map((todo) => JSON.stringify(todo)).toSorted()).toEqual(
        todos.map((todo) => JSON.stringify(todo)).toSorted(),
      )
    expect(await this.#app.store.examine(false)).toMatchObject({ differing: [], parents: [], engine: [] })
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T
  }

  #chance(of: number): boolean {
    return this.#random() < of
  }

  /** Mostly one that the account sees; now and then anybody's, or nobody's. */
  #list(who: Somebody, seen = 0.75): string {
    if (this.#chance(0.03)) return uuid()
    const all = [...this.#lists]
    const own = all.filter(([, { readers }]) => readers.has(who.id))
    const [id = uuid()] = this.#pick(this.#chance(seen) ? own : all) ?? []
    return id
  }

  #todo(who: Somebody, seen?: number): string {
    const todos = this.#lists.get(this.#list(who, seen))?.todos ?? []
    return (this.#pick(todos) as Todo | undefined)?.id ?? uuid()
  }

  #count(answer: string): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1)
  }

  async #ask(kind: string, who: Somebody, method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await ask(this.#app, method, path, body, who.headers)
    this.#count(`${kind} ${answer.status < 400 ? 'done' : 'refused'}`)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    this.#log.push(`account ${this.#people.indexOf(who)} ${method} ${path} ${text ?? ''} → ${answer.text}`)
    if (answer.status >= 500) throw this.#wrong('is a fault')
    return answer
  }

  async #import(who: Somebody): Promise<void> {
    const several = <T>(max: number, make: () => T): T[] => [
      ...new Set(Array.from({ length: 1 + Math.floor(this.#random() * max) }, make)),
    ]
    const lists = several(2, () => (this.#chance(0.4) ? uuid() : this.#list(who)))
    // Where one is known that it does not see, all get other ids.
    const ids = several(5, () => (this.#chance(0.6) ? uuid() : this.#todo(who, 0.95)))
    const parentOf = (id: string): string | null => {
      if (this.#chance(0.3)) return null
      const parent = this.#chance(0.8) ? this.#pick(ids) : this.#todo(who)
      return parent === id ? null : parent
    }
    const rows = ids.map((id, index) =>
      ownTodo(this.#chance(0.2) ? 'default' : this.#pick(lists), id, {
        number: index + 1,
        parent: parentOf(id),
        deletedAt: this.#chance(0.15) ? '2026-01-03T00:00:00.000Z' : null,
        next: this.#chance(0.2) ? this.#todo(who) : null,
        ...(this.#chance(0.3) && { due: '2026-05-01', repeat: 'FREQ=DAILY' }),
      }),
    )
    const file = ownFile(ownList('default'), ...lists.map((id) => ownList(id)), ...rows)
    const query = this.#chance(0.2) ? `?list=${this.#list(who)}` : ''
    const { status, body } = await this.#ask('import', who, 'POST', `/import${query}`, file)
    if (status === 200) for (const { id } of body.lists) this.#names.add(id)
  }

  async #batch(who: Somebody): Promise<void> {
    const commands = Array.from({ length: 1 + Math.floor(this.#random() * 4) }, () => this.#command(who))
    const atomic = this.#chance(0.3)
    const { body } = await this.#ask('batch', who, 'POST', '/batch', { commands, atomic })
    for (const { accepted, problem } of body?.outcomes ?? []) {
      this.#count(`command ${accepted ? 'done' : 'refused'}`)
      if (problem?.status >= 500) throw this.#wrong('is a fault')
    }
  }

  #command(who: Somebody): object {
    const [id, todo, list] = [uuid(), this.#todo(who), this.#list(who)]
    const make = () => {
      const made = uuid()
      const parent = this.#chance(0.6) ? this.#todo(who) : null
      const repeats = this.#chance(0.3) ? { due: '2026-05-01', repeat: 'FREQ=DAILY' } : {}
      return { type: 'createTodo', todo: { id: made, list, name: made, parent, ...repeats } }
    }
    const makeList = () => {
      const made = uuid()
      this.#names.add(made)
      return { type: 'createList', list: { id: made, name: made } }
    }
    const update = (changes: object) => ({ type: 'updateTodo', todo, changes })
    const move = () => update({ list, ...(this.#chance(0.4) && { parent: this.#todo(who) }) })
    const below = () => update({ parent: this.#chance(0.8) ? this.#todo(who) : null })
    const finish = () => update({ finished: this.#chance(0.6) })
    const some = (type: string) => () => ({ type, todo })
    const ofList = (type: string) => () => ({ type, list })
    const kinds: [share: number, make: () => object][] = [
      [4, make],
      [1, makeList],
      [5, move],
      [3, below],
      [3, finish],
      [2, some('deleteTodo')],
      [2, some('restoreTodo')],
      [1, some('skipTodo')],
      [1, some('detachTodo')],
      [0.3, ofList('deleteList')],
      [1, ofList('restoreList')],
    ]
    const all = kinds.flatMap(([share, kind]) => Array<() => object>(share * 10).fill(kind))
    return { id, ...this.#pick(all)() }
  }

  /** Answers who else has done something. */
  async #share(who: Somebody): Promise<Somebody[]> {
    const [list, other] = [this.#list(who), this.#pick(this.#people)]
    const kind = this.#random()
    if (kind < 0.55) {
      const role = this.#chance(0.6) ? 'editor' : 'viewer'
      const { status, body } = await this.#ask('invite', who, 'POST', `/lists/${list}/invitations`, { role })
      if (status >= 300) return []
      await this.#ask('accept', other, 'POST', '/invitations/accept', { invitation: body.invitation })
      return [other]
    }
    const members = `/lists/${list}/members`
    if (kind < 0.75)
      await this.#ask('transfer', who, 'POST', `/lists/${list}/transfer`, { account: other.id })
    else if (kind < 0.9) await this.#ask('leave', who, 'DELETE', `${members}/${who.id}`)
    else await this.#ask('remove', who, 'DELETE', `${members}/${other.id}`)
    return []
  }

  async #undo(who: Somebody): Promise<void> {
    const { body } = await this.#ask('history', who, 'GET', '/history?limit=20')
    if (body.items.length === 0) return
    const force = this.#chance(0.5)
    const { id, time } = this.#pick<any>(body.items)
    if (this.#chance(0.8)) await this.#ask('undo', who, 'POST', `/history/${id}/undo?force=${force}`)
    else await this.#ask('undo', who, 'POST', '/undo', { since: time, force })
  }
}

async function run(engine: Engine, seed: number, steps: number): Promise<Map<string, number>> {
  const database = await newDatabase(engine)
  const app = await createApp({ database: database.name, localOnly: false, requestsPerSecond: 1e9 })
  const world = new World(app, randomOf(seed))
  await world.begin()
  let step = 0
  try {
    while (step++ < steps) await world.step()
    await world.end()
  } catch (cause) {
    throw new Error(`step ${step} of AIOTODO_SEED=${seed}: ${(cause as Error).message}`, { cause })
  }
  await app.close()
  await database.drop()
  return world.answers
}

test.each([
  ['memory', steps],
  // The same rules over other statements; each step waits for a disk.
  ['postgres', steps / 8],
] as const)(
  '[N74] %s: no random import, move, share, batch or undo leaves a parent in another list, or changes what the one who acts can not see (AIOTODO_SEED repeats a run)',
  async (engine, steps) => {
    const answers = new Map<string, number>()
    for (let done = 0; done < steps; done += stepsPerWorld) {
      const some = await run(engine, firstSeed + done / stepsPerWorld, Math.min(stepsPerWorld, steps - done))
      for (const [answer, count] of some) answers.set(answer, (answers.get(answer) ?? 0) + count)
    }
    // Some are rare: a short run has none of them.
    const rare = steps < 2_000 ? [] : ['transfer', 'leave', 'remove']
    for (const kind of ['import', 'command', 'undo', 'accept', ...rare])
      expect([kind, answers.get(`${kind} done`) ?? 0]).not.toEqual([kind, 0])
  },
  60_000 + steps * 100,
)
