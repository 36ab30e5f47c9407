/** Who is a member of a list, and how one becomes it: invited by name or by a link, and then by one's own will. */
import type { Caller, Role } from '../../model/access.ts'
import { normalName } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { MemberCommandBody } from '../../model/member-command.ts'
import type { AccessReads, DoorWrites, Invitation, ListMember } from '../ports/access-store.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { acting, onBehalfOf } from './actor.ts'
import { authorizeList } from './authorize.ts'
import { invite, openInvitation } from './invitations.ts'
import type { Accepted } from '../../model/outcome.ts'

export interface NewInvitation {
  role: Exclude<Role, 'owner'>
  /** Of the account that it is for; a link unless given. */
  name?: string | undefined
}

export class Sharing {
  readonly #deps: AccountsDeps

  constructor(deps: AccountsDeps) {
    this.#deps = deps
  }

  async members(caller: Caller, list: string): Promise<ListMember[]> {
    const members = await this.#deps.access.members(list)
    authorizeList(roleAmong(caller, list, members), 'read')
    return members
  }

  setMember(
    caller: Caller,
    list: string,
    member: string,
    role: Exclude<Role, 'owner'> | null,
    address: string,
  ): Promise<Accepted> {
    return this.#run(caller, { type: 'setMember', list, member, role }, address)
  }

  leave(caller: Caller, list: string, address: string): Promise<Accepted> {
    return this.#run(caller, { type: 'leaveList', list }, address)
  }

  transfer(caller: Caller, list: string, member: string, address: string): Promise<Accepted> {
    return this.#run(caller, { type: 'transferList', list, member }, address)
  }

  /** The same whether there is an account of that name or not. */
  async invite(
    caller: Caller,
    list: string,
    { role, name }: NewInvitation,
    address: string,
  ): Promise<{ invitation: Invitation; key: string }> {
    const deps = this.#deps
    return deps.changes.change(acting(caller, address, 'share'), async (tables) => {
      authorizeList(roleAmong(caller, list, await tables.members(list)), 'share')
      if ((await tables.invitations({ list }, deps.nowMs())).length >= limits.invitationsMax)
        throw new AppError('too_many_members')
      const invited = name === undefined ? undefined : normalName(name)
      const account = invited === undefined ? undefined : await tables.account({ name: invited })
      const to = { list, role, name: invited ?? null, account: account?.id ?? null, madeBy: caller.id }
      const key = await invite(deps, tables, to)
      const about = { list, role, ...(invited && { name: invited }) }
      await tables.markAccounts([caller.id, ...(account ? [account.id] : [])])
      await this.#audit(tables, 'member invited', caller, address, about)
      return { invitation: await openInvitation(deps, tables, key), key }
    })
  }

  async invitationsOf(caller: Caller, list: string): Promise<Invitation[]> {
    const { access, nowMs } = this.#deps
    authorizeList(roleAmong(caller, list, await access.members(list)), 'share')
    return access.invitations({ list }, nowMs())
  }

  invitationsTo(caller: Caller): Promise<Invitation[]> {
    return this.#deps.access.invitations({ account: caller.id }, this.#deps.nowMs())
  }

  /** What the link is for, for whoever has it. */
  async read(key: string): Promise<Invitation> {
    const { access } = this.#deps
    const found = await openInvitation(this.#deps, access, key)
    if (found.list) await checkMaker(access, found)
    return found
  }

  async revoke(caller: Caller, list: string, id: string, address: string): Promise<void> {
    await this.#deps.changes.change(acting(caller, address, 'share'), async (tables) => {
      authorizeList(roleAmong(caller, list, await tables.members(list)), 'share')
      const found = await tables.invitation(id)
      if (!found || found.list?.id !== list) throw new AppError('invitation_not_found')
      await tables.removeInvitations([id])
      await tables.markAccounts(concerned(found))
    })
  }

  async acceptLink(caller: Caller, key: string, address: string): Promise<Accepted['subject']> {
    const found = await openInvitation(this.#deps, this.#deps.access, key)
    if (found.name !== null) throw new AppError('invitation_not_found')
    return this.#accept(caller, found, address)
  }

  /** One that was made for the caller by name. */
  async acceptOwn(caller: Caller, id: string, address: string): Promise<Accepted['subject']> {
    return this.#accept(caller, await this.#ownInvitation(this.#deps.access, caller, id), address)
  }

  async decline(caller: Caller, id: string, address: string): Promise<void> {
    await this.#deps.changes.change(acting(caller, address, 'share'), async (tables) => {
      const found = await this.#ownInvitation(tables, caller, id)
      await tables.removeInvitations([id])
      await tables.markAccounts(concerned(found))
    })
  }

  /** It is used in the transaction that makes one a member. */
  async #accept(caller: Caller, found: Invitation, address: string): Promise<Accepted['subject']> {
    const { id: invitation, list, role } = found
    if (!list || !role) throw new AppError('invitation_not_found')
    await checkMaker(this.#deps.access, found)
    const body = { type: 'joinList', list: list.id, role, invitation } as const
    const { subject } = await this.#run(caller, body, address)
    await this.#deps.changes.change(onBehalfOf(acting(caller, address, 'share')), (tables) =>
      tables.markAccounts(concerned(found)),
    )
    return subject
  }

  /** What happens to members stands in the journal; the audit is for those who look after accounts. */
  async #run(caller: Caller, body: MemberCommandBody, address: string): Promise<Accepted> {
    const { committer, newId, access } = this.#deps
    const [outcome] = await committer.commit(caller, [{ ...body, id: newId() }])
    if (!outcome?.accepted) throw outcome?.error ?? new AppError('internal')
    const { type, ...about } = body
    await access.note((tables) => this.#audit(tables, eventOf[type], caller, address, about))
    return outcome
  }

  #audit(tables: DoorWrites, event: string, caller: Caller, address: string, about: object): Promise<void> {
    return tables.addAudit({
      at: this.#deps.nowMs(),
      event,
      account: caller.id,
      address,
      about: { ...about },
    })
  }

  /** @throws AppError `invitation_not_found` */
  async #ownInvitation(
    tables: Pick<AccessReads, 'invitation'>,
    caller: Caller,
    id: string,
  ): Promise<Invitation> {
    const found = await tables.invitation(id)
    const isOpen = found && found.usedBy === null && found.expiresAt > this.#deps.nowMs()
    if (!isOpen || found.account !== caller.id) throw new AppError('invitation_not_found')
    return found
  }
}

/** The open pages of these accounts show the invitation. */
const concerned = ({ account, madeBy }: Invitation): string[] =>
  [account, madeBy?.id].filter((id) => id !== null && id !== undefined)

const eventOf: Record<MemberCommandBody['type'], string> = {
  joinList: 'list joined',
  leaveList: 'list left',
  setMember: 'member changed',
  transferList: 'list transferred',
}

/** It is worth what its maker may do now. @throws AppError `invitation_not_found` */
async function checkMaker(
  tables: Pick<AccessReads, 'account' | 'members'>,
  { list, madeBy }: Invitation,
): Promise<void> {
  const members = list ? await tables.members(list.id) : []
  const maker = madeBy && (await tables.account({ id: madeBy.id }))
  const isOwner = members.some(({ id, role }) => id === maker?.id && role === 'owner')
  if (!isOwner || maker?.disabledAt !== null) throw new AppError('invitation_not_found')
}

function roleAmong(
  { id, credential }: Caller,
  list: string,
  members: readonly ListMember[],
): Role | undefined {
  if (credential?.lists && !credential.lists.includes(list)) return undefined
  return members.find((member) => member.id === id)?.role
}
