/** Strings about import and export, in English; loaded with the settings. */
const todos = (count: number) => (count === 1 ? '1 todo' : `${count.toLocaleString('en')} todos`)

/** It has a name for each id of src/exchange/formats.ts. */
const formatNames: Readonly<Record<string, string>> = {
  aiotodo: 'aiotodo',
  todoist: 'Todoist',
  'todoist-csv': 'Todoist (CSV)',
  microsoft: 'Microsoft To Do',
  google: 'Google Tasks',
  ticktick: 'TickTick',
  vikunja: 'Vikunja',
  taskwarrior: 'Taskwarrior',
  todotxt: 'todo.txt',
  ical: 'iCalendar',
  markdown: 'Markdown',
  csv: 'CSV',
}

/** They stand in no list; each has a word for one, and for several. */
const kinds: Readonly<Record<string, readonly [string, string]>> = {
  filter: ['saved filter', 'saved filters'],
  view: ['way of showing a list', 'ways of showing a list'],
}

export const exchange = {
  title: 'Import and export',
  hint: 'From Todoist, Microsoft To Do, Google Tasks, TickTick, Vikunja, Taskwarrior, todo.txt, iCalendar, Markdown, CSV, or an export of aiotodo.',
  choose: 'Choose files …',
  looking: (name: string) => `Looking into “${name}” …`,
  reading: (count: number) => `Read ${count.toLocaleString('en')} …`,
  writing: (count: number, of: number) => `Brought in ${count.toLocaleString('en')} of ${todos(of)} …`,
  isA: (format: string) => `The file is of ${formatNames[format] ?? format}. Nothing is changed yet.`,
  would: (count: number, finished: number) =>
    finished === 0
      ? `${todos(count)} would come in.`
      : `${todos(count)} would come in, ${finished.toLocaleString('en')} of them finished.`,
  nothing: 'Nothing in it is new.',
  known: (count: number, different: number) =>
    `${todos(count)} ${count === 1 ? 'is' : 'are'} there already and ${count === 1 ? 'stays as it is' : 'stay as they are'}${
      different > 0 ? `, ${different.toLocaleString('en')} of them not as in the file` : ''
    }.`,
  list: (name: string, count: number, isNew: boolean) =>
    `${name}: ${todos(count)}${isNew ? ' (new list)' : ''}`,
  others: (kind: string, count: number) =>
    `${count.toLocaleString('en')} ${kinds[kind]?.[count === 1 ? 0 : 1] ?? kind}`,
  more: (count: number) => `and ${count.toLocaleString('en')} more lists`,
  lost: 'What can not be kept:',
  lostAt: (what: string, count: number, place: string) =>
    `${what} (${[count.toLocaleString('en'), place].filter(Boolean).join(', ')})`,
  into: 'Put all of it into',
  asInFile: 'lists as in the file',
  run: 'Import',
  cancel: 'Cancel',
  done: (count: number) => `${todos(count)} came in.`,
  undo: 'Take it all back',
  exportTitle: 'Everything as a file:',
  formats: {
    zip: 'all formats (zip)',
    jsonl: 'complete (JSON Lines)',
    ics: 'calendar (ICS)',
    md: 'Markdown',
    csv: 'table (CSV)',
  },
  tooLarge: 'The file is larger than the server takes.',
  offline: 'The server can not be reached. Nothing was changed.',
}

export type ExchangeWords = typeof exchange
