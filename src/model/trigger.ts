/** Triggers of RFC 5545, section 3.8.6.3, apart from what checks them: the page carries these. */

const trigger =
  /^[+-]?P(?:(\d{1,4})W|(?=.)(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)$/

/** How long after the due date, less than nothing for before: days of the calendar, and then seconds. */
export interface Trigger {
  days: number
  seconds: number
}

/** Undefined for a moment. */
export function triggerOf(text: string): Trigger | undefined {
  const match = trigger.exec(text)
  if (!match) return undefined
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((each) => Number(each ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const sign = text.startsWith('-') ? -1 : 1
  return { days: sign * (weeks * 7 + days), seconds: sign * ((hours * 60 + minutes) * 60 + seconds) }
}

/** How long after the due date it is, in seconds of days that all have 24 hours; undefined for a moment. */
export function reminderSeconds(text: string): number | undefined {
  const found = triggerOf(text)
  return found && found.days * 24 * 60 * 60 + found.seconds
}
