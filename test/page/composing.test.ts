/** Input methods: their keys are not the page's (SPEC.md, P410 and P411). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { isComposing } from '../../src/web/state/composing.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { expectNames, field, nameOf, openChip } from '../support/todo-page.ts'
import { becomes } from '../support/until.ts'

const server = await servePages()
const { client } = server

const wide = { viewport: { width: 1_360, height: 900 } }

/** As Safari tells of an Enter that takes Latin letters as they are: the composition is over, and then comes the key. */
async function enterOfSafari(element: Locator, text: string): Promise<void> {
  await element.focus()
  await element.evaluate((field, text) => {
    const input = field as HTMLInputElement
    const tell = (event: Event) => input.dispatchEvent(event)
    tell(new CompositionEvent('compositionstart', { bubbles: true }))
    const { set } = Object.getOwnPropertyDescriptor(
      Object.getPrototypeOf(input),
      'value',
    ) as PropertyDescriptor
    set?.call(input, text)
    tell(new InputEvent('input', { bubbles: true, isComposing: true, data: text }))
    tell(new CompositionEvent('compositionend', { bubbles: true, data: text }))
    tell(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))
  }, text)
}

test('[P410] a key is an input method’s while it composes, and in Safari also the one behind it', () => {
  const composes = (isSo: boolean, keyCode?: number) =>
    isComposing({ isComposing: isSo, ...(keyCode !== undefined && { keyCode }) })
  expect(composes(true, 229)).toBe(true)
  expect(composes(true, 13)).toBe(true)
  expect(composes(false, 229)).toBe(true)
  expect(composes(false, 13)).toBe(false)
  // Of events that have no key, such as those of input.
  expect(composes(false)).toBe(false)
})

test('[P410] no source of the page hears keys that are let go or make a letter, which nothing keeps from it', async () => {
  const web = join(import.meta.dir, '..', '..', 'src', 'web')
  const wrong: string[] = []
  for await (const file of new Bun.Glob('**/*.{ts,tsx}').scan(web))
    if (/onKey(Up|Press)|'key(up|press)'/.test(await Bun.file(join(web, file)).text())) wrong.push(file)
  expect(wrong).toEqual([])
})

interface Place {
  name: string
  open?: (page: Page) => Promise<unknown>
  field: (page: Page) => Locator
  /** What is left in it would be in the way of the next. */
  isCleared?: true
}

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' })

const places: Place[] = [
  { name: 'adding', field, isCleared: true },
  { name: 'a subtodo', field: (page) => page.getByRole('textbox', { name: 'Add a subtodo' }) },
  { name: 'the name in the details', field: (page) => page.locator('.details-name textarea') },
  {
    name: 'a label',
    open: (page) => openChip(page, 'Labels'),
    field: (page) => page.getByRole('combobox', { name: 'Add a label' }),
  },
  {
    name: 'a date',
    open: (page) => openChip(page, 'Due'),
    field: (page) => page.getByRole('textbox', { name: 'Due date' }),
    isCleared: true,
  },
  {
    name: 'the name in a row',
    open: async (page) => {
      await nameOf(page, 'other').focus()
      await page.keyboard.press('F2')
    },
    field: (page) => page.locator('.name-editor'),
  },
  {
    name: 'a new list',
    open: (page) => page.getByRole('button', { name: 'New list' }).click(),
    field: (page) => page.getByRole('textbox', { name: 'Name of the list' }),
  },
  {
    name: 'the palette',
    open: (page) => page.keyboard.press('Control+k'),
    field: (page) => palette(page).getByRole('combobox'),
  },
  {
    name: 'the search',
    open: (page) => page.goto(`${server.url}/search`),
    field: (page) => page.getByRole('searchbox'),
  },
  {
    name: 'the name of a filter',
    open: (page) => page.getByRole('button', { name: 'Save as a filter' }).click(),
    field: (page) => page.getByRole('textbox', { name: 'Name of the filter' }),
  },
]

test('[P410] Enter of an input method takes its letters and nothing else, in every field', async () => {
  const list = await client.lists.create({ name: 'Mine' })
  const todo = await client.todos.create({ list: list.id, name: 'one' })
  await client.todos.create({ list: list.id, name: 'other' })
  await using opened = await openPage(server, { ...wide, path: `lists/${list.id}?todo=${todo.id}` })
  const { page } = opened
  await page.locator('.chip-line').waitFor()
  for (const place of places) {
    await place.open?.(page)
    const input = place.field(page)
    await input.waitFor()
    await enterOfSafari(input, 'github')
    // What would have been done is done in the next turn.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
    const left = {
      text: await input.inputValue().catch(() => 'gone'),
      hasFocus: await input.evaluate((element) => element === document.activeElement).catch(() => false),
    }
    expect({ [place.name]: left }).toEqual({ [place.name]: { text: 'github', hasFocus: true } })
    if (place.isCleared) await input.fill('')
    if (place.name === 'the palette') await page.keyboard.press('Escape')
  }
  expect(opened.errors).toEqual([])
})

test('[P411] while a word is half written the search and the palette show what they had found, and labels are whole', async () => {
  const list = await client.lists.create({ name: 'Half' })
  const todo = await client.todos.create({ list: list.id, name: '买牛奶' })
  await client.todos.create({ list: list.id, name: '写周报' })
  await using opened = await openPage(server, { ...wide, path: 'search' })
  const { page, context } = opened
  const session = await context.newCDPSession(page)
  const compose = (text: string) =>
    session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  const search = page.getByRole('searchbox')
  await search.fill('牛')
  await expectNames(page, ['买牛奶'])
  await compose('nai')
  expect(await search.inputValue()).toBe('牛nai')
  // What else could be found would be drawn by now.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)))
  await expectNames(page, ['买牛奶'])
  await session.send('Input.insertText', { text: '奶' })
  await becomes(() => search.inputValue(), '牛奶')
  await becomes(() => new URL(page.url()).searchParams.get('q'), '牛奶')
  await expectNames(page, ['买牛奶'])

  await page.goto(`${server.url}/lists/${list.id}?todo=${todo.id}`)
  await openChip(page, 'Labels')
  await page.getByRole('combobox', { name: 'Add a label' }).focus()
  // A comma that ends the composition makes a label of it, as one that is typed.
  await compose('jia')
  await session.send('Input.insertText', { text: '家，' })
  await becomes(async () => (await client.todos.get(todo.id)).labels, ['家'])
  expect(opened.errors).toEqual([])
})
