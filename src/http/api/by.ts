/** Who does something to an account, as the audit has it. */
import type { By } from '../../core/accounts.ts'
import type { Visit } from '../visit.ts'

export const byOf = ({ caller, visit }: { caller: { id: string }; visit: Visit }): By => ({
  account: caller.id,
  address: visit.address,
})
