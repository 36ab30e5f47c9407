/** What is read in Chinese of todos that come again. */
import {
  dates,
  dayPart,
  notOf,
  number,
  numberOf,
  partNamed,
  unitNamed,
  week,
  weekdayNamed,
} from './chinese.ts'
import { repeats } from './english-repeats.ts'
import { pattern, prefixed, type Reading, type Rule } from './reading.ts'
import type { RepeatRule } from './repeat-rule.ts'

type Groups = readonly (string | undefined)[]

const word = (source: string, read: (groups: Groups) => Reading | undefined): Rule =>
  pattern(source, notOf, read)

const unit = '(天|日|周|星期|礼拜|月|季度|年)'
const frequencies: Record<string, RepeatRule['freq']> = {
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
}

function each(count: number | undefined, name = ''): RepeatRule {
  if (count === undefined) return { freq: 'DAILY', interval: 0 }
  if (name === '季度') return { freq: 'MONTHLY', interval: 3 * count }
  return { freq: frequencies[unitNamed(name)] ?? 'DAILY', interval: count }
}

/** 每隔一天 is each second day, in speech as in print; 每隔3天 is what calendar programs write for each third. */
const skipped = (text: string | undefined): number | undefined => {
  const count = numberOf(text)
  return count === 1 ? 2 : count
}

const weekdaysOf = (list = ''): number[] => [
  ...new Set([...list.replace(/周|星期|礼拜|週|和|、|，|,/g, '')].map(weekdayNamed)),
]
const weekdayList = `([一二三四五六日天](?:[、，,和]?${week}?[一二三四五六日天]){0,6})`
const monthDayList = `(${number}[号日]?(?:[、，,和]${number}[号日]?){0,4})`

function span(from: string | undefined, to: string | undefined): number[] {
  const [first, last] = [weekdayNamed(from), weekdayNamed(to)]
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7)
}

function monthDays(list = ''): Reading | undefined {
  const days = list.split(/[、，,和]/).map((day) => numberOf(day.replace(/[号日]/, '')) ?? 0)
  return repeats({ freq: 'MONTHLY', monthDays: [...new Set(days)] })
}

function nthWeekday(which = '', name?: string): Reading | undefined {
  const nth = which === '最后一' ? -1 : numberOf(which.slice(1))
  return nth === undefined || nth === 0 || nth > 5
    ? undefined
    : repeats({ freq: 'MONTHLY', days: [weekdayNamed(name)], nth })
}

const every = '(?:每个?|每逢)'

export const chineseRepeats: readonly Rule[] = [
  word(`${every}(天|日|季度|年)`, ([, name]) => repeats(each(1, name))),
  // "每周八" is no day, and "每周两次" no rule.
  word(`${every}(周|星期|礼拜|月)(?![\\d〇零一二两三四五六七八九十])`, ([, name]) => repeats(each(1, name))),
  word('每半年', () => repeats(each(6, '月'))),
  word('天天(?!向上)', () => repeats(each(1, '天'))),
  word('隔天', () => repeats(each(2, '天'))),
  word('隔周', () => repeats(each(2, '周'))),
  word(`每${number}个?${unit}`, ([, count, name]) => repeats(each(numberOf(count), name))),
  word(`每隔${number}个?${unit}`, ([, count, name]) => repeats(each(skipped(count), name))),
  word(`每(?:天|日)?${dayPart}`, ([, name]) => {
    const [reading, part] = [repeats({ freq: 'DAILY' }), partNamed(name)]
    return reading?.kind === 'repeat' && part ? { ...reading, part } : undefined
  }),
  word('每(早|晚)', ([, name]) => {
    const [reading, part] = [repeats({ freq: 'DAILY' }), partNamed(name)]
    return reading?.kind === 'repeat' && part ? { ...reading, part } : undefined
  }),
  word(`${every}工作日`, () => repeats({ freq: 'WEEKLY', days: [0, 1, 2, 3, 4] })),
  word(`${every}${week}末`, () => repeats({ freq: 'WEEKLY', days: [5, 6] })),
  word(`${every}${week}${weekdayList}`, ([, list]) => repeats({ freq: 'WEEKLY', days: weekdaysOf(list) })),
  word(`${every}${week}([一二三四五六日天])(?:到|至|-|–|~)${week}?([一二三四五六日天])`, ([, from, to]) =>
    repeats({ freq: 'WEEKLY', days: span(from, to) }),
  ),
  word(`(?:每隔一|每[两2]|隔)个?${week}的?${week}${weekdayList}`, ([, list]) =>
    repeats({ freq: 'WEEKLY', interval: 2, days: weekdaysOf(list) }),
  ),
  word(`${every}月的?${monthDayList}(?<=[号日])`, ([, list]) => monthDays(list)),
  word(`${every}月的?(?:最后一[天日]|月?底)`, () => repeats({ freq: 'MONTHLY', monthDays: [-1] })),
  word(`${every}月的?(最后一|第[一二三四五1-5])个?${week}([一二三四五六日天])`, ([, which, name]) =>
    nthWeekday(which, name),
  ),
  word(`${every}年的?${number}月${number}[日号]`, ([, month, day]) =>
    repeats({ freq: 'YEARLY', month: numberOf(month) ?? 0, monthDays: [numberOf(day) ?? 0] }),
  ),
  word(`(?:每次)?完成后(?:每|过)?${number}个?${unit}(?:后?(?:再来|重复|再次))?`, ([, count, name]) =>
    repeats(each(numberOf(count), name), '!'),
  ),
  word(`完成后每个?${unit}`, ([, name]) => repeats(each(1, name), '!')),
  prefixed('(?:直到|到|至)', dates, ({ day }) =>
    day === undefined ? undefined : { kind: 'end', until: day },
  ),
  word(`(?:一共|总共|共|重复)${number}次`, ([, count]) => {
    const times = numberOf(count)
    return times ? { kind: 'end', count: times } : undefined
  }),
]
