/** A second factor and passkeys, as a person has them: real passkeys of Chromium's virtual authenticator (SPEC.md, P96 to P100). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { password } from '../support/accounts.ts'
import {
  openAs as openAt,
  people,
  signedInAs,
  signIn,
  startAccounts,
  type AccountsServer,
} from '../support/accounts-page.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { codeOf } from '../support/codes.ts'
import { addAuthenticator } from '../support/virtual-authenticator.ts'

/** By its name: browsers have no passkeys for an address of numbers. */
async function start(): Promise<AccountsServer> {
  const server = await startAccounts()
  return { ...server, url: server.url.replace('127.0.0.1', 'localhost') }
}

const openAs: typeof openAt = (server, person, options) =>
  openAt(server, person, { path: 'settings', ...options })
const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const press = (within: Page | ReturnType<typeof section>, name: string | RegExp) =>
  within.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) }).click()

async function signOut(page: Page): Promise<void> {
  await press(section(page, 'Account'), 'Sign out')
  const dialog = page.getByRole('dialog', { name: 'Sign out?' })
  await press(dialog, 'Sign out')
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
}

async function addPasskey(page: Page, name: string): Promise<void> {
  const passkeys = section(page, 'Passkeys')
  await press(passkeys, 'Add a passkey')
  await passkeys.getByLabel('What to call it').fill(name)
  await passkeys.getByLabel('Present password').fill(password)
  await press(passkeys, 'Add a passkey')
  await passkeys.getByRole('listitem').filter({ hasText: name }).waitFor()
}

test('[P96] a second factor is set up by a QR code or its key, with recovery codes to keep', async () => {
  await using server = await start()
  const [ann] = await people(server, 'ann')
  await using opened = await openAs(server, ann!)
  const { page } = opened
  const factor = section(page, 'Second factor')
  await press(factor, 'Set up')
  await press(factor, 'Go on')
  await factor.locator('.field-error', { hasText: 'Write your password' }).waitFor()
  await factor.getByLabel('Present password').fill('wrong')
  await press(factor, 'Go on')
  await factor.locator('.field-error', { hasText: 'not the present password' }).waitFor()
  await factor.getByLabel('Present password').fill(password)
  await press(factor, 'Go on')
  await factor.getByRole('img', { name: /QR code/ }).waitFor()
  const secret = await factor.getByLabel('Key', { exact: true }).inputValue()
  await factor.getByLabel('Code of the app').fill('000000')
  await press(factor, 'Turn on')
  await factor.locator('.field-error', { hasText: 'not right' }).waitFor()
  await factor.getByLabel('Code of the app').fill(codeOf(secret))
  await press(factor, 'Turn on')
  const codes = factor.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await codes.first().waitFor()
  expect(await codes.count()).toBe(10)
  const all = (await codes.allInnerTexts()).map((text) => text.trim())
  const download = page.waitForEvent('download')
  await press(factor, 'Download')
  const saved = await Bun.file(await (await download).path()).text()
  expect(saved.trim().split('\n')).toEqual(all)
  await press(factor, 'I have kept them')
  await says(page, '10 recovery codes are left.')
  await signOut(page)
  // The code is asked for behind the right password alone; a recovery code is one, too.
  await signIn(page, 'ann', 'wrong wrong')
  await page.locator('.field-error', { hasText: 'not right' }).waitFor()
  expect(await page.getByLabel('Code', { exact: true }).count()).toBe(0)
  await signIn(page, 'ann')
  const code = page.getByLabel('Code', { exact: true })
  await code.waitFor()
  expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
  expect(await code.evaluate((input) => input === document.activeElement)).toBe(true)
  await code.fill('123')
  await page.keyboard.press('Enter')
  await page.locator('.field-error', { hasText: 'was used already' }).waitFor()
  await code.fill(all[0] ?? '')
  await page.keyboard.press('Enter')
  await signedInAs(page, 'ann')
  await page.goto(`${server.url}/settings`)
  await says(page, '9 recovery codes are left.')
  // What asks for the password asks for a code.
  await press(page, 'Change password')
  await page.getByLabel('Code', { exact: true }).waitFor()
  await press(page, 'Cancel')
  await press(factor, 'Turn off')
  await factor.getByLabel('Present password').fill(password)
  await factor.getByLabel('Code', { exact: true }).fill(all[1] ?? '')
  await press(factor, 'Turn off')
  await factor.getByRole('button', { name: 'Set up' }).waitFor()
  expect(opened.errors.filter((error) => !error.includes('401'))).toEqual([])
})

test('[P97] a passkey is added, and signs in without a name, a password or a code', async () => {
  await using server = await start()
  const [ann] = await people(server, 'ann')
  await using opened = await openAs(server, ann!)
  const { page } = opened
  const authenticator = await addAuthenticator(page)
  await addPasskey(page, 'my laptop')
  expect(await authenticator.count()).toBe(1)
  await says(page, /for localhost · never used/)
  // The same device makes no second one.
  const passkeys = section(page, 'Passkeys')
  await press(passkeys, 'Add a passkey')
  await press(passkeys, 'Use a passkey instead')
  await press(passkeys, 'Add a passkey')
  await says(page, 'has a passkey of this account already')
  await press(passkeys, 'Cancel')
  // Where the browser offers it by itself as well, the virtual authenticator would be the first to answer.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
  await signOut(page)
  const name = page.getByLabel('Name', { exact: true })
  expect(await name.getAttribute('autocomplete')).toBe('username webauthn')
  await press(page, 'Sign in with a passkey')
  await signedInAs(page, 'ann')
  await page.goto(`${server.url}/settings`)
  await says(page, /for localhost · last used/)
  expect(opened.errors.filter((error) => !error.includes('401'))).toEqual([])
})

test('[P97] a browser offers the passkey by itself where the name is typed', async () => {
  await using server = await start()
  const [ann] = await people(server, 'ann')
  await using opened = await openAs(server, ann!)
  const { page } = opened
  await addAuthenticator(page)
  await addPasskey(page, 'my laptop')
  // The virtual authenticator takes what is offered at once.
  await press(section(page, 'Account'), 'Sign out')
  await press(page.getByRole('dialog', { name: 'Sign out?' }), 'Sign out')
  await page.waitForURL((url) => !url.pathname.includes('settings'))
  await signedInAs(page, 'ann')
  const { items } = (await ann!.ask('GET', '/sessions')).body
  expect(items.map(({ way }: { way: string }) => way)).toContain('passkey')
})

test('[P98] passkeys are renamed and removed; a password goes only where a passkey stays', async () => {
  await using server = await start()
  const [ann] = await people(server, 'ann')
  await using opened = await openAs(server, ann!)
  const { page } = opened
  await addAuthenticator(page)
  const passkeys = section(page, 'Passkeys')
  await passkeys.getByRole('button', { name: 'Add a passkey' }).waitFor()
  expect(await passkeys.getByRole('button', { name: 'Remove the password' }).count()).toBe(0)
  await addPasskey(page, 'my laptop')
  await press(passkeys, 'Rename “my laptop”')
  await passkeys.getByLabel('What to call it').fill('work')
  await press(passkeys, 'Rename')
  await passkeys.getByRole('listitem').filter({ hasText: 'work' }).waitFor()
  await press(passkeys, 'Remove the password')
  await press(passkeys, 'Use a passkey instead')
  await press(passkeys, 'Remove the password')
  await press(passkeys, 'Remove “work”')
  await passkeys.locator('form').getByRole('button', { name: 'Remove “work”' }).click()
  await says(page, 'Nothing would open the account any more')
  await press(passkeys, 'Cancel')
  await press(page, 'Set a password')
  await page.getByLabel('New password').fill('eight green goats')
  await press(page, 'Set a password')
  await says(page, 'The password is changed')
  // From then on it is asked for the password.
  await passkeys.getByRole('button', { name: 'Remove the password' }).waitFor()
  await press(passkeys, 'Remove “work”')
  await passkeys.getByLabel('Present password').fill('eight green goats')
  await passkeys.locator('form').getByRole('button', { name: 'Remove “work”' }).click()
  await passkeys.getByRole('listitem').waitFor({ state: 'detached' })
})

test('[P98] at an address of numbers the page says why there are no passkeys', async () => {
  await using server = await startAccounts()
  const [ann] = await people(server, 'ann')
  await using opened = await openAs(server, ann!)
  await says(opened.page, 'only for a name')
  expect(await opened.page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0)
  await using out = await openPage(server)
  await out.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await out.page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0)
})

test('[P99] an administrator takes the factors from an account that lost them', async () => {
  await using server = await start()
  const [ann, bob] = await people(server, 'ann', 'bob')
  const { secret } = (await bob!.ask('POST', '/account/second-factor', { currentPassword: password })).body
  await bob!.ask('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
  await using opened = await openAs(server, ann!)
  const { page } = opened
  await press(page, 'Reset the factors of “bob”')
  await says(page, 'signs in by the password alone')
  await press(page, 'Reset factors')
  await page.getByText('signs in by the password alone').waitFor({ state: 'detached' })
  await using other = await openPage(server)
  await signIn(other.page, 'bob')
  await signedInAs(other.page, 'bob')
})

test.each(['light', 'dark'] as const)(
  '[P100] axe finds nothing on the screens of factors and passkeys, %s, also on a narrow phone',
  async (colorScheme) => {
    await using server = await start()
    const [ann] = await people(server, 'ann')
    await using opened = await openAs(server, ann!, { colorScheme })
    const { page } = opened
    const found: Record<string, string[]> = {}
    const look = async (name: string) => {
      const here = await violations(page)
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main, .scroll')].some(
          (each) => each.scrollWidth > each.clientWidth + 1,
        ),
      )
      if (here.length > 0 || wide) found[name] = [...here, ...(wide ? ['too wide'] : [])]
    }
    await addAuthenticator(page)
    await addPasskey(page, 'my laptop')
    const factor = section(page, 'Second factor')
    await press(factor, 'Set up')
    await page.setViewportSize({ width: 320, height: 640 })
    // What was begun is still there in the narrow window.
    await factor.getByLabel('Present password').waitFor()
    await press(section(page, 'Passkeys'), 'Rename “my laptop”')
    await look('asking')
    await factor.getByLabel('Present password').fill(password)
    await press(factor, 'Go on')
    await factor.getByRole('img', { name: /QR code/ }).waitFor()
    await look('QR code')
    const secret = await factor.getByLabel('Key', { exact: true }).inputValue()
    await factor.getByLabel('Code of the app').fill(codeOf(secret))
    await press(factor, 'Turn on')
    await factor.getByRole('list', { name: 'Recovery codes' }).waitFor()
    await look('recovery codes')
    await press(factor, 'I have kept them')
    await press(factor, 'Turn off')
    await press(section(page, 'Passkeys'), 'Cancel')
    await press(section(page, 'Passkeys'), 'Remove “my laptop”')
    await look('all of it on')
    expect(found).toEqual({})
  },
)
