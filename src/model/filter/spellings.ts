/** The language of filters has its words here, in English and in Chinese. */
import { priorities } from '../priorities.ts'
import { isDate, isDateValue, weekdays } from './dates.ts'
import { facts, type Fact, type Field, type Operator } from './filter.ts'

/** These are the names of fields. Other programs' names are not read, but the error suggests the right one. */
const fieldTable: Readonly<Record<string, Field>> = {
  due: 'due',
  start: 'start',
  created: 'created',
  updated: 'updated',
  finished: 'finished',
  deleted: 'deleted',
  priority: 'priority',
  number: 'number',
  name: 'name',
  notes: 'notes',
  text: 'text',
  list: 'list',
  label: 'label',
  parent: 'parent',
  截止: 'due',
  截止日期: 'due',
  截止时间: 'due',
  到期: 'due',
  到期日: 'due',
  开始: 'start',
  开始日期: 'start',
  开始时间: 'start',
  创建: 'created',
  创建时间: 'created',
  修改: 'updated',
  修改时间: 'updated',
  更新: 'updated',
  更新时间: 'updated',
  完成: 'finished',
  完成时间: 'finished',
  删除: 'deleted',
  删除时间: 'deleted',
  优先级: 'priority',
  编号: 'number',
  名称: 'name',
  备注: 'notes',
  文字: 'text',
  清单: 'list',
  列表: 'list',
  标签: 'label',
  上级: 'parent',
}
/** These characters of our words are written otherwise in traditional Chinese. */
const simplified: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...'週周個个級级優优單单標标籤签無无開开創创時时間间後后過过來来備备註注刪删稱称編编號号沒没複复禮礼內内兩两現现與与這这並并數数類类稱称',
  ]
    .map((_, at, all) => [all[at], all[at + 1]] as const)
    .filter((_, at) => at % 2 === 0),
)
const traditional = new RegExp(`[${Object.keys(simplified).join('')}]`, 'g')
/** A word as the tables here have it: in lower case, and in simplified characters. */
export const keyOf = (word: string): string =>
  word.toLowerCase().replaceAll(traditional, (sign) => simplified[sign] ?? sign)

export const fieldSpellings: readonly string[] = Object.keys(fieldTable)
export const fieldOf = (word: string): Field | undefined => own(fieldTable, word)

/** These words are operators after a field with dates. */
const dateOperators: Readonly<Record<string, Operator>> = {
  before: '<',
  after: '>',
  on: '=',
  by: '<=',
  until: '<=',
  since: '>=',
  from: '>=',
  早于: '<',
  晚于: '>',
  不晚于: '<=',
  不早于: '>=',
}
export const dateOperatorSpellings: readonly string[] = Object.keys(dateOperators)
export const dateOperatorOf = (word: string): Operator | undefined => own(dateOperators, word)

export const ands: readonly string[] = ['and', '且', '并且', '而且']
export const ors: readonly string[] = ['or', '或', '或者']
export const nots: readonly string[] = ['not', '非']

const priorityTable: Readonly<Record<string, string>> = {
  ...Object.fromEntries(priorities.map((name) => [name, name])),
  无: 'none',
  低: 'low',
  中: 'medium',
  高: 'high',
}
export const priorityOf = (word: string): string | undefined => own(priorityTable, word)
export const prioritySpellings: readonly string[] = Object.keys(priorityTable)
const byNumber = ['high', 'medium', 'low', 'none']
/** `p1` is the highest priority, as in other programs. */
export const numberedPriority = (word: string): string | undefined =>
  /^p[1-4]$/.test(word) ? byNumber[Number(word[1]) - 1] : undefined

const factNames: Readonly<Record<string, Fact>> = {
  date: 'due',
  note: 'notes',
  labels: 'label',
  subtodo: 'subtodos',
  repeats: 'repeat',
  reminders: 'reminder',
  日期: 'due',
  截止日期: 'due',
  备注: 'notes',
  标签: 'label',
  上级: 'parent',
  子待办: 'subtodos',
  子任务: 'subtodos',
  截止: 'due',
  截止时间: 'due',
  期限: 'due',
  优先级: 'priority',
  重复: 'repeat',
  提醒: 'reminder',
  开始日期: 'start',
}
/** These words can follow `has:` and `no`. */
export const factSpellings: readonly string[] = Object.keys(facts).filter((fact) => !isPlainFact(fact))
/** It reads the word after `has:` or `no`. */
export const hadFact = (word: string): Fact | undefined =>
  own(factNames, word) ?? (factSpellings.includes(word) ? (word as Fact) : undefined)

/** Such a fact is a condition without `has:`, as `finished` is. */
export function isPlainFact(word: string): word is Fact {
  return own<{ text: string }>(facts, word)?.text === word
}

const states: Readonly<Record<string, Fact>> = {
  finished: 'finished',
  overdue: 'overdue',
  started: 'started',
  deleted: 'deleted',
  已完成: 'finished',
  逾期: 'overdue',
  已逾期: 'overdue',
  过期: 'overdue',
  已过期: 'overdue',
  已开始: 'started',
  已删除: 'deleted',
}
/** A todo's state is named by one word. */
export const stateOf = (word: string): Fact | undefined => own(states, word)

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const dayWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(dayNames.map((name, at) => [name, weekdays[at] as string])),
  tues: 'tue',
  weds: 'wed',
  thur: 'thu',
  thurs: 'thu',
  今天: 'today',
  今日: 'today',
  明天: 'tomorrow',
  明日: 'tomorrow',
  昨天: 'yesterday',
  昨日: 'yesterday',
  后天: '+2d',
  大后天: '+3d',
  前天: '-2d',
  大前天: '-3d',
  周末: 'this-weekend',
}
export const dateSpellings: readonly string[] = [
  'today',
  'tomorrow',
  'yesterday',
  ...weekdays,
  ...Object.keys(dayWords),
  'this week',
  'next week',
  'last week',
  'this month',
  'next month',
  '本周',
  '下周',
  '本月',
  '下月',
]

const sides: Readonly<Record<string, 'this' | 'next' | 'last'>> = {
  this: 'this',
  next: 'next',
  last: 'last',
  past: 'last',
}
/** It reads the word that begins a span of days, such as `this` in `this week`. */
export const sideOf = (word: string): 'this' | 'next' | 'last' | undefined => own(sides, word)

/** It reads the next word, which is `week`, a weekday, or after a number `days`. */
export function unitOf(word: string, isCounted: boolean): string | undefined {
  const [, unit = ''] = /^(day|week|weekend|month|year)s?$/.exec(word) ?? []
  if (isCounted) return unit !== '' && unit !== 'weekend' ? unit : undefined
  if (unit === word && unit !== 'day') return unit
  const day = own(dayWords, word) ?? word
  return weekdays.includes(day as 'mon') ? day : undefined
}
export const unitSpellings: readonly string[] = [
  'week',
  'weekend',
  'month',
  'year',
  'days',
  'weeks',
  'months',
  'years',
]

const digits = '〇一二三四五六七八九'
const chineseSides: Readonly<Record<string, string>> = {
  本: 'this',
  这: 'this',
  这个: 'this',
  今: 'this',
  下: 'next',
  下个: 'next',
  明: 'next',
  上: 'last',
  上个: 'last',
  去: 'last',
  未来: 'next',
  接下来: 'next',
  最近: 'last',
  近: 'last',
  过去: 'last',
}
const chineseUnits: Readonly<Record<string, string>> = {
  周: 'week',
  星期: 'week',
  礼拜: 'week',
  周末: 'weekend',
  月: 'month',
  年: 'year',
  天: 'day',
  日: 'day',
}
const chineseDay = /^(这个|本|这|下个|下|上个|上)?(?:周|星期|礼拜)([一二三四五六日天])$/
const chinesePeriod = /^(?:(本|这个|这|下个|下|上个|上)(周末|周|星期|礼拜|月)|(今|明|去)(年))$/
const chineseRunning =
  /^(未来|接下来|最近|近|过去)?(\d{1,4}|[一二两三四五六七八九十]{1,3})个?(天|日|周|星期|礼拜|月|年)(内|之内|以内)?$/
const chineseDate = /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$/

function chineseNumber(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  const [, tens, ones] = /^([一二三四五六七八九]?十)?([一二两三四五六七八九]?)$/.exec(text) ?? []
  const digit = (sign: string) => (sign === '两' ? 2 : digits.indexOf(sign))
  return (tens ? (tens.length === 2 ? digit(tens.charAt(0)) : 1) * 10 : 0) + (ones ? digit(ones) : 0)
}

function chineseDateOf(text: string): string | undefined {
  const [, side = '', day] = chineseDay.exec(text) ?? []
  if (day) {
    const name = weekdays['一二三四五六'.includes(day) ? '一二三四五六'.indexOf(day) : 6] as string
    return side ? `${chineseSides[side]}-${name}` : name
  }
  const [, which, unit, years, year] = chinesePeriod.exec(text) ?? []
  if (which && unit) return `${chineseSides[which]}-${chineseUnits[unit]}`
  if (years && year) return `${chineseSides[years]}-year`
  const [, begin, count, each, end] = chineseRunning.exec(text) ?? []
  if (count && each && (begin || end)) {
    const value = `${begin ? chineseSides[begin] : 'next'}-${chineseNumber(count)}-${chineseUnits[each]}s`
    return isDateValue(value) ? value : undefined
  }
  const [, full, month = '', date = ''] = chineseDate.exec(text) ?? []
  const written = full && `${full}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return written && isDate(written) ? written : undefined
}

/** The date as a filter keeps it, of one word; undefined: it is none. */
export function dateOf(word: string): string | undefined {
  return isDateValue(word) ? word : (own(dayWords, word) ?? chineseDateOf(word))
}

const chineseOffset = /^(\d{1,4}|[一二两三四五六七八九十]{1,3})个?(天|日|周|星期|礼拜|月|年)[之以]?([后前])$/

/** It reads a date where only a date can stand: 3天后 and 两周前 are none alone. */
export function dateValueOf(word: string): string | undefined {
  const [, count = '', unit = '', side] = chineseOffset.exec(word) ?? []
  const number = chineseNumber(count)
  if (side === undefined || number === 0) return dateOf(word)
  return `${side === '后' ? '+' : '-'}${number}${chineseUnits[unit]?.charAt(0)}`
}

/** It reads a priority where only a priority can stand, so 高优先级 is 高. */
export const priorityValueOf = (word: string): string | undefined =>
  priorityOf(word) ?? priorityOf(word.replace(/优先级?$/, ''))

/** It looks up a word, and never finds a property such as `constructor` that every object has. */
export function own<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}
