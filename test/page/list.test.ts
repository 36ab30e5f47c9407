/** What a person does with todos and lists, by keyboard, mouse and finger. */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { Todo } from '../../src/client/client.ts'
import { openPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { startServer } from '../support/server.ts'
import { add, expectNames, field, focused, nameOf, names, pressAll, row, tick } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

const server = await servePages()

const { client } = server

/** A list of its own, with these todos in it. */
async function onList(
  todos: readonly string[],
  body: (page: Page, list: string) => Promise<void>,
  options: PageOptions = {},
): Promise<void> {
  const list = await client.lists.create({ name: 'Mine' })
  for (const name of todos) await client.todos.create({ list: list.id, name })
  await using opened = await openPage(server, { path: `lists/${list.id}`, ...options })
  await field(opened.page).waitFor()
  await expectNames(opened.page, todos)
  await body(opened.page, list.id)
  expect(opened.errors).toEqual([])
}

const saved = async (list: string) => {
  const found = []
  for await (const todo of client.todos.all({ list })) found.push(todo)
  return found
}

/** Waits until this is so of the list's todos on the server. */
async function expectSaved(list: string, of: (todo: Todo) => unknown, wished: unknown[]): Promise<void> {
  const look = async () => (await saved(list)).map(of)
  await becomes(look, wished)
}

test('[P11] the arrow keys go from the field to the todos and back', () =>
  onList(['one', 'two', 'three'], async (page) => {
    await field(page).focus()
    await pressAll(page, 'ArrowDown', 'ArrowDown', 'j')
    expect(await focused(page)).toBe('three')
    await pressAll(page, 'k', 'ArrowUp', 'ArrowUp')
    expect(await focused(page)).toBe('Add a todo')
  }))

test('[P11] Space finishes, Enter renames, Delete deletes', () =>
  onList(['one', 'two', 'three'], async (page) => {
    await nameOf(page, 'two').focus()
    await pressAll(page, ' ')
    expect(await tick(page, 'two').getAttribute('aria-checked')).toBe('true')
    await pressAll(page, 'Enter')
    await page.locator('.name-editor').fill('zwei')
    await pressAll(page, 'Enter')
    expect(await focused(page)).toBe('zwei')
    await pressAll(page, 'Delete')
    await expectNames(page, ['one', 'three'])
  }))

test('[P11] Alt with the arrows moves a todo up and down, below its neighbour and back', () =>
  onList(['one', 'two', 'three'], async (page, list) => {
    await nameOf(page, 'three').focus()
    await pressAll(page, 'Alt+ArrowUp')
    await expectNames(page, ['one', 'three', 'two'])
    expect(await focused(page)).toBe('three')
    await pressAll(page, 'Alt+ArrowRight')
    await expectNames(page, ['one', '.three', 'two'])
    await pressAll(page, 'Alt+ArrowLeft')
    await expectNames(page, ['one', 'three', 'two'])
    await pressAll(page, 'Alt+ArrowDown')
    await expectNames(page, ['one', 'two', 'three'])
    expect(await focused(page)).toBe('three')
    await expectSaved(list, (todo) => todo.name, ['one', 'two', 'three'])
  }))

test('[P11] m moves to another list, t makes it due today, o opens the details', () =>
  onList(['one', 'two'], async (page, list) => {
    const other = await client.lists.create({ name: 'Elsewhere' })
    await page.getByRole('link', { name: 'Elsewhere' }).waitFor()
    await nameOf(page, 'one').focus()
    await pressAll(page, 't')
    await row(page, 'one').getByText('today').waitFor()
    await pressAll(page, 'o')
    await page.getByRole('complementary').waitFor()
    await pressAll(page, 'Escape')
    await nameOf(page, 'one').focus()
    await pressAll(page, 'm')
    await page.getByRole('menuitemradio', { name: 'Elsewhere' }).click()
    await expectNames(page, ['two'])
    await expectSaved(other.id, (todo) => todo.name, ['one'])
    await expectSaved(list, (todo) => todo.name, ['two'])
  }))

test('[P11] letters do nothing when they are switched off, and nothing while one types', () =>
  onList(['one'], async (page) => {
    await field(page).pressSequentially('xjk?t')
    expect(await field(page).inputValue()).toBe('xjk?t')
    await page.evaluate(() => localStorage.setItem('aiotodo.keys', 'off'))
    await page.reload()
    await nameOf(page, 'one').focus()
    await pressAll(page, 't', 'x', '?')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await row(page, 'one').getByText('today').count()).toBe(0)
  }))

test('[P12] several lines that are pasted make as many todos, once that is confirmed', () =>
  onList([], async (page) => {
    await field(page).focus()
    const paste = (text: string) =>
      page.evaluate((text) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', text)
        document.activeElement?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        )
      }, text)
    await paste('- [ ] milk\r\n\n* bread\n3. eggs  \n')
    await page.getByRole('button', { name: 'Add 3 todos' }).waitFor()
    await pressAll(page, 'Escape')
    expect(await page.getByRole('button', { name: 'Add 3 todos' }).count()).toBe(0)
    await paste('milk\nbread\neggs')
    await pressAll(page, 'Enter')
    await expectNames(page, ['milk', 'bread', 'eggs'])
    await pressAll(page, 'Escape')
    await page.getByRole('heading', { level: 1 }).click()
    await pressAll(page, 'Control+z')
    await expectNames(page, [])
  }))

/** From the middle of a row to a place in another one; `right` pixels further right than it began. */
async function drag(page: Page, from: string, to: string, at: 'top' | 'bottom', right = 0): Promise<void> {
  const [start, end] = [await nameOf(page, from).boundingBox(), await row(page, to).boundingBox()]
  if (!start || !end) throw new Error('not shown')
  const x = start.x + start.width / 2
  await page.mouse.move(x, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(x + right, start.y + start.height, { steps: 4 })
  await page.mouse.move(x + right, at === 'top' ? end.y + 4 : end.y + end.height - 4, { steps: 6 })
  await page.mouse.up()
}

test('[P13] a todo is dragged to another place, and below another one', () =>
  onList(['one', 'two', 'three'], async (page, list) => {
    await drag(page, 'three', 'one', 'top')
    await expectNames(page, ['three', 'one', 'two'])
    await drag(page, 'two', 'three', 'bottom', 30)
    await expectNames(page, ['three', '.two', 'one'])
    await expectSaved(list, (todo) => [todo.name, todo.parent !== null], [
      ['three', false],
      ['one', false],
      ['two', true],
    ])
  }))

test('[P13] Escape while dragging leaves all as it was', () =>
  onList(['one', 'two'], async (page) => {
    const box = await nameOf(page, 'two').boundingBox()
    if (!box) throw new Error('not shown')
    await page.mouse.move(box.x + 5, box.y + 5)
    await page.mouse.down()
    await page.mouse.move(box.x + 5, box.y - 40, { steps: 5 })
    await page.locator('.drag-label').waitFor()
    await pressAll(page, 'Escape')
    await page.mouse.up()
    expect(await page.locator('.drag-label').count()).toBe(0)
    await expectNames(page, ['one', 'two'])
  }))

test('[P13] a todo is dragged to another list, and that can be undone', () =>
  onList(['one', 'two'], async (page) => {
    const other = await client.lists.create({ name: 'Target' })
    const link = page.locator(`[data-drop-list="${other.id}"]`)
    await link.waitFor()
    await nameOf(page, 'one').hover()
    await page.mouse.down()
    await link.hover()
    await link.hover({ position: { x: 20, y: 10 } })
    await page.mouse.up()
    await expectNames(page, ['two'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expectNames(page, ['one', 'two'])
  }))

test('[P13] a finger drags after it was held, scrolls before, and selects where it stays', () =>
  onList(
    ['one', 'two', 'three'],
    async (page) => {
      const session = await page.context().newCDPSession(page)
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
        session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
      const box = await nameOf(page, 'three').boundingBox()
      const first = await row(page, 'one').boundingBox()
      if (!box || !first) throw new Error('not shown')
      await touch('touchStart', box.x + 5, box.y + 5)
      await page.locator('.drag-label').waitFor()
      for (let y = box.y; y > first.y + 4; y -= 12) await touch('touchMove', box.x + 5, y)
      await touch('touchMove', box.x + 5, first.y + 4)
      await touch('touchEnd')
      await expectNames(page, ['three', 'one', 'two'])
    },
    { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } },
  ))

test('[P14] many are selected by keys and by mouse, and changed at once', () =>
  onList(['one', 'two', 'three', 'four'], async (page) => {
    await nameOf(page, 'one').focus()
    await pressAll(page, 'Shift+ArrowDown', 'Shift+ArrowDown')
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor()
    await pressAll(page, ' ')
    await page.getByText('Finished · 3').waitFor()
    await pressAll(page, 'Escape')
    expect(await page.getByRole('toolbar').count()).toBe(0)
    await nameOf(page, 'four').click({ modifiers: ['Control'] })
    await nameOf(page, 'two').click({ modifiers: ['Control'] })
    await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Delete' }).click()
    await page.waitForFunction(() => document.querySelectorAll('.todo').length === 2)
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.waitForFunction(() => document.querySelectorAll('.todo').length === 4)
  }))

test('[P14] the names of all that are selected are copied, a line each', async () => {
  await using fresh = await startServer({ args: ['--database', 'memory:'] })
  // At /todos/ a name may be of several lines, as it may have been everywhere before.
  const todos = ['one', 'two\r\n2\u2028too', 'three']
  for (const name of todos)
    await fetch(`${fresh.url}/todos/`, { method: 'POST', body: JSON.stringify({ name }), redirect: 'manual' })
  await using opened = await openPage(fresh)
  const { page } = opened
  await expectNames(page, todos)
  await nameOf(page, 'one').focus()
  await pressAll(page, 'Control+a')
  const copied = await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    document.activeElement?.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true }))
    return clipboardData.getData('text/plain')
  })
  expect(copied).toBe('one\ntwo 2 too\nthree')
  expect(opened.errors).toEqual([])
})

test('[P15] whatever was done is undone and done again', () =>
  onList(['one', 'two'], async (page, list) => {
    const away = () => page.getByRole('heading', { level: 1 }).click()
    await add(page, 'three')
    await tick(page, 'one').click()
    await nameOf(page, 'two').dblclick()
    await page.locator('.name-editor').fill('zwei')
    await page.keyboard.press('Enter')
    await nameOf(page, 'three').focus()
    await pressAll(page, 'Alt+ArrowUp', 't', 'Delete')
    await away()
    const state = (todo: Todo) => [todo.name, todo.finished, todo.due !== null]
    for (let step = 0; step < 6; step++) await page.keyboard.press('Control+z')
    await expectSaved(list, state, [
      ['one', false, false],
      ['two', false, false],
    ])
    for (let step = 0; step < 5; step++) await page.keyboard.press('Control+Shift+z')
    await expectSaved(list, state, [
      ['one', true, false],
      ['three', false, true],
      ['zwei', false, false],
    ])
  }))

test('[A96] the menu of a list has its names unique, says which are not, and takes it back', async () => {
  await using fresh = await startServer({ args: ['--database', 'memory:'] })
  await using opened = await openPage(fresh)
  const { page } = opened
  const act = async (action: string) => {
    await page.locator('.list-link', { hasText: 'Todos' }).hover()
    await page.locator('.list-link', { hasText: 'Todos' }).getByRole('button').click()
    await page.getByRole('menuitem', { name: action }).click()
  }
  await add(page, 'milk', 'milk', 'bread')
  await act('Let no two open todos be called alike')
  await page.locator('.toast', { hasText: 'Open todos are called alike: “milk”' }).waitFor()
  await tick(page, 'bread').waitFor()
  await tick(page, 'milk').first().click()
  const isUnique = async () => {
    const answer = await fetch(`${fresh.url}/api/v1/lists`)
    return ((await answer.json()) as { items: { uniqueNames: boolean }[] }).items[0]?.uniqueNames
  }
  await act('Let no two open todos be called alike')
  await becomes(isUnique, true)
  await act('Let names repeat')
  await becomes(isUnique, false)
  await page.keyboard.press('Control+z')
  await becomes(isUnique, true)
})

test('[P16] lists are made, renamed, coloured, put in order and deleted', async () => {
  await using fresh = await startServer({ args: ['--database', 'memory:'] })
  await using opened = await openPage(fresh)
  const { page } = opened
  const links = () => page.locator('.list-link .grows').allTextContents()
  await field(page).waitFor()
  for (const name of ['Work', 'Home']) {
    await page.getByRole('button', { name: 'New list' }).click()
    await page.getByRole('textbox', { name: 'Name of the list' }).fill(name)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
  }
  expect(await links()).toEqual(['Todos', 'Work', 'Home'])
  const act = async (list: string, action: string) => {
    await page.locator('.list-link', { hasText: list }).hover()
    await page.locator('.list-link', { hasText: list }).getByRole('button').click()
    await page.getByRole('menuitem', { name: action }).click()
  }
  await act('Home', 'Rename list')
  await page.getByRole('textbox', { name: 'Name of the list' }).fill('House')
  await page.keyboard.press('Enter')
  await act('House', 'Colour …')
  await page.getByRole('menuitemradio', { name: 'Violet' }).click()
  await page.locator('.list-link', { hasText: 'House' }).locator('.dot[data-colour="violet"]').waitFor()
  await act('House', 'Move list up')
  await page.waitForFunction(() => document.querySelectorAll('.list-link .grows')[1]?.textContent === 'House')
  await page
    .locator('.list-link', { hasText: 'Work' })
    .dragTo(page.locator('.list-link', { hasText: 'House' }))
  await page.waitForFunction(() => document.querySelectorAll('.list-link .grows')[1]?.textContent === 'Work')
  await add(page, 'one', 'two')
  expect(await page.locator('.list-link', { hasText: 'House' }).locator('.count').textContent()).toBe(
    '2 left',
  )
  await act('House', 'Delete list')
  await page.getByRole('heading', { level: 1, name: 'Todos' }).waitFor()
  expect(await links()).toEqual(['Todos', 'Work'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('.list-link', { hasText: 'House' }).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P17] the focus is never lost: whoever goes hands it to the next one', () =>
  onList(['one', 'two', 'three'], async (page) => {
    await nameOf(page, 'two').focus()
    await pressAll(page, 'Delete')
    await expectNames(page, ['one', 'three'])
    expect(await focused(page)).toBe('three')
    await pressAll(page, 'Delete')
    await expectNames(page, ['one'])
    expect(await focused(page)).toBe('one')
    await pressAll(page, 'Delete')
    await expectNames(page, [])
    expect(await focused(page)).toBe('Add a todo')
  }))

test('[P17] a menu gives the focus back to where it was opened', () =>
  onList(['one'], async (page) => {
    await nameOf(page, 'one').focus()
    await pressAll(page, 'm')
    await page.getByRole('menu').waitFor()
    await pressAll(page, 'Escape')
    expect(await focused(page)).toBe('one')
  }))

test('[P18] of a long list only what is near to sight is in the document; all of it can be reached and found', () =>
  onList([], async (page, list) => {
    const made = Array.from({ length: 1_000 }, (_, index) => `todo ${index + 1}`)
    for (let at = 0; at < made.length; at += 100)
      await client.batch(
        made.slice(at, at + 100).map((name) => ({ type: 'createTodo' as const, todo: { name, list } })),
      )
    await page.locator('.todo[aria-setsize="1000"]').first().waitFor()
    expect(await page.locator('.todo').count()).toBeLessThan(400)
    expect(
      await page.evaluate(() => document.querySelector('.todos')?.textContent?.includes('todo 1000')),
    ).toBe(true)
    await nameOf(page, 'todo 1').focus()
    await page.locator('.scroll').evaluate((each) => each.scrollTo(0, each.scrollHeight))
    await nameOf(page, 'todo 1000').waitFor()
    expect(await row(page, 'todo 1000').getAttribute('aria-posinset')).toBe('1000')
    await add(page, 'the last one')
    await nameOf(page, 'the last one').waitFor()
    expect((await names(page)).length).toBeLessThan(400)
  }))

const hostile = [
  '<script>throw new Error("ran")</script>',
  '<img src=x onerror="throw new Error(1)">',
  '"><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '\u202Eright to left\u202C and on',
  '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301\u0301\u0301\u0301',
  '{{constructor.constructor("return 1")()}}',
  'a'.repeat(255),
  '字'.repeat(255),
]
  // The server keeps names in this form (B10).
  .map((text) => text.normalize())

test('[P19] hostile text is shown as text, in every field, and the page stays whole', () =>
  onList(hostile, async (page, list) => {
    const labels = Array.from({ length: 50 }, (_, index) => `${hostile[index % 3]?.slice(0, 50)}${index}`)
    const notes = `${hostile.join('\n\n')}\n\n[x](javascript:alert(1)) <iframe src=//x></iframe>\n${'#'.repeat(60_000)}`
    await client.todos.create({ list, name: 'all of it', labels, notes })
    await client.lists.create({ name: hostile[0] as string, colour: 'red' })
    await nameOf(page, 'all of it').waitFor()
    await page.locator('.list-link', { hasText: '<script>' }).first().waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await row(page, 'all of it').hover()
    await page.getByRole('button', { name: 'Details: all of it' }).click()
    await page.getByRole('complementary').getByText('right to left').first().waitFor()
    expect(await page.locator('iframe, .details script, .details [onerror]').count()).toBe(0)
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  }))
