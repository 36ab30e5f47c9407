/** `aiotodo doctor`: whether the database is what it says it is. */
import { existsSync } from 'node:fs'
import {
  checkFile,
  databaseProblem,
  examineHolidays,
  openDatabase,
  openKeyFile,
  type FileState,
} from '../app.ts'
import { readDatabaseName, readHolidaySource, readSecretKey, type Config } from '../config.ts'
import { AppError } from '../model/errors.ts'
import { openFolder } from './open-folder.ts'
import { clean, say } from './output.ts'

type DatabaseName = Config['database']

interface DoctorArguments {
  database?: string
  data?: string
  repair?: boolean
  newEpoch?: boolean
}

/** Prints what it finds; the exit code is 1 when something is wrong and was not repaired. */
export async function doctor(args: DoctorArguments): Promise<void> {
  const name = readDatabaseName(args, process.env)
  if (name.engine === 'sqlite' && !isWhole(name)) return
  const store = await openDatabase(name)
  try {
    const { spaces, todos, engine, differing, parents } = await store.examine(args.repair ?? false)
    say(`Looked at ${spaces} spaces with ${todos} todos.`)
    for (const line of engine) say(`Rows do not fit together: ${line}. Restore a backup.`)
    for (const { list, todo, parent, why } of parents) {
      const wrong = why === 'elsewhere' ? 'which is not in that list' : 'too deep, or below itself'
      const repaired = args.repair
        ? 'Repaired: it is at the top of its list.'
        : 'Run again with --repair to put it at the top of its list.'
      say(`Todo ${todo} of list ${list} is below ${parent}, ${wrong}. ${repaired}`)
    }
    for (const { space, kept, computed } of differing) {
      const repaired = args.repair
        ? 'Repaired: replicas fetch it anew.'
        : 'Run again with --repair to go on with the rows as they are.'
      say(`Space ${space} has digest ${kept ?? 'unknown'}, its rows have ${computed}. ${repaired}`)
    }
    if (args.newEpoch) {
      await store.renewEpoch()
      say('The database has a new epoch: what replicas have of before is replaced when they connect.')
    }
    for (const { keyId, accounts } of await store.access.sealedCounts())
      say(
        `The secrets of one-time codes of ${accounts} ${accounts === 1 ? 'account' : 'accounts'} are ${keyId === null ? 'not sealed' : `sealed under key ${keyId}`}.`,
      )
    const open = openFolder(name)
    if (open)
      say(
        `The folder ${open.folder} is open to others (mode ${open.mode}): they ${open.others}. ${open.fix}.`,
      )
    const openKey = openKeyFile(name, readSecretKey(process.env))
    if (openKey)
      say(`The file of keys ${openKey.file} can be read by others (mode ${openKey.mode}). ${openKey.fix}.`)
    await tellHolidays()
    const isWell = engine.length + differing.length + parents.length === 0
    if (isWell) say('All is well.')
    else if (engine.length > 0 || !args.repair) process.exitCode = 1
  } finally {
    await store.close()
  }
}

/** A series that leaves days out goes by Monday to Friday behind the last year that is known. */
async function tellHolidays(): Promise<void> {
  const source = readHolidaySource(process.env)
  const { lastYear, trouble } = await examineHolidays(source)
  const from = source === undefined ? 'as built in' : trouble === undefined ? `by ${source}` : 'as built in'
  say(`Public holidays of China are known until the end of ${lastYear}, ${from}.`)
  if (trouble !== undefined)
    say(`Newer ones could not be read from ${clean(String(source))}: ${clean(trouble)}.`)
}

/**
 * Looks at the file before it is opened: that would write to it, or make one and find it well. Prints what is wrong
 * with it.
 */
function isWhole(name: DatabaseName & { engine: 'sqlite' }): boolean {
  const path = name.path ?? 'memory:'
  if (!existsSync(path)) throw new AppError('no_database', { detail: `There is none at ${path}.` })
  let state: FileState
  try {
    state = checkFile(path)
  } catch (error) {
    throw databaseProblem(error, name)
  }
  if (state.is === 'whole') return true
  for (const line of linesAbout(path, state)) say(clean(line))
  process.exitCode = 1
  return false
}

function linesAbout(path: string, state: FileState): string[] {
  if (state.is === 'empty')
    return [`${path} is empty: a server would begin a new database in it.`, ...fromBackup(path)]
  if (state.is === 'other')
    return [
      `${path} is no database: it begins with ${JSON.stringify(state.begins)}; expected "SQLite format 3". It is another file, or was written over.`,
      ...fromBackup(path),
    ]
  if (state.is === 'foreign')
    return [
      `${path} is a database of another program, with the tables ${state.tables.slice(0, 10).join(', ')}. Check --data or --database.`,
    ]
  if (state.is === 'whole') return []
  const cut = state.tables.filter(({ error }) => error !== undefined)
  return [
    `${path} is damaged. Nothing was changed. This is what SQLite finds:`,
    ...state.lines.map((line) => `  ${line}`),
    ...(state.tables.length > 0 ? ['What can be read of the tables:'] : []),
    ...state.tables
      .filter(({ rows, error }) => rows > 0 || error !== undefined)
      .map(
        ({ name, rows, error }) => `  ${name}: ${rows} rows${error === undefined ? '' : `, then: ${error}`}`,
      ),
    ...(state.tables.length > 0 && cut.length === 0
      ? ['All rows can be read: what is damaged is an index, or what holds the pages together.']
      : []),
    ...fromBackup(path),
    'Without a backup, save what can be read into a new file, with the program sqlite3:',
    `  sqlite3 ${quoted(path)} .dump | sed 's/^ROLLBACK.*/COMMIT;/' | sqlite3 ${quoted(`${path}.new`)}`,
    `  aiotodo doctor --database ${quoted(`sqlite:${path}.new`)} --repair --new-epoch`,
    'When that, run once more, says that all is well, put the new file in the place of the damaged one.',
  ]
}

/** For a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

const fromBackup = (path: string): string[] => [
  `How to go on: stop the server if one runs on it, and keep a copy of the file and of ${path}-wal and -shm, if they are there. With a backup, run`,
  `  aiotodo restore BACKUP --database ${quoted(`sqlite:${path}`)} --yes`,
]
