/**
 * What opened the door, and whether it still does in the transaction that lets in: it was checked before that, which
 * takes a while.
 */
import { AppError } from '../../model/errors.ts'
import type { AccessReads, IdentityRow, Way } from '../ports/access-store.ts'
import { isNeeded } from './second-factor.ts'

export type Shown =
  /** A password with this hash, and where it was needed the code behind it. */
  | { way: Extract<Way, 'password' | 'second factor'>; hash: string }
  /** A passkey, by its credential. */
  | { way: 'passkey'; passkey: string }
  | { way: 'provider'; identity: Pick<IdentityRow, 'issuer' | 'subject'> }
  /** The account was made just now; or it is the program itself that opens it. */
  | { way: 'invitation' | null }

/**
 * @throws AppError `wrong_password`, `second_factor_needed`, `passkey_refused`, `identity_unknown`, `account_disabled`
 */
export async function checkShown(tables: AccessReads, id: string, shown: Shown): Promise<void> {
  const account = await tables.account({ id })
  const isOpen = account?.disabledAt === null
  switch (shown.way) {
    case 'password':
    case 'second factor':
      if (!isOpen || account.password !== shown.hash) throw new AppError('wrong_password')
      if (shown.way === 'password' && (await isNeeded(tables, id))) throw new AppError('second_factor_needed')
      return
    case 'passkey':
      if (!isOpen || (await tables.passkey(shown.passkey))?.account !== id)
        throw new AppError('passkey_refused')
      return
    case 'provider':
      if (!isOpen) throw new AppError('account_disabled')
      if ((await tables.identity(shown.identity))?.account !== id) throw new AppError('identity_unknown')
      return
    default:
      if (!isOpen) throw new AppError('account_disabled')
  }
}
