/** What the page looks like on paper, in older browsers, and by colours (SPEC.md, P415, P416, P418, P419 and P423). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { newId } from '../../src/client/client.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames, field, nameOf, row, tick } from '../support/todo-page.ts'
import { becomes, until } from '../support/until.ts'

const server = await servePages()
const { client } = server

const wide = { viewport: { width: 1_360, height: 900 } }

/** It has this many todos, `todo 1` and so on. */
async function newList(count: number, colour: 'none' | 'green' = 'none'): Promise<string> {
  const { id: list } = await client.lists.create({ name: 'Paper', colour })
  const all = Array.from({ length: count }, (_, at) => ({
    type: 'createTodo' as const,
    todo: { id: newId(), list, name: `todo ${at + 1}` },
  }))
  for (let at = 0; at < count; at += 100) await client.batch(all.slice(at, at + 100))
  return list
}

/** What of it can be seen, by its text. */
const seen = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .evaluateAll(
      (elements) => elements.filter((element) => (element as HTMLElement).checkVisibility()).length,
    )

test('[P415] a list of hundreds is printed as a whole, over as many pages as it takes, and nothing around it', async () => {
  const list = await newList(400)
  await using opened = await openPage(server, { ...wide, path: `lists/${list}` })
  const { page } = opened
  await nameOf(page, 'todo 1').waitFor()
  const drawn = () => page.locator('.todo').count()
  const before = await drawn()
  expect(before).toBeLessThan(200)
  // Whoever prints has come near by then, and the styles for paper are there with all that comes later.
  await page.mouse.move(300, 300)
  await page.waitForFunction(() => document.adoptedStyleSheets.length > 0)
  await page.emulateMedia({ media: 'print' })
  // The browser tells of it in the same moment in which it draws the pages.
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
  // Some thirty to fifty rows are on one.
  expect([pages >= 6, pages]).toEqual([true, pages])
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await becomes(drawn, 400)
  for (const selector of ['.sidebar', '.add-field', '.tools', '.icon-button', '.toasts'])
    expect([selector, await seen(page, selector)]).toEqual([selector, 0])
  // Nothing scrolls on paper.
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  expect([height > 400 * 30, height]).toEqual([true, height])
  await page.emulateMedia({ media: null })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await until(async () => (await drawn()) < 200, 'the list is drawn as before')
  expect(opened.errors).toEqual([])
})

test('[P416] what is finished among the active ones is gone at once, and its message brings it back', async () => {
  const list = await newList(2)
  await using opened = await openPage(server, {
    ...wide,
    path: `lists/${list}?filter=active`,
    prepare: (context) => context.clock.install(),
  })
  const { page } = opened
  await expectNames(page, ['todo 1', 'todo 2'])
  // The clock of the page stands: nothing can go by the time.
  await tick(page, 'todo 1').click()
  await expectNames(page, ['todo 2'])
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  await expectNames(page, ['todo 1', 'todo 2'])
  expect(opened.errors).toEqual([])
})

test('[P418] an older browser says which ones the page works in', async () => {
  await using opened = await openPage(server, {
    async prepare(context) {
      await context.addInitScript(() => Reflect.deleteProperty(Map, 'groupBy'))
    },
  })
  await opened.page.getByText('This page needs JavaScript and Chrome or Edge 117').waitFor()
  await opened.page.getByText('使用以上版本').waitFor()
  expect(await opened.page.locator('.frame').count()).toBe(0)
  // Where no script can even be read it is there as well, a moment later; in others it is gone with the first sight.
  await using broken = await openPage(server, {
    async prepare(context) {
      await context.route('**/*.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: 'not a script' }),
      )
    },
  })
  await broken.page.getByText('This page needs JavaScript and Chrome or Edge 117').waitFor()
  await using usual = await openPage(server)
  await field(usual.page).waitFor()
  expect(await usual.page.locator('.too-old').count()).toBe(0)
})

test('[P419] a list’s colour stands in its title, and a priority in the ring of the tick', async () => {
  const list = await newList(1, 'green')
  await client.todos.create({ list, name: 'urgent', priority: 'high' })
  await using opened = await openPage(server, { ...wide, path: `lists/${list}` })
  const { page } = opened
  await nameOf(page, 'urgent').waitFor()
  const colours = await page.evaluate(() => {
    const shown = (token: string) => {
      const probe = document.body.appendChild(document.createElement('i'))
      probe.style.color = `var(${token})`
      const { color } = getComputedStyle(probe)
      probe.remove()
      return color
    }
    const title = document.querySelector('.title h1') as HTMLElement
    return {
      dot: getComputedStyle(title, '::before').backgroundColor,
      green: shown('--list-green'),
      overdue: shown('--overdue'),
    }
  })
  expect(colours.dot).toBe(colours.green)
  const ring = (name: string) =>
    row(page, name)
      .locator('.tick > span')
      .evaluate((element) => getComputedStyle(element).borderTopColor)
  expect(await ring('urgent')).toBe(colours.overdue)
  expect(await ring('todo 1')).not.toBe(colours.overdue)
  expect(opened.errors).toEqual([])
})

test('[P423] where the browser does not do it, the field for todos is made as high as its text', async () => {
  const list = await newList(1)
  await using opened = await openPage(server, {
    ...wide,
    path: `lists/${list}`,
    async prepare(context) {
      // As in Safari and in Firefox.
      await context.addInitScript(() => {
        const { supports } = CSS
        CSS.supports = (...[name, value]: [string, string?]) =>
          name !== 'field-sizing' && Reflect.apply(supports, CSS, [name, value])
        addEventListener('DOMContentLoaded', () => {
          const sheet = new CSSStyleSheet()
          sheet.replaceSync('textarea { field-sizing: fixed !important }')
          document.adoptedStyleSheets.push(sheet)
        })
      })
    },
  })
  const { page } = opened
  const height = () => field(page).evaluate((element) => (element as HTMLElement).offsetHeight)
  await field(page).waitFor()
  const one = await height()
  await field(page).fill('a long line that goes on '.repeat(12))
  await until(async () => (await height()) > one * 1.5, 'it is higher')
  await field(page).fill('')
  await becomes(height, one)
  expect(opened.errors).toEqual([])
})
