/** Each error is a code with parameters, and each language makes its sentences from them (SPEC.md, A70 to A72). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { ErrorParams } from '../../src/model/error-params.ts'
import { errorSentences } from '../../src/model/error-sentences.ts'
import { errorTable, type ErrorCode } from '../../src/model/error-table.ts'
import { AppError } from '../../src/model/errors.ts'
import { placeOf, type ImportProblems, type ImportWarnings } from '../../src/model/import-texts.ts'
import { detailOf, problemOf, sentenceOf } from '../../src/model/problem-of.ts'
import { languages } from '../../src/web/words/languages.ts'
import { problemWord } from '../../src/web/words/problem-word.ts'

/** Parameters of each code, of each kind that there is: what lacks one here does not compile. */
const samples: { [Code in keyof ErrorParams]: ErrorParams[Code][] } = {
  not_allowed: [
    { why: 'scope', scope: 'read', expected: ['write', 'session'] },
    { why: 'role', role: 'viewer', expected: ['owner', 'editor'] },
    { why: 'administrators' },
    { why: 'chosen_lists' },
    { why: 'name_a_list' },
    { why: 'session' },
  ],
  names_repeat: [
    { names: ['7'], more: 0 },
    { names: ['7', '8'], more: 9 },
    { names: [], more: 0, most: 7 },
  ],
  finished_at_wrong: [{ why: 'open' }, { why: 'range', from: '7', to: '8' }],
  name_taken: [{ name: '7' }, { name: '7', list: '8' }],
  id_taken: [{ list: '7' }],
  list_not_found: [{ list: '7' }],
  list_in_trash: [{ list: '7' }],
  query_too_slow: [{ indexed: 42 }],
  too_deep: [{ most: 8 }],
  subtree_too_large: [{ most: 8 }],
  too_many_lists: [{ most: 8 }],
  too_many_members: [{ most: 8 }],
  too_many_keys: [{ what: 'identities' }],
  version_mismatch: [{ version: 7 }, { version: null }],
  no_next: [{ why: 'last' }, { why: 'finished' }, { why: 'does_not_repeat' }],
  undo_conflict: [
    { kind: 'todo', id: '7', field: 'name', more: 0 },
    { kind: 'list', id: '7', more: 2 },
  ],
  deletions_spent: [{ most: 3, spent: 2, more: 2 }],
  account_name_mixed: [{ name: '7' }],
  account_name_alike: [{ name: '7' }],
  last_way_in: [{ why: 'no_password' }],
  host_not_local: [{ host: '7' }],
  forwarded: [
    { header: '7', proxy: '' },
    { header: '7', proxy: '8' },
  ],
  origin_not_allowed: [
    { origin: '7', expected: '8' },
    { origin: null, expected: '8' },
    { origin: null, expected: null },
  ],
  bad_json: [{ why: 'not_utf8' }, { why: 'empty' }, { why: 'syntax', message: '7' }, { why: 'cut_off' }],
  bad_request: [
    { why: 'frame_not_text' },
    { why: 'no_hello' },
    { why: 'hello_twice' },
    { why: 'id_not_uuid' },
    { why: 'too_nested', most: 16 },
  ],
  body_too_slow: [{ bytes: 1, seconds: 2, least: 3 }],
  uri_too_long: [{ most: 12_000 }],
  unsupported_media: [
    { why: 'encoding', given: 'gzip' },
    { why: 'charset', given: 'iso-8859-1' },
    { why: 'patch', given: 'application/json-patch+json' },
  ],
  body_too_large: [{ most: 8 }],
  upgrade_required: [{ why: 'no_handshake' }, { why: 'no_sockets' }, { why: 'protocol', protocol: '7' }],
  too_many_requests: [
    { why: 'signing_in' },
    { why: 'sockets' },
    { why: 'waiting' },
    { why: 'exports', most: 8 },
    { why: 'requests', most: 8 },
  ],
  bad_import: [{ at: 'line 5', problem: 'no_date', given: { text: '3' } }],
  import_too_large: [
    { what: 'bytes', most: 8 },
    { what: 'unpacked', most: 8 },
    { what: 'files', most: 8 },
    { what: 'records', most: 8, at: 'line 9' },
    { what: 'into_lists', most: 8, count: 9 },
  ],
}
const problems: { [Code in keyof ImportProblems]: ImportProblems[Code] } = {
  empty: {},
  nothing_in_it: { found: ['7'] },
  cut_off: {},
  not_utf8: {},
  not_utf16: {},
  half_character: {},
  not_json: { message: '7' },
  not_csv: { message: '7' },
  not_zip: { message: '7' },
  not_calendar: { message: '7' },
  calendar_cut: {},
  zip_cut: {},
  zip_unknown: { names: ['7'] },
  other_format: { looks: '7', format: '8' },
  array_expected: {},
  object_expected: {},
  no_task: {},
  no_todo: { found: ['7 VEVENT'] },
  field_missing: { field: '7' },
  either_date: { text: '7' },
  no_date: { text: '7' },
  no_priority: { text: '7', expected: ['8'] },
  no_column: { column: '7' },
  id_twice: { id: '7', other: '8' },
  number_twice: { number: 7 },
  name_twice: { name: '7' },
  number_over: { most: 8 },
  ring: {},
  start_after_due: { start: '7', due: '8' },
  list_missing: { list: '7' },
  behind_the_end: {},
  not_whole: {},
  other_counts: { lists: 1, todos: 2, listsFound: 3, todosFound: 4 },
  other_count: { kind: '7', count: 1, found: 2 },
  no_export: {},
  other_version: { version: '7', most: 8 },
  bad_field: { field: '7', message: '8' },
}
const warnings: { [Code in keyof ImportWarnings]: ImportWarnings[Code] } = {
  assignees: {},
  attachments: {},
  board_columns: {},
  buckets: {},
  cancelled: {},
  characters: {},
  column: { name: '7' },
  comments: {},
  dates_in_words: { text: '7' },
  deadlines: {},
  deleted_tasks: {},
  durations: {},
  empty_names: {},
  field: { name: '7' },
  ids_twice: {},
  rings: {},
  long_labels: { most: 8 },
  long_names: { most: 8 },
  long_notes: { most: 8 },
  looks_of_notes: {},
  many_labels: { most: 8 },
  in_trash: {},
  nested_projects: {},
  numbers: { most: 8 },
  parents_elsewhere: {},
  parents_missing: {},
  percentages: {},
  project_descriptions: {},
  repetitions: { text: '7' },
  repetitions_without_due: {},
  reminders: {},
  reminders_from_start: {},
  rows: { type: '7' },
  rows_beyond: { kind: '7', most: 8 },
  rows_of_account: { kind: '7' },
  sections_as_labels: {},
  skipped_holidays: {},
  stars: {},
  starts_after_due: {},
  start_and_end: {},
  templates: {},
  text_outside: {},
  times_to_come: {},
  too_deep: { most: 8 },
  boxes: { text: '[/]' },
  either_dates: { text: '7' },
  encoding: {},
  files: { name: '7' },
  finished_as: { status: '7' },
  occurrences: {},
  reminders_of_places: {},
  values: { field: '7', text: '8' },
  versions: {},
  zones: { name: '7' },
}

/** Names, marks and formats that are written so in each language. */
const sameEverywhere =
  /aiotodo|localhost|VEVENT|Windows-1252|BEGIN:VCALENDAR|END:VCALENDAR|UTF-\d+|JSON|CSV|HTML|ID|NUL|\{"kind":"end",…\}|T09:00:00Z|\(no name\)|t:/g

const codes = Object.keys(errorTable) as ErrorCode[]

test('[A70] the detail of an error is made from its code and parameters, and an answer has all three', () => {
  for (const [code, all] of Object.entries(samples))
    for (const params of all) {
      const error = new AppError(code as ErrorCode, { params: params as never })
      const problem = problemOf(error)
      expect(problem).toMatchObject({ code, params, detail: detailOf(error) as string })
      expect(problem.detail).toMatch(/^.+\.$/)
      expect(problem.detail).not.toMatch(/undefined|null|NaN|\[object/)
    }
  expect(problemOf(new AppError('name_taken', { params: { name: 'Milk' } }))).toMatchObject({
    detail: 'The list has a todo named "Milk" already; expected a name that is not in use.',
    params: { name: 'Milk' },
  })
  for (const code of codes) {
    expect(sentenceOf(new AppError(code))).toBe(errorTable[code].title)
    expect('params' in problemOf(new AppError(code))).toBe(false)
  }
  for (const code of Object.keys(errorSentences)) expect(codes).toContain(code as ErrorCode)
})

test('[A71] each language has a sentence for each error that an answer can have, and for what is wrong with a file', async () => {
  const met = codes.filter((code) => 'status' in errorTable[code])
  expect(met.length).toBeGreaterThan(80)
  for (const [tag, { later }] of Object.entries(languages)) {
    const { later: word } = await later()
    const texts: [what: string, text: string | undefined][] = []
    for (const code of [...met, 'no_answer', 'not_connected'])
      for (const params of [{}, ...((samples as Record<string, object[]>)[code] ?? [])])
        for (const table of [word.problems, { ...word.problems, ...word.refusals }])
          texts.push([code, problemWord(table, code, params)])
    for (const [code, given] of Object.entries(problems))
      texts.push([code, problemWord(word.imports.problems, code, given)])
    for (const [code, given] of Object.entries(warnings))
      if (code !== 'field') texts.push([code, problemWord(word.imports.warnings, code, given)])
    for (const at of ['line 5', 'the file', 'the zip', 'the list "7"', 'the todo "7"']) {
      const { kind, value } = placeOf(at)
      texts.push([at, word.imports.places[kind](value)])
    }
    const wrong = texts.filter(
      ([, text]) =>
        !text ||
        /undefined|null|NaN|\[object/.test(text.replaceAll('NUL', '')) ||
        (tag !== 'en' && /[a-z]{2,}/i.test(text.replaceAll(sameEverywhere, ''))),
    )
    expect([tag, wrong]).toEqual([tag, []])
  }
})

test('[A72] no error that an answer can have is worded where it is thrown', async () => {
  const src = join(import.meta.dir, '..', '..', 'src')
  const wrong: string[] = []
  let count = 0
  for await (const file of new Bun.Glob('**/*.ts').scan(src)) {
    // The command line and the tutorial's API have words of their own.
    if (/^(cli|web)\/|^http\/tutorial/.test(file)) continue
    const text = await Bun.file(join(src, file)).text()
    for (const [, code = '', rest = ''] of text.matchAll(/new AppError\(\s*'(\w+)'(.{0,200})/gs)) {
      count++
      if ('status' in errorTable[code as ErrorCode] && /^,\s*\{[^}[]*\bdetail\b/.test(rest))
        wrong.push(`${file}: ${code}`)
    }
  }
  expect(count).toBeGreaterThan(100)
  // Of a filter the sentence has its place behind it, and clients read filters without a server.
  expect(wrong).toEqual(['model/filter/problems.ts: bad_filter'])
})
