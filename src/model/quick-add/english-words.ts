/** Dates, times and repeats are made of these English words, and of what is written with digits. */
import { dayOf } from './calendar.ts'
import { lengthOf, sumOf } from './days.ts'
import { workdays } from './repeats.ts'
import type { Token } from './grammar.ts'
import { englishParts } from './parts-of-day.ts'
import type { Length, Unit } from './measures.ts'

export type Word = Pick<Token, 'kind' | 'word' | 'value' | 'soft'>

const known = new Map<string, Word>()
const put = (kind: string, names: string, value: unknown, soft = false): void => {
  const [word = ''] = names.split(' ')
  for (const name of names.split(' ')) known.set(name, { kind, word, value, soft })
}

const weekdays = [
  'monday mon',
  'tuesday tue tues',
  'wednesday wed weds',
  'thursday thu thur thurs',
  'friday fri',
  'saturday sat',
  'sunday sun',
]
for (const [day, names] of weekdays.entries()) {
  for (const name of names.split(' ')) {
    put(/^(?:mon|wed|sat|sun)$/.test(name) ? 'SHORTDAY' : 'WEEKDAY', name, day)
    put('WEEKDAYS', `${name.replace(/s$/, '')}s`, [day])
  }
}
for (const name of ['tues', 'weds', 'thurs'])
  put('WEEKDAY', name, ['tues', 'weds', 'thurs'].indexOf(name) + 1)
put('WEEKDAYS', 'weekdays workdays', workdays)
put('WEEKDAYS', 'weekends', [5, 6])

const months =
  'january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sep sept,october oct,november nov,december dec'
for (const [index, names] of months.split(',').entries()) put('MONTH', names, index + 1)

put('RELATIVE', 'today', 0)
put('tod', 'tod', undefined)
put('RELATIVE', 'tomorrow tmrw tmr tomorow tommorow tommorrow', 1)
put('tom', 'tom', undefined)

const units: readonly [Unit, string][] = [
  ['minute', 'minute minutes min mins'],
  ['hour', 'hour hours hr hrs'],
  ['day', 'day days'],
  ['week', 'week weeks wk wks'],
  ['month', 'month months'],
  ['quarter', 'quarter quarters'],
  ['year', 'year years yr yrs'],
]
for (const [unit, names] of units) put('UNIT', names, unit)
put('weekday', 'weekday workday', undefined)
put('weekend', 'weekend', undefined)
put('fortnight', 'fortnight fortnights', undefined)

const numbers =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
for (const [index, name] of numbers.split(' ').entries()) put('NUMBER', name, index + 1, true)
for (const [index, name] of 'thirty forty fifty sixty'.split(' ').entries())
  put('NUMBER', name, 30 + 10 * index, true)
put('NUMBER', 'ninety', 90, true)
put('ORDINAL', 'thirtieth', 30, true)
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
for (const [index, name] of ordinals.split(' ').entries()) put('ORDINAL', name, index + 1, true)

for (const name of ['morning', 'noon', 'afternoon', 'evening', 'night']) put('PART', name, englishParts[name])
put('PART', 'noon midday lunchtime', englishParts['noon'])

/** These words belong to a date only beside other words of a date. */
const soft =
  'a an the at on in by to of for and or & - / ~ this that next coming this last other before start end due from back now me all every each not around about first with within through starting starts beginning begins begin later early late time half past sharp exactly between until till but work working business couple when is was it being sometime during over throughout eve thing'
for (const name of soft.split(' ')) if (!known.has(name)) put(name, name, undefined, true)
put('-', '- – — ~ ～ 〜', undefined, true)
put('on', 'on', undefined, true)
put('an', 'a an', undefined, true)
put('a', 'a an', undefined, true)
put('starting', 'starting starts beginning begins begin', undefined, true)
put('until', 'until till til', undefined, true)
put('around', 'around about approximately approx', undefined, true)

/** These words always belong to a date: a run with one of them is read only when that word is understood. */
const hard =
  'midnight tonight yesterday after ago since except than few several mid middle within oclock eod eow eom eoy daily weekly monthly quarterly yearly annually fortnightly biweekly once twice thrice times occurrences remind reminder earlier ahead finished um uhr noonish previous penultimate'
for (const name of hard.split(' ')) put(name, name, undefined)
put('times', 'times occurrences', undefined, true)
put('oclock', "oclock o'clock o’clock", undefined)
put('finished', 'finished finishing done completed completion', undefined, true)
put('remind', 'remind reminder', undefined, true)
put('earlier', 'earlier ahead', undefined)
put('except', 'except excluding besides', undefined)
put('ago', 'ago prior', undefined)
put('deadline', 'deadline ddl', undefined, true)
put('due', 'due', undefined, true)
put('end', 'end ending', undefined, true)
put('um', 'um', undefined, true)
put('biweekly', 'biweekly fortnightly', undefined)
put('yearly', 'yearly annually', undefined)
put('EVERY', 'every each', false)
known.set('every!', { kind: 'EVERY', word: 'every', value: true, soft: false })
known.set('each!', { kind: 'EVERY', word: 'every', value: true, soft: false })
put('ago', 'ago', undefined)
put('last', 'last', undefined, true)
put('half', 'half', undefined, true)
put('feast', 'feast christmas xmas easter thanksgiving halloween hanukkah diwali', undefined, true)
put('weekof', 'q1 q2 q3 q4', undefined)

export const wordNamed = (name: string): Word | undefined => known.get(name)

export const wordPattern = /(?:every|each)!|o['’]clock|[a-z]{1,12}(?![a-z\d_])|q[1-4]/iy
export const abbreviation =
  /^(?:mon|tues?|wed|thurs?|thu|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|hrs?|mins?|yrs?|wks?)$/i

/** A token must be followed by the end of the word, or by a dash. */
const end = String.raw`(?=$|[\s,;!?)\]}"”，。、；！？）~～〜–—]|[.:](?:\s|$)|[-/&][a-z\d]|-\s|[\u3400-\u9fff])`
const figures = (source: string): RegExp => new RegExp(`(?:${source})${end}`, 'iy')
interface Figures {
  pattern: RegExp
  read: (groups: readonly (string | undefined)[]) => Omit<Word, 'word'> | undefined
}

const strong = (kind: string, value?: unknown) => ({ kind, value, soft: false })
/** It looks like a date or a time and is not read, so nothing beside it is. */
const odd = { kind: 'odd', value: undefined, soft: false }
const date = (year: number, month: number, day: number) => {
  const found = dayOf(year, month, day)
  return found === undefined ? odd : strong('DATE', found)
}

const letterUnits: Record<string, Unit> = { m: 'minute', h: 'hour', d: 'day', w: 'week', y: 'year' }

/** It reads `2h30m`, `90min`, `3d` and `1.5h`. */
function span(count: string, unit: string, more?: string): Omit<Word, 'word'> | undefined {
  const first = lengthOf(Number(count), letterUnits[unit[0]?.toLowerCase() ?? ''] ?? 'day')
  const second = more === undefined ? undefined : lengthOf(Number(more), 'minute')
  const length: Length | undefined = first && second ? sumOf(first, second) : first
  return length ? strong('SPAN', length) : odd
}

function clock(hourText = '', minuteText = '0', half = ''): Omit<Word, 'word'> {
  const [hour, minute] = [Number(hourText), Number(minuteText)]
  if (half) {
    if (hour < 1 || hour > 12) return odd
    return strong('CLOCK', { time: ((hour % 12) + (/^p/i.test(half) ? 12 : 0)) * 60 + minute, vague: false })
  }
  if (hour > 24 || (hour === 24 && minute > 0)) return odd
  return strong('CLOCK', {
    time: hour * 60 + minute,
    vague: hour >= 1 && hour <= 12 && !hourText.startsWith('0'),
  })
}

/** 25/12/2026 and 12/25/2026 can each be only one day; 3/4/2026 is two, in different countries. */
function inEitherOrder(first: number, second: number, year: number): Omit<Word, 'word'> {
  if (first <= 12 && second <= 12 && first !== second) return odd
  return first > 12 ? date(year, second, first) : date(year, first, second)
}

const half = String.raw`\s?([ap])\.?m\b\.?`
const measures =
  'km|kilometers?|m|miles?|kg|kgs|g|lbs?|cm|mm|ml|l|gb|mb|tb|%|€|people|persons?|pages?|chapters?|x|euros?|dollars?|usd|eur|reps|sets|eggs|apples|items?|steps|points?|percent|degrees'

const dayBefore = String.raw`\b(?:today|tomorrow|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)(?:day|nesday|urday)?)`
const prices = String.raw`(?:[€$%£]|(?:euros?|eur|usd|dollars?|pounds?|bucks|kg|km|miles?|percent)\b)`
const monthNames = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'

export const writtenWithFigures: readonly Figures[] = [
  {
    pattern: figures(
      String.raw`(\d{4})-(\d\d)-(\d\d)[T ](\d\d):([0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?`,
    ),
    read: ([, year, month, day, hour, minute, zone = '']) =>
      Number(hour) > 23 || dayOf(Number(year), Number(month), Number(day)) === undefined
        ? odd
        : strong('INSTANT', {
            year: Number(year),
            month: Number(month),
            day: Number(day),
            hour: Number(hour),
            minute: Number(minute),
            zone,
          }),
  },
  {
    pattern: figures(String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})`),
    read: ([, year, , month, day]) => date(Number(year), Number(month), Number(day)),
  },
  {
    pattern: figures(String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4})`),
    read: ([, day, month, year]) => date(Number(year), Number(month), Number(day)),
  },
  {
    pattern: figures(String.raw`(\d{1,2})([/-])(\d{1,2})\2(\d{4})`),
    read: ([, first, , second, year]) => inEitherOrder(Number(first), Number(second), Number(year)),
  },
  {
    pattern: figures(String.raw`24\/7`),
    read: () => undefined,
  },
  {
    pattern: figures(String.raw`(\d{1,2})(?:[:.]([0-5]\d))?${half}`),
    read: ([, hour, minute, its]) => clock(hour, minute, its),
  },
  {
    pattern: figures(String.raw`(\d{1,2})[:：]([0-5]\d)(?:h(?=\s|$))?(?!\s(?:miles?|pace|splits?|km)\b)`),
    read: ([, hour, minute]) => clock(hour, minute),
  },
  {
    pattern: figures(String.raw`(\d{1,2}(?:\.\d)?)\s?(h|hrs?|hours?)\s?([0-5]?\d)\s?(?:m|mins?|minutes?)?`),
    read: ([, hours = '', unit = '', minutes]) => span(hours, unit, minutes),
  },
  {
    pattern: figures(String.raw`(\d{1,4}(?:\.5)?)(h|hrs?|m|mins?|d|w|y)`),
    read: ([, count = '', unit = '']) => span(count, unit),
  },
  {
    pattern: figures(String.raw`(\d{1,3}\.\d)(?=\s(?:hours?|hrs?|minutes?|days?|weeks?|months?|years?))`),
    read: ([, number]) => ({ kind: 'DECIMAL', value: Number(number), soft: true }),
  },
  // The full stop behind it makes it a day and a month: 3.12.
  {
    pattern: figures(String.raw`([1-9]|[12]\d|3[01])\.([1-9]|1[0-2])\.`),
    read: ([, day, month]) => strong('DOTTED', [Number(day), Number(month)]),
  },
  // It is an hour only behind "at": four figures are many other things.
  {
    pattern: figures(String.raw`(?<=\b(?:at|by)\s)([01]\d|2[0-4])([0-5]\d)(?:\s?(?:h|hrs|hours))?`),
    read: ([, hour, minute]) => {
      const { value, kind } = clock(`0${hour}`, minute)
      return kind === 'CLOCK' ? { kind: 'HHMM', value, soft: false } : undefined
    },
  },
  // "at 9.30" is a time beside a day, "friday 9.30" as well, as there is no 30th month.
  {
    pattern: figures(
      String.raw`(?:(?<=\bat\s)|(?<=${dayBefore}\s)(?=\d{1,2}\.(?:1[3-9]|[2-5]\d|00)))(\d{1,2})\.([0-5]\d)(?!\s?${prices})`,
    ),
    read: ([, hour, minute]) => {
      const { value, kind } = clock(hour, minute)
      return kind === 'CLOCK' ? { kind: 'DOTCLOCK', value, soft: false } : odd
    },
  },
  {
    pattern: figures(String.raw`(\d{1,2})-(${monthNames})[a-z]{0,6}-(\d{4})`),
    read: ([, day, name = '', year]) =>
      date(Number(year), monthNames.split('|').indexOf(name.toLowerCase()) + 1, Number(day)),
  },
  {
    pattern: figures(String.raw`(\d{1,2})[./](\d{1,2})\.?(?:[./]\d{2})?`),
    read: ([, first, second]) => dayOrNumber(Number(first), Number(second)),
  },
  {
    pattern: figures(String.raw`(\d{1,2})(st|nd|rd|th)`),
    read: ([, number]) =>
      Number(number) > 31 ? undefined : Number(number) < 1 ? odd : strong('ORDINAL', Number(number)),
  },
  // "march 5 km" is a way, "may 3 people" a question.
  { pattern: figures(String.raw`\d{1,4}\s?(?:${measures})`), read: () => undefined },
  {
    pattern: figures(String.raw`(\d{1,4})`),
    read: ([, number]) => ({ kind: 'NUMBER', value: Number(number), soft: true }),
  },
]

/** It tells 24/4, 3.12. and 9.30, which may be dates or times, from plain numbers such as 1.75 and 3.99. */
const dayOrNumber = (first: number, second: number): Omit<Word, 'word'> | undefined =>
  (first >= 1 && first <= 31 && second >= 1 && second <= 12) ||
  (second >= 1 && second <= 31 && first >= 1 && first <= 12) ||
  (first <= 24 && second < 60)
    ? odd
    : undefined
