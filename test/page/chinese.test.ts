/** The page as its users in China expect it (SPEC.md, P412, P413, P420 to P422). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { importFormats } from '../../src/exchange/formats.ts'
import { listFields, todoFields, type Field } from '../../src/model/fields.ts'
import { languages } from '../../src/web/words/languages.ts'
import { exchange } from '../../src/web/words/zh-CN/exchange.ts'
import { later as zhCn } from '../../src/web/words/zh-CN/later.ts'
import { page as pageZhCn } from '../../src/web/words/zh-CN/page.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { becomes, until } from '../support/until.ts'

const server = await servePages()
const { client } = server

const timezoneId = 'Asia/Shanghai'
const { view, todo: todoZhCn } = zhCn

function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv', { timeZone: timezoneId })
}

const field = (page: Page) => page.getByRole('textbox', { name: pageZhCn.addTodo })
const palette = (page: Page) => page.getByRole('dialog', { name: view.palette })
const found = (page: Page) => palette(page).locator('.option .what').allTextContents()

test('[P412] the first list has a name of the language until it is named, and is found by both names', async () => {
  await using opened = await openPage(server, { locale: 'zh-CN', timezoneId })
  const { page } = opened
  const title = page.getByRole('heading', { level: 1 })
  await title.filter({ hasText: /^待办$/ }).waitFor()
  await becomes(() => page.locator('.list-link .grows').allTextContents(), ['待办'])
  const other = await client.lists.create({ name: '家' })
  await page.goto(`${server.url}/lists/${other.id}`)
  const { defaultList } = (await client.account()) as unknown as { defaultList: string }
  for (const line of ['买米 @待办', '买面 @Todos']) {
    await field(page).fill(line)
    await page.locator('.quick-chip[data-kind="list"]').filter({ hasText: '待办' }).waitFor()
    await field(page).press('Enter')
  }
  await until(
    async () => (await client.todos.page({ list: defaultList })).items.length === 2,
    'both are there',
  )
  await page.goto(`${server.url}/search?q=${encodeURIComponent('list = 待办')}`)
  await becomes(
    async () => (await page.locator('.todo .name').allTextContents()).toSorted(),
    ['买米', '买面'],
  )
  // What other programs call it is what somebody calls it, once that is another name.
  await client.lists.update(defaultList, { name: 'Todos!' })
  await page.goto(server.url)
  await title.filter({ hasText: /^Todos!$/ }).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P413] the palette finds by Chinese, by initials of pinyin, and by English, and shows Chinese', async () => {
  await using opened = await openPage(server, { locale: 'zh-CN', timezoneId })
  const { page } = opened
  await field(page).waitFor()
  await page.keyboard.press('Control+k')
  const input = palette(page).getByRole('combobox')
  const settings = view.goTo(pageZhCn.settings)
  for (const typed of ['设置', 'sz', 'settings', 'go to sett']) {
    await input.fill(typed)
    await until(async () => (await found(page)).includes(settings), `${typed} finds ${settings}`)
  }
  await input.fill('theme dark')
  await becomes(async () => (await found(page))[0], pageZhCn.pair(view.theme, view.themes.dark))
  // An English page knows the names of a language that the browser asks for as well.
  await using english = await openPage(server, {
    async prepare(context) {
      await context.addInitScript(() =>
        Object.defineProperty(navigator, 'languages', { value: ['en', 'zh-CN'] }),
      )
    },
  })
  await english.page.getByRole('textbox', { name: 'Add a todo' }).waitFor()
  await english.page.keyboard.press('Control+k')
  const dialog = english.page.getByRole('dialog', { name: 'Commands' })
  await dialog.getByRole('combobox').fill('设置')
  await dialog.getByRole('option', { name: 'Go to Settings' }).waitFor()
  expect([...opened.errors, ...english.errors]).toEqual([])
})

test('[P420] a zone is found by what people call it: 北京, 中国标准时间, Shanghai', async () => {
  await using opened = await openPage(server, {
    locale: 'zh-CN',
    timezoneId: 'Europe/Berlin',
    path: 'settings',
  })
  const { page } = opened
  await becomes(async () => Boolean((await client.account()).zone), true)
  const choice = page.getByRole('combobox', { name: todoZhCn.zone })
  const options = () => page.getByRole('listbox').getByRole('option').allTextContents()
  for (const typed of ['北京', '中国标准', 'Shanghai']) {
    await choice.fill(typed)
    await until(async () => (await options()).includes('中国标准时间 · Asia/Shanghai'), `${typed} finds it`)
  }
  await choice.press('Escape')
  expect(opened.errors).toEqual([])
})

test('[P421] formats of files and fields of the history have names in each language', async () => {
  const told = (fields: Record<string, Field<unknown>>) =>
    Object.entries(fields).flatMap(([name, { isUntold }]) => (isUntold ? [] : [name]))
  // Ids that say nothing are left out of it.
  const fields = new Set([...told(listFields), ...told(todoFields)].filter((name) => name !== 'next'))
  expect(fields.size).toBeGreaterThan(15)
  for (const { later } of Object.values(languages)) {
    const words = (await later()).later
    expect([...fields].filter((name) => !(name in words.view.fields))).toEqual([])
    for (const format of Object.keys(importFormats))
      if (format.includes('-') || format === 'ical' || format === 'ticktick')
        expect(words.exchange.isA(format)).not.toContain(format)
  }
  expect(exchange.isA('ticktick')).toContain('滴答清单')
})

test('[P422] dates speak of 后天 and of 周五', async () => {
  const list = await client.lists.create({ name: '日子' })
  for (const [name, offset] of [
    ['后天的', 2],
    ['周内的', 5],
  ] as const)
    await client.todos.create({ list: list.id, name, due: day(offset) })
  await using opened = await openPage(server, { locale: 'zh-CN', timezoneId, path: `lists/${list.id}` })
  const { page } = opened
  await becomes(
    () => page.locator('.todo time').allTextContents(),
    ['后天', new Date(day(5)).toLocaleDateString('zh-CN', { weekday: 'short', timeZone: 'UTC' })],
  )
  expect(opened.errors).toEqual([])
})
