/**
 * This keeps the data of public holidays: those built in, and newer ones of a file or an address that the server was
 * started with, read anew each day. The operator names the address, so it may lead anywhere; what comes from there is
 * bounded, is dates and nothing else, and is never sent on from another address.
 */
import { z } from 'zod'
import type { HolidayCalendar, HolidaySource } from '../core/ports/holiday-calendar.ts'
import type { Log } from '../log.ts'
import { dateOf, dayOf } from '../model/days.ts'
import { AppError } from '../model/errors.ts'
import { holidaysOf, lastKnownYear, withNewer, type Holidays } from '../model/holidays.ts'
import { serverLimits } from '../model/server-limits.ts'
import { chineseHolidays } from './chinese-holidays.ts'

const { holidayAnswerMs, holidayBytesMax, holidayDatesMax, holidayRefreshMs, holidayRetryMs } = serverLimits

function* datesIn(year: number, spans: string): Generator<string> {
  for (const span of spans.split(' ').filter(Boolean)) {
    const [from = '', to = from] = span.split('…')
    for (let day = dayOf(`${year}-${from}`); day <= dayOf(`${year}-${to}`); day++) yield dateOf(day)
  }
}

const builtInDates = (of: 'off' | 'worked'): string[] =>
  Object.entries(chineseHolidays).flatMap(([year, spans]) => [...datesIn(Number(year), spans[of])])

export const builtInHolidays: Holidays = holidaysOf(builtInDates('off'), builtInDates('worked'))

const Dates = z
  .union([
    z.array(z.iso.date()),
    z.record(z.iso.date(), z.unknown()).transform((dates) => Object.keys(dates)),
  ])
  .refine((dates) => dates.length <= holidayDatesMax)
/** It is what chinese-days publishes, of which only the dates are read; a list of dates will do as well. */
const HolidayFile = z.object({ holidays: Dates, workdays: Dates })

/** @throws Error that says what is wrong with the text */
export function readHolidays(text: string): Holidays {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error('it is not JSON')
  }
  const read = HolidayFile.safeParse(json)
  if (!read.success)
    throw new Error(
      `expected {"holidays": …, "workdays": …} with at most ${holidayDatesMax} dates such as 2026-10-01 in each`,
    )
  const holidays = holidaysOf(read.data.holidays, read.data.workdays)
  if (holidays.years.size === 0) throw new Error('it has no year with its holidays')
  return holidays
}

const isAddress = (source: string): boolean => /^https?:/.test(source)

async function textOf(source: string): Promise<string> {
  if (!isAddress(source)) return within(Bun.file(source).stream())
  const answer = await fetch(source, { redirect: 'error', signal: AbortSignal.timeout(holidayAnswerMs) })
  if (!answer.ok || !answer.body) {
    void answer.body?.cancel().catch(() => {})
    throw new Error(`it answered ${answer.status}`)
  }
  return within(answer.body)
}

/** What is longer is given up as soon as that is seen. */
async function within(chunks: AsyncIterable<unknown>): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > holidayBytesMax) throw new Error(`it is over ${holidayBytesMax} bytes`)
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8')
}

interface HolidaysDeps {
  log: Pick<Log, 'info' | 'warn'>
  nowMs: () => number
  every: (ms: number, callback: () => void) => () => void
}

/**
 * It has the data of the file at once; an address is asked by `start`, and nobody waits for it.
 * @param source - a file or an address
 * @throws AppError `bad_argument` where the file can not be used
 */
export async function createHolidays(
  source: string | undefined,
  { log, nowMs, every }: HolidaysDeps,
): Promise<HolidayCalendar & { start: () => () => void }> {
  let known = builtInHolidays
  let told: HolidaySource = { from: 'built in', readAt: null }
  let lookAt = 0

  async function read(from: string): Promise<void> {
    known = await knownWith(from)
    told = {
      from: isAddress(from) ? 'address' : 'file',
      readAt: new Date(nowMs()).toISOString(),
    }
    lookAt = nowMs() + holidayRefreshMs
  }
  function tell(): void {
    log.info('public holidays of China', { from: told.from, lastYear: lastKnownYear(known) ?? undefined })
  }
  /** What is known stays where newer data can not be read. */
  async function refresh(from: string): Promise<void> {
    if (nowMs() < lookAt) return
    try {
      await read(from)
      tell()
    } catch (error) {
      log.warn('newer public holidays could not be read', { source: from, error: reasonOf(error) })
    }
  }

  if (source !== undefined && !isAddress(source))
    await read(source).catch((error: unknown) => {
      throw new AppError('bad_argument', {
        detail: `The file of public holidays is "${source}", and can not be used: ${reasonOf(error)}.`,
        cause: error,
      })
    })
  return {
    known: () => known,
    source: () => told,
    start() {
      // Without a source nothing is to be watched over, and a start has a line less.
      if (source === undefined) return () => {}
      tell()
      void refresh(source)
      return every(holidayRetryMs, () => void refresh(source))
    },
  }
}

/** It tells which year is the last one by a source, and why that could not be read, where it could not. */
export async function examineHolidays(
  source: string | undefined,
): Promise<{ lastYear: number | null; trouble: string | undefined }> {
  try {
    const known = source === undefined ? builtInHolidays : await knownWith(source)
    return { lastYear: lastKnownYear(known), trouble: undefined }
  } catch (error) {
    return { lastYear: lastKnownYear(builtInHolidays), trouble: reasonOf(error) }
  }
}

const knownWith = async (source: string): Promise<Holidays> =>
  withNewer(builtInHolidays, readHolidays(await textOf(source)))

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
