/** The formats that come in and go out: apart from what reads and writes them, which is loaded when a file comes. */

/** The formats, each with the name of its source. */
export const importFormats = {
  aiotodo: 'aiotodo',
  todoist: 'Todoist',
  'todoist-csv': 'Todoist',
  microsoft: 'Microsoft To Do',
  google: 'Google Tasks',
  ticktick: 'TickTick',
  vikunja: 'Vikunja',
  taskwarrior: 'Taskwarrior',
  todotxt: 'todo.txt',
  ical: 'Calendar',
  markdown: 'Markdown',
  csv: 'CSV',
} as const
export type ImportFormat = keyof typeof importFormats

export const exportFormats = ['zip', 'jsonl', 'ics', 'md', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const mediaTypes: Record<ExportFormat, string> = {
  zip: 'application/zip',
  jsonl: 'application/jsonl',
  ics: 'text/calendar; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
}
