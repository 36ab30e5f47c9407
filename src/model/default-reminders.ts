/** The reminders that an account wants of what it gives a due date. */

/** Triggers as of `reminders`; null: none. */
export interface DefaultReminders {
  /** Of what is due at a time. */
  timed: string | null
  /** Of what is due on a day, from its beginning. */
  day: string | null
}

export const noReminders: DefaultReminders = { timed: null, day: null }
