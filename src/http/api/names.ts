/** Names of accounts, as they are told to others: with an id where somebody could take one for another. */
import { z } from 'zod'
import type { AccessReads, Invitation } from '../../core/ports/access-store.ts'
import type { ErrorCode } from '../../model/errors.ts'
import { Id } from '../../model/todo.ts'

/** A new name may be refused for these. */
export const nameProblems: readonly ErrorCode[] = [
  'account_name_taken',
  'account_name_mixed',
  'account_name_alike',
]

export const IsAlike: z.ZodBoolean = z
  .boolean()
  .describe("Whether the name could be taken for another account's: then show the id beside it.")

export const ById: z.ZodNullable<typeof Id> = Id.nullable().describe(
  "Of who invites, where their name could be taken for another account's; else null.",
)

/** Tells who made the invitation. */
export async function wordMaker(
  access: Pick<AccessReads, 'alike'>,
  maker: Invitation['madeBy'],
): Promise<{ by: string | null; byId: string | null }> {
  if (!maker) return { by: null, byId: null }
  const isAlike = (await access.alike([maker.id])).has(maker.id)
  return { by: maker.name, byId: isAlike ? maker.id : null }
}
