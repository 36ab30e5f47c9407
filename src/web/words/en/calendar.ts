/** Has the strings of the calendar in English. */
export const calendar = {
  month: 'Month',
  week: 'Week',
  span: 'What is shown',
  monthBefore: 'Previous month',
  monthAfter: 'Next month',
  weekBefore: 'Previous week',
  weekAfter: 'Next week',
  allLists: 'All lists',
  ofList: 'Which todos',
  layers: 'Show besides the todos',
  showMoonDays: 'Show days of the Chinese calendar',
  hideMoonDays: 'Hide days of the Chinese calendar',
  coming: '(to come by its rule)',
  undated: 'Not dated',
  undatedCount: (count: number) => `Not dated · ${count.toLocaleString('en')}`,
  more: (count: number) => `${count.toLocaleString('en')} more`,
  dayWith: (day: string, count: number) => (count === 0 ? day : `${day}, ${count.toLocaleString('en')} due`),
  oneOrAll: (name: string) => `“${name}” repeats`,
  onlyThis: 'Move only this one',
  thisAndAll: 'Move this and all to come',
  movedTo: (name: string, due: string) => `“${name}” is due ${due}`,
  movedToUndated: (name: string) => `“${name}” has no date`,
  weekStart: 'The week begins on',
  weekStarts: { locale: 'As usual here', monday: 'Monday', sunday: 'Sunday', saturday: 'Saturday' },
}

export type CalendarWords = typeof calendar
