/** Today, Upcoming and search (SPEC.md, P36 to P39). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, newId, type CommandInput, type TodoInput } from '../../src/client/client.ts'
import { openPage } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/server.ts'
import { becomes } from '../support/until.ts'

const timezoneId = 'Asia/Shanghai'

interface Setting extends AsyncDisposable {
  server: ServerProcess
  client: ReturnType<typeof createClient>
}

/** These views are of all lists: each test has a server of its own. */
async function start(todos: readonly TodoInput[] = []): Promise<Setting> {
  const server = await startServer({ args: ['--database', 'memory:'] })
  const client = createClient(server.url)
  const commands = todos.map((todo): CommandInput => ({ type: 'createTodo', todo: { id: newId(), ...todo } }))
  for (let at = 0; at < commands.length; at += 100) await client.batch(commands.slice(at, at + 100))
  return { server, client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

// The page is built before the first test's time runs.
/** In days from today, where the page is. */
function day(offset: number): string {
  const date = new Date(Date.now() + offset * 24 * 60 * 60 * 1_000)
  return date.toLocaleDateString('sv', { timeZone: timezoneId })
}

/** Headings and names, from top to bottom. */
const lines = (page: Page) =>
  page
    .locator('.todos :is(h2, .todo .name)')
    .evaluateAll((elements) =>
      elements.map((element) =>
        element.localName === 'h2' ? `# ${element.textContent}` : (element.textContent ?? ''),
      ),
    )

const waitForLines = (page: Page, expected: readonly string[]): Promise<void> =>
  becomes(() => lines(page), [...expected])

const heading = (offset: number, name = '') => {
  const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  const year = day(offset).slice(0, 4) === day(0).slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  const text = new Intl.DateTimeFormat('en', { ...options, ...year }).format(
    new Date(`${day(offset)}T00:00Z`),
  )
  return `# ${name && `${name} · `}${text}`
}

test('[P36] Today has what is overdue, then what is due today, of all lists; what is added there is due today', async () => {
  await using setting = await start([
    { name: 'Tomorrow', due: day(1) },
    { name: 'Now', due: day(0) },
    { name: 'Late', due: day(-1) },
    { name: 'Finished', due: day(-1), finished: true },
    { name: 'Whenever' },
  ])
  const { server, client } = setting
  const work = await client.lists.create({ name: 'Work' })
  await client.todos.create({ name: 'Later', list: work.id, due: `${day(0)}T23:59[${timezoneId}]` })
  await using opened = await openPage(server, { path: 'today', timezoneId })
  const { page } = opened
  const [late, today] = ['# Overdue', heading(0, 'Today')]
  await waitForLines(page, [late, 'Late', today, 'Now', 'Later'])
  await page.getByRole('textbox', { name: 'Add a todo' }).fill('Fresh')
  await page.keyboard.press('Enter')
  await waitForLines(page, [late, 'Late', today, 'Now', 'Fresh', 'Later'])
  const dues = async () => (await Array.fromAsync(client.todos.all({ q: 'Fresh' }))).map(({ due }) => due)
  await becomes(dues, [day(0)])
  // It stays for a moment, so that a slip is undone by a second click.
  await page.getByRole('checkbox', { name: 'Late', exact: true }).click()
  expect(await lines(page)).toContain('Late')
  await waitForLines(page, [today, 'Now', 'Fresh', 'Later'])
  await client.todos.create({ name: 'From elsewhere', due: day(-3) })
  await waitForLines(page, [late, 'From elsewhere', today, 'Now', 'Fresh', 'Later'])
  expect(opened.errors).toEqual([])
})

test('[P36] at midnight the next day begins, without a reload', async () => {
  await using setting = await start([{ name: 'Due', due: '2030-05-06' }])
  await using opened = await openPage(setting.server, {
    path: 'today',
    timezoneId,
    prepare: (context) => context.clock.install({ time: '2030-05-06T23:59:30+08:00' }),
  })
  const { page } = opened
  await waitForLines(page, ['# Today · Monday, May 6', 'Due'])
  await page.clock.runFor(60_000)
  await waitForLines(page, ['# Overdue', 'Due'])
})

test('[P36] when nothing is due, it says so, and leads to the todos', async () => {
  await using setting = await start([{ name: 'Whenever' }])
  await using opened = await openPage(setting.server, { path: 'today', timezoneId })
  const { page } = opened
  await page.getByText('Nothing is due today.').waitFor()
  await page.getByRole('link', { name: 'Go to the todos' }).click()
  await page.getByRole('button', { name: 'Whenever', exact: true }).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P37] Upcoming has the days to come, each with what is due then', async () => {
  await using setting = await start([
    { name: 'In a year', due: day(366) },
    { name: 'Today', due: day(0) },
    { name: 'Second', due: `${day(2)}T09:00[UTC]` },
    { name: 'First', due: day(2) },
    { name: 'Tomorrow', due: day(1) },
  ])
  await using opened = await openPage(setting.server, { path: 'upcoming', timezoneId })
  const { page } = opened
  await waitForLines(page, [
    heading(1, 'Tomorrow'),
    'Tomorrow',
    heading(2),
    'First',
    'Second',
    ...[3, 4, 5, 6, 7].map((offset) => heading(offset)),
    heading(366),
    'In a year',
  ])
  await page.getByRole('button', { name: 'Tomorrow', exact: true }).focus()
  await page.keyboard.press('t')
  await waitForLines(page, [
    heading(1, 'Tomorrow'),
    ...[heading(2), 'First', 'Second'],
    ...[3, 4, 5, 6, 7].map((offset) => heading(offset)),
    ...[heading(366), 'In a year'],
  ])
  expect(opened.errors).toEqual([])
})

test('[P38] search finds names, labels and notes of all lists, without case and accents, the best first', async () => {
  await using setting = await start([
    { name: 'Order', notes: 'for the café' },
    { name: 'Sugar', labels: ['Café'] },
    { name: 'Go to the CAFÉ' },
    { name: 'Cafe chairs', finished: true },
    { name: 'Café tables' },
    { name: 'Nothing of it' },
  ])
  const work = await setting.client.lists.create({ name: 'Work' })
  await setting.client.todos.create({ name: 'ｃａｆｅ in wide letters', list: work.id })
  await using opened = await openPage(setting.server, { path: 'search', timezoneId })
  const { page } = opened
  const field = page.getByRole('searchbox', { name: 'Search all todos' })
  await page.waitForFunction(() => document.activeElement?.matches('.search-field input'))
  await page.keyboard.type('cafe')
  const found = ['Café tables', 'ｃａｆｅ in wide letters', 'Cafe chairs', 'Go to the CAFÉ', 'Sugar', 'Order']
  await waitForLines(page, found)
  await page.getByRole('status').getByText('6 todos found').waitFor()
  await field.fill('order cafe')
  await waitForLines(page, ['Order'])
  await setting.client.todos.update((await setting.client.todos.page({ q: 'Nothing' })).items[0]?.id ?? '', {
    name: 'Coffee order for the café',
  })
  await waitForLines(page, ['Coffee order for the café', 'Order'])
  await field.fill('nothing like it')
  await page.getByText('No todo has “nothing like it”').first().waitFor()
  expect(opened.errors).toEqual([])
})

test('[P38] what is looked for is in the address: by a link, after a reload, and with back', async () => {
  await using setting = await start([{ name: 'Milk' }, { name: 'Bread' }])
  await using opened = await openPage(setting.server, { path: 'search?q=milk', timezoneId })
  const { page } = opened
  await waitForLines(page, ['Milk'])
  await page.getByRole('searchbox').fill('bread')
  await page.waitForFunction(() => location.search === '?q=bread')
  await page.reload()
  await waitForLines(page, ['Bread'])
  await page.getByRole('searchbox').press('ArrowDown')
  await page.keyboard.press('o')
  await page.getByRole('complementary', { name: 'Details' }).waitFor()
  await page.goBack()
  await page.getByRole('complementary', { name: 'Details' }).waitFor({ state: 'detached' })
  expect(await page.getByRole('searchbox').inputValue()).toBe('bread')
  expect(opened.errors).toEqual([])
})

test('[P39] with 10,000 todos each key finds at once, and only what can be seen is drawn', async () => {
  const todos = Array.from({ length: 10_000 }, (_, index): TodoInput => ({ name: `Todo ${index} of Zoë` }))
  await using setting = await start(todos)
  await using opened = await openPage(setting.server, { path: 'search', timezoneId })
  const { page } = opened
  await page.waitForFunction(() => document.body.textContent?.includes('In sync'))
  const field = page.getByRole('searchbox')
  const times: number[] = []
  for (const key of 'zoe 9999') {
    const ms = await field.evaluate(async (element, key) => {
      const input = element as HTMLInputElement
      const start = performance.now()
      input.value += key
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      return performance.now() - start
    }, key)
    times.push(ms)
    if (key === 'o') {
      expect(await page.locator('.search-count').textContent()).toBe('10,000 todos found')
      expect(await page.locator('*').count()).toBeLessThan(3_000)
    }
  }
  await waitForLines(page, ['Todo 9999 of Zoë'])
  expect([(times.toSorted((a, b) => a - b)[4] as number) > 250, times]).toEqual([false, times])
  expect(opened.errors).toEqual([])
})
