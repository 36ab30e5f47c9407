/** The commands for people, and how a command that failed says so. */
import { Argument, Command, Option } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import type { ServeArguments } from '../config.ts'
import { logLevels } from '../log.ts'
import { complete, completionScripts, shells, type Shell } from './completion.ts'
import { addExchangeCommands } from './exchange-commands.ts'
import { report } from './exit-codes.ts'
import { say } from './output.ts'
import type { PageRoutes } from './serve.ts'
import { addTodoCommands } from './todo-program.ts'

const { version } = packageJson

/**
 * Runs a command; a failure is one line on standard error, and an exit code that says of what kind.
 * @param developed - the page as it is worked on, to be served instead of the built one
 */
export async function runCommandLine(args: readonly string[], developed?: PageRoutes): Promise<void> {
  try {
    const program = await createProgram(args, developed)
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = report(await inWords(error))
    if (process.exitCode) process.exit()
  }
}

/** What fails in a database that is used without a server is told in words too. The server's parts are there then. */
async function inWords(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || error.name !== 'StoreError') return error
  return (await import('../app.ts')).databaseProblem(error)
}

async function createProgram(args: readonly string[], developed?: PageRoutes): Promise<Command> {
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
    .option(
      '--secret-key-file <file>',
      'the key of one-time-code secrets (AIOTODO_SECRET_KEY_FILE; or the key itself in AIOTODO_SECRET_KEY; default with SQLite a file beside it)',
    )
    .option('--keep-history <days>', 'how long the history is kept (AIOTODO_KEEP_HISTORY; default 365)')
    .option('--keep-trash <days>', 'how long the trash is kept (AIOTODO_KEEP_TRASH; default 90)')
    .action(async (args: ServeArguments) => (await import('./serve.ts')).serve(args, developed))
  onDatabase(command('doctor', 'Check a database: its digests against its rows, and its file.'))
    .option('--repair', 'keep the digests of the rows as they are')
    .option('--new-epoch', 'after a restore from a backup: have replicas fetch everything anew')
    .action(async (args) => (await import('./doctor.ts')).doctor(args))
  addTodoCommands({ command })
  onServer(command('watch [list]', 'Print changes as they come, of one list or of all.'))
    .option('--json', 'a line of JSON for each')
    .action(async (list, args) => (await import('./watch.ts')).watch(list, args))
  addExchangeCommands((usage, description) => onServer(command(usage, description)))
  command('completion', 'Print a script that completes these commands in a shell.')
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .action((shell: Shell) => say(...completionScripts[shell].split('\n')))
  strict(program.command('complete [words...]', { hidden: true }))
    .addOption(new Option('--shell <shell>').choices(shells))
    .action((words: string[], { shell }: { shell?: Shell }) => complete(program, words, shell))
  // They bring the server with them, which takes as long to load as all else of a command.
  if (args[0] === 'complete' || !program.commands.some((each) => each.name() === args[0])) {
    const { addAccountCommands } = await import('./account-commands.ts')
    const { addIdentityCommands } = await import('./identity-commands.ts')
    addAccountCommands(program, { strict, onDatabase })
    addIdentityCommands(program, { strict, onDatabase })
  }
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
