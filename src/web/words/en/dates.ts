/** Has the strings of the field for dates and of its calendar, in English. */
export const dates = {
  placeholder: 'fri 5pm, 3 Dec, in 2 weeks',
  notUnderstood: 'no date',
  writeLike: 'This is no date yet. Write it like “fri 5pm”, “3 Dec” or “in 2 weeks”.',
  openCalendar: (field: string) => `${field}: open the calendar`,
  presets: 'Days',
  weekend: 'Weekend',
  yesterday: 'Yesterday',
  time: 'Time',
  timeOf: (field: string) => `${field}: time`,
  monthBefore: 'Previous month',
  monthAfter: 'Next month',
  nothingFound: 'Nothing is found by that.',
  dayWith: (day: string, count: number) => `${day}, ${count.toLocaleString('en')} due`,
}

export type DateWords = typeof dates
