/**
 * What follows a todo that repeats. Only a server makes it: clients hear of it as of any other change, and carry none
 * of this.
 */
import type { Change } from './change.ts'
import { momentOf } from './alarms.ts'
import { clockIn, dayOf, daysLater } from './days.ts'
import type { DefaultReminders } from './default-reminders.ts'
import { settleReminders } from './settle-reminders.ts'
import { AppError } from './errors.ts'
import { unknownHolidays, type Holidays } from './holidays.ts'
import { limits } from './limits.ts'
import { occurrences } from './occurrences.ts'
import { reminderSeconds } from './trigger.ts'
import { parseRule, ruleText } from './repeat.ts'
import { holdsName, nameTaken } from './names.ts'
import { startBy } from './start.ts'
import { isAfter } from './start-moments.ts'
import type { Series, State } from './state.ts'
import { checkSize } from './subtree.ts'
import type { Todo } from './todo.ts'

/** When the one that follows is due, and its rule. */
interface Next {
  due: string
  repeat: string
}

type Repeating = Pick<Todo, 'due' | 'anchor' | 'repeat' | 'repeatFrom'> & Partial<Pick<Todo, 'finishedAt'>>

/** It is what becomes of the todo that the next one follows: `skipped` also where only dates to come are wanted. */
export type Deed = 'finished' | 'skipped'

/**
 * It finds the due dates to come, by the rule, in the future, and after this one's, also where it was moved. Without a
 * time a day is in the future from the one after today on; of a rule of weekdays today is one as well, where this is
 * late.
 * @param zone - where today is today, for due dates without a time
 * @param deed - what is skipped is not finished, so that nothing counts from today but where it is late
 * @param holidays - what is known of days that the rule may leave out
 */
export function* datesAfter(
  todo: Repeating,
  now: string,
  zone: string | null,
  deed: Deed = 'finished',
  holidays: Holidays = unknownHolidays,
): Generator<Next> {
  const rule = todo.repeat === null ? '' : parseRule(todo.repeat)
  const from = todo.anchor ?? todo.due
  if (typeof rule === 'string' || from === null) return
  const [date, time] = [from.slice(0, 10), from.slice(10)]
  const clockAt = (moment: string) => clockIn(zoneIn(time) ?? zone ?? 'UTC', moment)
  const clock = clockAt(now)
  const today = clock.slice(0, 10)
  const own = latest(date, ...datesOf(todo.due, zoneIn(time)))
  const isCounted = todo.repeatFrom === 'finished'
  // What was done offline was finished before now.
  const doneOn = clockAt(todo.finishedAt ?? now).slice(0, 10)
  const start = !isCounted ? date : deed === 'finished' ? doneOn : latest(today, own)
  const isOfWeekdays = rule.byDay.length > 0 || (rule.leftOut ?? 'CN-HOLIDAYS') !== 'CN-HOLIDAYS'
  const keepsToday = isOfWeekdays && !isCounted
  // What is due later today is in the future as well.
  const isPast = (day: string) =>
    time === '' ? (keepsToday ? day < today : day <= today) : day + time.slice(0, 6) <= clock
  let left = rule.count ?? Number.POSITIVE_INFINITY
  // Those that are passed over do not count.
  const behind = latest(start, own, daysLater(today, -1))
  for (const day of occurrences(rule, start, behind, isCounted, holidays)) {
    if (isPast(day)) continue
    if (--left < 1) return
    const repeat = ruleText(rule.count === undefined ? rule : { ...rule, count: left })
    const next = { due: day + time, repeat }
    yield next
    // Later dates count from finishing, which is not known yet, so they are computed as for skipping.
    if (isCounted)
      return yield* datesAfter({ ...todo, ...next, anchor: null }, now, zone, 'skipped', holidays)
  }
}

const zoneIn = (text: string): string | undefined => /\[(.+)\]$/.exec(text)?.[1]

const latest = (...dates: string[]): string => dates.reduce((a, b) => (a > b ? a : b))

/** One moment may have two dates: one in its own zone, and another one in the zone of the caller. */
function datesOf(due: string | null, zone: string | undefined): string[] {
  if (due === null) return []
  const own = zoneIn(due)
  const isOther = own !== undefined && zone !== undefined && own !== zone
  return isOther ? [due.slice(0, 10), clockIn(zone, toMoment(due)).slice(0, 10)] : [due.slice(0, 10)]
}

const toMoment = (due: string): string => new Date(momentOf(due)).toISOString()

/**
 * Only servers carry out repeats, so clients need none of this code.
 * @param asking - returns the caller's zone in a list, and the reminders that the caller wants there
 * @param holidays - what this node knows of them; what it makes by it is the same for all
 * @param isThere - tells whether a todo exists, even when the caller may not see it
 */
export function createSeries(
  state: State,
  asking: {
    zone: (list: string) => string | null
    reminders: (list: string) => DefaultReminders | null
  },
  newId: () => string,
  isThere: (todo: string) => boolean,
  holidays: Holidays = unknownHolidays,
): Series {
  const nextOf = (todo: Todo, now: string, deed: Deed): Next | void => {
    checkRule(todo)
    return datesAfter(todo, now, asking.zone(todo.list), deed, holidays).next().value
  }
  const followed = (todo: Todo, after: Todo, now: string, deed: Deed): Change[] => {
    const next = nextOf(todo, now, deed)
    return next ? follow({ state, newId, now }, todo, after, next) : []
  }
  return {
    isAfter,
    remind(before, after, given) {
      const wanted = asking.reminders(after.list)
      if (wanted) settleReminders(before, after, given, wanted)
    },
    turn(before, after, now, along) {
      const made =
        !after.repeat || before.finished === after.finished
          ? []
          : after.finished
            ? followed(after, after, now, 'finished')
            : takeBack({ ...state, isThere }, before, after, now)
      const others = joined(made, along, state.descendants(before.id))
      checkNames(state, [changeOf(before, after), ...others])
      return others
    },
    skipTodo(todo, now) {
      checkRepeats(todo)
      const next = nextOf(todo, now, 'skipped')
      if (!next) throw new AppError('no_next', { params: { why: 'last' } })
      return [changeOf(todo, { ...todo, ...next, ...along(todo, next.due), anchor: null, updatedAt: now })]
    },
    detachTodo(todo, now) {
      checkRepeats(todo)
      const after: Todo = { ...todo, repeat: null, anchor: null, updatedAt: now }
      const changes = [changeOf(todo, after), ...followed(todo, after, now, 'skipped')]
      checkNames(state, changes)
      return changes
    },
  }
}

/**
 * Of todos below that are finished along, what repeats by itself goes over to the one that follows, with all below it,
 * as it is; what has been followed stays finished when they are reopened.
 */
function joined(made: readonly Change[], along: readonly Change[], below: readonly Todo[]): Change[] {
  const changes = new Map(made.map((change) => [change.after.id, change]))
  const left = new Set<string | null>()
  for (const { id, parent } of below) {
    const its = changes.get(id)?.after as Todo | undefined
    if ((its && its.parent !== parent) || left.has(parent)) left.add(id)
  }
  for (const change of along) {
    const { id, finished, finishedAt } = change.after as Todo
    const its = (changes.get(id)?.after ?? change.after) as Todo
    if (!left.has(id) && (finished || !its.next))
      changes.set(id, { ...change, after: { ...its, finished, finishedAt } } as Change)
  }
  return [...changes.values()]
}

function checkRepeats({ repeat, finished }: Todo): void {
  if (!repeat || finished)
    throw new AppError('no_next', { params: { why: repeat ? 'finished' : 'does_not_repeat' } })
}

/**
 * A rule that can not be read was written by a newer version. This one must not take the series for ended.
 * @throws Error as that is no fault of the sender, who may send it again
 */
function checkRule({ id, repeat }: Todo): void {
  const wrong = repeat === null ? undefined : parseRule(repeat)
  if (typeof wrong === 'string')
    throw new Error(
      `Todo ${id} repeats by the rule ${repeat}, which ${wrong}: a newer version wrote it. Update this server.`,
    )
}

interface Making {
  state: State
  newId: () => string
  now: string
}

/**
 * Makes what follows `todo`, as `after` says then, and again what of it was made before and is in the trash: `after`
 * was finished before, and the one that followed was taken back.
 */
function follow(making: Making, todo: Todo, after: Todo, { due, repeat }: Next): Change[] {
  const { state, now } = making
  const old = after.next ? state.todo(after.next) : undefined
  const again = old?.deletedAt && old.list === after.list ? old : undefined
  let { number } = state.next(after.list)
  const put = (before: Todo | undefined, from: Todo, fields: Partial<Todo>): Todo => {
    const made: Todo = {
      ...from,
      ...fields,
      id: before?.id ?? making.newId(),
      number: before?.number ?? number++,
      finished: false,
      finishedAt: null,
      next: null,
      createdAt: now,
      updatedAt: now,
      version: before?.version ?? 0,
      deletedAt: null,
    }
    changes.push({ kind: 'todo', space: made.list, before, after: made })
    return made
  }
  const changes: Change[] = []
  const { repeatFrom } = todo
  const first = put(again, after, { due, repeat, repeatFrom, anchor: null, ...along(todo, due) })
  after.next = first.id
  const left = subtodos(making, after, first, again, dayOf(due) - dayOf(todo.due ?? due), put)
  if (number - 1 > limits.numberMax) throw new AppError('list_full')
  // Those that give up their names go before those that take them.
  return [...left, ...changes]
}

/**
 * Copies of the live subtodos; those that repeat by themselves go over as they are. Answers what becomes of the old
 * ones.
 */
function subtodos(
  { state, now }: Making,
  after: Todo,
  first: Todo,
  again: Todo | undefined,
  days: number,
  put: (before: Todo | undefined, from: Todo, fields: Partial<Todo>) => Todo,
): Change[] {
  const known = new Map(
    (again ? state.descendants(again.id) : [])
      .filter((below) => below.deletedAt && below.list === after.list)
      .map((below) => [below.series, below]),
  )
  const parents = new Map([[after.id, first.id]])
  const left: Change[] = []
  for (const below of checkSize(state.descendants(after.id).filter((each) => !each.deletedAt))) {
    const parent = parents.get(below.parent ?? '')
    // What is below one that stays, or goes over, stays below it; what was followed by another is past.
    if (parent === undefined || below.next) continue
    if (below.repeat && !below.finished) {
      left.push(changeOf(below, { ...below, parent, updatedAt: now }))
      continue
    }
    const series = below.series ?? below.id
    const due = below.due && daysLater(below.due, days)
    const fields = { parent, due, series, repeat: null, anchor: null, ...movedBy(days, below, due) }
    const copy = put(known.get(series), below, fields)
    // A file may say of two that they are of one series: the second gets a copy of its own.
    known.delete(series)
    parents.set(below.id, copy.id)
    left.push(changeOf(below, { ...below, series, next: copy.id, updatedAt: now }))
  }
  return left
}

const changeOf = (before: Todo, after: Todo): Change => ({ kind: 'todo', space: before.list, before, after })

type Along = Pick<Todo, 'start' | 'reminders'>

/** The start and reminders move along with the due date: see `movedBy`. */
const along = (todo: Todo, due: string): Along => movedBy(dayOf(due) - dayOf(todo.due ?? due), todo, due)

/**
 * The start and moments of reminders go along with the due date, day by day, at their own hours. Where clocks are set
 * meanwhile in one of two zones, a start may have to be earlier. What is relative to the due date goes along by itself.
 */
function movedBy(days: number, { start, reminders }: Along, due: string | null): Along {
  const later = start && daysLater(start, days)
  return {
    start: later && due ? startBy(later, due, isAfter) : later,
    reminders: reminders.map((text) => (reminderSeconds(text) === undefined ? daysLater(text, days) : text)),
  }
}

/**
 * The one that followed goes to the trash, if nobody has touched it since, and this one repeats once more. Else the
 * series goes on there.
 */
function takeBack(
  state: State & { isThere: (todo: string) => boolean },
  before: Todo,
  after: Todo,
  now: string,
): Change[] {
  // Taken out of the trash by hand, it must not repeat beside this one.
  const ended = { repeat: null, anchor: null }
  const next = before.next ? state.todo(before.next) : undefined
  if (!next) {
    // In another list it goes on.
    if (before.next && state.isThere(before.next)) Object.assign(after, ended, { next: null })
    return []
  }
  const change = (todo: Todo, fields: Partial<Todo>) => changeOf(todo, { ...todo, ...fields, updatedAt: now })
  const beside = state.descendants(before.id)
  const originals = beside.filter((each) => !each.deletedAt && each.next)
  const byCopy = new Map([
    [next.id, before],
    ...originals.map((each) => [each.next as string, each] as const),
  ])
  // What is below one that went over is no concern of the series.
  const following = state.descendants(next.id)
  const below = following.filter(({ deletedAt, parent }) => !deletedAt && byCopy.has(parent ?? ''))
  // It is of the moment at which the one that followed was made, and of no later version, should the clock have stood.
  const isTouched = ({ updatedAt, finished, version }: Todo) =>
    finished || updatedAt !== next.createdAt || version > before.version
  // Where one in the trash does not repeat, the series went on behind it, or was ended there.
  const goesOn = next.deletedAt ? !next.repeat : [next, ...below].some(isTouched)
  // One below the other, as only a file can say: what is below one would be put below itself.
  const isTangled = beside.some(({ id }) => id === next.id) || following.some(({ id }) => id === before.id)
  if (goesOn || isTangled || next.list !== before.list || next.next || next.finished) {
    Object.assign(after, ended, { next: null })
    return []
  }
  if (next.deletedAt) return [change(next, ended)]
  return [
    // These went over as they are.
    ...below
      .filter(({ id }) => !byCopy.has(id))
      .flatMap((each) => {
        const parent = byCopy.get(each.parent ?? '')
        return parent ? [change(each, { parent: parent.id })] : []
      }),
    ...[next, ...below.filter(({ id }) => byCopy.has(id))].map((each) =>
      change(each, { ...ended, deletedAt: now }),
    ),
    ...originals
      .filter((each) => below.some(({ id }) => id === each.next))
      .map((each) => change(each, { next: null })),
  ]
}

/**
 * Checks the names of new todos, and of todos that need their names again; other todos may have given theirs back in
 * the same change.
 * @throws AppError `name_taken`
 */
function checkNames(state: State, changes: readonly Change[]): void {
  const todos = new Map(changes.flatMap(({ kind, after }) => (kind === 'todo' ? [[after.id, after]] : [])))
  const held = new Set<string>()
  for (const { kind, before, after } of changes) {
    if (kind !== 'todo' || !state.list(after.list)?.uniqueNames || !holdsName(after)) continue
    const { id, name } = after
    if (held.has(name)) throw nameTaken(name)
    held.add(name)
    const holder = before && holdsName(before) ? undefined : state.named(after.list, name)
    if (!holder || holder.id === id) continue
    const then = todos.get(holder.id) ?? holder
    if (then.name === name && holdsName(then)) throw nameTaken(name)
  }
}
