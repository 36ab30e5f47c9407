/** The field for dates, its calendar and choices out of a list (SPEC.md, P280 to P286). */
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Todo, TodoInput } from '../../src/client/client.ts'
import { readDate, readTime } from '../../src/web/dates/read-date.ts'
import { dates as datesEn } from '../../src/web/words/en/dates.ts'
import { todo as todoEn } from '../../src/web/words/en/todo.ts'
import { view as viewEn } from '../../src/web/words/en/view.ts'
import { dates as datesZhCn } from '../../src/web/words/zh-CN/dates.ts'
import { view as viewZhCn } from '../../src/web/words/zh-CN/view.ts'
import { violations } from '../support/axe.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { choose } from '../support/choice.ts'
import { servePages } from '../support/page-server.ts'
import { openChip } from '../support/todo-page.ts'
import { becomes, readUntil, until } from '../support/until.ts'

const timezoneId = 'Europe/Berlin'
const wide = { viewport: { width: 1_360, height: 1_000 } }
const server = await servePages()
const { client } = server

interface Opened extends OpenPage {
  todo: Todo
  due: (wished: string | null) => Promise<void>
}

/** Monday, the fourth of May 2026, in the afternoon. */
const now = '2026-05-04T14:00:00+02:00'

async function open(
  todo: TodoInput,
  { at = now, others = [], ...options }: PageOptions & { at?: string; others?: TodoInput[] } = {},
): Promise<Opened> {
  const list = await client.lists.create({ name: 'Mine' })
  const made = await client.todos.create({ ...todo, list: list.id })
  for (const other of others) await client.todos.create({ ...other, list: list.id })
  const opened = await openPage(server, {
    ...wide,
    timezoneId,
    path: `lists/${list.id}?todo=${made.id}`,
    prepare: (context) => context.clock.setFixedTime(at),
    ...options,
  })
  await openDue(opened.page)
  await details(opened.page).locator('.date-words').waitFor()
  const due = async (wished: string | null) =>
    void (await readUntil(
      () => client.todos.get(made.id),
      (stored) => stored.due === wished,
    ))
  return { ...opened, todo: made, due }
}

const details = (page: Page) => page.locator('aside.details')
const dueField = (page: Page) => page.getByLabel('Due date', { exact: true })
const said = (page: Page) => details(page).locator('.date-words > span')
/** The field for the due date opens with its calendar, by the first of the chips. */
const openDue = async (page: Page) => {
  const chip = page.locator('.chip-line > button').first()
  if ((await chip.getAttribute('aria-expanded')) !== 'true') await chip.click()
}
const calendar = (page: Page) => page.locator('.popover .calendar')
const day = (page: Page, date: string) => calendar(page).locator(`[data-day="${date}"]`)
const openCalendar = async (page: Page) => {
  await openDue(page)
  await calendar(page).waitFor()
}
const focusedDay = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['day'])

test('[P280] words are read as quick add reads them, as a whole or not at all', () => {
  const options = { now: new Date(now), zone: timezoneId }
  const read = (text: string, more: object = {}) => readDate(text, { ...options, ...more })?.value
  const at = (date: string, time: string) => `${date}T${time}[${timezoneId}]`
  expect(read('fri 5pm')).toBe(at('2026-05-08', '17:00'))
  expect(read('下周三')).toBe('2026-05-13')
  expect(read('in 2 weeks')).toBe('2026-05-18')
  expect(read('  Tomorrow, 9am ')).toBe(at('2026-05-05', '09:00'))
  expect(read('2026-12-01 09:30')).toBe(at('2026-12-01', '09:30'))
  expect(read('yesterday')).toBe('2026-05-03')
  expect(read('前天下午3点')).toBe(at('2026-05-02', '15:00'))
  for (const text of ['', ' ', 'fri foo', 'milk', '12/3', '!high fri', 'fri #home', 'fri sat'])
    expect([text, read(text)]).toEqual([text, undefined])
  // A time alone belongs to the day that is there.
  expect(read('5pm', { day: '2026-12-24' })).toBe(at('2026-12-24', '17:00'))
  expect(read('明天', { day: '2026-12-24' })).toBe('2026-05-05')
  expect(read('fri 5pm', { day: '2026-12-24' })).toBe(at('2026-05-08', '17:00'))
  expect(read('every friday')).toBe('2026-05-08')
  expect(readTime('5pm')).toBe('17:00')
  expect(readTime('下午3点半')).toBe('15:30')
  expect(readTime('9')).toBe('09:00')
  for (const text of ['25:00', 'fri', 'x', '99']) expect([text, readTime(text)]).toEqual([text, undefined])
})

test('[P285] no native control for a date, a time or a choice is left on the page', async () => {
  const found: string[] = []
  const root = join(import.meta.dir, '../../src/web')
  for (const file of new Glob('**/*.tsx').scanSync(root)) {
    const source = await Bun.file(join(root, file)).text()
    if (/<select\b|type="(date|time|datetime-local|month|week)"/.test(source)) found.push(file)
  }
  expect(found).toEqual([])
})

test('[P280] where only what is over can be meant, it is read so', () => {
  const read = (text: string) => readDate(text, { now: new Date(now), zone: timezoneId, isPast: true })?.value
  expect(read('9am')).toBe(`2026-05-04T09:00[${timezoneId}]`)
  expect(read('5pm')).toBe(`2026-05-03T17:00[${timezoneId}]`)
  expect(read('fri 5pm')).toBe(`2026-05-01T17:00[${timezoneId}]`)
  expect(read('Jun 3')).toBe('2025-06-03')
  expect(read('昨天 8:00')).toBe(`2026-05-03T08:00[${timezoneId}]`)
})

test('[P281] the field says what it understands while one types, Enter and leaving take it, and what is no date stays', async () => {
  await using opened = await open({ name: 'Milk' })
  const { page, due } = opened
  await dueField(page).pressSequentially('fri 5p')
  await becomes(() => said(page).textContent(), datesEn.notUnderstood)
  await dueField(page).pressSequentially('m')
  await becomes(() => said(page).textContent(), 'Friday 5:00 PM')
  await dueField(page).press('Enter')
  await due(`2026-05-08T17:00[${timezoneId}]`)
  await openDue(page)
  await becomes(() => dueField(page).inputValue(), 'May 8, 2026, 5:00 PM')
  await dueField(page).fill('下周三')
  await becomes(() => said(page).textContent(), 'May 13')
  await details(page).getByRole('textbox', { name: 'Name' }).focus()
  await due('2026-05-13')
  await openDue(page)
  // It has both languages at once, and a time alone is for the day that is there.
  await dueField(page).fill('下午3点')
  await dueField(page).press('Enter')
  await due(`2026-05-13T15:00[${timezoneId}]`)
  await openDue(page)
  await dueField(page).fill('fri or so')
  await details(page).getByRole('textbox', { name: 'Name' }).focus()
  // The panel may come again by itself, as of any field in which something was left; then a press would close it.
  const hint = details(page).getByText(datesEn.writeLike)
  await until(async () => {
    const chip = details(page).getByRole('button', { name: 'Due fri or so?' })
    if (!(await hint.isVisible()) && (await chip.count()) > 0)
      await chip.click({ timeout: 2_000 }).catch(() => {})
    await hint.waitFor({ timeout: 2_000 }).catch(() => {})
    return hint.isVisible()
  })
  expect(await dueField(page).inputValue()).toBe('fri or so')
  expect(await dueField(page).getAttribute('aria-invalid')).toBe('true')
  expect(await violations(page)).toEqual([])
  await dueField(page).press('Escape')
  await becomes(() => dueField(page).inputValue(), 'May 13, 2026, 3:00 PM')
  await dueField(page).fill('')
  await dueField(page).press('Enter')
  await due(null)
  await openDue(page)
  await dueField(page).fill('every friday')
  await becomes(() => said(page).textContent(), 'Every week on Friday · Friday')
  await dueField(page).press('Enter')
  await readUntil(
    () => client.todos.get(opened.todo.id),
    ({ repeat }) => repeat === 'FREQ=WEEKLY;BYDAY=FR',
  )
  expect(opened.errors).toEqual([])
})

test('[P281] so it does in Chinese', async () => {
  await using opened = await open({ name: '买一瓶牛奶' }, { locale: 'zh-CN' })
  const { page, due } = opened
  const field = page.getByRole('textbox', { name: viewZhCn.dueDate, exact: true })
  await field.fill('周五下午5点')
  await becomes(() => said(page).textContent(), '周五 17:00')
  await field.press('Enter')
  await due(`2026-05-08T17:00[${timezoneId}]`)
  await openDue(page)
  await field.fill('大概周五')
  await field.press('Enter')
  await page.getByText(datesZhCn.writeLike).waitFor()
  await field.press('Escape')
  await openCalendar(page)
  // Weeks begin on Monday there.
  await becomes(() => calendar(page).locator('th').first().getAttribute('abbr'), '星期一')
  await page.getByRole('button', { name: '周末' }).click()
  await due(`2026-05-09T17:00[${timezoneId}]`)
  expect(await violations(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

test('[P282] the calendar is walked through by keys, shows today and how much is due, and gives the focus back', async () => {
  await using opened = await open(
    { name: 'Milk', due: '2026-05-31' },
    {
      others: [
        { name: 'A', due: '2026-05-20' },
        ...Array.from({ length: 6 }, (_, at) => ({ name: `B${at}`, due: '2026-05-21' })),
      ],
    },
  )
  const { page, due } = opened
  await dueField(page).focus()
  await page.keyboard.press('ArrowDown')
  await calendar(page).waitFor()
  await calendar(page).locator('[tabindex="0"]').focus()
  expect(await focusedDay(page)).toBe('2026-05-31')
  const go = async (key: string, date: string) => {
    await page.keyboard.press(key)
    await becomes(() => focusedDay(page), date)
  }
  await go('PageDown', '2026-06-30')
  await go('PageUp', '2026-05-30')
  await go('ArrowRight', '2026-05-31')
  await go('ArrowUp', '2026-05-24')
  await go('ArrowLeft', '2026-05-23')
  await go('Home', '2026-05-17')
  await go('End', '2026-05-23')
  await go('ArrowDown', '2026-05-30')
  await go('Shift+PageDown', '2027-05-30')
  await go('Shift+PageUp', '2026-05-30')
  expect(await calendar(page).locator('.month').textContent()).toBe('May 2026')
  expect(await day(page, '2026-05-04').getAttribute('aria-current')).toBe('date')
  expect(await day(page, '2026-05-31').getAttribute('aria-selected')).toBe('true')
  const dots = (date: string) => day(page, date).locator('i').getAttribute('data-dots')
  expect([await dots('2026-05-19'), await dots('2026-05-20'), await dots('2026-05-21')]).toEqual([
    '0',
    '1',
    '3',
  ])
  expect(await day(page, '2026-05-21').getAttribute('aria-label')).toBe('Thursday, May 21, 2026, 6 due')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await due('2026-05-30')
  await calendar(page).waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.matches('.chip-line button'))
  // Escape closes the calendar alone.
  await page.keyboard.press('Enter')
  await calendar(page).waitFor()
  await page.keyboard.press('Escape')
  await calendar(page).waitFor({ state: 'detached' })
  await details(page).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P283] presets and days keep the time and its zone, which is shown where it differs; the time is written or chosen', async () => {
  await using opened = await open({ name: 'Milk', due: '2026-05-06T09:00[Asia/Tokyo]' })
  const { page, due } = opened
  await openCalendar(page)
  await page.locator('.popover').getByText(viewEn.timeOfZone('Asia/Tokyo')).waitFor()
  await day(page, '2026-05-07').click()
  await due('2026-05-07T09:00[Asia/Tokyo]')
  await openCalendar(page)
  const time = page.getByRole('combobox', { name: datesEn.timeOf(viewEn.dueDate) })
  await choose(time, '10:30 AM')
  await due('2026-05-07T10:30[Asia/Tokyo]')
  await time.fill('5:20pm')
  await time.press('Enter')
  await due('2026-05-07T17:20[Asia/Tokyo]')
  await time.fill('')
  await time.press('Enter')
  await due('2026-05-07')
  await time.fill('8')
  await time.blur()
  await due(`2026-05-07T08:00[${timezoneId}]`)
  for (const [name, date] of [
    ['Today', '2026-05-04'],
    ['Tomorrow', '2026-05-05'],
    ['Weekend', '2026-05-09'],
    ['Next week', '2026-05-11'],
  ] as const) {
    if ((await calendar(page).count()) === 0) await openCalendar(page)
    await page.locator('.popover').getByRole('button', { name, exact: true }).click()
    await due(`${date}T08:00[${timezoneId}]`)
    await calendar(page).waitFor({ state: 'detached' })
  }
  await openCalendar(page)
  await page.locator('.popover').getByRole('button', { name: viewEn.none, exact: true }).click()
  await due(null)
  expect(opened.errors).toEqual([])
})

test('[P283] on the day on which the clocks change it is the day and the time that were meant', async () => {
  // The clocks of Berlin went from 2:00 to 3:00 on the 29th of March 2026.
  await using opened = await open({ name: 'Milk' }, { at: '2026-03-28T23:30:00+01:00' })
  const { page, due } = opened
  await dueField(page).fill('tomorrow 8am')
  await dueField(page).press('Enter')
  await due(`2026-03-29T08:00[${timezoneId}]`)
  await openDue(page)
  await dueField(page).fill('in 4 hours')
  await dueField(page).press('Enter')
  await due(`2026-03-29T04:30[${timezoneId}]`)
  await openCalendar(page)
  await calendar(page).locator('[tabindex="0"]').focus()
  for (const date of ['2026-03-30', '2026-03-31']) {
    await page.keyboard.press('ArrowRight')
    await becomes(() => focusedDay(page), date)
  }
  await page.keyboard.press('ArrowUp')
  await becomes(() => focusedDay(page), '2026-03-24')
  await page.keyboard.press('Space')
  await due(`2026-03-24T04:30[${timezoneId}]`)
  expect(opened.errors).toEqual([])
})

test('[P283] by a finger the calendar turns to the next month, and nothing is cut off on a phone', async () => {
  await using opened = await open(
    { name: 'Milk' },
    { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  )
  const { page, due } = opened
  const button = page.locator('.chip-line > button').first()
  await calendar(page).waitFor()
  const session = await page.context().newCDPSession(page)
  const box = await calendar(page).locator('table').boundingBox()
  const swipe = async (from: number, to: number) => {
    const y = (box?.y ?? 0) + 60
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
    await touch('touchStart', from)
    await touch('touchMove', (from + to) / 2)
    await touch('touchMove', to)
    await touch('touchEnd', to)
  }
  const popover = await page.locator('.popover').boundingBox()
  expect(popover && popover.x >= 0 && popover.x + popover.width <= 360 && popover.y >= 0).toBe(true)
  await day(page, '2026-05-22').tap()
  await due('2026-05-22')
  await calendar(page).waitFor({ state: 'detached' })
  // A press elsewhere closes it as well.
  await button.tap()
  await calendar(page).waitFor()
  await page.touchscreen.tap(180, 10)
  await calendar(page).waitFor({ state: 'detached' })
  await button.tap()
  const month = () => calendar(page).locator('.month').textContent()
  await becomes(month, 'May 2026')
  await swipe(260, 100)
  await becomes(month, 'June 2026')
  await swipe(100, 260)
  await becomes(month, 'May 2026')
  expect(opened.errors).toEqual([])
})

test('[P284] a choice out of a list goes by keys, by letters and by the mouse, and says which it is', async () => {
  const names = ['Garden', 'Groceries', '买菜', 'Work']
  for (const name of names) await client.lists.create({ name })
  await using opened = await open({ name: 'Milk' })
  const { page, todo } = opened
  await openChip(page, viewEn.list)
  const choice = details(page).getByRole('combobox', { name: viewEn.list })
  const inList = async (name: string) => {
    await becomes(() => choice.textContent(), name)
    const id = await choice.getAttribute('data-value')
    await until(async () => (await client.todos.get(todo.id)).list === id)
  }
  const options = page.getByRole('listbox')
  const at = () => options.locator('.is-at').textContent()
  await choice.focus()
  await page.keyboard.press('ArrowDown')
  await options.waitFor()
  await becomes(at, 'Mine')
  await page.keyboard.type('gr')
  await becomes(at, 'Groceries')
  expect(await choice.getAttribute('aria-activedescendant')).toBe(
    await options.locator('.is-at').getAttribute('id'),
  )
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await options.waitFor({ state: 'detached' })
  await details(page).waitFor()
  await inList('Mine')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Home')
  const first = await at()
  await page.keyboard.press('ArrowUp')
  await becomes(at, first)
  await page.keyboard.press('End')
  await page.keyboard.press('PageUp')
  await page.keyboard.type('mc')
  await becomes(at, '买菜')
  await page.keyboard.press('Enter')
  await inList('买菜')
  expect(await choice.evaluate((button) => button === document.activeElement)).toBe(true)
  await choose(choice, 'Work')
  await inList('Work')
  await choice.click()
  await details(page).getByRole('textbox', { name: 'Name' }).click()
  await options.waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

test('[P286] a zone is found by what is typed of it, and only a zone is taken', async () => {
  await using opened = await openPage(server, { ...wide, timezoneId, path: 'settings' })
  const { page } = opened
  const zone = async () => (await client.account()).zone
  await becomes(zone, timezoneId)
  const choice = page.getByRole('combobox', { name: todoEn.zone })
  const options = () => page.getByRole('listbox').getByRole('option').allTextContents()
  await choice.fill('shang')
  await becomes(options, ['China Standard Time · Asia/Shanghai'])
  expect(await violations(page)).toEqual([])
  await choice.press('Enter')
  await becomes(zone, 'Asia/Shanghai')
  await choice.fill('no such place')
  await page.getByText(datesEn.nothingFound).waitFor()
  await choice.press('Enter')
  await choice.press('Tab')
  await becomes(() => choice.inputValue(), 'China Standard Time · Asia/Shanghai')
  await choice.fill('york')
  await becomes(options, ['Eastern Time · America/New York'])
  await choice.press('Escape')
  await becomes(() => choice.inputValue(), 'China Standard Time · Asia/Shanghai')
  await choice.click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  expect(await zone()).toBe('Asia/Shanghai')
  expect(opened.errors).toEqual([])
})

test('[P287] the dates of all that are selected are set at once, and undone at once', async () => {
  const list = await client.lists.create({ name: 'Bulk' })
  const ids: string[] = []
  for (const name of ['One', 'Two']) ids.push((await client.todos.create({ list: list.id, name })).id)
  await using opened = await openPage(server, {
    ...wide,
    timezoneId,
    path: `lists/${list.id}`,
    prepare: (context) => context.clock.setFixedTime(now),
  })
  const { page } = opened
  await page.locator('.todo .name').first().focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.locator('.bulk-bar').getByRole('button', { name: 'Due', exact: true }).click()
  const field = page.getByRole('dialog', { name: 'Due' }).getByRole('textbox', { name: viewEn.dueDate })
  await becomes(() => field.evaluate((input) => input === document.activeElement), true)
  await page.keyboard.type('fri 5pm')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Due' }).waitFor({ state: 'detached' })
  const stored = () => Promise.all(ids.map(async (id) => (await client.todos.get(id)).due))
  const friday = `2026-05-08T17:00[${timezoneId}]`
  await becomes(stored, [friday, friday])
  await page.keyboard.press('Control+z')
  await becomes(stored, [null, null])
  expect(opened.errors).toEqual([])
})
