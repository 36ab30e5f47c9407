/** What is overdue on another day, snoozing, duplicates, and copies as text (SPEC.md, P375 to P378). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, type Todo, type TodoInput } from '../../src/client/client.ts'
import { labels as word } from '../../src/web/words/en/labels.ts'
import { labels as zhCn } from '../../src/web/words/zh-CN/labels.ts'
import { openPage } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/server.ts'
import { expectNames, field, nameOf, pressAll, row } from '../support/todo-page.ts'
import { becomes, until } from '../support/until.ts'

const timezoneId = 'Asia/Shanghai'

let server: ServerProcess
beforeAll(async () => {
  server = await startServer({ args: ['--database', 'memory:'] })
})
afterAll(() => server[Symbol.asyncDispose]())

const client = () => createClient(server.url)
const todosOf = async (list: string): Promise<Todo[]> =>
  (await client().todos.page({ list, limit: 100 })).items

/** @param todos - each with the index of the one that it is below */
async function newList(
  todos: readonly (TodoInput & { under?: number })[],
  fields: object = {},
): Promise<string> {
  const list = (await client().lists.create({ name: crypto.randomUUID(), ...fields })).id
  const made: Todo[] = []
  for (const { under, ...todo } of todos) {
    const parent = under === undefined ? null : (made[under]?.id ?? null)
    made.push(await client().todos.create({ ...todo, list, parent }))
  }
  return list
}

/** In the zone of the page, so many days from now. */
const day = (days: number): string =>
  new Date(Date.now() + days * 24 * 60 * 60 * 1_000).toLocaleDateString('sv', { timeZone: timezoneId })

async function choose(page: Page, name: string, ...items: string[]): Promise<void> {
  await row(page, name).click({ button: 'right' })
  for (const item of items) await page.locator('.menu button').filter({ hasText: item }).click()
}

test('[P375] what is overdue goes to another day at once, keeps its time unless that is over, and is undone as one', async () => {
  const list = await newList([
    { name: 'plain', due: day(-3) },
    { name: 'late hour', due: `${day(-1)}T23:59[${timezoneId}]` },
    { name: 'weekly', due: day(-2), repeat: 'FREQ=WEEKLY' },
    { name: 'finished', due: day(-2), finished: true },
    { name: 'to come', due: day(4) },
  ])
  await using opened = await openPage(server, { timezoneId, path: 'today' })
  const { page } = opened
  const dues = async () => (await todosOf(list)).map(({ due }) => due)
  const before = await dues()
  await page.locator('.title button', { hasText: word.rescheduleShort }).click()
  await page.locator('.menu button', { hasText: 'tomorrow' }).click()
  const tomorrow = day(1)
  const after = [tomorrow, `${tomorrow}T23:59[${timezoneId}]`, tomorrow, day(-2), day(4)]
  await until(async () => (await dues()).join() === after.join())
  expect((await todosOf(list))[2]).toMatchObject({ repeat: 'FREQ=WEEKLY', anchor: day(-2) })
  await page.locator('.title button', { hasText: word.rescheduleShort }).waitFor({ state: 'detached' })
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  await until(async () => (await dues()).join() === before.join())
  await page.keyboard.press('Control+k')
  await page.keyboard.type('overdue')
  await page.locator('.palette .option', { hasText: word.rescheduleTo('today') }).click()
  await until(async () => (await dues())[0] === day(0))
  expect(opened.errors).toEqual([])
})

test('[P376] a todo is snoozed by a choice: it is due then, and one is reminded', async () => {
  const list = await newList([{ name: 'call' }, { name: 'write', due: day(0), reminders: ['-PT30M'] }])
  await using opened = await openPage(server, { timezoneId, path: `lists/${list}`, locale: 'zh-CN' })
  const { page } = opened
  await choose(page, 'call', zhCn.snooze, zhCn.snoozes.morning)
  const due = `${day(1)}T09:00[${timezoneId}]`
  await until(async () => (await todosOf(list))[0]?.due === due)
  expect((await todosOf(list))[0]?.reminders).toEqual(['PT0S'])
  await nameOf(page, 'call').focus()
  await pressAll(page, 'Control+a', 'Control+k')
  await page.keyboard.type(zhCn.snoozes.hour)
  await pressAll(page, 'Enter')
  await until(async () =>
    (await todosOf(list)).every((todo) => todo.due?.startsWith(day(0)) || todo.due?.startsWith(day(1))),
  )
  await until(async () => (await todosOf(list))[1]?.due !== day(0))
  expect((await todosOf(list)).map(({ reminders }) => reminders)).toEqual([['PT0S'], ['-PT30M']])
  expect(opened.errors).toEqual([])
})

test('[P377] a todo is duplicated right behind it with what is below, where finished ones are open; undone and done again', async () => {
  const some: (TodoInput & { under?: number })[] = [
    { name: 'trip', labels: ['x'], notes: 'n', due: day(9), priority: 'high', reminders: ['-P1D'] },
    { name: 'pack', under: 0, finished: true },
    { name: 'socks', under: 1 },
    { name: 'last' },
  ]
  const list = await newList(some)
  await using opened = await openPage(server, { timezoneId, path: `lists/${list}` })
  const { page } = opened
  await choose(page, 'trip', word.duplicate)
  const copied = ['trip', '.pack', '..socks', 'trip', '.pack', '..socks', 'last']
  await expectNames(page, copied)
  await until(async () => (await todosOf(list)).length === 7)
  const [first, second] = (await todosOf(list)).filter(({ name }) => name === 'trip') as [Todo, Todo]
  const {
    id: _,
    number: __,
    position: ___,
    version: ____,
    createdAt: _____,
    updatedAt: ______,
    ...same
  } = first
  expect(second).toMatchObject(same)
  const packs = (await todosOf(list)).filter(({ name }) => name === 'pack')
  expect(packs.map(({ finished }) => finished).toSorted()).toEqual([false, true])
  await nameOf(page, 'last').focus()
  await pressAll(page, 'Control+z')
  await expectNames(page, ['trip', '.pack', '..socks', 'last'])
  await pressAll(page, 'Control+Shift+z')
  await expectNames(page, copied)
  const unique = await newList([{ name: 'one' }, { name: 'two' }], { uniqueNames: true })
  await page.goto(`${server.url}/lists/${unique}`)
  await nameOf(page, 'one').focus()
  await pressAll(page, 'Control+a')
  await page.getByRole('toolbar').getByRole('button', { name: word.more }).click()
  await page.locator('.menu button', { hasText: word.duplicate }).click()
  await expectNames(page, ['one', 'one (2)', 'two', 'two (2)'])
  await until(async () => (await todosOf(unique)).length === 4)
  expect(opened.errors).toEqual([])
})

test('[P378] todos, those chosen and a list are copied as a checklist, which can be pasted back', async () => {
  const list = await newList([
    { name: 'שלום *world*' },
    { name: 'below', under: 0, finished: true },
    { name: 'deep', under: 1 },
    { name: '家 <b>' },
  ])
  await using opened = await openPage(server, {
    timezoneId,
    path: `lists/${list}`,
    prepare: (context) => context.grantPermissions(['clipboard-read', 'clipboard-write']),
  })
  const { page } = opened
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const tree = '- [ ] שלום *world*\n  - [x] below\n    - [ ] deep\n'
  await choose(page, 'שלום *world*', word.copyText)
  await page.locator('.toast', { hasText: word.copied(3) }).waitFor()
  expect(await clipboard()).toBe(tree)
  await page
    .locator('.title')
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.locator('.menu button', { hasText: word.copyText }).click()
  await page.locator('.toast', { hasText: word.copied(4) }).waitFor()
  const { name } = await client().lists.get(list)
  expect(await clipboard()).toBe(`# ${name}\n\n${tree}- [ ] 家 <b>\n`)
  await choose(page, 'שלום *world*', word.copyText)
  await becomes(clipboard, tree)
  const other = await newList([])
  await page.goto(`${server.url}/lists/${other}`)
  await field(page).focus()
  await page.keyboard.press('Control+v')
  await page.getByRole('button', { name: 'Add 3 todos' }).click()
  await expectNames(page, ['שלום *world*', '.below', '..deep'])
  await until(
    async () => (await todosOf(other)).map(({ finished }) => finished).join() === 'false,true,false',
  )
  expect(opened.errors).toEqual([])
})
