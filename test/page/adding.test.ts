/** Completion of labels and lists while a todo is added, pasted lines, sending by a finger (SPEC.md, P290 to P294). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { Todo } from '../../src/client/client.ts'
import { page as pageEn } from '../../src/web/words/en/page.ts'
import { todo as todoEn } from '../../src/web/words/en/todo.ts'
import { todo as todoZhCn } from '../../src/web/words/zh-CN/todo.ts'
import { violations } from '../support/axe.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { becomes, readUntil } from '../support/until.ts'

const server = await servePages()
const { client } = server

async function open(options: PageOptions = {}): Promise<OpenPage & { list: string }> {
  const list = await client.lists.create({ name: 'Mine' })
  const opened = await openPage(server, { path: `lists/${list.id}`, ...options })
  await field(opened.page).waitFor()
  return { ...opened, list: list.id }
}

const field = (page: Page) => page.locator('.add-field textarea')
const options = (page: Page) => page.locator('.option-list').getByRole('option')
const texts = (page: Page) => options(page).allTextContents()
const stored = (list: string, isSo: (todos: readonly Todo[]) => boolean) =>
  readUntil(async () => (await client.todos.page({ list })).items, isSo)

test('[P290] behind # and @ the labels and lists that there are can be chosen by keys, also by pinyin initials', async () => {
  const other = await client.lists.create({ name: 'Big garden' })
  const chinese = await client.lists.create({ name: '买菜' })
  await client.todos.create({ list: other.id, name: 'x', labels: ['shopping', 'two words'] })
  await using opened = await open()
  const { page } = opened
  await field(page).pressSequentially('Soil #sh')
  await becomes(() => texts(page), ['#shopping', todoEn.makeLabel('sh')])
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  const first = await options(page).first().getAttribute('id')
  await becomes(() => field(page).getAttribute('aria-activedescendant'), first)
  await page.keyboard.press('Enter')
  await becomes(() => field(page).inputValue(), 'Soil #shopping ')
  await page.locator('.quick-chip[data-kind="label"]').waitFor()
  await page.keyboard.type('#tw')
  await becomes(() => texts(page), ['#two words', todoEn.makeLabel('tw')])
  await page.keyboard.press('Tab')
  await becomes(() => field(page).inputValue(), 'Soil #shopping #"two words" ')
  await page.keyboard.type('@big')
  await becomes(() => texts(page), ['Big garden', todoEn.makeList('big')])
  await page.keyboard.press('Escape')
  await becomes(() => texts(page), [])
  expect(await field(page).inputValue()).toBe('Soil #shopping #"two words" @big')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await becomes(() => field(page).inputValue(), 'Soil #shopping #"two words" @Big garden ')
  await page.keyboard.press('Enter')
  const [soil] = await stored(other.id, (todos) => todos.some(({ name }) => name === 'Soil')).then((todos) =>
    todos.filter(({ name }) => name === 'Soil'),
  )
  expect(soil?.labels).toEqual(['shopping', 'two words'])
  await field(page).pressSequentially('葱 @mc')
  await becomes(() => texts(page), ['买菜', todoEn.makeList('mc')])
  await options(page).first().click()
  await becomes(() => field(page).inputValue(), '葱 @买菜 ')
  await page.keyboard.press('Enter')
  await stored(chinese.id, (todos) => todos.some(({ name }) => name === '葱'))
  expect(opened.errors).toEqual([])
})

test('[P291] Enter adds the todo unless an option was chosen; an address is no mark', async () => {
  await client.todos.create({ name: 'y', labels: ['homework'] })
  await using opened = await open()
  const { page, list } = opened
  await field(page).pressSequentially('Sums #home')
  await options(page).first().waitFor()
  await page.keyboard.press('Enter')
  await stored(list, ([todo]) => todo?.name === 'Sums' && todo.labels.join() === 'home')
  await field(page).pressSequentially('write to me@home')
  await page.keyboard.press('Enter')
  await stored(list, (todos) => todos.some(({ name }) => name === 'write to me@home'))
  expect(opened.errors).toEqual([])
})

test.each([
  ['en', todoEn],
  ['zh-CN', todoZhCn],
] as const)(
  '[P292] a list that is not there is made with the todo, as one step to undo (%s)',
  async (locale, words) => {
    await using opened = await open({ locale })
    const { page } = opened
    const name = `flat${locale.slice(0, 2)}`
    const lists = async () => (await Array.fromAsync(client.lists.all())).filter((each) => each.name === name)
    await field(page).pressSequentially(`Paint @${name}`)
    await becomes(() => texts(page), [words.makeList(name)])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('.quick-chip').getByText(words.newList(name)).waitFor()
    expect(await lists()).toEqual([])
    await page.keyboard.press('Enter')
    const [made] = await readUntil(lists, (found) => found.length === 1)
    await stored(made?.id ?? '', ([todo]) => todo?.name === 'Paint')
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Control+z')
    await readUntil(lists, (found) => found.length === 0)
    // A press on the chip makes it as well.
    await field(page).fill(`Sand @${name}`)
    // The list of choices lies over the chip until it is closed.
    await becomes(() => texts(page), [words.makeList(name)])
    await field(page).press('Escape')
    await becomes(() => texts(page), [])
    await page.locator('.quick-chip').getByText(words.makeList(name)).click()
    await page.locator('.quick-chip').getByText(words.newList(name)).waitFor()
    await field(page).press('Enter')
    await readUntil(lists, (found) => found.length === 1)
    expect(opened.errors).toEqual([])
  },
)

const paste = (page: Page, text: string) =>
  field(page).evaluate((element, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

test('[P293] pasted lines keep their ticks and their tree, and are read by quick add; it is one step to undo', async () => {
  await using opened = await open()
  const { page, list } = opened
  // The part that reads them is there.
  await field(page).pressSequentially('x')
  await field(page).fill('')
  await page.waitForLoadState('networkidle')
  await paste(
    page,
    '- [ ] Trip !high\n  - [x] Book #travel\n    * Seat\n  1. Pack\n- [X] Done\nPlain @nowhere\n',
  )
  await page.getByRole('button', { name: 'Add 6 todos' }).click()
  const todos = await stored(list, (all) => all.length === 6)
  const nameOf = (id: string | null) => todos.find((each) => each.id === id)?.name ?? null
  const tree = todos.map(({ name, parent, finished }) => [name, nameOf(parent), finished])
  expect(tree.toSorted()).toEqual(
    [
      ['Trip', null, false],
      ['Book', 'Trip', true],
      ['Seat', 'Book', false],
      ['Pack', 'Trip', false],
      ['Done', null, true],
      ['Plain @nowhere', null, false],
    ].toSorted(),
  )
  expect(todos.find(({ name }) => name === 'Trip')?.priority).toBe('high')
  expect(todos.find(({ name }) => name === 'Book')?.labels).toEqual(['travel'])
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Control+z')
  await stored(list, (all) => all.length === 0)
  // Ten megabytes are refused, and the page says what it takes.
  await field(page).focus()
  await paste(page, 'a line of text\n'.repeat(700_000))
  await page.locator('.toast').getByText(todoEn.pasteTooLong).waitFor()
  expect(await field(page).inputValue()).toBe('')
  expect(opened.errors).toEqual([])
})

test('[P294] by a finger a button sends what is written', async () => {
  await using opened = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  const { page, list } = opened
  await field(page).tap()
  await field(page).pressSequentially('Milk')
  const send = page.locator('.add-field').getByRole('button', { name: pageEn.addTodos(1) })
  const [beside, box] = [await send.boundingBox(), await field(page).boundingBox()]
  expect([(beside?.x ?? 0) > (box?.x ?? 0) + (box?.width ?? 0) - 1, beside?.y]).toEqual([true, box?.y])
  await send.tap()
  await stored(list, ([todo]) => todo?.name === 'Milk')
  await becomes(() => field(page).inputValue(), '')
  await send.waitFor({ state: 'detached' })
  expect(await violations(page)).toEqual([])
  expect(opened.errors).toEqual([])
})
