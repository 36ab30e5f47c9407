/** The settings of `settings.ts` put together into what the server is started with, checked against each other. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import type { LogLevel } from './log.ts'
import { AppError } from './model/errors.ts'
import type { OidcOptions } from './runtime/oidc.ts'
import {
  readSetting,
  readSettings,
  settings,
  type Arguments,
  type Environment,
  type Settings,
} from './settings.ts'
import { parseDatabaseName, type DatabaseName } from './storage/database-name.ts'

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
  /** Pages of these origins may use the API, with tokens. */
  allowedOrigins: string[]
  /** Where people reach the server; undefined: as each request says. */
  publicUrl: string | undefined
  oidc: OidcConfig | undefined
  /** Under which secrets of one-time codes are kept; undefined: a file beside SQLite's, or no key. */
  secretKey: { file: string } | { text: string } | undefined
  /** How long history and trash are kept. */
  keepHistoryDays: number
  keepTrashDays: number
  /** It is a file or an address that has newer public holidays. */
  holidays: string | undefined
  /** The server makes these backups by itself. */
  backup:
    | { target: string; everyMs: number; keep: string | undefined; recipients: string | undefined }
    | undefined
  /** Another program writes SQLite's log back. */
  noCheckpoints: boolean
}

export interface OidcConfig extends Omit<OidcOptions, 'clientSecret'> {
  /** Never on the command line, where every user of the machine reads it. */
  secret: { file: string } | { text: string }
}

/** @throws AppError `bad_argument` */
export function readConfig(args: Arguments, environment: Environment): Config {
  const given = readSettings(args, environment)
  return {
    host: given.host,
    port: given.port,
    database: databaseOf(given),
    makeTable: given.makeTable,
    migrateOnly: given.migrateOnly,
    yes: given.yes,
    logLevel: given.logLevel,
    localOnly: isLoopback(given.host),
    insecure: given.insecureNoAccounts,
    accounts: given.accounts,
    trustedProxies: given.trustProxy,
    tls: tlsOf(given),
    requestsPerSecond: given.requestsPerSecond,
    allowedOrigins: given.allowOrigin,
    publicUrl: given.url,
    oidc: oidcOf(given, environment),
    secretKey: secretOf('secretKeyFile', given, environment),
    keepHistoryDays: given.keepHistory,
    keepTrashDays: given.keepTrash,
    holidays: given.holidays,
    backup:
      given.backup === undefined
        ? undefined
        : {
            target: given.backup,
            everyMs: given.backupEvery,
            keep: given.backupKeep,
            recipients: given.backupEncryptFor,
          },
    noCheckpoints: given.noCheckpoints,
  }
}

/** @throws AppError `bad_argument` */
export const readDatabaseName = (
  args: Pick<Arguments, 'database' | 'data'>,
  environment: Environment,
): DatabaseName =>
  databaseOf({
    database: readSetting('database', args, environment),
    data: readSetting('data', args, environment),
  })

/** Reads the keys that secrets are sealed under, for commands that look after a database. */
export const readSecretKey = (environment: Environment): Config['secretKey'] =>
  secretOf('secretKeyFile', { secretKeyFile: readSetting('secretKeyFile', {}, environment) }, environment)

/** It tells such commands where newer public holidays are. @throws AppError `bad_argument` */
export const readHolidaySource = (environment: Environment): Config['holidays'] =>
  readSetting('holidays', {}, environment)

const databaseOf = ({ database, data }: Pick<Settings, 'database' | 'data'>): DatabaseName =>
  parseDatabaseName(database || `sqlite:${join(resolve(data), 'aiotodo.sqlite')}`)

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function tlsOf({ tlsCert: cert, tlsKey: key }: Settings): Config['tls'] {
  if (!cert && !key) return undefined
  if (cert && key) return { cert, key }
  throw new AppError('bad_argument', {
    detail: `There is only ${cert ? '--tls-cert' : '--tls-key'}; expected both of --tls-cert and --tls-key.`,
  })
}

/**
 * A secret on the command line could be read by every user of the machine: it comes by a file, or by the environment.
 */
function secretOf(
  name: 'oidcClientSecretFile' | 'secretKeyFile',
  given: Partial<Pick<Settings, 'oidcClientSecretFile' | 'secretKeyFile'>>,
  environment: Environment,
): { file: string } | { text: string } | undefined {
  const file = given[name]
  const text = environment[settings[name].secretVariable]
  return file !== undefined ? { file } : text ? { text } : undefined
}

function oidcOf(given: Settings, environment: Environment): OidcConfig | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId } = given
  const secret = secretOf('oidcClientSecretFile', given, environment)
  if (issuer === undefined && clientId === undefined && secret === undefined) return undefined
  if (issuer === undefined)
    throw new AppError('bad_argument', {
      detail: 'The OpenID issuer is ""; expected --oidc-issuer with the other settings of the provider.',
    })
  if (!clientId || !secret)
    throw new AppError('bad_argument', {
      detail: `There is only --oidc-issuer${clientId ? ' and --oidc-client-id' : ''}; expected --oidc-client-id and --oidc-client-secret-file as well.`,
    })
  const name = given.oidcName || new URL(issuer).host
  return { issuer, clientId, secret, name, signUp: given.oidcSignUp }
}

/** With the secret from its file. @throws AppError `bad_argument` */
export function withSecret({ secret, ...oidc }: OidcConfig): OidcOptions {
  const clientSecret = 'text' in secret ? secret.text : readSecret(secret.file)
  if (clientSecret !== '') return { ...oidc, clientSecret }
  throw new AppError('bad_argument', { detail: 'The secret at the OpenID provider is empty.' })
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new AppError('bad_argument', {
      detail: `${file} can not be read: ${(cause as Error).message}.`,
      cause,
    })
  }
}
