/** The Chinese calendar, and legal working days of China, on the page (SPEC.md, P330, P331 and P360). */
import { afterAll, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { todo as todoZhCn } from '../../src/web/words/zh-CN/todo.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { choose, optionsOf } from '../support/choice.ts'
import { servePages } from '../support/page-server.ts'
import { tempFolder } from '../support/server.ts'
import { openChip } from '../support/todo-page.ts'
import { becomes, readUntil } from '../support/until.ts'

/** In this year 1 to 7 October are off, and the 10th, a Saturday, is worked. */
const folder = tempFolder()
afterAll(() => folder[Symbol.dispose]())
const file = join(folder.path, 'holidays.json')
writeFileSync(
  file,
  JSON.stringify({
    holidays: [1, 2, 3, 4, 5, 6, 7].map((day) => `2099-10-0${day}`),
    workdays: ['2099-10-10'],
  }),
)
const server = await servePages(['--holidays', file])
const { client } = server

async function openDetails(
  due: string,
  repeat: string | null,
  options: PageOptions,
): Promise<OpenPage & { id: string }> {
  const list = await client.lists.create({ name: 'Mine' })
  const { id } = await client.todos.create({ name: 'Mother', due, repeat, list: list.id })
  const path = `lists/${list.id}?todo=${id}`
  const viewport = { width: 1_360, height: 1_100 }
  const opened = await openPage(server, { viewport, timezoneId: 'Asia/Shanghai', path, ...options })
  await opened.page.locator('aside.details .chip-line').waitFor()
  await openChip(opened.page, options.locale === 'zh-CN' ? todoZhCn.repeat : 'Repeat')
  await opened.page.locator('.repeat-field > .choice').waitFor()
  return { ...opened, id }
}

const rule = 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3'
const words: [repeat: string, zh: string, en: string][] = [
  [rule, '每年农历八月初三', 'Every year on the 3rd of the 8th month (Chinese calendar)'],
  [
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1',
    '每年农历腊月最后一天',
    'Every year on the last day of the 12th month (Chinese calendar)',
  ],
  [
    'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15',
    '每月农历初一和十五',
    'Every month on the 1st and the 15th (Chinese calendar)',
  ],
  [
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=3;SKIP=BACKWARD',
    '每年农历闰五月初三（没有此月的年份为五月）',
    'Every year on the 3rd of the leap 5th month, or of the 5th month in years without it (Chinese calendar)',
  ],
  [
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=30;SKIP=BACKWARD',
    '每年农历八月三十（或最后一天）',
    'Every year on the 30th of the 8th month, or the last day (Chinese calendar)',
  ],
]

test('[P330] repeats by the Chinese calendar are offered in Chinese, with the dates to come', async () => {
  await using opened = await openDetails('2090-08-28', null, { locale: 'zh-CN' })
  const { page, id } = opened
  const select = page.locator('.repeat-field > .choice')
  const offered = (await optionsOf(select)).filter((text) => text.includes('农历'))
  expect(offered).toEqual(['每月农历初四', '每年农历八月初四'])
  await choose(select, '每年农历八月初四')
  const made = await readUntil(
    () => client.todos.get(id),
    ({ repeat }) => repeat !== null,
  )
  expect(made.repeat).toBe('RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=4')
  const coming = page.locator('.coming time')
  await coming.nth(4).waitFor()
  const { items } = (await (await fetch(`${server.url}/api/v1/todos/${id}/occurrences?limit=5`)).json()) as {
    items: string[]
  }
  expect(await coming.evaluateAll((all) => all.map((each) => each.getAttribute('datetime')))).toEqual(items)
  expect(opened.errors).toEqual([])
})

test.each(['en', 'zh-CN'])('[P330] such rules are told in words (%s)', async (locale) => {
  await using opened = await openDetails('2090-09-06', rule, { locale })
  const { page, id } = opened
  const select = page.locator('.repeat-field > .choice')
  for (const [repeat, zh, en] of words) {
    await client.todos.update(id, { repeat })
    await select.getByText(locale === 'en' ? en : zh, { exact: true }).waitFor()
  }
  expect(opened.errors).toEqual([])
})

const legal: [repeat: string, zh: string, en: string][] = [
  ['FREQ=DAILY;X-SKIP=CN-DAYS-OFF', '每个法定工作日', 'Every working day by law (China)'],
  [
    'FREQ=DAILY;X-SKIP=CN-WORKDAYS',
    '每个休息日（周末和法定节假日）',
    'Every day off by law (China), weekends too',
  ],
  [
    'FREQ=WEEKLY;BYDAY=TH;X-SKIP=CN-HOLIDAYS',
    '每周四，跳过法定节假日',
    'Every week on Thursday, except on public holidays (China)',
  ],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;X-SKIP=CN-DAYS-OFF',
    '每月最后一个法定工作日',
    'Every month on the last working day by law (China)',
  ],
]

test('[P360] legal working days are offered in Chinese, with the dates to come and until when they are known', async () => {
  await using opened = await openDetails('2099-09-30', null, { locale: 'zh-CN' })
  const { page, id } = opened
  const select = page.locator('.repeat-field > .choice')
  const [workdays = '', daysOff = ''] = legal.map(([, zh]) => zh)
  expect(await optionsOf(select)).toEqual(expect.arrayContaining([workdays, daysOff, todoZhCn.everyWeekday]))
  await choose(select, workdays)
  await page.locator('.repeat-field').getByText(todoZhCn.holidaysUntil(2099)).waitFor()
  const coming = page.locator('.coming time')
  const shown = () => coming.evaluateAll((all) => all.map((each) => each.getAttribute('datetime')))
  await becomes(shown, ['2099-10-08', '2099-10-09', '2099-10-10', '2099-10-12', '2099-10-13'])
  expect((await client.todos.get(id)).repeat).toBe('FREQ=DAILY;X-SKIP=CN-DAYS-OFF')
  for (const [repeat, zh] of legal) {
    await client.todos.update(id, { repeat })
    await select.getByText(zh, { exact: true }).waitFor()
  }
  expect(opened.errors).toEqual([])
})

test('[P360] such rules are told in English too, where the country is said', async () => {
  await using opened = await openDetails('2099-09-30', null, { locale: 'en' })
  const { page, id } = opened
  const select = page.locator('.repeat-field > .choice')
  expect((await optionsOf(select)).join()).not.toContain('China')
  for (const [repeat, , en] of legal) {
    await client.todos.update(id, { repeat })
    await select.getByText(en, { exact: true }).waitFor()
  }
  expect(opened.errors).toEqual([])
})

test('[P331] dates are shown with their day in the Chinese calendar where that is chosen', async () => {
  await using opened = await openDetails('2027-02-06', null, { locale: 'zh-CN' })
  const { page } = opened
  const day = page.locator('aside.details .chip-line').getByText('农历正月初一')
  expect(await day.count()).toBe(0)
  const details = page.url()
  await page.goto(`${server.url}/settings`)
  const choice = page.getByRole('group', { name: todoZhCn.chineseDays })
  await choice.waitFor()
  await choice.getByRole('radio').first().check()
  await page.goto(details)
  await day.first().waitFor()
  expect(opened.errors).toEqual([])
})
