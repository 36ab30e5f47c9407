/** Labels on the page (SPEC.md, P370 to P374). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, newId, type CommandInput, type TodoInput } from '../../src/client/client.ts'
import { labels as word } from '../../src/web/words/en/labels.ts'
import { labels as zhCn } from '../../src/web/words/zh-CN/labels.ts'
import { share, type Person } from '../support/accounts.ts'
import { openAs, people, startAccounts } from '../support/accounts-page.ts'
import { openPage } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/server.ts'
import { add, expectNames, nameOf, pressAll, row } from '../support/todo-page.ts'
import { becomes, until } from '../support/until.ts'

let server: ServerProcess
beforeAll(async () => {
  server = await startServer({ args: ['--database', 'memory:'] })
})
afterAll(() => server[Symbol.asyncDispose]())

const client = () => createClient(server.url)
const labelsOf = async (name: string): Promise<string[] | undefined> => {
  for await (const todo of client().todos.all()) if (todo.name === name) return todo.labels
  return undefined
}

async function make(todos: readonly TodoInput[]): Promise<void> {
  const commands = todos.map((todo): CommandInput => ({ type: 'createTodo', todo: { id: newId(), ...todo } }))
  for (let at = 0; at < commands.length; at += 100) {
    const outcomes = await client().batch(commands.slice(at, at + 100))
    expect(outcomes.every(({ accepted }) => accepted)).toBe(true)
  }
}

const heading = (page: Page, label: string) => page.locator('.title h1 bdi').filter({ hasText: label })
const inSidebar = (page: Page, label: string) => page.locator('.sidebar-labels a', { hasText: label })
const title = (page: Page) => page.locator('.title')

async function chooseInMenu(page: Page, ...items: string[]): Promise<void> {
  await title(page)
    .getByRole('button', { name: /^Actions for/ })
    .click()
  for (const name of items) await page.locator('.menu button', { hasText: name }).click()
}

async function renameTo(page: Page, name: string): Promise<void> {
  await chooseInMenu(page, word.rename)
  await title(page).getByRole('textbox', { name: word.nameOf }).fill(name)
  await page.keyboard.press('Enter')
}

test('[P370] a label has a view of all lists, by a door in the row and the sidebar; what is added there has it', async () => {
  const other = await client().lists.create({ name: 'Elsewhere' })
  await make([
    { name: 'late', labels: ['garden'], due: '2030-02-02' },
    { name: 'early', labels: ['garden', 'x'], due: '2030-01-01', list: other.id },
    { name: 'undated', labels: ['garden'] },
    { name: 'over', labels: ['garden'], finished: true },
    { name: 'without' },
  ])
  await using opened = await openPage(server)
  const { page } = opened
  await row(page, 'late').getByRole('link', { name: 'garden' }).click()
  await heading(page, 'garden').waitFor()
  await expectNames(page, ['early', 'late', 'undated', 'over'])
  await inSidebar(page, 'garden').and(page.locator('[aria-current=page]')).waitFor()
  await add(page, 'new one #shop')
  await until(async () => (await labelsOf('new one'))?.join() === 'garden,shop')
  await row(page, 'new one').waitFor()
  // Its order is its own, and kept.
  await page.getByRole('button', { name: 'Sort and group' }).click()
  await page.locator('.menu button', { hasText: /^Sort/ }).click()
  await page.locator('.menu button', { hasText: 'by name' }).click()
  await expectNames(page, ['early', 'late', 'new one', 'undated', 'over'])
  await until(async () => {
    for await (const view of client().views.all()) if (view.label === 'garden') return view.sortBy === 'name'
    return false
  })
  await page.reload()
  await expectNames(page, ['early', 'late', 'new one', 'undated', 'over'])
  await chooseInMenu(page, 'Colour', 'Teal')
  await page.locator('.sidebar-labels .hash[data-colour=teal]').waitFor()
  await page.locator('.todo .label[data-colour=teal]').first().waitFor()
  expect(opened.errors).toEqual([])
})

test('[P371] a label is renamed everywhere at once, undone as one step, merged after a question, and deleted; offline too', async () => {
  await make([
    { name: 'p1', labels: ['a', 'old', 'z'] },
    { name: 'p2', labels: ['old'], finished: true },
    { name: 'p3', labels: ['taken'] },
  ])
  await using opened = await openPage(server, { path: 'label?q=old' })
  const { page, context } = opened
  await expectNames(page, ['p1', 'p2'])
  await renameTo(page, 'new')
  await heading(page, 'new').waitFor()
  await until(
    async () => (await labelsOf('p1'))?.join() === 'a,new,z' && (await labelsOf('p2'))?.join() === 'new',
  )
  await nameOf(page, 'p1').focus()
  await pressAll(page, 'Control+z')
  await until(
    async () => (await labelsOf('p1'))?.join() === 'a,old,z' && (await labelsOf('p2'))?.join() === 'old',
  )
  // What had the focus is gone with the label.
  await page.locator('.title h1').click()
  await pressAll(page, 'Control+Shift+z')
  await expectNames(page, ['p1', 'p2'])
  await context.setOffline(true)
  await renameTo(page, 'taken')
  await page.getByRole('dialog').getByText(word.askMerge('new', 'taken')).waitFor()
  await page.getByRole('button', { name: word.merge }).click()
  await expectNames(page, ['p1', 'p3', 'p2'])
  await context.setOffline(false)
  await until(async () => (await labelsOf('p1'))?.join() === 'a,taken,z')
  await renameTo(page, 'x'.repeat(65))
  await page.locator('.toast', { hasText: 'at most 64' }).waitFor()
  await page.keyboard.press('Escape')
  await chooseInMenu(page, word.remove)
  await until(async () => (await labelsOf('p1'))?.join() === 'a,z' && (await labelsOf('p3'))?.length === 0)
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).last().click()
  await until(
    async () => (await labelsOf('p1'))?.join() === 'a,taken,z' && (await labelsOf('p3'))?.join() === 'taken',
  )
  expect(opened.errors).toEqual([])
})

test('[P373] labels of all that are selected are given and taken in a panel, by keys alone; some have one', async () => {
  const list = (await client().lists.create({ name: 'many' })).id
  await make([
    { name: 'm1', list, labels: ['half'] },
    { name: 'm2', list },
    { name: 'm3', list, labels: Array.from({ length: 50 }, (_, at) => `l${at}`) },
  ])
  await using opened = await openPage(server, { path: `lists/${list}` })
  const { page } = opened
  await nameOf(page, 'm1').focus()
  await pressAll(page, 'x', 'ArrowDown', 'x')
  await page.getByRole('toolbar').getByRole('button', { name: 'Labels' }).click()
  const box = (label: string) => page.getByRole('checkbox', { name: label, exact: true })
  await becomes(() => box('half').getAttribute('aria-checked'), 'mixed')
  await page.keyboard.type('half')
  await pressAll(page, 'ArrowDown', 'Space')
  await becomes(() => box('half').getAttribute('aria-checked'), 'true')
  await page.getByRole('textbox', { name: word.find }).fill('brand new')
  await pressAll(page, 'Enter')
  await until(async () => (await labelsOf('m1'))?.join() === 'half,brand new')
  await until(async () => (await labelsOf('m2'))?.join() === 'half,brand new')
  await box('half').click()
  await until(async () => (await labelsOf('m1'))?.join() === 'brand new')
  await pressAll(page, 'Escape')
  await nameOf(page, 'm3').focus()
  await pressAll(page, 'x')
  await page.getByRole('toolbar').getByRole('button', { name: 'Labels' }).click()
  await page.getByRole('textbox', { name: word.find }).fill('half')
  await pressAll(page, 'Enter')
  await page.locator('.toast', { hasText: word.noRoom(1, 50) }).waitFor()
  expect((await labelsOf('m3'))?.length).toBe(50)
  expect(opened.errors).toEqual([])
})

const hostile = [
  'a/b?c=d&e#f 50%',
  '"q" \\ <img src=x onerror=alert(1)>',
  'משפחה عائلة \u202eabc',
  'परिवार 家人 семья 가족',
  '👩‍👩‍👧'.repeat(12),
  '..',
]

test('[P374] labels of any text are opened, renamed and deleted like others', async () => {
  const list = (await client().lists.create({ name: 'hostile' })).id
  await make([{ name: 'all of them', list, labels: hostile }])
  await using opened = await openPage(server, { path: `lists/${list}`, locale: 'zh-CN' })
  const { page } = opened
  const more = page.locator('.sidebar-labels > button')
  const act = async (item: string) => {
    await page.locator('.title').getByRole('button').last().click()
    await page.locator('.menu button', { hasText: item }).click()
  }
  for (const label of hostile) {
    if ((await more.getAttribute('aria-expanded')) !== 'true') await more.click()
    await page.locator('.sidebar-labels li').getByText(label, { exact: true }).click()
    await expectNames(page, ['all of them'])
    await act(zhCn.rename)
    await page.locator('.title').getByRole('textbox').fill(`${label}!`)
    await page.keyboard.press('Enter')
    await until(async () => (await labelsOf('all of them'))?.includes(`${label}!`) ?? false)
    await page
      .locator('.title h1 bdi')
      .filter({ hasText: `${label}!` })
      .waitFor()
    // Its address leads there as well.
    if (label === hostile[0]) await page.reload()
    await expectNames(page, ['all of them'])
    await act(zhCn.remove)
    await until(async () => !((await labelsOf('all of them'))?.includes(`${label}!`) ?? true))
    await page.locator('.title h1 bdi').waitFor({ state: 'detached' })
  }
  expect(await labelsOf('all of them')).toEqual([])
  expect(opened.errors).toEqual([])
})

test('[P374] a thousand labels stand in the sidebar where one asks, and one of them is renamed', async () => {
  await make(
    Array.from({ length: 20 }, (_, at) => ({
      name: `t${at}`,
      labels: Array.from({ length: 50 }, (_, of) => `label ${at}-${of}`),
    })),
  )
  await using opened = await openPage(server, {
    path: 'label?q=label%2019-49',
    prepare: (context) => context.grantPermissions(['clipboard-read', 'clipboard-write']),
  })
  const { page } = opened
  await expectNames(page, ['t19'])
  await page.locator('.sidebar-labels > button').click()
  await until(async () => (await page.locator('.sidebar-labels li').count()) >= 1_000)
  await renameTo(page, 'label 0-0')
  await page.getByRole('button', { name: word.merge }).click()
  await expectNames(page, ['t0', 't19'])
  // What is pasted by the megabyte does not hang the page, and it is said what a label may be.
  await page.evaluate((text) => navigator.clipboard.writeText(text.repeat(200_000)), '家 \u202eab,')
  await chooseInMenu(page, word.rename)
  await page.keyboard.press('Control+v')
  await page.getByText('at most 255 characters').waitFor()
  await page.keyboard.press('Escape')
  await nameOf(page, 't0').focus()
  await pressAll(page, 'x')
  await page.getByRole('toolbar').getByRole('button', { name: 'Labels' }).click()
  await page.getByRole('textbox', { name: word.find }).focus()
  await page.keyboard.press('Control+v')
  await page.locator('.labels-panel .warning', { hasText: 'at most 64' }).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P372] a question names the lists that are shared, and only my own are meant where I say so; some I can only read', async () => {
  await using accounts = await startAccounts()
  const [ann, bob] = (await people(accounts, 'ann', 'bob')) as [Person, Person]
  const [flat, read, own] = [
    await ann.newList({ name: 'Flat' }),
    await bob.newList({ name: 'Bob’s' }),
    await ann.newList({ name: 'Own' }),
  ]
  await share(ann, flat.id, bob, 'editor')
  await share(bob, read.id, ann, 'viewer')
  const made = {
    flat: await ann.newTodo(flat.id, { name: 'flat', labels: ['x'] }),
    read: await bob.newTodo(read.id, { name: 'read', labels: ['x'] }),
    own: await ann.newTodo(own.id, { name: 'own', labels: ['x'] }),
  }
  const labels = async (which: keyof typeof made): Promise<string> =>
    (await bob.ask('GET', `/api/v1/todos/${made[which].id}`)).body?.labels?.join() ??
    (await ann.done('GET', `/api/v1/todos/${made[which].id}`)).labels.join()
  await using opened = await openAs(accounts, ann, { path: 'label?q=x' })
  const { page } = opened
  await expectNames(page, ['flat', 'read', 'own'])
  const asked = page.getByRole('dialog')
  await renameTo(page, 'y')
  await asked.getByText(word.askShared(1, ['Flat'], 0)).waitFor()
  await asked.getByText(word.keep(1)).waitFor()
  await asked.getByRole('button', { name: word.mineOnly }).click()
  await until(async () => (await labels('own')) === 'y')
  expect([await labels('flat'), await labels('read')]).toEqual(['x', 'x'])
  await page.goto(`${accounts.url}/label?q=x`)
  await expectNames(page, ['flat', 'read'])
  await chooseInMenu(page, word.remove)
  await asked.getByRole('button', { name: word.doRemove }).click()
  await until(async () => (await labels('flat')) === '')
  expect(await labels('read')).toBe('x')
  expect(opened.errors).toEqual([])
})
