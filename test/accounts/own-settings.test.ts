/** What an account wants everywhere: by whose key it is set, and whose todos it is written into (SPEC.md, E85). */
import { expect, test } from 'bun:test'
import { ask, join, share } from '../support/accounts.ts'
import { onEachEngine } from '../support/engines.ts'

let count = 0
const due = '2099-01-01T09:00[Europe/Berlin]'

onEachEngine('settings of an account', (client) => {
  const app = () => client().app
  const person = (name: string) => join(app(), `${name}${count++}`)

  test('[E85] a token that may write sets zone and default reminders; one that reads, or is for chosen lists, does not', async () => {
    const ann = await person('ann')
    const wishes = { zone: 'Europe/Berlin', defaultReminders: { timed: 'PT0S' } }
    const by = async (input: object) => {
      const { headers } = await ann.token(input)
      const answer = await ask(app(), 'PATCH', '/account', wishes, headers)
      return [answer.status, answer.body.code ?? answer.body.defaultReminders.timed]
    }
    expect(await by({ scope: 'read' })).toEqual([403, 'not_allowed'])
    expect(await by({ lists: [ann.defaultList] })).toEqual([403, 'not_allowed'])
    expect((await ann.done('GET', '/account')).zone).toBeNull()
    expect(await by({ scope: 'write' })).toEqual([200, 'PT0S'])
    expect(await ann.done('GET', '/account')).toMatchObject({ zone: 'Europe/Berlin' })
    // A name is not set by one, whatever comes with it.
    const { headers } = await ann.token({ scope: 'admin' })
    const renamed = await ask(app(), 'PATCH', '/account', { ...wishes, name: 'other' }, headers)
    expect([renamed.status, renamed.body.code]).toEqual([403, 'not_allowed'])
  })

  test('[E85] in a shared list each member’s own are written into what that member gives a due date', async () => {
    const [owner, editor] = [await person('owner'), await person('editor')]
    const list = await owner.newList()
    await share(owner, list.id, editor, 'editor')
    await owner.done('PATCH', '/account', { defaultReminders: { timed: '-PT30M' } })
    const [of, other] = [await owner.newTodo(list.id, { due }), await editor.newTodo(list.id, { due })]
    expect([of.reminders, other.reminders]).toEqual([['-PT30M'], []])
    const todo = await editor.newTodo(list.id)
    expect((await owner.done('PATCH', `/todos/${todo.id}`, { due })).reminders).toEqual(['-PT30M'])
    // Also where a session was opened, or a socket, before it was set.
    await editor.done('PATCH', '/account', { defaultReminders: { timed: 'PT0S' } })
    expect((await editor.newTodo(list.id, { due })).reminders).toEqual(['PT0S'])
    expect((await owner.newTodo(list.id, { due })).reminders).toEqual(['-PT30M'])
  })
})
