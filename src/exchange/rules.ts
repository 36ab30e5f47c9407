/** Repetitions as other programs write them, as rules of the model. */
import { parseRule, ruleText } from '../model/repeat.ts'

/** The rule that the model keeps of RFC 5545 text; undefined where it can't be kept. */
export function toRule(text: string): string | undefined {
  const value = text
    .trim()
    .replace(/^(RRULE|ERULE):/i, '')
    .replace(/(UNTIL=\d{8})T\d{6}Z?/i, '$1')
    // Of some programs, for their own use.
    .replaceAll(/;(TT_\w+|X-[\w-]+)=[^;]*/gi, '')
    .replace(/;$/, '')
  const rule = parseRule(value)
  return typeof rule === 'string' ? undefined : ruleText(rule)
}

export type Unit = 'day' | 'week' | 'month' | 'year'

const frequencies: Record<Unit, string> = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }

export const every = (count: number, unit: Unit): string | undefined =>
  toRule(`FREQ=${frequencies[unit]}${count === 1 ? '' : `;INTERVAL=${count}`}`)

const words: Record<string, string> = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  weekdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  biweekly: 'FREQ=WEEKLY;INTERVAL=2',
  fortnightly: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
  bimonthly: 'FREQ=MONTHLY;INTERVAL=2',
  quarterly: 'FREQ=MONTHLY;INTERVAL=3',
  semiannual: 'FREQ=MONTHLY;INTERVAL=6',
  yearly: 'FREQ=YEARLY',
  annual: 'FREQ=YEARLY',
  annually: 'FREQ=YEARLY',
  biannual: 'FREQ=YEARLY;INTERVAL=2',
  biyearly: 'FREQ=YEARLY;INTERVAL=2',
}

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** `daily`, `2weeks`, `3 months`, `P1M`: what Taskwarrior and others have. */
export function durationRule(text: string): string | undefined {
  const word = words[text.trim().toLowerCase()]
  if (word) return toRule(word)
  const [, count = '1', unit = ''] =
    /^P?(\d+)?\s*(d|day|w|wk|week|m|mo|mth|month|q|qtr|quarter|y|yr|year)s?$/i.exec(text.trim()) ?? []
  const units: Record<string, [Unit, number]> = {
    d: ['day', 1],
    w: ['week', 1],
    m: ['month', 1],
    q: ['month', 3],
    y: ['year', 1],
  }
  const found = units[unit.slice(0, 1).toLowerCase()]
  return found && every(Number(count) * found[1], found[0])
}

/** Words such as Todoist's: `every 2 weeks`, `every! day`, `every mon, thu at 9am`, `every 15th`, `every workday`. */
export function wordsRule(text: string): { repeat: string; repeatFrom: 'due' | 'finished' } | undefined {
  const match = /^(?:every|ev)(!?)\s+(.*)$/i.exec(text.trim())
  const repeatFrom = match?.[1] === '!' ? 'finished' : 'due'
  const rest = (match?.[2] ?? text)
    .toLowerCase()
    .replace(/\s+(at\s+)?(\d{1,2}(:\d{2})?\s*(am|pm)|\d{1,2}:\d{2}|noon|midnight)$/, '')
    .replace(/\s+(starting|from)\s.*$/, '')
    .trim()
  const repeat = match ? everyRule(rest) : words[rest] && toRule(words[rest])
  return repeat === undefined || repeat === '' ? undefined : { repeat, repeatFrom }
}

function everyRule(rest: string): string | undefined {
  if (/^(work|week)day$/.test(rest)) return toRule(words['weekdays'] as string)
  if (rest === 'weekend') return toRule('FREQ=WEEKLY;BYDAY=SA,SU')
  const other = /^(other|\d+)?\s*(day|week|month|year|quarter)s?$/.exec(rest)
  if (other) {
    const count = other[1] === 'other' ? 2 : Number(other[1] ?? 1)
    return other[2] === 'quarter' ? every(3 * count, 'month') : every(count, other[2] as Unit)
  }
  const dayOfMonth = /^(\d{1,2})(st|nd|rd|th)?( of the month)?$/.exec(rest)
  if (dayOfMonth) return toRule(`FREQ=MONTHLY;BYMONTHDAY=${dayOfMonth[1]}`)
  if (rest === 'last day' || rest === 'last day of the month') return toRule('FREQ=MONTHLY;BYMONTHDAY=-1')
  const named = rest
    .split(/\s*(?:,|\band\b)\s*/)
    .map((word) =>
      days.findIndex(
        (day) => /^[a-z]{2,9}$/.test(word) && (word.startsWith(day) || word === day.slice(0, 2)),
      ),
    )
  if (named.length === 0 || named.includes(-1)) return undefined
  return toRule(`FREQ=WEEKLY;BYDAY=${named.map((day) => codes[day]).join()}`)
}
