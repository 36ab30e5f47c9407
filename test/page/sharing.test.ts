/** Lists of several people on the page, and what the settings have of accounts. */
import { expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { account as accountEn } from '../../src/web/words/en/account.ts'
import { account as accountZhCn } from '../../src/web/words/zh-CN/account.ts'
import { choose } from '../support/choice.ts'
import { password, share } from '../support/accounts.ts'
import { openAs, people, signedInAs, signIn, startAccounts } from '../support/accounts-page.ts'
import { openBehind } from '../support/away.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { add, expectNames, field, nameOf, row, tick } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

const section = (page: Page, name: string): Locator => page.getByRole('region', { name })
const link = (page: Page, name: string): Locator => page.locator('.sidebar').getByRole('link', { name })
const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()

async function openShare(page: Page, list: string, item = 'Share …'): Promise<Locator> {
  await page
    .locator('main .title')
    .getByRole('button', { name: `Actions for “${list}”` })
    .click()
  await page.getByRole('menuitem', { name: item }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'Members', exact: true }).waitFor()
  return dialog
}

async function pair() {
  const server = await startAccounts()
  const all = await people(server, 'ann', 'bob')
  const [ann, bob] = all as [(typeof all)[0], (typeof all)[0]]
  const list = await ann.newList({ name: 'Groceries' })
  await ann.newTodo(list.id, { name: 'Milk' })
  return { server, ann, bob, list, path: `lists/${list.id}` }
}

test('[P87] the password is changed, and devices are signed out, one or all', async () => {
  const { server, ann } = await pair()
  await using _server = server
  await using here = await openAs(server, ann, { path: 'settings' })
  await using other = await openAs(server, ann)
  await using third = await openAs(server, ann)
  const { page } = here
  await section(page, 'Devices').getByText('this device').waitFor()
  await page.reload()
  const others = section(page, 'Devices').getByRole('button', { name: /^Sign out “/ })
  await others.nth(1).waitFor()
  const before = await others.count()
  // The newest first: that of the third page.
  await others.first().click()
  await Promise.any(
    [other, third].map((each) => each.page.getByRole('heading', { name: 'Sign in' }).waitFor()),
  )
  await expectCount(others, before - 1)
  await section(page, 'Devices').getByRole('button', { name: 'Sign out everywhere else' }).click()
  await section(page, 'Devices').getByRole('button', { name: 'Sign out everywhere else' }).click()
  await other.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await third.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await section(page, 'Account').getByRole('button', { name: 'Change password' }).click()
  await page.getByLabel('Present password').fill('not the present one')
  await page.getByLabel('New password').fill('nine blue whales')
  await page.keyboard.press('Enter')
  await says(page, 'This is not the present password.')
  await page.getByLabel('Present password').fill(password)
  await page.keyboard.press('Enter')
  await says(page, 'The password is changed.')
  await signIn(other.page, 'ann', 'nine blue whales')
  await signedInAs(other.page, 'ann')
})

const expectCount = (locator: Locator, count: number): Promise<void> => becomes(() => locator.count(), count)

test('[P88] a token is made, shown once, and revoked once that is confirmed', async () => {
  const { server, ann } = await pair()
  await using _server = server
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  const tokens = section(page, 'API tokens')
  await tokens.getByText('There are none.').waitFor()
  await tokens.getByRole('button', { name: 'New token' }).click()
  await tokens.getByRole('button', { name: 'Make' }).click()
  await says(page, 'Write what it is for.')
  await tokens.getByLabel('What it is for').fill('the lamp')
  await choose(tokens.getByLabel('It may'), { value: 'write' })
  await choose(tokens.getByLabel('It ends'), { value: '30' })
  await tokens.getByRole('button', { name: 'Make' }).click()
  const token = await tokens.getByRole('textbox', { name: 'The token' }).inputValue()
  expect(token).toMatch(/^aiotodo_/)
  const status = async () =>
    (await fetch(`${server.url}/todos/`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await status()).toBe(200)
  await page.reload()
  await tokens.getByText('the lamp').waitFor()
  expect(await page.content()).not.toContain(token)
  await tokens.getByRole('button', { name: 'New token' }).click()
  await tokens.getByLabel('What it is for').fill('the clock')
  await choose(tokens.getByLabel('It ends'), { value: 'never' })
  await tokens.getByRole('button', { name: 'Make' }).click()
  const revoke = async (name: string) => {
    await tokens.getByRole('button', { name: `Revoke “${name}”` }).click()
    return tokens.getByRole('group', { name: `Revoke “${name}”` })
  }
  await (await revoke('the clock')).getByRole('button', { name: 'Revoke' }).click()
  await tokens.getByText('the clock').waitFor({ state: 'detached' })
  const asked = await revoke('the lamp')
  await asked.getByText('It can not be brought back.').waitFor()
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await asked.waitFor({ state: 'detached' })
  expect(await status()).toBe(200)
  await (await revoke('the lamp')).getByRole('button', { name: 'Revoke' }).click()
  await tokens.getByText('There are none.').waitFor()
  expect(await status()).toBe(401)
})

test('[P89] an administrator lists accounts, invites, and disables', async () => {
  const { server, ann, bob } = await pair()
  await using _server = server
  await using opened = await openAs(server, ann, { path: 'settings' })
  await using other = await openAs(server, bob, { path: 'settings' })
  const { page } = opened
  const accounts = section(page, 'Accounts')
  await accounts.getByText('administrator').waitFor()
  await section(other.page, 'API tokens').getByText('There are none.').waitFor()
  expect(await section(other.page, 'Accounts').count()).toBe(0)
  await accounts.getByRole('button', { name: 'Invite someone' }).click()
  const url = await accounts.getByRole('textbox', { name: 'The link' }).inputValue()
  await using fresh = await openPage(server, { path: url.slice(server.url.length + 1) })
  await fresh.page.getByRole('heading', { name: 'Make your account' }).waitFor()
  await accounts.getByRole('button', { name: 'Disable “bob”' }).click()
  await accounts.getByRole('button', { name: 'Enable “bob”' }).waitFor()
  await other.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await accounts.getByRole('button', { name: 'Enable “bob”' }).click()
  await accounts.getByRole('button', { name: 'Disable “bob”' }).waitFor()
  expect(await accounts.getByRole('button', { name: 'Disable “ann”' }).count()).toBe(0)
})

test('[P90] a list is shared by name and by link, and lives in both browsers', async () => {
  const { server, ann, bob, path } = await pair()
  await using _server = server
  await using one = await openAs(server, ann, { path })
  await using two = await openAs(server, bob)
  const dialog = await openShare(one.page, 'Groceries')
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByText('Write the name of an account.').waitFor()
  await dialog.getByLabel('Account').fill('bob')
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByText('If there is an account “bob”').waitFor()
  await dialog.getByRole('button', { name: 'Revoke “bob”' }).waitFor()
  // Looked for when the page is looked at again.
  await two.page.reload()
  await two.page.getByRole('button', { name: '1 invitation' }).click()
  await two.page.getByRole('button', { name: 'Join “Groceries”' }).click()
  await expectNames(two.page, ['Milk'])
  await link(two.page, 'Groceries').locator('.shared-mark').waitFor()
  await add(two.page, 'Tea')
  await expectNames(one.page, ['Milk', 'Tea'])
  await one.page.keyboard.press('Escape')
  await tick(one.page, 'Milk').click()
  await two.page.getByRole('checkbox', { name: 'Milk', checked: true }).waitFor()
  const again = await openShare(one.page, 'Groceries')
  await again.getByText('bob').first().waitFor()
  await choose(again.getByLabel('Role', { exact: true }), { value: 'viewer' })
  await again.getByRole('button', { name: 'Make a link' }).click()
  const url = await again.getByRole('textbox', { name: 'The link' }).inputValue()
  await one.page.keyboard.press('Escape')
  await link(one.page, 'Groceries').locator('.shared-mark').waitFor()
  // Who is not signed in yet signs in, and joins then.
  await people(server, 'cem')
  await using three = await openPage(server, { path: url.slice(server.url.length + 1) })
  await says(three.page, '“ann” shares “Groceries” with you. Sign in to join.')
  await signIn(three.page, 'cem')
  await three.page.getByRole('button', { name: 'Join “Groceries”' }).click()
  await says(three.page, 'You can read this list, not change it.')
  await nameOf(three.page, 'Tea').waitFor()
  expect(three.page.url()).not.toContain('invitation_')
})

test('[P91] a viewer reads: no field, no drag, no ticks; what is tried by keys says why not', async () => {
  const { server, ann, bob, list, path } = await pair()
  await using _server = server
  await share(ann, list.id, bob, 'viewer')
  await using opened = await openAs(server, bob, { path })
  const { page } = opened
  await says(page, 'You can read this list, not change it.')
  await expectNames(page, ['Milk'])
  expect(await field(page).count()).toBe(0)
  expect(await tick(page, 'Milk').isDisabled()).toBe(true)
  expect(await page.getByRole('button', { name: 'Delete: Milk' }).count()).toBe(0)
  expect(await row(page, 'Milk').locator('.handle').isVisible()).toBe(false)
  await nameOf(page, 'Milk').focus()
  await page.keyboard.press('F2')
  expect(await page.locator('.name-editor').count()).toBe(0)
  await page.keyboard.press('Delete')
  await says(page, 'you may not change this list.')
  await expectNames(page, ['Milk'])
  await page.locator('main .title .icon-button').click()
  await page.getByRole('menuitem').first().waitFor()
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual([
    'Move list up',
    'Members …',
    'Copy as text',
    'History …',
  ])
  await page.keyboard.press('Escape')
  await page.goto(
    `${server.url}/${path}?todo=${(await bob.ask('GET', `/api/v1/todos?list=${list.id}`)).body.items[0].id}`,
  )
  const details = page.locator('.details')
  await details.getByText('You can read this list').waitFor()
  expect(await details.locator('textarea').first().isDisabled()).toBe(true)
  // The moment that the owner says so, all of it can be done.
  await ann.ask('PATCH', `/lists/${list.id}/members/${bob.id}`, { role: 'editor' })
  await field(page).waitFor()
  await details.locator('textarea:enabled').first().waitFor()
  await tick(page, 'Milk').first().click()
  await page.getByRole('checkbox', { name: 'Milk', checked: true }).first().waitFor()
})

test('[P92] the owner changes roles, removes, and hands the list over; a member leaves', async () => {
  const { server, ann, bob, list, path } = await pair()
  await using _server = server
  await share(ann, list.id, bob, 'editor')
  await using one = await openAs(server, ann, { path })
  await using two = await openAs(server, bob, { path })
  await field(two.page).waitFor()
  const dialog = await openShare(one.page, 'Groceries')
  await choose(dialog.getByLabel('Role of “bob”'), { value: 'viewer' })
  await says(two.page, 'You can read this list, not change it.')
  await dialog.getByRole('button', { name: 'Make owner: “bob”' }).click()
  await dialog.getByRole('button', { name: 'Make owner', exact: true }).click()
  await one.page.getByRole('dialog', { name: 'Members of “Groceries”' }).waitFor()
  expect(await one.page.getByRole('dialog').getByLabel('Role of “bob”').count()).toBe(0)
  await field(two.page).waitFor()
  await one.page.getByRole('button', { name: 'Leave the list' }).click()
  await one.page.getByRole('button', { name: 'Leave the list' }).click()
  await says(one.page, 'You left “Groceries”.')
  await link(one.page, 'Groceries').waitFor({ state: 'detached' })
  expect(await one.page.getByText('is not shared with you any more').count()).toBe(0)
  await nameOf(two.page, 'Milk').waitFor()
})

test('[P93] a list that is lost leaves the page in the same moment, and what waited for it is refused with a reason', async () => {
  const { server, ann, bob, list, path } = await pair()
  await using _server = server
  await share(ann, list.id, bob, 'editor')
  await using one = await openAs(server, ann, { path })
  await using two = await openAs(server, bob, { path })
  await expectNames(two.page, ['Milk'])
  await using three = await openBehind(server)
  await signIn(three.page, 'bob')
  await signedInAs(three.page, 'bob')
  await link(three.page, 'Groceries').click()
  await expectNames(three.page, ['Milk'])
  await three.cut()
  await add(three.page, 'Tea')
  await expectNames(three.page, ['Milk', 'Tea'])
  const dialog = await openShare(one.page, 'Groceries')
  await dialog.getByRole('button', { name: 'Remove “bob”' }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).last().click()
  await says(two.page, '“Groceries” is not shared with you any more.')
  await link(two.page, 'Groceries').waitFor({ state: 'detached' })
  expect(new URL(two.page.url()).pathname).toBe('/')
  expect(await nameOf(two.page, 'Milk').count()).toBe(0)
  await expectCount(dialog.getByRole('button', { name: 'Remove “bob”' }), 0)
  three.mend()
  await says(three.page, 'Add “Tea”: not saved, the list is not there any more.')
  await link(three.page, 'Groceries').waitFor({ state: 'detached' })
  await expectNames(three.page, [])
})

test.each(['light', 'dark'] as const)(
  '[P94] axe finds nothing on the screens of accounts, %s, and each string is there in both languages',
  async (colorScheme) => {
    expect(Object.keys(accountZhCn)).toEqual(Object.keys(accountEn))
    expect(Object.keys(accountZhCn.problems)).toEqual(Object.keys(accountEn.problems))
    const { server, ann, bob, list, path } = await pair()
    await using _server = server
    await share(ann, list.id, bob, 'viewer')
    await ann.ask('POST', `/lists/${list.id}/invitations`, { role: 'editor' })
    const found: Record<string, string[]> = {}
    const look = async (name: string, page: Page) => {
      const here = await violations(page)
      if (here.length > 0) found[name] = here
    }
    const { body } = await ann.ask('POST', '/accounts/invitations')
    await using signing = await openPage(server, { colorScheme, path: `#${body.invitation}` })
    await signing.page.getByRole('heading', { name: 'Make your account' }).waitFor()
    await signing.page.keyboard.press('Enter')
    await look('sign up', signing.page)
    await using chinese = await openPage(server, {
      colorScheme,
      locale: 'zh-CN',
      viewport: { width: 320, height: 640 },
    })
    await chinese.page.getByRole('heading', { name: '登录' }).waitFor()
    await chinese.page.getByRole('button', { name: '登录' }).click()
    await look('sign in', chinese.page)
    expect(await chinese.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await using one = await openAs(server, ann, { path, colorScheme })
    const dialog = await openShare(one.page, 'Groceries')
    await dialog.getByRole('button', { name: 'Remove “bob”' }).click()
    await look('share', one.page)
    await one.page.goto(`${server.url}/settings`)
    await section(one.page, 'Accounts').waitFor()
    await section(one.page, 'API tokens').getByRole('button', { name: 'New token' }).click()
    await section(one.page, 'Account').getByRole('button', { name: 'Change password' }).first().click()
    await look('settings', one.page)
    await one.page.getByRole('button', { name: 'Account “ann”' }).click()
    await look('account menu', one.page)
    await one.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await look('sign out', one.page)
    await using two = await openAs(server, bob, { path, colorScheme })
    await says(two.page, 'You can read this list')
    await look('viewer', two.page)
    expect(found).toEqual({})
  },
)
