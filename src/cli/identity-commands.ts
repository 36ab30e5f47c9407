/** `aiotodo identity`: the identities at a sign-in provider that accounts are linked to. */
import type { Command } from 'commander'
import { atTheTerminal } from '../app.ts'
import { find, withApp, type DatabaseArguments, type Ways } from './account-commands.ts'
import { say } from './output.ts'

export function addIdentityCommands(program: Command, { strict, onDatabase }: Ways): void {
  const identity = strict(program.command('identity')).description(
    'The identities at a sign-in provider that accounts are linked to.',
  )
  const command = (usage: string, description: string) =>
    onDatabase(strict(identity.command(usage)).description(description))
  command('ls <account>', "Print an account's identities.").action(listIdentities)
  command('rm <account> <id>', 'Unlink one: nobody signs in by it any more.').action(removeIdentity)
}

const listIdentities = (name: string, args: DatabaseArguments): Promise<void> =>
  withApp(args, async (app) => {
    const account = await find(app, name)
    for (const { id, issuer, subject, name: called, usedAt } of await app.identities.list(account.id))
      say([id, issuer, subject, `used ${new Date(usedAt).toISOString()}`, called ?? ''].join('  ').trim())
  })

const removeIdentity = (name: string, id: string, args: DatabaseArguments): Promise<void> =>
  withApp(args, async (app) => {
    const account = await find(app, name)
    await app.identities.unlink(account.id, id, atTheTerminal)
  })
