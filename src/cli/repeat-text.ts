/** This tells rules of model/repeat.ts in short words for a column: "monthly on the 1st", "every 2 weeks". */
import { dayOrLastOf, parseRule, type Rule } from '../model/repeat.ts'

const adverbs = { DAILY: 'daily', WEEKLY: 'weekly', MONTHLY: 'monthly', YEARLY: 'yearly' } as const
const units = { DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' } as const
const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
export const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const

/** @returns the rule itself where these words can not say it */
export function repeatText(text: string, from: 'due' | 'finished'): string {
  const rule = parseRule(text)
  if (typeof rule === 'string') return text
  const days = daysOf(rule)
  if (days === undefined) return text
  const { freq, interval, count, until } = rule
  const every = isWorkWeek(rule)
    ? 'every weekday'
    : interval === 1
      ? adverbs[freq]
      : `every ${interval} ${units[freq]}`
  return [
    every,
    isWorkWeek(rule) ? '' : days,
    from === 'finished' && 'after finishing',
    until !== undefined && `until ${until}`,
    count !== undefined && (count === 1 ? 'once' : `${count} times`),
  ]
    .filter(Boolean)
    .join(' ')
}

const isWorkWeek = ({ freq, interval, byDay, byMonth, byMonthDay, bySetPos }: Rule): boolean =>
  (freq === 'WEEKLY' || freq === 'DAILY') &&
  interval === 1 &&
  byMonth.length + byMonthDay.length + bySetPos.length === 0 &&
  byDay.map(({ day, nth }) => (nth === null ? day : '')).join('') === '01234'

/** @returns undefined where these words can not say them */
function daysOf(rule: Rule): string | undefined {
  const { freq, byDay, byMonth, byMonthDay, bySetPos } = rule
  if (rule.scale !== undefined || rule.skip !== undefined) return undefined
  const orLast = dayOrLastOf(rule)
  if (bySetPos.length > 0 && orLast === undefined) return undefined
  const dates = orLast === undefined ? byMonthDay : [orLast]
  if (byMonth.length > 1 || (dates.length > 0 && byDay.length > 0 && orLast === undefined)) return undefined
  const month = monthNames[(byMonth[0] ?? 0) - 1]
  if (freq === 'YEARLY' || month !== undefined) {
    if (byDay.length + dates.length === 0 && month === undefined) return ''
    const [date] = dates
    const isDate = freq === 'YEARLY' && month !== undefined && dates.length === 1 && (date ?? 0) > 0
    return isDate ? `on ${date} ${month}` : undefined
  }
  const names =
    dates.length > 0
      ? dates.map((date) => `the ${date < 0 ? lastOf(date, 'day') : ordinal(date)}`)
      : byDay.map(({ day, nth }) =>
          nth === null
            ? weekdayNames[day]
            : `the ${nth < 0 ? lastOf(nth, weekdayNames[day] ?? '') : `${ordinal(nth)} ${weekdayNames[day]}`}`,
        )
  return names.length === 0 ? '' : `on ${names.join(', ')}`
}

const lastOf = (nth: number, what: string): string =>
  nth === -1 ? `last ${what}` : `${ordinal(-nth)} last ${what}`

function ordinal(number: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd' } as Partial<Record<Intl.LDMLPluralRule, string>>
  return `${number}${ending[ordinals.select(number)] ?? 'th'}`
}

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
