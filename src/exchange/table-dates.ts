/** This reads dates as people write them in tables: of which day and month come first, the table itself must show. */
import { toDue } from './dates.ts'
import { wrong, type FileFacts } from './found.ts'
import { inWords } from './in-words.ts'

export type DayOrder = 'day first' | 'month first'

const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?=$|[,\s])/
/** Dots are day, month, year wherever they are used; Chinese and ISO begin with the year. */
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?=$|[,\s])/
const yearFirst = /^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?(?=$|[,\s])/
const clock = /^[,\s]*(\d{1,2})[:.](\d{2})(?::\d{2})?\s*(am|pm)?$/i

/** It tells what a date shows of the order: the part over 12 is the day. */
export function orderShownBy(text: string): DayOrder | undefined {
  const [, first, second] = slashed.exec(text.trim()) ?? []
  if (first === undefined || Number(first) > 12 === Number(second) > 12) return undefined
  return Number(first) > 12 ? 'day first' : 'month first'
}

/** It says whether only the order tells which date is meant. */
export function isOpen(text: string): boolean {
  const [, first, second] = slashed.exec(text.trim()) ?? []
  return first !== undefined && first !== second && Number(first) <= 12 && Number(second) <= 12
}

/**
 * @param order - undefined where no date of the table shows it
 * @throws AppError `bad_import` for what is no date, or one of two
 */
export function tableDate(
  text: string,
  at: string,
  { order, zone, now }: { order: DayOrder | undefined } & Pick<FileFacts, 'zone' | 'now'>,
): string {
  const trimmed = text.trim()
  const parts =
    partsOf(yearFirst.exec(trimmed), [1, 2, 3]) ??
    partsOf(dotted.exec(trimmed), [3, 2, 1]) ??
    partsOf(slashed.exec(trimmed), (order ?? orderShownBy(trimmed)) === 'month first' ? [3, 1, 2] : [3, 2, 1])
  if (parts && isOpen(trimmed) && order === undefined)
    throw wrong(at, 'either_date', { text: trimmed.slice(0, 60) })
  if (parts) return withClock(parts.date, parts.rest, { text, at, zone })
  const words = inWords(trimmed, { zone, nowMs: Date.parse(now) })
  return words?.due && !/^\d{4}-?\d\d/.test(trimmed) ? words.due : toDue(text, at, zone)
}

function partsOf(
  match: RegExpExecArray | null,
  [y, m, d]: readonly [number, number, number],
): { date: string; rest: string } | undefined {
  if (!match) return undefined
  const part = (index: number) => (match[index] as string).padStart(2, '0')
  const year = part(y).length === 2 ? `20${part(y)}` : part(y)
  return { date: `${year}-${part(m)}-${part(d)}`, rest: match.input.slice(match[0].length) }
}

function withClock(
  date: string,
  rest: string,
  { text, at, zone }: { text: string; at: string; zone: string | undefined },
): string {
  if (rest.trim() === '') return toDue(date, at)
  const [, hour, minute, half] = clock.exec(rest) ?? []
  if (hour === undefined) throw wrong(at, 'no_date', { text: text.slice(0, 60) })
  const hours =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  // A spreadsheet that is told to show the time as well shows midnight for a day.
  if (hours === 0 && Number(minute) === 0) return toDue(date, at)
  return toDue(`${date}T${String(hours).padStart(2, '0')}:${minute}`, at, zone)
}
