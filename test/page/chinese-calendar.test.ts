/** The Chinese calendar on the page (SPEC.md, P330 and P331). */
import { expect, test } from 'bun:test'
import { todo as todoZhCn } from '../../src/web/words/zh-CN/todo.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { choose, optionsOf } from '../support/choice.ts'
import { servePages } from '../support/page-server.ts'
import { openChip } from '../support/todo-page.ts'
import { readUntil } from '../support/until.ts'

const server = await servePages()
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
