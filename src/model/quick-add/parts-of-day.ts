/**
 * Each language has a table of the parts of the day. A part has the time that is meant when no hour is given, and the
 * hours that belong to it, counted from the midnight at which the day begins. A night goes on after the next midnight,
 * so that "tonight at 1" is tomorrow.
 */
import { minutesPerDay } from './calendar.ts'

export interface DayPart {
  /** All three are minutes, counted from midnight. */
  time: number
  from: number
  to: number
  /** An early hour that is named after a night belongs to it: 今晚凌晨1点. */
  isNight?: boolean
}

const part = (time: number, from: number, to: number): DayPart => ({
  time: time * 60,
  from: from * 60,
  to: to * 60,
})
const night: DayPart = { ...part(20, 17, 27.99), isNight: true }

/** It is the end of the day that is named. */
const midnight: DayPart = { ...part(24, 22, 27.99), isNight: true }

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
  ...{
    晚上: night,
    晚间: night,
    夜里: night,
    夜晚: night,
    午夜: midnight,
    半夜: night,
    深夜: night,
    晚: night,
    夜: night,
  },
}

/** It returns minutes from midnight on, or undefined for a time outside of the part. */
export function timeInPart(time: number, isVague: boolean, { from, to }: DayPart): number | undefined {
  const half = minutesPerDay / 2
  const first = isVague ? time % half : time
  const step = isVague ? half : minutesPerDay
  for (let tried = first; tried <= to; tried += step) if (tried >= from) return tried
  return undefined
}
