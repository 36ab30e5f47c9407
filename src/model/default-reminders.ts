/** An account may want reminders in each todo that it gives a due date. */

/** Both are triggers as in `reminders`, or null for no reminder. */
export interface DefaultReminders {
  /** It is for todos that are due at a time. */
  timed: string | null
  /** It is for todos that are due on a day, and counts from the beginning of the day. */
  day: string | null
}

export const noReminders: DefaultReminders = { timed: null, day: null }
