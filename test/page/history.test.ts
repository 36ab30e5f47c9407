/** What happened, and taking it back, on the page (SPEC.md, P155 to P158, P162). */
import { expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { choose } from '../support/choice.ts'
import { share } from '../support/accounts.ts'
import { openAs, people, startAccounts } from '../support/accounts-page.ts'
import { expectNames, nameOf } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

async function pair() {
  const server = await startAccounts()
  const all = await people(server, 'ann', 'bob')
  const [ann, bob] = all as [(typeof all)[0], (typeof all)[0]]
  const list = await ann.newList({ name: 'Groceries' })
  await share(ann, list.id, bob, 'editor')
  const todo = await ann.newTodo(list.id, { name: 'Milk', notes: 'the fresh one' })
  return { server, ann, bob, list, todo, path: `lists/${list.id}` }
}

const lines = (place: Page | Locator): Locator => place.locator('.entry-line')
const headlines = (place: Page | Locator): Promise<string[]> =>
  lines(place).locator('> p:first-child').allTextContents()

const expectHeadlines = (place: Page | Locator, wished: readonly string[]): Promise<void> =>
  becomes(() => headlines(place), [...wished])

async function openListHistory(page: Page, part?: string): Promise<Locator> {
  await page
    .locator('main .title')
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'History …' }).click()
  const dialog = page.getByRole('dialog', { name: /^History of/ })
  await dialog.waitFor()
  if (part) await dialog.getByRole('button', { name: part, exact: true }).click()
  return dialog
}

/** What a refusal is, the browser tells as well. */
const faults = ({ errors }: { errors: string[] }): string[] =>
  errors.filter((text) => !/status of 4(09|10)/.test(text))

/** As the field has it, where the page is. */
const local = (time: string | number): string => {
  const date = new Date(time)
  return `${date.toLocaleDateString('sv', { timeZone: 'UTC' })}T${date.toLocaleTimeString('sv', { timeZone: 'UTC' })}`
}

/** What is done next is in a later second. */
const nextSecond = (): Promise<void> => Bun.sleep(1_000 - (Date.now() % 1_000) + 5)

test('[G83] what one key changes is one line of the history, which opens and is taken back at once', async () => {
  const { server, ann, list, path } = await pair()
  await using _server = server
  for (const name of ['Bread', 'Tea']) await ann.newTodo(list.id, { name })
  await using opened = await openAs(server, ann, { path })
  const { page } = opened
  await expectNames(page, ['Milk', 'Bread', 'Tea'])
  await page
    .locator('main .title')
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Finish all' }).click()
  const finished = async () =>
    (await ann.ask('GET', `/todos?list=${list.id}&finished=true`)).body.items.length as number
  await becomes(finished, 3)
  const dialog = await openListHistory(page)
  const line = lines(dialog).filter({ hasText: 'You made 3 changes at once' })
  await line.waitFor()
  expect(await lines(dialog).count()).toBe(6)
  await line.getByRole('button', { name: 'Show each' }).click()
  await becomes(() => line.locator('.entries .entry-line').count(), 3)
  await line.getByRole('button', { name: /^Undo/ }).first().click()
  await becomes(finished, 0)
  // Undoing is one line in turn.
  await becomes(() => lines(dialog).filter({ hasText: 'You made 3 changes at once' }).count(), 2)
  expect(opened.errors).toEqual([])
})

test('[P155] the details tell what happened to a todo, by whom and by what, from what to what, live', async () => {
  const { server, ann, bob, todo, path } = await pair()
  await using _server = server
  const { headers } = await bob.token({ name: 'import script' })
  await ann.ask('PATCH', `/api/v1/todos/${todo.id}`, { due: '2026-12-01', priority: 'high' })
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { name: 'Oat milk' }, { ...headers, cookie: '' })
  await using opened = await openAs(server, ann, { path: `${path}?todo=${todo.id}` })
  const { page } = opened
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await expectHeadlines(page, ['bob changed this todo', 'You changed this todo', 'You added this todo'])
  expect(await lines(page).nth(0).textContent()).toContain('by the token “import script”')
  expect(await lines(page).nth(0).locator('dl').textContent()).toBe('Namefrom Milk → to Oat milk')
  expect(await lines(page).nth(1).locator('dl').textContent()).toContain('Priorityfrom No priority → to High')
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { finished: true })
  await expectHeadlines(page, [
    'bob finished this todo',
    'bob changed this todo',
    'You changed this todo',
    'You added this todo',
  ])
  expect(await lines(page).nth(0).textContent()).toContain('in a browser')
  expect(opened.errors).toEqual([])
})

test('[P155] there is more on demand, and a viewer reads all of it, without undo', async () => {
  const { server, ann, bob, list, todo, path } = await pair()
  await using _server = server
  for (let count = 1; count <= 25; count++)
    await ann.ask('PATCH', `/api/v1/todos/${todo.id}`, { notes: `number ${count}` })
  await ann.ask('PATCH', `/lists/${list.id}/members/${bob.id}`, { role: 'viewer' })
  await using opened = await openAs(server, bob, { path: `${path}?todo=${todo.id}` })
  const { page } = opened
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await lines(page).nth(19).waitFor()
  expect(await lines(page).count()).toBe(20)
  await page.getByRole('button', { name: 'Show older' }).click()
  await lines(page).nth(25).waitFor()
  await page.getByText('This is all that is kept.').waitFor()
  expect(await page.getByRole('button', { name: /^Undo:/ }).count()).toBe(0)
})

test('[P156] an entry is undone; what is in the way is told, and overwritten when that is said', async () => {
  const { server, ann, bob, todo, path } = await pair()
  await using _server = server
  await ann.ask('PATCH', `/api/v1/todos/${todo.id}`, { name: 'Oat milk' })
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { name: 'Soy milk' })
  await using opened = await openAs(server, ann, { path: `${path}?todo=${todo.id}` })
  const { page } = opened
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await lines(page).nth(2).waitFor()
  await lines(page).nth(1).getByRole('button', { name: 'Undo: You changed this todo' }).click()
  await page.getByText('Name of “Soy milk” is Soy milk now.').waitFor()
  await expectNames(page, ['Soy milk'])
  await page.getByRole('button', { name: 'Undo anyway' }).click()
  await expectNames(page, ['Milk'])
  await expectHeadlines(page, [
    'You undid a change of this todo',
    'bob changed this todo',
    'You changed this todo',
    'You added this todo',
  ])
  await lines(page)
    .nth(0)
    .getByRole('button', { name: /^Undo:/ })
    .click()
  await expectNames(page, ['Soy milk'])
  expect(faults(opened)).toEqual([])
})

test('[P156] a text that was written over is brought back, which can be undone', async () => {
  const { server, ann, bob, todo, path } = await pair()
  await using _server = server
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { notes: 'gone' })
  await using opened = await openAs(server, ann, { path: `${path}?todo=${todo.id}` })
  const { page } = opened
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await lines(page).first().getByRole('button', { name: 'Bring it back' }).click()
  const notes = async () => (await ann.ask('GET', `/api/v1/todos/${todo.id}`)).body.notes
  const expectNotes = (wished: string) => becomes(notes, wished)
  await expectNotes('the fresh one')
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  await expectNotes('gone')
})

test('[P157] the menu of a list leads to its history, and to the list as it was', async () => {
  const { server, ann, bob, list, todo, path } = await pair()
  await using _server = server
  await ann.newTodo(list.id, { name: 'Bread', parent: todo.id })
  await nextSecond()
  const then = Date.now()
  await nextSecond()
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { name: 'Tea' })
  await ann.newTodo(list.id, { name: 'Lemons' })
  await using opened = await openAs(server, ann, { path, timezoneId: 'UTC' })
  const { page } = opened
  const dialog = await openListHistory(page)
  await expectHeadlines(dialog, [
    'You added “Lemons”',
    'bob changed “Tea”',
    'You added “Bread”',
    'You added “Milk”',
    'bob joined this list',
    'You added this list',
  ])
  await dialog.getByRole('button', { name: 'As it was' }).click()
  await dialog.getByLabel('Date and time', { exact: true }).fill(local(then))
  await dialog.getByRole('button', { name: 'Show', exact: true }).click()
  await dialog.locator('.then .then').waitFor()
  expect(await dialog.locator('.then .grows').allTextContents()).toEqual(['Milk', 'Bread'])
  await dialog.getByLabel('Date and time', { exact: true }).fill('2020-01-01T00:00:00')
  await dialog.getByRole('button', { name: 'Show', exact: true }).click()
  await dialog.getByText('What is kept does not reach back that far.').waitFor()
  await expectNames(page, ['Tea', '.Bread', 'Lemons'])
  expect(faults(opened)).toEqual([])
})

test('[P158] the owner takes back what one person or token did since a moment, and sees before what it would be', async () => {
  const { server, ann, bob, list, todo, path } = await pair()
  await using _server = server
  await nextSecond()
  const then = Date.now()
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { name: 'Tea' })
  const { headers } = await bob.token({ name: 'a script' })
  for (const name of ['One', 'Two'])
    await bob.ask('POST', '/api/v1/todos', { list: list.id, name }, { ...headers, cookie: '' })
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { priority: 'high' })
  await ann.ask('PATCH', `/api/v1/todos/${todo.id}`, { priority: 'low' })
  await using opened = await openAs(server, ann, { path, timezoneId: 'UTC' })
  const { page } = opened
  await expectNames(page, ['Tea', 'One', 'Two'])
  const dialog = await openListHistory(page, 'Undo since')
  await choose(dialog.getByLabel('What was done by'), 'bob, by the token “a script”')
  await dialog.getByLabel('Since', { exact: true }).fill(local(then))
  await dialog.getByRole('button', { name: 'See what would be undone' }).click()
  await dialog.getByText('2 changes would be undone.').waitFor()
  await expectNames(page, ['Tea', 'One', 'Two'])
  await dialog.getByRole('button', { name: 'Undo 2 changes' }).click()
  await dialog.getByText('2 changes undone.').first().waitFor()
  await expectNames(page, ['Tea'])
  await choose(dialog.getByLabel('What was done by'), 'bob')
  await dialog.getByRole('button', { name: 'See what would be undone' }).click()
  await dialog.getByText('1 change would be undone.').waitFor()
  await dialog.getByText('Priority of “Tea” is Low now.').waitFor()
  await dialog.getByRole('button', { name: 'Undo 1 change' }).click()
  await expectNames(page, ['Milk'])
  await using other = await openAs(server, bob, { path })
  const his = await openListHistory(other.page)
  expect(await his.getByRole('button', { name: 'Undo since' }).count()).toBe(0)
  expect(opened.errors).toEqual([])
})

test('[P158] in the settings it is taken back what a token did', async () => {
  const { server, ann, list, path } = await pair()
  await using _server = server
  const { headers } = await ann.token({ name: 'runaway' })
  await nextSecond()
  for (let count = 1; count <= 12; count++)
    await ann.ask(
      'POST',
      '/api/v1/todos',
      { list: list.id, name: `Junk ${count}` },
      { ...headers, cookie: '' },
    )
  await ann.newTodo(list.id, { name: 'Mine' })
  await using opened = await openAs(server, ann, { path: 'settings', timezoneId: 'UTC' })
  const { page } = opened
  await page.getByRole('button', { name: 'Undo what “runaway” did' }).click()
  const form = page.getByRole('form', { name: 'Undo what “runaway” did' })
  await form.getByLabel('Since', { exact: true }).fill(local(Date.now() + 86_400_000))
  await form.getByRole('button', { name: 'See what would be undone' }).click()
  await page.getByText('Write a date and a time that is over.').waitFor()
  await form.getByLabel('Since', { exact: true }).fill(local(Date.now() - 60_000))
  await form.getByRole('button', { name: 'See what would be undone' }).click()
  await page.getByRole('button', { name: 'Undo 12 changes' }).click()
  await page.getByText('12 changes undone.').first().waitFor()
  await page.goto(`${server.url}/${path}`)
  await expectNames(page, ['Milk', 'Mine'])
})

test('[P162] messages over an open dialog can be read and pressed', async () => {
  const { server, ann, bob, todo, path } = await pair()
  await using _server = server
  await bob.ask('PATCH', `/api/v1/todos/${todo.id}`, { name: 'Tea' })
  await using opened = await openAs(server, ann, { path })
  const { page } = opened
  await nameOf(page, 'Tea').waitFor()
  const dialog = await openListHistory(page)
  await dialog.getByRole('button', { name: 'Bring it back' }).click()
  await expectNames(page, ['Milk'])
  expect(await page.locator('.toast').count()).toBe(1)
  await dialog
    .getByRole('region', { name: 'Messages' })
    .getByRole('button', { name: 'Undo', exact: true })
    .click()
  await expectNames(page, ['Tea'])
  await dialog
    .getByRole('status')
    .getByText('Undone: Brought the earlier text of')
    .waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Close' }).last().click()
  expect(opened.errors).toEqual([])
})
