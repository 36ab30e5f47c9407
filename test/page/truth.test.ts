/** The page says what is so (SPEC.md, P390 to P395). */
import { expect, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import { openAs, people, startAccounts } from '../support/accounts-page.ts'
import { share } from '../support/accounts.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames, field, tick } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

const server = await servePages()
const { client } = server

const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()

test('[P390] what is open below goes along, with one undo, and says how many; reopened, it comes back', async () => {
  const list = (await client.lists.create({ name: 'Trip' })).id
  const top = await client.todos.create({ list, name: 'pack' })
  for (const name of ['shirts', 'shoes']) await client.todos.create({ list, name, parent: top.id })
  await client.todos.create({ list, name: 'passport', parent: top.id, finished: true })
  const open = async () => {
    const names: string[] = []
    for await (const { name } of client.todos.all({ list, finished: false })) names.push(name)
    return names.toSorted()
  }
  await using opened = await openPage(server, { path: `lists/${list}` })
  const { page } = opened
  await expectNames(page, ['pack', '.shirts', '.shoes', '.passport'])
  await tick(page, 'pack').click()
  const toast = page.locator('.toast', { hasText: 'Finished “pack”, with 2 subtodos' })
  await toast.waitFor()
  await becomes(open, [])
  await toast.getByRole('button', { name: 'Undo' }).click()
  await becomes(open, ['pack', 'shirts', 'shoes'])
  await tick(page, 'pack').click()
  await becomes(open, [])
  await tick(page, 'pack').click()
  await becomes(open, ['pack', 'shirts', 'shoes'])
  // By a program it is finished alone: the others stay in sight.
  await client.todos.update(top.id, { finished: true })
  await becomes(() => tick(page, 'pack').getAttribute('aria-checked'), 'true')
  await expectNames(page, ['pack', '.shirts', '.shoes', '.passport'])
  expect(opened.errors).toEqual([])
})

/** Lets frames of the socket through until one that is held; what comes behind it waits as well. */
function holdFrames(context: BrowserContext, isHeld: (frame: { type: string; space?: string }) => boolean) {
  let release: () => void = () => {}
  const opened = new Promise<void>((resolve) => (release = resolve))
  let isHolding = false
  const routed = context.routeWebSocket(/api\/v1\/sync/, (socket) => {
    const upstream = socket.connectToServer()
    let queue = Promise.resolve()
    upstream.onMessage((message) => {
      queue = queue.then(async () => {
        isHolding ||= isHeld(JSON.parse(String(message)))
        if (isHolding) await opened
        socket.send(message)
      })
    })
  })
  return { routed, release: () => release() }
}

test('[P391] until the first copy is whole nothing is called empty or gone, and the open list comes first', async () => {
  const large = (await client.lists.create({ name: 'Large' })).id
  const small = (await client.lists.create({ name: 'Small' })).id
  const make = (list: string, names: string[]) =>
    client.batch(names.map((name) => ({ type: 'createTodo' as const, todo: { list, name } })))
  for (let at = 0; at < 1_200; at += 100)
    await make(
      large,
      Array.from({ length: 100 }, (_, index) => `large ${at + index}`),
    )
  await make(small, ['the small one'])
  let held: ReturnType<typeof holdFrames> | undefined
  let pages = 0
  await using opened = await openPage(server, {
    path: `lists/${small}`,
    async prepare(context) {
      // The second page of the large list, and all behind it.
      held = holdFrames(context, ({ type, space }) => type === 'delta' && space === large && ++pages > 1)
      await held.routed
    },
  })
  const { page } = opened
  await expectNames(page, ['the small one'])
  const link = (name: string) => page.locator('.sidebar').getByRole('link', { name })
  await link('Today').click()
  await says(page, /^Fetching [\d,]+ of 1,\d{3} …$/)
  await link('Trash').click()
  await says(page, /^Fetching/)
  await page.goto(`${server.url}/lists/${large}`)
  await says(page, /^(Fetching|Waiting for the server)/)
  for (const text of ['Nothing is due', 'The trash is empty', 'not here', 'Nothing here yet'])
    expect(await page.getByText(text).count()).toBe(0)
  held?.release()
  await says(page, '1,200 todos left')
  await link('Trash').click()
  await says(page, /stays here for 90 days|The trash is empty/)
  expect(opened.errors).toEqual([])
})

test('[P394] invitations come and go by themselves, and what is deleted elsewhere says by whom', async () => {
  const accounts = await startAccounts()
  await using _accounts = accounts
  const [ann, bob] = (await people(accounts, 'ann', 'bob')) as [any, any]
  const list = await ann.newList({ name: 'Groceries' })
  const todo = await ann.newTodo(list.id, { name: 'Milk' })
  await using his = await openAs(accounts, bob)
  const invited = his.page.locator('.sidebar').getByRole('button', { name: /invitation/i })
  const { id } = (await ann.ask('POST', `/lists/${list.id}/invitations`, { role: 'editor', name: 'bob' }))
    .body
  await invited.waitFor()
  await ann.ask('DELETE', `/lists/${list.id}/invitations/${id}`)
  await invited.waitFor({ state: 'detached' })

  await share(ann, list.id, bob, 'editor')
  await his.page.goto(`${accounts.url}/lists/${list.id}?todo=${todo.id}`)
  await his.page.locator('.details').getByLabel('Name').waitFor()
  await ann.ask('DELETE', `/todos/${todo.id}`)
  await says(his.page, 'ann deleted “Milk”')
  await his.page.getByRole('button', { name: 'Bring it back' }).click()
  await expectNames(his.page, ['Milk'])
  await becomes(async () => (await ann.ask('GET', `/todos/${todo.id}`)).body.deletedAt, null)
  await ann.ask('DELETE', `/lists/${list.id}`)
  await says(his.page, 'ann deleted “Groceries”')
  // It is ann's.
  expect(await his.page.getByRole('button', { name: 'Bring it back' }).count()).toBe(0)
  await using hers = await openAs(accounts, ann, { path: `lists/${list.id}` })
  await says(hers.page, 'You deleted “Groceries”')
  await hers.page.getByRole('button', { name: 'Bring it back' }).click()
  await field(hers.page).waitFor()
  await field(his.page).waitFor()
  expect([his.errors, hers.errors]).toEqual([[], []])
})

test('[P395] what is below a todo says what it was deleted with, and the trash its days', async () => {
  const list = (await client.lists.create({ name: 'House' })).id
  const roof = await client.todos.create({ list, name: 'Roof' })
  const gutter = await client.todos.create({ list, name: 'Gutter', parent: roof.id })
  await using opened = await openPage(server, { path: `lists/${list}?todo=${gutter.id}` })
  const { page } = opened
  await page.locator('.details').getByLabel('Name').waitFor()
  await client.todos.delete(roof.id)
  await says(page, 'You deleted “Roof”, and “Gutter” with it.')
  await page.goto(`${server.url}/trash`)
  await says(page, 'What is deleted stays here for 90 days, and is gone for good then.')
  expect(opened.errors).toEqual([])
})

test('[P393] the history says from where to where something was moved, and what it is part of, by names', async () => {
  const [from, to] = [
    await client.lists.create({ name: 'Here' }),
    await client.lists.create({ name: 'There' }),
  ]
  const above = await client.todos.create({ list: to.id, name: 'Above' })
  const todo = await client.todos.create({ list: from.id, name: 'Wanderer' })
  await client.todos.update(todo.id, { list: to.id })
  await client.todos.update(todo.id, { parent: above.id })
  await client.lists.delete(from.id)
  await using opened = await openPage(server, { path: `lists/${to.id}?todo=${todo.id}` })
  const { page } = opened
  await page.locator('.todo-history').getByRole('button', { name: 'History' }).click()
  await says(page, 'You moved this todo from “Here” to “There”')
  await page.locator('.entry-line ins', { hasText: 'Above' }).waitFor()
  expect(await page.locator('.entry-line').allTextContents()).not.toContainEqual(
    expect.stringMatching(/[0-9a-f]{8}-[0-9a-f]{4}-/),
  )
  expect(opened.errors).toEqual([])
})
