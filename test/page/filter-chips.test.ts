/** Conditions that are offered for filters: what a press makes of the text (SPEC.md, F98). */
import { expect, test } from 'bun:test'
import { parseFilter, printFilter } from '../../src/client/filter.ts'
import { AppError } from '../../src/model/errors.ts'
import {
  hasCondition,
  valueWanted,
  withCondition,
  withoutCondition,
  withValue,
} from '../../src/web/filters/chips.ts'
import { findTodos } from '../../src/web/state/search.ts'
import { view as english } from '../../src/web/words/en/view.ts'
import { view as chinese } from '../../src/web/words/zh-CN/view.ts'

const here = { now: new Date('2026-11-25T12:00:00Z'), zone: 'Asia/Shanghai', lists: [] }
const mistakeOf = (text: string) => {
  const found = findTodos([], text, here)
  return 'mistake' in found ? found.mistake : undefined
}

/** Text in the field, the condition that is pressed, what stands there then. */
const added: readonly (readonly [text: string, pressed: string, becomes: string])[] = [
  ['', '今天', '今天'],
  ['  ', '今天', '今天'],
  ['牛奶', '未完成', '牛奶 且 未完成'],
  ['高优先级', '今天或逾期', '高优先级 且 (今天或逾期)'],
  ['今天或逾期', '高优先级', '(今天或逾期) 且 高优先级'],
  ['#家 或 #花园', '今天或逾期', '(#家 或 #花园) 且 (今天或逾期)'],
  ['(#家 或 #花园)', '未完成', '((#家 或 #花园)) 且 未完成'],
  ['#家 且', '未完成', '#家 且 未完成'],
  ['#家 或 ', '今天或逾期', '#家 或 (今天或逾期)'],
  ['非', '今天', '非 今天'],
  ['#家 且 (', '今天', '#家 且 (今天'],
  ['today or overdue', 'high priority', '(today or overdue) 且 high priority'],
]

test('[F98] a press adds a condition that must be true as well, whatever stands there', () => {
  for (const [text, pressed, becomes] of added)
    expect([text, withCondition(text, pressed, '且')]).toEqual([text, becomes])
})

const taken: typeof added = [
  ['今天', '今天', ''],
  ['#家 且 未完成', '未完成', '#家'],
  ['未完成 且 #家', '未完成', '#家'],
  ['牛奶 未完成 面包', '未完成', '牛奶 面包'],
  ['#家且未完成', '未完成', '#家'],
  ['(今天或逾期) 且 高优先级', '高优先级', '(今天或逾期)'],
  ['高优先级 且 (今天或逾期)', '今天或逾期', '高优先级'],
  ['高优先级 且 (逾期 或 今天)', '今天或逾期', '高优先级 且 (逾期 或 今天)'],
  // In other words it is the same condition.
  ['due = today and #home', '今天', '#home'],
  ['截止：今天 且 #家', 'today', '#家'],
  // It does not stand alone there.
  ['今天 或 逾期', '今天', '今天 或 逾期'],
  ['非 今天', '今天', '非 今天'],
  [
    '清单 = 工作 且 优先级 >= 中 且 未完成 且 截止 < 3天后 且 (#家 或 #花园 或 #旅行 或 #朋友 或 #证件)',
    '未完成',
    '清单 = 工作 且 优先级 >= 中 且 截止 < 3天后 且 (#家 或 #花园 或 #旅行 或 #朋友 或 #证件)',
  ],
]

test('[F98] a press on a condition that is there takes it away, and leaves the rest as it was written', () => {
  for (const [text, pressed, becomes] of taken)
    expect([text, withoutCondition(text, pressed)]).toEqual([text, becomes])
  for (const [text, pressed, becomes] of taken)
    expect([text, hasCondition(text, pressed)]).toEqual([text, text !== becomes])
})

test('[F98] each condition that is offered can be read, is known when it is there, and goes again', () => {
  for (const { helpDateFilters, helpOtherFilters, and } of [english, chinese]) {
    const all = [...helpDateFilters, ...helpOtherFilters].map(({ filter }) => filter)
    expect(new Set(all.map((filter) => printFilter(parseFilter(filter)))).size).toBe(all.length)
    for (const filter of all) {
      for (const text of ['', '牛奶', '#家 或 #花园', '@工作']) {
        const both = withCondition(text, filter, and)
        expect([both, hasCondition(text, filter), hasCondition(both, filter)]).toEqual([both, false, true])
        const left = withoutCondition(both, filter)
        expect(left === '' ? '' : printFilter(parseFilter(left))).toBe(
          text === '' ? '' : printFilter(parseFilter(text)),
        )
      }
      // Only conditions are offered, never words to search for.
      const read = parseFilter(filter)
      expect([filter, read.type === 'compare' && read.field === 'text']).toEqual([filter, false])
    }
    const [one = '', two = '', three = ''] = all.slice(-3)
    let text = ''
    for (const filter of [one, two, three]) text = withCondition(text, filter, and)
    expect([one, two, three].filter((filter) => hasCondition(text, filter))).toEqual([one, two, three])
    expect(withoutCondition(text, two)).toBe(`${one} ${and} ${three}`)
  }
})

test('[F98] where a value is to be written next, values of its kind are offered, and each can be read there', () => {
  const wanted = {
    'due <': 'date',
    '截止 <= ': 'date',
    '截止：': 'date',
    '#家 且 创建 >=': 'date',
    'due before': 'date',
    'priority =': 'priority',
    '优先级 >= ': 'priority',
    '优先级 in (': 'priority',
    '清单 =': 'list',
    'label =': 'label',
  } as const
  for (const [text, kind] of Object.entries(wanted)) {
    expect([text, valueWanted(text, mistakeOf(text))]).toEqual([text, kind])
    for (const { filterValues } of [english, chinese])
      for (const value of kind === 'date' || kind === 'priority' ? filterValues[kind] : ['家']) {
        const whole = withValue(text, value) + (text.endsWith('(') ? ')' : '')
        expect([whole, mistakeOf(whole)]).toEqual([whole, undefined])
      }
  }
  for (const text of ['due < soon', '#家 且', '今天', 'number =', '(今天', '牛奶'])
    expect([text, valueWanted(text, mistakeOf(text))]).toEqual([text, undefined])
  expect(() => parseFilter('due <')).toThrow(AppError)
})
