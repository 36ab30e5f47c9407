/** Who is a member of a list, what each may do, and what is left of it when that ends (SPEC.md, N7 to N9). */
import { expect, test } from 'bun:test'
import { ask, join, share } from '../support/accounts.ts'
import { onEachEngine } from '../support/engines.ts'

let count = 0
const fresh = (name: string) => `${name}${count++}`

onEachEngine('sharing', (client) => {
  const app = () => client().app
  const person = (name: string) => join(app(), fresh(name))

  test('[N7] an editor changes what is in the list, a viewer only looks, the owner does the rest', async () => {
    const [owner, editor, viewer, other] = [
      await person('owner'),
      await person('editor'),
      await person('viewer'),
      await person('other'),
    ]
    const list = await owner.newList()
    await share(owner, list.id, editor, 'editor')
    await share(owner, list.id, viewer, 'viewer')
    const todo = await owner.newTodo(list.id)
    for (const each of [owner, editor, viewer])
      expect((await each.ask('GET', `/todos/${todo.id}`)).body).toEqual(todo)
    expect((await other.ask('GET', `/todos/${todo.id}`)).status).toBe(404)
    const change = { finished: true }
    expect((await editor.ask('PATCH', `/todos/${todo.id}`, change)).status).toBe(200)
    expect((await viewer.ask('PATCH', `/todos/${todo.id}`, change)).body.code).toBe('not_allowed')
    expect((await other.ask('PATCH', `/todos/${todo.id}`, change)).status).toBe(404)
    expect((await editor.ask('PATCH', `/lists/${list.id}`, { name: 'B' })).status).toBe(200)
    expect((await viewer.ask('PATCH', `/lists/${list.id}`, { name: 'C' })).status).toBe(403)
    for (const each of [editor, viewer])
      expect((await each.ask('DELETE', `/lists/${list.id}`)).status).toBe(403)
    expect((await other.ask('DELETE', `/lists/${list.id}`)).status).toBe(404)
    const members = (await viewer.ask('GET', `/lists/${list.id}/members`)).body.items
    expect(members.map((member: any) => [member.name, member.role]).toSorted()).toEqual(
      [
        [owner.name, 'owner'],
        [editor.name, 'editor'],
        [viewer.name, 'viewer'],
      ].toSorted(),
    )
    expect((await other.ask('GET', `/lists/${list.id}/members`)).status).toBe(404)
    for (const each of [editor, viewer]) {
      expect((await each.ask('POST', `/lists/${list.id}/invitations`, { role: 'viewer' })).status).toBe(403)
      expect((await each.ask('DELETE', `/lists/${list.id}/members/${owner.id}`)).status).toBe(403)
    }
    expect(
      (await owner.ask('PATCH', `/lists/${list.id}/members/${viewer.id}`, { role: 'editor' })).status,
    ).toBe(204)
    expect((await viewer.ask('PATCH', `/todos/${todo.id}`, { notes: 'x' })).status).toBe(200)
    expect((await owner.ask('DELETE', `/lists/${list.id}`)).status).toBe(204)
  })

  test('[A96] whether names are unique the owner alone says, and takes back', async () => {
    const [owner, editor] = [await person('owner'), await person('editor')]
    const list = await owner.newList()
    await share(owner, list.id, editor, 'editor')
    const unique = { uniqueNames: true }
    const both = { name: 'B', ...unique }
    for (const changes of [unique, both])
      expect((await editor.ask('PATCH', `/lists/${list.id}`, changes)).body.code).toBe('not_allowed')
    expect((await owner.ask('PATCH', `/lists/${list.id}`, both)).body).toMatchObject(both)
    const [entry] = (await editor.ask('GET', `/lists/${list.id}/history`)).body.items
    expect((await editor.ask('POST', `/history/${entry.id}/undo`)).body.code).toBe('not_allowed')
    expect((await owner.ask('POST', `/history/${entry.id}/undo`)).status).toBe(200)
  })

  test('[N9] who leaves or is removed sees the list no more, by any door', async () => {
    const [owner, member] = [await person('owner'), await person('member')]
    const list = await owner.newList()
    const todo = await owner.newTodo(list.id)
    for (const how of ['leave', 'remove']) {
      await share(owner, list.id, member, 'editor')
      expect((await member.ask('GET', '/lists')).text).toContain(list.id)
      const by = how === 'leave' ? member : owner
      expect((await by.ask('DELETE', `/lists/${list.id}/members/${member.id}`)).status).toBe(204)
      for (const path of [
        `/lists/${list.id}`,
        `/todos/${todo.id}`,
        `/todos?list=${list.id}`,
        `/changes?space=${list.id}`,
        `/lists/${list.id}/members`,
      ])
        expect([path, (await member.ask('GET', path)).status]).toEqual([path, 404])
      expect((await member.ask('GET', '/lists')).text).not.toContain(list.id)
      expect((await member.ask('PATCH', `/todos/${todo.id}`, { finished: true })).status).toBe(404)
      const own = (await member.ask('GET', `/changes?space=${member.id}`)).body
      expect(own.lists.map((row: any) => row.id)).toEqual([member.defaultList])
    }
    expect((await owner.ask('DELETE', `/lists/${list.id}/members/${owner.id}`)).body.code).toBe('owner_stays')
    expect((await app().store.examine(false)).differing).toEqual([])
  })

  test('[N8] a list is transferred to a member, and the owner before stays as an editor; a default list stays', async () => {
    const [owner, heir] = [await person('owner'), await person('heir')]
    const list = await owner.newList()
    expect((await owner.ask('POST', `/lists/${list.id}/transfer`, { account: heir.id })).body.code).toBe(
      'member_not_found',
    )
    await share(owner, list.id, heir, 'viewer')
    expect((await heir.ask('POST', `/lists/${list.id}/transfer`, { account: heir.id })).status).toBe(403)
    expect((await owner.ask('POST', `/lists/${list.id}/transfer`, { account: heir.id })).status).toBe(204)
    expect((await owner.ask('DELETE', `/lists/${list.id}`)).status).toBe(403)
    expect((await heir.ask('DELETE', `/lists/${list.id}`)).status).toBe(204)
    await share(owner, owner.defaultList, heir, 'editor')
    expect(
      (await owner.ask('POST', `/lists/${owner.defaultList}/transfer`, { account: heir.id })).body.code,
    ).toBe('default_list_stays')
  })

  test('[N8] an invitation works once, for whom it is, and is worth what its maker may do', async () => {
    const [owner, one, two] = [await person('owner'), await person('one'), await person('two')]
    const list = await owner.newList()
    const invite = async (body: object) =>
      (await owner.ask('POST', `/lists/${list.id}/invitations`, body)).body
    const accept = async (who: typeof one, body: object) =>
      (await who.ask('POST', '/invitations/accept', body)).status
    const link = await invite({ role: 'viewer' })
    expect(
      (await ask(app(), 'POST', '/invitations/read', { invitation: link.invitation })).body,
    ).toMatchObject({
      kind: 'list',
      list: 'A list',
      role: 'viewer',
      by: owner.name,
    })
    expect(await accept(one, { invitation: link.invitation })).toBe(200)
    expect(await accept(two, { invitation: link.invitation })).toBe(404)
    const named = await invite({ role: 'editor', name: two.name })
    expect(named.invitation).toBeNull()
    expect(await accept(one, { id: named.id })).toBe(404)
    expect((await two.ask('GET', '/invitations')).body.items).toHaveLength(1)
    expect((await two.ask('DELETE', `/invitations/${named.id}`)).status).toBe(204)
    expect(await accept(two, { id: named.id })).toBe(404)
    // A name that nobody has is answered alike.
    const { id: _, name: __, createdAt: ___, expiresAt: ____, ...known } = named
    const nobody = await invite({ role: 'editor', name: 'nobody-here' })
    expect(nobody).toMatchObject(known)
    const taken = await invite({ role: 'viewer' })
    expect((await owner.ask('DELETE', `/lists/${list.id}/invitations/${taken.id}`)).status).toBe(204)
    expect(await accept(two, { invitation: taken.invitation })).toBe(404)
    const late = await invite({ role: 'viewer' })
    await owner.done('POST', `/lists/${list.id}/transfer`, { account: one.id })
    expect(await accept(two, { invitation: late.invitation })).toBe(404)
  })
})
