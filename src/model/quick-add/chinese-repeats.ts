/** What is read in Chinese of todos that come again. */
import type { Grammar } from './grammar.ts'
import type { Context } from './reading.ts'
import {
  each,
  eachLength,
  everyDay,
  leaving,
  monthly,
  nthDays,
  nthLegalWorkdays,
  nthWorkdays,
  spanOf,
  weekly,
  without,
  workdays,
  yearly,
} from './repeats.ts'
import type { Length, Unit } from './measures.ts'
import { monthlyByMoon, yearlyByMoon } from './moon-days.ts'

type Rules = Grammar<Context>

export function addChineseRepeats(grammar: Rules): void {
  steps(grammar)
  ofWeeks(grammar)
  ofMonths(grammar)
  ofYears(grammar)
  byMoon(grammar)
  byLaw(grammar)
  afterFinishing(grammar)
}

/** A repeat needs a length of one unit, as 两天 is. */
function eachOf(length: Length) {
  const reading = eachLength(length)
  return reading?.kind === 'repeat' ? { ...reading, fromFinished: false } : undefined
}

/** 每隔一天 is each second day, in speech as in print; 每隔3天 is what calendar programs write for each third. */
function eachSkipping(length: Length) {
  const { months, days, minutes } = length
  const isOne =
    minutes === 0 && (months + days === 1 || (months === 0 && days === 7) || (days === 0 && months === 12))
  return eachOf(isOne ? { ...length, months: 2 * months, days: 2 * days } : length)
}

function steps(g: Rules): void {
  g.rule('REPEAT', 'EVERY UNIT', (_, bang, unit) => each(unit, 1, bang))
  g.rule('REPEAT', 'EVERY SPAN', (_, __, length) => eachOf(length))
  g.rule('REPEAT', 'EVERY 半年', () => each('month', 6))
  g.rule('REPEAT', '每隔 SPAN', (_, length) => eachSkipping(length))
  g.rule('REPEAT', '隔 SPAN', (_, length) => eachSkipping(length))
  g.rule('REPEAT', '隔 UNIT', (_, unit) => each(unit, 2))
  g.rule('REPEAT', '天天', () => each('day'))
  g.rule('REPEAT', 'EVERY UNIT? PART', (_, __, unit, part) => {
    const reading = unit === undefined || unit === 'day' ? each('day') : undefined
    return reading?.kind === 'repeat' ? { ...reading, part } : undefined
  })
  g.rule('REPEAT', 'EVERY UNIT 除了 WEEKDAY 以外?', (_, __, unit, day) =>
    unit === 'day' ? without(everyDay, [day]) : undefined,
  )
  g.rule('REPEAT', '除了 WEEKDAY 以外? EVERY UNIT', (_, day, __, unit) =>
    unit === 'day' ? without(everyDay, [day]) : undefined,
  )
  g.rule('REPEAT', '除了 周末 以外? EVERY UNIT', (_, __, unit) =>
    unit === 'day' ? weekly(workdays) : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 除了 周末 以外?', (_, __, unit) =>
    unit === 'day' ? weekly(workdays) : undefined,
  )
}

const ifWeeks = (unit: Unit, days: readonly number[], interval = 1) =>
  unit === 'week' ? weekly(days, interval) : undefined

function ofWeeks(g: Rules): void {
  g.rule('REPEAT', 'EVERY 工作日', () => weekly(workdays))
  g.rule('REPEAT', 'EVERY 周末', () => weekly([5, 6]))
  g.rule('DAYLIST', 'WEEKDAY', (_, day) => [day])
  g.rule('REPEAT', 'EVERY UNIT? 的? DAYLIST', (_, __, unit, days) => ifWeeks(unit ?? 'week', days))
  g.rule('REPEAT', 'EVERY UNIT? WEEKDAY -|到|至 WEEKDAY', (_, __, unit, from, to) =>
    unit === undefined || unit === 'day' || unit === 'week' ? weekly(spanOf(from, to)) : undefined,
  )
  g.rule('REPEAT', '从? WEEKDAY -|到|至 WEEKDAY EVERY UNIT', (_, from, to, __, unit) =>
    unit === 'day' || unit === 'week' ? weekly(spanOf(from, to)) : undefined,
  )
  g.rule('REPEAT', 'EVERY SPAN 的? DAYLIST', (_, __, length, days) => inWeeks(length, days))
  g.rule('REPEAT', '每隔 SPAN 的? DAYLIST', (_, length, days) =>
    inWeeks(length.days === 7 ? { ...length, days: 14 } : length, days),
  )
  g.rule('REPEAT', '隔 UNIT 的? DAYLIST', (_, unit, days) => ifWeeks(unit, days, 2))
}

const inWeeks = ({ days, months, minutes }: Length, weekdays: readonly number[]) =>
  days > 0 && days % 7 === 0 && months + minutes === 0 ? weekly(weekdays, days / 7) : undefined

const monthsOf = ({ months, days, minutes }: Length): number | undefined =>
  days + minutes === 0 && months > 0 ? months : undefined

function ofMonths(g: Rules): void {
  g.rule('MONTHDAYS', 'DAYNUMBER', (_, day) => [day])
  g.rule('MONTHDAYS', 'DAYNUMBERS', (_, days) => days)
  g.rule('MONTHDAYS', 'POSITION UNIT', (_, nth, unit) =>
    unit !== 'day' || nth === 0 ? undefined : nth > 0 || nth === -1 ? [nth] : undefined,
  )
  g.rule('MONTHDAYS', '底|月底', () => [-1])
  g.rule('MONTHDAYS', '初|月初', () => [1])
  g.rule('REPEAT', 'EVERY UNIT 的? MONTHDAYS', (_, __, unit, days) =>
    unit === 'month' ? monthly(1, days) : undefined,
  )
  g.rule('REPEAT', 'EVERY 月底', () => monthly(1, [-1]))
  g.rule('REPEAT', 'EVERY 月初', () => monthly(1, [1]))
  g.rule('REPEAT', 'EVERY SPAN 的? MONTHDAYS', (_, __, length, days) => {
    const months = monthsOf(length)
    return months === undefined ? undefined : monthly(months, days)
  })
  g.rule('REPEAT', '隔 UNIT 的? MONTHDAYS', (_, unit, days) =>
    unit === 'month' ? monthly(2, days) : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 的? POSITION WEEKDAY', (_, __, unit, nth, day) =>
    unit === 'month' ? nthDays(1, [nth], day) : undefined,
  )
  g.rule('REPEAT', 'EVERY SPAN 的? POSITION WEEKDAY', (_, __, length, nth, day) => {
    const months = monthsOf(length)
    return months === undefined ? undefined : nthDays(months, [nth], day)
  })
  g.rule('REPEAT', '隔 UNIT 的? POSITION WEEKDAY', (_, unit, nth, day) =>
    unit === 'month' ? nthDays(2, [nth], day) : undefined,
  )
  g.rule(
    'REPEAT',
    'EVERY UNIT 的? POSITION WEEKDAY 和 POSITION WEEKDAY',
    (_, __, unit, nth, day, other, same) =>
      unit === 'month' && day === same && nth !== other ? nthDays(1, [nth, other], day) : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 的? POSITIONS WEEKDAY', (_, __, unit, nths, day) =>
    unit === 'month' ? nthDays(1, nths, day) : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 的? POSITION 工作日', (_, __, unit, nth) =>
    unit === 'month' ? nthWorkdays(1, [nth]) : undefined,
  )
}

function ofYears(g: Rules): void {
  g.rule('REPEAT', 'EVERY UNIT 的? MONTH DAYNUMBER', (_, __, unit, month, day) =>
    unit === 'year' ? yearly(month, day) : undefined,
  )
  g.rule('REPEAT', 'EVERY SPAN 的? MONTH DAYNUMBER', (_, __, length, month, day) =>
    length.months > 0 && length.months % 12 === 0 && length.days + length.minutes === 0
      ? yearly(month, day, false, length.months / 12)
      : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 的? MONTH 的? 底|月底', (_, __, unit, month) =>
    unit === 'year' ? yearly(month, -1) : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 的? MONTH 的? POSITION UNIT', (_, __, unit, month, nth, of) =>
    unit === 'year' && of === 'day' && nth >= -1 ? yearly(month, nth) : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 的? MONTH 的? POSITION WEEKDAY', (_, __, unit, month, nth, day) =>
    unit === 'year' ? nthDays(1, [nth], day, false, month) : undefined,
  )
  g.rule('REPEAT', 'EVERY UNIT 的? MONTH 的? POSITION 工作日', (_, __, unit, month, nth) =>
    unit === 'year' ? nthWorkdays(1, [nth], false, month) : undefined,
  )
  g.rule('REPEAT', 'EVERY 年底', () => yearly(12, 31))
  g.rule('REPEAT', 'EVERY 年初', () => yearly(1, 1))
}

/** Without 农历 it is of the Chinese calendar where 初 or the like says so; 每月十五 alone is not. */
function byMoon(g: Rules): void {
  g.rule('REPEAT', '农历? EVERY UNIT? 的? MOONDATE', (_, __, unit, date) =>
    unit === undefined || unit === 'year' ? yearlyByMoon(date) : undefined,
  )
  g.rule('REPEAT', 'EVERY SPAN 的? MOONDATE', (_, __, { months, days, minutes }, date) =>
    months > 0 && months % 12 === 0 && days + minutes === 0 ? yearlyByMoon(date, months / 12) : undefined,
  )
  g.rule('REPEAT', '农历 EVERY UNIT 的? MONTH DAYNUMBER', (_, __, unit, month, day) =>
    unit === 'year' ? yearlyByMoon({ month, day }) : undefined,
  )
  g.rule('REPEAT', '农历? EVERY UNIT? 的? 农历? MOONDAY', (_, __, unit, day) => monthsByMoon(unit, [day]))
  g.rule('REPEAT', '农历? EVERY UNIT? 的? 农历? MOONDAYS', (_, __, unit, days) => monthsByMoon(unit, days))
  g.rule('REPEAT', '农历 EVERY UNIT 的? DAYNUMBER', (_, __, unit, day) => monthsByMoon(unit, [day]))
  g.rule('REPEAT', 'EVERY UNIT 的? 农历 DAYNUMBER', (_, __, unit, day) => monthsByMoon(unit, [day]))
}

const monthsByMoon = (unit: Unit | undefined, days: readonly number[]) =>
  unit === undefined || unit === 'month' ? monthlyByMoon(days) : undefined

/** Workdays that skip holidays are those of the law, with the weekends that are worked; 每个工作日 alone is not. */
function byLaw(g: Rules): void {
  const bothWays = ['周末 和? 节假日', '节假日 和? 周末'] as const
  g.rule('SKIPPED', '跳过 节假日', () => 'CN-HOLIDAYS')
  g.rule('SKIPPED', '除了 节假日 以外?', () => 'CN-HOLIDAYS')
  g.rule('SKIPPED', '节假日 除外', () => 'CN-HOLIDAYS')
  for (const both of bothWays) {
    g.rule('SKIPPED', `跳过 ${both}`, () => 'CN-DAYS-OFF')
    g.rule('SKIPPED', `除了 ${both} 以外?`, () => 'CN-DAYS-OFF')
  }
  g.rule('SKIPPED', '周末 和? 节假日 除外', () => 'CN-DAYS-OFF')
  g.rule('PHRASE', 'SKIPPED', (_, leftOut) => ({ kind: 'skipped', leftOut }))
  g.rule('REPEAT', 'EVERY 法定工作日', () => leaving('CN-DAYS-OFF'))
  g.rule('REPEAT', '法定工作日|工作日 SKIPPED', () => leaving('CN-DAYS-OFF'))
  g.rule('REPEAT', 'EVERY 节假日|休息日', () => leaving('CN-WORKDAYS'))
  g.rule('REPEAT', 'EVERY UNIT 的? POSITION 法定工作日', (_, __, unit, nth) =>
    unit === 'month' ? nthLegalWorkdays([nth]) : undefined,
  )
}

function afterFinishing(g: Rules): void {
  g.rule('REPEAT', '每次? 完成后 EVERY? 过? SPAN 后? 再来?', (_, __, length) => eachLength(length))
  g.rule('REPEAT', '每次? 完成后 EVERY UNIT 再来?', (_, __, unit) => each(unit, 1, true))
}
