/** The first minute, and the settings of the account (SPEC.md, P396 to P398). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient } from '../../src/client/client.ts'
import { openPage } from '../support/browser.ts'
import { startServer } from '../support/server.ts'
import { expectNames, field } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

const steps = (page: Page) => page.getByRole('heading', { name: 'Three things to know' })

test('[P396] the first list says three things before anything was ever written, and never again', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const client = createClient(server.url)
  await using opened = await openPage(server)
  const { page } = opened
  // They come when a hand comes near.
  await field(page).waitFor()
  await page.getByText('Nothing here yet').waitFor()
  await page.mouse.move(40, 40)
  await steps(page).waitFor()
  await page.getByRole('button', { name: 'Call Grandma every Sunday at 6pm #family' }).click()
  await becomes(() => field(page).inputValue(), 'Call Grandma every Sunday at 6pm #family')
  await page.keyboard.press('Enter')
  await expectNames(page, ['Call Grandma'])
  const isTaught = async () =>
    ((await (await client.request('GET', 'api/v1/account')).json()) as any).settings.isTaught
  await becomes(isTaught, true)
  for await (const { id } of client.todos.all()) await client.todos.delete(id)
  await page.getByText('Nothing here yet. Write the first todo.').waitFor()
  await using other = await openPage(server)
  await other.page.getByText('Nothing here yet. Write the first todo.').waitFor()
  await other.page.mouse.move(40, 40)
  await other.page.keyboard.press('Control+k')
  await other.page.getByRole('dialog').waitFor()
  expect(await steps(other.page).count()).toBe(0)
  expect([opened.errors, other.errors]).toEqual([[], []])
})

test('[P398] the settings are sections, and what the account chooses is on all its devices at once', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const client = createClient(server.url)
  const work = await client.lists.create({ name: 'Work' })
  await using opened = await openPage(server, { path: 'settings', viewport: { width: 1280, height: 800 } })
  await using beside = await openPage(server, { path: 'settings' })
  const { page } = opened
  const link = page
    .getByRole('navigation', { name: 'Sections' })
    .getByRole('link', { name: 'Dates and times' })
  await link.click()
  await page.getByRole('heading', { name: 'Dates and times' }).waitFor()
  await becomes(() => link.getAttribute('aria-current'), 'true')
  const choose = (of: Page, name: string) => of.getByRole('radio', { name, exact: true })
  await choose(page, 'Sunday').check()
  await becomes(() => choose(beside.page, 'Sunday').isChecked(), true)
  await choose(page, '24 hours (18:30)').check()
  await becomes(() => choose(beside.page, '24 hours (18:30)').isChecked(), true)
  await choose(page, 'Today').check()
  await page
    .getByRole('combobox', { name: 'New todos go to' })
    .or(page.getByRole('button', { name: /New todos go to/ }))
    .first()
    .click()
  await page.getByRole('option', { name: 'Work' }).click()
  // How close together todos stand is the device's own.
  await choose(page, 'Compact').check()
  await becomes(() => page.locator('html').getAttribute('data-density'), 'compact')
  await becomes(() => choose(beside.page, 'Today').isChecked(), true)
  expect(await choose(beside.page, 'Compact').isChecked()).toBe(false)
  const settings = async () =>
    ((await (await client.request('GET', 'api/v1/account')).json()) as any).settings
  await becomes(settings, {
    startPage: 'today',
    weekStart: 'sunday',
    clock: '24',
    addTo: work.id,
    isTaught: false,
  })
  await page.goto(server.url)
  await page.waitForURL('**/today')
  await field(page).fill('Report today at 11:59pm')
  await field(page).press('Enter')
  await page.locator('.todo', { hasText: '23:59' }).waitFor()
  await becomes(async () => {
    const lists: string[] = []
    for await (const { list } of client.todos.all()) lists.push(list)
    return lists
  }, [work.id])
  expect([opened.errors, beside.errors]).toEqual([[], []])
})
