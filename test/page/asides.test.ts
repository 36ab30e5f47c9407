/** Changes at which the server fails again and again: kept, shown, tried again or discarded (SPEC.md, P185 to P190). */
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { createClient } from '../../src/client/client.ts'
import { people, signedInAs, signIn, startAccounts } from '../support/accounts-page.ts'
import { openBehind, type AwayPage } from '../support/away.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { add, expectNames, focused, nameOf, row } from '../support/todo-page.ts'
import { until } from '../support/until.ts'

let folder: ReturnType<typeof tempFolder>
let server: ServerProcess
let database: Database
beforeAll(async () => {
  folder = tempFolder()
  server = await startServer({ args: ['--data', folder.path] })
  database = new Database(`${folder.path}/aiotodo.sqlite`)
})
afterAll(async () => {
  database.close()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const client = () => createClient(server.url)

/** The server fails, without knowing why, at whatever gives a todo a name that begins like this. */
function failAt(start: string, file: Database = database): Disposable {
  // The server writes to the same file.
  file.run('pragma busy_timeout = 10000')
  for (const event of ['insert', 'update of name'])
    file.run(`create trigger fail_${event.slice(0, 6)} before ${event} on todos when new.name like '${start}%'
      begin select raise(abort, 'a planted fault'); end`)
  return {
    [Symbol.dispose]() {
      for (const event of ['insert', 'update']) file.run(`drop trigger if exists fail_${event}`)
    },
  }
}

async function makeList(...names: string[]) {
  const { id } = await client().lists.create({ name: 'Mine' })
  for (const name of names) await client().todos.create({ list: id, name })
  return { id, path: `lists/${id}` }
}

const mark = (page: Page): Locator => page.locator('.sync-mark:visible').first()
async function showsMark(page: Page, text: string): Promise<void> {
  await page.locator('.sync-mark:visible', { hasText: text }).first().waitFor()
}
const dialog = (page: Page, name = 'Sync'): Locator => page.getByRole('dialog', { name })
const press = (within: Locator | Page, name: string) => within.getByRole('button', { name }).first().click()
/** What the dialog says of each: it comes with a part that is loaded later, and is drawn when all else is. */
async function expectTexts(page: Page, expected: string[]): Promise<void> {
  const texts = () => dialog(page).locator('.refused p').allTextContents()
  await until(async () => JSON.stringify(await texts()) === JSON.stringify(expected)).catch(() => {})
  expect(await texts()).toEqual(expected)
}

/** With a clock that is put forward: what the server fails at is set aside after many seconds. */
const withClock = (context: BrowserContext): Promise<void> => context.clock.install()

/** Puts the page's clock forward until this is set aside; slowly enough for the server to answer in between. */
async function showsAside(page: Page, text: string): Promise<void> {
  const shown = page.locator('.sync-mark:visible', { hasText: text }).first()
  await until(async () => {
    if (await shown.isVisible()) return true
    await page.clock.fastForward(1_000)
    await Bun.sleep(50)
    return false
  }, `the mark says "${text}"`)
}

async function openSynced(path: string, options = {}): Promise<AwayPage> {
  const opened = await openBehind(server, { path, prepare: withClock, ...options })
  await opened.page.locator('.sync-mark:visible[data-state="in sync"]').first().waitFor()
  await opened.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  return opened
}

async function rename(page: Page, name: string, newName: string): Promise<void> {
  await nameOf(page, name).focus()
  await page.keyboard.press('F2')
  await page.locator('.name-editor').fill(newName)
  await page.keyboard.press('Enter')
}

/** Waits until the server has these: the mark shows calmly, and not what passes in a moment. */
async function expectSaved(list: string, expected: object[]): Promise<void> {
  const check = async () => expect((await client().todos.page({ list })).items).toMatchObject(expected)
  await until(() =>
    check().then(
      () => true,
      () => false,
    ),
  ).catch(() => {})
  await check()
}
const named = (...names: string[]) => names.map((name) => ({ name }))

const failedText = 'Not saved: the server fails at it. It is kept on this device.'

test('[P185] it is set aside and told, what was done after it is saved; a reload without the network keeps it', async () => {
  const list = await makeList('one')
  await using opened = await openSynced(list.path)
  const { page } = opened
  using fault = failAt('poison')
  await add(page, 'poison', 'two')
  await showsAside(page, '1 set aside')
  await page
    .locator('.toast', {
      hasText: 'Add “poison”: not saved, the server fails at it. It is kept on this device.',
    })
    .waitFor()
  await expectNames(page, ['one', 'two'])
  await expectSaved(list.id, named('one', 'two'))
  await press(page.locator('.toast'), 'Show')
  await dialog(page).getByRole('heading', { name: 'Set aside' }).waitFor()
  await expectTexts(page, ['Add “poison”', failedText])
  await dialog(page).getByText('All changes but those below are on the server.').waitFor()
  await opened.leave()
  await page.reload()
  await showsMark(page, '1 set aside')
  await mark(page).click()
  await expectTexts(page, ['Add “poison”', failedText])
  await opened.comeBack()
  await showsMark(page, 'In sync')
  fault[Symbol.dispose]()
  // It is not sent by itself, only when one says so.
  await page.keyboard.press('Escape')
  await add(page, 'three')
  await expectNames(page, ['one', 'two', 'three'])
  await mark(page).click()
  await press(dialog(page), 'Try again')
  await dialog(page).locator('.refused').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await expectNames(page, ['one', 'two', 'three', 'poison'])
  await showsMark(page, 'In sync')
  await expectSaved(list.id, named('one', 'two', 'three', 'poison'))
  expect(opened.errors).toEqual([])
})

test('[P186] a change of a todo has a line below it, in every tab; it is discarded there, which can be taken back', async () => {
  const list = await makeList('Milk', 'Tea')
  await using opened = await openSynced(list.path)
  await using beside = await openPage({ url: opened.url }, { path: list.path, context: opened.context })
  await expectNames(beside.page, ['Milk', 'Tea'])
  const { page } = opened
  using fault = failAt('poison')
  await rename(page, 'Milk', 'poisoned milk')
  await showsAside(page, '1 set aside')
  for (const each of [page, beside.page]) {
    await row(each, 'Milk').getByText(failedText).waitFor()
    await showsMark(each, '1 set aside')
  }
  // In the tab that has no connection of its own.
  await press(row(beside.page, 'Milk'), 'Discard')
  for (const each of [page, beside.page]) {
    await row(each, 'Milk').getByText(failedText).waitFor({ state: 'detached' })
    await expectNames(each, ['Milk', 'Tea'])
  }
  expect(await focused(beside.page)).toBe('Milk')
  await press(beside.page.locator('.toast'), 'Undo')
  await row(page, 'Milk').getByText(failedText).waitFor()
  fault[Symbol.dispose]()
  await press(row(beside.page, 'Milk'), 'Try again')
  for (const each of [page, beside.page]) {
    await expectNames(each, ['poisoned milk', 'Tea'])
    await showsMark(each, 'In sync')
  }
  await expectSaved(list.id, named('poisoned milk', 'Tea'))
  expect([...opened.errors, ...beside.errors]).toEqual([])
})

test('[P187] what can not be made without it stands with it, and both go together', async () => {
  const list = await makeList('one')
  await using opened = await openSynced(list.path)
  const { page } = opened
  using fault = failAt('poison')
  // Without the network one has the time to go on with it.
  await opened.leave()
  await add(page, 'poison')
  await page.getByRole('checkbox', { name: 'poison' }).click()
  await add(page, 'two')
  await opened.comeBack()
  await showsAside(page, '1 set aside')
  await expectNames(page, ['one', 'two'])
  await mark(page).click()
  await expectTexts(page, ['Add “poison”', 'Finish “poison”', failedText])
  expect(await page.getByText('refused').count()).toBe(0)
  fault[Symbol.dispose]()
  await press(dialog(page), 'Try again')
  await dialog(page).locator('.refused').waitFor({ state: 'detached' })
  await showsMark(page, 'In sync')
  await expectSaved(list.id, [...named('one', 'two'), { name: 'poison', finished: true }])
})

test('[P188] several are tried again at once; what the rules refuse by now stays, and is said', async () => {
  const { id } = await client().lists.create({ name: 'Unique', uniqueNames: true })
  await using opened = await openSynced(`lists/${id}`)
  const { page } = opened
  using fault = failAt('poison')
  await add(page, 'poison a', 'poison b', 'sound')
  await showsAside(page, '2 set aside')
  await mark(page).click()
  fault[Symbol.dispose]()
  await client().todos.create({ list: id, name: 'poison a' })
  await page.locator('.todo', { hasText: 'poison a' }).waitFor({ state: 'attached' })
  await press(dialog(page), 'Try all again')
  await page.locator('.toast', { hasText: 'the list has a todo of this name already.' }).waitFor()
  await dialog(page).locator('.refused', { hasText: 'poison b' }).waitFor({ state: 'detached' })
  await expectTexts(page, ['Add “poison a”', failedText])
  await press(dialog(page), 'Discard')
  await dialog(page).locator('.refused').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await showsMark(page, 'In sync')
  await until(async () => (await client().todos.page({ list: id })).items.length === 3)
  const { items } = await client().todos.page({ list: id })
  expect(items.map(({ name }) => name).toSorted()).toEqual(['poison a', 'poison b', 'sound'])
})

test.each([
  ['en', 'light', 'Sync', '2 set aside', 'Set aside', ['Try again', 'Discard', 'Try all again']],
  ['zh-CN', 'dark', '同步', '2 项已搁置', '已搁置', ['重试', '放弃', '全部重试']],
] as const)(
  '[P189] it is in the page’s language, and axe finds nothing (%s, %s)',
  async (locale, colorScheme, sync, count, heading, buttons) => {
    const list = await makeList('one')
    await using opened = await openSynced(list.path, { locale, colorScheme })
    const { page } = opened
    using _ = failAt('poison')
    const field = page.getByRole('textbox', { name: locale === 'en' ? 'Add a todo' : '添加待办' })
    for (const text of ['poison a', 'poison b']) {
      await field.fill(text)
      await field.press('Enter')
    }
    await showsAside(page, count)
    await mark(page).click()
    await dialog(page, sync).getByRole('heading', { name: heading }).waitFor()
    for (const name of buttons) await dialog(page, sync).getByRole('button', { name }).first().waitFor()
    expect(await violations(page)).toEqual([])
    const shown = (await dialog(page, sync).locator('.sync-body').textContent()) ?? ''
    if (locale !== 'en') expect(shown.replaceAll(/poison [ab]/g, '')).not.toMatch(/[a-z]/i)
    await page.keyboard.press('Escape')
    await rename(page, 'one', 'poison c')
    await showsAside(page, count.replace('2', '3'))
    await row(page, 'one').locator('.answer-line').waitFor()
    expect(await violations(page)).toEqual([])
  },
)

test('[P190] signing out warns of it, as of what waits, and leaves it here for who signs in again', async () => {
  using own = tempFolder()
  const path = `${own.path}/accounts.sqlite`
  await using accounts = await startAccounts(undefined, path)
  await people(accounts, 'ann')
  await using opened = await openPage(accounts, { prepare: withClock })
  const { page } = opened
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  using file = new Database(path)
  using _ = failAt('poison', file)
  await add(page, 'poison')
  await showsAside(page, '1 set aside')
  await page.getByRole('button', { name: 'Account “ann”' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const leaving = dialog(page, 'Sign out?')
  await leaving.getByText('Not on the server yet: 1 change').waitFor()
  expect(await leaving.getByRole('checkbox').isChecked()).toBe(false)
  await leaving.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await showsMark(page, '1 set aside')
})
