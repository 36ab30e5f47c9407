/** What an account may be called: a name that nobody has, and that nobody takes for somebody else's. */
import { isImpostor, isMixed, skeletonOf } from '../../model/alike-names.ts'
import { AppError } from '../../model/errors.ts'
import type { AccessReads } from '../ports/access-store.ts'

type Names = Pick<AccessReads, 'account' | 'namesLike'>

/**
 * To be asked of new names alone: those that there are stay, whatever they look like.
 * @param own - the account that is to have it
 * @throws AppError `account_name_taken`, `account_name_mixed`, `account_name_alike`
 */
export async function checkNewName(tables: Names, name: string, own?: string): Promise<void> {
  const known = await tables.account({ name })
  if (known && known.id !== own) throw new AppError('account_name_taken')
  if (isMixed(name)) throw new AppError('account_name_mixed', { params: { name } })
  const others = await tables.namesLike(skeletonOf(name))
  if (others.some((other) => other.id !== own && isImpostor(name, other.name)))
    throw new AppError('account_name_alike', { params: { name } })
}

/** The first of these names that a new account may have. */
export async function freeName(tables: Names, wished: Iterable<string>): Promise<string | undefined> {
  for (const name of wished) {
    try {
      await checkNewName(tables, name)
      return name
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }
  return undefined
}
