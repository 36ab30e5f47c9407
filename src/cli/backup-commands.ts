/** `aiotodo backup`, `backup-key` and `restore` work on a database itself, not through a server. */
import { existsSync, writeFileSync } from 'node:fs'
import { makeBackup, newKeyPair, readKeeping, readRecipients, restoreBackup } from '../backups.ts'
import { readDatabaseName } from '../config.ts'
import { AppError } from '../model/errors.ts'
import { say, sayJson } from './output.ts'
import { confirm } from './terminal.ts'

interface DatabaseArguments {
  database?: string
  data?: string
}

export interface BackupArguments extends DatabaseArguments {
  keep?: string
  encryptFor?: string
  json?: boolean
}

export async function backup(target: string, args: BackupArguments): Promise<void> {
  const made = await makeBackup({
    database: readDatabaseName(args, process.env),
    target,
    keep: args.keep === undefined ? undefined : readKeeping(args.keep),
    recipients: args.encryptFor === undefined ? [] : await readRecipients(args.encryptFor),
  })
  const { place, bytes, at, removed } = made
  if (args.json) return sayJson({ place, bytes, at, removed })
  say(`${place}: ${sizeText(bytes)}, ${contentsOf(made)}, checked.`)
  if (removed > 0) say(`${removed} older ${removed === 1 ? 'backup was' : 'backups were'} removed.`)
  if (made.sealed > 0) say(keyNote(made.sealed))
}

export async function backupKey(file: string): Promise<void> {
  const { file: text, recipient } = await newKeyPair(new Date())
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new AppError('bad_argument', {
      detail: `${file} can not be made: ${(error as Error).message}.`,
      cause: error,
    })
  }
  say(recipient)
}

export interface RestoreArguments extends DatabaseArguments {
  keyFile?: string
  yes?: boolean
}

/**
 * `restore` takes todos out of the trash too. It means a backup where one word looks like a path, or is one beside
 * --data or --database.
 */
export function isBackup(words: readonly string[], args: RestoreArguments): boolean {
  const [word = '', ...more] = words
  if (args.yes || args.keyFile !== undefined) return true
  if (more.length > 0) return false
  if (/[/\\]|\.(sqlite|age)$/.test(word)) return true
  return (args.data !== undefined || args.database !== undefined) && existsSync(word)
}

export async function restoreDatabase(
  [source = '', ...more]: readonly string[],
  args: RestoreArguments,
): Promise<void> {
  if (more.length > 0)
    throw new AppError('bad_argument', { detail: 'There are several backups; expected one.' })
  const database = readDatabaseName(args, process.env)
  const restored = await restoreBackup({
    database,
    source,
    keyFile: args.keyFile,
    async confirm(facts, isReplaced) {
      if (!isReplaced || args.yes) return
      const question = `Replace the database that is there by the backup of ${timeText(facts.at)}?`
      if (await confirm(question)) return
      throw new AppError('not_confirmed', { detail: `The database stays as it is.` })
    },
  })
  say(`Restored the backup of ${timeText(restored.at)}: ${contentsOf(restored)}.`)
  say('The database has a new epoch: what clients saw of later is replaced when they connect.')
  if (restored.kept) say(`What was there before is kept as ${restored.kept}.`)
  if (restored.sealed > 0) say(keyNote(restored.sealed))
}

const contentsOf = ({ accounts, lists, todos }: { accounts: number; lists: number; todos: number }): string =>
  [plural(accounts, 'account'), plural(lists, 'list'), plural(todos, 'todo')].join(', ')

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const keyNote = (accounts: number): string =>
  `The key of one-time codes, which ${plural(accounts, 'account')} ${accounts === 1 ? 'needs' : 'need'}, is not in a backup: keep it apart.`

const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`

function timeText(at: string): string {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(at)) / 60_000))
  const ago =
    minutes < 120
      ? plural(minutes, 'minute')
      : minutes < 48 * 60
        ? plural(Math.round(minutes / 60), 'hour')
        : plural(Math.round(minutes / 60 / 24), 'day')
  return `${at.slice(0, 19).replace('T', ' ')} UTC (${ago} ago)`
}
