/** What could give an account away is asked for once more (SPEC.md, P180 to P182). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { serverLimits } from '../../src/model/server-limits.ts'
import { account as accountEn } from '../../src/web/words/en/account.ts'
import { account as accountZhCn } from '../../src/web/words/zh-CN/account.ts'
import { password, type Person } from '../support/accounts.ts'
import { openAs, people, startAccounts, type AccountsServer } from '../support/accounts-page.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'

/** As if this person's sessions had been opened ten minutes earlier. */
async function age({ app: { store } }: AccountsServer, { id }: Person): Promise<void> {
  await store.access.change(async (tables) => {
    const sessions = await tables.credentials(id, ['session'])
    await tables.removeCredentials(sessions.map((session) => session.id))
    for (const session of sessions)
      await tables.addCredential({
        ...session,
        createdAt: session.createdAt - serverLimits.recentSignInMs,
        provenAt: null,
      })
  })
}

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const press = (where: Pick<Page, 'getByRole'>, name: string) =>
  where.getByRole('button', { name, exact: true }).click()
const dialogOf = (page: Page) => page.getByRole('dialog', { name: accountEn.proofTitle })

test('[P180] a token is made once it was shown that it is its owner, and the page says why it asks', async () => {
  await using server = await startAccounts()
  const [ann] = (await people(server, 'ann')) as [Person]
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  await age(server, ann)
  const tokens = section(page, 'API tokens')
  await press(tokens, 'New token')
  await tokens.getByLabel('What it is for').fill('a script')
  await press(tokens, 'Make')
  const dialog = dialogOf(page)
  await dialog.getByText('You signed in here more than ten minutes ago.').waitFor()
  // Nothing is made by going away.
  await press(dialog, 'Cancel')
  await tokens.getByText(accountEn.problems.proof_cancelled).waitFor()
  expect(await server.app.keys.list(ann.id, 'token')).toEqual([])
  await press(tokens, 'Make')
  await dialog.getByLabel('Present password').fill('not the password')
  await press(dialog, 'Go on')
  await dialog.getByText(accountEn.problems.wrong_current).waitFor()
  await dialog.getByLabel('Present password').fill(password)
  await press(dialog, 'Go on')
  await dialog.waitFor({ state: 'detached' })
  expect(await tokens.getByLabel('The token').inputValue()).toMatch(/^aiotodo_/)
  // It counts for what comes next.
  await press(section(page, 'Accounts'), 'Invite someone')
  await section(page, 'Accounts').getByLabel('The link').waitFor()
  expect(await dialog.count()).toBe(0)
})

test('[P181] what an administrator does to others is asked for once; disabling is not', async () => {
  await using server = await startAccounts()
  const [ann, bob, cem] = (await people(server, 'ann', 'bob', 'cem')) as [Person, Person, Person]
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  await age(server, ann)
  const [dialog, accounts] = [dialogOf(page), section(page, 'Accounts')]
  await press(accounts, 'Disable “cem”')
  await accounts.getByRole('button', { name: 'Enable “cem”' }).waitFor()
  expect(await dialog.count()).toBe(0)
  expect((await cem.ask('GET', '/account')).status).toBe(401)
  await press(page, 'Manage “bob”')
  const tools = page.getByRole('group', { name: 'Manage “bob”' })
  await press(tools, 'Make administrator: “bob”')
  await press(tools, 'Make administrator')
  await dialog.getByLabel('Present password').fill(password)
  await press(dialog, 'Go on')
  await tools.getByRole('button', { name: 'No longer administrator: “bob”' }).waitFor()
  expect((await server.app.store.access.account({ id: bob.id }))?.isAdmin).toBe(true)
  await press(accounts, 'Enable “cem”')
  await accounts.getByRole('button', { name: 'Disable “cem”' }).waitFor()
  await press(accounts, 'Reset the factors of “bob”')
  await press(accounts, 'Reset factors')
  await accounts.getByText('signs in by the password alone').waitFor({ state: 'detached' })
  expect(await dialog.count()).toBe(0)
  expect((await bob.ask('GET', '/account')).status).toBe(401)
})

test('[P182] one’s own account is changed by the password each time, however lately one signed in', async () => {
  await using server = await startAccounts()
  const [ann, bob] = (await people(server, 'ann', 'bob')) as [Person, Person]
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  await press(page, 'Manage “ann”')
  let tools = page.getByRole('group', { name: 'Manage “ann”' })
  await press(tools, 'Rename “ann”')
  await tools.getByLabel('Name', { exact: true }).fill('anna')
  await press(tools, 'Rename')
  await tools.getByText(accountEn.passwordEmpty).waitFor()
  await tools.getByLabel('Present password').fill('not the password')
  await press(tools, 'Rename')
  await tools.getByText(accountEn.problems.wrong_current).waitFor()
  await tools.getByLabel('Present password').fill(password)
  await press(tools, 'Rename')
  tools = page.getByRole('group', { name: 'Manage “anna”' })
  await tools.waitFor()
  expect((await ann.ask('GET', '/account')).body.name).toBe('anna')
  await server.app.accounts.update(bob.id, { isAdmin: true })
  await press(tools, 'No longer administrator: “anna”')
  await tools.getByLabel('Present password').fill(password)
  await press(tools, 'No longer administrator')
  await section(page, 'Accounts').waitFor({ state: 'detached' })
  expect((await ann.ask('GET', '/session')).body.account.isAdmin).toBe(false)
})

test.each([
  ['light', 'en'],
  ['dark', 'zh-CN'],
] as const)('[P180] axe finds nothing where it asks, %s, %s, on a phone too', async (colorScheme, locale) => {
  await using server = await startAccounts()
  const [ann] = (await people(server, 'ann')) as [Person]
  const word = locale === 'en' ? accountEn : accountZhCn
  const { key } = await server.app.keys.open(ann.id, 'a browser', '192.0.2.1')
  await using opened = await openPage(server, {
    ...{ path: 'settings', colorScheme, locale, viewport: { width: 320, height: 640 } },
    prepare: (context) => context.addCookies([{ name: 'aiotodo', value: key, url: server.url }]),
  })
  const { page } = opened
  await page.getByRole('button', { name: word.inviteAccount }).waitFor()
  await age(server, ann)
  await page.getByRole('button', { name: word.manageNamed('ann') }).click()
  await page.getByRole('button', { name: word.renameNamed('ann') }).click()
  await page.getByRole('button', { name: word.takeAdminNamed('ann') }).click()
  await page.getByRole('button', { name: word.inviteAccount }).click()
  await page.getByRole('dialog', { name: word.proofTitle }).waitFor()
  expect(await violations(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})
