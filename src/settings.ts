/**
 * Every setting of the server, a line each: its flag, its environment variable, what it is where neither is given, and
 * what the help says. The command line, `config.ts` and the tests of both READMEs loop over this table.
 */
import { isIP, isIPv6 } from 'node:net'
import { logLevels, type LogLevel } from './log.ts'
import { AppError } from './model/errors.ts'
import { limits } from './model/limits.ts'
import { serverLimits } from './model/server-limits.ts'

export interface Setting<T> {
  /** As commander reads it; a name in `<>` is there when the flag takes a value. */
  flag: `-${string}`
  /** The environment variable; the flag goes before it. */
  variable?: string
  /** The environment variable of the secret itself, where the flag and the other one name a file that holds it. */
  secretVariable?: string
  help: string
  /** What the help and the READMEs say where nothing is given. */
  unlessGiven?: string
  /**
   * @param text - what was given; undefined where nothing was, and where the variable is empty
   * @throws AppError `bad_argument`
   */
  read: (text: string | undefined) => T
}

const text = (given: string | undefined): string | undefined => given
const isOn = (given: string | undefined): boolean => /^(1|true|yes)$/.test(given ?? '')

const numberOf =
  (what: string, unlessGiven: number, least: number, most: number) =>
  (given: string | undefined): number => {
    if (given === undefined) return unlessGiven
    const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
    if (number >= least && number <= most) return number
    throw new AppError('bad_argument', {
      detail: `The ${what} "${given}"; expected a number from ${least} to ${most}.`,
    })
  }

export const settings = {
  host: {
    flag: '-H, --host <host>',
    variable: 'AIOTODO_HOST',
    unlessGiven: '127.0.0.1',
    help: 'the address to listen on',
    read: (given) => given ?? '127.0.0.1',
  } satisfies Setting<string>,
  port: {
    flag: '-P, --port <port>',
    variable: 'AIOTODO_PORT',
    unlessGiven: '8080',
    help: 'the port; 0 picks a free one',
    read: numberOf('port is', 8080, 0, 65_535),
  } satisfies Setting<number>,
  database: {
    flag: '--database <name>',
    variable: 'DATABASE_URL',
    help: 'sqlite:PATH, memory: or postgres://user:password@host/name',
    read: text,
  } satisfies Setting<string | undefined>,
  data: {
    flag: '--data <dir>',
    variable: 'AIOTODO_DATA',
    unlessGiven: './data',
    help: 'the data folder',
    read: readFolder,
  } satisfies Setting<string>,
  makeTable: {
    flag: '--make-table',
    help: "drop the default list's todos and put in the tutorial's two",
    read: isOn,
  } satisfies Setting<boolean>,
  migrateOnly: {
    flag: '--migrate-only',
    help: 'bring the database to the newest schema, and end',
    read: isOn,
  } satisfies Setting<boolean>,
  yes: {
    flag: '-y, --yes',
    help: 'answer yes to what would be asked',
    read: isOn,
  } satisfies Setting<boolean>,
  logLevel: {
    flag: '--log-level <level>',
    variable: 'AIOTODO_LOG_LEVEL',
    unlessGiven: 'info',
    help: logLevels.join(', '),
    read: readLogLevel,
  } satisfies Setting<LogLevel>,
  insecureNoAccounts: {
    flag: '--insecure-no-accounts',
    help: 'let everyone who can reach the address read and change everything',
    read: isOn,
  } satisfies Setting<boolean>,
  accounts: {
    flag: '--accounts',
    variable: 'AIOTODO_ACCOUNTS',
    help: 'from now on there are accounts: every door asks for a key',
    read: isOn,
  } satisfies Setting<boolean>,
  trustProxy: {
    flag: '--trust-proxy <addresses>',
    variable: 'AIOTODO_TRUST_PROXY',
    help: 'whose X-Forwarded-For is believed',
    read: readProxies,
  } satisfies Setting<string[]>,
  tlsCert: {
    flag: '--tls-cert <file>',
    variable: 'AIOTODO_TLS_CERT',
    help: 'serve HTTPS with this certificate',
    read: text,
  } satisfies Setting<string | undefined>,
  tlsKey: {
    flag: '--tls-key <file>',
    variable: 'AIOTODO_TLS_KEY',
    help: 'and this key',
    read: text,
  } satisfies Setting<string | undefined>,
  requestsPerSecond: {
    flag: '--requests-per-second <number>',
    variable: 'AIOTODO_REQUESTS_PER_SECOND',
    unlessGiven: '1000',
    help: 'of one account',
    read: numberOf('requests in a second are', limits.requestsPerSecond, 1, 9_999_999),
  } satisfies Setting<number>,
  allowOrigin: {
    flag: '--allow-origin <origins>',
    variable: 'AIOTODO_ALLOW_ORIGIN',
    help: 'whose pages may use the API, with tokens only',
    read: readOrigins,
  } satisfies Setting<string[]>,
  url: {
    flag: '--url <url>',
    variable: 'AIOTODO_URL',
    help: 'where people reach the server, such as https://todo.example.org',
    read: readPublicUrl,
  } satisfies Setting<string | undefined>,
  oidcIssuer: {
    flag: '--oidc-issuer <url>',
    variable: 'AIOTODO_OIDC_ISSUER',
    help: 'let people sign in by this OpenID provider',
    read: readIssuer,
  } satisfies Setting<string | undefined>,
  oidcClientId: {
    flag: '--oidc-client-id <id>',
    variable: 'AIOTODO_OIDC_CLIENT_ID',
    help: 'what this server is called there',
    read: text,
  } satisfies Setting<string | undefined>,
  oidcClientSecretFile: {
    flag: '--oidc-client-secret-file <file>',
    variable: 'AIOTODO_OIDC_CLIENT_SECRET_FILE',
    secretVariable: 'AIOTODO_OIDC_CLIENT_SECRET',
    help: 'its secret there',
    read: text,
  } satisfies Setting<string | undefined>,
  oidcName: {
    flag: '--oidc-name <name>',
    variable: 'AIOTODO_OIDC_NAME',
    unlessGiven: "the issuer's host",
    help: 'what the button says',
    read: text,
  } satisfies Setting<string | undefined>,
  oidcSignUp: {
    flag: '--oidc-sign-up',
    variable: 'AIOTODO_OIDC_SIGN_UP',
    help: 'whom the provider knows gets an account, also without an invitation',
    read: isOn,
  } satisfies Setting<boolean>,
  secretKeyFile: {
    flag: '--secret-key-file <file>',
    variable: 'AIOTODO_SECRET_KEY_FILE',
    secretVariable: 'AIOTODO_SECRET_KEY',
    unlessGiven: 'with SQLite a file beside it',
    help: 'the key of one-time-code secrets',
    read: text,
  } satisfies Setting<string | undefined>,
  keepHistory: {
    flag: '--keep-history <days>',
    variable: 'AIOTODO_KEEP_HISTORY',
    unlessGiven: '365',
    help: 'how long the history is kept',
    read: numberOf(
      'days to keep the history are',
      serverLimits.historyDays,
      serverLimits.historyDaysMin,
      99_999,
    ),
  } satisfies Setting<number>,
  keepTrash: {
    flag: '--keep-trash <days>',
    variable: 'AIOTODO_KEEP_TRASH',
    unlessGiven: '90',
    help: 'how long the trash is kept',
    read: numberOf('days to keep the trash are', serverLimits.trashDays, serverLimits.trashDaysMin, 99_999),
  } satisfies Setting<number>,
  holidays: {
    flag: '--holidays <file>',
    variable: 'AIOTODO_HOLIDAYS',
    unlessGiven: 'those built in',
    help: 'a file or https address with public holidays of China, read each day',
    read: readHolidays,
  } satisfies Setting<string | undefined>,
  backup: {
    flag: '--backup <target>',
    variable: 'AIOTODO_BACKUP',
    help: 'make backups there: a folder, a file or s3://BUCKET/…',
    read: text,
  } satisfies Setting<string | undefined>,
  backupEvery: {
    flag: '--backup-every <time>',
    variable: 'AIOTODO_BACKUP_EVERY',
    unlessGiven: '1d',
    help: 'how often, as in 6h or 1d',
    read: readEvery,
  } satisfies Setting<number>,
  backupKeep: {
    flag: '--backup-keep <periods>',
    variable: 'AIOTODO_BACKUP_KEEP',
    unlessGiven: 'all of them',
    help: 'keep the newest of so many days, weeks and months, as in 7d,4w,12m',
    read: text,
  } satisfies Setting<string | undefined>,
  backupEncryptFor: {
    flag: '--backup-encrypt-for <keys>',
    variable: 'AIOTODO_BACKUP_ENCRYPT_FOR',
    help: 'encrypt them for these public keys of age',
    read: text,
  } satisfies Setting<string | undefined>,
  noCheckpoints: {
    flag: '--no-checkpoints',
    variable: 'AIOTODO_NO_CHECKPOINTS',
    help: "leave SQLite's log to another program, such as Litestream",
    read: isOn,
  } satisfies Setting<boolean>,
} as const

export type SettingName = keyof typeof settings
export type Environment = Readonly<Record<string, string | undefined>>
/** What the command line gives: text as it was typed, or true for a flag without a value. */
export type Arguments = { readonly [Name in SettingName]?: string | boolean }
export type Settings = { [Name in SettingName]: ReturnType<(typeof settings)[Name]['read']> }

/** One setting, by its flag, else by its variable, else as it is unless given. @throws AppError `bad_argument` */
export function readSetting<Name extends SettingName>(
  name: Name,
  args: Arguments,
  environment: Environment,
): Settings[Name] {
  const { flag, variable, read }: Setting<unknown> = settings[name]
  // Commander takes `--no-x` as the opposite of an option `x`, which is on unless it is given.
  const given: string | boolean | undefined = flag.startsWith('--no-')
    ? (args as Record<string, unknown>)[oppositeOf(name)] === false
    : args[name]
  const fromFlag = typeof given === 'string' ? given : given ? '1' : undefined
  const fromVariable = variable === undefined ? undefined : environment[variable]
  return read(fromFlag ?? (fromVariable || undefined)) as Settings[Name]
}

/** `noCheckpoints` is the opposite of `checkpoints`. */
const oppositeOf = (name: string): string => name.charAt(2).toLowerCase() + name.slice(3)

/** All of them. @throws AppError `bad_argument` */
export function readSettings(args: Arguments, environment: Environment): Settings {
  const names = Object.keys(settings) as SettingName[]
  return Object.fromEntries(names.map((name) => [name, readSetting(name, args, environment)])) as Settings
}

/** What the help says of a setting, with its variable and what it is unless given. */
export function helpOf({ variable, secretVariable, help, unlessGiven, flag }: Setting<unknown>): string {
  const isSwitch = !flag.includes('<')
  const more = [
    variable && (isSwitch ? `${variable}=1` : variable),
    secretVariable && `or the secret itself in ${secretVariable}`,
    unlessGiven && `default ${unlessGiven}`,
  ]
  const shown = more.filter(Boolean).join('; ')
  return shown ? `${help} (${shown})` : help
}

/** It is told in milliseconds. */
function readEvery(given: string | undefined): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(given ?? '1d') ?? []
  const ms = { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as 'm' | 'h' | 'd'] * Number(count)
  if (ms > 0) return ms
  throw new AppError('bad_argument', {
    detail: `The time between backups is "${given}"; expected one such as 30m, 6h or 1d.`,
  })
}

function readFolder(given: string | undefined): string {
  // An empty one, as of a variable that is not set, would be the folder that one is in.
  if (given === '')
    throw new AppError('bad_argument', { detail: 'The data folder is ""; expected the path of a folder.' })
  return given ?? 'data'
}

function readLogLevel(given: string | undefined): LogLevel {
  const level = logLevels.find((name) => name === (given ?? 'info'))
  if (level) return level
  throw new AppError('bad_argument', {
    detail: `The log level is "${given}"; expected ${logLevels.join(', ')}.`,
  })
}

function readProxies(given: string | undefined): string[] {
  const proxies = (given ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  for (const proxy of proxies) {
    const [address = '', bits, ...rest] = proxy.split('/')
    const isNetwork =
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32))
    if (isIP(address) !== 0 && isNetwork && rest.length === 0) continue
    throw new AppError('bad_argument', {
      detail: `A trusted proxy is "${proxy}"; expected addresses or networks such as 127.0.0.1,10.0.0.0/8.`,
    })
  }
  return proxies
}

function readOrigins(given: string | undefined): string[] {
  const origins = (given ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  for (const origin of origins) {
    const isOrigin = URL.canParse(origin) && /^https?:/.test(origin) && new URL(origin).origin === origin
    if (isOrigin) continue
    throw new AppError('bad_argument', {
      detail: `An allowed origin is "${origin}"; expected origins such as https://app.example.org,http://localhost:5173 (no path, no "*").`,
    })
  }
  return origins
}

/** Without the slash at its end. */
function readPublicUrl(given: string | undefined): string | undefined {
  if (given === undefined || given === '') return undefined
  if (isAddress(given, { isSecret: false })) return given.replace(/\/+$/, '')
  throw new AppError('bad_argument', {
    detail: `The address of the server is "${given}"; expected one such as https://todo.example.org.`,
  })
}

function readIssuer(given: string | undefined): string | undefined {
  if (given === undefined || isAddress(given, { isSecret: true })) return given
  throw new AppError('bad_argument', {
    detail: `The OpenID issuer is "${given}"; expected an address that begins with https:// (http:// of this computer only).`,
  })
}

function readHolidays(given: string | undefined): string | undefined {
  if (given === undefined || !/^[a-z][a-z\d+.-]*:\/\//i.test(given)) return given
  if (isAddress(given, { isSecret: true, hasSearch: true })) return given
  throw new AppError('bad_argument', {
    detail: `The public holidays are at "${given}"; expected a file, or an address that begins with https:// (http:// of this computer only).`,
  })
}

function isAddress(
  given: string,
  { isSecret, hasSearch = false }: { isSecret: boolean; hasSearch?: boolean },
): boolean {
  if (!URL.canParse(given)) return false
  const { protocol, hostname, search, hash, username } = new URL(given)
  if ((search !== '' && !hasSearch) || hash !== '' || username !== '') return false
  if (protocol === 'https:') return true
  return protocol === 'http:' && (!isSecret || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
}
