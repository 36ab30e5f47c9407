/** `aiotodo import` and `aiotodo export`, on a server or a data folder of this computer. */
import { open, readlink, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import type { Command } from 'commander'
import { errorOf, newId, type Client } from '../client/client.ts'
import { AppError, type Problem } from '../model/errors.ts'
import type { ImportReport } from '../model/import.ts'
import { findList, withClient, type ServerArguments } from './connect.ts'
import { clean, say } from './output.ts'
import { confirm } from './terminal.ts'

/** An export's file may end so. */
const exportEndings = ['zip', 'jsonl', 'ics', 'md', 'csv']

/** A link may lead to a link: as many are followed as by the system. */
const linksMax = 40

/** How long one request of this kind may take. */
const timeoutMs = 60 * 60 * 1_000

interface ImportArguments extends ServerArguments {
  format?: string
  dryRun?: boolean
  yes?: boolean
}

/** Says of each file what would come in, asks, and brings it in: one after the other, each whole or not at all. */
const importFiles = async (files: string[], args: ImportArguments): Promise<void> => {
  for (const file of files)
    if (file !== '-' && !(await Bun.file(file).exists()))
      throw new AppError('bad_argument', { detail: `${file} is no file that can be read.` })
  await withClient(args, async (client) => {
    const list = args.list === undefined ? undefined : (await findList(client, args.list)).id
    // All files of one command line are one gesture, so that they are taken back at once.
    const into = { list, gesture: newId() }
    for (const file of files) {
      if (files.length > 1) say(`${clean(file)}:`)
      await importBy(client, file, into, args)
    }
  })
}

async function importBy(
  client: Client,
  name: string,
  into: { list: string | undefined; gesture: string },
  args: ImportArguments,
): Promise<void> {
  // It is sent twice, and can be read once.
  const file = name === '-' ? new Blob([await Bun.stdin.bytes()]) : Bun.file(name)
  const { format } = args
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const query = { format, ...into, zone, file: name === '-' ? undefined : basename(name) }
  const ask = (isDry: boolean) => send(client, file, { ...query, dry_run: isDry ? true : undefined })
  if (args.dryRun || !args.yes) {
    const report = await ask(true)
    say(...wordReport(report))
    const { todos, lists, others } = report
    const isNothing =
      todos === 0 && !lists.some(({ isNew }) => isNew) && !others.some(({ count }) => count > 0)
    if (args.dryRun || isNothing) return
    if (!(await confirm('Import it?')))
      throw new AppError('not_confirmed', { detail: 'Nothing was imported.' })
  }
  const report = await ask(false)
  say(...(args.yes ? wordReport(report) : ['It is imported; "aiotodo undo" takes it back.']))
}

async function send(
  client: Client,
  file: Blob,
  query: Record<string, string | boolean | undefined>,
): Promise<ImportReport> {
  const response = await client.request('POST', 'api/v1/import', {
    query,
    file,
    headers: { accept: 'application/jsonl' },
    timeoutMs,
    retries: 0,
  })
  if (!response.ok) throw await errorOf(response)
  const decoder = new TextDecoder()
  let text = ''
  const bytes = response.body as AsyncIterable<Uint8Array> | null
  for await (const chunk of bytes ?? []) {
    const lines = (text + decoder.decode(chunk, { stream: true })).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const step = JSON.parse(line) as Step
      if (step.report) return step.report
      if (step.problem) throw await errorOf(Response.json(step.problem, { status: step.problem.status }))
      showProgress(step)
    }
  }
  throw new AppError('no_answer', {
    detail: 'The server ended the connection before it said how the import went.',
  })
}

interface Step {
  read?: number
  written?: number
  of?: number
  report?: ImportReport
  problem?: Problem
}

function showProgress({ read, written, of }: Step): void {
  if (!process.stderr.isTTY) return
  const text = read === undefined ? `${written} of ${of} todos are written` : `${read} todos are read`
  process.stderr.write(`\r\u001B[K${written !== undefined && written === of ? '' : text}`)
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** They stay as they are, whatever the file says. */
const thereAlready = ({ known, different }: { known: number; different: number }): string =>
  `${known} there already${different > 0 ? `, ${different} of them not as in the file` : ''}`

/** What would come in, or did, for people. */
function wordReport({
  format,
  todos,
  finished,
  known,
  different,
  lists,
  others,
  lost,
}: ImportReport): string[] {
  const width = Math.max(0, ...lists.map(({ name }) => Bun.stringWidth(clean(name))))
  const lines = lists.map((list) => {
    const facts = [
      counted(list.todos, 'todo'),
      list.finished > 0 && `${list.finished} finished`,
      list.trash > 0 && `${list.trash} for the trash`,
      list.known > 0 && thereAlready(list),
      list.isNew ? 'a new list' : 'a list that is there',
    ]
    const name = clean(list.name)
    return `  ${name}${' '.repeat(width - Bun.stringWidth(name))}  ${facts.filter(Boolean).join(', ')}`
  })
  const rows = others.map(
    ({ kind, count, known: there }) =>
      `  ${counted(count, kind)}${there > 0 ? `, ${there} there already` : ''}`,
  )
  const losses = lost.map(
    ({ what, count, at }) =>
      `  ${clean(what)}: ${count} (${at.slice(0, 3).join('; ')}${count > 3 ? ' …' : ''})`,
  )
  return [
    `${format}: ${counted(todos, 'todo')} in ${counted(lists.length, 'list')}, ${finished} finished; ${thereAlready({ known, different })}.`,
    ...lines,
    ...rows,
    ...(losses.length > 0 ? ['What can not be kept:', ...losses] : []),
  ]
}

/** Writes all there is to a file, a device or a pipe; or to standard output. */
const exportFile = (file: string | undefined, args: ExportArguments): Promise<void> =>
  withClient(args, (client) => exportBy(client, file, args))

type ExportArguments = ServerArguments & { format?: string }

async function exportBy(client: Client, file: string | undefined, args: ExportArguments): Promise<void> {
  const format = args.format ?? formatOf(file)
  const response = await client.request('GET', 'api/v1/export', { query: { format }, timeoutMs, retries: 0 })
  if (!response.ok) throw await errorOf(response)
  if (file === undefined || file === '-') {
    await Bun.write(Bun.stdout, response).catch((cause: unknown) => {
      throw notWhole('Standard output', cause)
    })
    return
  }
  const target = await targetOf(file)
  await (target.isFile ? replaceFile(target.path, response) : writeInto(target.path, response)).catch(
    (cause: unknown) => {
      throw notWhole(file, cause)
    },
  )
}

/**
 * A name may lead through links: what they lead to is replaced, not they. A device or a pipe is written to.
 * @returns also for what is not there yet, as behind a link that leads nowhere
 */
async function targetOf(file: string): Promise<{ path: string; isFile: boolean }> {
  const found = await stat(file).catch(() => undefined)
  if (found && !found.isFile()) return { path: file, isFile: false }
  let path = file
  for (let steps = 0; steps < linksMax; steps++) {
    const next = await readlink(path).catch(() => undefined)
    if (next === undefined) break
    path = resolve(dirname(path), next)
  }
  return { path, isFile: true }
}

/** It is there only once it is whole. */
async function replaceFile(file: string, response: Response): Promise<void> {
  const part = `${file}.part`
  try {
    // It is its owner's alone before anything is in it. And Bun makes no file of an answer that is empty.
    await rm(part, { force: true })
    await writeFile(part, '', { mode: 0o600 })
    await Bun.write(part, response)
    await rename(part, file)
  } catch (cause) {
    await rm(part, { force: true })
    throw cause
  }
}

/** @throws Error EISDIR for a folder */
async function writeInto(path: string, response: Response): Promise<void> {
  await using handle = await open(path, 'w')
  for await (const chunk of response.body ?? []) await handle.writeFile(chunk as Uint8Array)
}

/**
 * Tells the format by how the file is named: a name without an ending is that of a zip.
 * @throws AppError `bad_argument` for an ending of something else, which the file would not be
 */
function formatOf(file: string | undefined): string {
  if (file === undefined || file === '-') return 'jsonl'
  const ending = extname(file).slice(1).toLowerCase()
  if (ending === '') return 'zip'
  if (exportEndings.includes(ending)) return ending
  throw new AppError('bad_argument', {
    detail: `${file} ends in ".${ending}"; expected one of ${exportEndings.map((each) => `.${each}`).join(', ')}, or --format with another name.`,
  })
}

/**
 * The file system's errors name a call of it. All else is of the export: it ends by a cut, in this process without a
 * reason.
 */
function notWhole(file: string, cause: unknown): AppError {
  if (cause instanceof Error && 'syscall' in cause)
    return new AppError('file_not_written', { detail: `${file}: ${cause.message}.`, cause })
  const detail = `${file} does not have all of it.`
  return new AppError('answer_cut', { detail, cause })
}

export function addExchangeCommands(onServer: (usage: string, description: string) => Command): void {
  const command = (usage: string, description: string) =>
    onServer(usage, description)
      .option('--data <dir>', 'a data folder, without a server')
      .option('--database <name>', 'a database, without a server')
  command(
    'import <files...>',
    'Bring in files of other programs, or an export of aiotodo; - is standard input.',
  )
    .option('-f, --format <format>', 'what the file is; found out unless given')
    .option('-l, --list <list>', 'all of it into this list, by its name or id')
    .option('-n, --dry-run', 'only say what would come in')
    .option('-y, --yes', 'without asking')
    .action(importFiles)
  command('export [file]', 'Write everything to a file, or to standard output.')
    .option('-f, --format <format>', 'zip, jsonl, ics, md or csv; as the file is named unless given')
    .action(exportFile)
}
