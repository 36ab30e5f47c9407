/** Starts on the page (SPEC.md, P230 to P232). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, type Todo, type TodoInput } from '../../src/client/client.ts'
import { refusals as refusalsZhCn } from '../../src/web/words/zh-CN/problems.ts'
import { view as viewZhCn } from '../../src/web/words/zh-CN/view.ts'
import { openPage, type PageOptions } from '../support/browser.ts'
import { writeDate } from '../support/choice.ts'
import { openChip } from '../support/todo-page.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const timezoneId = 'Asia/Shanghai'
const wide = { viewport: { width: 1_360, height: 900 } }

async function open(todos: readonly TodoInput[], { path = '', ...options }: PageOptions = {}) {
  const server = await startServer({ args: ['--database', 'memory:'] })
  const client = createClient(server.url)
  const made: Todo[] = []
  for (const todo of todos) made.push(await client.todos.create(todo))
  const [first] = made as [Todo, ...Todo[]]
  const opened = await openPage(server, {
    ...wide,
    timezoneId,
    path: path || `?todo=${first.id}`,
    ...options,
  })
  return {
    ...opened,
    client,
    first,
    read: () => client.todos.get(first.id),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })

test('[P230] in the details the start is edited like the due date, with time and zone, and takes it along as one undo', async () => {
  await using opened = await open([{ name: 'Milk', due: '2096-12-05' }])
  const { page, read } = opened
  const until_ = async (dates: Partial<Todo>) => {
    const isSo = (todo: Todo) => Object.entries(dates).every(([name, value]) => todo[name as 'due'] === value)
    await until(async () => isSo(await read()))
  }
  await writeDate(page, 'Start date', '2096-12-03')
  await until_({ start: '2096-12-03', due: '2096-12-05' })
  await writeDate(page, 'Start date', '09:30')
  await until_({ start: `2096-12-03T09:30[${timezoneId}]` })
  await details(page).getByText('Dec 3, 2096').first().waitFor()
  await writeDate(page, 'Due date', '2096-12-01')
  await until_({ start: `2096-12-01T09:30[${timezoneId}]`, due: '2096-12-01' })
  await page.getByRole('button', { name: 'Close the details' }).focus()
  await page.keyboard.press('Control+z')
  await until_({ start: `2096-12-03T09:30[${timezoneId}]`, due: '2096-12-05' })
  await page.keyboard.press('Control+y')
  await until_({ start: `2096-12-01T09:30[${timezoneId}]`, due: '2096-12-01' })
  await writeDate(page, 'Start date', '')
  await until_({ start: null, due: '2096-12-01' })
  await details(page).getByRole('button', { name: 'History' }).click()
  await details(page).getByText('Starts', { exact: true }).nth(1).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P230] so it does in Chinese', async () => {
  await using opened = await open([{ name: 'Milk', start: '2096-12-05' }], { locale: 'zh-CN' })
  await openChip(opened.page, viewZhCn.fields.start)
  expect(await opened.page.getByLabel(viewZhCn.startDate, { exact: true }).inputValue()).toBe('2096年12月5日')
  expect(refusalsZhCn.start_after_due).toContain('不能晚于')
  expect(opened.errors).toEqual([])
})

test('[P231] Today, Upcoming and counts leave out what has not started, and have it when its moment comes, without a reload', async () => {
  await using opened = await open(
    [
      { name: 'Started', start: '2030-05-06', due: '2030-05-06' },
      { name: 'In a minute', start: `2030-05-06T14:00[Asia/Tokyo]`, due: '2030-05-06' },
      {
        name: 'Tomorrow',
        start: '2030-05-07T00:30[Asia/Shanghai]',
        due: '2030-05-06T23:59[America/Los_Angeles]',
      },
      { name: 'Coming', start: '2030-05-07', due: '2030-05-08' },
      { name: 'Without' },
    ],
    { path: 'today', prepare: (context) => context.clock.install({ time: '2030-05-06T12:59:10+08:00' }) },
  )
  const { page } = opened
  const shown = () => page.locator('.todos .todo .name').allTextContents()
  const counts = () =>
    page
      .locator('.sidebar .count')
      .evaluateAll((all) => all.map((each) => Number.parseInt(each.textContent ?? '')))
  const shows = (names: readonly string[]) => until(async () => (await shown()).join() === names.join())
  const counted = (expected: readonly number[]) =>
    until(async () => (await counts()).join() === expected.join())
  await shows(['Started'])
  // Today, and the list.
  await counted([1, 2])
  await page.clock.runFor(60_000)
  await shows(['Started', 'In a minute'])
  await counted([2, 3])
  await page.getByRole('link', { name: 'Upcoming' }).click()
  // The days of the next week stand there, and nothing in them.
  await until(async () => (await page.locator('.heading').count()) === 7)
  expect(await page.locator('.todo').count()).toBe(0)
  await page.clock.runFor(12 * 60 * 60 * 1_000)
  await shows(['Coming'])
  await counted([3, 5])
  await page.getByRole('link', { name: 'Todos', exact: false }).first().click()
  await page.getByText('5 todos left').waitFor()
  expect(opened.errors).toEqual([])
})

test('[P232] a list and a search have what has not started', async () => {
  await using opened = await open([{ name: 'Later', start: '2096-12-05' }, { name: 'Now' }])
  const { page } = opened
  await page.getByRole('button', { name: 'Later', exact: true }).waitFor()
  await page.getByText('1 todo left').waitFor()
  await page.goto(new URL('search?q=later', page.url()).href)
  await page.getByText('1 todo found').waitFor()
  await page.getByRole('searchbox').fill('started')
  await until(async () => (await page.locator('.todos .todo .name').allTextContents()).join() === 'Now')
  expect(opened.errors).toEqual([])
})
