/** Names that could be taken for somebody else's, on the page (SPEC.md, P183). */
import { expect, test } from 'bun:test'
import { account as accountEn } from '../../src/web/words/en/account.ts'
import { password, share, type Person } from '../support/accounts.ts'
import { openAs, people, startAccounts } from '../support/accounts-page.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'

test('[P183] who takes a name that mixes scripts, or looks like another’s, is told at its field', async () => {
  await using server = await startAccounts()
  const [ann] = (await people(server, 'ann', 'paypa')) as [Person]
  const { invitation } = await ann.done('POST', '/accounts/invitations')
  await using opened = await openPage(server, { path: `#${invitation}` })
  const { page } = opened
  const name = page.getByLabel('Name', { exact: true })
  const tried = async (text: string, told: string) => {
    await name.fill(text)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.locator('#name-error', { hasText: told }).waitFor()
  }
  await tried('pаypа', accountEn.problems.account_name_mixed)
  await tried('раура', accountEn.problems.account_name_alike)
})

test('[P183] a name that could be taken for another’s has its id beside it: among members, in invitations and accounts', async () => {
  await using server = await startAccounts()
  const [ann, real, old] = (await people(server, 'ann', 'maria', 'bob')) as [Person, Person, Person]
  await server.app.store.access.change((tables) => tables.updateAccount(old.id, { name: 'mаriа' }))
  const list = await ann.newList({ name: 'Groceries' })
  for (const person of [real, { ...old, name: 'mаriа' }]) await share(ann, list.id, person, 'viewer')
  const theirs = await old.newList({ name: 'Bank' })
  await old.done('POST', `/lists/${theirs.id}/invitations`, { role: 'viewer', name: 'ann' })
  await using opened = await openAs(server, ann, { path: 'settings' })
  const { page } = opened
  const desktop = page.viewportSize() ?? { width: 1_280, height: 800 }
  await page.setViewportSize({ width: 340, height: 740 })
  const accounts = page.getByRole('region', { name: 'Accounts', exact: true })
  for (const id of [real.id, old.id]) await accounts.getByText(accountEn.alikeName(id)).waitFor()
  expect(await accounts.getByText(ann.id).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(340)
  await page.setViewportSize(desktop)
  await page.goto(`${server.url}/lists/${list.id}`)
  await page.locator('main .title .icon-button').click()
  await page.getByRole('menuitem', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog')
  for (const id of [real.id, old.id]) await dialog.getByText(accountEn.alikeName(id)).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '1 invitation' }).click()
  await page.getByRole('dialog').getByText(`“mаriа · ${old.id}” shares “Bank” with you`).waitFor()
})
