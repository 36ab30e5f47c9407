/** A reminder of model/reminder.ts in words, such as "30 minutes before". */
import { reminderSeconds } from '../../model/trigger.ts'
import { dueText, timeText } from './due.ts'
import { todoWords } from './later-words.ts'
import { language } from './words.ts'

/** These are offered for todos that are due at a time. */
export const beforeTime = ['PT0S', '-PT5M', '-PT15M', '-PT30M', '-PT1H', '-PT2H', '-P1D']
/** They are counted from the beginning of the due day: nine o'clock, six in the evening before, and so on. */
export const onDay = ['PT9H', 'PT12H', '-PT6H', '-PT15H', '-P6DT15H']

const daySeconds = 24 * 60 * 60

export function reminderText(reminder: string, due: string | null, now: Date): string {
  const seconds = reminderSeconds(reminder)
  if (seconds === undefined) return dueText(reminder, now)
  const { atDue, before, after, onDayAt, daysBeforeAt, daysAfterAt } = todoWords.value
  if (due === null || due.length > 10) {
    if (seconds === 0) return atDue
    return seconds < 0 ? before(lengthText(-seconds)) : after(lengthText(seconds))
  }
  // It counts from the day's beginning.
  const days = Math.floor(seconds / daySeconds)
  const minutes = Math.floor((seconds - days * daySeconds) / 60)
  const two = (part: number) => String(part).padStart(2, '0')
  const time = timeText(`${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`)
  if (days === 0) return onDayAt(time)
  return days < 0 ? daysBeforeAt(-days, time) : daysAfterAt(days, time)
}

/** In the largest unit that it is a whole number of. */
function lengthText(seconds: number): string {
  const units = { week: 7 * daySeconds, day: daySeconds, hour: 3_600, minute: 60, second: 1 }
  const [unit = 'second', size = 1] = Object.entries(units).find(([, each]) => seconds % each === 0) ?? []
  return new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'long' }).format(
    seconds / size,
  )
}
