/** The page where the server has accounts: coming in, going out, and nobody seeing what is another's. */
import { expect, test } from 'bun:test'
import type { Page, Request } from 'playwright-core'
import { openPage } from '../support/browser.ts'
import { password, type Person } from '../support/accounts.ts'
import { people, signedInAs, signIn, startAccounts } from '../support/accounts-page.ts'
import { openBehind } from '../support/away.ts'
import { add, expectNames, field } from '../support/todo-page.ts'
import { becomes, until } from '../support/until.ts'

const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
const hasError = async (page: Page, label: string, text: RegExp): Promise<void> => {
  await page.locator('.field-error', { hasText: text }).waitFor()
  const input = page.getByLabel(label, { exact: true })
  expect(await input.getAttribute('aria-invalid')).toBe('true')
  const ids = (await input.getAttribute('aria-describedby')) ?? ''
  expect(ids).toContain(`${await input.getAttribute('name')}-error`)
}
/** What anybody could find in this page: what it shows, and what its storage has. */
const shown = (page: Page) => page.locator('body').innerText()

/** Waits until the server has these in the person's own list, and no others; without a person, in local mode's. */
async function expectSaved(
  person: Person | undefined,
  wished: readonly string[],
  local?: string,
): Promise<void> {
  const saved = async () => {
    const { body } = (await person?.ask('GET', `/api/v1/todos?list=${person.defaultList}`)) ?? {}
    const todos = local === undefined ? body.items : await (await fetch(`${local}/todos/`)).json()
    return todos.map((todo: { name: string }) => todo.name) as string[]
  }
  await becomes(saved, [...wished])
}

/** Waits until the server has all that was done here, and this browser knows that. */
async function isSettled(page: Page): Promise<void> {
  const waiting = () =>
    page.evaluate(async () => {
      let count = 0
      for (const { name = '' } of await indexedDB.databases()) {
        const opening = indexedDB.open(name)
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          opening.addEventListener('success', () => resolve(opening.result))
          opening.addEventListener('error', () => reject(opening.error))
        })
        const counting = database.transaction('outbox').objectStore('outbox').count()
        await new Promise((resolve) => counting.addEventListener('success', resolve))
        database.close()
        count += counting.result
      }
      return count
    })
  await becomes(waiting, 0)
}

test('[P80] in local mode the page has nothing of accounts, and asks for nothing more', async () => {
  await using server = await startAccounts()
  const asked: string[] = []
  await using opened = await openPage(server, {
    async prepare(context) {
      context.on('request', (request: Request) => asked.push(new URL(request.url()).pathname))
    },
  })
  const { page } = opened
  await add(page, 'Milk')
  await expectNames(page, ['Milk'])
  expect(await page.getByRole('button', { name: /^Account/ }).count()).toBe(0)
  await page.locator('main .title .icon-button').click()
  await page.getByRole('menuitem').first().waitFor()
  expect(await page.getByRole('menuitem', { name: /Share/ }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Settings' }).click()
  await heading(page, 'Settings')
  expect(await page.getByRole('heading', { name: 'Devices' }).count()).toBe(0)
  expect(await page.evaluate(() => localStorage.getItem('aiotodo / account'))).toBe(null)
  // The time zone is told, and in the settings shown, in either mode.
  const others = asked.filter((path) => path.startsWith('/api/') && path !== '/api/v1/sync')
  expect(others.filter((path) => path !== '/api/v1/account')).toEqual([])
})

test('[P81] the link that the server prints makes the first account, which has what was there', async () => {
  await using server = await startAccounts()
  await using opened = await openPage(server)
  const { page } = opened
  await add(page, 'Milk')
  await expectNames(page, ['Milk'])
  await page.locator('.sidebar .sync-mark[data-state="in sync"]').waitFor()
  const key = await server.app.accounts.begin()
  // The page that is open: it is told, and says where to find the link.
  await heading(page, 'Nobody has an account here yet')
  expect(await shown(page)).not.toContain('Milk')
  await page.goto(`${server.url}/#${key}`)
  await heading(page, 'Make the first account')
  expect(page.url()).not.toContain('invitation_')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await hasError(page, 'Name', /Write your name/)
  await page.getByLabel('Name', { exact: true }).fill('ann')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await hasError(page, 'Password', /at least 10 characters/)
  await page.getByLabel('Password', { exact: true }).fill('password1234')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await hasError(page, 'Password', /Others would guess/)
  expect(await page.getByLabel('Password', { exact: true }).getAttribute('autocomplete')).toBe('new-password')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await signedInAs(page, 'ann')
  await expectNames(page, ['Milk'])
  await add(page, 'Tea')
  await expectNames(page, ['Milk', 'Tea'])
})

test('[P82] an invitation makes an account, once', async () => {
  await using server = await startAccounts()
  const [ann] = await people(server, 'ann')
  const { body } = (await ann?.ask('POST', '/accounts/invitations')) ?? {}
  await using opened = await openPage(server, { path: `#${body.invitation}` })
  const { page } = opened
  await heading(page, 'Make your account')
  await says(page, '“ann” invites you to this server.')
  await page.getByLabel('Name', { exact: true }).fill('ann')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await hasError(page, 'Name', /This name is taken/)
  await page.getByLabel('Name', { exact: true }).fill('bob')
  await page.keyboard.press('Enter')
  await signedInAs(page, 'bob')
  await add(page, 'Mine')
  await expectNames(page, ['Mine'])
  await using other = await openPage(server, { path: `#${body.invitation}` })
  await heading(other.page, 'Sign in')
  await says(other.page, 'This invitation is not valid any more')
})

test('[P83] signing in: what is wrong stands in words next to its field, and the waiting is explained', async () => {
  await using server = await startAccounts()
  await people(server, 'ann')
  await using opened = await openPage(server, { path: 'today' })
  const { page } = opened
  await heading(page, 'Sign in')
  const [name, secret] = [
    page.getByLabel('Name', { exact: true }),
    page.getByLabel('Password', { exact: true }),
  ]
  expect([await name.getAttribute('autocomplete'), await secret.getAttribute('autocomplete')]).toEqual([
    'username webauthn',
    'current-password',
  ])
  await name.focus()
  await page.keyboard.press('Enter')
  await hasError(page, 'Name', /Write your name/)
  for (let count = 0; count < 5; count++) {
    await signIn(page, 'ann', `wrong ${count} password`)
    await hasError(page, 'Password', /name or the password is not right/)
  }
  await signIn(page, 'ann', 'wrong once more')
  await says(page, /Too many tries\. Wait \d+ s/)
  await page.locator('button[type="submit"][aria-disabled="false"]').waitFor()
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await heading(page, 'Today')
  await page.reload()
  await signedInAs(page, 'ann')
})

test('[P84] a session that ended says so and hides what is kept; what waited is sent when the account is back', async () => {
  await using server = await startAccounts()
  const [ann] = await people(server, 'ann')
  await using opened = await openBehind(server)
  const { page } = opened
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await add(page, 'Milk')
  await expectNames(page, ['Milk'])
  await expectSaved(ann, ['Milk'])
  await isSettled(page)
  await opened.cut()
  await add(page, 'Tea')
  await expectNames(page, ['Milk', 'Tea'])
  await ann?.ask('DELETE', '/sessions')
  opened.mend()
  await heading(page, 'Sign in')
  await says(page, 'You are signed out here')
  await says(page, 'Kept on this device for “ann”: 1 change')
  expect(await shown(page)).not.toContain('Milk')
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('ann')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('password')
  // Nor for a moment when it is opened again.
  await page.reload()
  await heading(page, 'Sign in')
  await says(page, 'Kept on this device for “ann”: 1 change')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expectNames(page, ['Milk', 'Tea'])
  await page.locator('.sidebar .sync-mark[data-state="in sync"]').waitFor()
  await expectSaved(ann, ['Milk', 'Tea'])
  // Disabled: the same, and signing in does not help.
  const [, bob] = [ann, (await people(server, 'bob'))[0]]
  await server.app.accounts.update(bob?.id ?? '', { isAdmin: true })
  await server.app.accounts.update(ann?.id ?? '', { isDisabled: true })
  await heading(page, 'Sign in')
  await signIn(page, 'ann')
  await says(page, 'The name or the password is not right.')
})

test('[P85] another account on the same browser sees nothing of the former one, whose changes wait for it', async () => {
  await using server = await startAccounts()
  const [ann, bob] = await people(server, 'ann', 'bob')
  await using opened = await openBehind(server)
  const { page } = opened
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await add(page, 'Milk of ann')
  await expectSaved(ann, ['Milk of ann'])
  await isSettled(page)
  await opened.cut()
  await add(page, 'Tea of ann')
  await expectNames(page, ['Milk of ann', 'Tea of ann'])
  await ann?.ask('DELETE', '/sessions')
  opened.mend()
  await heading(page, 'Sign in')
  await signIn(page, 'bob')
  await signedInAs(page, 'bob')
  await page.locator('.sidebar .sync-mark[data-state="in sync"]').waitFor()
  await expectNames(page, [])
  expect(await shown(page)).not.toContain('of ann')
  await add(page, 'Bread of bob')
  await expectNames(page, ['Bread of bob'])
  await expectSaved(bob, ['Bread of bob'])
  await page.reload()
  await expectNames(page, ['Bread of bob'])
  await bob?.ask('DELETE', '/sessions')
  await heading(page, 'Sign in')
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await expectNames(page, ['Milk of ann', 'Tea of ann'])
})

test('[P85] what a browser kept in local mode is the first account’s, and nobody else’s', async () => {
  await using server = await startAccounts()
  await using opened = await openBehind(server)
  const { page } = opened
  await add(page, 'Milk')
  await expectSaved(undefined, ['Milk'], server.url)
  await isSettled(page)
  await opened.cut()
  await add(page, 'Tea')
  const [ann] = await people(server, 'ann', 'bob')
  opened.mend()
  await heading(page, 'Sign in')
  await signIn(page, 'bob')
  await signedInAs(page, 'bob')
  await page.locator('.sidebar .sync-mark[data-state="in sync"]').waitFor()
  await expectNames(page, [])
  await page.reload()
  await signedInAs(page, 'bob')
  await expectNames(page, [])
  await expectSaved(ann, ['Milk'])
  await page.getByRole('button', { name: 'Account “bob”' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await heading(page, 'Sign in')
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await expectNames(page, ['Milk', 'Tea'])
  await expectSaved(ann, ['Milk', 'Tea'])
})

test.each(['IndexedDB', 'all storage'])(
  '[P85] where the browser keeps nothing (%s) it is the same, while the page is open',
  async (denied) => {
    await using server = await startAccounts()
    const [ann] = await people(server, 'ann', 'bob')
    await using opened = await openPage(server, {
      async prepare(context) {
        await context.addInitScript((isAll) => {
          const refuse = () => {
            throw new DOMException('not here', 'SecurityError')
          }
          Object.defineProperty(globalThis, 'indexedDB', { get: refuse })
          if (!isAll) return
          Object.defineProperty(globalThis, 'localStorage', { get: refuse })
          Object.defineProperty(globalThis, 'sessionStorage', { get: refuse })
        }, denied === 'all storage')
      },
    })
    const { page } = opened
    await signIn(page, 'ann')
    await signedInAs(page, 'ann')
    await add(page, 'Milk')
    await expectSaved(ann, ['Milk'])
    await ann?.ask('DELETE', '/sessions')
    await heading(page, 'Sign in')
    await signIn(page, 'bob')
    await signedInAs(page, 'bob')
    await page.locator('.sidebar .sync-mark[data-state="in sync"]').waitFor()
    await expectNames(page, [])
    await page.reload()
    await signedInAs(page, 'bob')
  },
)

test('[P86] signing out removes what is kept here, and warns where changes wait', async () => {
  await using server = await startAccounts()
  const [ann] = await people(server, 'ann')
  await using opened = await openBehind(server)
  const { page } = opened
  const openSignOut = async () => {
    await page.getByRole('button', { name: 'Account “ann”' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    return page.getByRole('dialog', { name: 'Sign out?' })
  }
  const databases = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await add(page, 'Milk')
  await expectSaved(ann, ['Milk'])
  await isSettled(page)
  await opened.cut()
  await add(page, 'Tea')
  const dialog = await openSignOut()
  await dialog.getByText('Not on the server yet: 1 change').waitFor()
  expect(await dialog.getByRole('checkbox').isChecked()).toBe(false)
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await dialog.getByText('The server can not be reached').waitFor()
  await page.keyboard.press('Escape')
  opened.mend()
  await expectSaved(ann, ['Milk', 'Tea'])
  await isSettled(page)
  await page.getByRole('link', { name: 'Settings' }).click()
  await heading(page, 'Settings')
  const again = await openSignOut()
  expect(await again.getByRole('checkbox').isChecked()).toBe(true)
  await again.getByRole('button', { name: 'Sign out' }).click()
  await heading(page, 'Sign in')
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('')
  await until(async () => !(await databases()).some((name) => name?.includes(ann?.id ?? '')))
  expect((await ann?.ask('GET', '/sessions'))?.body.items).toHaveLength(1)
  // Nor is it there by going back.
  await page.goBack()
  await page.waitForLoadState()
  expect(await shown(page)).not.toContain('Milk')
  await heading(page, 'Sign in')
  // Also by who is not signed in any more.
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await ann?.ask('DELETE', '/sessions')
  await says(page, 'You are signed out here')
  await page.getByRole('button', { name: 'Remove what is kept here' }).click()
  await page.getByRole('button', { name: 'Remove what is kept here' }).click()
  await page.locator('input[name="name"]:not([value])').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('')
})

test('[P95] signing in, and over to another account, goes for all tabs', async () => {
  await using server = await startAccounts()
  const [ann] = await people(server, 'ann', 'bob')
  await using first = await openPage(server)
  await using second = await openPage(server, { context: first.context })
  await signIn(first.page, 'ann')
  await signedInAs(first.page, 'ann')
  await signedInAs(second.page, 'ann')
  await add(first.page, 'Milk')
  await expectNames(second.page, ['Milk'])
  await ann?.ask('DELETE', '/sessions')
  await heading(first.page, 'Sign in')
  await heading(second.page, 'Sign in')
  await signIn(second.page, 'ann')
  await expectNames(second.page, ['Milk'])
  await expectNames(first.page, ['Milk'])
  await ann?.ask('DELETE', '/sessions')
  await heading(second.page, 'Sign in')
  await signIn(second.page, 'bob')
  await signedInAs(second.page, 'bob')
  await signedInAs(first.page, 'bob')
  await expectNames(first.page, [])
  await field(first.page).waitFor()
})
