/**
 * How a todo repeats: a recurrence rule of RFC 5545, section 3.3.10, without `RRULE:` and without a start, which the
 * due date is (`FREQ=MONTHLY;BYMONTHDAY=-1`). Only the parts that are about days; kept in one order and writing, so
 * that equal rules are equal texts. With `RSCALE=CHINESE` it counts in the Chinese calendar (RFC 7529); with `X-SKIP`,
 * which is no part of an RFC, it leaves days out.
 */
import { repeatLimits } from './limits.ts'

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** RFC 7529 names them: the calendars that a rule may count in. The second one is that of RFC 5545 and is not kept. */
const scales = ['CHINESE', 'GREGORIAN'] as const
const skips = ['OMIT', 'BACKWARD', 'FORWARD'] as const

/**
 * A rule can leave out these days by the law of China: weekends and public holidays, but not the days worked for them;
 * public holidays alone; or all workdays, so that the days off are left.
 */
const leftOuts = ['CN-DAYS-OFF', 'CN-HOLIDAYS', 'CN-WORKDAYS'] as const

/** A rule by its parts; lists are empty where the part is not given. */
export interface Rule {
  /** Its months and years are of this calendar, or of the Gregorian one where none is given. */
  scale?: 'CHINESE' | undefined
  freq: (typeof frequencies)[number]
  /** How many there are from this one on; undefined: no end. */
  count: number | undefined
  /** The last date there may be one, as `2026-12-31`. */
  until: string | undefined
  interval: number
  /** A leap month of the Chinese calendar is half a step behind the month that it follows: 5.5. */
  byMonth: readonly number[]
  /** From the end of the month where it is negative. */
  byMonthDay: readonly number[]
  /** 0 is Monday; `nth` of the month or year, from its end where it is negative, null: each. */
  byDay: readonly { day: number; nth: number | null }[]
  bySetPos: readonly number[]
  /**
   * A month or day that does not exist is replaced by the one before or behind it; unless this is given, it is left
   * out.
   */
  skip?: Exclude<(typeof skips)[number], 'OMIT'> | undefined
  /** On which day weeks begin; 0 is Monday. */
  weekStart: number
  /** It has no dates on these days, which holidays.ts tells; BYSETPOS counts the others. */
  leftOut?: (typeof leftOuts)[number] | undefined
}

class RuleError extends Error {}

function wrong(detail: string): never {
  throw new RuleError(detail)
}

/** The rule, or what is wrong with the text. */
export function parseRule(text: string): Rule | string {
  try {
    return ruleOf(partsOf(text.toUpperCase()))
  } catch (error) {
    if (error instanceof RuleError) return error.message
    throw error
  }
}

const known = [
  'FREQ',
  'COUNT',
  'UNTIL',
  'INTERVAL',
  'BYMONTH',
  'BYMONTHDAY',
  'BYDAY',
  'BYSETPOS',
  'WKST',
  'RSCALE',
  'SKIP',
  'X-SKIP',
]

function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>()
  for (const part of text.split(';')) {
    const [, name = '', value = ''] = /^([A-Z-]+)=(.+)$/.exec(part) ?? []
    if (!known.includes(name))
      wrong(
        `has the part ${JSON.stringify(part.slice(0, 40))}; expected ${known.join(', ')}, each as NAME=value`,
      )
    if (parts.has(name)) wrong(`has ${name} twice; expected each part once`)
    parts.set(name, value)
  }
  return parts
}

function ruleOf(parts: ReadonlyMap<string, string>): Rule {
  const freq = frequencies.find((each) => each === parts.get('FREQ'))
  if (!freq) return wrong(`has no FREQ that is known; expected FREQ=${frequencies.join(', ')}`)
  const scale = scaleOf(parts)
  const isChinese = scale === 'CHINESE'
  const numbers = (name: string, max: number, isSigned: boolean): number[] => {
    const values = (parts.get(name)?.split(',') ?? []).map((each) => numberOf(name, each, max, isSigned))
    return [...new Set(values)].toSorted((a, b) => a - b)
  }
  const single = (name: string, max: number) => {
    const value = parts.get(name)
    return value === undefined ? undefined : numberOf(name, value, max, false)
  }
  const rule: Rule = {
    ...(isChinese && { scale }),
    freq,
    count: single('COUNT', repeatLimits.repeatCountMax),
    until: untilOf(parts.get('UNTIL')),
    interval: single('INTERVAL', repeatLimits.repeatIntervalMax) ?? 1,
    byMonth: isChinese ? chineseMonths(parts.get('BYMONTH')) : numbers('BYMONTH', 12, false),
    byMonthDay: numbers('BYMONTHDAY', isChinese ? 30 : 31, true),
    byDay: daysOf(parts.get('BYDAY'), freq),
    bySetPos: numbers('BYSETPOS', isChinese ? 384 : 366, true),
    ...skipOf(parts, freq),
    weekStart: parts.has('WKST') ? weekdayOf('WKST', parts.get('WKST') as string) : 0,
    ...leftOutOf(parts),
  }
  if (rule.count !== undefined && rule.until !== undefined)
    wrong('has COUNT and UNTIL; expected one of them at most')
  if (freq === 'WEEKLY' && rule.byMonthDay.length > 0)
    wrong('has BYMONTHDAY with FREQ=WEEKLY; expected FREQ=MONTHLY, YEARLY or DAILY')
  if (rule.bySetPos.length > 0 && rule.byMonth.length + rule.byMonthDay.length + rule.byDay.length === 0)
    wrong('has BYSETPOS alone; expected BYDAY, BYMONTHDAY or BYMONTH beside it')
  return rule
}

function scaleOf(parts: ReadonlyMap<string, string>): (typeof scales)[number] | undefined {
  const text = parts.get('RSCALE')
  if (text === undefined) return undefined
  return (
    scales.find((each) => each === text) ??
    wrong(`has RSCALE=${text.slice(0, 40)}, a calendar that is not known; expected ${scales.join(', ')}`)
  )
}

/** It has no effect on days and weeks, as there is always a next one. */
function skipOf(parts: ReadonlyMap<string, string>, freq: Rule['freq']): Pick<Rule, 'skip'> {
  const text = parts.get('SKIP')
  if (text === undefined) return {}
  if (!parts.has('RSCALE'))
    wrong('has SKIP without RSCALE; expected RSCALE=GREGORIAN or another one beside it')
  const skip = skips.find((each) => each === text)
  if (!skip) return wrong(`has SKIP=${text.slice(0, 40)}; expected ${skips.join(', ')}`)
  return skip === 'OMIT' || freq === 'DAILY' || freq === 'WEEKLY' ? {} : { skip }
}

function leftOutOf(parts: ReadonlyMap<string, string>): Pick<Rule, 'leftOut'> {
  const text = parts.get('X-SKIP')
  if (text === undefined) return {}
  const leftOut = leftOuts.find((each) => each === text)
  return leftOut ? { leftOut } : wrong(`has X-SKIP=${text.slice(0, 40)}; expected ${leftOuts.join(', ')}`)
}

function chineseMonths(text: string | undefined): number[] {
  const months = (text?.split(',') ?? []).map((each) => {
    const [, month = each, leap = ''] = /^(\d{1,2})(L?)$/.exec(each) ?? []
    const isMonth = /^\d+$/.test(month) && Number(month) >= 1 && Number(month) <= 12
    if (!isMonth)
      wrong(`has BYMONTH=${each.slice(0, 40)}; expected numbers from 1 to 12, or 1L to 12L for leap months`)
    return Number(month) + (leap ? 0.5 : 0)
  })
  return [...new Set(months)].toSorted((a, b) => a - b)
}

const monthText = (month: number): string => `${Math.floor(month)}${Number.isInteger(month) ? '' : 'L'}`

function numberOf(name: string, text: string, max: number, isSigned: boolean): number {
  const value = Number(text)
  if (/^[+-]?\d{1,5}$/.test(text) && value !== 0 && Math.abs(value) <= max && (value > 0 || isSigned))
    return value
  return wrong(
    `has ${name}=${text.slice(0, 40)}; expected numbers from 1 to ${max}${isSigned ? `, or -1 to -${max}` : ''}`,
  )
}

function untilOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const date = text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const at = Date.parse(date)
  if (date.length === 10 && !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)) return date
  return wrong(`has UNTIL=${text.slice(0, 40)}; expected a date such as 20261231`)
}

function weekdayOf(name: string, text: string): number {
  const day = weekdays.findIndex((each) => each === text)
  return day >= 0 ? day : wrong(`has ${name}=${text.slice(0, 40)}; expected ${weekdays.join(', ')}`)
}

function daysOf(text: string | undefined, freq: Rule['freq']): Rule['byDay'] {
  const max = { DAILY: 0, WEEKLY: 0, MONTHLY: 5, YEARLY: 53 }[freq]
  const days = (text?.split(',') ?? []).map((each) => {
    const [, nth = '', day = each] = /^([+-]?\d*)([A-Z]{2})$/.exec(each) ?? []
    if (nth !== '' && max === 0)
      wrong(`has BYDAY=${each.slice(0, 40)} with FREQ=${freq}; expected a day without a number`)
    return { day: weekdayOf('BYDAY', day), nth: nth === '' ? null : numberOf('BYDAY', nth, max, true) }
  })
  const sorted = days.toSorted((a, b) => a.day - b.day || (a.nth ?? 0) - (b.nth ?? 0))
  return sorted.filter((each, index) => dayText(each) !== dayText(sorted[index - 1]))
}

const dayText = (day: Rule['byDay'][number] | undefined): string =>
  day ? `${day.nth ?? ''}${weekdays[day.day]}` : ''

/** The one text of a rule. */
export function ruleText(rule: Rule): string {
  const list = (name: string, values: readonly unknown[]) =>
    values.length > 0 ? [`${name}=${values.join()}`] : []
  const scale = rule.scale ?? (rule.skip && 'GREGORIAN')
  return [
    ...(scale === undefined ? [] : [`RSCALE=${scale}`]),
    `FREQ=${rule.freq}`,
    ...(rule.count === undefined ? [] : [`COUNT=${rule.count}`]),
    ...(rule.until === undefined ? [] : [`UNTIL=${rule.until.replaceAll('-', '')}`]),
    ...(rule.interval === 1 ? [] : [`INTERVAL=${rule.interval}`]),
    ...list('BYMONTH', rule.byMonth.map(monthText)),
    ...list('BYMONTHDAY', rule.byMonthDay),
    ...list('BYDAY', rule.byDay.map(dayText)),
    ...list('BYSETPOS', rule.bySetPos),
    ...(rule.skip === undefined ? [] : [`SKIP=${rule.skip}`]),
    ...(rule.weekStart === 0 ? [] : [`WKST=${weekdays[rule.weekStart]}`]),
    ...(rule.leftOut === undefined ? [] : [`X-SKIP=${rule.leftOut}`]),
  ].join(';')
}

/** It is the day of each month or, in a shorter one, its last day, which RFC 5545 says as the last one of several. */
export const monthDayOrLast = (day: number): Pick<Rule, 'byMonthDay' | 'bySetPos'> =>
  day > shortest ? { byMonthDay: range(shortest, day), bySetPos: [-1] } : { byMonthDay: [day], bySetPos: [] }

/** It tells the day of a rule that has been made with `monthDayOrLast`, from the 29th on. */
export function dayOrLastOf({ scale, freq, byMonth, byMonthDay, bySetPos, byDay }: Rule): number | undefined {
  const day = byMonthDay.at(-1) ?? 0
  const isOfMonths =
    scale === undefined && (freq === 'MONTHLY' || (freq === 'YEARLY' && byMonth.length === 1))
  const isSo = isOfMonths && day > shortest && bySetPos.join() === '-1' && byDay.length === 0
  return isSo && byMonthDay.join() === range(shortest, day).join() ? day : undefined
}

/** Every month has so many days. */
const shortest = 28

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
