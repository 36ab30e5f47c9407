/** Todos and lists are dragged to places of the page (SPEC.md, P437 to P439). */
import { expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import type { TodoInput } from '../../src/client/client.ts'
import { share, type Person } from '../support/accounts.ts'
import { openAs, people, startAccounts } from '../support/accounts-page.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames, nameOf, row } from '../support/todo-page.ts'
import { fingerOn, middleOf } from '../support/touch.ts'
import { becomes, readUntil, until } from '../support/until.ts'

const timezoneId = 'Europe/Berlin'
const server = await servePages()
const { client } = server

function day(days: number): string {
  const date = new Date(Date.now() + days * 24 * 60 * 60 * 1_000)
  return date.toLocaleDateString('sv', { timeZone: timezoneId })
}

async function open(todos: readonly Omit<TodoInput, 'list'>[], options: PageOptions = {}) {
  const list = await client.lists.create({ name: 'Mine' })
  for (const todo of todos) await client.todos.create({ ...todo, list: list.id })
  const opened: OpenPage = await openPage(server, { path: `lists/${list.id}`, timezoneId, ...options })
  for (const { name } of todos) await row(opened.page, name).waitFor()
  return { ...opened, list: list.id }
}

const dueOf = (list: string, name: string) =>
  client.todos.page({ list }).then(({ items }) => items.find((todo) => todo.name === name)?.due)

/** Takes a todo and holds it over each of these in turn, the last of which gets it. */
async function drag(page: Page, name: string, hint: string | RegExp, ...over: Locator[]): Promise<void> {
  const from = await middleOf(nameOf(page, name))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  // Dragging comes with a part that may have yet to be loaded.
  let moved = 0
  await until(async () => {
    await page.mouse.move(from.x + 8 + (moved++ % 3), from.y + 8)
    return (await page.locator('.drag-label').count()) > 0
  })
  for (const each of over) {
    await each.waitFor()
    const to = await middleOf(each)
    await page.mouse.move(to.x, to.y, { steps: 3 })
  }
  await page.locator('.drag-label .hint').filter({ hasText: hint }).waitFor()
  await page.mouse.up()
  await page.locator('.drag-label').waitFor({ state: 'detached' })
}

const place = (page: Page, name: string) => page.locator('.sidebar').getByRole('link', { name })

test('[P437] a todo is dragged to today, tomorrow, a day, a label and the trash, and it is said where it lands', async () => {
  await using opened = await open([
    { name: 'Milk', due: `${day(9)}T17:00[Europe/Berlin]` },
    { name: 'Bread' },
    { name: 'Eggs' },
    { name: 'Salt', labels: ['spice'] },
  ])
  const { page, list } = opened
  await drag(page, 'Milk', /^→ Today/, place(page, 'Today'))
  await becomes(() => dueOf(list, 'Milk'), `${day(0)}T17:00[Europe/Berlin]`)
  await drag(page, 'Bread', /^→ Tomorrow/, place(page, 'Upcoming'))
  await becomes(() => dueOf(list, 'Bread'), day(1))
  await drag(page, 'Eggs', '→', place(page, 'Upcoming'), page.locator(`.of-week [data-drop-day="${day(4)}"]`))
  await becomes(() => dueOf(list, 'Eggs'), day(4))
  await drag(
    page,
    'Eggs',
    '→',
    place(page, 'Calendar'),
    page.locator(`.of-month [data-drop-day="${day(20)}"]`),
  )
  await becomes(() => dueOf(list, 'Eggs'), day(20))
  await drag(page, 'Bread', '→ #spice', page.locator('[data-drop-label="spice"]'))
  await readUntil(
    () => client.todos.page({ list }),
    ({ items }) => items.some(({ name, labels }) => name === 'Bread' && labels.join() === 'spice'),
  )
  await drag(page, 'Salt', '→ Trash', place(page, 'Trash'))
  await expectNames(page, ['Milk', 'Bread', 'Eggs'])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expectNames(page, ['Milk', 'Bread', 'Eggs', 'Salt'])
  expect(await page.locator('.day-choice, [data-lit]').count()).toBe(0)
  expect(opened.errors).toEqual([])
})

test('[P437] of a todo that repeats a drop on a day asks whether those to come go along', async () => {
  await using opened = await open([{ name: 'Rent', due: day(3), repeat: 'FREQ=WEEKLY' }])
  const { page, list } = opened
  await drag(page, 'Rent', /^→ Tomorrow/, place(page, 'Upcoming'))
  await page.getByRole('menuitem', { name: 'Move only this one' }).click()
  await becomes(() => dueOf(list, 'Rent'), day(1))
  expect(opened.errors).toEqual([])
})

test('[P437] by a finger a todo goes to a day at the thumb, and to a list in the drawer, which closes again', async () => {
  const other = await client.lists.create({ name: 'Elsewhere' })
  await using opened = await open([{ name: 'Milk' }, { name: 'Bread' }], {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const { page, list } = opened
  const finger = await fingerOn(page)
  const thumb = (name: string) => page.locator('.thumb-bar > *').filter({ hasText: name })
  await finger.down(await middleOf(nameOf(page, 'Milk')))
  await page.locator('.drag-label').waitFor()
  await finger.move(await middleOf(thumb('Upcoming')))
  await finger.move(await middleOf(page.locator(`[data-drop-day="${day(2)}"]`)))
  await finger.up()
  await becomes(() => dueOf(list, 'Milk'), day(2))
  await finger.down(await middleOf(nameOf(page, 'Bread')))
  await page.locator('.drag-label').waitFor()
  await finger.move(await middleOf(thumb('Lists')))
  const link = page.locator(`[data-drop-list="${other.id}"]`)
  await link.waitFor()
  await finger.move(await middleOf(link))
  await finger.up()
  await readUntil(
    () => client.todos.page({ list: other.id }),
    ({ items }) => items.some((todo) => todo.name === 'Bread'),
  )
  await page.locator('.sidebar.is-open').waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

const order = (page: Page, names: readonly string[]) =>
  page
    .locator('.list-link .grows')
    .allTextContents()
    .then((all) => all.filter((name) => names.includes(name)))

test('[P438] lists are dragged into an order of one’s own, by mouse, finger and keys, also by who may only read them', async () => {
  await using accounts = await startAccounts()
  const [ann, bob] = (await people(accounts, 'ann', 'bob')) as [Person, Person]
  const names = ['Alpha', 'Beta', 'Gamma']
  const made: { id: string }[] = []
  for (const name of names) {
    const list = await ann.newList({ name })
    made.push(list)
    await share(ann, list.id, bob, 'viewer')
  }
  const positions = () => Promise.all(made.map(({ id }) => ann.done('GET', `/lists/${id}`)))
  const before = await positions()
  await using opened = await openAs(accounts, bob)
  const { page } = opened
  const link = (name: string) => page.locator('.list-link').filter({ hasText: name })
  await becomes(() => order(page, names), names)
  await link('Gamma').dragTo(link('Alpha'))
  await becomes(() => order(page, names), ['Gamma', 'Alpha', 'Beta'])
  await link('Gamma').locator('a').focus()
  await page.keyboard.press('Alt+ArrowDown')
  await becomes(() => order(page, names), ['Alpha', 'Gamma', 'Beta'])
  const { key } = await accounts.app.keys.open(bob.id, 'a phone', '192.0.2.1')
  await using touched = await openPage(accounts, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    prepare: (context) => context.addCookies([{ name: 'aiotodo', value: key, url: accounts.url }]),
  })
  const phone = touched.page
  // A page that meets an account for the first time is loaded anew.
  await phone.locator('.list-link').filter({ hasText: 'Alpha' }).waitFor({ state: 'attached' })
  await becomes(() => order(phone, names), ['Alpha', 'Gamma', 'Beta'])
  await phone.locator('.thumb-bar button').tap()
  await phone.locator('.sidebar.is-open').waitFor()
  const onPhone = (name: string) => phone.locator('.list-link').filter({ hasText: name })
  const finger = await fingerOn(phone)
  await finger.down(await middleOf(onPhone('Beta')))
  await phone.locator('[data-moving]').waitFor()
  await finger.move(await middleOf(onPhone('Alpha')))
  await phone.locator('[data-place="before"]').waitFor()
  await finger.up()
  await becomes(() => order(phone, names), ['Beta', 'Alpha', 'Gamma'])
  await becomes(() => order(page, names), ['Beta', 'Alpha', 'Gamma'])
  // Whose lists they are has them as before.
  expect(await positions()).toEqual(before)
  expect([...opened.errors, ...touched.errors]).toEqual([])
})

test('[P439] a todo goes to a day, a list and the trash by keys alone', async () => {
  const other = await client.lists.create({ name: 'By keys' })
  await using opened = await open([{ name: 'Milk' }, { name: 'Bread' }])
  const { page, list } = opened
  await nameOf(page, 'Milk').focus()
  await page.keyboard.press('d')
  await page.getByRole('dialog', { name: 'Due' }).getByRole('textbox').fill('in 4 days')
  await page.keyboard.press('Enter')
  await becomes(() => dueOf(list, 'Milk'), day(4))
  await nameOf(page, 'Milk').focus()
  await page.keyboard.press('m')
  await page.getByRole('menuitemradio', { name: 'By keys' }).press('Enter')
  await readUntil(
    () => client.todos.page({ list: other.id }),
    ({ items }) => items.some((todo) => todo.name === 'Milk'),
  )
  await nameOf(page, 'Bread').focus()
  await page.keyboard.press('Delete')
  await expectNames(page, [])
  expect(opened.errors).toEqual([])
})
