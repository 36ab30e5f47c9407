/** There is always an administrator who can let others in. */
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { AccessStore, AccessWrites, AccountRow } from '../ports/access-store.ts'

export const isGoverning = ({ isAdmin, disabledAt }: AccountRow): boolean => isAdmin && disabledAt === null

/** An administrator, but not this one. */
export async function governor(
  tables: Pick<AccessStore, 'accounts'>,
  but?: string,
): Promise<AccountRow | undefined> {
  for (let after = ''; ;) {
    const page = await tables.accounts(after, limits.pageSizeMax)
    const found = page.find((account) => isGoverning(account) && account.id !== but)
    if (found || page.length < limits.pageSizeMax) return found
    after = page.at(-1)?.name ?? ''
  }
}

/** @throws AppError `last_administrator` */
export async function checkOthersGovern(tables: AccessWrites, account: AccountRow): Promise<void> {
  if (isGoverning(account) && !(await governor(tables, account.id))) throw new AppError('last_administrator')
}
