/**
 * Why a file can not be imported, and what of one can not be kept: each a code with parameters. Sentences are made
 * from them, in English here, in other languages by the page.
 */
import type { Sentences } from './sentences.ts'

/** These can be wrong at a place of a file. `message` is what a reader of the format says of it, in its own words. */
export interface ImportProblems {
  empty: object
  /** `found` has what there is, each as text. */
  nothing_in_it: { found: readonly string[] }
  cut_off: object
  not_utf8: object
  not_utf16: object
  half_character: object
  not_json: { message: string }
  not_csv: { message: string }
  not_zip: { message: string }
  not_calendar: { message?: string }
  calendar_cut: object
  zip_cut: object
  /** `names` are those of some files in it. */
  zip_unknown: { names: readonly string[] }
  other_format: { looks: string; format: string }
  array_expected: object
  object_expected: object
  field_missing: { field: string }
  no_task: object
  /** `found` has what there is in place of todos, each as text. */
  no_todo: { found: readonly string[] }
  no_date: { text: string }
  either_date: { text: string }
  no_priority: { text: string; expected: readonly string[] }
  no_column: { column: string }
  id_twice: { id: string; other: string }
  number_twice: { number: number }
  name_twice: { name: string }
  number_over: { most: number }
  ring: object
  start_after_due: { start: string; due: string }
  list_missing: { list: string }
  behind_the_end: object
  not_whole: object
  other_counts: { lists: number; todos: number; listsFound: number; todosFound: number }
  /** The kind is a word, such as `filter`. */
  other_count: { kind: string; count: number; found: number }
  no_export: object
  other_version: { version: string; most: number }
  bad_field: { field: string; message: string }
}

/** Something that can not be kept. */
export interface ImportWarnings {
  assignees: object
  attachments: object
  board_columns: object
  boxes: { text: string }
  buckets: object
  cancelled: object
  characters: object
  column: { name: string }
  comments: object
  dates_in_words: { text: string }
  deadlines: object
  deleted_tasks: object
  durations: object
  either_dates: { text: string }
  empty_names: object
  encoding: object
  field: { name: string }
  files: { name: string }
  finished_as: { status: string }
  ids_twice: object
  long_labels: { most: number }
  long_names: { most: number }
  long_notes: { most: number }
  looks_of_notes: object
  many_labels: { most: number }
  in_trash: object
  nested_projects: object
  numbers: { most: number }
  occurrences: object
  parents_elsewhere: object
  parents_missing: object
  percentages: object
  project_descriptions: object
  /** `text` is as it stands in the file, its beginning at least; without it the file does not say. */
  repetitions: { text?: string }
  repetitions_without_due: object
  reminders: object
  reminders_from_start: object
  reminders_of_places: object
  rings: object
  rows: { type: string }
  /** The kind is a word, such as `filter`, for rows of an account. */
  rows_beyond: { kind: string; most: number }
  rows_of_account: { kind: string }
  sections_as_labels: object
  skipped_holidays: object
  stars: object
  starts_after_due: object
  start_and_end: object
  templates: object
  text_outside: object
  times_to_come: object
  /** `text` is the beginning of what stands in the file. */
  values: { field: string; text: string }
  versions: object
  zones: { name: string }
  too_deep: { most: number }
}

/** A place of a file, as answers have it: such as `line 5`, `the file`, `the list "Home"`, or a path in it. */
export interface ImportPlace {
  kind: 'line' | 'file' | 'zip' | 'list' | 'todo' | 'path'
  /** It is the number, the name or the path. */
  value: string
}

export function placeOf(at: string): ImportPlace {
  if (at === 'the file' || at === 'the zip') return { kind: at.slice(4) as 'file' | 'zip', value: '' }
  const [, kind, value] = /^(?:the )?(line|list|todo) (.*)$/s.exec(at) ?? []
  if (kind === undefined || value === undefined) return { kind: 'path', value: at }
  return { kind: kind as 'line', value: kind === 'line' ? value : (JSON.parse(value) as string) }
}

const quoted = (text: string): string => JSON.stringify(text)

export const importSentences: Sentences<ImportProblems> = {
  empty: () => 'is empty',
  nothing_in_it: ({ found }) =>
    `has no todo and no list in it${found.length > 0 ? `; it has ${found.join(', ')}` : ''}`,
  cut_off: () => 'ended before it was whole',
  not_utf8: () => 'is not valid UTF-8; expected UTF-8, or UTF-16 with a byte order mark',
  not_utf16: () => 'is not valid UTF-16',
  half_character: () => 'ends in half a character of UTF-16',
  not_json: ({ message }) => message,
  not_csv: ({ message }) => `is no CSV: ${message}`,
  not_zip: ({ message }) => `can not be unpacked: ${message}`,
  not_calendar: ({ message = 'it does not begin with BEGIN:VCALENDAR' }) => `is no calendar: ${message}`,
  calendar_cut: () => 'ends before END:VCALENDAR',
  zip_cut: () => 'ends before its file does',
  zip_unknown: ({ names }) => `has no file that is known (it has ${names.map(quoted).join(', ') || 'none'})`,
  other_format: ({ looks, format }) => `looks like ${looks}, not like ${format}`,
  array_expected: () => 'is of the wrong type; expected an array',
  object_expected: () => 'is of the wrong type; expected an object',
  field_missing: ({ field }) => `has no "${field}"`,
  no_task: () => 'is no task',
  no_todo: ({ found }) => `has no todo in it (it has ${found.join(', ') || 'nothing'})`,
  no_date: ({ text }) =>
    `${quoted(text)} is no date that exists; expected one such as 2026-12-01 or 2026-12-01T09:00:00Z`,
  either_date: ({ text }) =>
    `${quoted(text)} is one of two dates, and no other date of the file shows whether the day or the month comes first`,
  no_priority: ({ text, expected }) => `has the priority ${quoted(text)}; expected ${expected.join(', ')}`,
  no_column: ({ column }) => `has no column ${quoted(column)} in its header`,
  id_twice: ({ id, other }) => `has the id ${quoted(id)}, which ${other} has already`,
  number_twice: ({ number }) => `has two todos of the number ${number}`,
  name_twice: ({ name }) => `has two todos named ${quoted(name)}, but names are unique in it`,
  number_over: ({ most }) => `"number" is over ${most}`,
  ring: () => 'is below itself: its parents form a ring',
  start_after_due: ({ start, due }) => `"start" is ${start}; expected one that is not after "due", ${due}`,
  list_missing: ({ list }) => `has todos of the list "${list}", but not that list`,
  behind_the_end: () => 'stands behind the end',
  not_whole: () => 'ends without its last line, {"kind":"end",…}: it is not whole',
  other_counts: ({ lists, todos, listsFound, todosFound }) =>
    `counts ${lists} lists and ${todos} todos, but there are ${listsFound} and ${todosFound}: the file is not whole`,
  other_count: ({ kind, count, found }) =>
    `counts ${count} lines of the kind "${kind}", but there are ${found}: the file is not whole`,
  no_export: () => 'is not the head of an export of aiotodo',
  other_version: ({ version, most }) => `is of version ${version}; expected at most ${most}`,
  bad_field: ({ field, message }) => `"${field}" ${message}`,
}

export const warningSentences: Sentences<ImportWarnings> = {
  assignees: () => 'assignees',
  attachments: () => 'attachments',
  board_columns: () => 'columns of boards',
  boxes: ({ text }) => `boxes such as ${text} (the todo is open)`,
  buckets: () => 'buckets',
  cancelled: () => 'that something was cancelled',
  characters: () => 'characters that are no text (NUL, halves of pairs)',
  column: ({ name }) => `the column "${name}"`,
  comments: () => 'comments',
  dates_in_words: ({ text }) => `dates in words, such as "${text}" (they are in the notes)`,
  deadlines: () => 'deadlines beside a due date (they are in the notes)',
  deleted_tasks: () => 'deleted tasks',
  durations: () => 'durations',
  either_dates: ({ text }) =>
    `dates of which nothing shows whether the day or the month comes first, such as ${quoted(text)} (they are in the notes)`,
  empty_names: () => 'names that are empty (they are "(no name)")',
  encoding: () => 'how letters are written (it is no UTF-8, and taken for Windows-1252)',
  field: ({ name }) => name,
  files: ({ name }) => `the file ${quoted(name)} (nobody knows its format)`,
  finished_as: ({ status }) => `that something was ${quoted(status)} (it is finished)`,
  ids_twice: () => 'ids that another todo has already (it is a todo of its own)',
  long_labels: ({ most }) => `labels over ${most} characters (cut)`,
  long_names: ({ most }) => `names over ${most} characters (cut, whole in the notes)`,
  long_notes: ({ most }) => `the end of notes over ${most} bytes`,
  looks_of_notes: () => 'the looks of notes in HTML',
  many_labels: ({ most }) => `labels beyond ${most}`,
  in_trash: () => 'what is in the trash already (it stays there, and can be restored there)',
  nested_projects: () => 'projects below others (they stand side by side)',
  numbers: ({ most }) => `numbers over ${most} (they are counted anew)`,
  occurrences: () => 'single dates of a series that are done before earlier ones (they come again)',
  parents_elsewhere: () => 'parents in another list (the todo is at the top)',
  parents_missing: () => 'parents that are not in the file',
  percentages: () => 'percentages done',
  project_descriptions: () => 'descriptions of projects',
  repetitions: ({ text }) =>
    text === undefined ? 'repetitions' : `repetitions such as ${quoted(text)} (they are in the notes)`,
  repetitions_without_due: () => 'repetitions of what has no due date (they are in the notes)',
  reminders: () => 'reminders',
  reminders_from_start: () => 'reminders relative to the start',
  reminders_of_places: () => 'reminders at a place',
  rings: () => 'parents that form a ring (one of them is at the top)',
  rows: ({ type }) => `rows of type "${type}"`,
  rows_beyond: ({ kind, most }) => `lines of the kind "${kind}" beyond the ${most} that an account can have`,
  rows_of_account: ({ kind }) => `lines of the kind "${kind}", which go into no list`,
  sections_as_labels: () => 'sections (they are labels)',
  skipped_holidays: () => 'public holidays that are skipped (they are not: it repeats from Monday to Friday)',
  stars: () => 'stars',
  starts_after_due: () => 'starts after the due date (they are on its day)',
  start_and_end: () => 'start and end dates',
  templates: () => 'templates of repetitions (their occurrences are kept)',
  text_outside: () => 'text outside of checklists',
  times_to_come: () => 'times to come (they are now)',
  values: ({ field, text }) =>
    `what can not be read of ${field}, such as ${quoted(text)} (it is in the notes)`,
  versions: () => 'older versions of the same todo',
  zones: ({ name }) => `the zone ${quoted(name)}, which is not known (its times are meant in yours)`,
  too_deep: ({ most }) => `levels below the ${most}th (they are at the ${most}th)`,
}
