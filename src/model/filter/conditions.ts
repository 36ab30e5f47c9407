/** Some words are conditions by themselves: `overdue`, `p1`, `today`, 未完成, 周五前截止. */
import type { Fact, Field, Filter, Operator } from './filter.ts'
import {
  ands,
  dateOf,
  dateOperatorOf,
  dateValueOf,
  fieldOf,
  hadFact,
  keyOf,
  numberedPriority,
  ors,
  own,
  priorityOf,
  stateOf,
} from './spellings.ts'

/** A date alone is a condition on the due date, except one in digits, as such a date may be part of a name. */
export function bareDateOf(word: string): string | undefined {
  return /^[\d+-]/.test(word) && !/[天日周月年内]$/.test(word) ? undefined : dateOf(word)
}

const has = (what: Fact): Filter => ({ type: 'has', what })
const isNot = (of: Filter): Filter => ({ type: 'not', of })
export const dueOn = (value: string): Filter => compared('due', value)
const compared = (field: Field, value: string): Filter => ({
  type: 'compare',
  field,
  operator: '=',
  values: [value],
})

/** Some words are conditions without a field: `overdue`, `p1`, `today`. @param word - as `keyOf` gives it */
export function conditionOf(word: string): Filter | undefined {
  const state = stateOf(word)
  if (state) return has(state)
  const priority = numberedPriority(word)
  if (priority) return compared('priority', priority)
  const date = bareDateOf(word)
  if (date) return dueOn(date)
  return /^[\p{sc=Han}\d]/u.test(word) ? chineseConditionOf(word) : undefined
}

/** Longer words are text, so that none is looked through again and again. */
const wordMax = 60

const dateFields =
  '截止日期|截止时间|截止|到期日|到期|开始日期|开始时间|开始|创建时间|创建|修改时间|修改|更新时间|更新|完成时间|完成|删除时间|删除'
const dateSides: Readonly<Record<string, Operator>> = {
  之前: '<',
  以前: '<',
  前: '<',
  之后: '>',
  以后: '>',
  后: '>',
  起: '>=',
}
const sides = Object.keys(dateSides).join('|')
const withField = new RegExp(`^(${dateFields})(?:[在于是为])?(早于|晚于|不晚于|不早于)?(.+?)(${sides})?$`)
const beforeField = new RegExp(`^(.+?)(${sides})?(?:${dateFields})的?$`)
const fieldBehind = new RegExp(`(${dateFields})的?$`)
const withSide = new RegExp(`^(.+?)(${sides})$`)
const levels: Readonly<Record<string, Operator>> = {
  大于: '>',
  高于: '>',
  小于: '<',
  低于: '<',
  不低于: '>=',
  不高于: '<=',
  至少: '>=',
}
const withLevel = new RegExp(`^优先级(?:是|为|等于)?(${Object.keys(levels).join('|')})?([高中低无])$`)

/** Chinese has no spaces, so a whole condition may be one word: 无日期, 未完成, 高优先级, 周五前截止, 今天或逾期. */
function chineseConditionOf(word: string): Filter | undefined {
  if (word.length > wordMax) return undefined
  const joined = joinedChinese(word)
  if (joined) return joined
  const [, level] = /^([高中低无])优先级?$/.exec(word) ?? []
  if (level) return compared('priority', priorityOf(level) as string)
  const [, than = '', rank] = withLevel.exec(word) ?? []
  if (rank)
    return {
      ...compared('priority', priorityOf(rank) as string),
      operator: own(levels, than) ?? '=',
    } as Filter
  const [, had, what = ''] = /^(有|没有|没|无)(.+)$/.exec(word) ?? []
  const fact = had && hadFact(what)
  if (fact && /^\p{sc=Han}/u.test(what)) return had === '有' ? has(fact) : isNot(has(fact))
  const [, denied] = /^(?:没有|不是|[未非不没])(.+)$/.exec(word) ?? []
  if (denied !== undefined) {
    const state = stateOf(denied) ?? stateOf(`已${denied}`)
    if (state) return isNot(has(state))
    const of = /^(不是|非)/.test(word) ? conditionOf(denied) : undefined
    return of && isNot(of)
  }
  return chineseDateCondition(word)
}

function chineseDateCondition(word: string): Filter | undefined {
  const on = (name: string, date: string | undefined, by: Operator | undefined): Filter | undefined =>
    date === undefined
      ? undefined
      : ({ ...compared(fieldOf(name) as Field, date), operator: by ?? '=' } as Filter)
  /** In 周五后 the last sign compares, in 3天后 it is a part of the date. */
  const onOrBeside = (name: string, date: string, side: string, by?: Operator): Filter | undefined =>
    on(name, dateValueOf(date), by ?? own(dateSides, side)) ?? on(name, dateValueOf(date + side), by)
  const [, field, by = '', when = '', side = ''] = withField.exec(word) ?? []
  const first = field && onOrBeside(field, when, side, dateOperatorOf(by))
  if (first) return first
  const [, day = '', where = ''] = beforeField.exec(word) ?? []
  const [, last = ''] = fieldBehind.exec(word) ?? []
  const second = day && onOrBeside(last, day, where)
  if (second) return second
  const [, alone = '', how = ''] = withSide.exec(word) ?? []
  return alone ? on('due', dateOf(alone), own(dateSides, how)) : undefined
}

/** All parts must be conditions: else it is text, such as 牛奶或面包. */
function joinedChinese(word: string): Filter | undefined {
  for (const [type, between] of [
    ['or', /或者|或/],
    ['and', /并且|而且|且/],
  ] as const) {
    const parts = word.split(between)
    if (parts.length < 2) continue
    const of = parts.map((part) => conditionOf(part))
    if (of.every((part) => part !== undefined))
      return { type, of: of.flatMap((part) => (part.type === type ? part.of : [part])) }
  }
  return undefined
}

const joint = /^(.*?)(或者|或|并且|而且|且)(.+)$/u
/**
 * It finds where a condition begins that stands glued behind `and` or `or` in Chinese: `#家且未完成`, `且高优先级`. The
 * text before it may be anything.
 */
export function gluedAt(word: string): { before: string; joint: string } | undefined {
  const [, before = '', between = '', rest = ''] = (word.length > wordMax ? null : joint.exec(word)) ?? []
  if (between === '') return undefined
  if (/^[#＃@＠]./u.test(rest) || conditionOf(keyOf(rest)) || gluedAt(rest)) return { before, joint: between }
  return undefined
}

/** Whether a word is read by itself as something else than text. */
export const isCondition = (word: string): boolean =>
  conditionOf(keyOf(word)) !== undefined || ands.includes(word) || ors.includes(word)

/** The filter finds todos with such a text. */
export const textOf = (value: string): Filter => ({
  type: 'compare',
  field: 'text',
  operator: '~',
  values: [value],
})

/** `-milk` finds todos without the word. Keyboards that correct what is typed write other dashes. */
export function excludedBy(value: string): Filter | undefined {
  if (!/^[-－−–][\p{L}\p{N}]/u.test(value)) return undefined
  const word = value.slice(1)
  return isNot(conditionOf(keyOf(word)) ?? textOf(word))
}
