/** Invitations: text that is handed on, of which the database has the hash. */
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { AccessStore, AccessWrites, Invitation } from '../ports/access-store.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { isSame, readKey, writeKey, type Secrets } from './secrets.ts'

/** Makes an invitation, and answers what is to be handed on. */
export async function invite(
  { newKeyId, newSecret, hashSecret, nowMs }: Secrets & Pick<AccountsDeps, 'nowMs'>,
  tables: Pick<AccessWrites, 'addInvitation'>,
  to: Pick<Parameters<AccessWrites['addInvitation']>[0], 'list' | 'role' | 'account' | 'name' | 'madeBy'>,
): Promise<string> {
  const [id, secret, createdAt] = [newKeyId(), newSecret(), nowMs()]
  const expiresAt = createdAt + limits.invitationMs
  await tables.addInvitation({ ...to, id, hash: hashSecret(secret), createdAt, expiresAt, usedBy: null })
  return writeKey('invitation', id, secret)
}

/** @throws AppError `invitation_not_found` */
export async function openInvitation(
  { hashSecret, nowMs }: Pick<AccountsDeps, 'hashSecret' | 'nowMs'>,
  tables: Pick<AccessStore, 'invitation'>,
  text: string,
): Promise<Invitation> {
  const key = readKey('invitation', text)
  const found = key && (await tables.invitation(key.id))
  if (!key || !found || !isSame(found.hash, hashSecret(key.secret)))
    throw new AppError('invitation_not_found')
  if (found.usedBy !== null || found.expiresAt <= nowMs()) throw new AppError('invitation_not_found')
  return found
}
