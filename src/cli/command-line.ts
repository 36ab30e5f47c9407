/** The commands for people, and how a command that failed says so. */
import { Command, CommanderError, Option } from 'commander'
import { version } from '../app.ts'
import { logLevels } from '../log.ts'
import { AppError, errors } from '../model/errors.ts'
import { serve } from './serve.ts'

/** Runs a command; a failure is one line on standard error and exit code 1. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const program = new Command('aiotodo')
    .description('The todo server.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
  program
    .command('serve')
    .description('Serve todos over HTTP.')
    .option('-H, --host <host>', 'the address to listen on (AIOTODO_HOST; default 127.0.0.1)')
    .option('-P, --port <port>', 'the port; 0 picks a free one (AIOTODO_PORT; default 8080)')
    .option(
      '--database <name>',
      'sqlite:PATH, memory: or postgres://user:password@host/name (DATABASE_URL; default SQLite in the data folder)',
    )
    .option('--data <dir>', 'the data folder (AIOTODO_DATA; default ./data)')
    .option('--make-table', "drop the default list's todos and put in the tutorial's two")
    .option('-y, --yes', 'answer yes to what would be asked')
    .addOption(new Option('--log-level <level>', `${logLevels.join(', ')} (AIOTODO_LOG_LEVEL; default info)`))
    .option('--insecure-no-accounts', 'let everyone who can reach the address read and change everything')
    .version(version, '-V, --version')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .action(serve)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = report(error)
    if (process.exitCode) process.exit()
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and the version are not failures.
    if (error.exitCode === 0) return 0
    return fail('bad_argument', error.message.replace(/^error: /, '').replace(/\.?$/, '.'))
  }
  if (error instanceof AppError) return fail(error.code, error.details.detail ?? '')
  console.error(error)
  return 1
}

function fail(code: keyof typeof errors, detail: string): number {
  const { title, fix } = errors[code]
  console.error(`aiotodo: ${title}: ${detail} ${fix}`.replaceAll(/\s+/g, ' '))
  return 1
}
