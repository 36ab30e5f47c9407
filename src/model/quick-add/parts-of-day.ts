/**
 * The parts of the day, a table for each language: which time is meant where no hour is given, and which hours belong
 * to the part, in hours since the midnight that the day begins with. A night goes on behind the next midnight, so that
 * "tonight at 1" is of tomorrow.
 */
import { minutesPerDay } from './calendar.ts'

export interface DayPart {
  /** In minutes, as the others. */
  time: number
  from: number
  to: number
  /** The night that a small hour behind it belongs to: 今晚凌晨1点. */
  isNight?: boolean
}

const part = (time: number, from: number, to: number): DayPart => ({
  time: time * 60,
  from: from * 60,
  to: to * 60,
})
const night: DayPart = { ...part(20, 17, 27.99), isNight: true }

const morning = part(9, 1, 11.99)
const noon = part(12, 10, 14.99)
const chineseMorning = part(9, 4, 12)
const forenoon = part(9, 6, 12.99)
const afternoon = part(15, 12, 19.99)
const smallHours = part(5, 0, 6.99)

export const englishParts: Readonly<Record<string, DayPart>> = {
  morning,
  noon: part(12, 11, 13.99),
  afternoon,
  evening: { ...part(19, 16, 24.99), isNight: true },
  night,
}

export const chineseParts: Readonly<Record<string, DayPart>> = {
  ...{
    凌晨: smallHours,
    清晨: chineseMorning,
    早晨: chineseMorning,
    早上: chineseMorning,
    早: chineseMorning,
  },
  ...{ 一早: chineseMorning, 大清早: chineseMorning, 一大早: chineseMorning, 晨: chineseMorning },
  ...{ 上午: forenoon, 中午: noon, 正午: noon, 午后: afternoon, 下午: afternoon, 傍晚: part(18, 15, 20.99) },
  ...{ 晚上: night, 晚间: night, 夜里: night, 夜晚: night, 半夜: night, 深夜: night, 晚: night, 夜: night },
}

/** The minutes that a written time is in a part of the day; undefined where it is not of that part. */
export function timeInPart(time: number, isVague: boolean, { from, to }: DayPart): number | undefined {
  const half = minutesPerDay / 2
  const first = isVague ? time % half : time
  const step = isVague ? half : minutesPerDay
  for (let tried = first; tried <= to; tried += step) if (tried >= from) return tried
  return undefined
}
