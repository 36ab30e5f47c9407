/** Repetitions as other programs write them, as rules of the model. */
import { dateOf, dayOf } from '../model/days.ts'
import { parseRule, ruleText } from '../model/repeat.ts'
import { toDue } from './dates.ts'
import type { FoundRule, KeptRule } from './found.ts'

/** It makes the rule that the model has for a text of RFC 5545; undefined where any part of it can't be kept. */
export function toRule(text: string, due?: string | null, zone?: string): string | undefined {
  const value = text
    .trim()
    .replace(/^RRULE:/i, '')
    .replace(/UNTIL=\d{8}T\d{6}Z?/i, (until) => `UNTIL=${lastDayOf(until.slice(6), due ?? '', zone)}`)
    .replace(/;$/, '')
  const rule = parseRule(value)
  return typeof rule === 'string' ? undefined : ruleText(rule)
}

/**
 * RFC 5545 may end a rule at a moment, the model ends it on a day. So it is the last day, in the zone of the due date,
 * on which the time that the todo is due at is not behind the moment. Many write the end of a day in UTC, whatever
 * their zone is: that is the day.
 */
function lastDayOf(until: string, due: string, given?: string): string {
  const date = until.slice(0, 8)
  const zone = /\[(.*)\]$/.exec(due)?.[1] ?? given
  const isDay = !until.endsWith('Z') || /T(000000|235959)Z$/.test(until)
  const at = until.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')
  if (isDay || !zone || Number.isNaN(Date.parse(at))) return date
  const last = toDue(at, 'UNTIL', zone)
  const isOver = due.length > 10 && last.slice(11, 16) < due.slice(11, 16)
  return dateOf(dayOf(last.slice(0, 10)) - (isOver ? 1 : 0)).replaceAll('-', '')
}

/**
 * A rule counts from a start, and the due date may be days behind it: then so are its dates.
 * @returns undefined where there is no such rule, as over the end of a month
 */
export function movedRule(text: string, start: string, due: string): string | undefined {
  const by = dayOf(due.slice(0, 10)) - dayOf(start.slice(0, 10))
  const rule = parseRule(text)
  if (by === 0 || typeof rule === 'string') return text
  // What is left out are days of the calendar, which do not move.
  if (rule.leftOut) return undefined
  const { freq, byDay, byMonthDay, byMonth, bySetPos, weekStart, until } = rule
  const later = until === undefined ? {} : { until: dateOf(dayOf(until) + by) }
  const moved = (day: number) => (((day + by) % 7) + 7) % 7
  const isInMonth = (day: number) => day >= 1 && day <= 28 && day + by >= 1 && day + by <= 28
  if (freq === 'DAILY' || freq === 'WEEKLY') {
    if (byMonth.length + byMonthDay.length + bySetPos.length > 0) return undefined
    const days = byDay.map((each) => ({ ...each, day: moved(each.day) })).toSorted((a, b) => a.day - b.day)
    // Where weeks are left out, they begin as much later too.
    const isOfWeeks = freq === 'WEEKLY' && rule.interval > 1 && days.length > 1
    return ruleText({ ...rule, ...later, byDay: days, weekStart: isOfWeeks ? moved(weekStart) : weekStart })
  }
  if (byDay.length + bySetPos.length > 0 || (freq === 'YEARLY' && byMonthDay.length > 0)) return undefined
  if (byMonthDay.length === 0 && byMonth.length === 0)
    return isInMonth(Number(start.slice(8, 10))) ? ruleText({ ...rule, ...later }) : undefined
  if (byMonth.length > 0 || !byMonthDay.every(isInMonth)) return undefined
  return ruleText({ ...rule, ...later, byMonthDay: byMonthDay.map((day) => day + by) })
}

/** Makes what a todo is found with; nothing where the source has no rule. */
export function foundRule(
  text: string,
  kept: string | KeptRule | undefined,
  repeatFrom?: KeptRule['repeatFrom'],
): FoundRule | undefined {
  if (text.trim() === '') return undefined
  const rule = typeof kept === 'string' ? { repeat: kept } : kept
  return { text, kept: rule && { ...rule, ...(repeatFrom && { repeatFrom }) } }
}

/**
 * It reads `LUNAR:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3`, as TickTick writes rules of the Chinese calendar. What that
 * program does with a 30th, which many months have not, is not known; such a rule is not kept.
 */
function lunarRule(text: string, due?: string | null, zone?: string): string | undefined {
  const repeat = toRule(`RSCALE=CHINESE;${text.trim().replace(/^LUNAR:/i, '')}`, due, zone)
  const days =
    /^RSCALE=CHINESE;FREQ=(?:YEARLY(?:;[A-Z]+=\w+)*?;BYMONTH=\d+|MONTHLY(?:;[A-Z]+=\w+)*?);BYMONTHDAY=([\d,]+)$/.exec(
      repeat ?? '',
    )?.[1]
  return days === undefined || days.split(',').includes('30') ? undefined : repeat
}

const daily = /^RRULE:FREQ=DAILY(;INTERVAL=1)?(;UNTIL=\w+)?(;WKST=[A-Z]{2})?$/i

/**
 * It reads a rule of TickTick, which is RFC 5545 with parts of its own. `TT_SKIP` names the days that it leaves out,
 * which is known of rules with a date each day.
 */
export function tickTickRule(text: string, due?: string | null, zone?: string): KeptRule | undefined {
  if (/^LUNAR:/i.test(text.trim())) {
    const repeat = lunarRule(text, due, zone)
    return repeat === undefined ? undefined : { repeat }
  }
  const workday = /;TT_WORKDAY=(-?1)(?=;|$)/i.exec(text)?.[1]
  if (workday !== undefined && /FREQ=MONTHLY/i.test(text)) {
    // It is the first or last working day of a month.
    const plain = text.replace(/;TT_WORKDAY=[^;]*/i, '')
    const days = isInChina(zone) ? 'MO,TU,WE,TH,FR,SA,SU;X-SKIP=CN-DAYS-OFF' : 'MO,TU,WE,TH,FR'
    const repeat = toRule(`${plain};BYDAY=${days};BYSETPOS=${workday}`, due, zone)
    return repeat === undefined ? undefined : { repeat, isOnHolidays: !isInChina(zone) }
  }
  const [skip = '', ...others] = [...text.matchAll(/;TT_SKIP=([^;]*)/gi)].map(([, days]) => days as string)
  const rest = text.trim().replace(/;TT_SKIP=[^;]*/i, '')
  const days = skip.toUpperCase().split(',').toSorted().join()
  const legal = isInChina(zone) ? skippedByLaw[days] : undefined
  const isWeekdays = days === 'WEEKEND' || days === 'HOLIDAY,WEEKEND'
  if ((!legal && !isWeekdays) || others.length > 0 || !daily.test(rest)) {
    const repeat = toRule(text, due, zone)
    return repeat === undefined ? undefined : { repeat }
  }
  const until = /;UNTIL=\w+/i.exec(rest)?.[0] ?? ''
  const repeat = toRule(`${legal ?? words['weekdays']}${until}`, due, zone)
  return repeat === undefined ? undefined : { repeat, isOnHolidays: !legal && days !== 'WEEKEND' }
}

/** These are its days by the law of China, whose holidays are those of who lives there. */
const skippedByLaw: Readonly<Record<string, string>> = {
  'HOLIDAY,WEEKEND': 'FREQ=DAILY;X-SKIP=CN-DAYS-OFF',
  HOLIDAY: 'FREQ=DAILY;X-SKIP=CN-HOLIDAYS',
  OFFICIAL_WORKDAY: 'FREQ=DAILY;X-SKIP=CN-WORKDAYS',
}

const isInChina = (zone: string | undefined): boolean =>
  zone === undefined || /^(?:Asia\/(?:Shanghai|Urumqi|Chongqing|Chungking|Harbin|Kashgar)|PRC)$/.test(zone)

export type Unit = 'day' | 'week' | 'month' | 'year'

const frequencies: Record<Unit, string> = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }

export const every = (count: number, unit: Unit): string | undefined =>
  toRule(`FREQ=${frequencies[unit]}${count === 1 ? '' : `;INTERVAL=${count}`}`)

const words: Record<string, string> = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  weekdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  biweekly: 'FREQ=WEEKLY;INTERVAL=2',
  fortnightly: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
  bimonthly: 'FREQ=MONTHLY;INTERVAL=2',
  quarterly: 'FREQ=MONTHLY;INTERVAL=3',
  semiannual: 'FREQ=MONTHLY;INTERVAL=6',
  yearly: 'FREQ=YEARLY',
  annual: 'FREQ=YEARLY',
  annually: 'FREQ=YEARLY',
  biannual: 'FREQ=YEARLY;INTERVAL=2',
  biyearly: 'FREQ=YEARLY;INTERVAL=2',
}

const days = [
  /^mon(day)?s?$/,
  /^tue(s|sday|sdays)?$/,
  /^wed(nesday)?s?$/,
  /^thu(r|rs|rsday|rsdays)?$/,
  /^fri(day)?s?$/,
  /^sat(urday)?s?$/,
  /^sun(day)?s?$/,
]
const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** It reads `daily`, `2weeks`, `3 months` and `P1M`, as Taskwarrior and others have them. */
export function durationRule(text: string): string | undefined {
  const word = words[text.trim().toLowerCase()]
  if (word) return toRule(word)
  const [, count = '1', unit = ''] =
    /^P?(\d+)?\s*(d|day|w|wk|week|m|mo|mth|month|q|qtr|quarter|y|yr|year)s?$/i.exec(text.trim()) ?? []
  const units: Record<string, [Unit, number]> = {
    d: ['day', 1],
    w: ['week', 1],
    m: ['month', 1],
    q: ['month', 3],
    y: ['year', 1],
  }
  const found = units[unit.slice(0, 1).toLowerCase()]
  return found && every(Number(count) * found[1], found[0])
}

const time = /\s+(at\s+)?(\d{1,2}(:\d{2})?\s*(am|pm)|\d{1,2}:\d{2}|noon|midnight)$/

const ordinal = '\\d{1,2}(?:st|nd|rd|th)?'
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const year = '(?:,?\\s+\\d{4})?'
/** It matches one date, which is in the due date anyway, and no more behind it, such as an end. */
const beginning = new RegExp(
  `\\s+(?:starting|from)(?:\\s+on)?\\s+(?:today|tomorrow|\\d{4}-\\d\\d-\\d\\d|(?:next\\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day` +
    `|${ordinal}\\s+${month}${year}|${month}\\s+${ordinal}${year})$`,
)

/** `1b` of todo.txt is each business day; of more than one there is no rule. */
export const businessDayRule = (text: string): string | undefined =>
  /^1?b$/.test(text.trim()) ? toRule(words['weekdays'] as string) : undefined

/**
 * It reads words such as Todoist's: `every 2 weeks`, `every! day`, `every mon, thu at 9am`, `every 15th`, `every
 * workday`.
 */
export function wordsRule(text: string): KeptRule | undefined {
  const match = /^(?:every|ev)(!?)\s+(.*)$/i.exec(text.trim())
  const repeatFrom = match?.[1] === '!' ? 'finished' : 'due'
  const rest = (match?.[2] ?? text)
    .trim()
    .toLowerCase()
    .replace(time, '')
    .replace(beginning, '')
    .replace(time, '')
  const repeat = match ? everyRule(rest) : words[rest] && toRule(words[rest])
  return repeat === undefined || repeat === '' ? undefined : { repeat, repeatFrom }
}

function everyRule(rest: string): string | undefined {
  if (/^(work|week)day$/.test(rest)) return toRule(words['weekdays'] as string)
  if (rest === 'weekend') return toRule('FREQ=WEEKLY;BYDAY=SA,SU')
  const other = /^(other|\d+)?\s*(day|week|month|year|quarter)s?$/.exec(rest)
  if (other) {
    const count = other[1] === 'other' ? 2 : Number(other[1] ?? 1)
    return other[2] === 'quarter' ? every(3 * count, 'month') : every(count, other[2] as Unit)
  }
  const dayOfMonth = /^(\d{1,2})(st|nd|rd|th)?( of the month)?$/.exec(rest)
  if (dayOfMonth) return toRule(`FREQ=MONTHLY;BYMONTHDAY=${dayOfMonth[1]}`)
  if (rest === 'last day' || rest === 'last day of the month') return toRule('FREQ=MONTHLY;BYMONTHDAY=-1')
  const named = rest
    .split(/\s*(?:,|\band\b)\s*/)
    .map((word) => days.findIndex((day, index) => day.test(word) || word.toUpperCase() === codes[index]))
  if (named.length === 0 || named.includes(-1)) return undefined
  return toRule(`FREQ=WEEKLY;BYDAY=${named.map((day) => codes[day]).join()}`)
}
