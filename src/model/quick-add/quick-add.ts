/**
 * Makes a todo of one line of text, in English or Chinese: `Pay rent every 1st at 9am !high #home @flat`. What is not
 * understood stays in the name. docs/quick-add.md tells what is.
 */
import { unknownHolidays, type Holidays } from '../holidays.ts'
import { limits, quickAddLimits, repeatLimits } from '../limits.ts'
import { localTime } from './calendar.ts'
import { nameOf } from './name.ts'
import type { Context, KnownList, Priority, Reading } from './reading.ts'
import { textOf } from './repeat-rule.ts'
import { isGap, scan, type Part } from './scan.ts'
import { dueText, timingOf } from './timing.ts'
import type { Range } from './tokens.ts'

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
  /** The first date of a repeat that leaves days out is found by these; unless they are given, none are known. */
  holidays?: Holidays
}

export interface Chip extends Range {
  kind: 'start' | 'due' | 'repeat' | 'reminder' | 'priority' | 'label' | 'list'
  text: string
  /** In the todo's notation; of a list, its name. */
  value: string
}

export interface QuickTodo {
  name: string
  start: string | null
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

/**
 * @param text - of at most `quickAddLimits.lengthMax` characters; of a longer one only the name is made
 * @throws RangeError when there is no such zone
 */
export function quickAdd(text: string, options: QuickAddOptions): QuickAdd {
  const { now, zone, locale, lists = [], ignored = [], holidays = unknownHolidays } = options
  const context = contextOf(now, zone, lists, holidays)
  const read = text.length > quickAddLimits.lengthMax ? '' : halfWidth(text)
  const scanned = scan(read, context, locale, rangesOf(read === '' ? '' : text, ignored))
  const marks = <Kind extends Reading['kind']>(kind: Kind) =>
    scanned.marks.filter((part): part is PartOf<Kind> => part.reading.kind === kind)

  const timing = timingOf(scanned, context)
  const labels = distinct(marks('label'), ({ label }) => label, limits.labelsPerTodoMax)
  const [priority] = marks('priority')
  const [list] = marks('list')
  const reminders = distinct(timing.reminders, ({ trigger }) => trigger, repeatLimits.remindersPerTodoMax)
  const chosen = new Set<Part>([...timing.used, ...reminders, ...labels])
  for (const mark of [priority, list]) if (mark) chosen.add(mark)
  const parts = [...chosen].toSorted((a, b) => a.from - b.from)
  const due = timing.due && dueText(timing.due, zone)
  const todo: QuickTodo = {
    name: nameOf(text, [...parts.filter(({ reading }) => !staysInName(reading)), ...scanned.escapes]),
    start: timing.start && dueText(timing.start, zone),
    due,
    repeat: timing.rule && textOf(timing.rule),
    repeatFrom: timing.fromFinished ? 'finished' : 'due',
    reminders: [...new Set(reminders.map(({ reading }) => reading.trigger))],
    priority: priority?.reading.priority ?? 'none',
    labels: [...new Set(labels.map(({ reading }) => reading.label))],
    ...(list && { list: list.reading.list.id }),
  }
  return { todo, chips: chipsOf(text, parts, todo), unknownLists: scanned.unknownLists }
}

/**
 * Full-width figures (３：３０) are read as well, since input methods for Chinese write them. Each figure keeps its place
 * in the text.
 */
const halfWidth = (text: string): string =>
  text.replaceAll(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))

function contextOf(now: number, zone: string, lists: readonly KnownList[], holidays: Holidays): Context {
  const { day: today, minutes } = localTime(now, zone)
  const at = (ms: number) => {
    const local = localTime(ms, zone)
    return { day: local.day, time: local.minutes }
  }
  return { today, minutes, lists, holidays, at, inMinutes: (later) => at(now + later * 60_000) }
}

type PartOf<Kind extends Reading['kind']> = Part & { reading: Extract<Reading, { kind: Kind }> }

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
  start: 'start',
  repeat: 'repeat',
  end: 'repeat',
  skipped: 'repeat',
  reminder: 'reminder',
  priority: 'priority',
  label: 'label',
  list: 'list',
} as const
type ChipReading = Exclude<Reading, { kind: 'length' | 'holiday' | 'tail' }>

const isChip = (reading: Reading): reading is ChipReading => reading.kind in kinds

/** A range is a chip and stays in the name; a duration and the name of a holiday only stay there. */
const staysInName = (reading: Reading): boolean =>
  reading.kind === 'when' ? reading.kept === true : reading.kind === 'length' || reading.kind === 'holiday'

/** Day and time that stand beside each other are one chip, and "to" belongs to "remind me". */
function chipsOf(text: string, parts: readonly Part[], todo: QuickTodo): Chip[] {
  const chips: Chip[] = []
  const extend = (last: Chip, to: number) => {
    last.to = to
    last.text = text.slice(last.from, to)
  }
  for (const { from, to, reading } of parts) {
    const last = chips.at(-1)
    if (!isChip(reading)) {
      if (last && reading.kind === 'tail') extend(last, to)
      continue
    }
    const kind = kinds[reading.kind]
    if (kind === 'due' && last?.kind === 'due' && isGap(text, last.to, from)) extend(last, to)
    else chips.push({ kind, from, to, text: text.slice(from, to), value: valueOf(reading, todo) })
  }
  return chips
}

function valueOf(reading: ChipReading, { start, due, repeat }: QuickTodo): string {
  switch (reading.kind) {
    case 'when':
      return due ?? ''
    case 'start':
      return start ?? due ?? ''
    case 'repeat':
    case 'end':
    case 'skipped':
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
