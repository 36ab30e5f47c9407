/** The page where people can sign in by a provider: from the button to the todos, as a person goes (SPEC.md, P110 to P114). */
import { expect, test } from 'bun:test'
import { source as axeSource } from 'axe-core'
import type { Page } from 'playwright-core'
import { password } from '../support/accounts.ts'
import { openAs, people, signedInAs, signIn, startAccounts } from '../support/accounts-page.ts'
import { openPage } from '../support/browser.ts'
import { optionsOf, startProvider } from '../support/provider.ts'
import { add, expectNames } from '../support/todo-page.ts'
import { Visitor } from '../support/visitor.ts'

const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()
const signInBy = (page: Page): Promise<void> =>
  page.getByRole('link', { name: 'Sign in with The provider' }).click()
/** At the provider. */
const agree = (page: Page): Promise<void> => page.getByRole('link', { name: /^Go on as/ }).click()

test('[P110] the button leads to the provider and back, to where one was; without a provider there is none', async () => {
  await using provider = await startProvider()
  await using server = await startAccounts(optionsOf(provider, true))
  await people(server, 'admin')
  await using opened = await openPage(server, { path: 'today' })
  const { page } = opened
  await signInBy(page)
  await agree(page)
  await signedInAs(page, 'ann')
  await page.getByRole('link', { name: /^Todos/ }).click()
  await add(page, 'Milk')
  await expectNames(page, ['Milk'])
  // Signed out, and in again: it is all there, and the page is where it was.
  await page.getByRole('button', { name: 'Account “ann”' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  await signInBy(page)
  await agree(page)
  await signedInAs(page, 'ann')
  await expectNames(page, ['Milk'])
  expect(opened.errors).toEqual([])

  await using plain = await startAccounts()
  await people(plain, 'admin')
  await using other = await openPage(plain)
  await other.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await other.page.getByRole('link', { name: /^Sign in with/ }).count()).toBe(0)
})

test('[P110] the button works by the keyboard alone', async () => {
  await using provider = await startProvider()
  await using server = await startAccounts(optionsOf(provider, true))
  await people(server, 'admin')
  await using opened = await openPage(server)
  const { page } = opened
  await page.getByLabel('Name', { exact: true }).focus()
  for (let count = 0; count < 3; count++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await agree(page)
  await signedInAs(page, 'ann')
})

test('[P111] what went wrong at the provider stands on the sign-in screen, in words, once', async () => {
  await using provider = await startProvider()
  await using server = await startAccounts(optionsOf(provider))
  await people(server, 'ann')
  await using opened = await openPage(server)
  const { page } = opened
  const alert = (text: RegExp) => page.getByRole('alert').filter({ hasText: text }).waitFor()
  await signInBy(page)
  await agree(page)
  await alert(/No account here is linked to this identity/)
  expect(new URL(page.url()).hash).toBe('')
  provider.error = 'access_denied'
  await signInBy(page)
  await agree(page)
  await alert(/You did not sign in at the provider/)
  provider.error = undefined
  await provider.down()
  await page.goto(`${server.url}/api/v1/oidc/callback?code=x&state=y`)
  await alert(/not begun in this browser/)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(
    await page
      .getByRole('alert')
      .filter({ hasText: /not begun/ })
      .count(),
  ).toBe(0)
  // What nobody of ours has written there is not shown.
  await page.goto(`${server.url}/#oidc_${'call_this_number'}`)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await page.locator('body').innerText()).not.toContain('call')
  // The password does meanwhile.
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
})

test('[P111] a provider that is down is said to be, without leaving the page', async () => {
  await using provider = await startProvider()
  await using server = await startAccounts(optionsOf(provider))
  await people(server, 'ann')
  await provider.down()
  await using opened = await openPage(server)
  const { page } = opened
  await signInBy(page)
  await says(page, /The sign-in provider can not be reached/)
  expect(new URL(page.url()).origin).toBe(server.url)
})

test('[P112] an invitation makes an account at the provider; who gives up there can begin again', async () => {
  await using provider = await startProvider()
  await using server = await startAccounts(optionsOf(provider))
  const [admin] = await people(server, 'admin')
  const { body } = (await admin?.ask('POST', '/accounts/invitations')) ?? {}
  await using opened = await openPage(server, { path: `#${body.invitation}` })
  const { page } = opened
  provider.error = 'access_denied'
  await press(page, 'Make the account with The provider')
  await agree(page)
  await says(page, /You did not sign in at the provider/)
  provider.error = undefined
  await press(page, 'Make the account with The provider')
  await agree(page)
  await signedInAs(page, 'ann')
  await add(page, 'Mine')
  await expectNames(page, ['Mine'])
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('[P113] an account is linked in the settings, by its password, and unlinked; another’s identity is refused in words', async () => {
  await using provider = await startProvider()
  await using server = await startAccounts(optionsOf(provider))
  const [ann, bob] = await people(server, 'ann', 'bob')
  if (!ann || !bob) throw new Error('nobody')
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  const section = page.getByRole('region', { name: 'Linked identities' })
  await press(page, 'Link to The provider')
  await page.getByLabel('Present password').fill('not that one')
  await press(page, 'Go on')
  await says(page, 'This is not the present password.')
  await page.getByLabel('Present password').fill(password)
  await page.keyboard.press('Enter')
  await agree(page)
  await says(page, 'It is linked')
  expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe('/settings')
  await section.getByText('Ann').waitFor()
  // It is a way in now.
  const visitor = new Visitor(server.app)
  expect([await visitor.signIn(), await visitor.name()]).toEqual(['/', 'ann'])

  await using others = await openAs(server, bob, { path: 'settings' })
  await press(others.page, 'Link to The provider')
  await others.page.getByLabel('Present password').fill(password)
  await others.page.keyboard.press('Enter')
  await agree(others.page)
  await says(others.page, 'This identity is linked to another account.')

  await section.getByRole('button', { name: 'Unlink “Ann”' }).click()
  await section.getByRole('group').getByRole('button', { name: 'Unlink' }).click()
  await says(page, /Link this account to yours at The provider/)
  expect(await new Visitor(server.app).signIn()).toBe('/#oidc_identity_unknown')
})

test('[P114] an account without a password keeps its last identity, and sets a password', async () => {
  await using provider = await startProvider()
  await using server = await startAccounts(optionsOf(provider, true))
  await people(server, 'admin')
  await using opened = await openPage(server, { path: 'settings' })
  const { page } = opened
  await signInBy(page)
  await agree(page)
  await signedInAs(page, 'ann')
  await page.goto(`${server.url}/settings`)
  const section = page.getByRole('region', { name: 'Linked identities' })
  const unlink = async () => {
    await section.getByRole('button', { name: 'Unlink “Ann”' }).click()
    await section.getByRole('group').getByRole('button', { name: 'Unlink' }).click()
  }
  await unlink()
  await says(page, 'Nothing would open the account any more. Set a password, or add a passkey, first.')
  await section.getByRole('button', { name: 'Cancel' }).click()
  await press(page, 'Set a password')
  expect(await page.getByLabel('Present password').count()).toBe(0)
  await page.getByLabel('New password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Change password' }).waitFor()
  await unlink()
  await says(page, /Link this account to yours at The provider/)
})

test.each(['light', 'dark'] as const)(
  '[P114] axe finds nothing on the screens of identities (%s), and each string is there in Chinese',
  async (colorScheme) => {
    await using provider = await startProvider()
    await using server = await startAccounts(optionsOf(provider, true))
    const [ann] = await people(server, 'ann')
    const { body } = (await ann?.ask('POST', '/accounts/invitations')) ?? {}
    const expectClean = async (page: Page) => {
      await page.evaluate(axeSource)
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run: (how: object) => Promise<{ violations: { id: string }[] }> }
        }
        const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
        return (await axe.run({ runOnly: { type: 'tag', values } })).violations.map(({ id }) => id)
      })
      expect(found).toEqual([])
    }
    await using opened = await openPage(server, {
      path: '#oidc_identity_unknown',
      colorScheme,
      locale: 'zh-CN',
    })
    const { page } = opened
    await says(page, '使用 The provider 登录')
    await says(page, '这里没有账户关联此第三方登录')
    await expectClean(page)
    await page.goto(`${server.url}/#${body.invitation}`)
    await says(page, '使用 The provider 创建账户')
    await expectClean(page)
    await page.getByRole('button', { name: '使用 The provider 创建账户' }).click()
    await agree(page)
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByRole('button', { name: '关联 The provider' }).waitFor()
    await expectClean(page)
  },
)
