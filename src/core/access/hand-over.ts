/** What becomes of an account's lists when it is removed. */
import type { Caller } from '../../model/access.ts'
import type { MemberCommandBody } from '../../model/member-command.ts'
import type { AccessStore, AccountRow, ListMember } from '../ports/access-store.ts'
import type { AccountsDeps } from './accounts-deps.ts'

/**
 * What is shared stays with the others: an editor first, else a viewer becomes the owner. Where none of them may sign
 * in, they go.
 */
export async function handOver(
  { access, committer, newId }: AccountsDeps,
  account: AccountRow,
): Promise<void> {
  for (const { list, role, members } of await access.memberships(account.id)) {
    if (members < 2) continue
    // A default list is one's own only for as long as one is there.
    const caller: Caller = { id: account.id, name: account.name, defaultList: '' }
    const others = (await access.members(list)).filter(({ id }) => id !== account.id)
    const enabled = await filterEnabled(access, others)
    const heir = enabled.find((each) => each.role === 'editor') ?? enabled[0]
    const leave = { type: 'leaveList', list } as const
    const commands: MemberCommandBody[] =
      role !== 'owner'
        ? [leave]
        : heir
          ? [{ type: 'transferList', list, member: heir.id }, leave]
          : others.map((other) => ({ type: 'setMember', list, member: other.id, role: null }))
    const outcomes = await committer.commit(
      caller,
      commands.map((command) => ({ ...command, id: newId() })),
    )
    for (const outcome of outcomes) if (!outcome.accepted) throw outcome.error
  }
}

async function filterEnabled(
  access: Pick<AccessStore, 'account'>,
  members: readonly ListMember[],
): Promise<ListMember[]> {
  const rows = await Promise.all(members.map(({ id }) => access.account({ id })))
  return members.filter((_, index) => rows[index]?.disabledAt === null)
}
