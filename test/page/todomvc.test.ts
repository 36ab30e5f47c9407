/** The behaviours of the TodoMVC application specification, on this page. */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient } from '../../src/client/client.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { becomes } from '../support/until.ts'

const server = await servePages()

const field = (page: Page) => page.getByRole('textbox', { name: 'Add a todo' })
const names = (page: Page) => page.locator('.todo .name').allTextContents()
const row = (page: Page, name: string) =>
  page.locator('.todo').filter({ has: page.getByText(name, { exact: true }) })
const tick = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
const count = (page: Page) => page.locator('.tools .count')

async function add(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await field(page).fill(text)
    await field(page).press('Enter')
  }
}

type Behaviour = [title: string, body: (page: Page) => Promise<void>]

/** Each begins with a list of its own, empty. */
const behaviours: Behaviour[] = [
  [
    'no todos: what is about todos is not shown',
    async (page) => {
      await expectCount(page, 0)
      expect(await page.locator('.tools').count()).toBe(0)
    },
  ],
  [
    'new todo: the field has the focus when the page is opened',
    async (page) => expect(await field(page).evaluate((each) => each === document.activeElement)).toBe(true),
  ],
  [
    'new todo: Enter adds it at the end, clears the field and keeps the focus there',
    async (page) => {
      await add(page, 'buy some cheese', 'feed the cat')
      expect(await names(page)).toEqual(['buy some cheese', 'feed the cat'])
      expect(await field(page).inputValue()).toBe('')
      expect(await field(page).evaluate((each) => each === document.activeElement)).toBe(true)
    },
  ],
  [
    'new todo: its text is trimmed, and nothing is added of blanks',
    async (page) => {
      await add(page, '   buy some cheese  ', '   ')
      expect(await names(page)).toEqual(['buy some cheese'])
    },
  ],
  [
    'mark all: finishes all, then makes all active again',
    async (page) => {
      await add(page, 'one', 'two', 'three')
      await inMenu(page, 'Finish all')
      await expectText(page, 'Finished · 3')
      await inMenu(page, 'Mark all as active')
      for (const name of ['one', 'two', 'three'])
        expect(await tick(page, name).getAttribute('aria-checked')).toBe('false')
    },
  ],
  [
    'mark all: follows what is done to single todos',
    async (page) => {
      await add(page, 'one', 'two')
      await tick(page, 'one').click()
      await tick(page, 'two').click()
      await menuHas(page, 'Mark all as active', 1)
      await tick(page, 'two').click()
      await menuHas(page, 'Finish all', 1)
    },
  ],
  [
    'a todo: its circle finishes it, and makes it active again',
    async (page) => {
      await add(page, 'one', 'two')
      await tick(page, 'one').click()
      expect(await tick(page, 'one').getAttribute('aria-checked')).toBe('true')
      await tick(page, 'one').click()
      expect(await tick(page, 'one').getAttribute('aria-checked')).toBe('false')
    },
  ],
  [
    'a todo: it is deleted by its button, shown where the pointer is',
    async (page) => {
      await add(page, 'one', 'two')
      await row(page, 'one').hover()
      await page.getByRole('button', { name: 'Delete: one' }).click()
      await expectCount(page, 1)
      expect(await names(page)).toEqual(['two'])
    },
  ],
  [
    'editing: a double click begins it, with the name in the focused field and nothing else to press',
    async (page) => {
      await add(page, 'one', 'two')
      await row(page, 'two').locator('.name').dblclick()
      const editor = page.locator('.name-editor')
      expect(await editor.inputValue()).toBe('two')
      expect(await editor.evaluate((each) => each === document.activeElement)).toBe(true)
      const edited = page.locator('.todo', { has: editor })
      for (const part of ['.tick', '.actions', '.meta'])
        expect(await edited.locator(part).isVisible()).toBe(false)
      expect(await row(page, 'one').locator('.tick').isVisible()).toBe(true)
    },
  ],
  ...(['Enter', 'blur'] as const).map((way): Behaviour => [
    `editing: ${way} saves, trimmed`,
    async (page) => {
      await add(page, 'one', 'two')
      await rename(page, 'two', '  buy some sausages  ', way)
      expect(await names(page)).toEqual(['one', 'buy some sausages'])
    },
  ]),
  [
    'editing: Escape leaves the name as it was',
    async (page) => {
      await add(page, 'one', 'two')
      await rename(page, 'two', 'three', 'Escape')
      expect(await names(page)).toEqual(['one', 'two'])
    },
  ],
  [
    'editing: an empty name deletes the todo, once that is confirmed',
    async (page) => {
      await add(page, 'one', 'two')
      await rename(page, 'two', '', 'Enter')
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await expectCount(page, 1)
      expect(await names(page)).toEqual(['one'])
    },
  ],
  [
    'editing: what is being written is not kept over a reload',
    async (page) => {
      await add(page, 'one')
      await page.locator('.todo .name').dblclick()
      await page.reload()
      await page.locator('.todo .name').waitFor()
      expect(await page.locator('.name-editor').count()).toBe(0)
    },
  ],
  [
    'counter: counts the active ones, with the right plural',
    async (page) => {
      await add(page, 'one')
      expect(await count(page).textContent()).toBe('1 todo left')
      await add(page, 'two')
      expect(await count(page).textContent()).toBe('2 todos left')
      await tick(page, 'one').click()
      await tick(page, 'two').click()
      expect(await count(page).textContent()).toBe('0 todos left')
    },
  ],
  [
    'clear finished: takes away the finished ones, and is not shown when there are none',
    async (page) => {
      await add(page, 'one', 'two')
      await menuHas(page, 'Clear finished', 0)
      await tick(page, 'one').click()
      await inMenu(page, 'Clear finished')
      await expectCount(page, 1)
      expect(await names(page)).toEqual(['two'])
      await menuHas(page, 'Clear finished', 0)
    },
  ],
  [
    'persistence: names and ticks survive a reload',
    async (page) => {
      await add(page, 'one', 'two')
      await tick(page, 'one').click()
      await page.reload()
      await page.getByText('Finished · 1').waitFor()
      expect(await names(page)).toEqual(['two', 'one'])
      expect(await tick(page, 'one').getAttribute('aria-checked')).toBe('true')
    },
  ],
  [
    'filters: active, finished and all show what they say, and the chosen one is marked',
    async (page) => {
      await add(page, 'one', 'two', 'three')
      await page.getByRole('link', { name: 'Active' }).click()
      await tick(page, 'two').click()
      // At once: nothing of it lingers here.
      expect(await names(page)).toEqual(['one', 'three'])
      await page.getByRole('link', { name: 'Finished' }).click()
      expect(await names(page)).toEqual(['two'])
      expect(await page.locator('.filters [aria-current]').allTextContents()).toEqual(['Finished'])
      await page.getByRole('link', { name: 'All', exact: true }).click()
      await becomes(() => names(page), ['one', 'three', 'two'])
    },
  ],
  [
    'filters: have addresses, so that "back" goes through them and a reload keeps them',
    async (page) => {
      await add(page, 'one', 'two')
      await tick(page, 'two').click()
      await expectText(page, 'Finished · 1')
      await page.getByRole('link', { name: 'Active' }).click()
      await page.getByRole('link', { name: 'Finished' }).click()
      expect(await names(page)).toEqual(['two'])
      await page.goBack()
      expect(await names(page)).toEqual(['one'])
      await page.reload()
      await page.locator('.todo .name').waitFor()
      expect(await names(page)).toEqual(['one'])
      await page.goBack()
      expect(await names(page)).toEqual(['one', 'two'])
    },
  ],
]

const menu = (page: Page) => page.getByRole('menu')

async function openListMenu(page: Page): Promise<void> {
  await page.locator('main .title .icon-button').click()
  await menu(page).waitFor()
}

async function inMenu(page: Page, name: string): Promise<void> {
  await openListMenu(page)
  await page.getByRole('menuitem', { name }).click()
}

async function menuHas(page: Page, name: string, count: number): Promise<void> {
  await openListMenu(page)
  expect(await page.getByRole('menuitem', { name }).count()).toBe(count)
  await page.keyboard.press('Escape')
  await menu(page).waitFor({ state: 'detached' })
}

async function rename(page: Page, from: string, to: string, end: 'Enter' | 'Escape' | 'blur'): Promise<void> {
  await row(page, from).locator('.name').dblclick()
  const editor = page.locator('.name-editor')
  await editor.fill(to)
  if (end === 'blur') await page.getByRole('heading', { level: 1 }).click()
  else await editor.press(end)
}

const expectText = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor()

async function expectCount(page: Page, wished: number): Promise<void> {
  await page.waitForFunction((wished) => document.querySelectorAll('.todo').length === wished, wished)
}

test.each(behaviours)('[P10] %s', async (_, body) => {
  const list = await createClient(server.url).lists.create({ name: 'Mine' })
  await using opened = await openPage(server, { path: `lists/${list.id}` })
  await field(opened.page).waitFor()
  await body(opened.page)
  expect(opened.errors).toEqual([])
})
