/** The details are the page of the todo: a line of chips, subtodos that are rows, and as wide as a person likes. */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { todo as todoZhCn } from '../../src/web/words/zh-CN/todo.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { violations } from '../support/axe.ts'
import { servePages } from '../support/page-server.ts'
import { becomes } from '../support/until.ts'
import { chipOf, focused, openChip, pressAll } from '../support/todo-page.ts'

const server = await servePages()
const { client } = server

const wide = { viewport: { width: 1_280, height: 800 } }
const subs: [string, string, string, string, string] = [
  'Book the table',
  'Tell everybody',
  'Buy drinks',
  'Choose games',
  'Charge the camera',
]

interface Opened extends OpenPage {
  list: string
  id: string
}

/** A dinner with five subtodos and a short note, its details open. */
async function openDinner(options: PageOptions = {}): Promise<Opened> {
  const list = await client.lists.create({ name: 'Home' })
  const { id } = await client.todos.create({
    list: list.id,
    name: 'Prepare the dinner',
    notes: 'There are **eight** of us.',
    due: '2096-12-01',
    labels: ['friends', 'food'],
    priority: 'medium',
  })
  for (const name of subs) await client.todos.create({ list: list.id, parent: id, name })
  const opened = await openPage(server, { ...wide, path: `lists/${list.id}?todo=${id}`, ...options })
  await details(opened.page).locator('.markdown strong').waitFor()
  return { ...opened, list: list.id, id }
}

const details = (page: Page) => page.locator('aside.details')
const sub = (page: Page, name: string) =>
  details(page)
    .locator('.todo')
    .filter({ has: page.locator('.name', { hasText: name }) })
const subNames = (page: Page) =>
  details(page)
    .locator('.todo')
    .evaluateAll((rows) =>
      rows.map((each) => {
        const depth = Number((each as HTMLElement).dataset['depth'])
        return '.'.repeat(depth) + (each.querySelector('.name')?.textContent ?? '…')
      }),
    )
const openName = (page: Page) => details(page).locator('.details-name textarea').inputValue()
const popover = (page: Page) => details(page).getByRole('dialog')

test('[P248] the details of a todo with five subtodos and a short note fit into 800 px without scrolling', async () => {
  await using opened = await openDinner()
  const { page } = opened
  const body = await details(page)
    .locator('.details-body')
    .evaluate((each) => ({
      over: each.scrollHeight - each.clientHeight,
      wide: each.scrollWidth - each.clientWidth,
    }))
  expect(body).toEqual({ over: 0, wide: 0 })
  const order = await details(page).evaluate((each) =>
    [...each.querySelectorAll('.details-name, .chip-line, .notes, .subtodos, footer, .todo-history')].map(
      ({ classList, localName }) => classList[classList.length - 1] ?? localName,
    ),
  )
  expect(order).toEqual(['details-name', 'chip-line', 'notes', 'subtodos', 'footer', 'todo-history'])
})

test('[P249] what there is stands on a line of chips, and what there is not is an icon with a name', async () => {
  await using opened = await openDinner()
  const { page } = opened
  const names = await page
    .locator('.chip-line > button')
    .evaluateAll((all) => all.map((each) => [each.textContent, each.classList.contains('is-empty')]))
  expect(names).toEqual([
    ['Due Dec 1, 2096', false],
    ['Starts ', true],
    ['Repeat ', true],
    ['Reminders ', true],
    ['Priority Medium', false],
    ['Labels #friends #food', false],
    ['List Home', false],
  ])
})

test('[P249] each chip opens a panel that the keyboard reaches; Escape closes that alone, and gives the focus back', async () => {
  await using opened = await openDinner()
  const { page } = opened
  for (const name of ['Due', 'Starts', 'Repeat', 'Reminders', 'Labels', 'List']) {
    await chipOf(page, name).focus()
    await pressAll(page, 'Enter')
    await popover(page).waitFor()
    expect(await popover(page).getAttribute('aria-label')).toBe(name)
    expect(await popover(page).evaluate((each) => each.contains(document.activeElement))).toBe(true)
    expect(await violations(page)).toEqual([])
    await pressAll(page, 'Escape')
    await popover(page).waitFor({ state: 'detached' })
    expect(await chipOf(page, name).evaluate((each) => each === document.activeElement)).toBe(true)
  }
  await chipOf(page, 'Priority').focus()
  await pressAll(page, 'Enter')
  await page.getByRole('menu').waitFor()
  await pressAll(page, 'Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  expect(await chipOf(page, 'Priority').evaluate((each) => each === document.activeElement)).toBe(true)
  await pressAll(page, 'Escape')
  await details(page).waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

test('[P249] a press elsewhere closes the panel and no more, and what was chosen in it holds; on a sheet too', async () => {
  await using opened = await openDinner({ viewport: { width: 1_000, height: 800 } })
  const { page, id } = opened
  await openChip(page, 'Due')
  await popover(page).getByRole('button', { name: 'Tomorrow' }).click()
  await chipOf(page, 'Due').filter({ hasText: 'tomorrow' }).waitFor()
  await details(page).locator('footer p').click()
  await popover(page).waitFor({ state: 'detached' })
  await openChip(page, 'Priority')
  await page.getByRole('menuitemradio', { name: 'High' }).click()
  await becomes(async () => (await client.todos.get(id)).priority, 'high')
  await details(page).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P250] subtodos are rows: renamed by keys, finished, put below one another, and moved', async () => {
  await using opened = await openDinner()
  const { page } = opened
  await sub(page, 'Tell everybody').locator('.name').focus()
  await pressAll(page, 'Alt+ArrowRight')
  await becomes(() => subNames(page), [subs[0], `.${subs[1]}`, ...subs.slice(2)])
  expect(await focused(page)).toBe('Tell everybody')
  await pressAll(page, 'Alt+ArrowLeft', 'Alt+ArrowUp')
  await becomes(() => subNames(page), [subs[1], subs[0], ...subs.slice(2)])
  // The row in the list beside it stays as it is.
  await pressAll(page, 'Enter')
  await page.locator('.name-editor').fill('Tell all')
  await pressAll(page, 'Enter')
  await becomes(() => subNames(page), ['Tell all', subs[0], ...subs.slice(2)])
  await becomes(() => focused(page), 'Tell all')
  expect(await details(page).evaluate((each) => each.contains(document.activeElement))).toBe(true)
  await pressAll(page, ' ')
  await becomes(() => sub(page, 'Tell all').getByRole('checkbox').getAttribute('aria-checked'), 'true')
  await pressAll(page, 'Delete')
  await becomes(() => subNames(page), [subs[0], ...subs.slice(2)])
  await becomes(() => focused(page), subs[0])
  expect(opened.errors).toEqual([])
})

async function dragTo(page: Page, name: string, other: string, far = 0.9): Promise<void> {
  const [from, to] = [
    await sub(page, name).locator('.name').boundingBox(),
    await sub(page, other).boundingBox(),
  ]
  await page.mouse.move((from?.x ?? 0) + 8, (from?.y ?? 0) + 8)
  await page.mouse.down()
  await page.mouse.move((from?.x ?? 0) + 8, (from?.y ?? 0) + 20, { steps: 4 })
  await page.locator('.drag-label').waitFor()
  await page.mouse.move((from?.x ?? 0) + 8, (to?.y ?? 0) + (to?.height ?? 0) * far, { steps: 6 })
  await details(page).locator('.drop-line').waitFor()
  expect(await page.locator('.drop-line').count()).toBe(1)
  await page.mouse.up()
}

test('[P250] subtodos are dragged among themselves, to the first place too, and stay below their todo', async () => {
  await using opened = await openDinner()
  const { page, id } = opened
  await dragTo(page, 'Book the table', 'Buy drinks')
  await becomes(() => subNames(page), [subs[1], subs[2], subs[0], subs[3], subs[4]])
  await dragTo(page, 'Charge the camera', 'Tell everybody', 0.1)
  await becomes(() => subNames(page), [subs[4], subs[1], subs[2], subs[0], subs[3]])
  const below = async () => {
    const all = await Array.fromAsync(client.todos.all({ list: opened.list }))
    return all.filter(({ parent }) => parent === id).map(({ name }) => name)
  }
  await becomes(below, [subs[4], subs[1], subs[2], subs[0], subs[3]])
  expect(opened.errors).toEqual([])
})

test('[P250] the field for subtodos understands what is written, and another list means a todo of its own', async () => {
  await using opened = await openDinner()
  const { page, id } = opened
  const other = await client.lists.create({ name: 'Shopping' })
  const field = details(page).getByRole('textbox', { name: 'Add a subtodo' })
  await field.fill('Bake bread tomorrow !high')
  await details(page).locator('.quick-chip').nth(1).waitFor()
  await field.press('Enter')
  await sub(page, 'Bake bread').getByRole('button', { name: 'tomorrow' }).waitFor()
  await field.fill('Buy flour @Shopping')
  await details(page).locator('.quick-chip').first().waitFor()
  await field.press('Enter')
  const made = async (list: string) =>
    (await client.todos.page({ list })).items.map(({ name, parent, priority }) => ({
      name,
      parent,
      priority,
    }))
  await becomes(() => made(other.id), [{ name: 'Buy flour', parent: null, priority: 'none' }])
  await becomes(async () => (await made(opened.list)).at(-1), {
    name: 'Bake bread',
    parent: id,
    priority: 'high',
  })
  expect(opened.errors).toEqual([])
})

test('[P250] a click on a subtodo opens it in the place of the one above', async () => {
  await using opened = await openDinner()
  const { page } = opened
  await sub(page, 'Buy drinks').locator('.name').click()
  await becomes(() => openName(page), 'Buy drinks')
  await details(page).getByRole('button', { name: 'Part of “Prepare the dinner”' }).click()
  await becomes(() => openName(page), 'Prepare the dinner')
})

test('[P251] the history opens below all else and is in sight then', async () => {
  await using opened = await openDinner({ viewport: { width: 1_280, height: 600 } })
  const { page } = opened
  await details(page).getByRole('button', { name: 'History' }).click()
  const first = details(page).locator('.entry-line').first()
  await first.waitFor()
  await becomes(
    () =>
      first.evaluate((each) => {
        const { top, bottom } = each.getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
      }),
    true,
  )
})

test('[P252] the details are made wider and narrower by keys and by dragging, within bounds, and stay so here', async () => {
  await using opened = await openDinner()
  const { page } = opened
  const width = async () => Math.round((await details(page).boundingBox())?.width ?? 0)
  const edge = page.getByRole('separator', { name: 'Width of the details' })
  const usual = await width()
  await edge.focus()
  await pressAll(page, 'ArrowLeft', 'ArrowLeft')
  await becomes(width, usual + 48)
  await pressAll(page, 'Home')
  await becomes(width, 320)
  await pressAll(page, 'End')
  await becomes(width, Math.round(1_280 * 0.45))
  const box = await edge.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 4, 300)
  await page.mouse.down()
  await page.mouse.move(1_280 - 400, 300, { steps: 4 })
  await page.mouse.up()
  await becomes(width, 400)
  await page.reload()
  await details(page).waitFor()
  await becomes(width, 400)
  await page.getByRole('separator', { name: 'Width of the details' }).dblclick()
  await becomes(width, usual)
  expect(opened.errors).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const [width, height] of [
    [360, 780],
    [1_280, 800],
  ] as const)
    test(`[P253] axe finds nothing in the details and what they open, in Chinese, and nothing is wider than ${width} px, ${colorScheme}`, async () => {
      await using opened = await openDinner({ locale: 'zh-CN', colorScheme, viewport: { width, height } })
      const { page } = opened
      expect(await violations(page)).toEqual([])
      await openChip(page, todoZhCn.repeat)
      await popover(page).waitFor()
      expect(await violations(page)).toEqual([])
      const tooWide = await page.evaluate(() =>
        [...document.querySelectorAll('.details *')].some(
          (each) => each.getBoundingClientRect().right > innerWidth + 1,
        ),
      )
      expect(tooWide).toBe(false)
      expect(opened.errors).toEqual([])
    })
