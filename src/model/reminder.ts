/**
 * When to remind of a todo: a trigger of RFC 5545, section 3.8.6.3, relative to the due date (of a day without a time:
 * to its beginning), such as `-PT30M`, `PT9H` or `-P1D`; or a moment in the notation of due dates with a time.
 */
import { isDue } from './due-text.ts'
import { repeatLimits } from './limits.ts'
import { reminderSeconds } from './trigger.ts'

/** Whether `text` is a reminder: at most so far from its due date, or a moment that exists. */
export function isReminder(text: string): boolean {
  const seconds = reminderSeconds(text)
  return seconds === undefined
    ? text.includes('T') && isDue(text)
    : Math.abs(seconds) <= repeatLimits.reminderDaysMax * 24 * 60 * 60
}

/** A trigger is relative to a due date; other reminders are moments. */
export const isTrigger = (text: string): boolean => reminderSeconds(text) !== undefined && isReminder(text)
