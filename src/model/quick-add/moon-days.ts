/** Days of the Chinese calendar, as Chinese names them: 农历八月初三, 腊月廿三, 中秋节. */
import { chineseDate } from '../chinese-calendar.ts'
import { occurrences } from '../occurrences.ts'
import { parseRule, type Rule } from '../repeat.ts'
import { dayText, partsOf, type Day } from './calendar.ts'
import { numberOf } from './chinese-numbers.ts'
import { on } from './days.ts'
import type { MoonDay } from './measures.ts'
import type { TimeReading, When } from './reading.ts'

/** These are the days of the feasts that the Chinese calendar has. */
const feasts: readonly [RegExp, MoonDay][] = [
  [/^(?:除夕|大年三十)/, { month: 12, day: -1 }],
  [/^春/, { month: 1, day: 1 }],
  [/^元宵/, { month: 1, day: 15 }],
  [/^端午/, { month: 5, day: 5 }],
  [/^七夕/, { month: 7, day: 7 }],
  [/^中秋/, { month: 8, day: 15 }],
  [/^重/, { month: 9, day: 9 }],
  [/^[腊臘]八/, { month: 12, day: 8 }],
]

export const feastNamed = (name = ''): MoonDay | undefined =>
  feasts.find(([pattern]) => pattern.test(name))?.[1]

/** It reads 初三, 十五, 廿三 and 卅. */
export function moonDayNamed(text = ''): number | undefined {
  const [, first = '', rest = ''] = /^(初|廿|卅)(.*)$/.exec(text) ?? []
  const number = rest === '' ? 0 : numberOf(rest)
  const day =
    first === ''
      ? numberOf(text)
      : number === undefined
        ? undefined
        : number + { 初: 0, 廿: 20, 卅: 30 }[first]!
  return day !== undefined && day >= 1 && day <= 30 ? day : undefined
}

export const moonDay =
  '(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|卅|二?十[一二三四五六七八九]?|三十)'
const moonDays = new RegExp(moonDay, 'gu')

/** It reads several days in their order, such as 初一十五. */
export function moonDaysNamed(text = ''): number[] | undefined {
  const days = (text.match(moonDays) ?? []).map((day) => moonDayNamed(day) ?? 0)
  return days.every((day, index) => day > (days[index - 1] ?? 0)) ? days : undefined
}

/** It reads 正月, 冬月, 腊月 and 闰五月. */
export function moonMonthNamed(text = ''): number | undefined {
  const [, leap, name = ''] = /^([闰閏]?)(.{1,2})月$/.exec(text) ?? []
  const plain = { 正: 1, 冬: 11, 腊: 12, 臘: 12 }[name] ?? numberOf(name)
  return plain === undefined || plain < 1 || plain > 12 ? undefined : plain + (leap ? 0.5 : 0)
}

const ruleOf = ({ month, day }: MoonDay): Rule => {
  const number = `${Math.floor(month)}${Number.isInteger(month) ? '' : 'L'}`
  return parseRule(`RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=${number};BYMONTHDAY=${day}`) as Rule
}

/**
 * It returns the next such day that is not over. A month may not have a 30th, and most years have not the leap month:
 * what is a year away or more is not what was meant.
 */
export function nextMoonDay(today: Day, wanted: MoonDay): When | undefined {
  const [next] = occurrences(ruleOf(wanted), dayText(today - 1))
  const day = next === undefined ? undefined : dayOf(next)
  return day !== undefined && day - today < 390 ? on(day, { isMoon: true }) : undefined
}

const dayOf = (date: string): Day => Date.parse(date) / 86_400_000

/** It returns the day in a year of the Chinese calendar. */
export function moonDayOfYear(year: number, wanted: MoonDay): When | undefined {
  const [found] = occurrences(ruleOf(wanted), `${year}-01-01`)
  const date =
    found === undefined
      ? undefined
      : [found, ...occurrencesIn(wanted, found)].find((each) => chineseDate(each)?.year === year)
  return date === undefined ? undefined : on(dayOf(date), { isMoon: true })
}

function occurrencesIn(wanted: MoonDay, from: string): string[] {
  const [first, second] = occurrences(ruleOf(wanted), from)
  return [first, second].filter((each) => each !== undefined)
}

/**
 * It returns the day in a year that may be of either calendar, such as 明年: only where the year of both has the same
 * day, as 明年除夕 may be one of two days.
 */
export function moonDayOfSomeYear(
  today: Day,
  year: number,
  isWritten: boolean,
  wanted: MoonDay,
): When | undefined {
  const isSameYear = chineseDate(dayText(today))?.year === partsOf(today).year
  const found = isWritten || isSameYear ? moonDayOfYear(year, wanted) : undefined
  const day = found?.day
  return day !== undefined && partsOf(day).year === year && (isWritten || day >= today) ? found : undefined
}

/** It tells if a day is the feast's. */
export function isMoonDay(day: Day, { month, day: wanted }: MoonDay): boolean {
  const found = chineseDate(dayText(day))
  return found?.month === month && found.day === (wanted < 0 ? found.length + 1 + wanted : wanted)
}

/** It repeats each year, on the day or in the month before where the year lacks it. */
export const yearlyByMoon = ({ month, day }: MoonDay, interval = 1): TimeReading => ({
  kind: 'repeat',
  rule: { freq: 'YEARLY', isChinese: true, interval, month, monthDays: [day] },
})

export const monthlyByMoon = (monthDays: readonly number[]): TimeReading | undefined =>
  new Set(monthDays).size === monthDays.length
    ? { kind: 'repeat', rule: { freq: 'MONTHLY', isChinese: true, monthDays } }
    : undefined
