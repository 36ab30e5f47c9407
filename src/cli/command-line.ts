/** The commands for people, and how a command that failed says so. */
import { Argument, Command, Option } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { AppError } from '../model/errors.ts'
import { helpOf, settings, type Arguments } from '../settings.ts'
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
    if (args.length === 0) return say(...firstSteps)
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
      .option(settings.database.flag, helpOf(settings.database))
      .option(settings.data.flag, helpOf(settings.data))
  const onServer = (each: Command) =>
    each
      .option('-s, --server <url>', 'the server (AIOTODO_SERVER; default http://localhost:8080)')
      .option('-t, --token <token>', 'where there are accounts (AIOTODO_TOKEN)')

  const serve = command('serve', 'Serve todos over HTTP.')
  for (const setting of Object.values(settings)) serve.option(setting.flag, helpOf(setting))
  serve.action(async (args: Arguments) => (await import('./serve.ts')).serve(args, developed))
  onDatabase(command('doctor', 'Check a database: its digests against its rows, and its file.'))
    .option('--repair', 'keep the digests of the rows as they are')
    .option('--new-epoch', 'after a restore from a backup: have replicas fetch everything anew')
    .action(async (args) => (await import('./doctor.ts')).doctor(args))
  addBackupCommands(command, onDatabase)
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
  onServer(
    command('health', 'Ask a server whether it should get requests; for those who watch over it.'),
  ).action(async (args) => (await import('./health.ts')).health(args))
  command('notices', 'Print the licences of all that the program is made of.').action(async () =>
    (await import('./notices.ts')).notices(),
  )
  command('help [words...]', 'Print the help of a command.').action((words: string[]) => help(program, words))
  // They bring the server with them, which takes as long to load as all else of a command.
  if (args[0] === 'complete' || !program.commands.some((each) => each.name() === args[0])) {
    const { addAccountCommands } = await import('./account-commands.ts')
    const { addIdentityCommands } = await import('./identity-commands.ts')
    addAccountCommands(program, { strict, onDatabase })
    addIdentityCommands(program, { strict, onDatabase })
  }
  return program
}

function addBackupCommands(
  command: (usage: string, description: string) => Command,
  onDatabase: (each: Command) => Command,
): void {
  onDatabase(
    command('backup <target>', 'Copy the database, while it is served, into a file, a folder or s3://….'),
  )
    .option(
      '--keep <periods>',
      'in a folder: keep the newest of so many days, weeks and months, as in 7d,4w,12m',
    )
    .option('--encrypt-for <keys>', 'encrypt it for these public keys of age, with commas')
    .option('--json', 'print what was made as JSON')
    .action(async (target, args) => (await import('./backup-commands.ts')).backup(target, args))
  command(
    'backup-key <file>',
    'Make a pair of keys for backups: the secret one in a file, the public one is printed.',
  ).action(async (file) => (await import('./backup-commands.ts')).backupKey(file))
}

/** These are told to whoever has nothing of aiotodo on the computer yet. */
const firstSteps = [
  'aiotodo is a todo server, and the commands for it.',
  '',
  '  aiotodo serve                    serve todos on this computer, with a page in the browser',
  '  aiotodo login https://…          use a server that runs elsewhere',
  '  aiotodo add "Buy milk tomorrow"  add a todo there; "aiotodo ls" prints what is open',
  '',
  'All commands: aiotodo --help',
]

/** @throws AppError `bad_argument` where there is no such command */
function help(program: Command, words: readonly string[]): void {
  let found = program
  for (const word of words) {
    const next = found.commands.find((each) => each.name() === word)
    if (!next)
      throw new AppError('bad_argument', {
        detail: `"${words.join(' ')}" is no command; expected one of aiotodo --help.`,
      })
    found = next
  }
  found.outputHelp()
}

/** Reports by exceptions, so that all failures look alike. */
function strict(command: Command): Command {
  return command
    .version(version, '-V, --version')
    .allowExcessArguments(false)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
}
