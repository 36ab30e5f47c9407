/** The palette of all commands, and the map of all keys (SPEC.md, P32 to P35). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { Todo } from '../../src/client/client.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { readUntil } from '../support/until.ts'

const server = await servePages()
const { client } = server

/** With a list of its own that has these todos. */
async function openList(
  names: readonly string[],
  options: PageOptions = {},
): Promise<OpenPage & { list: string; todos: Todo[] }> {
  const list = await client.lists.create({ name: 'Errands' })
  const todos: Todo[] = []
  for (const name of names) todos.push(await client.todos.create({ name, list: list.id }))
  const opened = await openPage(server, { path: `lists/${list.id}`, ...options })
  await ready(opened.page)
  if (todos.length > 0) await opened.page.locator('[data-todo]').first().waitFor()
  return { ...opened, list: list.id, todos }
}

/** The field is focused once the page hears keys. */
const ready = (page: Page) =>
  page.waitForFunction(() => document.activeElement?.matches('.add-field textarea'))

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' })
const field = (page: Page) => palette(page).getByRole('combobox')
const options = (page: Page) => palette(page).getByRole('option')
const names = (page: Page) => palette(page).locator('.option .what').allTextContents()

async function choose(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await field(page).fill(typed)
  await page.keyboard.press('Enter')
  await page.locator('.palette').waitFor({ state: 'detached' })
}

/** Out of the document, not only closed: until then the keys are its. */
const gone = (page: Page) => page.locator('dialog').waitFor({ state: 'detached' })

const stored = (todo: Todo, test: (todo: Todo) => boolean): Promise<Todo> =>
  readUntil(() => client.todos.get(todo.id), test)

test('[P32] Ctrl+K opens it from anywhere, and Escape gives the focus back', async () => {
  await using opened = await openList(['Milk'])
  const { page } = opened
  for (const place of ['.add-field textarea', '[data-todo] .name', '.sidebar a']) {
    await page.locator(place).first().focus()
    await page.keyboard.press('Control+k')
    expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await gone(page)
    await page.waitForFunction((place) => document.activeElement?.matches(place), place)
  }
  expect(opened.errors).toEqual([])
})

test('[P32] words, their beginnings and initials find actions, lists and todos; the best is first', async () => {
  await using opened = await openList(['Water the plants', 'Buy a watering can', 'Café'])
  const { page } = opened
  await page.keyboard.press('Control+k')
  for (const [typed, first] of [
    ['settings', 'Go to Settings'],
    ['upc', 'Go to Upcoming'],
    ['gtt', 'Go to Today'],
    ['dark', 'Theme: Dark'],
    ['errands', 'Errands'],
    ['water', 'Water the plants'],
    ['wat can', 'Buy a watering can'],
    ['CAFE', 'Café'],
    ['finish all', 'Finish all'],
    ['no such thing', 'Search for “no such thing”'],
  ] as const) {
    await field(page).fill(typed)
    await page.waitForFunction(
      (first) => document.querySelector('.option .what')?.textContent === first,
      first,
    )
    expect(await options(page).first().getAttribute('aria-selected')).toBe('true')
  }
  expect(opened.errors).toEqual([])
})

test('[P32] the arrows walk through the options while the field keeps the focus', async () => {
  await using opened = await openList(['Milk'])
  const { page } = opened
  await page.keyboard.press('Control+k')
  await field(page).waitFor()
  const count = await options(page).count()
  expect(count).toBeGreaterThan(15)
  const present = () =>
    field(page).evaluate((element) => {
      const option = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
      const selected = document.querySelectorAll('[role="option"][aria-selected="true"]')
      return selected.length === 1 && selected[0] === option
        ? [...document.querySelectorAll('.option')].indexOf(option)
        : -1
    })
  expect(await present()).toBe(0)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await present()).toBe(2)
  await page.keyboard.press('ArrowUp')
  expect(await present()).toBe(1)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  expect(await present()).toBe(count - 1)
  await page.keyboard.press('ArrowDown')
  expect(await present()).toBe(0)
  expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true)
})

test('[P32] places, lists and todos are gone to', async () => {
  await using opened = await openList(['Milk'])
  const { page, list, todos } = opened
  await choose(page, 'trash')
  await page.getByRole('heading', { name: 'Trash', level: 1 }).waitFor()
  await choose(page, 'errands')
  await page.getByRole('heading', { name: 'Errands' }).waitFor()
  expect(new URL(page.url()).pathname).toStartWith('/lists/')
  await choose(page, 'go to today')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  const [milk] = todos
  await client.todos.update(milk?.id ?? '', { name: 'Goat milk' })
  await page.keyboard.press('Control+k')
  await field(page).fill('goat')
  await options(page).filter({ hasText: 'Goat milk' }).click()
  await page.getByRole('complementary', { name: 'Details' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/lists/${list}`)
  await choose(page, 'looked for')
  await page.getByRole('heading', { name: 'Search', level: 1 }).waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('looked for')
  expect(opened.errors).toEqual([])
})

test('[P32] what is about the page: theme, language, undo, the map, a new todo; and lists: new, renamed, coloured, deleted', async () => {
  await using opened = await openList(['Milk'])
  const { page, todos } = opened
  await choose(page, 'theme dark')
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
  await choose(page, 'finish all')
  const [milk] = todos as [Todo]
  await stored(milk, ({ finished }) => finished)
  await choose(page, 'undo')
  await stored(milk, ({ finished }) => !finished)
  await choose(page, 'keyboard')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await page.keyboard.press('Escape')
  await gone(page)
  await choose(page, 'trash')
  await choose(page, 'add a todo')
  await page.waitForFunction(() => document.activeElement?.matches('.add-field textarea'))
  await choose(page, 'new list')
  await page.getByRole('textbox', { name: 'Name of the list' }).fill('Garden')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Garden' }).waitFor()
  await choose(page, 'rename list')
  await page.getByRole('textbox', { name: 'Name of the list' }).fill('Allotment')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Allotment' }).waitFor()
  await choose(page, 'colour teal')
  await page.locator('.sidebar [aria-current] .dot[data-colour="teal"]').waitFor()
  await choose(page, 'delete list')
  await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
  expect(await page.locator('.sidebar').getByText('Allotment').count()).toBe(0)
  await choose(page, '简体')
  await page.waitForFunction(() => document.documentElement.lang === 'zh-CN')
  expect(opened.errors).toEqual([])
})

test('[P33] what is about todos is about those selected, else about the one that has the keyboard', async () => {
  await using opened = await openList(['Milk', 'Bread', 'Tea'])
  const { page, todos } = opened
  const [milk, bread, tea] = todos as [Todo, Todo, Todo]
  const garden = await client.lists.create({ name: 'Shed' })
  await page.locator(`[data-todo="${milk.id}"] .name`).focus()
  await choose(page, 'due tomorrow')
  await stored(milk, ({ due }) => due !== null)
  await choose(page, 'rename')
  await page.getByRole('textbox', { name: 'Rename' }).fill('Oat milk')
  await page.keyboard.press('Enter')
  await stored(milk, ({ name }) => name === 'Oat milk')
  await page.locator(`[data-todo="${bread.id}"] .name`).focus()
  await page.keyboard.press('x')
  await page.locator(`[data-todo="${tea.id}"] .name`).focus()
  await page.keyboard.press('x')
  await page.keyboard.press('Control+k')
  await field(page).fill('high')
  await options(page).first().getByText('2 selected').waitFor()
  await page.keyboard.press('Enter')
  await stored(bread, ({ priority }) => priority === 'high')
  await stored(tea, ({ priority }) => priority === 'high')
  await choose(page, 'move shed')
  await stored(tea, ({ list }) => list === garden.id)
  await stored(bread, ({ list }) => list === garden.id)
  expect((await client.todos.get(milk.id)).priority).toBe('none')
  expect(opened.errors).toEqual([])
})

test('[P34] before anything is typed, what was used last is first; also after a reload', async () => {
  await using opened = await openList([])
  const { page } = opened
  await choose(page, 'theme light')
  await choose(page, 'sync')
  await page.getByRole('dialog', { name: 'Sync' }).waitFor()
  await page.keyboard.press('Escape')
  await gone(page)
  for (const isReloaded of [false, true]) {
    if (isReloaded) {
      await page.reload()
      await ready(page)
    }
    await page.keyboard.press('Control+k')
    await field(page).waitFor()
    expect((await names(page)).slice(0, 2)).toEqual(['Sync', 'Theme: Light'])
    expect((await names(page)).filter((name) => name === 'Sync')).toHaveLength(1)
    await page.keyboard.press('Escape')
  }
})

test('[P35] ? shows each key of the page, with what it does', async () => {
  await using opened = await openList(['Milk'])
  const { page } = opened
  await page.locator('[data-todo] .name').focus()
  await page.keyboard.press('?')
  const map = page.getByRole('dialog', { name: 'Keyboard' })
  await map.getByText('All commands').waitFor()
  const pairs = await map
    .locator('dl > div')
    .evaluateAll((lines) =>
      lines.map((line) => [
        line.querySelector('dt')?.textContent ?? '',
        [...line.querySelectorAll('kbd')].map((key) => key.textContent).join(' '),
      ]),
    )
  expect(Object.fromEntries(pairs)).toMatchObject({
    'All commands': 'Ctrl+K',
    Undo: 'Ctrl+Z',
    'Go up or down': '↑ ↓ K J',
    'Move up or down': 'Alt+↑ Alt+↓',
    'Close, or clear the selection': 'Esc',
  })
  expect(pairs.every(([what, keys]) => what && keys)).toBe(true)
  await page.keyboard.press('Escape')
  await map.waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.matches('[data-todo] .name'))
  expect(opened.errors).toEqual([])
})
