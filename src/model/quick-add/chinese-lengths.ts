/** This file has the words of Chinese for lengths of time. */
import { numberOf } from './chinese-numbers.ts'
import { number, numerals, weekday, type Put, type Read } from './chinese-patterns.ts'
import { lengthOf } from './days.ts'
import type { Unit } from './measures.ts'

const units: Record<string, Unit> = {
  分: 'minute',
  刻: 'minute',
  小: 'hour',
  钟: 'hour',
  鐘: 'hour',
  天: 'day',
  日: 'day',
}
Object.assign(units, {
  周: 'week',
  週: 'week',
  星: 'week',
  礼: 'week',
  禮: 'week',
  月: 'month',
  季: 'quarter',
  年: 'year',
})
Object.assign(units, { 工: 'workday' })
export const unitNamed = (name = ''): Unit => units[name[0] ?? ''] ?? 'day'
const hour = '(?:小[时時]|[钟鐘][头頭])'
const lengthRead =
  (more = 0): Read =>
  ([, count, unit]) => {
    const found = count === '半' ? 0 : numberOf(count)
    return found === undefined
      ? undefined
      : lengthOf((unit === '刻' ? 15 : 1) * (found + more), unitNamed(unit))
  }

export function putLengths(put: Put): void {
  put('SPAN', 'N', `${number}[个個]?(${hour}|星期|[礼禮][拜]|季度|工作日)`, lengthRead())
  put('SPAN', 'N', `${number}[个個](月)`, lengthRead())
  put('SPAN', 'N', `${number}[个個]半(${hour}|月)`, lengthRead(0.5))
  put('SPAN', 'N', `(\\d{1,3}\\.5)[个個]?(${hour})`, ([, count, unit]) =>
    lengthOf(Number(count), unitNamed(unit)),
  )
  put('SPAN', '半', `(半)[个個]?(${hour}|年)`, lengthRead(0.5))
  put('SPAN', 'N', `${number}(刻)[钟鐘]`, lengthRead())
  put('SPAN', 'N', `${number}(分)[钟鐘]`, lengthRead())
  put('SPAN', 'N', `${number}(分)[钟鐘]?`, lengthRead(), { behind: 'SPAN' })
  put('SPAN', 'N', `${number}(天)(?![气氣津堂然使文空猫才])`, lengthRead())
  put('SPAN', 'N', `${number}(日)(?=[之以]?[内內后後])`, lengthRead())
  put('SPAN', 'N', `${number}([周週])(?![${weekday}1-6末年岁歲边邊围圍])`, lengthRead())
  put('SPAN', 'N', `(\\d{1,3}|[${numerals}]{1,3})(年)(?![级級度代货貨会會轻輕龄齡前来來])`, lengthRead())
  put('TIMES', 'N', `${number}[次遍回](?!数|合|[电電])`, ([, count]) => numberOf(count))
}
