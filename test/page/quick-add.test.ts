/** A line in the field for todos says more than a name (SPEC.md, P120 to P125). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { Todo } from '../../src/client/client.ts'
import { page as zhCn } from '../../src/web/words/zh-CN/page.ts'
import { openPage, refuseWorkers, type OpenPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames, field } from '../support/todo-page.ts'
import { readUntil } from '../support/until.ts'

const timezoneId = 'Europe/Berlin'
const server = await servePages()
const { client } = server

/** The browser's date, so many days from now. */
function day(days: number): string {
  const date = new Date(Date.now() + days * 24 * 60 * 60 * 1_000)
  return date.toLocaleDateString('sv', { timeZone: timezoneId })
}

async function openList(options: PageOptions = {}): Promise<OpenPage & { list: string }> {
  const list = await client.lists.create({ name: 'Mine' })
  const opened = await openPage(server, { path: `lists/${list.id}`, timezoneId, ...options })
  return { ...opened, list: list.id }
}

const chips = (page: Page) => page.getByRole('list', { name: 'Understood' }).getByRole('button')
const kinds = (page: Page) =>
  page.locator('.quick-chip').evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['kind']))

/** The list's todo of this name, when the server has it: a first line is understood a moment after it was added. */
async function todoNamed(name: string, list: string): Promise<Todo> {
  const named = (items: readonly Todo[]) => items.find((each) => each.name === name)
  const items = await readUntil(
    async () => (await client.todos.page({ list })).items,
    (items) => named(items) !== undefined,
  )
  return named(items) as Todo
}

test('[P120] while a line is typed chips show what is understood, and Enter adds a todo that has it', async () => {
  const flat = await client.lists.create({ name: 'Flat' })
  await using opened = await openList()
  const { page } = opened
  await field(page).pressSequentially('Pay rent every 1st at 9am !high #home @flat remind 30m before')
  await page.locator('.quick-chip[data-kind="reminder"]').waitFor()
  expect(await kinds(page)).toEqual(['repeat', 'due', 'priority', 'label', 'list', 'reminder'])
  expect(await chips(page).nth(0).textContent()).toMatch(/^Every month on the 1st/)
  await page.keyboard.press('Enter')
  await page.getByText('Added “Pay rent” to Flat').first().waitFor()
  await chips(page).first().waitFor({ state: 'detached' })
  const todo = await todoNamed('Pay rent', flat.id)
  expect({ ...todo, due: todo.due?.slice(7) }).toMatchObject({
    name: 'Pay rent',
    due: '-01T09:00[Europe/Berlin]',
    repeat: 'FREQ=MONTHLY;BYMONTHDAY=1',
    reminders: ['-PT30M'],
    priority: 'high',
    labels: ['home'],
  })
  expect(await field(page).inputValue()).toBe('')
  expect(opened.errors).toEqual([])
})

for (const way of ['mouse', 'Enter', 'Delete'] as const)
  test(`[P121] a chip is taken away by ${way}: its words stay in the name, and the field has the focus`, async () => {
    await using opened = await openList()
    const { page, list } = opened
    await field(page).pressSequentially('Watch tomorrow never dies !low')
    await page.locator('.quick-chip[data-kind="due"]').waitFor()
    expect(await kinds(page)).toEqual(['due', 'priority'])
    const chip = chips(page).first()
    if (way === 'mouse') await chip.click()
    else {
      await page.keyboard.press('Tab')
      await page.keyboard.press(way)
    }
    await page.waitForFunction(() => document.querySelectorAll('.quick-chip').length === 1)
    await page.waitForFunction(() => document.activeElement?.matches('.add-field textarea'))
    await page.keyboard.press('Enter')
    expect(await todoNamed('Watch tomorrow never dies', list)).toMatchObject({
      due: null,
      priority: 'low',
    })
  })

test('[P121] what has a backslash before it stays in the name', async () => {
  await using opened = await openList()
  const { page, list } = opened
  await field(page).fill(String.raw`Read \#garden \@home`)
  await page.keyboard.press('Enter')
  expect(await todoNamed('Read #garden @home', list)).toMatchObject({ labels: [] })
})

test('[P122] what is understood is read out', async () => {
  await using opened = await openList()
  const { page } = opened
  await field(page).pressSequentially('Bread tomorrow !high @nowhere')
  const heard = page.locator('[aria-live="polite"], [role="status"]')
  await heard
    .filter({ hasText: 'Due tomorrow, Priority High, There is no list “nowhere”' })
    .waitFor({ state: 'attached' })
})

test('[P123] it is understood without the network, and a first line does not wait for more than a moment', async () => {
  await using opened = await openList()
  const { page, context, list } = opened
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(async () => {
    const names = await caches.keys()
    const found = await Promise.all(
      names.map(async (name) =>
        (await (await caches.open(name)).keys()).some(({ url }) => url.includes('later')),
      ),
    )
    return found.includes(true)
  })
  await page.reload()
  await context.setOffline(true)
  await field(page).fill('Buy milk tomorrow #shop')
  await page.keyboard.press('Enter')
  await expectNames(page, ['Buy milk'])
  await page.locator('.todo .label', { hasText: 'shop' }).waitFor()
  await context.setOffline(false)
  expect(await todoNamed('Buy milk', list)).toMatchObject({ due: day(1), labels: ['shop'] })
  // Where the part can not be had, a line is a name.
  await using other = await openList({
    async prepare(context) {
      await refuseWorkers(context)
      await context.route(/later-/, () => {})
    },
  })
  await field(other.page).fill('Buy milk tomorrow')
  await other.page.keyboard.press('Enter')
  await expectNames(other.page, ['Buy milk tomorrow'])
})

test('[P124] in Chinese, by the page’s language', async () => {
  await using opened = await openList({ locale: 'zh-CN' })
  const { page, list } = opened
  await page.getByRole('textbox', { name: zhCn.addTodo }).fill('每周五下午3点 开会 !高 #工作')
  await page.locator('.quick-chip').first().waitFor()
  expect(await kinds(page)).toContain('repeat')
  expect(await page.locator('.quick-chip[data-kind="repeat"]').textContent()).toMatch(/^每周五/)
  await page.keyboard.press('Enter')
  const todo = await todoNamed('开会', list)
  expect(todo).toMatchObject({
    repeat: 'FREQ=WEEKLY;BYDAY=FR',
    priority: 'high',
    labels: ['工作'],
  })
  expect(todo.due?.slice(10)).toBe('T15:00[Europe/Berlin]')
})

test('[P125] in Today a line without a date is due today, and one with a date then', async () => {
  await using opened = await openPage(server, { path: 'today', timezoneId })
  const { page } = opened
  await field(page).fill('Sweep !low')
  await page.keyboard.press('Enter')
  await field(page).fill('Mop in 3 days')
  await page.keyboard.press('Enter')
  const { defaultList } = await client.account()
  expect((await todoNamed('Sweep', defaultList)).due).toBe(day(0))
  expect((await todoNamed('Mop', defaultList)).due).toBe(day(3))
})
