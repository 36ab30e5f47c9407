/** The page's search finds parts of words, behind all else and under a heading (SPEC.md, F86). */
import { expect, test } from 'bun:test'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

test('[F86] todos that have a word only within words stand under a heading, behind the others; a filter finds none of them', async () => {
  const server = await servePages()
  for (const name of ['Kindergarten', 'Garten gießen', 'Milch', 'Biergärten'])
    await server.client.todos.create({ name })
  await using opened = await openPage(server, { path: 'search' })
  const { page } = opened
  const box = page.getByRole('searchbox')
  const headings = () => page.locator('.todos .heading').allTextContents()
  await box.fill('garten')
  await expectNames(page, ['Garten gießen', 'Kindergarten', 'Biergärten'])
  await becomes(headings, ['Within words'])
  await becomes(() => page.locator('.search-count').textContent(), '3 todos found')
  await box.fill('kinderg')
  await expectNames(page, ['Kindergarten'])
  await becomes(headings, [])
  await box.fill('garten not finished')
  await expectNames(page, ['Garten gießen'])
  await becomes(headings, [])
  // Enter goes to the first todo, not to the heading.
  await box.fill('indergart')
  await expectNames(page, ['Kindergarten'])
  await box.press('Enter')
  await becomes(
    () => page.evaluate(() => document.activeElement?.textContent?.includes('Kindergarten')),
    true,
  )
  expect(opened.errors).toEqual([])
})
