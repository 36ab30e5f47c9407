/** It is here that dates of figures alone are read in Chinese: 11/30, 11.30, 11-30. */
import type { Put, Read } from './chinese-patterns.ts'

/** It says that figures before one of these are a number of things or a part of a name: 12.5元, 1/2杯, 12.1版. */
const notNumber =
  '(?!(?:[\\d.%％‰℃°:：/]|[个個人楼层樓層次岁件项項條条台元块塊角十百千万亿家本张張杯磅勺斤升克米公厘寸度倍折版代分秒期章节節页頁题題份届比的日号號点點月]|小[时時]|年(?![会會终終底货貨假])|[周週天](?![一二三四五六日天末])|时|時))'
/** It is the month that comes first in China: 11/30. English has no one order, so there must be Chinese near it. */
const nearChinese = '(?:(?=[^\\n]{0,40}[\\u3400-\\u9fff])|(?<=[\\u3400-\\u9fff][^\\n]{0,40}))'
const monthFigures = '(1[0-2]|0?[1-9])'
const dayFigures = '(3[01]|[12]\\d|0?[1-9])(?:[日号號](?![程报報记記楼樓线線]))?'
const monthFirst =
  (isWeak: (month: string, day: string) => boolean): Read =>
  ([, month = '', day = '']) => [Number(month), Number(day), isWeak(month, day)]
const figures = '0123456789'

export function putMonthFirst(put: Put): void {
  // It may be two thirds, so it counts only beside another word of dates.
  put(
    'MONTHFIRST',
    figures,
    `(?<!(?:[得评評]分|[进進]度|完成|成[绩績]|[占佔]|答[对對]|第) ?)${monthFigures}/${dayFigures}${notNumber}${nearChinese}`,
    monthFirst((month, day) => Number(month) < Number(day) && Number(day) <= 10 && month[0] !== '0'),
  )
  put(
    'MONTHFIRST',
    figures,
    `(?:(?<![\\u3400-\\u9fffA-Za-z]|[A-Za-z] )|(?<=[到至止年逢从從自于於在]))${monthFigures}\\.${dayFigures}${notNumber}${nearChinese}`,
    monthFirst((_, day) => day.length < 2),
  )
  put(
    'MONTHFIRST',
    figures,
    `(?<=^[【（(]?)${monthFigures}-(2[5-9]|3[01]|0[1-9])${notNumber}${nearChinese}`,
    monthFirst(() => false),
  )
}
