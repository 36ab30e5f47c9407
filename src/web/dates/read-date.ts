/**
 * Reads a date that is written in words, by quick add's reader and in all its languages at once. It is read as a whole
 * or not at all: a word that is no date would be lost without a sound.
 */
import { quickAdd, type QuickAdd } from '../../model/quick-add/quick-add.ts'
import { clockIn, dateOf, dayOf } from '../../model/days.ts'
import { languages } from '../words/languages.ts'

export interface DateReading {
  /** It is in the notation of due dates: `2026-12-01`, or with a time and its zone behind it. */
  value: string
  /** It is there where what was written repeats ("every friday"). */
  repeat?: string
}

export interface ReadOptions {
  now: Date
  /** Days and times are meant in this zone. */
  zone: string
  /** A time alone belongs to this day. */
  day?: string | undefined
  /** Days and times that are over are meant. */
  isPast?: boolean | undefined
}

const ofSeconds = /(\d:\d\d)(:\d\d)(?!\d)/

/** @returns undefined when a part of it is no date */
export function readDate(text: string, options: ReadOptions): DateReading | undefined {
  // Only what is over has seconds: nothing is due by them.
  const seconds = options.isPast ? ofSeconds.exec(text)?.[2] : undefined
  if (seconds === undefined) return readMinutes(text, options)
  const read = readMinutes(text.replace(ofSeconds, '$1'), options)
  return read && { value: read.value.slice(0, 16) + seconds + read.value.slice(16) }
}

function readMinutes(text: string, options: ReadOptions): DateReading | undefined {
  const { day, isPast } = options
  const words = withDates(text.trim(), options.now)
  if (words === '') return undefined
  const today = clockIn(options.zone, options.now.toISOString()).slice(0, 10)
  // A time that is written alone belongs to the day that is there.
  if (day !== undefined && isTimeAlone(words, options)) return readWhole(`${words} ${day}`, options)
  const read = readWhole(words, options)
  if (!read || !isPast || read.value.slice(0, 16) <= clockIn(options.zone, options.now.toISOString()))
    return read
  return latestPast(words, read.value, today, options)
}

/** It has no change of the clocks in any zone, so that times can be read by it. */
const someDay = '2031-07-16'

/** @returns `17:00`; undefined when it is no time */
export function readTime(text: string): string | undefined {
  const plain = /^(\d{1,2})$/.exec(text.trim())
  const words = plain ? `${plain[1]}:00` : text
  const read = readDate(words, { now: new Date(`${someDay}T00:00Z`), zone: 'UTC', day: someDay })?.value
  return read?.startsWith(someDay) ? read.slice(11, 16) || undefined : undefined
}

/** What the reader takes for the next one was the last one, where only what is over can be meant. */
function latestPast(
  words: string,
  next: string,
  today: string,
  options: ReadOptions,
): DateReading | undefined {
  const clock = clockIn(options.zone, options.now.toISOString())
  const year = String(Number(next.slice(0, 4)) - 1)
  const days = [today, dateOf(dayOf(today) - 1), dateOf(dayOf(next) - 7), year + next.slice(4, 10)]
  for (const each of days) {
    const named = readWhole(`${words} ${each}`, options)
    if (named && named.value.slice(0, 16) <= clock) return named
  }
  const before = year + next.slice(4)
  return readWhole(words, { ...options, now: new Date(`${year}-01-01T00:00Z`) })?.value === before
    ? { value: before }
    : undefined
}

/** It asks the reader whether the words agree with each of two dates; then they name no day themselves. */
const isTimeAlone = (words: string, options: ReadOptions): boolean =>
  ['2031-03-12', '2031-03-13'].every((day) => readWhole(`${words} ${day}`, options)?.value.startsWith(day))

function readWhole(words: string, { now, zone }: ReadOptions): DateReading | undefined {
  const read = quickAdd(words, { now: now.getTime(), zone })
  const { due, start, repeat } = read.todo
  const value = due ?? start
  if (value === null || !isWhole(words, read)) return undefined
  return { value, ...(repeat !== null && { repeat }) }
}

function isWhole(words: string, { chips }: QuickAdd): boolean {
  let rest = words
  for (const { from, to, kind } of chips) {
    if (kind !== 'due' && kind !== 'repeat' && kind !== 'start') return false
    rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to)
  }
  return /^[\s,，.。]*$/.test(rest)
}

/** Days that are over are no due dates to quick add; here they are, as each language calls them. */
function withDates(text: string, now: Date): string {
  let words = text
  for (const tag of Object.keys(languages)) {
    const format = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
    for (const days of [-1, -2]) {
      const name = format.format(days, 'day')
      const at = words.toLowerCase().indexOf(name.toLowerCase())
      if (at < 0) continue
      const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
      const date = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
      words = `${words.slice(0, at)}${date} ${words.slice(at + name.length)}`.trim()
    }
  }
  return words
}
