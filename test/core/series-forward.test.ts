/** Series go forward, whatever is done to them and by whichever clock (SPEC.md, E80), beside dates that the test finds. */
import { expect, test } from 'bun:test'
import { Undo } from '../../src/core/history/undo.ts'
import { createCommitter } from '../../src/core/write/commit.ts'
import { momentOf } from '../../src/model/alarms.ts'
import type { CommandBody } from '../../src/model/command.ts'
import { AppError } from '../../src/model/errors.ts'
import type { Todo } from '../../src/model/todo.ts'
import { openStore } from '../../src/storage/open.ts'
import { World } from '../simulation/world.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)
const dayMs = 86_400_000
const dayOf = (text: string): number => Date.parse(text.slice(0, 10)) / dayMs
const partsOf = (day: number) => {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() }
}
const weekday = (day: number): number => (day + 3) % 7
const lastIn = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
const months = (day: number): number => partsOf(day).year * 12 + partsOf(day).month

/** Rules, and whether a day is one of theirs, counted from another day. */
const rules: [rule: string, isOne: (day: number, from: number, isCounted: boolean) => boolean][] = [
  ['FREQ=DAILY', () => true],
  ['FREQ=DAILY;INTERVAL=3', (day, from) => (day - from) % 3 === 0],
  ['FREQ=WEEKLY', (day, from) => (day - from) % 7 === 0],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', (day) => weekday(day) < 5],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    (day, from) => weekday(day) === 1 && (day - weekday(day) - (from - weekday(from))) % 14 === 0,
  ],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', (day) => partsOf(day + 1).date === 1],
  [
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1',
    (day) => partsOf(day).date === Math.min(30, lastIn(partsOf(day).year, partsOf(day).month)),
  ],
  ['FREQ=MONTHLY', (day, from, isCounted) => isMonthDay(day, from, isCounted)],
  [
    'FREQ=MONTHLY;INTERVAL=3',
    (day, from, isCounted) => (months(day) - months(from)) % 3 === 0 && isMonthDay(day, from, isCounted),
  ],
]

function isMonthDay(day: number, from: number, isCounted: boolean): boolean {
  const { year, month, date } = partsOf(day)
  const wanted = partsOf(from).date
  return date === (isCounted ? Math.min(wanted, lastIn(year, month)) : wanted)
}

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']
const clockIn = (zone: string, ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(ms)
    .replace(' ', 'T')

/** When the next one must be due: looked for day by day. */
function wantedAfter(todo: Todo, ms: number, zone: string, isFinished: boolean): string {
  const from = todo.anchor ?? (todo.due as string)
  const time = from.slice(10)
  const own = time === '' ? undefined : time.slice(7, -1)
  const clock = clockIn(own ?? zone, ms)
  const today = dayOf(clock)
  const due = todo.due as string
  const its = due.length > 10 && own !== undefined ? clockIn(own, momentOf(due)) : due
  const floor = Math.max(dayOf(from), dayOf(due), dayOf(its))
  const isCounted = todo.repeatFrom === 'finished'
  const start = isCounted ? (isFinished ? today : Math.max(today, floor)) : dayOf(from)
  const [rule, isOne] = rules.find(([text]) => text === todo.repeat) as (typeof rules)[number]
  const keepsToday = rule.includes('BYDAY') && !isCounted && time === ''
  for (let day = Math.max(floor, start) + 1; ; day++) {
    const date = new Date(day * dayMs).toISOString().slice(0, 10)
    const isToCome = time === '' ? (keepsToday ? day >= today : day > today) : date + time.slice(0, 6) > clock
    if (isToCome && isOne(day, start, isCounted)) return date + time
  }
}

class Life {
  readonly world: World
  #list = ''
  #todos: Todo[] = []
  /** Dates that were skipped, by the version that did it. */
  readonly #skipped = new Map<number, string>()
  #isMended = false
  readonly counts = { finished: 0, skipped: 0, undone: 0, reopened: 0, moved: 0 }
  readonly #parts: Awaited<ReturnType<typeof open>>

  constructor(world: World, parts: Awaited<ReturnType<typeof open>>) {
    this.world = world
    this.#parts = parts
  }

  async create(fields: Partial<Todo>): Promise<void> {
    const { newId } = this.world
    this.#list = newId()
    await this.#do({ type: 'createList', list: { id: this.#list, name: 'a list' } })
    await this.#do({ type: 'createTodo', todo: { id: newId(), list: this.#list, name: 'a', ...fields } })
    await this.#look()
  }

  /** One thing, by chance, and what must be so of it. */
  async step(): Promise<void> {
    const { world } = this
    world.now += world.chance(0.5) ? world.int(8) * 3_600_000 : world.int(20) * dayMs
    const open = world.pick(this.#todos.filter(({ repeat, finished }) => repeat && !finished))
    const kind = world.int(10)
    if (kind < 4 && open) await this.#close(open, true)
    else if (kind < 6 && open) await this.#close(open, false)
    else if (kind === 6 && open) await this.#move(open)
    else if (kind === 7) await this.#undo()
    else if (kind === 8) await this.#reopen(world.pick(this.#todos.filter(({ finished }) => finished)))
    await this.#look()
  }

  async #close(todo: Todo, isFinished: boolean): Promise<void> {
    const { zone } = this.#parts.caller
    const wanted = wantedAfter(todo, this.world.now, zone, isFinished)
    const version = await this.#do(
      isFinished
        ? { type: 'updateTodo', todo: todo.id, changes: { finished: true } }
        : { type: 'skipTodo', todo: todo.id },
    )
    await this.#look()
    const after = this.#todos.find(({ id }) => id === todo.id) as Todo
    const next = isFinished ? this.#todos.find(({ id }) => id === after.next) : after
    const how = { repeat: todo.repeat, from: todo.repeatFrom, due: todo.due, anchor: todo.anchor, isFinished }
    expect({ ...how, next: next?.due }).toEqual({ ...how, next: wanted })
    for (const date of [todo.due, todo.anchor])
      if (date) expect(dayOf(next?.due as string)).toBeGreaterThan(dayOf(date))
    if (todo.due && todo.due.length > 10 && next?.due && next.due.length > 10)
      expect(momentOf(next.due)).toBeGreaterThan(momentOf(todo.due))
    if (!isFinished) this.#skipped.set(version, todo.anchor ?? (todo.due as string))
    this.counts[isFinished ? 'finished' : 'skipped']++
  }

  async #move(todo: Todo): Promise<void> {
    const { world } = this
    const date = new Date((dayOf(todo.due as string) + world.int(50) - 15) * dayMs).toISOString().slice(0, 10)
    const time = world.chance(0.3) ? `T23:30[${world.pick(zones)}]` : (todo.due as string).slice(10)
    await this.#do({ type: 'updateTodo', todo: todo.id, changes: { due: date + time } })
    this.counts.moved++
  }

  async #reopen(todo: Todo | undefined): Promise<void> {
    if (!todo) return
    await this.#do({ type: 'updateTodo', todo: todo.id, changes: { finished: false } })
    this.counts.reopened++
  }

  /** Takes back the newest entry, or one of those before it. */
  async #undo(): Promise<void> {
    const { undo, caller } = this.#parts
    const isNewest = this.world.chance(0.7)
    const version = (await this.#version()) - (isNewest ? 0 : 1 + this.world.int(3))
    try {
      await undo.one(caller, { list: this.#list, version }, false, undefined)
      this.#skipped.delete(version)
      this.counts.undone++
      // What was undone from between others may have been the reason for their dates.
      if (!isNewest) this.#isMended = true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }

  async #version(): Promise<number> {
    const { store } = this.#parts
    return (await store.reads.changes(this.#list, 0, 1_000))?.version ?? 0
  }

  async #do(body: CommandBody): Promise<number> {
    const { committer, caller } = this.#parts
    const [outcome] = await committer.commit(caller, [{ ...body, id: this.world.newId() }])
    if (!outcome?.accepted) throw outcome?.error ?? new Error('no outcome')
    return outcome.version
  }

  /** One of a series repeats and is to be done, and no date of the rule is there twice. */
  async #look(): Promise<void> {
    const { store } = this.#parts
    const changes = await store.reads.changes(this.#list, 0, 1_000)
    this.#todos = (changes?.todos ?? []).filter(({ deletedAt }) => !deletedAt)
    expect(this.#todos.filter(({ repeat, finished }) => repeat && !finished).length).toBeLessThanOrEqual(1)
    if (this.#isMended) return
    const dates = this.#todos
      .filter(({ repeat, finished }) => repeat && finished)
      .map(({ anchor, due }) => (anchor ?? due)?.slice(0, 10))
    const all = [...dates, ...[...this.#skipped.values()].map((date) => date.slice(0, 10))]
    expect(all.toSorted()).toEqual([...new Set(all)].toSorted())
  }
}

async function open(world: World, zone: string) {
  const store = await openStore(
    { engine: 'sqlite', path: undefined },
    { newId: world.newId, now: () => world.now },
  )
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  await store.access.change((tables) => tables.updateAccount(account.id, { zone }))
  const committer = createCommitter({
    store,
    now: () => new Date(world.now).toISOString(),
    monotonicMs: () => performance.now(),
    defer: (callback) => void setImmediate(callback),
    sleep: (ms) => Bun.sleep(ms),
    random: world.random,
    newId: world.newId,
    onCommitted: () => {},
    onFault: (error) => {
      throw error
    },
  })
  const hash = (text: string) => new Bun.CryptoHasher('sha256').update(text).digest('hex')
  const undo = new Undo({ reads: store.reads, committer, newId: world.newId, hash })
  return { store, committer, undo, caller: { ...account, zone } }
}

const lives = Number(process.env['AIOTODO_LIVES'] ?? 60)

test(`[E80] finished early or late, skipped, moved, undone, reopened: forward, once for each date, one at a time (seed ${seed})`, async () => {
  const total = { finished: 0, skipped: 0, undone: 0, reopened: 0, moved: 0 }
  for (let index = 0; index < lives; index++) {
    const world = new World(seed + index)
    world.now = Date.UTC(2026, world.int(12), 1 + world.int(28), world.int(24))
    const parts = await open(world, world.pick(zones) as string)
    const [repeat] = rules[index % rules.length] as (typeof rules)[number]
    const at = world.chance(0.5) ? '' : `T${world.pick(['00:30', '09:00', '23:30'])}[${world.pick(zones)}]`
    const day = new Date(world.now + (world.int(40) - 20) * dayMs).toISOString().slice(0, 10)
    const life = new Life(world, parts)
    await life.create({ due: day + at, repeat, repeatFrom: world.pick(['due', 'finished']) ?? 'due' })
    for (let step = 0; step < 25; step++) await life.step()
    for (const [name, count] of Object.entries(life.counts)) total[name as keyof typeof total] += count
    await parts.store.close()
  }
  // A run in which little happens proves little.
  for (const count of Object.values(total)) expect(count).toBeGreaterThan(lives / 2)
})
