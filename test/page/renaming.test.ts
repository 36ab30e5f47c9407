/** A name that is changed says more than a name, as a line in the field for todos does (SPEC.md, P440). */
import { expect, test } from 'bun:test'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { nameOf, row } from '../support/todo-page.ts'
import { becomes, readUntil } from '../support/until.ts'

const server = await servePages()
const { client } = server

test('[P440] what is new in a name is shown before Enter, is one step to undo, and its own words stay', async () => {
  const list = await client.lists.create({ name: 'Mine' })
  const { id } = await client.todos.create({ list: list.id, name: 'Teh friday tea', labels: ['home'] })
  await using opened = await openPage(server, { path: `lists/${list.id}` })
  const { page } = opened
  const stored = () => client.todos.get(id)
  await row(page, 'Teh friday tea').waitFor()
  const chips = page.locator('.quick-chip')
  const edit = async (text: string) => {
    await page.locator('.todo .name').focus()
    await page.keyboard.press('F2')
    await page.locator('.name-editor').fill(text)
  }
  await edit('The friday tea')
  expect(await chips.count()).toBe(0)
  await page.keyboard.press('Enter')
  await readUntil(stored, ({ name, due }) => name === 'The friday tea' && due === null)
  await edit('The friday tea tomorrow 5pm #shop !high')
  await becomes(
    () => chips.evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['kind'])),
    ['due', 'label', 'priority'],
  )
  // A press on a chip leaves its words in the name, and does not end the changing.
  await chips.nth(2).click()
  await becomes(() => chips.count(), 2)
  expect(await page.locator('.name-editor').evaluate((element) => element === document.activeElement)).toBe(
    true,
  )
  await page.keyboard.press('Enter')
  const changed = await readUntil(stored, ({ due }) => due !== null)
  expect(changed).toMatchObject({
    name: 'The friday tea !high',
    priority: 'none',
    labels: ['home', 'shop'],
    due: expect.stringContaining('T17:00'),
  })
  await nameOf(page, 'The friday tea !high').focus()
  await page.keyboard.press('Control+z')
  expect(await readUntil(stored, ({ due }) => due === null)).toMatchObject({
    name: 'The friday tea',
    labels: ['home'],
  })
  // In the details as well.
  await nameOf(page, 'The friday tea').click()
  const name = page.locator('.details-name textarea')
  await name.fill('The friday tea every monday')
  await page.locator('.details .quick-chip[data-kind="repeat"]').waitFor()
  await name.press('Enter')
  expect(await readUntil(stored, ({ repeat }) => repeat !== null)).toMatchObject({
    name: 'The friday tea',
    repeat: 'FREQ=WEEKLY;BYDAY=MO',
  })
  expect(opened.errors).toEqual([])
})
