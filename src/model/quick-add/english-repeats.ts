/** What is read in English of todos that come again. */
import { repeatLimits } from '../limits.ts'
import { dayOf } from './calendar.ts'
import {
  aWeekday,
  amount,
  amountOf,
  dates,
  dayPart,
  end,
  month,
  monthNamed,
  partNamed,
  weekday,
  weekdayNamed,
} from './english.ts'
import { pattern, prefixed, type Reading, type Rule, type Weak } from './reading.ts'
import type { RepeatRule } from './repeat-rule.ts'

type Groups = readonly (string | undefined)[]

const word = (source: string, read: (groups: Groups) => Reading | undefined, weak?: Weak): Rule =>
  pattern(source, end, read, weak)

/** `!` counts from when it was finished. */
const every = '(?:every|each)(!)?'
const ordinal = String.raw`(\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|last)`
const dayNumber = String.raw`(?:\d{1,2}(?:st|nd|rd|th))`
const ofMonth = '(?: (?:of|in) (?:the|each|every) month)?'
const separator = String.raw`(?:, ?and |, ?| and | ?& ?| ?/ ?)`
const weekdayList = `((?:${aWeekday}s?${separator}){0,6}${aWeekday}s?)`
const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth']
const workdays = [0, 1, 2, 3, 4]

function nthOf(text = ''): number {
  const name = text.toLowerCase()
  if (name === 'last') return -1
  return /^\d/.test(name) ? Number.parseInt(name, 10) : ordinals.indexOf(name)
}

export function repeats(rule: RepeatRule, bang?: string): Reading | undefined {
  const { interval = 1, monthDays = [], month: itsMonth } = rule
  if (interval < 1 || interval > repeatLimits.repeatIntervalMax) return undefined
  // 2028 has a 29 February, so that any day there ever is exists in it.
  if (monthDays.some((day) => day !== -1 && dayOf(2028, itsMonth ?? 1, day) === undefined)) return undefined
  return { kind: 'repeat', rule, fromFinished: bang === '!' }
}

const frequencies = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' } as const

function each(count: number, unit = ''): RepeatRule {
  const name = unit.toLowerCase()
  if (name === 'quarter') return { freq: 'MONTHLY', interval: 3 * count }
  return { freq: frequencies[name as keyof typeof frequencies] ?? 'DAILY', interval: count }
}

const daysOf = (list = ''): number[] => [
  ...new Set((list.match(/[a-z]+/gi) ?? []).filter((name) => !/^and$/i.test(name)).map(weekdayNamed)),
]
const monthDaysOf = (list = ''): number[] =>
  list.includes('last') ? [-1] : [...new Set((list.match(/\d+/g) ?? []).map(Number))]

function span(from: string | undefined, to: string | undefined): number[] {
  const [first, last] = [weekdayNamed(from), weekdayNamed(to)]
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7)
}

const unit = '(day|week|month|quarter|year)'
/** How often, as the words before "on" say it. */
const step = (groups: Groups, at: number): number =>
  groups[at] === undefined ? 1 : /^(other|second)$/i.test(groups[at]) ? 2 : amountOf(groups[at])
const other = '(?:(other|second) )?'

const simple: readonly Rule[] = [
  word(`${every} ${other}${unit}`, (g) => repeats(each(step(g, 2), g[3]), g[1])),
  word(`${every} ${amount} ${unit}s`, (g) => repeats(each(amountOf(g[2]), g[3]), g[1])),
  word(`${every} (\\d{1,2})(?:nd|rd|th) (day|week|year)`, (g) => repeats(each(Number(g[2]), g[3]), g[1])),
  word(`${every} (?:weekday|workday|work day|working day|business day)|on weekdays`, ([, bang]) =>
    repeats({ freq: 'WEEKLY', days: workdays }, bang),
  ),
  word(`${every} weekend|on weekends`, ([, bang]) => repeats({ freq: 'WEEKLY', days: [5, 6] }, bang)),
  word(`${every} ${dayPart}`, ([, bang, name]) => {
    const [reading, part] = [repeats({ freq: 'DAILY' }, bang), partNamed(name)]
    return reading?.kind === 'repeat' && part ? { ...reading, part } : undefined
  }),
  word(
    '(daily|weekly|monthly|quarterly|yearly|annually|fortnightly|biweekly)',
    ([, name]) => adverb(name),
    'end',
  ),
  word(
    `${amount} ${unit}s? after (?:it (?:is|was) )?(?:being )?(?:finished|finishing|done|completed|completion)`,
    (g) => repeats(each(amountOf(g[1]), g[2]), '!'),
  ),
  word(
    `every ${amount} ${unit}s? (?:after|from|when) (?:it (?:is|was) )?(?:finished|finishing|done|completed|completion)`,
    (g) => repeats(each(amountOf(g[1]), g[2]), '!'),
  ),
]

function adverb(name = ''): Reading | undefined {
  const word = name.toLowerCase()
  if (word === 'daily') return repeats({ freq: 'DAILY' })
  if (word === 'annually') return repeats({ freq: 'YEARLY' })
  if (word === 'fortnightly' || word === 'biweekly') return repeats({ freq: 'WEEKLY', interval: 2 })
  return repeats(each(1, word.slice(0, -2)))
}

const onWeekdays: readonly Rule[] = [
  word(`${every} ${other}${weekdayList}`, (g) =>
    repeats({ freq: 'WEEKLY', interval: step(g, 2), days: daysOf(g[3]) }, g[1]),
  ),
  word(`${every} ${weekday} ?(?:-|–|to|through) ?${weekday}`, (g) =>
    repeats({ freq: 'WEEKLY', days: span(g[2], g[3]) }, g[1]),
  ),
  word(`${every} ${other}week on ${weekdayList}`, (g) =>
    repeats({ freq: 'WEEKLY', interval: step(g, 2), days: daysOf(g[3]) }, g[1]),
  ),
  word(`${every} ${amount} weeks on ${weekdayList}`, (g) =>
    repeats({ freq: 'WEEKLY', interval: amountOf(g[2]), days: daysOf(g[3]) }, g[1]),
  ),
  word(`weekly on ${weekdayList}`, (g) => repeats({ freq: 'WEEKLY', days: daysOf(g[1]) })),
  word(`on ((?:${aWeekday}s${separator}){0,6}${aWeekday}s)`, (g) =>
    repeats({ freq: 'WEEKLY', days: daysOf(g[1]) }),
  ),
]

const monthDayList = `((?:${dayNumber}(?:${separator}(?:the )?)){0,4}${dayNumber}(?! ${aWeekday})|last day)`

const ofMonths: readonly Rule[] = [
  word(`${every} ${monthDayList}${ofMonth}`, (g) =>
    repeats({ freq: 'MONTHLY', monthDays: monthDaysOf(g[2]) }, g[1]),
  ),
  word(`${every} (?:(other|second|${amount}) )?months? on the ${monthDayList}`, (g) =>
    repeats({ freq: 'MONTHLY', interval: step(g, 2), monthDays: monthDaysOf(g[4]) }, g[1]),
  ),
  word(`monthly on the ${monthDayList}`, (g) => repeats({ freq: 'MONTHLY', monthDays: monthDaysOf(g[1]) })),
  word(`${every} ${ordinal} ${weekday}${ofMonth}`, (g) => nthWeekday(g[2], g[3], g[1])),
  word(`${every} month on the ${ordinal} ${weekday}`, (g) => nthWeekday(g[2], g[3], g[1])),
  word(`monthly on the ${ordinal} ${weekday}`, (g) => nthWeekday(g[1], g[2])),
]

function nthWeekday(which: string | undefined, name: string | undefined, bang?: string): Reading | undefined {
  const nth = nthOf(which)
  if (nth === 0 || nth > 5) return undefined
  return repeats({ freq: 'MONTHLY', days: [weekdayNamed(name)], nth }, bang)
}

const dayOfMonth = '(\\d{1,2})(?:st|nd|rd|th)?'
const yearly = (name: string | undefined, day: string | undefined, bang?: string) =>
  repeats({ freq: 'YEARLY', month: monthNamed(name), monthDays: [Number(day)] }, bang)

const ofYears: readonly Rule[] = [
  word(`(?:${every}(?: year on(?: the)?)?|yearly on(?: the)?) ${dayOfMonth} (?:of )?${month}`, (g) =>
    yearly(g[3], g[2], g[1]),
  ),
  word(`(?:${every}(?: year on)?|yearly on) ${month} ${dayOfMonth}`, (g) => yearly(g[2], g[3], g[1])),
]

export const englishRepeats: readonly Rule[] = [
  ...simple,
  ...onWeekdays,
  ...ofMonths,
  ...ofYears,
  prefixed('(?:until|till|through|ending(?: on)?) ', dates, ({ day }) =>
    day === undefined ? undefined : { kind: 'end', until: day },
  ),
  word(`(?:for )?${amount} (?:times|occurrences)`, (g) => ({ kind: 'end', count: amountOf(g[1]) })),
]
