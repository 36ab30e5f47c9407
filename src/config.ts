/** Arguments and environment, checked once into one typed object: arguments over environment over defaults. */
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { logLevels, type LogLevel } from './log.ts'
import { AppError } from './model/errors.ts'
import type { DatabaseName } from './storage/open.ts'

/** What the command line may say; each is text as it was typed. */
export interface ServeArguments {
  host?: string
  port?: string
  database?: string
  data?: string
  makeTable?: boolean
  migrateOnly?: boolean
  yes?: boolean
  logLevel?: string
  insecureNoAccounts?: boolean
}

export interface Config {
  host: string
  /** 0: any that is free. */
  port: number
  database: DatabaseName
  makeTable: boolean
  /** Bring the database to the newest schema, and end. */
  migrateOnly: boolean
  yes: boolean
  logLevel: LogLevel
  /** Only this computer may reach the server. */
  localOnly: boolean
}

/** @throws AppError `bad_argument`, `host_not_loopback` */
export function readConfig(args: ServeArguments, env: Record<string, string | undefined>): Config {
  const host = args.host ?? (env['AIOTODO_HOST'] || '127.0.0.1')
  const isLocal = isLoopback(host)
  if (!isLocal && !args.insecureNoAccounts) {
    throw new AppError('host_not_loopback', {
      detail: `${host} can be reached from other computers; expected 127.0.0.1, ::1 or localhost.`,
    })
  }
  return {
    host,
    port: readPort(args.port ?? (env['AIOTODO_PORT'] || '8080')),
    database: readDatabaseName(args, env),
    makeTable: args.makeTable ?? false,
    migrateOnly: args.migrateOnly ?? false,
    yes: args.yes ?? false,
    logLevel: readLogLevel(args.logLevel ?? (env['AIOTODO_LOG_LEVEL'] || 'info')),
    localOnly: isLocal,
  }
}

/** @throws AppError `bad_argument` */
export function readDatabaseName(
  args: Pick<ServeArguments, 'database' | 'data'>,
  env: Record<string, string | undefined>,
): DatabaseName {
  // An empty one, as of a variable that is not set, would be the folder that one is in.
  if (args.data === '')
    throw new AppError('bad_argument', { detail: 'The data folder is ""; expected the path of a folder.' })
  const data = resolve(args.data ?? (env['AIOTODO_DATA'] || 'data'))
  return readDatabase(args.database ?? (env['DATABASE_URL'] || `sqlite:${join(data, 'aiotodo.sqlite')}`))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new AppError('bad_argument', { detail: `The port is "${text}"; expected a number from 0 to 65535.` })
}

function readLogLevel(text: string): LogLevel {
  const level = logLevels.find((name) => name === text)
  if (level) return level
  throw new AppError('bad_argument', {
    detail: `The log level is "${text}"; expected ${logLevels.join(', ')}.`,
  })
}

function readDatabase(text: string): DatabaseName {
  if (text === 'memory:') return { engine: 'sqlite', path: undefined }
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
    if (path !== '') return { engine: 'sqlite', path: resolve(path) }
  }
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { engine: 'postgres', url: text }
  // The text may hold a password, so only its beginning is shown.
  const shown = text.replace(/:\/\/.*/, '://…')
  throw new AppError('bad_argument', {
    detail: `The database is "${shown}"; expected sqlite:PATH, memory: or postgres://user:password@host/name.`,
  })
}
