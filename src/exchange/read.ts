/** Reads a file of any format there is: the one that is asked for, or the one that it looks like. */
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { ImportFormat } from './formats.ts'
import { stemOf } from './file-name.ts'
import { loss, wrong, type Chunks, type FileFacts, type Found, type FoundFile } from './found.ts'
import { columnOf } from './from/columns.ts'
import { readCsv } from './from/csv.ts'
import { readGoogle } from './from/google.ts'
import { readIcal } from './from/ical.ts'
import { isChecklist, readMarkdown } from './from/markdown.ts'
import { isTask, readMicrosoft } from './from/microsoft.ts'
import { readOwn } from './from/own.ts'
import { createTaskwarrior } from './from/taskwarrior.ts'
import { readTodoTxt } from './from/todo-txt.ts'
import { readTickTick } from './from/ticktick.ts'
import { readTodoistCsv } from './from/todoist-csv.ts'
import { readTodoist } from './from/todoist.ts'
import { readVikunja } from './from/vikunja.ts'
import { isThing, readThing, thingsOf, type Thing } from './json.ts'
import { peeked } from './peeked.ts'
import { delimiterOf } from './rows.ts'
import { bounded, linesOf, textOf } from './text.ts'
import { filesIn, namesIn } from './unzip.ts'

type Whole = (value: unknown, facts: FileFacts) => Iterable<Found>
type Streamed = (chunks: Chunks, facts: FileFacts) => AsyncIterable<Found>

const whole: Partial<Record<ImportFormat, Whole>> = {
  todoist: readTodoist,
  microsoft: readMicrosoft,
  google: readGoogle,
  vikunja: readVikunja,
}
const streamed: Partial<Record<ImportFormat, Streamed>> = {
  aiotodo: readOwn,
  'todoist-csv': readTodoistCsv,
  ticktick: readTickTick,
  todotxt: readTodoTxt,
  markdown: readMarkdown,
  csv: readCsv,
  taskwarrior: readTaskwarrior,
}

export interface ReadOptions {
  /** It says what the file is; that is found out unless given. */
  format?: ImportFormat | undefined
  /** The file is called so, with its ending. */
  name?: string | undefined
  zone?: string | undefined
  now: string
}

/**
 * It reads what is in the file, or in the files of a zip; each begins with a record that says of which format it is.
 * @param file - its bytes, which can be asked for twice; more than `serverLimits.importBytesMax` are refused
 * @throws AppError `bad_import`, `unknown_format`, `import_too_large`
 */
export async function* readFile(file: Chunks, options: ReadOptions): AsyncGenerator<Found> {
  const bytes = bounded(file, serverLimits.importBytesMax)
  const { head, all } = await peeked(bytes)
  if (!head.startsWith('PK\u0003\u0004')) {
    const known = await opened({ head, all }, options)
    if (known === undefined) throw new AppError('unknown_format')
    yield* known
    return
  }
  yield* ofZip(file, options)
}

/** Such a file has everything; what stands beside it in the zip is the same in other formats, or attachments. */
const isBackup = (name: string): boolean => /(^|\/)(data\.json|aiotodo\.jsonl|Tasks\.json)$/.test(name)
/** Files that begin with a dot, and a folder of macOS, are not of the person. */
const isOther = (name: string): boolean =>
  /(^|\/)(\.|__MACOSX\/)|\/$/.test(name) || !/\.(csv|tsv|txt|md|markdown|json|jsonl|ics)$/i.test(name)

async function* ofZip(file: Chunks, options: ReadOptions): AsyncGenerator<Found> {
  const names = await namesIn(bounded(file, serverLimits.importBytesMax))
  const backup = names.find(isBackup)
  const wanted = new Set(backup === undefined ? names.filter((name) => !isOther(name)) : [backup])
  const stems = new Map<string, number>()
  for (const name of wanted) stems.set(stemOf(name), (stems.get(stemOf(name)) ?? 0) + 1)
  let count = 0
  for await (const { name, chunks } of filesIn(file, (each) => wanted.delete(each))) {
    // Two of one name are told apart by their folders.
    const stem = stems.get(stemOf(name)) === 1 ? stemOf(name) : name
    const known = await opened(await peeked(chunks), { ...options, name: stem, isStem: true })
    if (known === undefined) yield loss('files', { name: stem.slice(0, 60) }, 'the zip')
    else yield* stems.size > 1 ? placed(known, name) : known
    if (known !== undefined) count++
  }
  if (count === 0) throw wrong('the zip', 'zip_unknown', { names: names.slice(0, 5).map(short) })
}

/** Of several files each place is behind the name of its own. */
async function* placed(records: AsyncIterable<Found>, name: string): AsyncGenerator<Found> {
  const file = JSON.stringify(short(name))
  try {
    for await (const each of records)
      yield each.kind === 'file' ? each : { ...each, at: `${file}, ${each.at}` }
  } catch (error) {
    const params = error instanceof AppError ? (error.details.params as { at?: unknown }) : undefined
    if (typeof params?.at === 'string') params.at = `${file}, ${params.at}`
    throw error
  }
}

const short = (name: string): string => name.slice(0, 60)

type Peeked = Awaited<ReturnType<typeof peeked>>

/** It gives the records of one file; undefined where nobody knows its format. */
async function opened(
  { head, all }: Peeked,
  { format: asked, name = '', zone, now, isStem = false }: ReadOptions & { isStem?: boolean },
): Promise<AsyncIterable<Found> | undefined> {
  const facts = { stem: isStem ? name : stemOf(name), zone, now }
  if (head.trim() === '') throw wrong('the file', 'empty', {})
  const format = asked ?? formatOf(head)
  if (format !== undefined) return begun({ kind: 'file', format, facts }, recordsOf(format, all, facts))
  // Only as a whole JSON tells what it is.
  if (!/^\s*[[{]/.test(head)) return undefined
  const value = readThing(await textOf(all))
  const found = formatOfJson(value)
  if (found === undefined) return undefined
  const records = found === 'taskwarrior' ? ofTasks(value, facts) : whole[found]?.(value, facts)
  return begun({ kind: 'file', format: found, facts }, records)
}

async function* begun(
  file: FoundFile,
  records: Iterable<Found> | AsyncIterable<Found> = [],
): AsyncGenerator<Found> {
  yield file
  yield* records
}

async function* recordsOf(format: ImportFormat, chunks: Chunks, facts: FileFacts): AsyncGenerator<Found> {
  const stream = streamed[format]
  if (stream) {
    yield* stream(chunks, facts)
    return
  }
  const text = await textOf(chunks)
  if (format === 'ical') yield* readIcal(text, facts)
  else {
    const value = readThing(text)
    const looks = formatOfJson(value)
    if (looks !== undefined && looks !== format) throw wrong('the file', 'other_format', { looks, format })
    yield* whole[format]?.(value, facts) ?? []
  }
}

async function* readTaskwarrior(chunks: Chunks, facts: FileFacts): AsyncGenerator<Found> {
  const { head, all } = await peeked(chunks)
  if (head.trimStart().startsWith('[')) {
    yield* ofTasks(readThing(await textOf(all)), facts)
    return
  }
  const { read, rest } = createTaskwarrior(facts)
  for await (const lines of linesOf(all))
    for (const { text, number } of lines) {
      if (text.trim() === '') continue
      // It may be of a version that put commas behind lines (before 2.4).
      const task = readThing(text.replace(/,\s*$/, ''), `line ${number}`)
      if (!isThing(task)) throw wrong(`line ${number}`, 'no_task', {})
      yield* read(task, `line ${number}`)
    }
  yield* rest()
}

function* ofTasks(value: unknown, facts: FileFacts): Generator<Found> {
  const { read, rest } = createTaskwarrior(facts)
  for (const [task, at] of thingsOf(value, '')) yield* read(task, at)
  yield* rest()
}

function formatOf(head: string): ImportFormat | undefined {
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== '')
  const [first = ''] = lines
  if (first.startsWith('{"aiotodo"')) return 'aiotodo'
  if (/^BEGIN:VCALENDAR/i.test(first)) return 'ical'
  if (/^\{.*"uuid".*\},?\s*$/.test(first) && first.includes('"description"')) return 'taskwarrior'
  if (/^\s*[[{]/.test(head)) return undefined
  if (/^"?type"?,"?content"?,/i.test(first)) return 'todoist-csv'
  if (lines.slice(0, 20).some((line) => /"?List Name"?,"?Title"?,/i.test(line))) return 'ticktick'
  if (lines.some(isChecklist)) return 'markdown'
  if (isTable(first.startsWith('sep=') ? (lines[1] ?? '') : first)) return 'csv'
  const isTodo = (line: string) =>
    /^(x |\([A-Z]\) |\d{4}-\d\d-\d\d )|(^|\s)[+@]\w|\s(due|rec|pri|t):\S/.test(line)
  return lines.some(isTodo) ? 'todotxt' : undefined
}

/** Words of a todo may be those of columns too: it has the name of ours, or is most of a header. */
function isTable(line: string): boolean {
  const delimiter = delimiterOf(line, (name) => columnOf(name) === 'name')
  if (delimiter === undefined) return false
  const cells = line.split(delimiter).map((cell) => cell.trim().replaceAll(/^"|"$/g, ''))
  const known = cells.filter((cell) => columnOf(cell) !== undefined)
  return known.length > 1 || cells.length === 1 || cells.some((cell) => cell.toLowerCase() === 'name')
}

/** By names that only one of them has. */
function formatOfJson(value: unknown): ImportFormat | undefined {
  const has = (thing: unknown, ...names: string[]): boolean =>
    isThing(thing) && names.every((name) => Object.hasOwn(thing, name))
  const first = Array.isArray(value) ? (value[0] as unknown) : undefined
  if (isThing(value)) {
    if (String(value['kind'] ?? '').startsWith('tasks#')) return 'google'
    const { items, lists, value: things } = value as { items?: Thing[]; lists?: Thing[]; value?: Thing[] }
    if (
      has(value, 'projects') ||
      [items, value['tasks'], value['results']].some((all) => Array.isArray(all) && has(all[0], 'content'))
    )
      return 'todoist'
    return [lists, things].some(
      (all) => Array.isArray(all) && (has(all[0], 'displayName') || (isThing(all[0]) && isTask(all[0]))),
    )
      ? 'microsoft'
      : undefined
  }
  if (has(first, 'uuid', 'description')) return 'taskwarrior'
  if (has(first, 'displayName')) return 'microsoft'
  if (has(first, 'content')) return 'todoist'
  return ['tasks', 'lists', 'projects'].some((name) => has(first, 'title', name)) ? 'vikunja' : undefined
}
