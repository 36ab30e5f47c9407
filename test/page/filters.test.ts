/** The language of filters on the page, and filters that are saved (SPEC.md, P150 to P154). */
import { beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createClient, newId, type CommandInput, type TodoInput } from '../../src/client/client.ts'
import { parseFilter, today, upcoming } from '../../src/client/filter.ts'
import { AppError, type FieldError } from '../../src/model/errors.ts'
import { englishFilterSentences } from '../../src/model/filter/sentences.ts'
import { sentenceFor } from '../../src/model/sentences.ts'
import { filters as filterSentencesZhCn } from '../../src/web/words/zh-CN/filters.ts'
import { view as viewZhCn } from '../../src/web/words/zh-CN/view.ts'
import { choose } from '../support/choice.ts'
import { openBehind } from '../support/away.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { randomOf } from '../support/random.ts'
import { startServer } from '../support/server.ts'
import { expectNames, names, tick } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

const timezoneId = 'Asia/Shanghai'

/** In days from today, where the page is. */
const day = (offset: number): string =>
  new Date(Date.now() + offset * 24 * 60 * 60 * 1_000).toLocaleDateString('sv', { timeZone: timezoneId })

const server = await servePages()
const { client } = server
beforeAll(async () => {
  const work = await client.lists.create({ name: 'Work' })
  const todos: TodoInput[] = [
    { name: 'Paint the fence', labels: ['home'], due: day(3) },
    { name: 'Fix the tap', labels: ['home'], due: day(1), priority: 'high' },
    { name: 'Clear the attic', labels: ['home'] },
    { name: 'Sweep', labels: ['home'], due: day(30) },
    { name: '买牛奶', due: day(2) },
    { name: 'Report', list: work.id, due: day(2), notes: 'about the milk' },
    { name: 'Milkshake', finished: true },
    { name: 'Buttermilk' },
    { name: 'Breakfast', labels: ['milky'] },
  ]
  for (const todo of todos) await client.todos.create(todo)
})

function chance() {
  const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)
  const random = randomOf(seed)
  const below = (end: number): number => Math.floor(random() * end)
  const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T
  return { seed, below, pick }
}

const searchbox = (page: Page) => page.getByRole('searchbox')
const filterLinks = (page: Page) =>
  page.getByRole('region', { name: 'Filters' }).getByRole('link').allTextContents()

const expectLinks = (page: Page, wished: readonly string[]): Promise<void> =>
  becomes(() => filterLinks(page), [...wished])

const namesByApi = async (filter: string): Promise<string[]> => {
  const query = new URLSearchParams({ filter, zone: timezoneId, limit: '1000' })
  const answer = await fetch(`${server.url}/api/v1/todos?${query}`)
  return ((await answer.json()) as { items: { name: string }[] }).items.map(({ name }) => name)
}

test('[P150] the search view understands what the API does, what is due first comes first', async () => {
  await using opened = await openPage(server, { path: 'search', timezoneId })
  const { page } = opened
  await searchbox(page).fill('#home and due < +7d')
  await expectNames(page, ['Fix the tap', 'Paint the fence'])
  for (const filter of [
    'list = work or priority >= medium',
    'not has:due and not finished',
    'name ~ milk',
    '牛 or notes ~ milk',
    'due <= +2d and (#home or list in (Work))',
  ]) {
    await searchbox(page).fill(filter)
    const wished = (await namesByApi(filter)).toSorted()
    expect(wished.length).toBeGreaterThan(0)
    await becomes(async () => [filter, (await names(page)).toSorted()], [filter, wished])
  }
  expect(opened.errors).toEqual([])
})

test('[P150] plain words find the beginnings of words, Chinese ones anywhere, in names, labels and notes', async () => {
  await using opened = await openPage(server, { path: 'search?q=milk', timezoneId })
  const { page } = opened
  await expectNames(page, ['Milkshake', 'Breakfast', 'Report', 'Buttermilk'])
  await searchbox(page).fill('奶')
  await expectNames(page, ['买牛奶'])
  await searchbox(page).fill('"about the milk"')
  await expectNames(page, ['Report'])
})

test('[P150] it is live and goes on without the network; what is finished stays for a moment', async () => {
  await using opened = await openBehind(server, { path: 'search?q=%23shed', timezoneId })
  const { page } = opened
  await page.getByText('In sync').first().waitFor()
  const made = await client.todos.create({ name: 'Oil the door', labels: ['shed'] })
  await expectNames(page, ['Oil the door'])
  await opened.leave()
  await searchbox(page).fill('#shed and not finished')
  await expectNames(page, ['Oil the door'])
  await tick(page, 'Oil the door').click()
  expect(await names(page)).toEqual(['Oil the door'])
  await expectNames(page, [])
  await page.locator('#todos').getByText('No todo fits this filter.').waitFor()
  await opened.comeBack()
  await client.todos.delete(made.id)
})

test('[P151] what can not be read is marked at its place once it is written, with what was expected there', async () => {
  await using opened = await openPage(server, { path: 'search', timezoneId })
  const { page } = opened
  const box = searchbox(page)
  const mark = page.locator('.marks mark')
  await box.fill('#home')
  await expectNames(page, ['Fix the tap', 'Paint the fence', 'Sweep', 'Clear the attic'])
  await box.fill('#home and (')
  // One is still at it; what was found stays.
  expect(await mark.count()).toBe(0)
  expect((await names(page)).length).toBe(4)
  await box.fill('#home and due < so')
  expect(await mark.count()).toBe(0)
  await box.pressSequentially('on or x')
  await mark.waitFor()
  expect(await mark.textContent()).toBe('soon')
  const said = page.getByText(
    'After due < a date was expected, such as 2026-12-01, today, +7d or mon; found "soon".',
  )
  await said.waitFor()
  expect(await box.getAttribute('aria-invalid')).toBe('true')
  expect(await page.locator(`[id="${await box.getAttribute('aria-describedby')}"]`).textContent()).toContain(
    'a date was expected',
  )
  await box.fill('#home and due < ')
  // Whoever stops there has written it.
  await mark.waitFor()
  expect(await mark.textContent()).toBe('<')
  await box.fill('milk (fresh')
  await page.getByRole('button', { name: 'Look for this text instead' }).click()
  expect(await box.inputValue()).toBe('"milk (fresh"')
  await mark.waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

test('[P151] the parser has no mistake without Chinese words', () => {
  const { seed, below, pick } = chance()
  const pieces = [
    'and',
    'or',
    'not',
    '(',
    ')',
    '"',
    '""',
    '#',
    '#a',
    'due',
    'due <',
    'due < soon',
    'priority =',
    'priority = x',
    'number = a',
    'list',
    'list =',
    'list in',
    'list in (',
    'a,',
    'in (b',
    'name ~',
    'name <',
    'parent = x',
    'label =',
    'no x',
    'has:x',
    'foo = 1',
    '!',
    '~',
    ',',
  ]
  const seen = new Map<string, FieldError>()
  const mistakeOf = (text: string) => {
    try {
      parseFilter(text)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const [mistake] = error.details.errors ?? []
      if (mistake) seen.set(mistake.detail, mistake)
    }
  }
  for (let round = 0; round < 3_000; round++)
    mistakeOf(Array.from({ length: 1 + below(4) }, () => pick(pieces)).join(' '))
  for (const text of [
    'a '.repeat(1_200),
    `${'('.repeat(25)}a`,
    'next weak',
    '@ x',
    'a '.repeat(150),
    `number in (${'1,'.repeat(150)}1)`,
  ])
    mistakeOf(text)
  const codes = new Set([...seen.values()].map(({ code = '' }) => code))
  expect([seed, [...codes].toSorted()]).toEqual([seed, Object.keys(englishFilterSentences).toSorted()])
  for (const { detail, code, params } of seen.values()) {
    expect(sentenceFor(englishFilterSentences, code, params)).toBe(detail)
    const text = sentenceFor(filterSentencesZhCn, code, params) ?? ''
    expect([seed, detail, text]).toEqual([seed, detail, expect.stringMatching(/[\u4e00-\u9fff].*[。？"]$/s)])
    const rest = text.replaceAll(/"[^"]*"/g, '')
    expect([seed, detail, rest]).toEqual([
      seed,
      detail,
      expect.not.stringMatching(/\b(expected|found|After|the end|There|It|needs)\b/),
    ])
  }
})

test('[P152] a filter is saved, stands in the sidebar of each device, and opens as a view', async () => {
  await using one = await openPage(server, { path: 'search?q=%23home', timezoneId })
  await using two = await openBehind(server, { path: 'today', timezoneId })
  const { page } = one
  await page.getByRole('button', { name: 'Save as a filter …' }).click()
  await page.getByRole('textbox', { name: 'Name of the filter' }).fill('At home')
  await choose(page.getByLabel('Colour'), { value: 'green' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'At home' }).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/filters\/[0-9a-f-]{36}$/)
  await expectNames(page, ['Fix the tap', 'Paint the fence', 'Sweep', 'Clear the attic'])
  await expectLinks(two.page, ['At home'])
  await two.leave()
  await two.page.getByRole('link', { name: 'At home' }).click()
  await expectNames(two.page, ['Fix the tap', 'Paint the fence', 'Sweep', 'Clear the attic'])
  // What it wants is changed in the field, and kept when that is asked for.
  await searchbox(page).fill('#home and due < +7d')
  await expectNames(page, ['Fix the tap', 'Paint the fence'])
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await page.reload()
  await expectNames(page, ['Fix the tap', 'Paint the fence'])
  await two.comeBack()
  await expectNames(two.page, ['Fix the tap', 'Paint the fence'])
  // Renamed by key, undone by key.
  await page.getByRole('link', { name: 'At home' }).focus()
  await page.keyboard.press('F2')
  await page.keyboard.type('House')
  await page.keyboard.press('Enter')
  await expectLinks(two.page, ['House'])
  await page.locator('main').focus()
  await page.keyboard.press('Control+z')
  await expectLinks(two.page, ['At home'])
  expect(one.errors).toEqual([])
  expect(two.errors).toEqual([])
})

test('[P152] filters are put in order by hand, deleted with undo, and are in the palette', async () => {
  await using opened = await openPage(server, { path: 'search?q=overdue', timezoneId })
  const { page } = opened
  const save = async (query: string, name: string) => {
    await page.goto(`${server.url}/search?q=${encodeURIComponent(query)}`)
    await page.getByRole('button', { name: 'Save as a filter …' }).click()
    await page.getByRole('textbox', { name: 'Name of the filter' }).fill(name)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
  }
  await save('overdue', 'Late')
  await save('priority = high', 'Urgent')
  await expectLinks(page, ['At home', 'Late', 'Urgent'])
  await page.getByRole('link', { name: 'Urgent' }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expectLinks(page, ['At home', 'Urgent', 'Late'])
  await page.getByRole('link', { name: 'Late' }).dragTo(page.getByRole('link', { name: 'At home' }))
  await expectLinks(page, ['Late', 'At home', 'Urgent'])
  await page.reload()
  await expectLinks(page, ['Late', 'At home', 'Urgent'])
  await page.keyboard.press('Control+k')
  await page.keyboard.type('late')
  await page.getByRole('option', { name: /Late/ }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Late' }).waitFor()
  await page.locator('main .title').getByRole('button', { name: 'Actions for “Late”' }).click()
  await page.getByRole('menuitem', { name: 'Delete filter' }).click()
  await expectLinks(page, ['At home', 'Urgent'])
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expectLinks(page, ['Late', 'At home', 'Urgent'])
  await page.getByRole('button', { name: 'What can be written here' }).click()
  await page.getByRole('button', { name: 'Not finished', exact: true }).click()
  expect(await searchbox(page).inputValue()).toBe('overdue and not finished')
  expect(opened.errors).toEqual([])
})

test('[F98] in Chinese conditions and values are offered in Chinese; a press adds them, and takes them away', async () => {
  await using opened = await openPage(server, { path: 'search', timezoneId, locale: 'zh-CN' })
  const { page } = opened
  await page.getByRole('button', { name: viewZhCn.filterHelp }).click()
  const chips = page.locator('.filter-help .chip')
  const examples = [...viewZhCn.helpDateFilters, ...viewZhCn.helpOtherFilters].map(({ text }) => text)
  expect((await chips.allTextContents()).slice(0, examples.length)).toEqual(examples)
  const chip = (name: string) => page.getByRole('button', { name, exact: true })
  const typedIs = (text: string) => becomes(() => searchbox(page).inputValue(), text)
  await chip('高优先级').click()
  await typedIs('高优先级')
  await chip('未完成').click()
  await typedIs('高优先级 且 未完成')
  await expectNames(page, ['Fix the tap'])
  // Pressed once more it goes; one of two alternatives stays whole.
  await chip('今天及逾期').click()
  await typedIs('高优先级 且 未完成 且 (今天或逾期)')
  await becomes(
    () => page.locator('.filter-help .chip[aria-pressed="true"]').allTextContents(),
    ['今天及逾期', '未完成', '高优先级'],
  )
  for (const name of ['今天及逾期', '高优先级']) await chip(name).click()
  await typedIs('未完成')
  // Where a value comes next, values are offered, those of the account as well.
  await searchbox(page).fill('#home 且 截止 <=')
  const values = page.getByRole('group', { name: viewZhCn.valuesToChoose }).getByRole('button')
  await becomes(() => values.allTextContents(), [...viewZhCn.filterValues.date])
  await values.filter({ hasText: '明天' }).click()
  await typedIs('#home 且 截止 <= 明天')
  await expectNames(page, ['Fix the tap'])
  await searchbox(page).fill('清单 =')
  await values.filter({ hasText: 'Work' }).click()
  await typedIs('清单 = Work')
  await expectNames(page, ['Report'])
  await searchbox(page).fill('截止 < 明无 且 牛奶')
  await page.getByText('是不是“明天”？').waitFor()
  expect(opened.errors).toEqual([])
})

test('[P153] Today and Upcoming have what the filters of these names want', async () => {
  const { seed, below, pick } = chance()
  await using own = await startServer({ args: ['--database', 'memory:'] })
  const zones = ['', 'T00:00[UTC]', 'T23:59[America/New_York]', 'T09:00[Asia/Shanghai]']
  const commands = Array.from({ length: 80 }, (_, index): CommandInput => {
    const due = below(4) === 0 ? null : `${day(below(9) - 4)}${pick(zones)}`
    return { type: 'createTodo', todo: { id: newId(), name: `T${index}`, due, finished: below(4) === 0 } }
  })
  await createClient(own.url).batch(commands)
  await using opened = await openPage(own, {
    path: 'today',
    timezoneId,
    viewport: { width: 1280, height: 6_000 },
  })
  for (const [path, filter] of Object.entries({ today, upcoming })) {
    await opened.page.goto(`${own.url}/${path}`)
    await opened.page.locator('.todo').first().waitFor()
    const query = new URLSearchParams({ filter, zone: timezoneId, limit: '1000' })
    const { items } = (await (await fetch(`${own.url}/api/v1/todos?${query}`)).json()) as any
    const wished = items.map((todo: { name: string }) => todo.name).toSorted()
    const shown = async () => [seed, path, (await names(opened.page)).toSorted()]
    await becomes(shown, [seed, path, wished])
  }
})

test('[P154] with 10,000 todos a filter finds as one types, and only what can be seen is drawn', async () => {
  await using own = await startServer({ args: ['--database', 'memory:'] })
  const many = createClient(own.url)
  const commands = Array.from({ length: 10_000 }, (_, index): CommandInput => {
    const labels = index % 10 === 0 ? ['home'] : []
    return { type: 'createTodo', todo: { id: newId(), name: `Todo ${index}`, labels, due: day(index % 100) } }
  })
  for (let at = 0; at < commands.length; at += 100) await many.batch(commands.slice(at, at + 100))
  await using opened = await openPage(own, { path: 'search', timezoneId })
  const { page } = opened
  await page.getByText('In sync').first().waitFor()
  await searchbox(page).pressSequentially('#home and due < +50d and not finished')
  await page.getByText('500 todos found').first().waitFor()
  expect(await page.locator('*').count()).toBeLessThan(3_000)
  await searchbox(page).fill('due < +10d or has:subtodos')
  await page.getByText('1,000 todos found').first().waitFor()
  expect(opened.errors).toEqual([])
})
