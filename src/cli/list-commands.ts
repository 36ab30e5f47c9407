/** `aiotodo lists` and `share`. */
import type { Client, List } from '../client/client.ts'
import { jsonOf } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { addressOf, findList, withClient, type ServerArguments } from './connect.ts'
import { printRows, say, sayEither, type Column, type OutputArguments } from './output.ts'
import { carryOut, type WriteArguments } from './writes.ts'

type Reading = ServerArguments & OutputArguments
type Writing = ServerArguments & WriteArguments

const columns: Column<List & { isDefault: boolean }>[] = [
  { head: 'name', text: ({ name }) => name, isLong: true, style: () => 'bold' },
  { head: '', text: ({ isDefault }) => (isDefault ? 'default' : ''), style: () => 'dim' },
  { head: 'colour', text: ({ colour }) => (colour === 'none' ? '' : colour) },
  { head: 'id', text: ({ id }) => id, style: () => 'dim' },
]

/** `aiotodo lists`: prints the lists. */
export const listLists = (args: Reading & { trash?: boolean }): Promise<void> =>
  withClient(args, async (client) => {
    const { defaultList } = await client.account()
    const rows = []
    for await (const list of client.lists.all(args.trash ? { deleted: true } : {}))
      rows.push(args.json ? list : { ...list, isDefault: list.id === defaultList })
    printRows(rows as (List & { isDefault: boolean })[], columns, args)
  })

export const addList = (name: string[], args: Writing): Promise<void> =>
  write(args, async () => ({ type: 'createList', list: { name: name.join(' ') } }))

export const renameList = (named: string, name: string[], args: Writing): Promise<void> =>
  write(args, async (client) => ({
    type: 'updateList',
    list: (await findList(client, named)).id,
    changes: { name: name.join(' ') },
  }))

/** It says whether no two open todos of a list may have the same name (`aiotodo lists names`). */
export const setNames = (named: string, how: string, args: Writing): Promise<void> =>
  write(args, async (client) => ({
    type: 'updateList',
    list: (await findList(client, named)).id,
    changes: { uniqueNames: how === 'unique' },
  }))

export const removeList = (named: string, args: Writing): Promise<void> =>
  write(args, async (client) => ({ type: 'deleteList', list: (await findList(client, named)).id }))

export const restoreList = (named: string, args: Writing): Promise<void> =>
  write(args, async (client) => ({ type: 'restoreList', list: (await findList(client, named, true)).id }))

const write = (
  args: Writing,
  make: (client: Client) => Promise<Parameters<typeof carryOut>[1][number]>,
): Promise<void> =>
  withClient(args, async (client) => {
    const made = await carryOut(client, [await make(client)], args)
    const rows = made.flatMap(({ list }) => (list ? [args.json ? list : { ...list, isDefault: false }] : []))
    printRows(rows as (List & { isDefault: boolean })[], columns, args)
  })

interface Member {
  id: string
  name: string
  isAlike?: boolean
  role: string
}

/**
 * `aiotodo share LIST [ACCOUNT]`: prints who has a list; invites someone by name, or anyone by a link; or takes it
 * away.
 */
export const share = (
  named: string,
  account: string | undefined,
  args: Writing & { role: string; link?: boolean; remove?: boolean },
): Promise<void> =>
  withClient(args, async (client) => {
    const { id, name } = await findList(client, named)
    const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
      jsonOf<T>(
        await client.request(method, `api/v1/lists/${id}/${path}`, body === undefined ? {} : { body }),
      )
    if (account === undefined && !args.link) {
      const { items } = await ask<{ items: Member[] }>('GET', 'members')
      printRows(
        items,
        [
          {
            head: 'account',
            text: ({ id, name, isAlike }) => (isAlike ? `${name} (${id})` : name),
            style: () => 'bold',
          },
          { head: 'role', text: (member) => member.role },
        ],
        args,
      )
      return
    }
    const who = account ?? 'whoever has the link'
    if (args.dryRun) {
      say(
        `would ${args.remove ? `take "${name}" from ${who}` : `invite ${who} to "${name}" as ${args.role}`}`,
      )
      return
    }
    if (args.remove) {
      const { items } = await ask<{ items: Member[] }>('GET', 'members')
      const member = items.find((each) => each.name === account)
      if (!member)
        throw new AppError('member_not_found', { detail: `"${account}" is no member of "${name}".` })
      await client.request('DELETE', `api/v1/lists/${id}/members/${member.id}`)
      return
    }
    const made = await ask<{ invitation: string | null }>('POST', 'invitations', {
      role: args.role,
      ...(account !== undefined && { name: account }),
    })
    const said = made.invitation
      ? `${addressOf(args).url}/#${made.invitation}`
      : `${who} is invited to "${name}".`
    sayEither(args, made, said)
  })
