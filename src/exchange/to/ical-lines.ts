/**
 * The content lines of iCalendar (RFC 5545, 3.1). A value can only be made by the functions here, so that no text that
 * somebody wrote ends its line, or the value before its end.
 */
import { linesOf } from '../../model/plain-text.ts'

declare const isValue: unique symbol
export type Value = string & { readonly [isValue]: true }

/** The properties that we write. */
export type PropertyName =
  | 'BEGIN'
  | 'END'
  | 'VERSION'
  | 'PRODID'
  | 'X-WR-CALNAME'
  | 'UID'
  | 'DTSTAMP'
  | 'CREATED'
  | 'LAST-MODIFIED'
  | 'SUMMARY'
  | 'DESCRIPTION'
  | 'TZID'
  | 'DTSTART'
  | 'DUE'
  | 'RRULE'
  | 'X-AIOTODO-REPEAT-FROM'
  | 'X-AIOTODO-START'
  | 'X-AIOTODO-SKIP'
  | 'PRIORITY'
  | 'CATEGORIES'
  | 'RELATED-TO'
  | 'STATUS'
  | 'PERCENT-COMPLETE'
  | 'COMPLETED'
  | 'ACTION'
  | 'TRIGGER'

/** Text (3.3.11): of control characters it may have line breaks and tabs. */
export const text = (value: string): Value =>
  linesOf(value)
    .map((line) => line.replaceAll(/[\\;,]/g, String.raw`\$&`))
    .join(String.raw`\n`) as Value

export const texts = (values: readonly string[]): Value => values.map(text).join(',') as Value

/** Words of the format itself, rules, durations and ids: none of them has other characters than these. */
export const word = (value: string | number): Value => String(value).replaceAll(/[^\w.;,:=+/-]/g, '') as Value

/** A date such as 2026-12-01, or a time without a zone such as 2026-12-01T09:00 (3.3.4, 3.3.5). */
export const local = (date: string): Value =>
  word(date.replaceAll(/[-:]/g, '') + (date.includes('T') ? '00' : ''))

/** A moment, in RFC 3339 text in UTC: to the second, in UTC. */
export const moment = (time: string): Value => word(`${time.slice(0, 19).replaceAll(/[-:]/g, '')}Z`)

/** Definitions of zones are the library's: they have no text that somebody wrote. */
export const verbatim = (whole: string): string => folded(whole)

export function line(
  name: PropertyName,
  value: Value,
  parameters: Partial<Record<'VALUE' | 'TZID' | 'RELATED', Value>> = {},
): string {
  let whole: string = name
  for (const [parameter, of] of Object.entries(parameters)) whole += `;${parameter}=${of}`
  return folded(`${whole}:${value}`)
}

const bytesMax = 75

/** A line may have so many bytes; it goes on behind a line break and a blank, and no character is torn. */
function folded(whole: string): string {
  if (whole.length * 3 <= bytesMax) return `${whole}\r\n`
  const bytes = Buffer.from(whole)
  const parts: string[] = []
  for (let at = 0; at < bytes.length;) {
    let end = at + bytesMax - (at === 0 ? 0 : 1)
    while (((bytes[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end--
    parts.push(bytes.toString('utf8', at, end))
    at = end
  }
  return `${parts.join('\r\n ')}\r\n`
}
