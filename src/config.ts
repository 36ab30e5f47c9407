/** Arguments and environment, checked once into one typed object: arguments over environment over defaults. */
import { isIP, isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { logLevels, type LogLevel } from './log.ts'
import { readOidc, readPublicUrl, type OidcConfig } from './oidc-config.ts'
import { AppError } from './model/errors.ts'
import { limits } from './model/limits.ts'
import { serverLimits } from './model/server-limits.ts'
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
  accounts?: boolean
  trustProxy?: string
  tlsCert?: string
  tlsKey?: string
  requestsPerSecond?: string
  url?: string
  oidcIssuer?: string
  oidcClientId?: string
  oidcClientSecretFile?: string
  oidcName?: string
  oidcSignUp?: boolean
  secretKeyFile?: string
  keepHistory?: string
  keepTrash?: string
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
  /** Only this computer can reach the server. */
  localOnly: boolean
  /** Whoever else can reach it may do everything. */
  insecure: boolean
  /** There are to be accounts. */
  accounts: boolean
  trustedProxies: string[]
  /** The files of the certificate and its key. */
  tls: { cert: string; key: string } | undefined
  requestsPerSecond: number
  /** Where people reach the server; undefined: as each request says. */
  publicUrl: string | undefined
  oidc: OidcConfig | undefined
  /** Under which secrets of one-time codes are kept; undefined: a file beside SQLite's, or no key. */
  secretKey: { file: string } | { text: string } | undefined
  /** How long history and trash are kept. */
  keepHistoryDays: number
  keepTrashDays: number
}

/** @throws AppError `bad_argument` */
export function readConfig(args: ServeArguments, env: Record<string, string | undefined>): Config {
  const host = args.host ?? (env['AIOTODO_HOST'] || '127.0.0.1')
  return {
    host,
    port: readPort(args.port ?? (env['AIOTODO_PORT'] || '8080')),
    database: readDatabaseName(args, env),
    makeTable: args.makeTable ?? false,
    migrateOnly: args.migrateOnly ?? false,
    yes: args.yes ?? false,
    logLevel: readLogLevel(args.logLevel ?? (env['AIOTODO_LOG_LEVEL'] || 'info')),
    localOnly: isLoopback(host),
    insecure: args.insecureNoAccounts ?? false,
    accounts: args.accounts ?? /^(1|true|yes)$/.test(env['AIOTODO_ACCOUNTS'] ?? ''),
    trustedProxies: readProxies(args.trustProxy ?? env['AIOTODO_TRUST_PROXY'] ?? ''),
    tls: readTls(args.tlsCert ?? env['AIOTODO_TLS_CERT'], args.tlsKey ?? env['AIOTODO_TLS_KEY']),
    requestsPerSecond: readRate(args.requestsPerSecond ?? env['AIOTODO_REQUESTS_PER_SECOND']),
    publicUrl: readPublicUrl(args.url ?? env['AIOTODO_URL']),
    oidc: readOidc(args, env),
    secretKey: readSecretKey(args, env),
    keepHistoryDays: readDays('history', args.keepHistory ?? env['AIOTODO_KEEP_HISTORY']),
    keepTrashDays: readDays('trash', args.keepTrash ?? env['AIOTODO_KEEP_TRASH']),
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

/** A key on the command line could be read by every user of the machine: there it is a file. */
function readSecretKey(
  { secretKeyFile }: Pick<ServeArguments, 'secretKeyFile'>,
  env: Record<string, string | undefined>,
): Config['secretKey'] {
  const file = secretKeyFile ?? (env['AIOTODO_SECRET_KEY_FILE'] || undefined)
  const text = env['AIOTODO_SECRET_KEY'] || undefined
  return file !== undefined ? { file } : text !== undefined ? { text } : undefined
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function readProxies(text: string): string[] {
  const proxies = text.split(',').map((each) => each.trim())
  for (const proxy of proxies.filter(Boolean)) {
    const [address = '', bits, ...rest] = proxy.split('/')
    const isNetwork =
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32))
    if (isIP(address) !== 0 && isNetwork && rest.length === 0) continue
    throw new AppError('bad_argument', {
      detail: `A trusted proxy is "${proxy}"; expected addresses or networks such as 127.0.0.1,10.0.0.0/8.`,
    })
  }
  return proxies.filter(Boolean)
}

function readTls(cert: string | undefined, key: string | undefined): Config['tls'] {
  if (!cert && !key) return undefined
  if (cert && key) return { cert, key }
  throw new AppError('bad_argument', {
    detail: `There is only ${cert ? '--tls-cert' : '--tls-key'}; expected both of --tls-cert and --tls-key.`,
  })
}

function readRate(text: string | undefined): number {
  if (!text) return limits.requestsPerSecond
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new AppError('bad_argument', {
    detail: `The requests in a second are "${text}"; expected a number from 1 to 9999999.`,
  })
}

function readDays(what: 'history' | 'trash', text: string | undefined): number {
  if (!text) return serverLimits[`${what}Days`]
  const least = serverLimits[`${what}DaysMin`]
  if (/^\d{1,5}$/.test(text) && Number(text) >= least) return Number(text)
  throw new AppError('bad_argument', {
    detail: `The days to keep the ${what} are "${text}"; expected a number from ${least} to 99999.`,
  })
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
