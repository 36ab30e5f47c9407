/** The commands for people, and how a command that failed says so. */
import { Command, CommanderError, Option } from 'commander'
import { version } from '../app.ts'
import type { ServeArguments } from '../config.ts'
import { logLevels } from '../log.ts'
import { AppError, rowOf, type ErrorCode } from '../model/errors.ts'
import { ResponseError } from '../client/client.ts'
import { addAccountCommands } from './account-commands.ts'
import { doctor } from './doctor.ts'
import { addIdentityCommands } from './identity-commands.ts'
import { serve, type PageRoutes } from './serve.ts'
import { add, ls, watch } from './todos.ts'

/**
 * Runs a command; a failure is one line on standard error and exit code 1.
 * @param developed - the page as it is worked on, to be served instead of the built one
 */
export async function runCommandLine(args: readonly string[], developed?: PageRoutes): Promise<void> {
  try {
    await createProgram(developed).parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = report(error)
    if (process.exitCode) process.exit()
  }
}

function createProgram(developed?: PageRoutes): Command {
  const program = strict(new Command('aiotodo')).description('The todo server.')
  const command = (usage: string, description: string) =>
    strict(program.command(usage)).description(description)
  const onDatabase = (each: Command) =>
    each
      .option(
        '--database <name>',
        'sqlite:PATH, memory: or postgres://user:password@host/name (DATABASE_URL; default SQLite in the data folder)',
      )
      .option('--data <dir>', 'the data folder (AIOTODO_DATA; default ./data)')
  const onServer = (each: Command) =>
    each
      .option('-s, --server <url>', 'the server (AIOTODO_SERVER; default http://localhost:8080)')
      .option('-t, --token <token>', 'where there are accounts (AIOTODO_TOKEN)')

  onDatabase(command('serve', 'Serve todos over HTTP.'))
    .option('-H, --host <host>', 'the address to listen on (AIOTODO_HOST; default 127.0.0.1)')
    .option('-P, --port <port>', 'the port; 0 picks a free one (AIOTODO_PORT; default 8080)')
    .option('--make-table', "drop the default list's todos and put in the tutorial's two")
    .option('--migrate-only', 'bring the database to the newest schema, and end')
    .option('-y, --yes', 'answer yes to what would be asked')
    .addOption(new Option('--log-level <level>', `${logLevels.join(', ')} (AIOTODO_LOG_LEVEL; default info)`))
    .option('--insecure-no-accounts', 'let everyone who can reach the address read and change everything')
    .option('--accounts', 'from now on there are accounts: every door asks for a key (AIOTODO_ACCOUNTS=1)')
    .option('--trust-proxy <addresses>', 'whose X-Forwarded-For is believed (AIOTODO_TRUST_PROXY)')
    .option('--tls-cert <file>', 'serve HTTPS with this certificate (AIOTODO_TLS_CERT)')
    .option('--tls-key <file>', 'and this key (AIOTODO_TLS_KEY)')
    .option('--requests-per-second <number>', 'of one account (AIOTODO_REQUESTS_PER_SECOND; default 1000)')
    .option('--url <url>', 'where people reach the server, such as https://todo.example.org (AIOTODO_URL)')
    .option('--oidc-issuer <url>', 'let people sign in by this OpenID provider (AIOTODO_OIDC_ISSUER)')
    .option('--oidc-client-id <id>', 'what this server is called there (AIOTODO_OIDC_CLIENT_ID)')
    .option(
      '--oidc-client-secret-file <file>',
      'its secret there (AIOTODO_OIDC_CLIENT_SECRET_FILE; or the secret itself in AIOTODO_OIDC_CLIENT_SECRET)',
    )
    .option('--oidc-name <name>', "what the button says (AIOTODO_OIDC_NAME; default the issuer's host)")
    .option(
      '--oidc-sign-up',
      'whom the provider knows gets an account, also without an invitation (AIOTODO_OIDC_SIGN_UP=1)',
    )
    .option('--keep-history <days>', 'how long the history is kept (AIOTODO_KEEP_HISTORY; default 365)')
    .option('--keep-trash <days>', 'how long the trash is kept (AIOTODO_KEEP_TRASH; default 90)')
    .action((args: ServeArguments) => serve(args, developed))
  onDatabase(command('doctor', 'Check a database: its digests against its rows, and its file.'))
    .option('--repair', 'keep the digests of the rows as they are')
    .option('--new-epoch', 'after a restore from a backup: have replicas fetch everything anew')
    .action(doctor)
  onServer(command('add <name...>', 'Add a todo.'))
    .option('-l, --list <list>', 'to this list, by its name or id; the default one unless given')
    .action(add)
  onServer(command('ls', 'Print the todos of a list.'))
    .option('-l, --list <list>', 'of this list, by its name or id; the default one unless given')
    .option('-a, --all', 'finished ones as well')
    .option('--json', 'a line of JSON for each')
    .action(ls)
  onServer(command('watch [list]', 'Print changes as they come, of one list or of all.'))
    .option('--json', 'a line of JSON for each')
    .action(watch)
  addAccountCommands(program, { strict, onDatabase })
  addIdentityCommands(program, { strict, onDatabase })
  return program
}

/** Reports by exceptions, so that all failures look alike. */
function strict(command: Command): Command {
  return command
    .version(version, '-V, --version')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and the version are not failures.
    if (error.exitCode === 0) return 0
    return fail('bad_argument', error.message.replace(/^error: /, '').replace(/\.?$/, '.'))
  }
  if (error instanceof AppError) return fail(error.code, error.details.detail ?? '')
  if (error instanceof ResponseError) {
    const { title, detail = '', fix = '' } = error.problem
    console.error(`aiotodo: ${title}. ${detail} ${fix}`.replaceAll(/\s+/g, ' ').trim())
    return 1
  }
  console.error(error)
  return 1
}

function fail(code: ErrorCode, detail: string): number {
  const { title, fix } = rowOf(code)
  console.error(`aiotodo: ${title}: ${detail} ${fix}`.replaceAll(/\s+/g, ' '))
  return 1
}
