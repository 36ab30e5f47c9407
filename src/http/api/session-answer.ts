/** Who one is here, as it is told: how the server is entered, and the account. */
import { z } from 'zod'
import type { Caller } from '../../model/access.ts'
import { Zone } from '../../model/due.ts'
import { Id } from '../../model/todo.ts'

export const SignedIn = z.strictObject({
  id: Id,
  name: z.string(),
  defaultList: Id,
  zone: Zone.nullable(),
  isAdmin: z.boolean(),
})
export const signedInAs = ({ id, name, defaultList, zone = null, isAdmin = false }: Caller) => ({
  id,
  name,
  defaultList,
  zone,
  isAdmin,
})
export const SessionAnswer = z
  .strictObject({
    mode: z
      .enum(['local', 'accounts'])
      .describe('"local": everyone here is the one account, and nobody signs in.'),
    isEmpty: z
      .boolean()
      .describe('Whether the first account is still to be made, by the link that the server printed.'),
    account: SignedIn.nullable().describe('Null for whom is not signed in.'),
    kind: z
      .enum(['session', 'read', 'write', 'admin'])
      .nullable()
      .describe('What was shown: a session, or a token of a scope.'),
    provider: z
      .strictObject({ name: z.string() })
      .nullable()
      .describe('The OpenID provider by which one can sign in as well.'),
  })
  .meta({ id: 'Session' })
