/** Reads a file of any format there is: the one that is asked for, or the one that it looks like. */
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { ImportFormat } from './formats.ts'
import { wrong, type Chunks, type Found } from './found.ts'
import { readGoogle } from './from/google.ts'
import { readIcal } from './from/ical.ts'
import { readMarkdown } from './from/markdown.ts'
import { readMicrosoft } from './from/microsoft.ts'
import { readOwn } from './from/own.ts'
import { readCsv, readTickTick, readTodoistCsv } from './from/table.ts'
import { createTaskwarrior } from './from/taskwarrior.ts'
import { readTodoTxt } from './from/todo-txt.ts'
import { readTodoist } from './from/todoist.ts'
import { readVikunja } from './from/vikunja.ts'
import { isThing, readThing, thingsOf, type Thing } from './json.ts'
import { bounded, linesOf, textOf } from './text.ts'
import { unzipped } from './unzip.ts'

const whole: Partial<Record<ImportFormat, (value: unknown) => Iterable<Found>>> = {
  todoist: readTodoist,
  microsoft: readMicrosoft,
  google: readGoogle,
  vikunja: readVikunja,
}
const streamed: Partial<Record<ImportFormat, (chunks: Chunks) => AsyncIterable<Found>>> = {
  aiotodo: readOwn,
  'todoist-csv': readTodoistCsv,
  ticktick: readTickTick,
  todotxt: readTodoTxt,
  markdown: readMarkdown,
  csv: readCsv,
  taskwarrior: readTaskwarrior,
}

/**
 * What is in the file, and of which format it is.
 * @param chunks - its bytes, of which more than `serverLimits.importBytesMax` are refused
 * @throws AppError `bad_import`, `unknown_format`, `import_too_large`
 */
export async function readFile(
  chunks: Chunks,
  asked: ImportFormat | undefined,
): Promise<{ format: ImportFormat; records: AsyncIterable<Found> }> {
  const outer = await peeked(bounded(chunks, serverLimits.importBytesMax))
  const isZip = outer.head.startsWith('PK\u0003\u0004')
  const { head, all } = isZip ? await peeked(unzipped(outer.all, isKnownFile)) : outer
  if (head.trim() === '') throw wrong('the file', 'empty', {})
  const format = asked ?? formatOf(head)
  if (format !== undefined) return { format, records: recordsOf(format, all) }
  // Only as a whole JSON tells what it is.
  if (!/^\s*[[{]/.test(head)) throw new AppError('unknown_format')
  const value = readThing(await textOf(all))
  const found = formatOfJson(value)
  if (found === undefined) throw new AppError('unknown_format')
  return { format: found, records: slowly(found === 'taskwarrior' ? ofTasks(value) : whole[found]?.(value)) }
}

const isKnownFile = (name: string): boolean => /(^|\/)(data\.json|aiotodo\.jsonl|Tasks\.json)$/.test(name)

async function* recordsOf(format: ImportFormat, chunks: Chunks): AsyncGenerator<Found> {
  const stream = streamed[format]
  if (stream) {
    yield* stream(chunks)
    return
  }
  const text = await textOf(chunks)
  if (format === 'ical') yield* readIcal(text)
  else {
    const value = readThing(text)
    const looks = formatOfJson(value)
    if (looks !== undefined && looks !== format) throw wrong('the file', 'other_format', { looks, format })
    yield* whole[format]?.(value) ?? []
  }
}

async function* readTaskwarrior(chunks: Chunks): AsyncGenerator<Found> {
  const { head, all } = await peeked(chunks)
  if (head.trimStart().startsWith('[')) {
    yield* ofTasks(readThing(await textOf(all)))
    return
  }
  const read = createTaskwarrior()
  for await (const lines of linesOf(all))
    for (const { text, number } of lines) {
      if (text.trim() === '') continue
      // Versions before 2.4 ended lines with commas.
      const task = readThing(text.replace(/,\s*$/, ''), `line ${number}`)
      if (!isThing(task)) throw wrong(`line ${number}`, 'no_task', {})
      yield* read(task, `line ${number}`)
    }
}

function* ofTasks(value: unknown): Generator<Found> {
  const read = createTaskwarrior()
  for (const [task, at] of thingsOf(value, '')) yield* read(task, at)
}

async function* slowly(records: Iterable<Found> = []): AsyncGenerator<Found> {
  yield* records
}

/** As much of the beginning as telling formats apart needs, and all of it. */
async function peeked(chunks: Chunks): Promise<{ head: string; all: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let size = 0
  while (size < 16_384) {
    const { done, value } = await iterator.next()
    if (done) break
    first.push(value)
    size += value.byteLength
  }
  async function* all(): Chunks {
    yield* first
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  const start = Buffer.concat(first).subarray(0, 16_384)
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  // Latin letters have a zero beside them in UTF-16.
  const head = (
    isUtf16 ? start.toString('latin1').replaceAll('\0', '').slice(2) : start.toString('utf8')
  ).replace(/^\uFEFF/, '')
  return { head, all: all() }
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
  if (lines.some((line) => /^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]/.test(line))) return 'markdown'
  if (first.split(',').some((name) => /^\s*"?name"?\s*$/i.test(name))) return 'csv'
  const isTodo = (line: string) =>
    /^(x |\([A-Z]\) |\d{4}-\d\d-\d\d )|(^|\s)[+@]\w|\s(due|rec|pri|t):\S/.test(line)
  return lines.some(isTodo) ? 'todotxt' : undefined
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
    return [lists, things].some((all) => Array.isArray(all) && has(all[0], 'displayName'))
      ? 'microsoft'
      : undefined
  }
  if (has(first, 'uuid', 'description')) return 'taskwarrior'
  if (has(first, 'displayName')) return 'microsoft'
  if (has(first, 'content')) return 'todoist'
  return has(first, 'title', 'tasks') || has(first, 'title', 'lists') ? 'vikunja' : undefined
}
