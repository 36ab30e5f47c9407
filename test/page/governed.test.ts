/** What administrators do with accounts, the audit, and bounds of tokens on the page (SPEC.md, P65, P159 to P161, P163). */
import { expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { view as viewEn } from '../../src/web/words/en/view.ts'
import { view as viewZhCn } from '../../src/web/words/zh-CN/view.ts'
import { account as accountEn } from '../../src/web/words/en/account.ts'
import { account as accountZhCn } from '../../src/web/words/zh-CN/account.ts'
import { choose } from '../support/choice.ts'
import { password, share } from '../support/accounts.ts'
import { openAs, people, startAccounts } from '../support/accounts-page.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { expectNames } from '../support/todo-page.ts'

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const line = (page: Page, name: string): Locator =>
  section(page, 'Accounts').locator('.keys > li', {
    has: page.getByRole('button', { name: `Manage “${name}”` }),
  })

async function three() {
  const server = await startAccounts()
  const all = await people(server, 'ann', 'bob', 'cem')
  const [ann, bob, cem] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]]
  return { server, ann, bob, cem }
}

async function manage(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: `Manage “${name}”` }).click()
  const tools = page.getByRole('group', { name: `Manage “${name}”` })
  await tools.waitFor()
  return tools
}

test('[P159] an administrator renames accounts, and makes and unmakes administrators', async () => {
  const { server, ann, bob } = await three()
  await using _server = server
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  let tools = await manage(page, 'bob')
  await tools.getByLabel('Name', { exact: true }).fill('robert')
  await tools.getByRole('button', { name: 'Rename' }).click()
  await line(page, 'robert').waitFor()
  expect((await bob.ask('GET', '/account')).body.name).toBe('robert')
  tools = page.getByRole('group', { name: 'Manage “robert”' })
  await tools.getByRole('button', { name: 'Make administrator: “robert”' }).click()
  await tools.getByText('will look after all accounts').waitFor()
  await tools.getByRole('button', { name: 'Make administrator', exact: true }).click()
  await line(page, 'robert').getByText('administrator', { exact: true }).waitFor()
  await using his = await openAs(server, { ...bob, name: 'robert' }, { path: 'settings' })
  await section(his.page, 'Accounts').waitFor()
  await tools.getByRole('button', { name: 'No longer administrator: “robert”' }).click()
  await tools.getByRole('button', { name: 'No longer administrator', exact: true }).click()
  await line(page, 'robert').getByText('administrator', { exact: true }).waitFor({ state: 'detached' })
  // One must be left.
  tools = await manage(page, 'ann')
  await tools.getByRole('button', { name: 'No longer administrator: “ann”' }).click()
  await tools.getByLabel('Present password').fill(password)
  await tools.getByRole('button', { name: 'No longer administrator', exact: true }).click()
  await tools.getByText('There must be an administrator.').waitFor()
  expect(await tools.getByRole('button', { name: /^Remove/ }).count()).toBe(0)
})

test('[P65] who may not do something is told who may: administrators, or the owner of the list', async () => {
  const { server, ann, bob } = await three()
  await using _server = server
  await ann.ask('PATCH', `/accounts/${bob.id}`, { isAdmin: true })
  await using opened = await openAs(server, bob, { path: 'settings' })
  const { page } = opened
  const tools = await manage(page, 'cem')
  // Meanwhile.
  await ann.ask('PATCH', `/accounts/${bob.id}`, { isAdmin: false })
  await tools.getByLabel('Name', { exact: true }).fill('carl')
  await tools.getByRole('button', { name: 'Rename' }).click()
  await tools.getByText('Only administrators may do that.').waitFor()
  expect(await page.getByText('Only the owner').count()).toBe(0)
})

test('[P159] an account is removed once its name was typed; a list of many goes to another member', async () => {
  const { server, ann, bob, cem } = await three()
  await using _server = server
  const list = await bob.newList({ name: 'Groceries' })
  await bob.newTodo(list.id, { name: 'Milk' })
  await share(bob, list.id, cem, 'editor')
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  const tools = await manage(page, 'bob')
  await tools.getByRole('button', { name: 'Remove “bob” …' }).click()
  await tools.getByText('A list that others are members of goes to one of them.').waitFor()
  const field = tools.getByRole('textbox', { name: 'To confirm, type the name: bob' })
  await field.fill('bo')
  await tools.getByRole('button', { name: 'Remove for good' }).click()
  await tools.locator('.field-error', { hasText: 'type the name' }).waitFor()
  expect((await bob.ask('GET', '/account')).status).toBe(200)
  await field.fill('bob')
  await tools.getByRole('button', { name: 'Remove for good' }).click()
  await line(page, 'bob').waitFor({ state: 'detached' })
  expect((await bob.ask('GET', '/account')).status).toBe(401)
  const members = (await cem.ask('GET', `/lists/${list.id}/members`)).body.items
  expect(members.map(({ name, role }: any) => [name, role])).toEqual([['cem', 'owner']])
})

test('[P160] the audit: one’s own, of all for administrators, and of one account', async () => {
  const { server, ann, bob } = await three()
  await using _server = server
  await bob.token({ name: 'x' })
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  const audit = section(page, 'What happened to the account')
  const all = audit.locator('.keys > li')
  await audit.getByRole('button', { name: 'Show it' }).click()
  await all.first().waitFor()
  expect(await audit.getByText('A token was made').count()).toBe(0)
  await audit.getByRole('checkbox', { name: 'Of all accounts' }).check()
  await audit.getByText('A token was made · bob').waitFor()
  const tools = await manage(page, 'bob')
  await tools.getByRole('button', { name: 'What happened to “bob”' }).click()
  await tools.getByText('A token was made').waitFor()
  expect(await tools.getByText('ann').count()).toBe(0)
  await using his = await openAs(server, bob, { path: 'settings' })
  const own = section(his.page, 'What happened to the account')
  await own.getByRole('button', { name: 'Show it' }).click()
  await own.getByText('A token was made').waitFor()
  expect(await own.getByRole('checkbox').count()).toBe(0)
  // The server keeps it so, whatever the page asks.
  expect((await bob.ask('GET', `/audit?account=${ann.id}`)).status).toBe(403)
  expect((await bob.ask('GET', `/audit?account=${bob.id}`)).status).toBe(200)
  const events = (await ann.ask('GET', `/audit?account=${bob.id}`)).body.items
  expect(events.length).toBeGreaterThan(0)
  for (const { account } of events) expect(account.name).toBe('bob')
})

test('[P160] there is more of the audit on demand', async () => {
  const { server, ann } = await three()
  await using _server = server
  for (let count = 0; count < 110; count++) {
    const { id } = await ann.token()
    await ann.ask('DELETE', `/tokens/${id}`)
  }
  await using opened = await openAs(server, ann, { path: 'settings' })
  const audit = section(opened.page, 'What happened to the account')
  await audit.getByRole('button', { name: 'Show it' }).click()
  await audit.locator('.keys > li').nth(99).waitFor()
  expect(await audit.locator('.keys > li').count()).toBe(100)
  await audit.getByRole('button', { name: 'Show more' }).click()
  await audit.locator('.keys > li').nth(150).waitFor()
})

test('[P161] a token is made for chosen lists, with a cap on its deletions, which are kept', async () => {
  const { server, ann } = await three()
  await using _server = server
  const list = await ann.newList({ name: 'Groceries' })
  const other = await ann.newList({ name: 'Diary' })
  const todos = [await ann.newTodo(list.id), await ann.newTodo(list.id)]
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  const tokens = section(page, 'API tokens')
  await tokens.getByRole('button', { name: 'New token' }).click()
  await tokens.getByLabel('What it is for').fill('shopping')
  await choose(tokens.getByLabel('It may'), { value: 'write' })
  await tokens.getByRole('checkbox', { name: 'Groceries' }).check()
  await tokens.getByLabel('Deletions per hour, at most').fill('some')
  await tokens.getByRole('button', { name: 'Make', exact: true }).click()
  await tokens.getByText('Write a whole number, or nothing.').waitFor()
  await tokens.getByLabel('Deletions per hour, at most').fill('1')
  await tokens.getByRole('button', { name: 'Make', exact: true }).click()
  await tokens.getByText('for 1 list · 1 deletions per hour').waitFor()
  const headers = { authorization: `Bearer ${await tokens.getByLabel('The token').inputValue()}`, cookie: '' }
  const status = async (method: string, path: string) =>
    (await ann.ask(method, path, undefined, headers)).status
  expect(await status('GET', `/lists/${list.id}`)).toBe(200)
  expect(await status('GET', `/lists/${other.id}`)).toBe(404)
  expect(await status('DELETE', `/api/v1/todos/${todos[0].id}`)).toBe(204)
  expect(await status('DELETE', `/api/v1/todos/${todos[1].id}`)).toBe(403)
})

const looks = [
  ['light', 'en'],
  ['dark', 'zh-CN'],
] as const

test.each(looks)(
  '[P163] axe finds nothing on these screens, %s, %s, and nothing is wider than a phone',
  async (colorScheme, locale) => {
    expect(Object.keys(viewZhCn.problems)).toEqual(Object.keys(viewEn.problems))
    expect(Object.keys(viewZhCn)).toEqual(Object.keys(viewEn))
    expect(Object.keys(accountZhCn.events)).toEqual(Object.keys(accountEn.events))
    const { server, ann, bob } = await three()
    await using _server = server
    const [words, accounts] = locale === 'en' ? [viewEn, accountEn] : [viewZhCn, accountZhCn]
    const list = await ann.newList({ name: 'Groceries' })
    const todo = await ann.newTodo(list.id, { name: 'Milk', labels: ['home'] })
    await ann.ask('PATCH', `/api/v1/todos/${todo.id}`, { notes: 'some' })
    await ann.ask('PATCH', `/api/v1/todos/${todo.id}`, { notes: 'fresh '.repeat(40), priority: 'high' })
    const { body: filter } = await ann.ask('POST', '/filters', {
      name: 'Home',
      filter: '#home',
      colour: 'red',
    })
    await ann.token({ name: 'script' })
    const { key } = await server.app.keys.open(ann.id, 'a browser', '192.0.2.1')
    await using opened = await openPage(server, {
      path: `filters/${filter.id}`,
      colorScheme,
      locale,
      viewport: { width: 340, height: 740 },
      prepare: (context) => context.addCookies([{ name: 'aiotodo', value: key, url: server.url }]),
    })
    const { page } = opened
    const found: Record<string, unknown> = {}
    const look = async (name: string) => {
      const [here, width] = [
        await violations(page),
        await page.evaluate(() => document.documentElement.scrollWidth),
      ]
      if (here.length > 0 || width > 340) found[name] = { here, width }
    }
    await page.locator('.account-place button').waitFor({ state: 'attached' })
    await expectNames(page, ['Milk'])
    await page.getByRole('searchbox').fill('#home and due < soon or x')
    await page.locator('.marks').waitFor()
    await page.getByRole('button', { name: words.filterHelp }).click()
    await look('a filter')
    await page.goto(`${server.url}/search?q=milk`)
    await page.getByRole('button', { name: words.saveFilter }).click()
    await look('saving')
    await page.goto(`${server.url}/lists/${list.id}?todo=${todo.id}`)
    await page.getByRole('button', { name: words.history, exact: true }).click()
    await page.locator('.entry-line').nth(2).waitFor()
    await page.locator('.entry-actions > button').nth(3).click()
    await look('history')
    await page.locator('.in-the-way button').first().waitFor()
    await page.goto(`${server.url}/lists/${list.id}`)
    await page.locator('main .title .icon-button').click()
    await page.getByRole('menuitem', { name: words.history }).click()
    await page.locator('.entry-line').first().waitFor()
    await look('history of a list')
    for (const part of [words.asItWas, words.undoSince]) {
      await page.getByRole('dialog').getByRole('button', { name: part, exact: true }).click()
      const inHere = page.getByRole('dialog').locator('form')
      await inHere.locator('.date-words input').fill('2026-01-01T00:00:00')
      await inHere.getByRole('button').first().click()
      await look(part)
    }
    await page.goto(`${server.url}/settings`)
    await page.getByRole('button', { name: accounts.manageNamed(bob.name) }).click()
    await page.getByRole('button', { name: accounts.removeAccount(bob.name) }).click()
    await page.getByRole('button', { name: accounts.auditOf(bob.name) }).click()
    await page.getByRole('button', { name: accounts.showAudit }).click()
    await page.getByRole('button', { name: words.undoTokenNamed('script') }).click()
    await page.getByRole('button', { name: accounts.newToken }).click()
    await look('settings')
    expect(found).toEqual({})
  },
)
