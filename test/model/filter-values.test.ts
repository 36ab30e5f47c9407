/** Filters take what people say in Chinese as values, and the guide in Chinese is right about it (SPEC.md, F96, F97). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { parseFilter, printFilter } from '../../src/client/filter.ts'

/** What stands behind an operator, as people say it in Chinese, and the same as a filter keeps it. */
const dates: Readonly<Record<string, string>> = {
  今天: 'today',
  今日: 'today',
  明天: 'tomorrow',
  后天: '+2d',
  大后天: '+3d',
  昨天: 'yesterday',
  前天: '-2d',
  周五: 'fri',
  星期五: 'fri',
  礼拜天: 'sun',
  週五: 'fri',
  本周五: 'this-fri',
  下周一: 'next-mon',
  上周日: 'last-sun',
  周末: 'this-weekend',
  本周: 'this-week',
  下个月: 'next-month',
  去年: 'last-year',
  未来7天: 'next-7-days',
  最近两周: 'last-2-weeks',
  '3天后': '+3d',
  三天后: '+3d',
  十天以后: '+10d',
  两周后: '+2w',
  一个月之后: '+1m',
  '3天前': '-3d',
  两周前: '-2w',
  '2026年12月1日': '2026-12-01',
  '2026年12月1号': '2026-12-01',
}
const fields: Readonly<Record<string, string>> = {
  截止: 'due',
  截止日期: 'due',
  到期: 'due',
  开始: 'start',
  创建: 'created',
  修改: 'updated',
  完成: 'finished',
  删除: 'deleted',
}
const priorities: Readonly<Record<string, string>> = {
  高: 'high',
  中: 'medium',
  低: 'low',
  无: 'none',
  高优先级: 'high',
  中优先: 'medium',
  低优先级: 'low',
}
const operators = ['=', '!=', '<', '<=', '>', '>=']

const printed = (text: string): string => printFilter(parseFilter(text))
const readOrRefused = (text: string): string => {
  try {
    return printed(text)
  } catch {
    return 'refused'
  }
}

test('[F96] 今天, 明天, 周五, 3天后 and the like are values of each field with a date, with each operator and glued to it', () => {
  for (const [said, value] of Object.entries(dates))
    for (const [name, field] of Object.entries(fields))
      for (const operator of operators)
        for (const text of [
          `${name} ${operator} ${said}`,
          `${name}${operator}${said}`,
          `${field} ${operator} ${said}`,
        ])
          expect([text, readOrRefused(text)]).toEqual([text, printed(`${field} ${operator} ${value}`)])
  for (const text of ['截止：3天后', 'due 3天后', '截止3天后', '3天后截止', '截止 = "3天后"'])
    expect([text, printed(text)]).toEqual([text, 'due = +3d'])
})

test('[F96] 高, 中, 低 and 无, with 优先级 behind them or not, are values of the priority', () => {
  for (const [said, value] of Object.entries(priorities)) {
    for (const name of ['priority', '优先级', '優先級'])
      for (const operator of operators)
        expect(printed(`${name} ${operator} ${said}`)).toBe(printed(`priority ${operator} ${value}`))
    expect(printed(`优先级 in （${said}、中）`)).toBe(`priority in (${value}, medium)`)
  }
})

test('[F96] where no value is expected such words are searched for', () => {
  for (const text of ['3天后', '两周前', '高', '中', '3天后开会', '高 牛奶'])
    expect(printed(text)).toBe(
      text
        .split(' ')
        .map((word) => (/^[高中]$/.test(word) ? `"${word}"` : word))
        .join(' and '),
    )
})

const guide = await Bun.file(join(import.meta.dir, '..', '..', 'docs', 'zh-CN', 'filters.md')).text()
const spans = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
const rows = [...guide.matchAll(/^\| (`.*) \|$/gm)].map(([, row = '']) => {
  const cells = row.split(' | ')
  return [spans(cells[0]), spans(cells.at(-1))] as const
})

test('[F97] each condition of the guide in Chinese is read as the English one beside it', () => {
  expect(rows.length).toBeGreaterThan(15)
  for (const [chinese, english] of rows) {
    expect([chinese, english.length]).toEqual([chinese, chinese.length])
    for (const [at, text] of chinese.entries())
      expect([text, printed(text)]).toEqual([text, printed(english[at] ?? '')])
  }
  // What stands in its sentences can be read, or is an example of what can not.
  const refused = new Set(['今天及逾期', '截止 大于 今天', 'due soon', 'is overdue'])
  for (const text of refused) expect([text, readOrRefused(text)]).toEqual([text, 'refused'])
  for (const text of spans(guide.replaceAll(/^[|`].*$/gm, '')).filter((each) => /\p{sc=Han}/u.test(each)))
    if (!refused.has(text)) expect([text, readOrRefused(text)]).not.toEqual([text, 'refused'])
})
