/** Sorting, grouping and folding on the page (SPEC.md, P340 to P346). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, newId, type CommandInput, type TodoInput } from '../../src/client/client.ts'
import { openPage } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/server.ts'
import { expectNames, nameOf, row } from '../support/todo-page.ts'
import { becomes, until } from '../support/until.ts'

const timezoneId = 'Asia/Shanghai'

interface Setting extends AsyncDisposable {
  server: ServerProcess
  client: ReturnType<typeof createClient>
  list: string
}

async function start(todos: readonly TodoInput[] = []): Promise<Setting> {
  const server = await startServer({ args: ['--database', 'memory:'] })
  const client = createClient(server.url)
  const commands = todos.map((todo): CommandInput => ({ type: 'createTodo', todo: { id: newId(), ...todo } }))
  for (let at = 0; at < commands.length; at += 100) await client.batch(commands.slice(at, at + 100))
  const { defaultList } = (await client.account()) as unknown as { defaultList: string }
  return { server, client, list: defaultList, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

function day(offset: number): string {
  const date = new Date(Date.now() + offset * 24 * 60 * 60 * 1_000)
  return date.toLocaleDateString('sv', { timeZone: timezoneId })
}

const lines = (page: Page) =>
  page
    .locator('.todos :is(h2, .todo .name)')
    .evaluateAll((elements) =>
      elements.map((element) =>
        element.localName === 'h2' ? `# ${element.textContent}` : (element.textContent ?? ''),
      ),
    )

/** Chooses in the menu of the view, and in the one that it leads to. */
async function choose(page: Page, ...names: (string | RegExp)[]): Promise<void> {
  await page.getByRole('button', { name: 'Sort and group' }).click()
  for (const name of names) await page.locator('.menu button').filter({ hasText: name }).click()
}

const some: TodoInput[] = [
  { name: 'banana', due: day(2), priority: 'low', labels: ['shop'] },
  { name: 'Äpfel', due: day(1), priority: 'high' },
  { name: 'apple 10', labels: ['home'] },
  { name: 'apple 9', due: day(-1), priority: 'high', labels: ['shop', 'away'] },
]

test('[P340] a list is sorted by each thing, up and down; what has none comes last, names go by the language', async () => {
  await using setting = await start(some)
  await using opened = await openPage(setting.server, { timezoneId })
  const { page } = opened
  await expectNames(page, ['banana', 'Äpfel', 'apple 10', 'apple 9'])
  await choose(page, /^Sort/, /by name/)
  await expectNames(
    page,
    ['Äpfel', 'apple 9', 'apple 10', 'banana'].toSorted(new Intl.Collator('en', { numeric: true }).compare),
  )
  await choose(page, /^Sort/, /by due/)
  await expectNames(page, ['apple 9', 'Äpfel', 'banana', 'apple 10'])
  await choose(page, 'Turn the order round')
  await expectNames(page, ['banana', 'Äpfel', 'apple 9', 'apple 10'])
  await choose(page, 'Turn the order back')
  await choose(page, /^Sort/, /by priority/)
  await expectNames(page, ['Äpfel', 'apple 9', 'banana', 'apple 10'])
  await choose(page, /^Sort/, /by label/)
  await expectNames(page, ['apple 9', 'apple 10', 'banana', 'Äpfel'])
  await choose(page, /^Sort/, /by when/)
  await expectNames(page, ['banana', 'Äpfel', 'apple 10', 'apple 9'])
  await choose(page, 'Back to the usual order')
  await until(async () => (await setting.client.views.get(setting.list)).sortBy === 'position')
  expect(opened.errors).toEqual([])
})

test('[P341] it is the account’s: another device has the same order, this one keeps it over a reload, and undo takes it back', async () => {
  await using setting = await start(some)
  await using one = await openPage(setting.server, { timezoneId })
  await using two = await openPage(setting.server, { timezoneId })
  await expectNames(two.page, ['banana', 'Äpfel', 'apple 10', 'apple 9'])
  await choose(one.page, /^Sort/, /by due/)
  for (const { page } of [one, two]) await expectNames(page, ['apple 9', 'Äpfel', 'banana', 'apple 10'])
  await until(async () => (await setting.client.views.get(setting.list)).sortBy === 'due')
  await one.page.reload()
  await expectNames(one.page, ['apple 9', 'Äpfel', 'banana', 'apple 10'])
  await choose(one.page, /^Group/, /by priority/)
  await becomes(
    () => lines(two.page),
    ['# High', 'apple 9', 'Äpfel', '# Low', 'banana', '# No priority', 'apple 10'],
  )
  await nameOf(one.page, 'banana').focus()
  await one.page.keyboard.press('Control+z')
  await expectNames(two.page, ['apple 9', 'Äpfel', 'banana', 'apple 10'])
})

test('[P342] in groups a todo is dragged to another group, which gives it its value; sorted, it is said why it stays', async () => {
  await using setting = await start(some)
  await using opened = await openPage(setting.server, { timezoneId })
  const { page } = opened
  await choose(page, /^Group/, /by priority/)
  await becomes(
    () => lines(page),
    ['# High', 'Äpfel', 'apple 9', '# Low', 'banana', '# No priority', 'apple 10'],
  )
  await drag(page, 'apple 10', 'Äpfel')
  await becomes(() => lines(page), ['# High', 'Äpfel', 'apple 10', 'apple 9', '# Low', 'banana'])
  await until(async () => (await byName(setting, 'apple 10')).priority === 'high')
  await choose(page, /^Group/, /by due/)
  await becomes(async () => (await lines(page))[0], '# Overdue')
  await drag(page, 'apple 10', 'banana')
  await until(async () => (await byName(setting, 'apple 10')).due === day(2))
  await choose(page, /^Group/, 'not at all')
  await choose(page, /^Sort/, /by name/)
  await until(async () => (await page.locator('.heading').count()) === 0)
  const hint = await drag(page, 'banana', 'apple 9')
  expect(hint).toContain('sort by hand')
  // The keys say it as well.
  await nameOf(page, 'banana').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await page.getByText('sort by hand').first().waitFor()
  expect(opened.errors).toEqual([])
})

const byName = async ({ client }: Setting, name: string) =>
  (await client.todos.page({})).items.find((todo) => todo.name === name) as NonNullable<
    Awaited<ReturnType<typeof client.todos.page>>['items'][0]
  >

/** Drags a row onto another one. @returns what stood beside it on the way */
async function drag(page: Page, from: string, to: string): Promise<string> {
  const centre = async (name: string) => {
    const box = (await row(page, name).boundingBox()) as {
      x: number
      y: number
      width: number
      height: number
    }
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  const [begin, end] = [await centre(from), await centre(to)]
  await page.mouse.move(begin.x, begin.y)
  await page.mouse.down()
  // What drags may have to be loaded first.
  let far = 8
  await until(async () => {
    await page.mouse.move(begin.x, begin.y + far++)
    return (await page.locator('.drag-label').count()) > 0
  })
  await page.mouse.move(end.x, end.y, { steps: 4 })
  await page.locator('.drag-label .hint').waitFor()
  const hint = (await page.locator('.drag-label .hint').textContent()) ?? ''
  await page.mouse.up()
  await page.locator('.drag-label').waitFor({ state: 'detached' })
  return hint
}

test('[P343] subtodos and groups are folded, by mouse and key, on all devices; finished ones are hidden', async () => {
  await using setting = await start()
  const above = await setting.client.todos.create({ name: 'above' })
  await setting.client.todos.create({ name: 'below', parent: above.id })
  await setting.client.todos.create({ name: 'done', finished: true })
  await using opened = await openPage(setting.server, { timezoneId })
  await using other = await openPage(setting.server, { timezoneId })
  const { page } = opened
  await expectNames(page, ['above', '.below', 'done'])
  await row(page, 'above').locator('button[aria-expanded]').click()
  for (const each of [page, other.page]) await expectNames(each, ['above', 'done'])
  await nameOf(page, 'above').focus()
  await page.keyboard.press('f')
  for (const each of [page, other.page]) await expectNames(each, ['above', '.below', 'done'])
  await page.locator('.heading button').click()
  for (const each of [page, other.page]) await expectNames(each, ['above', '.below'])
  await choose(page, 'Show finished ones')
  await choose(page, /^Group/, /by priority/)
  await page.locator('.heading button').first().click()
  await becomes(() => lines(other.page), ['# No priority', '# Finished · 1', 'done'])
  expect(opened.errors).toEqual([])
})

test('[P344] new todos come first where one likes that, several lines in their order', async () => {
  await using setting = await start([{ name: 'old' }])
  await using opened = await openPage(setting.server, { timezoneId })
  const { page } = opened
  await choose(page, 'New ones on top')
  const field = page.getByRole('textbox', { name: 'Add a todo' })
  await field.fill('new')
  await field.press('Enter')
  await expectNames(page, ['new', 'old'])
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', 'one\ntwo')
    document
      .querySelector('.add-field textarea')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  })
  await page.getByRole('button', { name: 'Add 2 todos' }).click()
  await expectNames(page, ['one', 'two', 'new', 'old'])
})

test('[P345] a saved filter is sorted and grouped as well, by itself', async () => {
  await using setting = await start(some)
  const { id } = await setting.client.filters.create({ name: 'Mine', filter: 'not finished' })
  await using opened = await openPage(setting.server, { timezoneId, path: `filters/${id}` })
  const { page } = opened
  await choose(page, /^Group/, /by label/)
  await becomes(
    () => lines(page),
    ['# away', 'apple 9', '# home', 'apple 10', '# shop', 'banana', '# No label', 'Äpfel'],
  )
  await until(async () => (await setting.client.views.get(id)).groupBy === 'label')
  await drag(page, 'Äpfel', 'banana')
  await until(async () => (await byName(setting, 'Äpfel')).labels.join() === 'shop')
  expect(opened.errors).toEqual([])
})

test('[P346] Upcoming has its days as targets, empty ones too, and a field that adds for tomorrow', async () => {
  await using setting = await start([{ name: 'later', due: `${day(2)}T09:00[Asia/Shanghai]` }])
  await using opened = await openPage(setting.server, { timezoneId, path: 'upcoming' })
  const { page } = opened
  await nameOf(page, 'later').waitFor()
  expect(await page.locator('.heading').count()).toBe(7)
  const fourth = (await page.locator('.heading').nth(4).boundingBox()) as { x: number; y: number }
  const from = (await row(page, 'later').boundingBox()) as { x: number; y: number; height: number }
  await page.mouse.move(from.x + 80, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(fourth.x + 80, fourth.y + 20, { steps: 6 })
  await page.locator('.drag-label .hint').waitFor()
  await page.mouse.up()
  // It keeps its time.
  await until(async () => (await byName(setting, 'later')).due === `${day(5)}T09:00[Asia/Shanghai]`)
  const field = page.getByRole('textbox', { name: 'Add a todo' })
  await field.fill('soon')
  await field.press('Enter')
  await until(async () =>
    (await setting.client.todos.page({})).items.some(({ name, due }) => name === 'soon' && due === day(1)),
  )
  expect(opened.errors).toEqual([])
})
