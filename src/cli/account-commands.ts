/** `aiotodo account`, `token` and `invite`: for whoever has the database, whether a server runs on it or not. */
import { Option, type Command } from 'commander'
import { atTheTerminal, createApp, type App } from '../app.ts'
import { readDatabaseName } from '../config.ts'
import { scopes } from '../model/access.ts'
import { AccountName, normalName, TokenInput } from '../model/account.ts'
import { check } from '../model/check.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { say } from './output.ts'
import { confirm, readPassword } from './terminal.ts'

export interface DatabaseArguments {
  database?: string
  data?: string
}

type Account = NonNullable<Awaited<ReturnType<App['store']['access']['account']>>>

export interface Ways {
  strict: (command: Command) => Command
  onDatabase: (command: Command) => Command
}

export function addAccountCommands(program: Command, { strict, onDatabase }: Ways): void {
  const group = (name: string, description: string) => strict(program.command(name)).description(description)
  const command = (of: Command, usage: string, description: string) =>
    onDatabase(strict(of.command(usage)).description(description))

  const account = group('account', 'The accounts of a database; the first one ends local mode.')
  command(
    account,
    'add <name>',
    'Make an account; its password is asked for, or the first line of standard input.',
  )
    .option('--admin', 'who may look after the other accounts')
    .action(addAccount)
  command(account, 'ls', 'Print the accounts.').action(listAccounts)
  command(account, 'rename <name> <new>', 'Give an account another name.').action((name, to, args) =>
    change(name, { name: check(AccountName, to) }, args),
  )
  for (const [word, isDisabled] of [
    ['disable', true],
    ['enable', false],
  ] as const)
    command(account, `${word} <name>`, isDisabled ? 'Lock an account out.' : 'Let it in again.').action(
      (name, args) => change(name, { isDisabled }, args),
    )
  command(account, 'password <name>', 'Set a new password, and end all sessions.').action(setPassword)
  command(
    account,
    'reset-factors <name>',
    'Take second factor and passkeys from an account that lost them, and end its sessions.',
  ).action(resetFactors)
  command(account, 'rm <name>', 'Remove an account for good; shared lists go to another member.')
    .option('-y, --yes', 'answer yes to what would be asked')
    .action(removeAccount)

  const token = group('token', 'Keys for scripts and devices.')
  command(token, 'add <account> <name>', 'Make a token, and print it.')
    .addOption(new Option('--scope <scope>', scopes.join(', ')).choices([...scopes]).default('write'))
    .option('--list <id...>', 'only for these lists')
    .option('--deletions-per-hour <number>', 'how many things it may put in the trash')
    .option('--days <number>', 'how long it is valid; without end unless given')
    .action(addToken)
  command(token, 'ls <account>', "Print an account's tokens.").action(listTokens)
  command(token, 'rm <account> <id>', 'Take a token back, at once.').action(removeToken)
  command(program, 'invite', 'Print an invitation to have an account: a link that works once.')
    .option('-s, --server <url>', 'where the server is (AIOTODO_SERVER; default http://localhost:8080)')
    .action(invite)
}

export async function withApp(args: DatabaseArguments, work: (app: App) => Promise<void>): Promise<void> {
  const app = await createApp({ database: readDatabaseName(args, process.env) })
  try {
    await work(app)
  } finally {
    await app.close()
  }
}

/** @throws AppError `account_not_found`, `local_mode` */
export async function find({ store, keyring }: App, name: string): Promise<Account> {
  if (keyring.local) throw new AppError('local_mode')
  const found = await store.access.account({ name: normalName(name) })
  if (!found) throw new AppError('account_not_found', { detail: `"${name}" is no account.` })
  return found
}

async function addAccount(name: string, args: DatabaseArguments & { admin?: boolean }): Promise<void> {
  const checked = check(AccountName, name)
  const password = await readPassword(`Password for ${checked}: `)
  await withApp(args, async ({ accounts, keyring }) => {
    const isFirst = keyring.local !== undefined
    const made = await accounts.add({ name: checked, password, isAdmin: args.admin ?? false })
    say(
      isFirst || made.isAdmin
        ? `There is an account ${made.name}, an administrator.${isFirst ? ' It has the lists that were here; from now on every door asks for a key.' : ''}`
        : `There is an account ${made.name}.`,
    )
  })
}

const listAccounts = (args: DatabaseArguments): Promise<void> =>
  withApp(args, async ({ store, keyring }) => {
    if (keyring.local) throw new AppError('local_mode')
    for (let after = ''; ;) {
      const page = await store.access.accounts(after, limits.pageSizeMax)
      const alike = await store.access.alike(page.map(({ id }) => id))
      for (const { id, name, isAdmin, disabledAt } of page)
        say(
          [
            name,
            // Whose name could be taken for another's is told apart by it.
            ...(alike.has(id) ? [id] : []),
            ...(isAdmin ? ['administrator'] : []),
            ...(disabledAt ? ['disabled'] : []),
          ].join('  '),
        )
      if (page.length < limits.pageSizeMax) return
      after = page.at(-1)?.name ?? ''
    }
  })

const change = (
  name: string,
  changes: { name?: string; isDisabled?: boolean },
  args: DatabaseArguments,
): Promise<void> =>
  withApp(args, async (app) => {
    const { id } = await find(app, name)
    await app.accounts.update(id, changes)
  })

async function setPassword(name: string, args: DatabaseArguments): Promise<void> {
  const password = await readPassword(`New password for ${name}: `)
  await withApp(args, async (app) => {
    const { id } = await find(app, name)
    await app.accounts.setPassword(id, password)
  })
}

const resetFactors = (name: string, args: DatabaseArguments): Promise<void> =>
  withApp(args, async (app) => {
    const { id } = await find(app, name)
    await app.secondFactors.reset(id, atTheTerminal)
  })

const removeAccount = (name: string, args: DatabaseArguments & { yes?: boolean }): Promise<void> =>
  withApp(args, async (app) => {
    const { id } = await find(app, name)
    if (!args.yes && !(await confirm(`Remove ${name}, with the lists that only it has, for good?`)))
      throw new AppError('not_confirmed', { detail: `The account ${name} is still there.` })
    await app.accounts.remove(id)
  })

interface TokenArguments extends DatabaseArguments {
  scope: string
  list?: string[]
  deletionsPerHour?: string
  days?: string
}

const addToken = (name: string, label: string, args: TokenArguments): Promise<void> =>
  withApp(args, async (app) => {
    const { id } = await find(app, name)
    const days = args.days === undefined ? undefined : Number(args.days)
    if (days !== undefined && !(days > 0 && days < 10_000))
      throw new AppError('bad_argument', { detail: `The days are "${args.days}"; expected a number.` })
    const input = check(TokenInput, {
      name: label,
      scope: args.scope,
      ...(args.list && { lists: args.list }),
      ...(args.deletionsPerHour !== undefined && { deletionsPerHour: Number(args.deletionsPerHour) }),
    })
    const { key } = await app.keys.addToken(
      id,
      {
        name: input.name,
        scope: input.scope,
        lists: input.lists ?? null,
        deletionsPerHour: input.deletionsPerHour ?? null,
        expiresAt: days === undefined ? null : Date.now() + days * 24 * 60 * 60 * 1_000,
      },
      atTheTerminal,
    )
    say(key)
  })

const listTokens = (name: string, args: DatabaseArguments): Promise<void> =>
  withApp(args, async (app) => {
    const { id: account } = await find(app, name)
    for (const { id, kind, name: label, lists, usedAt, expiresAt } of await app.keys.list(account, 'token')) {
      const until = expiresAt === null ? 'no end' : `until ${new Date(expiresAt).toISOString()}`
      const of = lists ? `${lists.length} lists` : 'all lists'
      say([id, kind, of, `used ${new Date(usedAt).toISOString()}`, until, label].join('  '))
    }
  })

const removeToken = (name: string, token: string, args: DatabaseArguments): Promise<void> =>
  withApp(args, async (app) => {
    const { id } = await find(app, name)
    await app.keys.remove(id, 'token', token, atTheTerminal)
  })

const invite = (args: DatabaseArguments & { server?: string }): Promise<void> =>
  withApp(args, async ({ accounts, keyring }) => {
    if (keyring.local) throw new AppError('local_mode')
    const server = args.server ?? (process.env['AIOTODO_SERVER'] || 'http://localhost:8080')
    say(`${server.replace(/\/*$/, '')}/#${await accounts.invite(atTheTerminal)}`)
  })
