/** These rules read days and times in Chinese; those for repeats are in chinese-repeats.ts. */
import { dayOf, partsOf } from './calendar.ts'
import {
  asDay,
  beginningOf,
  begun,
  dateNamed,
  dayIn,
  endAt,
  endOf,
  fromNow,
  merged,
  monthPeriod,
  nextDayOfMonth,
  nthIn,
  on,
  periodFrom,
  sumOf,
  thisWeekend,
  timed,
  triggerBefore,
  weekdayOfWeek,
  weeksAhead,
  yearPeriod,
} from './days.ts'
import type { Grammar } from './grammar.ts'
import type { Context, When } from './reading.ts'
import { moonDayOfSomeYear, moonDayOfYear, nextMoonDay } from './moon-days.ts'
import { rangeInMonth, rangeOfDays, rangeOfTimes } from './ranges.ts'
import { everyDay, workdays } from './repeats.ts'
import { timeInPart, type DayPart } from './parts-of-day.ts'
import type { Clock, Length, Period } from './measures.ts'

type Rules = Grammar<Context>

export function addChinese(grammar: Rules): void {
  days(grammar)
  moonDays(grammar)
  periods(grammar)
  inPeriods(grammar)
  lengths(grammar)
  times(grammar)
  moments(grammar)
}

function days(g: Rules): void {
  g.rule('DAY', 'RELATIVEPART', ({ today }, { days: later, part }) => on(today + later, { part }))
  g.rule('DAY', 'THIS WEEKDAY', ({ today }, _, day) => on(weekdayOfWeek(today, day, 0)))
  g.rule('DAY', 'NEXT WEEKDAY', ({ today }, weeks, day) => on(weekdayOfWeek(today, day, weeks)))
  g.rule('DAY', 'THIS? 周末', ({ today }) => thisWeekend(today))
  g.rule('DAY', 'NEXT 周末', ({ today }, weeks) => on(weekdayOfWeek(today, 5, weeks)))
  g.rule('DAY', 'NEXT UNIT', ({ today }, steps, unit) => asDay(periodFrom(today, unit, steps), today))
  g.rule('DAY', 'DAYNUMBER', ({ today }, day) => nextDayOfMonth(today, day))
  g.rule('DAY', 'MONTHFIRST', ({ today }, [month, day, isWeak]) => {
    const found = dateNamed(today, month, day)
    return found && isWeak ? { ...found, weak: 'beside' } : found
  })
}

function moonDays(g: Rules): void {
  g.rule('MOONDATE', '农历? MONTH MOONDAY', (_, month, day) => ({ month, day }))
  g.rule('MOONDATE', '农历? MOONMONTH MOONDAY', (_, month, day) => ({ month, day }))
  g.rule('MOONDATE', '农历? MOONMONTH DAYNUMBER', (_, month, day) => ({ month, day }))
  g.rule('MOONDATE', '农历 MONTH DAYNUMBER', (_, month, day) => ({ month, day }))
  g.rule('MOONDATE', 'FEAST', (_, date) => date)
  g.rule('MOONDATE', 'MONTH DAYNUMBER HOLIDAY', (_, month, day, feast) =>
    feast && feast.month === month && feast.day === day ? feast : undefined,
  )
  g.rule('DAY', 'MOONDATE', ({ today }, date) => nextMoonDay(today, date))
  g.rule('DAY', '农历 YEARNUMBER MOONDATE', (_, year, date) => moonDayOfYear(year, date))
  g.rule('DAY', '农历 YEARNUMBER MONTH DAYNUMBER', (_, year, month, day) =>
    moonDayOfYear(year, { month, day }),
  )
  g.rule('DAY', 'YEARNUMBER 的? MOONDATE', ({ today }, year, date) =>
    moonDayOfSomeYear(today, year, true, date),
  )
  g.rule('DAY', 'RELATIVEYEAR 的? MOONDATE', (context, years, date) =>
    moonDayOfSomeYear(context.today, yearOf(context, years), false, date),
  )
}

const yearOf = ({ today }: Context, years: number): number => partsOf(today).year + years

function periods(g: Rules): void {
  g.rule('PERIOD', 'THIS UNIT', ({ today }, _, unit) => periodFrom(today, unit, 0))
  g.rule('PERIOD', 'NEXT UNIT', ({ today }, steps, unit) => periodFrom(today, unit, steps))
  g.rule('PERIOD', 'RELATIVEYEAR', (context, years) => yearPeriod(yearOf(context, years)))
  g.rule('PERIOD', 'YEARNUMBER', (_, year) => yearPeriod(year))
  g.rule('PERIOD', 'RELATIVEYEAR 的? MONTH', (context, years, month) =>
    monthPeriod(context.today, month, yearOf(context, years)),
  )
  g.rule('PERIOD', 'YEARNUMBER MONTH', ({ today }, year, month) => monthPeriod(today, month, year))
}

const isMonth = ({ unit }: Period): boolean => unit === 'month'

function inPeriods(g: Rules): void {
  const monthFrom = ({ today }: Context, steps: number) => periodFrom(today, 'month', steps) as Period
  g.rule('DAY', 'THIS? 月底', (context) => endOf(monthFrom(context, 0), context.today))
  g.rule('DAY', 'NEXT 月底', (context, steps) => endOf(monthFrom(context, steps), context.today))
  g.rule('DAY', 'NEXT 月初', (context, steps) => beginningOf(monthFrom(context, steps), context.today))
  g.rule('DAY', '月初', (context) => {
    const { today } = context
    return beginningOf(monthFrom(context, 0), today) ?? beginningOf(monthFrom(context, 1), today)
  })
  g.rule('DAY', '年底', ({ today }) => on(dayOf(partsOf(today).year, 12, 31)))
  g.rule('DAY', '季末', ({ today }) => endOf(periodFrom(today, 'quarter', 0) as Period, today))
  g.rule('DAY', 'PERIOD 的? 底|月底|年底', ({ today }, period) => endOf(period, today))
  g.rule('DAY', 'PERIOD 的? 初|月初|年初', ({ today }, period) => beginningOf(period, today))
  g.rule('DAY', 'PERIOD 的? DAYNUMBER', (context, period, day) => dayOfPeriod(context, period, day))
  g.rule('DAY', 'PERIOD 的? WEEKDAY', ({ today }, period, day) =>
    period.unit === 'week' ? dayIn(period, today, (from) => from + day) : undefined,
  )
  g.rule('DAY', 'PERIOD 的? POSITION WEEKDAY', ({ today }, period, nth, day) =>
    period.unit === 'week' ? undefined : nthIn(period, today, nth, [day]),
  )
  g.rule('DAY', 'PERIOD 的? POSITION UNIT', ({ today }, period, nth, unit) =>
    unit === 'day' ? nthIn(period, today, nth, everyDay) : undefined,
  )
  g.rule('DAY', 'PERIOD 的? POSITION 工作日', ({ today }, period, nth) => nthIn(period, today, nth, workdays))
}

/** A day of a month is the next one that is not over; where the year is written, it may be over. */
function dayOfPeriod({ today }: Context, period: Period, day: number): When | undefined {
  if (!isMonth(period)) return undefined
  const [span] = period.spans
  if (period.month !== undefined || !span) return dayIn(period, today, (from) => from + day - 1)
  return span.from + day - 1 <= span.to ? on(span.from + day - 1) : undefined
}

function lengths(g: Rules): void {
  g.rule('LENGTH', 'SPAN SPAN', (_, a, b) => sumOf(a, b))
  g.rule('DAY', '过? LENGTH 后|内', (context, length) => fromNow(length, context))
  g.rule('DAY', '过 LENGTH', (context, length) => fromNow(length, context))
  g.rule('DAY', '过? LENGTH 后 的? WEEKDAY', ({ today }, length, day) => weeksAhead(today, length, day))
}

function times(g: Rules): void {
  g.rule('TIME', 'PART 的? HOUR', (_, part, clock) => inPart(part, clock))
  g.rule('RANGE', 'PART HOUR -|到|至 PART? HOUR', (_, part, from, other, to) => {
    const start = inPart(part, from)
    const its = other ? inPart(other, to) : to
    return start && its ? { ...start, kept: true } : undefined
  })
  g.rule('RANGE', 'HOUR -|到 PART? HOUR', (_, from, part, to) => (part ? undefined : rangeOfTimes(from, to)))
  g.rule('RANGE', '从? MOMENT -|到 MOMENT 止?', (_, from, to) => rangeOfDays(from, to))
  g.rule('RANGE', '从? DAY -|到 DAYNUMBER 止?', (_, from, last) => rangeInMonth(from, last))
}

const inPart = (part: DayPart, clock: Clock): When | undefined =>
  timeInPart(clock.time, clock.vague, part) === undefined ? undefined : timed(clock, { part })

function moments(g: Rules): void {
  const due = ({ weak: _, ...when }: When): When => when
  g.rule('WHEN', '在? DAY 前|截止', (_, day) => day)
  g.rule('WHEN', '在? DAY 内', (_, day) => (day.isWeek ? undefined : day))
  g.rule('WHEN', '在 DAY', (_, day) => due(day))
  g.rule('WHEN', '在? TIME 前|左右|截止?', (_, time) => time)
  g.rule('WHEN', 'TIME 开始', (_, time) => (time.time === undefined ? undefined : time))
  g.rule('MOMENT', 'WHEN 的 WHEN', (_, a, b) => merged(a, b))
  g.rule('PHRASE', 'DAY 的 TIME', (_, a, b) => merged(a, b))
  g.rule('PHRASE', '从 MOMENT 开始|起?', (_, when) => begun(when))
  g.rule('PHRASE', 'MOMENT 开始|起', (_, when) => (when.time === undefined ? begun(when) : when))
  g.rule('PHRASE', '直到|到 MOMENT 止?', (_, when) => endAt(when))
  g.rule('PHRASE', '共 TIMES', (_, count) => (count > 0 ? { kind: 'end', count } : undefined))
  g.rule('PHRASE', '全天', () => ({ kind: 'length' }))
  g.rule('PHRASE', 'HOLIDAY', (_, feast) => ({ kind: 'holiday', feast: feast || undefined }))
  const before = (length: Length) => triggerBefore(length)
  g.rule('PHRASE', '提前 LENGTH 提醒我|提醒?', (_, length) => before(length))
  g.rule('PHRASE', '提醒我', () => ({ kind: 'reminder', trigger: 'due' }))
  g.rule('PHRASE', '叫我', () => ({ kind: 'reminder', trigger: 'due' }))
}
