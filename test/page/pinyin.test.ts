/** Initials of pinyin find Chinese names (SPEC.md, F79). */
import { expect, test } from 'bun:test'
import { pinyinInitials } from '../../src/web/state/pinyin.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

test.each([
  ['买牛奶', 'mnn'],
  ['设置', 'sz'],
  ['交房租', 'jfz'],
  ['写周报', 'xzb'],
  ['妈妈生日', 'mmsr'],
  ['安二飞昂', 'aefa'],
  ['吃打歌喝家看垃', 'cdghjkl'],
  ['那欧怕请人森他玩学要在', 'nopqrstwxyz'],
  ['ABC 牛奶 3盒', 'ann3h'],
  ['Milk', ''],
])('[F79] the initials of %s are %s', (text, initials) => {
  expect(pinyinInitials(text)).toBe(initials)
})

test('[F79] they find todos and lists in the palette, and todos in the search, behind what has the word', async () => {
  const server = await servePages()
  const list = await server.client.lists.create({ name: '工作清单' })
  for (const name of ['买牛奶', 'mnn is a word', '写周报'])
    await server.client.todos.create({ name, list: list.id })
  await using opened = await openPage(server, { path: 'search' })
  const { page } = opened
  await page.getByRole('searchbox').fill('mnn')
  await expectNames(page, ['mnn is a word', '买牛奶'])
  await page.getByRole('searchbox').fill('xzb')
  await expectNames(page, ['写周报'])
  await page.keyboard.press('Control+k')
  const dialog = page.getByRole('dialog', { name: 'Commands' })
  for (const [typed, name] of [
    ['mnn', '买牛奶'],
    ['gzqd', '工作清单'],
  ] as const) {
    await dialog.getByRole('combobox').fill(typed)
    await becomes(
      async () =>
        (await dialog.locator('.option .what').allTextContents()).some((each) => each.includes(name)),
      true,
    )
  }
  expect(opened.errors).toEqual([])
})
