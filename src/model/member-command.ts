/**
 * The commands that change who is a member of a list. They come by their own operations, never in a batch or a push.
 */
import type { Role } from './access.ts'
import { AppError } from './errors.ts'
import { limits } from './limits.ts'
import type { List, Member } from './list.ts'

export type MemberCommandBody =
  /** By an invitation, by its id; whether it is still worth something was looked at before. */
  | { type: 'joinList'; list: string; role: Role; invitation: string }
  | { type: 'leaveList'; list: string }
  /** `role` null: no member any more. */
  | { type: 'setMember'; list: string; member: string; role: Exclude<Role, 'owner'> | null }
  | { type: 'transferList'; list: string; member: string }

export type MemberCommand = MemberCommandBody & { id: string; fingerprint?: string }

export interface MemberChange {
  before: Member | undefined
  after: Member | undefined
}

/** What the rules of members need to know. */
export interface MemberState {
  list(id: string): List | undefined
  member(account: string, list: string): Member | undefined
  memberCount(list: string): number
  listCount(account: string): number
  /** Whether nobody has used the invitation. */
  isOpen(invitation: string): boolean
}

/** Who is a member is changed by consent, and so is not taken back by others. */
const isMemberCommand = new Set(['joinList', 'leaveList', 'setMember', 'transferList'])

export function isOfMembers<T extends { type: string }>(
  command: T,
): command is Extract<T, { type: MemberCommand['type'] }> {
  return isMemberCommand.has(command.type)
}

/**
 * The members that come, change and go; none when everything is already so. Versions are given by the commit.
 * @throws AppError when it is refused
 */
export function decideMembers(
  state: MemberState,
  command: MemberCommand,
  caller: { id: string; defaultList: string },
): MemberChange[] {
  const { list } = command
  const own = state.member(caller.id, list)
  if (command.type === 'joinList') {
    if (!state.isOpen(command.invitation)) throw new AppError('invitation_not_found')
    return own ? [] : [join(state, command, caller.id)]
  }
  if (!own) throw new AppError('list_not_found')
  if (command.type === 'leaveList') {
    if (own.role === 'owner') throw new AppError('owner_stays')
    return [{ before: own, after: undefined }]
  }
  const member = state.member(command.member, list)
  if (!member) throw new AppError('member_not_found')
  if (command.type === 'transferList') {
    if (list === caller.defaultList) throw new AppError('default_list_stays')
    if (member === own) return []
    return [
      { before: member, after: { ...member, role: 'owner' } },
      { before: own, after: { ...own, role: 'editor' } },
    ]
  }
  if (member.role === 'owner') throw new AppError('owner_stays')
  if (command.role === null) return [{ before: member, after: undefined }]
  return member.role === command.role ? [] : [{ before: member, after: { ...member, role: command.role } }]
}

function join(
  state: MemberState,
  { list, role }: Extract<MemberCommand, { type: 'joinList' }>,
  account: string,
): MemberChange {
  const found = state.list(list)
  if (!found || found.deletedAt) throw new AppError('list_not_found')
  if (state.memberCount(list) >= limits.membersPerListMax) {
    throw new AppError('too_many_members', { params: { most: limits.membersPerListMax } })
  }
  if (state.listCount(account) >= limits.listsPerAccountMax)
    throw new AppError('too_many_lists', { params: { most: limits.listsPerAccountMax } })
  return { before: undefined, after: { account, id: list, role, version: 0, since: 0 } }
}
