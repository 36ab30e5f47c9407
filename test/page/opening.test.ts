/** A click opens, what is shown leads somewhere, and keys act on what can be seen. */
import { expect, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import type { TodoInput } from '../../src/client/client.ts'
import { openPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames, field, focused, nameOf, pressAll, row } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

const server = await servePages()
const { client } = server
const web = `${import.meta.dir}/../../src/web`

type Given = string | Omit<TodoInput, 'list'>

/** A list of its own, with these todos in it. */
async function onList(
  todos: readonly Given[],
  body: (page: Page, list: string, errors: string[]) => Promise<void>,
  options: PageOptions = {},
): Promise<void> {
  const list = await client.lists.create({ name: 'Mine' })
  const given = todos.map((todo) => (typeof todo === 'string' ? { name: todo } : todo))
  for (const todo of given) await client.todos.create({ list: list.id, ...todo })
  await using opened = await openPage(server, { path: `lists/${list.id}`, ...options })
  await field(opened.page).waitFor()
  await expectNames(
    opened.page,
    given.map(({ name }) => name),
  )
  await body(opened.page, list.id, opened.errors)
  expect(opened.errors).toEqual([])
}

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })
const nameField = (page: Page) => details(page).getByRole('textbox', { name: 'Name', exact: true })
const openName = async (page: Page) => ((await nameField(page).count()) ? nameField(page).inputValue() : '')
const address = (page: Page) => page.evaluate(() => location.search)
/** Between 900 and 1,200 px the details lie over the todos. */
const covering = { viewport: { width: 1000, height: 700 } }

for (const [where, options] of [
  ['beside', {}],
  ['over', covering],
] as const)
  test(`[P240] a click opens the details, Escape, the arrow and their button close them (${where} the todos)`, () =>
    onList(
      ['one', 'two'],
      async (page) => {
        await nameOf(page, 'one').click()
        await becomes(() => openName(page), 'one')
        await pressAll(page, 'Escape')
        await details(page).waitFor({ state: 'detached' })
        expect(await focused(page)).toBe('one')
        // Behind the name, too.
        await row(page, 'two')
          .locator('.words')
          .click({ position: { x: 200, y: 18 } })
        await becomes(() => openName(page), 'two')
        await details(page).getByRole('button', { name: 'Close the details' }).click()
        await details(page).waitFor({ state: 'detached' })
        await becomes(() => focused(page), 'two')
      },
      options,
    ))

test('[P240] a click on the open todo changes nothing, and the left arrow closes it', () =>
  onList(['one', 'two'], async (page) => {
    await nameOf(page, 'two').click()
    await becomes(() => openName(page), 'two')
    const before = await address(page)
    await nameOf(page, 'two').click()
    expect([await openName(page), await address(page)]).toEqual(['two', before])
    await pressAll(page, 'ArrowLeft')
    await details(page).waitFor({ state: 'detached' })
    await pressAll(page, 'ArrowRight')
    await becomes(() => openName(page), 'two')
  }))

/** Counts how often details come and go. */
const watchDetails = (page: Page) =>
  page.evaluate(() => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    new MutationObserver((changes) => {
      for (const { addedNodes, removedNodes } of changes)
        for (const [nodes, what] of [
          [addedNodes, 'came'],
          [removedNodes, 'went'],
        ] as const)
          for (const node of nodes) if ((node as Element).matches?.('.details')) seen.push(what)
    }).observe(document.body, { childList: true, subtree: true })
  })
const seen = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)

test('[P240] a double click on the name renames, and the details beside it come once', () =>
  onList(['one', 'two'], async (page) => {
    await nameOf(page, 'one').click()
    await becomes(() => openName(page), 'one')
    await pressAll(page, 'Escape')
    await details(page).waitFor({ state: 'detached' })
    await watchDetails(page)
    await nameOf(page, 'two').dblclick()
    await page.locator('.todo .name-editor').fill('zwei')
    await pressAll(page, 'Enter')
    await becomes(() => openName(page), 'zwei')
    expect(await seen(page)).toEqual(['came'])
  }))

test('[P240] where the details would cover the name, a double click does not open them', () =>
  onList(
    ['one'],
    async (page) => {
      await watchDetails(page)
      await nameOf(page, 'one').dblclick()
      await page.locator('.todo .name-editor').fill('eins')
      await pressAll(page, 'Enter')
      await expectNames(page, ['eins'])
      // A single one does, so they would have been here by now.
      await nameOf(page, 'eins').click()
      await becomes(() => openName(page), 'eins')
      expect(await seen(page)).toEqual(['came'])
    },
    covering,
  ))

/** A Mac does not focus a button that is clicked. */
async function focusNoButtons(context: BrowserContext): Promise<void> {
  await context.addInitScript(() =>
    addEventListener(
      'mousedown',
      (event) => (event.target as Element).closest('button') && event.preventDefault(),
      true,
    ),
  )
}

test('[P241] the row that was clicked has the keys, also where a click focuses no button, and shows it', () =>
  onList(
    ['one', 'two', 'three'],
    async (page) => {
      await nameOf(page, 'two').click()
      expect(await focused(page)).toBe('two')
      const outlines = () =>
        page
          .locator('.todo')
          .evaluateAll((rows) =>
            rows.map((each) =>
              [each, each.querySelector('.name') as Element].some(
                (part) => getComputedStyle(part).outlineStyle !== 'none',
              ),
            ),
          )
      expect(await outlines()).toEqual([false, true, false])
      await pressAll(page, 'ArrowDown')
      await becomes(outlines, [false, false, true])
      await pressAll(page, 'Backspace')
      await pressAll(page, ' ')
      await becomes(() => row(page, 'three').getByRole('checkbox').getAttribute('aria-checked'), 'true')
      await expectNames(page, ['one', 'two', 'three'])
    },
    { prepare: focusNoButtons },
  ))

test('[P241] a key on a row that was scrolled away brings it into sight before anything is done to it', () =>
  onList(
    Array.from({ length: 60 }, (_, at) => `todo ${at}`),
    async (page) => {
      await nameOf(page, 'todo 0').focus()
      const inSight = () =>
        row(page, 'todo 0').evaluate((each) => {
          const box = (each.closest('.scroll') as Element).getBoundingClientRect()
          return each.getBoundingClientRect().bottom > box.top
        })
      await page.locator('.scroll').evaluate((box) => (box.scrollTop = box.scrollHeight))
      await becomes(inSight, false)
      await pressAll(page, 'Delete')
      await becomes(inSight, true)
      expect(await nameOf(page, 'todo 0').count()).toBe(1)
      await pressAll(page, 'Delete')
      await nameOf(page, 'todo 0').waitFor({ state: 'detached' })
    },
  ))

test('[P242] the date and the priority in a row open their pickers, by mouse and by keys', () =>
  onList([{ name: 'rent', due: '2030-05-01', priority: 'high' }, 'other'], async (page) => {
    await row(page, 'rent').getByRole('button', { name: /May/ }).click()
    await page
      .getByRole('dialog', { name: 'Due' })
      .getByRole('button', { name: 'Today', exact: true })
      .click()
    await row(page, 'rent').getByRole('button', { name: 'today' }).waitFor()
    await row(page, 'rent').getByRole('button', { name: 'Priority High' }).focus()
    await pressAll(page, 'Enter')
    await page.getByRole('menu', { name: 'Priority' }).waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await row(page, 'rent')
      .getByRole('button', { name: /Priority/ })
      .waitFor({ state: 'detached' })
    expect(await details(page).count()).toBe(0)
  }))

test('[P242] a label leads to all that have it, and the list of a todo to that list', async () => {
  await onList([{ name: 'paint', labels: ['a "b" \\c'] }, 'other'], async (page) => {
    const name = `paint ${crypto.randomUUID()}`
    const other = await client.lists.create({ name: 'Elsewhere' })
    await client.todos.create({ list: other.id, name, labels: ['a "b" \\c'] })
    await row(page, 'paint').getByRole('link', { name: 'a "b" \\c' }).click()
    await expectNames(page, ['paint', name])
    await row(page, name).getByRole('link', { name: 'Elsewhere' }).click()
    await page.getByRole('heading', { level: 1, name: 'Elsewhere' }).waitFor()
    await expectNames(page, [name])
  })
})

test('[P243] addresses in a name are links of three kinds, which lead out of this page and leave it alone', () => {
  const name =
    'see https://example.test/a_(b)?c=1, 看http://例子.test/路径。mailto:x@example.test javascript:alert(1) ftp://no (https://example.test/köln)'
  return onList([name], async (page) => {
    const links = await page
      .locator('.todo .name a')
      .evaluateAll((all) =>
        all.map((each) => [each.getAttribute('href'), each.getAttribute('target'), each.getAttribute('rel')]),
      )
    expect(links.map(([href]) => href)).toEqual([
      'https://example.test/a_(b)?c=1',
      'mailto:x@example.test',
      'https://example.test/köln',
    ])
    for (const [, target, rel] of links) expect([target, rel]).toEqual(['_blank', 'noopener noreferrer'])
    // The row still has its keys and its name.
    await page.locator('.todo .name').focus()
    expect(await focused(page)).toBe(name)
    await pressAll(page, 'o')
    await becomes(() => openName(page), name)
  })
})

test('[P244] a menu of the right button stays when that is let go, and goes by a press elsewhere', () =>
  onList(['one', 'two'], async (page) => {
    const box = await nameOf(page, 'one').boundingBox()
    await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5)
    await page.mouse.down({ button: 'right' })
    await page.getByRole('menu', { name: 'one' }).waitFor()
    await page.mouse.up({ button: 'right' })
    await becomes(() => page.locator('[popover]').count(), 1)
    await page.getByRole('menuitem', { name: 'Delete' }).hover()
    await page.getByRole('heading', { level: 1 }).click()
    await becomes(() => page.locator('[popover]').count(), 0)
    // It comes on the buttons of a row as well.
    await page.locator('.todo .tick').first().click({ button: 'right' })
    await page.getByRole('menu', { name: 'one' }).waitFor()
  }))

test('[P244] the button that opened a menu closes it, and opens it the next time', () =>
  onList(['one'], async (page) => {
    const button = page.locator('.title').getByRole('button', { name: 'Actions for “Mine”' })
    await button.click()
    await page.getByRole('menu').waitFor()
    await button.click()
    await becomes(() => page.locator('[popover]').count(), 0)
    await button.click()
    await page.getByRole('menu').waitFor()
    await pressAll(page, 'Escape')
    await becomes(() => page.locator('[popover]').count(), 0)
  }))

test('[P244] a menu is not higher than the window, and no entry of it is cut off', () =>
  onList(
    ['one'],
    async (page) => {
      await nameOf(page, 'one').click({ button: 'right' })
      const menu = page.getByRole('menu', { name: 'one' })
      await menu.waitFor()
      const sizes = await menu.evaluate((each) => ({
        hidden: each.scrollHeight - each.clientHeight,
        below: Math.max(0, each.getBoundingClientRect().bottom - innerHeight),
      }))
      expect(sizes).toEqual({ hidden: 0, below: 0 })
    },
    { viewport: { width: 1280, height: 700 } },
  ))

test('[P245] a range begins at the last plain click, or where the arrows came to', () =>
  onList(['one', 'two', 'three', 'four'], async (page) => {
    const marked = () =>
      page.locator('.todo.is-selected .name').evaluateAll((all) => all.map((each) => each.textContent))
    await nameOf(page, 'one').click({ modifiers: ['Control'] })
    await nameOf(page, 'three').click()
    await nameOf(page, 'four').click({ modifiers: ['Shift'] })
    expect(await marked()).toEqual(['three', 'four'])
    await nameOf(page, 'one').click()
    await pressAll(page, 'ArrowDown', 'Shift+ArrowDown')
    expect(await marked()).toEqual(['two', 'three'])
    await nameOf(page, 'four').click({ modifiers: ['Shift'] })
    expect(await marked()).toEqual(['two', 'three', 'four'])
  }))

/** What dates are written with fails while a word is in the page's window. */
async function breakable(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const { format } = Intl.RelativeTimeFormat.prototype
    Intl.RelativeTimeFormat.prototype.format = function (...given: Parameters<typeof format>) {
      if ((globalThis as { broken?: boolean }).broken) throw new Error('broken by the test')
      return format.apply(this, given)
    }
  })
}

const setBroken = (page: Page, broken: boolean) =>
  page.evaluate((now) => void Object.assign(globalThis, { broken: now }), broken)

test('[P246] what fails while it is drawn says so in its place, and the rest of the page goes on', () =>
  onList(
    ['one', { name: 'nine', due: '2030-05-01' }],
    async (page, _, errors) => {
      await nameOf(page, 'one').click()
      await becomes(() => openName(page), 'one')
      await setBroken(page, true)
      await nameOf(page, 'nine').click()
      await becomes(() => openName(page), 'nine')
      await nameOf(page, 'nine').focus()
      await pressAll(page, 't')
      const failures = page.getByRole('alert')
      await failures.first().waitFor()
      await setBroken(page, false)
      while (await failures.count()) await failures.first().getByRole('button', { name: 'Try again' }).click()
      await expectNames(page, ['one', 'nine'])
      await becomes(() => openName(page), 'nine')
      expect(errors.splice(0).join('\n')).toContain('broken by the test')
      await nameOf(page, 'one').click()
      await becomes(() => openName(page), 'one')
    },
    { prepare: breakable },
  ))

/** They came to browsers later than the oldest ones that the page is for. */
async function removeLateHelpers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    for (const name of [
      'take',
      'drop',
      'map',
      'filter',
      'flatMap',
      'toArray',
      'some',
      'every',
      'find',
      'reduce',
    ])
      Reflect.deleteProperty(Iterator.prototype, name)
    Reflect.deleteProperty(URL, 'parse')
    Reflect.deleteProperty(Promise, 'try')
    Reflect.deleteProperty(Promise, 'withResolvers')
  })
}

test('[P247] details of what repeats, and images in notes, need no help that browsers have since lately', () =>
  onList(
    [
      {
        name: 'rent',
        due: '2030-05-01',
        repeat: 'FREQ=MONTHLY',
        notes: '![there](https://example.test/a.png) ![here](data:image/gif;base64,R0lGODlhAQABAAAAACw=)',
      },
    ],
    async (page) => {
      await nameOf(page, 'rent').click()
      await becomes(() => openName(page), 'rent')
      await details(page).getByRole('link', { name: 'there' }).waitFor()
      await details(page).getByRole('img', { name: 'here' }).waitFor()
    },
    { prepare: removeLateHelpers },
  ))

test('[P247] what some browsers know only by their own name has that name beside it', async () => {
  const styles = [...new Bun.Glob('**/*.css').scanSync(web)].map((path) => Bun.file(`${web}/${path}`).text())
  const all = (await Promise.all(styles)).join('\n')
  const found = (pattern: RegExp) => all.match(pattern)?.length ?? 0
  expect(found(/[\s{;]user-select:/g)).toBeGreaterThan(0)
  expect(found(/-webkit-user-select:/g)).toBe(found(/[\s{;]user-select:/g))
})
