/** This file has the operations on the members of lists. */
import { z } from 'zod'
import { roles } from '../../model/access.ts'
import type { ErrorCode } from '../../model/errors.ts'
import { Id } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { idOrNotFound } from './ids.ts'
import { IsAlike } from './names.ts'
import { operation, type Operation } from './operation.ts'

const MemberAnswer = z
  .strictObject({
    id: Id.describe('The account.'),
    name: z.string(),
    isAlike: IsAlike,
    role: z.enum(roles),
  })
  .meta({ id: 'Member' })
export const GivenRole = z.enum(['editor', 'viewer'])
const ofMembers: ErrorCode[] = ['list_not_found', 'member_not_found', 'owner_stays', 'not_allowed']

const common = { writes: false, conditional: false, demand: 'share' } as const

export function memberOperations(deps: HttpDeps): Operation[] {
  return [listMembers(deps), updateMember(deps), removeMember(deps), transferList(deps)]
}

const listMembers = ({ sharing, access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/lists/{id}/members',
    id: 'listMembers',
    summary: 'Who is a member of the list',
    demand: 'read',
    answers: {
      200: { description: 'The members.', schema: z.strictObject({ items: z.array(MemberAnswer) }) },
    },
    problems: ['list_not_found'],
    async handle({ caller, id }) {
      const members = await sharing.members(caller, idOrNotFound(id, 'list_not_found'))
      const alike = await access.alike(members.map((member) => member.id))
      return jsonAnswer({ items: members.map((member) => ({ ...member, isAlike: alike.has(member.id) })) })
    },
  })

const updateMember = ({ sharing }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'patch',
    path: '/lists/{id}/members/{other}',
    id: 'updateMember',
    summary: "Change a member's role",
    body: z.strictObject({ role: GivenRole }).meta({ id: 'MemberPatch' }),
    answers: { 204: { description: 'The member has that role.' } },
    problems: ofMembers,
    async handle({ caller, id, other, body: { role }, visit }) {
      const member = idOrNotFound(other, 'member_not_found')
      await sharing.setMember(caller, idOrNotFound(id, 'list_not_found'), member, role, visit.address)
      return emptyAnswer(204)
    },
  })

const removeMember = ({ sharing }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/lists/{id}/members/{other}',
    id: 'removeMember',
    summary: 'Remove a member, or leave the list',
    answers: { 204: { description: 'The account does not see the list any more.' } },
    problems: ofMembers,
    async handle({ caller, id, other, visit: { address } }) {
      const list = idOrNotFound(id, 'list_not_found')
      if (other === caller.id) await sharing.leave(caller, list, address)
      else await sharing.setMember(caller, list, idOrNotFound(other, 'member_not_found'), null, address)
      return emptyAnswer(204)
    },
  })

const transferList = ({ sharing }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/lists/{id}/transfer',
    id: 'transferList',
    summary: 'Make another member the owner; the one before stays as an editor',
    body: z.strictObject({ account: Id }).meta({ id: 'Transfer' }),
    answers: { 204: { description: 'The list has another owner.' } },
    problems: [...ofMembers, 'default_list_stays'],
    async handle({ caller, id, body, visit }) {
      await sharing.transfer(caller, idOrNotFound(id, 'list_not_found'), body.account, visit.address)
      return emptyAnswer(204)
    },
  })
