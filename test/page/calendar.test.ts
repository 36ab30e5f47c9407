/** The calendar on the page (SPEC.md, P350 to P357). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, newId, type CommandInput, type TodoInput } from '../../src/client/client.ts'
import { openPage, type PageOptions } from '../support/browser.ts'
import { violations } from '../support/axe.ts'
import { startServer, type ServerProcess } from '../support/server.ts'
import { becomes, until } from '../support/until.ts'

/** Summer time begins there on 28 March 2027. */
const timezoneId = 'Europe/Berlin'
const month = 'calendar?day=2027-03-10'

interface Setting extends AsyncDisposable {
  server: ServerProcess
  client: ReturnType<typeof createClient>
}

async function start(todos: readonly TodoInput[] = []): Promise<Setting> {
  const server = await startServer({ args: ['--database', 'memory:'] })
  const client = createClient(server.url)
  const commands = todos.map((todo): CommandInput => ({ type: 'createTodo', todo: { id: newId(), ...todo } }))
  for (let at = 0; at < commands.length; at += 100) await client.batch(commands.slice(at, at + 100))
  return { server, client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const open = (setting: Setting, path: string, options: PageOptions = {}) =>
  openPage(setting.server, { timezoneId, locale: 'de', ...options, path })
const english = { locale: 'en-GB' } as const

const dueOf = async ({ client }: Setting, name: string) =>
  (await client.todos.page({})).items.find((todo) => todo.name === name)?.due

const cell = (page: Page, day: string) => page.locator(`td[data-day="${day}"]`)
const entry = (page: Page, name: string) => page.locator('[data-entry]').filter({ hasText: name })
/** What a day has, in order; what is to come in brackets. */
const inDay = (page: Page, day: string) =>
  cell(page, day)
    .locator('.calendar-entry')
    .evaluateAll((all) =>
      all.map((each) => {
        const name = each.querySelector('.grows')?.textContent ?? ''
        return each.classList.contains('is-coming') ? `(${name})` : name
      }),
    )

type Locator = ReturnType<Page['locator']>

async function centreOf(of: Locator): Promise<{ x: number; y: number }> {
  const box = (await of.boundingBox()) as { x: number; y: number; width: number; height: number }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function drag(page: Page, from: Locator, to: Locator | { x: number; y: number }): Promise<void> {
  const begin = await centreOf(from)
  const end = 'x' in to ? to : await centreOf(to)
  await page.mouse.move(begin.x, begin.y)
  await page.mouse.down()
  await page.mouse.move(end.x, end.y, { steps: 5 })
  await page.locator('.drag-label').waitFor()
  await page.mouse.up()
}

test('[P350] a month has what is due on each day and, lighter, what comes by a rule; finished ones are left out', async () => {
  await using setting = await start([
    { name: 'Report', due: '2027-03-10' },
    { name: 'Early', due: '2027-03-10T08:00[Europe/Berlin]' },
    { name: 'Rent', due: '2027-03-03', repeat: 'FREQ=WEEKLY;BYDAY=WE' },
    { name: 'Done', due: '2027-03-10', finished: true },
    { name: 'Tokyo', due: '2027-03-12T01:00[Asia/Tokyo]' },
  ])
  const work = await setting.client.lists.create({ name: 'Work' })
  await setting.client.todos.create({ list: work.id, name: 'Meeting', due: '2027-03-11' })
  await using opened = await open(setting, month, english)
  const { page } = opened
  await becomes(() => inDay(page, '2027-03-10'), ['Report', '(Rent)', 'Early'])
  expect(await inDay(page, '2027-03-03')).toEqual(['Rent'])
  expect(await inDay(page, '2027-03-17')).toEqual(['(Rent)'])
  // It is five in the afternoon of the day before, here.
  expect(await inDay(page, '2027-03-11')).toEqual(['Meeting', 'Tokyo'])
  await page.getByRole('button', { name: 'All lists' }).click()
  await page.locator('.menu button').filter({ hasText: 'Work' }).click()
  await becomes(() => inDay(page, '2027-03-10'), [])
  expect(await inDay(page, '2027-03-11')).toEqual(['Meeting'])
  expect(new URL(page.url()).searchParams.get('list')).toBe(work.id)
  await entry(page, 'Meeting').click()
  await page.locator('.details').waitFor()
  expect(opened.errors).toEqual([])
})

test('[P351] it is opened from the sidebar, by a key and by the palette, and turned by its buttons and keys', async () => {
  await using setting = await start()
  await using opened = await open(setting, '', english)
  const { page } = opened
  await page.getByRole('link', { name: 'Calendar' }).click()
  await page.locator('.month-grid').waitFor()
  await page.getByRole('link', { name: 'Today' }).click()
  await page.locator('.month-grid').waitFor({ state: 'detached' })
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('4')
  await page.locator('.month-grid').waitFor()
  await page.goto(new URL(month, `${setting.server.url}/`).href)
  await page.getByRole('heading', { name: 'March 2027' }).waitFor()
  await page.getByRole('button', { name: 'Next month' }).click()
  await page.getByRole('heading', { name: 'April 2027' }).waitFor()
  await page.getByRole('button', { name: 'Previous month' }).click()
  await cell(page, '2027-03-10').focus()
  for (const key of ['ArrowRight', 'ArrowDown', 'PageDown']) await page.keyboard.press(key)
  await page.getByRole('heading', { name: 'April 2027' }).waitFor()
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['day'])).toBe('2027-04-18')
  expect(opened.errors).toEqual([])
})

test('[P352] a todo is put on another day by mouse and by keys, keeps its time, and undo takes it back', async () => {
  await using setting = await start([{ name: 'Report', due: '2027-03-10T09:30[Europe/Berlin]' }])
  await using opened = await open(setting, month, english)
  const { page } = opened
  await entry(page, 'Report').waitFor()
  await drag(page, entry(page, 'Report'), cell(page, '2027-03-16'))
  await until(async () => (await dueOf(setting, 'Report')) === '2027-03-16T09:30[Europe/Berlin]')
  await cell(page, '2027-03-16').locator('[data-entry]').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await becomes(() => inDay(page, '2027-03-17'), ['Report'])
  await cell(page, '2027-03-17').locator('[data-entry]').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await becomes(() => inDay(page, '2027-03-10'), ['Report'])
  await page.keyboard.press('Control+z')
  await becomes(() => inDay(page, '2027-03-17'), ['Report'])
  await until(async () => (await dueOf(setting, 'Report')) === '2027-03-17T09:30[Europe/Berlin]')
  expect(opened.errors).toEqual([])
})

test('[P352] a finger that holds still drags a todo to another day', async () => {
  await using setting = await start([{ name: 'Report', due: '2027-03-10' }])
  await using opened = await open(setting, month, {
    ...english,
    hasTouch: true,
    viewport: { width: 768, height: 1024 },
  })
  const { page, context } = opened
  await entry(page, 'Report').waitFor()
  const session = await context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  const [begin, end] = [await centreOf(entry(page, 'Report')), await centreOf(cell(page, '2027-03-18'))]
  await touch('touchStart', [begin])
  await page.locator('.drag-label').waitFor()
  await touch('touchMove', [{ x: end.x, y: end.y - 4 }])
  await touch('touchMove', [end])
  await touch('touchEnd', [])
  await until(async () => (await dueOf(setting, 'Report')) === '2027-03-18')
  expect(opened.errors).toEqual([])
})

test('[P353] in a week a todo is put at an hour, also where summer time begins, and by keys half an hour further', async () => {
  await using setting = await start([
    { name: 'Call', due: '2027-03-27T09:00[Europe/Berlin]' },
    { name: 'Whole', due: '2027-03-24' },
  ])
  await using opened = await open(setting, 'calendar?span=week&day=2027-03-26', english)
  const { page } = opened
  await entry(page, 'Call').waitFor()
  const hours = page.locator('.hours[data-day="2027-03-28"]')
  // To the Sunday of the change, at the same hour.
  const from = await centreOf(entry(page, 'Call'))
  const column = (await hours.boundingBox()) as { x: number; width: number }
  await drag(page, entry(page, 'Call'), { x: column.x + column.width / 2, y: from.y })
  await until(async () => (await dueOf(setting, 'Call'))?.startsWith('2027-03-28T09:') === true)
  await hours.locator('[data-entry]').focus()
  const before = (await dueOf(setting, 'Call')) as string
  await page.keyboard.press('Alt+ArrowDown')
  await until(async () => {
    const now = (await dueOf(setting, 'Call')) as string
    return Date.parse(`${now.slice(0, 16)}Z`) - Date.parse(`${before.slice(0, 16)}Z`) === 30 * 60_000
  })
  // Over the change by a day, the clock says the same.
  await hours.locator('[data-entry]').focus()
  const sunday = (await dueOf(setting, 'Call')) as string
  await page.keyboard.press('Alt+ArrowLeft')
  await until(async () => (await dueOf(setting, 'Call')) === sunday.replace('03-28', '03-27'))
  // What is of the whole day gets the hour where it is dropped.
  const at = await centreOf(page.locator('.hours[data-day="2027-03-27"] [data-entry]'))
  await drag(page, entry(page, 'Whole'), { x: (await centreOf(hours)).x, y: at.y })
  await until(async () =>
    /^2027-03-28T\d\d:[03]0\[Europe\/Berlin\]$/.test((await dueOf(setting, 'Whole')) ?? ''),
  )
  expect(opened.errors).toEqual([])
})

test('[P354] of a todo that repeats it asks whether this one or all are meant', async () => {
  await using setting = await start([{ name: 'Rent', due: '2027-03-03', repeat: 'FREQ=WEEKLY;BYDAY=WE' }])
  await using opened = await open(setting, month, english)
  const { page } = opened
  await becomes(() => inDay(page, '2027-03-10'), ['(Rent)'])
  await drag(page, entry(page, 'Rent'), cell(page, '2027-03-04'))
  await page.locator('.menu button').filter({ hasText: 'Move only this one' }).click()
  await becomes(() => inDay(page, '2027-03-04'), ['Rent'])
  expect(await inDay(page, '2027-03-10')).toEqual(['(Rent)'])
  await drag(page, entry(page, 'Rent'), cell(page, '2027-03-05'))
  await page.locator('.menu button').filter({ hasText: 'Move this and all to come' }).click()
  await becomes(() => inDay(page, '2027-03-12'), ['(Rent)'])
  expect(await inDay(page, '2027-03-10')).toEqual([])
  await page.keyboard.press('Escape')
  expect(await dueOf(setting, 'Rent')).toBe('2027-03-05')
  expect(opened.errors).toEqual([])
})

test('[P355] a todo is added on a day, by mouse and by key; those without a date are dragged from the side, and back', async () => {
  await using setting = await start([{ name: 'Whenever' }])
  await using opened = await open(setting, month, english)
  const { page } = opened
  await entry(page, 'Whenever').waitFor()
  await cell(page, '2027-03-20').click()
  await page.locator('.calendar-add textarea').fill('New !high')
  await page.locator('.calendar-add textarea').press('Enter')
  await until(async () =>
    (await setting.client.todos.page({})).items.some(({ due }) => due?.startsWith('2027-03-20')),
  )
  await page.keyboard.press('Escape')
  await page.locator('.calendar-add').waitFor({ state: 'detached' })
  await drag(page, entry(page, 'Whenever'), cell(page, '2027-03-09'))
  await until(async () => (await dueOf(setting, 'Whenever')) === '2027-03-09')
  await becomes(() => inDay(page, '2027-03-09'), ['Whenever'])
  await drag(page, entry(page, 'Whenever'), page.locator('.undated'))
  await until(async () => (await dueOf(setting, 'Whenever')) === null)
  await cell(page, '2027-03-10').focus()
  await page.keyboard.press('Enter')
  await page.locator('.calendar-add textarea').waitFor()
  expect(opened.errors).toEqual([])
})

test('[P356] weeks begin on the day that the settings say, else as usual where the person lives', async () => {
  await using setting = await start()
  await using opened = await open(setting, month, english)
  const { page } = opened
  const first = () => page.locator('.month-grid td').first().getAttribute('data-day')
  await becomes(first, '2027-03-01')
  await page.goto(new URL('settings', `${setting.server.url}/`).href)
  await page.getByRole('group', { name: 'The week begins on' }).getByText('Sunday').click()
  await page.goto(new URL(month, `${setting.server.url}/`).href)
  await becomes(first, '2027-02-28')
})

test('[P357] axe finds nothing in the calendar, in both themes, and nothing is wider than a phone', async () => {
  await using setting = await start([
    { name: 'Report', due: '2027-03-10' },
    { name: 'Rent', due: '2027-03-03T09:00[Europe/Berlin]', repeat: 'FREQ=WEEKLY;BYDAY=WE' },
    { name: 'مرحبا שלום 你好 ' + 'w'.repeat(200), due: '2027-03-11' },
  ])
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1280])
      for (const span of ['month', 'week']) {
        await using opened = await open(setting, `calendar?span=${span}&day=2027-03-10`, {
          ...english,
          colorScheme,
          viewport: { width, height: 800 },
        })
        const { page } = opened
        await entry(page, 'Report').waitFor()
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
        expect(opened.errors).toEqual([])
      }
}, 120_000)

test('[P441] days of the Chinese calendar are a layer of month and week, switched on in the calendar, and off again', async () => {
  await using setting = await start()
  await using opened = await open(setting, month, { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const { page } = opened
  await page.locator('.month-grid').waitFor()
  expect(await page.locator('.moon-day').count()).toBe(0)
  await page.getByRole('button', { name: '同时显示' }).click()
  await page.getByRole('menuitem', { name: '显示农历' }).click()
  const moonDay = (day: string) => page.locator(`[data-day="${day}"] .moon-day`).textContent()
  // The month begins on the 8th, and its 3rd day is the 10th.
  await becomes(() => moonDay('2027-03-08'), '二月')
  expect(await moonDay('2027-03-10')).toBe('初三')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: '周', exact: true }).click()
  await page.locator('.week-grid').waitFor()
  expect(await moonDay('2027-03-10')).toBe('初三')
  await page.getByRole('button', { name: '同时显示' }).click()
  await page.getByRole('menuitem', { name: '隐藏农历' }).click()
  await page.locator('.moon-day').first().waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

test('[P442] public holidays of China and the days worked for them are a layer, as the server knows them', async () => {
  await using setting = await start()
  const answer = await fetch(`${setting.server.url}/api/v1/holidays`)
  const told = (await answer.json()) as { holidays: string[]; workdays: string[] }
  const [worked = ''] = told.workdays.slice(-1)
  await using opened = await open(setting, `calendar?day=${worked}`, {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const { page } = opened
  await page.locator('.month-grid').waitFor()
  await page.getByRole('button', { name: '同时显示' }).click()
  await page.getByRole('menuitem', { name: '显示法定节假日' }).click()
  await page.locator('.legal-day.is-worked').first().waitFor()
  const marked = await page
    .locator('td:has(.legal-day)')
    .evaluateAll((all) =>
      all.map((each) => [
        (each as HTMLElement).dataset['day'],
        each.querySelector('.legal-day')?.textContent,
      ]),
    )
  const days = await page
    .locator('td[data-day]')
    .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['day'] ?? ''))
  const wished = days.flatMap((day) =>
    told.holidays.includes(day) ? [[day, '休']] : told.workdays.includes(day) ? [[day, '班']] : [],
  )
  expect(marked).toEqual(wished)
  expect(await violations(page)).toEqual([])
  expect(opened.errors).toEqual([])
})
