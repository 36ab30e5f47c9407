/**
 * Makes a todo of one line of text, in English or Chinese: `Pay rent every 1st at 9am !high #home @flat`. What is not
 * understood stays in the name. docs/quick-add.md tells what is.
 */
import { limits, quickAddLimits, repeatLimits } from '../limits.ts'
import { dayText, localTime, minutesPerDay, type Day } from './calendar.ts'
import { nameOf } from './name.ts'
import type { Context, DayPart, KnownList, Priority, Reading, When } from './reading.ts'
import { firstDay, textOf } from './repeat-rule.ts'
import { isGap, scan, type Part, type Range } from './scan.ts'

export interface QuickAddOptions {
  /** Milliseconds since 1970. */
  now: number
  /** The IANA zone in which days and times are meant. */
  zone: string
  /** Reads this language alone; both unless given. */
  locale?: 'en' | 'zh' | undefined
  /** The lists that `@name` may name. */
  lists?: readonly KnownList[]
  /** Words that are only words: the texts of chips that were taken away. */
  ignored?: readonly string[]
}

export interface Chip extends Range {
  kind: 'due' | 'repeat' | 'reminder' | 'priority' | 'label' | 'list'
  text: string
  /** In the todo's notation; of a list, its name. */
  value: string
}

export interface QuickTodo {
  name: string
  due: string | null
  repeat: string | null
  repeatFrom: 'due' | 'finished'
  reminders: string[]
  priority: Priority
  labels: string[]
  /** The id of the list that is named. */
  list?: string
}

export interface QuickAdd {
  todo: QuickTodo
  /** What was understood, and where (in UTF-16 units), in the order of the text. */
  chips: Chip[]
  /** Names behind an `@` that no list has; they stay in the name. */
  unknownLists: string[]
}

type PartOf<Kind extends Reading['kind']> = Part & { reading: Extract<Reading, { kind: Kind }> }

/**
 * @param text - of at most `quickAddLimits.lengthMax` characters; of a longer one only the name is made
 * @throws RangeError when there is no such zone
 */
export function quickAdd(text: string, options: QuickAddOptions): QuickAdd {
  const { now, zone, locale, lists = [], ignored = [] } = options
  const { day: today, minutes } = localTime(now, zone)
  const context: Context = {
    today,
    minutes,
    lists,
    inMinutes(later) {
      const local = localTime(now + later * 60_000, zone)
      return { day: local.day, time: local.minutes }
    },
  }
  const read = text.length > quickAddLimits.lengthMax ? '' : text
  const { parts, escapes, unknownLists } = scan(read, context, locale, rangesOf(read, ignored))
  const all = <Kind extends Reading['kind']>(kind: Kind) =>
    parts.filter((part): part is PartOf<Kind> => part.reading.kind === kind)

  const { due, repeat, repeatFrom, used } = whenOf(text, parts, context, zone)
  const reminders =
    due === null ? [] : distinct(all('reminder'), ({ trigger }) => trigger, repeatLimits.remindersPerTodoMax)
  const labels = distinct(all('label'), ({ label }) => label, limits.labelsPerTodoMax)
  const [priority] = all('priority')
  const [list] = all('list')
  const chosen = new Set<Part>([...used, ...reminders, ...labels, ...[priority ?? [], list ?? []].flat()])
  const cut = parts.filter((part) => chosen.has(part))
  const todo: QuickTodo = {
    name: nameOf(text, [...cut, ...escapes]),
    due,
    repeat,
    repeatFrom,
    reminders: [...new Set(reminders.map(({ reading }) => reading.trigger))],
    priority: priority?.reading.priority ?? 'none',
    labels: [...new Set(labels.map(({ reading }) => reading.label))],
    ...(list && { list: list.reading.list.id }),
  }
  return { todo, chips: chipsOf(text, cut, todo), unknownLists }
}

/** All that say something, up to so many different ones. */
function distinct<P extends Part>(
  parts: readonly P[],
  of: (reading: P['reading']) => string,
  max: number,
): P[] {
  const seen = new Set<string>()
  return parts.filter(({ reading }) => {
    if (seen.size < max) seen.add(of(reading))
    return seen.has(of(reading))
  })
}

interface Timing {
  due: string | null
  repeat: string | null
  repeatFrom: 'due' | 'finished'
  used: Part[]
}

/** Parts that stand beside each other and so belong together. */
interface Group {
  parts: Part[]
  when: When
  repeat?: PartOf<'repeat'>
}

function whenOf(text: string, parts: readonly Part[], context: Context, zone: string): Timing {
  const groups = groupsOf(text, parts)
  // In Chinese the date comes first, in English last; what else looks like one belongs to the name.
  if (!parts.some(({ language }) => language === 'zh')) groups.reverse()
  const main =
    groups.find(({ repeat }) => repeat) ??
    groups.find(({ when }) => when.day !== undefined) ??
    groups.find(({ when }) => when.time !== undefined || when.part)
  if (!main) return { due: null, repeat: null, repeatFrom: 'due', used: [] }
  const more = moreOf(main, groups)
  const when: When = Object.assign({}, main.when, ...more.map((group) => group.when))
  const ends = main.repeat
    ? parts.filter((part): part is PartOf<'end'> => part.reading.kind === 'end').slice(0, 1)
    : []
  const rule = main.repeat && { ...main.repeat.reading.rule, ...endOf(ends[0]) }
  const minutes = minutesOf(when, main.repeat?.reading.part)
  let day = when.day ?? context.today
  if (minutes !== undefined && isOver(day, minutes, context)) {
    if (when.again !== undefined) day += when.again
    else if (when.day === undefined) day += 1
  }
  if (rule) day = firstDay(rule, day)
  return {
    due: dueText(day, minutes, zone),
    repeat: rule ? textOf(rule) : null,
    repeatFrom: main.repeat?.reading.fromFinished ? 'finished' : 'due',
    used: [...[main, ...more].flatMap((group) => group.parts), ...ends],
  }
}

/** The time, and the start of what repeats, that stand elsewhere in the text. */
function moreOf(main: Group, groups: readonly Group[]): Group[] {
  const isOfTime = ({ when }: Group) => when.time !== undefined || when.part !== undefined
  const others = groups.filter((group) => group !== main && !group.repeat)
  const needsStart = main.repeat !== undefined && main.when.day === undefined
  const start = needsStart ? others.find(({ when }) => when.starts) : undefined
  const hasTime = isOfTime(main) || (start && isOfTime(start))
  const time = hasTime ? undefined : others.find(({ when }) => when.day === undefined)
  return [start, time].filter((group) => group !== undefined)
}

const endOf = (part: PartOf<'end'> | undefined): { count?: number; until?: Day } => {
  const { count, until } = part?.reading ?? {}
  return { ...(count !== undefined && { count }), ...(until !== undefined && { until }) }
}

const isOver = (day: Day, minutes: number, { today, minutes: now }: Context): boolean =>
  day === today && minutes <= now

function groupsOf(text: string, parts: readonly Part[]): Group[] {
  const groups: Group[] = []
  let last: Group | undefined
  let to = -1
  for (const part of parts) {
    const { reading } = part
    if (reading.kind !== 'when' && reading.kind !== 'repeat') continue
    const fits = last && isGap(text, to, part.from) && !conflicts(last, reading)
    if (!last || !fits) groups.push((last = { parts: [], when: { kind: 'when' } }))
    last.parts.push(part)
    if (reading.kind === 'when') last.when = { ...last.when, ...reading }
    else last.repeat = part as PartOf<'repeat'>
    to = part.to
  }
  return groups
}

function conflicts({ when, repeat }: Group, reading: When | PartOf<'repeat'>['reading']): boolean {
  if (reading.kind === 'repeat') return repeat !== undefined
  return (
    (reading.day !== undefined && when.day !== undefined) ||
    (reading.time !== undefined && when.time !== undefined) ||
    (reading.part !== undefined && when.part !== undefined)
  )
}

/** At 9 in the evening is 21:00; at 5, without more, 17:00. */
function minutesOf({ time, vague, part: given }: When, ofRepeat: DayPart | undefined): number | undefined {
  const part = given ?? ofRepeat
  if (time === undefined) return part?.time
  const isAfternoon = part ? part.afternoon : time >= 60 && time < 7 * 60
  return vague && isAfternoon && time < minutesPerDay / 2 ? time + minutesPerDay / 2 : time
}

/** 24:00 is the beginning of the day after. */
function dueText(day: Day, minutes: number | undefined, zone: string): string {
  if (minutes === undefined) return dayText(day)
  const [date, rest] = minutes >= minutesPerDay ? [day + 1, minutes - minutesPerDay] : [day, minutes]
  const two = (number: number) => String(number).padStart(2, '0')
  return `${dayText(date)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}[${zone}]`
}

function rangesOf(text: string, ignored: readonly string[]): Range[] {
  const ranges: Range[] = []
  for (const words of ignored.slice(0, quickAddLimits.ignoredMax)) {
    if (words === '') continue
    for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
      const to = from + words.length
      const cutsWord = /\w$/.test(words) && /^\w/.test(text.slice(to, to + 1))
      if (!cutsWord) ranges.push({ from, to })
    }
  }
  return ranges.toSorted((a, b) => a.from - b.from)
}

const kinds = {
  when: 'due',
  repeat: 'repeat',
  end: 'repeat',
  reminder: 'reminder',
  priority: 'priority',
  label: 'label',
  list: 'list',
} as const

/** Day and time that stand beside each other are one chip. */
function chipsOf(text: string, parts: readonly Part[], todo: QuickTodo): Chip[] {
  const chips: Chip[] = []
  for (const { from, to, reading } of parts) {
    const kind = kinds[reading.kind]
    const last = chips.at(-1)
    if (kind === 'due' && last?.kind === 'due' && isGap(text, last.to, from)) {
      last.to = to
      last.text = text.slice(last.from, to)
    } else chips.push({ kind, from, to, text: text.slice(from, to), value: valueOf(reading, todo) })
  }
  return chips
}

function valueOf(reading: Reading, { due, repeat }: QuickTodo): string {
  switch (reading.kind) {
    case 'when':
      return due ?? ''
    case 'repeat':
    case 'end':
      return repeat ?? ''
    case 'reminder':
      return reading.trigger
    case 'list':
      return reading.list.name
    case 'label':
      return reading.label
    case 'priority':
      return reading.priority
  }
}
