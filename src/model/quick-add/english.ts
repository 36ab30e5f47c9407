/** What is read in English: days and times. What repeats is in english-repeats.ts. */
import { repeatLimits } from '../limits.ts'
import {
  addMonths,
  dayOf,
  daysIn,
  endOfMonth,
  minutesPerDay,
  partsOf,
  weekdayOf,
  type Day,
} from './calendar.ts'
import {
  pattern,
  prefixed,
  type Context,
  type DayPart,
  type Reading,
  type Rule,
  type Weak,
  type When,
} from './reading.ts'

/** Behind a word: `monday's`, `9-10` and `1.2.3` are not what they begin with. */
export const end: string = String.raw`(?=$|[\s,;!?)\]}"”，。、；！？）]|[.:](?:\s|$)|[\u3400-\u9fff])`

export const aWeekday: string =
  '(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)'
export const weekday: string = aWeekday.replace('?:', '')
export const month: string = String.raw`(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
export const amount: string = String.raw`(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`
const dayOfMonth = String.raw`(\d{1,2})(?:st|nd|rd|th)?`
const year = String.raw`(?:,? (\d{4}))?`
/** "march 5 km" is a way, "may 3 people" a question. */
const notAnAmount = String.raw`(?! ?(?:km|k|m|mi|miles|kg|g|lbs?|cm|mm|ml|l|gb|mb|%|people|pages?|times|hours?|hrs?|h|min(?:ute)?s?|days?|weeks?|months?|years?|am|pm|x|:)(?![a-z]))`

const weekdayNames = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const words = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** 0 is Monday. */
export const weekdayNamed = (name = ''): number => weekdayNames.indexOf(name.slice(0, 2).toLowerCase())
/** 1 is January. */
export const monthNamed = (name = ''): number => monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1

export function amountOf(text = 'a'): number {
  const word = text.toLowerCase()
  if (/^\d/.test(word)) return Number(word)
  return word.startsWith('a') ? 1 : words.indexOf(word) + 1
}

export const on = (day: Day | undefined, more: Partial<When> = {}): When | undefined =>
  day === undefined ? undefined : { kind: 'when', day, ...more }

/** The next day of this name; today is one, while its time is not over. */
export const nextWeekday = (today: Day, wanted: number): When => ({
  kind: 'when',
  day: today + ((wanted - weekdayOf(today) + 7) % 7),
  again: 7,
})

/** Its Saturday; on Sunday it is today. */
export const thisWeekend = (today: Day): When =>
  weekdayOf(today) === 6 ? { kind: 'when', day: today } : nextWeekday(today, 5)

/** The day of the week that begins so many Mondays from this one. */
export const weekdayOfWeek = (today: Day, wanted: number, weeks: number): Day =>
  today - weekdayOf(today) + 7 * weeks + wanted

/** In the year that is given, or the first one in which it is not over. */
export function dateNamed(today: Day, monthNumber: number, day: number, given?: number): When | undefined {
  if (given !== undefined) return on(dayOf(given, monthNumber, day))
  const { year: thisYear } = partsOf(today)
  for (let tried = thisYear; tried <= thisYear + 8; tried++) {
    const date = dayOf(tried, monthNumber, day)
    if (date !== undefined && date >= today) return on(date)
  }
  return undefined
}

/** In this month, or the first one that has the day and in which it is not over. */
export function nextDayOfMonth(today: Day, day: number): When | undefined {
  if (day < 1 || day > 31) return undefined
  for (let months = 0; months <= 2; months++) {
    const { year: itsYear, month: itsMonth } = partsOf(addMonths(today, months))
    const date = dayOf(itsYear, itsMonth, day)
    if (date !== undefined && date >= today) return on(date)
  }
  return undefined
}

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text)

const parts: Record<string, DayPart> = {
  morning: { time: 9 * 60, afternoon: false },
  noon: { time: 12 * 60, afternoon: true },
  afternoon: { time: 15 * 60, afternoon: true },
  evening: { time: 19 * 60, afternoon: true },
  night: { time: 20 * 60, afternoon: true },
}
export const dayPart = '(morning|noon|afternoon|evening|night)'
export const partNamed = (name = ''): DayPart | undefined => parts[name.toLowerCase()]

const word = (
  source: string,
  read: (groups: readonly (string | undefined)[], context: Context) => Reading | undefined,
  weak?: Weak,
): Rule => pattern(source, end, read, weak)

/** Dates that may stand behind "on", "by", "until" as well. */
export const dates: readonly Rule[] = [
  word('today', (_, { today }) => on(today)),
  word('tomorrow|tmrw?', (_, { today }) => on(today + 1)),
  word('(?:the )?day after tomorrow', (_, { today }) => on(today + 2)),
  word(`${weekday}`, ([, name], { today }) => nextWeekday(today, weekdayNamed(name))),
  word(`this ${weekday}`, ([, name], { today }) => nextWeekday(today, weekdayNamed(name))),
  word(`next ${weekday}`, ([, name], { today }) => on(weekdayOfWeek(today, weekdayNamed(name), 1))),
  word('(?:this |the )weekend', (_, { today }) => thisWeekend(today)),
  word('next weekend', (_, { today }) => on(weekdayOfWeek(today, 5, 1))),
  word('next week', (_, { today }) => on(weekdayOfWeek(today, 0, 1))),
  word('next month', (_, { today }) => on(endOfMonth(today) + 1)),
  word('next year', (_, { today }) => on(dayOf(partsOf(today).year + 1, 1, 1))),
  word('(?:the )?end of (?:the )?day|eod', (_, { today }) => on(today)),
  word('(?:the )?end of (?:the |this )?week|eow', (_, { today }) => nextWeekday(today, 4)),
  word('(?:the )?end of (?:the |this )?month|eom', (_, { today }) => on(endOfMonth(today))),
  word('(?:the )?end of next month', (_, { today }) => on(endOfMonth(today, 1))),
  word('(?:the )?end of (?:the |this )?year|eoy', (_, { today }) => on(dayOf(partsOf(today).year, 12, 31))),
  word(`${month} ${dayOfMonth}${notAnAmount}${year}`, ([, name, day, given], { today }) =>
    dateNamed(today, monthNamed(name), Number(day), numberOf(given)),
  ),
  word(`(?:the )?${dayOfMonth} (?:of )?${month}${year}`, ([, day, name, given], { today }) =>
    dateNamed(today, monthNamed(name), Number(day), numberOf(given)),
  ),
  word(String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})`, ([, given, , itsMonth, day]) =>
    on(dayOf(Number(given), Number(itsMonth), Number(day))),
  ),
  word(String.raw`(\d{1,2})([/.])(\d{1,2})\2(\d{4})`, ([, first, , second, given]) =>
    dateInEitherOrder(Number(first), Number(second), Number(given)),
  ),
]

/** 25/12/2026 and 12/25/2026 can each be only one day; 3/4/2026 is two, in different countries. */
function dateInEitherOrder(first: number, second: number, given: number): When | undefined {
  if (first <= 12 && second <= 12 && first !== second) return undefined
  return first > 12 ? on(dayOf(given, second, first)) : on(dayOf(given, first, second))
}

/** Short names that are words of their own: "sit in the sun", "sat nav". */
const shortNames: readonly Rule[] = [
  word('(sat|sun)', ([, name], { today }) => nextWeekday(today, weekdayNamed(name)), 'beside'),
  word('(mon|wed)', ([, name], { today }) => nextWeekday(today, weekdayNamed(name)), 'end'),
]

function clock(hourText = '', minuteText = '0', half = ''): When | undefined {
  const [hour, minutes] = [Number(hourText), Number(minuteText)]
  if (half) {
    if (hour < 1 || hour > 12) return undefined
    return { kind: 'when', time: ((hour % 12) + (/^p/i.test(half) ? 12 : 0)) * 60 + minutes }
  }
  if (hour > 24 || (hour === 24 && minutes > 0)) return undefined
  return {
    kind: 'when',
    time: hour * 60 + minutes,
    vague: hour >= 1 && hour <= 12 && !hourText.startsWith('0'),
  }
}

const half = '([ap])\\.?m\\.?'
const minute = '[:.]([0-5]\\d)'
/** What a time may stand behind. */
const at = '(?:at |by |from |@ ?)?'

const times: readonly Rule[] = [
  word(`${at}(\\d{1,2})(?:${minute})?(?: )?${half}`, ([, hour, minutes, its]) => clock(hour, minutes, its)),
  word(`${at}(\\d{1,2}):([0-5]\\d)`, ([, hour, minutes]) => clock(hour, minutes)),
  word(`(?:at )(\\d{1,2})(?: ?o'?clock)?`, ([, hour]) => clock(hour), 'end'),
  word(`(?:at )?(\\d{1,2}) ?o['’]?clock`, ([, hour]) => clock(hour)),
  word('(?:at |by )(noon|midday)', () => ({ kind: 'when', time: 12 * 60 })),
  word('(?:noon|midday)', () => ({ kind: 'when', time: 12 * 60 }), 'beside'),
  word('(?:at |by )midnight', () => ({ kind: 'when', time: 24 * 60 })),
  word('midnight', () => ({ kind: 'when', time: 24 * 60 }), 'beside'),
  word(`(?:in the )?${dayPart}`, ([, name]) => partOnly(name), 'beside'),
  word(`in the ${dayPart}`, ([, name]) => partOnly(name), 'end'),
  word(`(?:later )?this ${dayPart}`, ([, name], { today }) => on(today, withPart(name))),
  word('tonight', (_, { today }) => on(today, withPart('night'))),
]

const withPart = (name: string | undefined): Partial<When> => {
  const part = partNamed(name)
  return part ? { part } : {}
}

function partOnly(name: string | undefined): When | undefined {
  const part = partNamed(name)
  return part && { kind: 'when', part }
}

const steps: readonly Rule[] = [
  word(`in ${amount} (day|week|month|year)s?`, ([, count, unit], { today }) =>
    on(later(today, amountOf(count), unit)),
  ),
  word(`${amount} (day|week|month|year)s? from (?:now|today)`, ([, count, unit], { today }) =>
    on(later(today, amountOf(count), unit)),
  ),
  word(`in (\\d{1,3})([dw])`, ([, count, unit], { today }) =>
    on(today + Number(count) * (unit?.toLowerCase() === 'w' ? 7 : 1)),
  ),
  word(`in ${amount} ?(h|hours?|hrs?|m|min|mins|minutes?)`, ([, count, unit], context) => ({
    kind: 'when',
    ...context.inMinutes(amountOf(count) * (/^h/i.test(unit ?? '') ? 60 : 1)),
  })),
  word('in half an hour', (_, context) => ({ kind: 'when', ...context.inMinutes(30) })),
]

export function later(today: Day, count: number, unit = ''): Day | undefined {
  const named = unit.toLowerCase()
  if (named === 'day') return today + count
  if (named === 'week') return today + 7 * count
  return addMonths(today, named === 'month' ? count : 12 * count)
}

const behindThe = word(
  `(?:on |by |before )?(?:the )(\\d{1,2})(?:st|nd|rd|th)`,
  ([, day], { today }) => nextDayOfMonth(today, Number(day)),
  'end',
)
const behindThisMonth = word(
  `(?:on |by |before )?the (\\d{1,2})(?:st|nd|rd|th) of (this|next) month`,
  ([, day, which], { today }) => {
    const { year: itsYear, month: itsMonth } = partsOf(
      addMonths(today, which?.toLowerCase() === 'next' ? 1 : 0),
    )
    return Number(day) <= daysIn(itsYear, itsMonth) ? on(dayOf(itsYear, itsMonth, Number(day))) : undefined
  },
)

const reminderUnits: Record<string, string> = { m: 'M', h: 'H', d: 'D', w: 'W' }
const reminder = word(
  `(?:remind(?: me)?|reminder)(?: at)? ${amount} ?(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?) (?:before|earlier|ahead|early)`,
  ([, count, unit = '']) => triggerBefore(amountOf(count), reminderUnits[unit[0]?.toLowerCase() ?? '']),
)

const minutesOf = { M: 1, H: 60, D: minutesPerDay, W: 7 * minutesPerDay } as const

/** @param unit - of RFC 5545's durations: M, H, D or W */
export function triggerBefore(count: number, unit = 'M'): Reading | undefined {
  const minutes = count * (minutesOf[unit as keyof typeof minutesOf] ?? 1)
  if (minutes > repeatLimits.reminderDaysMax * minutesPerDay) return undefined
  return {
    kind: 'reminder',
    trigger: unit === 'M' || unit === 'H' ? `-PT${count}${unit}` : `-P${count}${unit}`,
  }
}

export const english: readonly Rule[] = [
  ...shortNames,
  ...dates,
  word('tod', (_, { today }) => on(today), 'end'),
  word('tom', (_, { today }) => on(today + 1), 'beside'),
  ...times,
  ...steps,
  behindThe,
  behindThisMonth,
  prefixed('(?:on|by|for|to|due(?: on| by)?|before|this coming) ', dates),
  prefixed('(?:starting|beginning|start|from)(?: on| from)? ', dates, (when) => ({ ...when, starts: true })),
  reminder,
]
