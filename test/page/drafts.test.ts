/** Typed text is never thrown away: each field where a person types, by each way in which it is left (SPEC.md, P204). */
import { expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { field as addField, openChip } from '../support/todo-page.ts'
import { until } from '../support/until.ts'

const server = await servePages()
const { client } = server

const wide = { viewport: { width: 1_360, height: 900 } }
const details = (page: Page) => page.locator('.details')
const notesField = (page: Page) => details(page).getByRole('textbox', { name: 'Notes' })
const nameField = (page: Page) => details(page).getByRole('textbox', { name: 'Name', exact: true })
const editor = (page: Page) => page.locator('.name-editor')
const toast = (page: Page, text: string) => page.locator('.toast', { hasText: text })

/** What a person has open. */
interface Scene {
  list: string
  todo: string
  filter: string
}

async function newScene(): Promise<Scene> {
  const list = await client.lists.create({ name: 'Mine' })
  const todo = await client.todos.create({ list: list.id, name: 'one', notes: 'before' })
  const filter = await client.filters.create({ name: 'Urgent', filter: 'priority = high' })
  return { list: list.id, todo: todo.id, filter: filter.id }
}

/** `saved`: the server has it; `waits`: it is in its field; `offered`: a message brings it back; `told`: a message leads to it. */
type Fate = 'saved' | 'waits' | 'offered' | 'told'

const ways = {
  Escape: (page: Page) => page.keyboard.press('Escape'),
  'a click elsewhere': (page: Page) =>
    page
      .locator('.column .title')
      .first()
      .click({ position: { x: 2, y: 2 } }),
  'a change by somebody else': (_: Page, { touch }: Field, scene: Scene) => touch(scene),
  'deleted by somebody else': (_: Page, { remove }: Field, scene: Scene) => remove?.(scene),
  'the tab is closed': async (page: Page) => {
    await Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })])
  },
  'the page is loaded anew': (page: Page) => page.reload(),
  'the tab crashes': (page: Page) => crash(page),
} as const
type Way = keyof typeof ways

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // It never answers.
  session.send('Page.crash').catch(() => {})
  await crashed
}

interface Field {
  path: (scene: Scene) => string
  /** Opens the field, where it is not there at once. */
  open?: (page: Page, scene: Scene) => Promise<unknown>
  field: (page: Page) => Locator
  /** Where a message leads to; the field itself unless given. */
  toldIn?: (page: Page) => Locator
  /** Whether the server has the text. */
  isSaved?: (scene: Scene, text: string) => Promise<boolean>
  /** What somebody else does to the same. */
  touch: (scene: Scene) => Promise<unknown>
  remove?: (scene: Scene) => Promise<unknown>
  /** Brings back what was deleted. */
  restore?: (page: Page, scene: Scene) => Promise<unknown>
  fates: Partial<Record<Way, Fate>>
}

const saving = {
  'a click elsewhere': 'saved',
  'a change by somebody else': 'waits',
  'the tab is closed': 'saved',
  'the page is loaded anew': 'saved',
} as const
const waiting = {
  Escape: 'waits',
  'a click elsewhere': 'waits',
  'a change by somebody else': 'waits',
  'the tab is closed': 'waits',
  'the page is loaded anew': 'waits',
  'the tab crashes': 'waits',
} as const

const ofTodo = {
  path: ({ list, todo }: Scene) => `lists/${list}?todo=${todo}`,
  remove: ({ todo }: Scene) => client.todos.delete(todo),
  restore: (page: Page) => details(page).getByRole('button', { name: 'Bring it back' }).click(),
}
const startRenaming = (page: Page) => page.locator('main .title h1').dblclick()
const listPath = ({ list }: Scene) => `lists/${list}`
const savedLists = async () => (await Array.fromAsync(client.lists.all())).map(({ name }) => name)
const filterNamed = async ({ filter }: Scene) => (await client.filters.get(filter)).name

const fields: Record<string, Field> = {
  'the notes': {
    ...ofTodo,
    open: (page) => details(page).getByRole('button', { name: 'Edit the notes' }).click(),
    field: notesField,
    isSaved: async ({ todo }, text) => (await client.todos.get(todo)).notes === text,
    touch: ({ todo }) => client.todos.update(todo, { notes: 'theirs' }),
    fates: { ...saving, Escape: 'saved', 'deleted by somebody else': 'waits', 'the tab crashes': 'waits' },
  },
  'the name in the details': {
    ...ofTodo,
    field: nameField,
    isSaved: async ({ todo }, text) => (await client.todos.get(todo)).name === text,
    touch: ({ todo }) => client.todos.update(todo, { name: 'theirs' }),
    fates: { ...saving, Escape: 'offered', 'deleted by somebody else': 'waits', 'the tab crashes': 'waits' },
  },
  'the name in a row': {
    path: listPath,
    // By a key: a click would open the details as well, which have the name, too.
    open: (page) => page.locator('.todo .name').first().press('F2'),
    field: editor,
    toldIn: nameField,
    isSaved: async ({ todo }, text) => (await client.todos.get(todo)).name === text,
    touch: ({ todo }) => client.todos.update(todo, { name: 'theirs' }),
    remove: ({ todo }) => client.todos.delete(todo),
    restore: ofTodo.restore,
    fates: { ...saving, Escape: 'offered', 'deleted by somebody else': 'told', 'the tab crashes': 'told' },
  },
  'a new todo': {
    path: listPath,
    field: addField,
    touch: ({ list }) => client.todos.create({ list, name: 'theirs' }),
    remove: ({ list }) => client.lists.delete(list),
    restore: (_, { list }) => client.lists.restore(list),
    fates: { ...waiting, 'deleted by somebody else': 'waits' },
  },
  'a new todo of Today': {
    path: () => 'today',
    field: addField,
    touch: ({ todo }) => client.todos.update(todo, { due: '2020-01-01' }),
    fates: waiting,
  },
  'a new subtodo': {
    ...ofTodo,
    field: (page) => details(page).getByRole('textbox', { name: 'Add a subtodo' }),
    touch: ({ list, todo }) => client.todos.create({ list, parent: todo, name: 'theirs' }),
    fates: { ...waiting, 'deleted by somebody else': 'waits' },
  },
  'a new label': {
    ...ofTodo,
    open: (page) => openChip(page, 'Labels'),
    field: (page) => details(page).getByRole('combobox', { name: 'Add a label' }),
    isSaved: async ({ todo }, text) => (await client.todos.get(todo)).labels.includes(text),
    touch: ({ todo }) => client.todos.update(todo, { labels: ['theirs'] }),
    fates: { ...saving, Escape: 'offered', 'deleted by somebody else': 'waits', 'the tab crashes': 'waits' },
  },
  'a due date that is none yet': {
    ...ofTodo,
    open: (page) => openChip(page, 'Due'),
    field: (page) => details(page).getByLabel('Due date', { exact: true }),
    touch: ({ todo }) => client.todos.update(todo, { due: '2030-01-01' }),
    fates: { ...waiting, Escape: 'offered', 'deleted by somebody else': 'waits' },
  },
  'the name of a list': {
    path: listPath,
    open: startRenaming,
    field: editor,
    isSaved: async ({ list }, text) => (await client.lists.get(list)).name === text,
    touch: ({ list }) => client.lists.update(list, { name: 'theirs' }),
    remove: ({ list }) => client.lists.delete(list),
    restore: (_, { list }) => client.lists.restore(list),
    fates: { ...saving, Escape: 'offered', 'deleted by somebody else': 'told', 'the tab crashes': 'told' },
  },
  'the name of a new list': {
    path: listPath,
    open: (page) => page.getByRole('button', { name: 'New list' }).click(),
    field: editor,
    isSaved: async (_, text) => (await savedLists()).includes(text),
    touch: () => client.lists.create({ name: 'theirs' }),
    fates: { ...saving, Escape: 'offered', 'the tab crashes': 'told' },
  },
  'the name of a label': {
    path: ({ todo }) => `label?q=${todo}`,
    open: async (page, { list, todo }) => {
      await client.todos.create({ list, name: 'labelled', labels: [todo] })
      await page.locator('main .todo').first().waitFor()
      await startRenaming(page)
    },
    field: editor,
    isSaved: async (_, text) => (await client.todos.page({ label: text })).items.length > 0,
    touch: ({ list }) => client.todos.create({ list, name: 'theirs', labels: ['theirs'] }),
    fates: { ...saving, Escape: 'offered', 'the tab crashes': 'told' },
  },
  'the text of a filter': {
    path: ({ filter }) => `filters/${filter}`,
    field: (page) => page.getByRole('searchbox'),
    toldIn: (page) => page.getByRole('searchbox'),
    touch: ({ filter }) => client.filters.update(filter, { filter: 'overdue' }),
    remove: ({ filter }) => client.filters.delete(filter),
    fates: waiting,
  },
  'the name of a filter': {
    path: ({ filter }) => `filters/${filter}`,
    open: startRenaming,
    field: editor,
    isSaved: async (scene, text) => (await filterNamed(scene)) === text,
    touch: ({ filter }) => client.filters.update(filter, { name: 'theirs' }),
    fates: { ...saving, Escape: 'offered', 'the tab crashes': 'told' },
  },
  'the name of a new filter': {
    path: () => 'search?q=overdue',
    open: async (page) => {
      const button = page.getByRole('button', { name: 'Save as a filter …' })
      const form = page.getByRole('form', { name: 'Save as a filter …' })
      await button.or(form).first().waitFor()
      if (await button.isVisible()) await button.click()
    },
    field: (page) => page.getByRole('textbox', { name: 'Name of the filter' }),
    touch: ({ filter }) => client.filters.update(filter, { filter: 'overdue' }),
    fates: waiting,
  },
  'what is searched for': {
    path: () => 'search',
    field: (page) => page.getByRole('searchbox'),
    touch: ({ list }) => client.todos.create({ list, name: 'theirs' }),
    // It stands in the address, with which a tab is opened again.
    fates: waiting,
  },
}

const isClosing = (way: Way): boolean => way === 'the tab is closed' || way === 'the tab crashes'

/** Drafts that this browser keeps. */
const keptDrafts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Object.entries(localStorage).flatMap(([key, value]) => (/ draft /.test(key) ? [String(value)] : [])),
  )

/**
 * Until the text is on the device: within a second by the page's own clock, which waits with the page where the machine is held
 * up.
 */
async function onDevice(page: Page, text: string): Promise<void> {
  const isThere = await page.evaluate(async (text) => {
    const holds = () =>
      new URLSearchParams(location.search).get('q') === text ||
      Object.entries(localStorage).some(([key, value]) => / draft /.test(key) && value.includes(text))
    for (let turn = 0; turn < 10 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 100))
    return holds()
  }, text)
  expect([text, isThere]).toEqual([text, true])
}

for (const [name, its] of Object.entries(fields))
  test(`[P204] ${name}: whatever comes between, the text is saved, waits in its field, or a message leads to it`, async () => {
    await using opened = await openPage(server, { ...wide, path: 'settings' })
    let { page } = opened
    const { context } = opened
    for (const [way, fate] of Object.entries(its.fates) as [Way, Fate][]) {
      const scene = await newScene()
      const text = `typed ${Math.random().toString(36).slice(2, 8)}`
      const address = () => new URL(its.path(scene), `${server.url}/`).href
      try {
        await page.goto(address())
        await page.getByText('In sync').first().waitFor()
        await its.open?.(page, scene)
        await its.field(page).fill(text)
        if (isClosing(way)) await onDevice(page, text)
        const last = page.url()
        await ways[way](page, its, scene)
        if (isClosing(way)) {
          page = await context.newPage()
          page.setDefaultTimeout(15_000)
          await page.goto(last)
        }
        await expectFate(page, its, scene, { way, fate, text })
      } catch (error) {
        throw new Error(`${name}, ${way}: ${(error as Error).message}`, { cause: error })
      }
    }
    expect(opened.errors).toEqual([])
  })

async function expectFate(
  page: Page,
  its: Field,
  scene: Scene,
  { way, fate, text }: { way: Way; fate: Fate; text: string },
): Promise<void> {
  switch (fate) {
    case 'saved':
      await until(async () => (await its.isSaved?.(scene, text)) === true, 'the server has it')
      // What was saved is no draft any more, and nobody is told of one.
      await until(async () => !(await keptDrafts(page)).join().includes(text), 'it is a draft no longer')
      return expect(await toast(page, text).filter({ hasText: 'kept, not saved' }).count()).toBe(0)
    case 'offered':
      await toast(page, text).getByRole('button', { name: 'Undo' }).click()
      return hasText(its.field(page), text)
    case 'told':
      await toast(page, text).getByRole('button', { name: 'Show' }).click()
      if (way === 'deleted by somebody else') await its.restore?.(page, scene)
      return hasText((its.toldIn ?? its.field)(page), text)
    case 'waits':
      if (way === 'deleted by somebody else') {
        await its.field(page).waitFor({ state: 'detached' })
        await its.restore?.(page, scene)
      }
      // Where it is not there by itself it is opened as before.
      if (
        its.open &&
        way !== 'a change by somebody else' &&
        way !== 'the tab crashes' &&
        way !== 'deleted by somebody else'
      )
        await its.open(page, scene)
      return hasText(its.field(page), text)
  }
}

async function hasText(field: Locator, text: string): Promise<void> {
  await field.waitFor()
  await until(async () => (await field.inputValue()) === text, `${text} is in the field`)
}
