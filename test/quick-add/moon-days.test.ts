/** Days of the Chinese calendar in quick add (SPEC.md, Q70 to Q72); chinese.txt and the guide have more lines. */
import { expect, test } from 'bun:test'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'
import * as on from './calendar.ts'

const read = (text: string, today = '2026-11-30') => {
  const { todo } = quickAdd(text, { now: Date.parse(`${today}T02:20Z`), zone: 'Asia/Shanghai' })
  return [todo.name, todo.due, todo.repeat]
}
const months = '正 二 三 四 五 六 七 八 九 十 冬 腊'.split(' ')
const figures = '一二三四五六七八九'
const dayName = (day: number): string =>
  day % 10 === 0
    ? ['初十', '二十', '三十'][day / 10 - 1]!
    : `${'初十廿'[Math.floor(day / 10)]}${figures[(day % 10) - 1]}`

test('[Q70] each day of a Chinese year is read as its date, once and each year', () => {
  const today = new Date('2027-02-06T00:00Z')
  for (let date = today; on.text(date) < '2028-01-26'; date = on.plus(date, 1)) {
    const { month, day } = on.moon(date)
    const words = `农历${months[Number(month) - 1]}月${dayName(day)}`
    expect([words, ...read(`${words} 浇花`, on.text(today))]).toEqual([words, '浇花', on.text(date), null])
    const skip = day === 30 ? ';SKIP=BACKWARD' : ''
    const rule = `RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${day}${skip}`
    expect([words, ...read(`每年${words} 浇花`, on.text(today))]).toEqual([
      words,
      '浇花',
      on.text(date),
      rule,
    ])
  }
})

test('[Q71] a feast counts where it is certain, and must be on the day beside it', () => {
  expect(read('每年中秋节聚餐')).toEqual([
    '聚餐',
    '2027-09-15',
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15',
  ])
  expect(read('中秋节 聚餐')).toEqual(['聚餐', '2027-09-15', null])
  expect(read('9月15日中秋节聚餐')).toEqual(['中秋节聚餐', '2027-09-15', null])
  for (const text of [
    '9月16日中秋节聚餐',
    '中秋节放假通知',
    '订中秋月饼',
    '中秋节前聚餐',
    '每年中秋节后聚餐',
  ])
    expect(read(text)).toEqual([text, null, null])
})

test('[Q72] a day of one of two years, or of none in the coming year, stays in the name', () => {
  for (const text of [
    '明年除夕聚餐',
    '今年除夕聚餐',
    '腊月三十聚餐',
    '闰六月初一聚餐',
    '农历八月聚餐',
    '农历聚餐',
  ])
    expect(read(text)).toEqual([text, null, null])
  expect(read('闰五月初一 聚餐', '2028-01-30')).toEqual(['聚餐', '2028-06-23', null])
})
