/** Has the strings about quick add, repeats, reminders and the zone, in English. */
const quoted = (name: string): string => `“${name}”`

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
const ordinal = (number: number): string => `${number}${suffixes[ordinals.select(number)] ?? 'th'}`
const fromEnd = (number: number): string => (number === -1 ? 'last' : `${ordinal(-number)} last`)
const nth = (number: number): string => (number > 0 ? ordinal(number) : fromEnd(number))

const every = (count: number, unit: string): string =>
  count === 1 ? `Every ${unit}` : count === 2 ? `Every other ${unit}` : `Every ${count} ${unit}s`

const plural = (count: number, unit: string): string => (count === 1 ? unit : `${unit}s`)

export const todo = {
  // Quick add
  chips: {
    start: (when: string) => `Starts ${when}`,
    due: (when: string) => `Due ${when}`,
    repeat: (how: string) => how,
    reminder: (when: string) => `Reminder ${when}`,
    priority: (priority: string) => `Priority ${priority}`,
    label: (label: string) => `Label ${label}`,
    list: (list: string) => `In ${list}`,
  },
  understood: 'Understood',
  asWords: (what: string) => `${what}: take it as words instead`,
  addedTo: (name: string, list: string) => `Added ${quoted(name)} to ${list}`,
  noSuchList: (name: string) => `There is no list ${quoted(name)}`,

  makeList: (name: string) => `Make list ${quoted(name)}`,
  newList: (name: string) => `${name} (new)`,
  makeLabel: (name: string) => `Make label ${quoted(name)}`,
  labelsToChoose: 'Labels',
  listsToChoose: 'Lists',
  completions: (count: number) => `${count} to choose from, by the arrow keys`,
  pasteTooLong:
    'This is too much to paste: at most 1,000,000 characters at once. A file can be imported in the settings.',

  // Repeats
  repeat: 'Repeat',
  doesNotRepeat: 'Does not repeat',
  custom: 'Custom …',
  everyWeekday: 'Every weekday',
  every: {
    DAILY: (count: number) => every(count, 'day'),
    WEEKLY: (count: number) => every(count, 'week'),
    MONTHLY: (count: number) => every(count, 'month'),
    YEARLY: (count: number) => every(count, 'year'),
  },
  /** Which form of a weekday's name goes in such sentences. */
  weekday: (long: string, _short: string) => long,
  everyOn: (every: string, days: string) => `${every} on ${days}`,
  monthDay: (number: number) =>
    number > 0 ? `the ${ordinal(number)}` : number === -1 ? 'the last day' : `the ${fromEnd(number)} day`,
  /** A date that not every month, or year, has. */
  orLastDay: (date: string) => `${date}, or the last day`,
  /** It is a day from Monday to Friday. */
  workday: 'weekday',
  nthWeekday: (number: number, day: string) => `the ${nth(number)} ${day}`,
  inMonthOn: (days: string) => `on ${days}`,
  inChinese: (every: string, days: string) => `${every}${every && days && ' on '}${days} (Chinese calendar)`,
  chineseMonth: (number: number, isLeap: boolean) => `the ${isLeap ? 'leap ' : ''}${ordinal(number)} month`,
  chineseDay: (number: number) =>
    number > 0 ? `the ${ordinal(number)}` : number === -1 ? 'the last day' : `the ${fromEnd(number)} day`,
  chineseDate: (month: string, day: string) => `${day} of ${month}`,
  /** It stands in a day of the calendar, where there is little room. */
  chineseShort: (month: number, isLeap: boolean, day: number) => `${month}${isLeap ? 'L' : ''}/${day}`,
  orMonth: (date: string, month: string) => `${date}, or of ${month} in years without it`,
  orNextDay: (date: string) => `${date}, or the day behind the month`,
  /** These are by the law of China, which is said where the language does not say it. */
  legalWorkday: 'working day by law (China)',
  legalWorkdays: 'Every working day by law (China)',
  legalDaysOff: 'Every day off by law (China), weekends too',
  leaving: {
    'CN-DAYS-OFF': (how: string) => `${how}, if it is a working day by law (China)`,
    'CN-HOLIDAYS': (how: string) => `${how}, except on public holidays (China)`,
    'CN-WORKDAYS': (how: string) => `${how}, if it is a day off by law (China)`,
  },
  holidaysUntil: (year: number) =>
    `Public holidays are known until the end of ${year}. After that Monday to Friday count as working days.`,
  holidaysUnknown:
    'Public holidays are not known yet: Monday to Friday count as working days, and dates may move.',
  byRule: (rule: string) => `By the rule ${rule}`,
  until: (how: string, date: string) => `${how}, until ${date}`,
  times: (how: string, count: number) => (count === 1 ? `${how}, this last time` : `${how}, ${count} times`),
  fromFinished: (how: string) => `${how}, counted from when it was finished`,
  interval: 'Every',
  unit: 'Unit',
  units: {
    DAILY: (count: number) => plural(count, 'day'),
    WEEKLY: (count: number) => plural(count, 'week'),
    MONTHLY: (count: number) => plural(count, 'month'),
    YEARLY: (count: number) => plural(count, 'year'),
  },
  onDays: 'On',
  ends: 'Ends',
  endsNever: 'Never',
  endsOn: 'On a date',
  endsAfter: 'After a number of times',
  lastDate: 'Last date',
  howOften: 'How many times',
  countedFromFinished: 'Count from when it was finished',
  set: 'Set',
  comingDates: 'Next',
  noneComing: 'This is the last one.',
  movedAlone: (from: string) => `Only this one is moved, from ${from}.`,
  moveAll: 'Move all to come',
  skip: 'Skip this one',
  detach: 'Make this one single',
  detachHint: 'The rest of the series goes on without it',
  end: 'End the repeats',
  finishedBefore: 'Finished before',
  doneNext: (when: string) => `Done. Next: ${when}`,
  doneLast: 'Done. It was the last one.',
  doneOffline: 'Done. The next one comes when the server is reached.',
  skipped: (name: string) => `Skipped ${quoted(name)}`,
  detached: (name: string) => `${quoted(name)} is single now; the series goes on`,

  // Reminders
  reminders: 'Reminders',
  addReminder: 'Add a reminder',
  removeReminder: (what: string) => `Remove the reminder ${what}`,
  atDue: 'when it is due',
  before: (span: string) => `${span} before`,
  after: (span: string) => `${span} after`,
  onDayAt: (time: string) => `on the day at ${time}`,
  daysBeforeAt: (days: number, time: string) =>
    days === 1 ? `the day before at ${time}` : `${days} days before at ${time}`,
  daysAfterAt: (days: number, time: string) =>
    days === 1 ? `the day after at ${time}` : `${days} days after at ${time}`,
  atMoment: 'At a moment …',
  moment: 'Moment of the reminder',

  // Made below a todo that was not there any more when it got to the server
  placed: (name: string, list: string) =>
    `The todo that ${quoted(name)} was part of has been moved or deleted. It is in ${quoted(list)} on its own now.`,
  placedMany: (name: string, others: number, list: string) =>
    `The todos that ${quoted(name)} and ${others === 1 ? 'another one' : `${others.toLocaleString('en')} others`} were part of have been moved or deleted. They are in ${quoted(list)} on their own now.`,
  showPlaced: 'Show',

  // Settings
  chineseDays: 'Chinese calendar',
  chineseDaysHint: 'Shows dates with their day in the Chinese calendar, on this device.',
  defaultReminders: 'Reminders by default',
  defaultRemindersHint:
    'Written into what you give a due date from now on, on any device; each can be removed there.',
  ofTimed: 'Due at a time',
  ofDay: 'Due on a day',
  noReminder: 'No reminder',
  zone: 'Time zone',
  zoneHint: 'In which days begin and end for you, on the server: for what is due on a day.',
  /** A zone is found by these as well. */
  cities: {
    'Asia/Shanghai': 'Beijing',
    'Asia/Kolkata': 'Delhi Mumbai',
    'America/Los_Angeles': 'San Francisco',
  } as Readonly<Record<string, string>>,
  zoneUnknown: 'Not set (UTC)',
  zoneOffline: 'It can be changed when the server is reached.',
  timesOf: (count: number, zone: string) =>
    count === 1 ? `One open todo has a time of ${zone}.` : `${count} open todos have times of ${zone}.`,
  takeAlong: 'Take them along, at the same times here',
  leaveTimes: 'Leave them',
  tookAlong: (count: number) => `Took ${count} ${plural(count, 'todo')} along`,
}

export type TodoWords = typeof todo
