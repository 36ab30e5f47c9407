/**
 * How an account comes to be: by an invitation, a provider or the terminal; the first one takes over what was there.
 */
import { AppError } from '../../model/errors.ts'
import type { AccessStore, AccessWrites, AccountRow, Invitation } from '../ports/access-store.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import type { Actor } from './actor.ts'
import { checkNewName } from './account-names.ts'
import { isGoverning } from './administrators.ts'
import { openInvitation } from './invitations.ts'

/**
 * Takes over the local account, or makes one.
 * @param account - its password's hash; null where it is entered by a provider alone
 */
export async function putAccount(
  { nowMs }: Pick<AccountsDeps, 'nowMs'>,
  tables: AccessWrites,
  { name, password }: Pick<AccountRow, 'name' | 'password'>,
  isAdmin: boolean,
  by: Actor,
): Promise<AccountRow> {
  const first = await firstToCome(tables)
  await checkNewName(tables, name, first?.id)
  let account: AccountRow
  if (first) {
    await tables.setMode('accounts')
    await tables.updateAccount(first.id, { name, password, isAdmin: true })
    account = { ...first, name, password, isAdmin: true }
  } else {
    account = await tables.addAccount({ name, password, isAdmin }, nowMs())
  }
  const about = { name, by: by.account }
  await tables.addAudit({
    at: nowMs(),
    event: 'account made',
    account: account.id,
    address: by.address,
    about,
  })
  return account
}

/** The local account, as long as nobody has it. */
export async function firstToCome(
  tables: Pick<AccessStore, 'firstAccount'>,
): Promise<AccountRow | undefined> {
  const first = await tables.firstAccount()
  return first?.name === 'local' && first.password === null ? first : undefined
}

/** @throws AppError `invitation_not_found` unless it is one to have an account, and may still be used */
export async function checkInvitation(
  deps: Pick<AccountsDeps, 'hashSecret' | 'nowMs'>,
  tables: Pick<AccessStore, 'invitation' | 'account' | 'firstAccount'>,
  text: string,
): Promise<Invitation> {
  const invitation = await openInvitation(deps, tables, text)
  if (invitation.list) throw new AppError('invitation_not_found')
  // The server's own is for the first one; another is worth what its maker may do now.
  const { madeBy } = invitation
  const maker = madeBy && (await tables.account({ id: madeBy.id }))
  if (madeBy ? !maker || !isGoverning(maker) : !(await firstToCome(tables)))
    throw new AppError('invitation_not_found')
  return invitation
}
