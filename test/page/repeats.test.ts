/** Todos that repeat, reminders and the zone, as a person meets them (SPEC.md, P126 to P135). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, type Todo, type TodoInput } from '../../src/client/client.ts'
import { todo as todoEn } from '../../src/web/words/en/todo.ts'
import { todo as todoZhCn } from '../../src/web/words/zh-CN/todo.ts'
import { openBehind } from '../support/away.ts'
import { violations } from '../support/axe.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { choose, optionsOf, writeDate } from '../support/choice.ts'
import { servePages } from '../support/page-server.ts'
import { startServer } from '../support/server.ts'
import { openChip, row, tick } from '../support/todo-page.ts'
import { becomes, readUntil } from '../support/until.ts'

const timezoneId = 'Europe/Berlin'
const server = await servePages()
const { client } = server

const wide = { viewport: { width: 1_360, height: 1_100 } }
/** A Friday far ahead, so that what follows it does not depend on today. */
const friday = '2096-11-30'

async function openDetails(todo: TodoInput, options: PageOptions = {}): Promise<OpenPage & { todo: Todo }> {
  const list = await client.lists.create({ name: 'Mine' })
  const made = await client.todos.create({ ...todo, list: list.id })
  const path = `lists/${list.id}?todo=${made.id}`
  const opened = await openPage(server, { ...wide, timezoneId, path, ...options })
  await details(opened.page).locator('.chip-line').waitFor()
  await openChip(opened.page, options.locale === 'zh-CN' ? todoZhCn.repeat : todoEn.repeat)
  await repeatSelect(opened.page).waitFor()
  return { ...opened, todo: made }
}

const details = (page: Page) => page.locator('aside.details')
const repeatSelect = (page: Page) => details(page).locator('.repeat-field > .choice')
const coming = (page: Page) => details(page).locator('.coming time')
const press = (page: Page, name: string) => details(page).getByRole('button', { name, exact: true }).click()
const dates = (page: Page) =>
  coming(page).evaluateAll((all) => all.map((each) => each.getAttribute('datetime') ?? ''))

const stored = (id: string, test: (todo: Todo) => boolean): Promise<Todo> =>
  readUntil(() => client.todos.get(id), test)

test('[P126] a todo is given a rule of those that fit its date; its words and the five dates to come are shown', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday })
  const { page, todo } = opened
  expect(await optionsOf(repeatSelect(page))).toEqual([
    'Does not repeat',
    'Every day',
    'Every weekday',
    'Every week on Friday',
    'Every month on the 30th, or the last day',
    'Every month on the last day',
    'Every month on the last Friday',
    'Every year on November 30',
    'Custom …',
  ])
  await choose(repeatSelect(page), 'Every month on the last day')
  await coming(page).nth(4).waitFor()
  const all = ['2096-12-31', '2097-01-31', '2097-02-28', '2097-03-31', '2097-04-30']
  expect(await dates(page)).toEqual(all)
  expect(await stored(todo.id, ({ repeat }) => repeat !== null)).toMatchObject({
    repeat: 'FREQ=MONTHLY;BYMONTHDAY=-1',
    repeatFrom: 'due',
  })
  const answer = await fetch(`${server.url}/api/v1/todos/${todo.id}/occurrences?limit=5`)
  expect(await answer.json()).toEqual({ items: all })
  await row(page, 'Rent').getByText('Repeats').waitFor({ state: 'attached' })
  await details(page).getByRole('button', { name: 'Close the details' }).focus()
  await page.keyboard.press('Control+z')
  await stored(todo.id, ({ repeat }) => repeat === null)
  expect(opened.errors).toEqual([])
})

test('[E82] chosen on the 31st it is the last day of a shorter month, and says so', async () => {
  for (const locale of ['en', 'zh-CN']) {
    await using opened = await openDetails({ name: 'Rent', due: '2097-01-31' }, { locale })
    const { page, todo } = opened
    const label = locale === 'en' ? 'Every month on the 31st, or the last day' : '每月31日（或最后一天）'
    await choose(repeatSelect(page), label)
    await coming(page).nth(4).waitFor()
    expect(await dates(page)).toEqual(['2097-02-28', '2097-03-31', '2097-04-30', '2097-05-31', '2097-06-30'])
    const { repeat } = await stored(todo.id, ({ repeat }) => repeat !== null)
    expect(repeat).toBe('FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1')
    const leapDay = { due: '2096-02-29', repeat: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1' }
    await client.todos.update(todo.id, leapDay)
    const ofYears =
      locale === 'en' ? 'Every year on February 29, or the last day' : '每年2月29日（或最后一天）'
    await repeatSelect(page).getByText(ofYears).waitFor()
    const workdays = 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'
    await client.todos.update(todo.id, { repeat: workdays })
    const ofWork = locale === 'en' ? 'Every month on the last weekday' : '每月最后一个工作日（周一至周五）'
    await repeatSelect(page).getByText(ofWork).waitFor()
    await client.todos.update(todo.id, { repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' })
    const ofWeek = locale === 'en' ? 'Every weekday' : '每周一至周五'
    await repeatSelect(page).getByText(ofWeek, { exact: true }).waitFor()
  }
})

test('[P126] without a date it is due on the first one of the rule', async () => {
  await using opened = await openDetails({ name: 'Rent' })
  const { page, todo } = opened
  await choose(repeatSelect(page), 'Every day')
  const today = new Date().toLocaleDateString('sv', { timeZone: timezoneId })
  expect(await stored(todo.id, ({ repeat }) => repeat !== null)).toMatchObject({ due: today })
})

test('[P127] other rules are put together: how often, on which days, until when, counted from what', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday })
  const { page, todo } = opened
  const form = details(page).locator('.repeat-custom')
  await choose(repeatSelect(page), { value: 'custom' })
  await form.getByRole('spinbutton', { name: 'Every' }).fill('2')
  await form.getByRole('button', { name: 'Monday' }).click()
  await choose(form.getByRole('combobox', { name: 'Ends' }), { value: 'count' })
  await form.getByRole('spinbutton', { name: 'How many times' }).fill('6')
  await form.getByRole('checkbox').check()
  const said = 'Every other week on Monday and Friday, counted from when it was finished, 6 times'
  await form.getByText(said).waitFor()
  await form.getByRole('button', { name: 'Set' }).click()
  await form.waitFor({ state: 'detached' })
  expect(await stored(todo.id, ({ repeat }) => repeat !== null)).toMatchObject({
    repeat: 'FREQ=WEEKLY;COUNT=6;INTERVAL=2;BYDAY=MO,FR',
    repeatFrom: 'finished',
  })
  expect(await repeatSelect(page).textContent()).toBe(said)
})

test('[P128] finished, it says when the next one is due, and can be taken back; the finished one stays as history', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday, repeat: 'FREQ=WEEKLY;BYDAY=FR' })
  const { page, todo } = opened
  await tick(page, 'Rent').first().click()
  await page.getByText('Done. Next: Dec 7, 2096').first().waitFor()
  const { next } = await stored(todo.id, ({ finished }) => finished)
  await page.locator(`[data-todo="${next}"]`).waitFor()
  await page.locator('.toasts').getByRole('button', { name: 'Undo' }).click()
  await page.locator(`[data-todo="${next}"]`).waitFor({ state: 'detached' })
  await stored(todo.id, ({ finished }) => !finished)
  await tick(page, 'Rent').first().click()
  await page.locator(`[data-todo="${next}"]`).waitFor()
  await page.locator(`[data-todo="${next}"] .name`).focus()
  await page.keyboard.press('o')
  await page.waitForURL((url) => url.search.includes(next as string))
  await details(page).locator('.details-name textarea').waitFor()
  await openChip(page, 'Repeat')
  await details(page).getByText('Finished before').waitFor()
  await details(page).getByRole('button', { name: 'Nov 30, 2096' }).click()
  await page.waitForURL((url) => url.search.includes(todo.id))
})

test('[P128] of the last one it says that it was; without the network, that the next one comes later, as it does', async () => {
  const list = await client.lists.create({ name: 'Mine' })
  const todo = await client.todos.create({
    name: 'Rent',
    list: list.id,
    due: friday,
    repeat: 'FREQ=DAILY;COUNT=2',
  })
  const path = `lists/${list.id}?todo=${todo.id}`
  await using opened = await openBehind(server, { ...wide, timezoneId, path })
  const { page } = opened
  await openChip(page, 'Repeat')
  await coming(page).first().waitFor()
  await opened.leave()
  await page.getByText('Offline').first().waitFor()
  await tick(page, 'Rent').first().click()
  await page.getByText(todoEn.doneOffline).first().waitFor()
  await opened.comeBack()
  const { next } = await stored(todo.id, ({ finished }) => finished)
  await page.locator(`[data-todo="${next}"] .tick`).click()
  await page.getByText(todoEn.doneLast).first().waitFor()
})

test('[P129] moved, only this one is; those to come are moved by a word, and the rule’s day with them', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday, repeat: 'FREQ=WEEKLY;BYDAY=FR' })
  const { page, todo } = opened
  await writeDate(page, 'Due date', '2096-12-02')
  await openChip(page, 'Repeat')
  await details(page).getByText('Only this one is moved, from Nov 30, 2096.').waitFor()
  expect((await dates(page))[0]).toBe('2096-12-07')
  expect(await stored(todo.id, ({ due }) => due !== friday)).toMatchObject({ anchor: friday })
  await press(page, 'Move all to come')
  await page.waitForFunction(
    () => document.querySelector('.coming time')?.getAttribute('datetime') === '2096-12-09',
  )
  expect(await stored(todo.id, ({ anchor }) => anchor === null)).toMatchObject({
    due: '2096-12-02',
    repeat: 'FREQ=WEEKLY;BYDAY=SU',
  })
})

test('[P130] this one is skipped, or made single, or the repeats end: each by a word, and what can be taken back is', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday, repeat: 'FREQ=WEEKLY;BYDAY=FR' })
  const { page, todo } = opened
  await press(page, 'Skip this one')
  await stored(todo.id, ({ due }) => due === '2096-12-07')
  await page.waitForFunction(
    () => document.querySelector('.coming time')?.getAttribute('datetime') === '2096-12-14',
  )
  await page.locator('.toasts').getByRole('button', { name: 'Undo' }).click()
  await stored(todo.id, ({ due }) => due === friday)
  await openChip(page, 'Repeat')
  await press(page, 'End the repeats')
  await stored(todo.id, ({ repeat }) => repeat === null)
  await details(page).getByRole('button', { name: 'Close the details' }).focus()
  await page.keyboard.press('Control+z')
  await stored(todo.id, ({ repeat }) => repeat !== null)
  await openChip(page, 'Repeat')
  await details(page).getByRole('button', { name: 'Make this one single' }).click()
  const single = await stored(todo.id, ({ repeat }) => repeat === null)
  expect(single.next).not.toBeNull()
  await page.locator(`[data-todo="${single.next}"]`).waitFor()
})

test('[P130] without a date it repeats no more, which can be undone', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday, repeat: 'FREQ=WEEKLY;BYDAY=FR' })
  const { page, todo } = opened
  await writeDate(page, 'Due date', '')
  await stored(todo.id, ({ due, repeat }) => due === null && repeat === null)
  await details(page).getByRole('button', { name: 'Close the details' }).focus()
  await page.keyboard.press('Control+z')
  await stored(todo.id, ({ due, repeat }) => due === friday && repeat !== null)
})

test('[P131] another client’s rule shows at once, and its next todo', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday })
  const { page, todo } = opened
  await client.todos.update(todo.id, { repeat: 'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30' })
  await coming(page).first().waitFor()
  expect((await dates(page))[0]).toBe('2097-11-30')
  await client.todos.update(todo.id, { finished: true })
  await page.locator('.todo .due', { hasText: '2097' }).waitFor()
})

test('[P132] reminders are before the due date, or at a moment; each is taken away again', async () => {
  await using opened = await openDetails({ name: 'Rent', due: `${friday}T09:00[Europe/Berlin]` })
  const { page, todo } = opened
  await openChip(page, 'Reminders')
  const adding = details(page).getByRole('combobox', { name: 'Add a reminder' })
  await choose(adding, '30 minutes before')
  await choose(adding, '1 day before')
  await stored(todo.id, ({ reminders }) => reminders.join() === '-PT30M,-P1D')
  await choose(adding, { value: 'moment' })
  await writeDate(page, 'Moment of the reminder', '2096-11-29T08:30')
  await stored(todo.id, ({ reminders }) => reminders[2] === '2096-11-29T08:30[Europe/Berlin]')
  await details(page).getByRole('button', { name: 'Remove the reminder 1 day before' }).click()
  await stored(todo.id, ({ reminders }) => reminders.length === 2)
  await client.todos.update(todo.id, { due: friday, reminders: ['PT9H', '-PT15H'] })
  await details(page).getByText('on the day at 9:00 AM').first().waitFor()
  await details(page).getByText('the day before at 9:00 AM').first().waitFor()
})

test('[P133] an account without a zone gets the browser’s; the settings show and change it', async () => {
  await using fresh = await startServer({ args: ['--database', 'memory:'] })
  const own = createClient(fresh.url)
  const zone = (wished: string) => becomes(async () => (await own.account()).zone, wished)
  await using opened = await openPage(fresh, { path: 'settings', timezoneId })
  await zone('Europe/Berlin')
  const choice = opened.page.getByRole('combobox', { name: 'Time zone' })
  await choose(choice, { value: 'Asia/Shanghai' })
  await zone('Asia/Shanghai')
  // It is kept: this browser is in another zone, and does not change it again.
  await opened.page.reload()
  await opened.page.waitForFunction(() => document.querySelector('.settings [data-value="Asia/Shanghai"]'))
})

test('[A99] after a change of the zone the times of open todos are taken along where one wants that, and back', async () => {
  await using fresh = await startServer({ args: ['--database', 'memory:'] })
  const own = createClient(fresh.url)
  const at = (zone: string) => `2096-12-01T09:00[${zone}]`
  const reminders = ['-PT30M', `2096-11-30T18:00[Europe/Berlin]`]
  const timed = await own.todos.create({
    name: 'Standup',
    due: at('Europe/Berlin'),
    repeat: 'FREQ=DAILY',
    reminders,
  })
  const far = await own.todos.create({ name: 'Call', due: at('America/New_York') })
  const day = await own.todos.create({ name: 'Rent', due: '2096-12-01' })
  await using opened = await openPage(fresh, { path: 'settings', timezoneId })
  const { page } = opened
  await becomes(async () => (await own.account()).zone, 'Europe/Berlin')
  const choice = page.getByRole('combobox', { name: 'Time zone' })
  await choose(choice, { value: 'Asia/Shanghai' })
  await page.getByText(/One open todo has a time of .*Europe\/Berlin\./).waitFor()
  await page.getByRole('button', { name: 'Take them along' }).click()
  await becomes(async () => (await own.todos.get(timed.id)).due, at('Asia/Shanghai'))
  expect(await own.todos.get(timed.id)).toMatchObject({
    anchor: null,
    reminders: ['-PT30M', '2096-11-30T18:00[Asia/Shanghai]'],
  })
  expect((await own.todos.get(far.id)).version).toBe(far.version)
  expect((await own.todos.get(day.id)).version).toBe(day.version)
  await page.getByRole('button', { name: 'Undo' }).click()
  await becomes(async () => (await own.todos.get(timed.id)).due, at('Europe/Berlin'))
  expect((await own.todos.get(timed.id)).reminders).toEqual(reminders)
  await choose(choice, { value: 'Europe/Berlin' })
  await becomes(async () => (await own.account()).zone, 'Europe/Berlin')
  await choose(choice, { value: 'UTC' })
  await page.getByRole('button', { name: 'Leave them' }).click()
  await page.getByText('One open todo has a time').waitFor({ state: 'detached' })
  expect((await own.todos.get(timed.id)).due).toBe(at('Europe/Berlin'))
})

test('[E87] default reminders are chosen in the settings; what is given a due date then shows one, which can be removed', async () => {
  await using fresh = await startServer({ args: ['--database', 'memory:'] })
  const own = createClient(fresh.url)
  await using opened = await openPage(fresh, { ...wide, path: 'settings', timezoneId })
  const { page } = opened
  const choice = page.getByRole('combobox', { name: 'Due at a time' })
  await choose(choice, '30 minutes before')
  const day = page.getByRole('combobox', { name: 'Due on a day' })
  await choose(day, 'on the day at 9:00 AM')
  const wanted = async () => (await own.request('GET', 'api/v1/account')).text()
  await becomes(async () => (await wanted()).includes('"timed":"-PT30M","day":"PT9H"'), true)
  expect(await violations(page)).toEqual([])
  const { defaultList: list } = await own.account()
  const { id } = await own.todos.create({ list, name: 'Call' })
  await page.goto(`${fresh.url}/lists/${list}?todo=${id}`)
  await writeDate(page, 'Due date', '2096-12-02')
  await openChip(page, 'Reminders')
  await details(page).getByText('on the day at 9:00 AM').first().waitFor()
  await details(page).getByRole('button', { name: 'Remove the reminder on the day at 9:00 AM' }).click()
  await readUntil(
    () => own.todos.get(id),
    ({ due, reminders }) => due !== null && reminders.length === 0,
  )
  expect(opened.errors).toEqual([])
})

test('[P134] by keys: R leads to the repeats of a todo, S skips it', async () => {
  await using opened = await openDetails({ name: 'Rent', due: friday, repeat: 'FREQ=WEEKLY;BYDAY=FR' })
  const { page, todo } = opened
  await page.keyboard.press('Escape')
  await press(page, 'Close the details')
  await row(page, 'Rent').locator('.name').focus()
  await page.keyboard.press('r')
  await page.waitForFunction(() => document.activeElement?.matches('.repeat-field > .choice'))
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.matches('.chip-line button'))
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.matches('.todo .name'))
  await page.keyboard.press('s')
  await stored(todo.id, ({ due }) => due === '2096-12-07')
})

for (const [name, options] of Object.entries({
  'in Chinese': { locale: 'zh-CN' },
  'on a phone, dark': {
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark' as const,
  },
}))
  test(`[P135] ${name} all of it is there, in words, within the window, and axe finds nothing`, async () => {
    const isChinese = 'locale' in options
    const words = isChinese ? todoZhCn : todoEn
    await using opened = await openDetails(
      {
        name: 'Rent',
        due: `${friday}T09:00[Europe/Berlin]`,
        repeat: 'FREQ=MONTHLY;BYDAY=-1FR',
        reminders: ['-PT30M'],
      },
      options,
    )
    const { page } = opened
    await choose(repeatSelect(page), { value: 'custom' })
    const said = isChinese ? '每月最后一个周五' : 'Every month on the last Friday'
    await details(page).locator('.repeat-custom').getByText(said).first().waitFor({ state: 'attached' })
    await details(page)
      .getByText(isChinese ? '提前30分钟' : '30 minutes before')
      .first()
      .waitFor({ state: 'attached' })
    await details(page)
      .getByRole('dialog')
      .evaluate((panel) => panel.scrollTo(0, 0))
    expect(await violations(page)).toEqual([])
    const tooWide = await page.evaluate(() =>
      [...document.querySelectorAll('.details-body *')].some(
        (each) => each.getBoundingClientRect().right > innerWidth + 1,
      ),
    )
    expect(tooWide).toBe(false)
    await details(page).locator('.repeat-custom').getByRole('button', { name: words.set }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    if (!isChinese) await details(page).waitFor({ state: 'detached' })
    await page
      .locator('.add-field textarea')
      .fill(isChinese ? '明天买牛奶 !高 #家' : 'Milk tomorrow !high #home')
    await page.locator('.quick-chip').nth(2).waitFor()
    expect(await violations(page)).toEqual([])
    expect(opened.errors).toEqual([])
  })
