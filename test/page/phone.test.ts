/** The page under a thumb (SPEC.md, P430 to P436). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { TodoInput } from '../../src/client/client.ts'
import { page as zhCn } from '../../src/web/words/zh-CN/page.ts'
import { violations } from '../support/axe.ts'
import { password } from '../support/accounts.ts'
import { people, signIn, startAccounts } from '../support/accounts-page.ts'
import { openPage, refuseWorkers, type OpenPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames, field, nameOf, row } from '../support/todo-page.ts'
import { fingerOn, middleOf } from '../support/touch.ts'
import { becomes, readUntil, until } from '../support/until.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
const server = await servePages()
const { client } = server

interface Opened extends OpenPage {
  list: string
}

async function open(todos: readonly Omit<TodoInput, 'list'>[], options: PageOptions = {}): Promise<Opened> {
  const list = await client.lists.create({ name: 'Mine' })
  for (const todo of todos) await client.todos.create({ ...todo, list: list.id })
  const opened = await openPage(server, { path: `lists/${list.id}`, ...phone, ...options })
  for (const { name } of todos) await row(opened.page, name).waitFor()
  return { ...opened, list: list.id }
}

const stored = (list: string, name: string) =>
  client.todos.page({ list }).then(({ items }) => items.find((todo) => todo.name === name))

/** Moves a row aside; what comes of it is for the test to see. */
async function swipe(page: Page, name: string, ...by: number[]): Promise<void> {
  const finger = await fingerOn(page)
  const from = await middleOf(nameOf(page, name))
  await finger.down(from)
  for (const each of by) {
    await finger.move({ x: from.x + each, y: from.y + 3 })
    await page.locator('.swipe-aside').waitFor()
  }
  await finger.up()
  await page.locator('.swipe-aside').waitFor({ state: 'detached' })
}

test('[P430] at the thumb are today, upcoming, search and the lists; they give way to the keyboard', async () => {
  await using opened = await open([{ name: 'Milk' }])
  const { page } = opened
  const bar = page.locator('.thumb-bar')
  const { y, height } = (await bar.boundingBox()) as { y: number; height: number }
  expect(y + height).toBe(phone.viewport.height)
  await bar.getByRole('link', { name: 'Upcoming' }).click()
  await page.getByRole('heading', { level: 1, name: 'Upcoming' }).waitFor()
  expect(await bar.locator('[aria-current]').allTextContents()).toEqual(['Upcoming'])
  await bar.getByRole('button', { name: 'Lists' }).click()
  await page.locator('.sidebar').getByRole('link', { name: 'Trash' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await field(page).tap()
  await bar.waitFor({ state: 'hidden' })
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 1000, height: 800 })
  await bar.waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

test('[P431] a finger to the right finishes, to the left asks for the date, each with undo; who moves back does nothing', async () => {
  await using opened = await open([{ name: 'Milk' }, { name: 'Bread' }])
  const { page, list } = opened
  await swipe(page, 'Milk', 60, 140)
  await readUntil(
    () => stored(list, 'Milk'),
    (todo) => todo?.finished === true,
  )
  await page.getByRole('button', { name: 'Undo' }).click()
  await readUntil(
    () => stored(list, 'Milk'),
    (todo) => todo?.finished === false,
  )
  // Nothing was opened by it.
  expect(await page.locator('.details').count()).toBe(0)
  await swipe(page, 'Bread', 140, 30)
  await swipe(page, 'Bread', -70)
  expect(await page.locator('.popover, .toast').filter({ hasText: 'Bread' }).count()).toBe(0)
  await swipe(page, 'Bread', -140)
  await page.getByRole('dialog', { name: 'Due' }).getByRole('button', { name: 'Tomorrow' }).click()
  await readUntil(
    () => stored(list, 'Bread'),
    (todo) => todo?.due != null,
  )
  await page.locator('.toast').filter({ hasText: 'Bread' }).getByRole('button', { name: 'Undo' }).click()
  await readUntil(
    () => stored(list, 'Bread'),
    (todo) => todo?.due === null,
  )
  expect((await stored(list, 'Bread'))?.finished).toBe(false)
  expect(opened.errors).toEqual([])
})

test('[P431] a finger that comes from the edge, or goes up or down, moves no row', async () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ name: `todo ${index}` }))
  await using opened = await open(many)
  const { page } = opened
  const finger = await fingerOn(page)
  const { y } = await middleOf(nameOf(page, 'todo 5'))
  await finger.down({ x: 4, y })
  await finger.move({ x: 200, y })
  expect(await page.locator('.swipe-aside').count()).toBe(0)
  await finger.up()
  const from = await middleOf(nameOf(page, 'todo 9'))
  await finger.down(from)
  await finger.move({ x: from.x + 20, y: from.y - 200 })
  await finger.up()
  await page.waitForFunction(() => (document.querySelector('.scroll')?.scrollTop ?? 0) > 50)
  expect(await page.locator('.swipe-aside').count()).toBe(0)
  expect(opened.errors).toEqual([])
})

test('[P432] while todos are selected the bar for all of them stands in place of the field, which keeps what is written', async () => {
  await using opened = await open([{ name: 'Milk' }, { name: 'Bread' }])
  const { page } = opened
  await field(page).fill('half a')
  const finger = await fingerOn(page)
  await finger.down(await middleOf(nameOf(page, 'Milk')))
  await page.locator('.drag-label').waitFor()
  await finger.up()
  await page.getByRole('toolbar', { name: '1 selected' }).waitFor()
  await field(page).waitFor({ state: 'hidden' })
  const bar = (await page.locator('.bulk-bar').boundingBox()) as { y: number; height: number }
  const thumbs = (await page.locator('.thumb-bar').boundingBox()) as { y: number }
  expect(thumbs.y - bar.y - bar.height).toBeWithin(0, 20)
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Clear the selection' }).click()
  await field(page).waitFor()
  expect(await field(page).inputValue()).toBe('half a')
  expect(opened.errors).toEqual([])
})

test.each([
  ['en', '!1', 'Tomorrow', 'Priority', 'High', 'Add a todo'],
  ['zh-CN', '!1', zhCn.tomorrow, zhCn.priority, zhCn.priorities.high, zhCn.addTodo],
] as const)(
  '[P433] while a line is written by a finger, buttons add a date, a priority, a list and a label to it (%s)',
  async (locale, mark, tomorrow, priority, high, label) => {
    await using opened = await open([], { locale })
    const { page, list } = opened
    const line = page.getByRole('textbox', { name: label })
    await line.tap()
    const buttons = page.locator('.quick-buttons')
    await buttons.waitFor()
    await line.pressSequentially('Milk')
    await buttons.locator('button').nth(0).tap()
    await page.locator('.popover').getByRole('button', { name: tomorrow }).tap()
    await page.locator('.quick-chip[data-kind="due"]').waitFor()
    // Another day takes its place.
    await buttons.locator('button').nth(0).tap()
    await page.locator('.popover').getByRole('button', { name: tomorrow }).tap()
    await page.locator('.popover').waitFor({ state: 'detached' })
    expect(await page.locator('.quick-chip').count()).toBe(1)
    await buttons.getByRole('button', { name: priority }).tap()
    await page.getByRole('menuitem', { name: high, exact: true }).tap()
    await becomes(async () => (await line.inputValue()).endsWith(mark), true)
    await buttons.locator('button').nth(3).tap()
    await page.keyboard.type('shop')
    await becomes(() => line.evaluate((element) => element === document.activeElement), true)
    await line.press('Enter')
    const todo = await readUntil(
      () => stored(list, 'Milk'),
      (found) => found !== undefined,
    )
    expect(todo).toMatchObject({ priority: 'high', labels: ['shop'] })
    expect(todo?.due).not.toBeNull()
    expect(opened.errors).toEqual([])
  },
)

test('[P434] the details are a sheet that is pulled down to be closed; pulled back, or scrolled, it stays', async () => {
  const notes = Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n\n')
  await using opened = await open([{ name: 'Milk', notes }])
  const { page } = opened
  await nameOf(page, 'Milk').tap()
  const sheet = page.locator('.details')
  await sheet.waitFor()
  const finger = await fingerOn(page)
  const head = { x: 195, y: 30 }
  await finger.down(head)
  await finger.move({ x: 195, y: 260 })
  await finger.move({ x: 195, y: 60 })
  await finger.up()
  await becomes(() => sheet.evaluate((element) => (element as HTMLElement).style.translate), '')
  // Where its body is scrolled, a finger that goes down scrolls back.
  const body = page.locator('.details-body')
  const scrolled = () => body.evaluate((element) => element.scrollTop)
  await body.evaluate((element) => element.scrollTo(0, 400))
  await becomes(scrolled, 400)
  await finger.down({ x: 195, y: 400 })
  await finger.move({ x: 195, y: 640 })
  await finger.up()
  await until(async () => (await scrolled()) < 300)
  // A finger that comes down while it still runs on stops that, and pulls nothing.
  await body.evaluate(async (element) => {
    for (let quiet = 0, at = -1; quiet < 20; quiet = at === element.scrollTop ? quiet + 1 : 0) {
      at = element.scrollTop
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  })
  expect(await sheet.count()).toBe(1)
  await body.evaluate((element) => element.scrollTo(0, 0))
  await becomes(scrolled, 0)
  await finger.down({ x: 195, y: 400 })
  await finger.move({ x: 195, y: 700 })
  await finger.up()
  await sheet.waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

const hostile = '<img src=x onerror="document.title=1"> @nobody "; drop table todos --'

test('[P435] what another app shares stands in the field for todos as text, beside what was written there', async () => {
  const path = `share?title=${encodeURIComponent(hostile)}&url=${encodeURIComponent('https://example.org/a?b=1#c')}`
  await using opened = await openPage(server, { ...phone, path })
  const { page, context } = opened
  await becomes(() => field(page).inputValue(), `${hostile} https://example.org/a?b=1#c`)
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/')
  expect(await page.title()).toBe('aiotodo')
  // Several lines, or a line where something stands already, wait to be added.
  const many = `share?title=Shopping&text=${encodeURIComponent('- [x] milk\n- bread')}`
  await using second = await openPage(server, { ...phone, path: many, context })
  await second.page.getByRole('button', { name: 'Add 3 todos' }).click()
  await expectNames(second.page, ['Shopping', 'bread', 'milk'])
  expect([...opened.errors, ...second.errors]).toEqual([])
})

test('[P435] what is shared where a line is being written waits beside it', async () => {
  await using opened = await openPage(server, { ...phone, prepare: refuseWorkers })
  const { page } = opened
  await field(page).fill('half a')
  // It comes when the part that is loaded later does, and the draft is there by then.
  const { promise: isWritten, resolve } = Promise.withResolvers<void>()
  await page.route(/\/assets\/later-\w+\.js$/, async (route) => {
    await isWritten
    await route.continue()
  })
  await page.goto(new URL('share?text=Eggs', `${server.url}/`).href)
  await becomes(() => field(page).inputValue(), 'half a')
  resolve()
  await page.locator('.add-field .button').click()
  await row(page, 'Eggs').waitFor()
  expect(await field(page).inputValue()).toBe('half a')
  expect(opened.errors).toEqual([])
})

test('[P436] the manifest has shortcuts and says where to share to, in the words of each language', async () => {
  await using opened = await openPage(server, { ...phone, locale: 'zh-CN' })
  const { page } = opened
  await page.waitForFunction(() => document.documentElement.lang === 'zh-CN')
  const manifest = await page.evaluate(async () => {
    const { href } = document.querySelector<HTMLLinkElement>('link[rel=manifest]') as HTMLLinkElement
    const found = (await (await fetch(href)).json()) as {
      shortcuts: { name: string; url: string }[]
      share_target: { action: string }
    }
    const paths = found.shortcuts.map(({ name, url }) => [name, new URL(url, href).pathname])
    return { paths, share: new URL(found.share_target.action, href).pathname }
  })
  expect(manifest.share).toBe('/share')
  expect(manifest.paths).toEqual([
    [zhCn.addTodo, '/share'],
    [zhCn.today, '/today'],
    [zhCn.upcoming, '/upcoming'],
    [zhCn.search, '/search'],
  ])
  // Who comes by the shortcut that adds can write at once.
  await page.goto(new URL('share', `${server.url}/`).href)
  await becomes(
    () =>
      page
        .getByRole('textbox', { name: zhCn.addTodo })
        .evaluate((element) => element === document.activeElement),
    true,
  )
  expect(opened.errors).toEqual([])
})

test('[P435] what is shared with an account that is signed out waits until it is signed in', async () => {
  await using accounts = await startAccounts()
  const [ann] = await people(accounts, 'ann')
  await using opened = await openPage(accounts, { ...phone, path: 'share?text=Eggs%20for%20ann' })
  const { page } = opened
  await signIn(page, ann?.name ?? '', password)
  await becomes(() => field(page).inputValue(), 'Eggs for ann')
})
