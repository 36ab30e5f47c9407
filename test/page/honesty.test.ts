/** What the page says about sync and about this device is so: refusals, conflicts, storage, the trash, settings. */
import { expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { openBehind, type AwayPage } from '../support/away.ts'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { startServer } from '../support/server.ts'
import { add, expectNames, focused, nameOf, row } from '../support/todo-page.ts'
import { becomes, readUntil } from '../support/until.ts'

const server = await servePages()

const { client } = server

/** A list of its own, whose names are unique: so the server has something to refuse. */
async function makeList(...names: string[]) {
  const { id } = await client.lists.create({ name: 'Mine', uniqueNames: true })
  const todos = []
  for (const name of names) todos.push(await client.todos.create({ list: id, name }))
  return { id, path: `lists/${id}`, todos }
}

const mark = (page: Page): Locator => page.locator('.sync-mark:visible').first()
const markText = async (page: Page) => (await mark(page).textContent()) ?? ''
async function showsMark(page: Page, text: string): Promise<void> {
  await readUntil(
    () => markText(page),
    (shown) => shown.includes(text),
  )
}
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Sync' })
const press = (within: Locator | Page, name: string) => within.getByRole('button', { name }).first().click()
const line = (page: Page, text: string): Locator => page.locator('.answer-line', { hasText: text })

async function rename(page: Page, name: string, newName: string): Promise<void> {
  await nameOf(page, name).focus()
  await page.keyboard.press('F2')
  await page.locator('.name-editor').fill(newName)
  await page.keyboard.press('Enter')
}

async function openSynced(path: string, options = {}): Promise<AwayPage> {
  const opened = await openBehind(server, { path, ...options })
  await showsMark(opened.page, 'In sync')
  await canReopen(opened.page)
  return opened
}

/** From here on it opens without the network too. */
const canReopen = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')

/** Such as no compression makes small. */
const randomText = (length: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(length / 2))).toString('hex')

const isGone = async (locator: Locator) => locator.first().waitFor({ state: 'detached' })
/** Waits until the server has these in the list, and no others. */
async function expectSaved(list: string, wished: readonly string[]): Promise<void> {
  const saved = async () => (await client.todos.page({ list })).items.map(({ name }) => name)
  await becomes(saved, [...wished])
}

test('[P40] the mark says when the server is away and how many changes wait, and is in sync again by itself', async () => {
  const list = await makeList('one')
  await using opened = await openSynced(list.path)
  const { page } = opened
  await opened.leave()
  await showsMark(page, 'Offline')
  await add(page, 'two', 'three')
  await showsMark(page, 'Offline · 2 waiting')
  expect(await mark(page).getAttribute('data-state')).toBe('offline')
  await opened.comeBack()
  await showsMark(page, 'In sync')
  await expectSaved(list.id, ['one', 'two', 'three'])
  expect(opened.errors).toEqual([])
})

test('[P40] nothing flickers: neither quick saves nor a short break of the connection are shown', async () => {
  const list = await makeList()
  await using opened = await openSynced(list.path)
  const { page } = opened
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    const element = document.querySelector('.sidebar .sync-mark') as HTMLElement
    new MutationObserver(() => seen.push(element.textContent ?? '')).observe(element, {
      subtree: true,
      characterData: true,
      childList: true,
      attributes: true,
    })
  })
  for (let count = 0; count < 10; count++) await add(page, `todo ${count}`)
  await Bun.sleep(500)
  await opened.cut()
  opened.mend()
  await Bun.sleep(1_800)
  expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([])
})

test('[P40] that it is away and back is read out, saves are not', async () => {
  const list = await makeList()
  await using opened = await openSynced(list.path)
  const { page } = opened
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const element = document.querySelector('.unseen[role=status]') as HTMLElement
    new MutationObserver(() => heard.push(element.textContent ?? '')).observe(element, {
      subtree: true,
      characterData: true,
      childList: true,
    })
  })
  await add(page, 'one')
  await opened.leave()
  await showsMark(page, 'Offline')
  await opened.comeBack()
  await showsMark(page, 'In sync')
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard)
  expect(heard).toEqual(['Added “one”', 'Offline', 'Back online'])
})

test('[P41] the dialog says what waits, in words, and tries at once when asked to', async () => {
  const list = await makeList('Milk')
  await using opened = await openSynced(list.path)
  const { page } = opened
  await opened.cut()
  await showsMark(page, 'Offline')
  await rename(page, 'Milk', 'Oat milk')
  await page.getByRole('checkbox', { name: 'Oat milk' }).click()
  await add(page, 'Eggs')
  await mark(page).click()
  const waiting = dialog(page).locator('li')
  await waiting.first().waitFor()
  expect(await waiting.allTextContents()).toEqual(['Rename to “Oat milk”', 'Finish “Oat milk”', 'Add “Eggs”'])
  opened.mend()
  await press(dialog(page), 'Try now')
  await dialog(page).getByText('All changes are on the server.').waitFor()
  expect(await waiting.count()).toBe(0)
  await page.keyboard.press('Escape')
  expect(await focused(page)).toContain('In sync')
})

test('[P41] a page that the server does not understand says so, and offers to load a newer one', async () => {
  const list = await makeList('one')
  await using opened = await openPage(server, {
    path: list.path,
    prepare: (context) => context.routeWebSocket(/\/sync(\?|$)/, (socket) => socket.close({ code: 4400 })),
  })
  const { page } = opened
  await showsMark(page, 'A new version is needed')
  await mark(page).click()
  await dialog(page).getByText('The server speaks a newer language than this page.').waitFor()
  await Promise.all([page.waitForEvent('load'), press(dialog(page), 'Reload')])
})

test('[P42] a todo that was refused is taken back, and is offered for another try, after a reload too', async () => {
  const list = await makeList()
  await using opened = await openSynced(list.path)
  const { page } = opened
  await opened.leave()
  await add(page, 'Eggs')
  const theirs = await client.todos.create({ list: list.id, name: 'Eggs' })
  await opened.comeBack()
  await showsMark(page, '1 refused')
  await page.getByText('Add “Eggs”: not saved, the list has a todo of this name already.').first().waitFor()
  await expectNames(page, ['Eggs'])
  await page.reload()
  await showsMark(page, '1 refused')
  await mark(page).click()
  await press(dialog(page), 'Try again')
  // The rules know it by now: it stays.
  await page.locator('.toast', { hasText: 'the list has a todo of this name already.' }).waitFor()
  expect(await dialog(page).getByText('Not saved:').count()).toBe(1)
  await client.todos.update(theirs.id, { name: 'Their eggs' })
  await nameOf(page, 'Their eggs').waitFor()
  await press(dialog(page), 'Try again')
  await isGone(dialog(page).getByText('Not saved:'))
  await page.keyboard.press('Escape')
  await expectNames(page, ['Their eggs', 'Eggs'])
  await showsMark(page, 'In sync')
  await expectSaved(list.id, ['Their eggs', 'Eggs'])
})

test('[P42] a change that was refused has a line below its todo, in every tab; discarding is for all of them', async () => {
  const list = await makeList('Milk', 'Tea')
  await using opened = await openSynced(list.path)
  await using beside = await openPage({ url: opened.url }, { path: list.path, context: opened.context })
  await expectNames(beside.page, ['Milk', 'Tea'])
  const { page } = opened
  await opened.leave()
  await rename(page, 'Milk', 'Soy')
  await client.todos.create({ list: list.id, name: 'Soy' })
  await opened.comeBack()
  const why = 'Not saved: the list has a todo of this name already.'
  for (const each of [page, beside.page]) {
    await row(each, 'Milk').getByText(why).waitFor()
    await showsMark(each, '1 refused')
  }
  await press(row(page, 'Milk'), 'Discard')
  for (const each of [page, beside.page]) {
    await isGone(line(each, why))
    await expectNames(each, ['Milk', 'Tea', 'Soy'])
  }
  expect(await focused(page)).toBe('Milk')
  // By mistake: it can be taken back for a moment.
  await press(page.locator('.toast'), 'Undo')
  await row(beside.page, 'Milk').getByText(why).waitFor()
})

test('[P42] what depends on something refused is refused, tried again and discarded together with it', async () => {
  const list = await makeList()
  await using opened = await openSynced(list.path)
  const { page } = opened
  await opened.leave()
  await add(page, 'Eggs')
  await page.getByRole('checkbox', { name: 'Eggs' }).click()
  const theirs = await client.todos.create({ list: list.id, name: 'Eggs' })
  await opened.comeBack()
  await showsMark(page, '1 refused')
  await client.todos.delete(theirs.id)
  await expectNames(page, [])
  await mark(page).click()
  await dialog(page).locator('.refused').waitFor()
  await dialog(page).getByText('All changes but those below are on the server.').waitFor()
  expect(await dialog(page).locator('.refused p').allTextContents()).toEqual([
    'Add “Eggs”',
    expect.stringMatching(/^Finish/),
    'Not saved: the list has a todo of this name already.',
  ])
  await press(dialog(page), 'Try again')
  await showsMark(page, 'In sync')
  await Bun.sleep(300)
  const { items } = await client.todos.page({ list: list.id })
  expect(items).toMatchObject([{ name: 'Eggs', finished: true }])
})

test('[P43] two who change different fields of one todo both win', async () => {
  const list = await makeList('Milk')
  await using opened = await openSynced(list.path)
  const { page } = opened
  await opened.leave()
  await rename(page, 'Milk', 'Oat milk')
  await showsMark(page, '1 waiting')
  const [todo] = list.todos
  await client.todos.update(todo?.id ?? '', { finished: true, priority: 'high' })
  await opened.comeBack()
  await showsMark(page, 'In sync')
  expect((await client.todos.page({ list: list.id })).items).toMatchObject([
    { name: 'Oat milk', finished: true, priority: 'high' },
  ])
  expect(await page.locator('.answer-line').count()).toBe(0)
})

test('[P44] who lost a text to somebody else is offered it back, until it is answered, after a reload too', async () => {
  const list = await makeList('Milk', 'Tea')
  const [milk, tea] = list.todos.map(({ id }) => id)
  await using opened = await openSynced(list.path)
  const { page } = opened
  await rename(page, 'Milk', 'Oat milk')
  await rename(page, 'Tea', 'Green tea')
  await expectSaved(list.id, ['Oat milk', 'Green tea'])
  await showsMark(page, 'In sync')
  await client.todos.update(milk ?? '', { name: 'Soy milk' })
  await client.todos.update(tea ?? '', { name: 'Black tea' })
  await row(page, 'Soy milk').getByText('“Oat milk” was changed to “Soy milk” elsewhere.').waitFor()
  await page.reload()
  await press(row(page, 'Soy milk'), 'Take mine back')
  await expectNames(page, ['Oat milk', 'Black tea'])
  await press(row(page, 'Black tea'), 'Leave it')
  await isGone(page.locator('.answer-line'))
  await showsMark(page, 'In sync')
  await expectSaved(list.id, ['Oat milk', 'Black tea'])
  await page.reload()
  await expectNames(page, ['Oat milk', 'Black tea'])
  expect(await page.locator('.answer-line').count()).toBe(0)
})

test('[P44] a text is offered back that was changed elsewhere while the page was closed', async () => {
  const list = await makeList('Milk')
  await using opened = await openSynced(list.path)
  const { page } = opened
  await rename(page, 'Milk', 'Oat milk')
  await expectSaved(list.id, ['Oat milk'])
  await showsMark(page, 'In sync')
  await page.goto('about:blank')
  await client.todos.update(list.todos[0]?.id ?? '', { name: 'Soy milk' })
  await page.goto(`${opened.url}/${list.path}`)
  await line(page, '“Oat milk” was changed to “Soy milk” elsewhere.').waitFor()
})

test('[P44] what was written offline wins when it comes, and the one who was first is offered theirs', async () => {
  const list = await makeList('Milk')
  await using one = await openSynced(list.path)
  await using other = await openSynced(list.path)
  await one.leave()
  await rename(one.page, 'Milk', 'Oat milk')
  await rename(other.page, 'Milk', 'Soy milk')
  await expectSaved(list.id, ['Soy milk'])
  await showsMark(other.page, 'In sync')
  await one.comeBack()
  await line(other.page, '“Soy milk” was changed to “Oat milk” elsewhere.').waitFor()
  await expectNames(one.page, ['Oat milk'])
  expect(await one.page.locator('.answer-line').count()).toBe(0)
})

test('[P44] notes that others wrote on lost nothing; notes that they replaced are offered back, in the details too', async () => {
  const list = await makeList('Milk')
  const id = list.todos[0]?.id ?? ''
  await using opened = await openSynced(`${list.path}?todo=${id}`)
  const { page } = opened
  const notes = page.locator('.details').getByRole('textbox', { name: 'Notes' })
  await notes.fill('Two bottles')
  await notes.press('Control+Enter')
  const saved = async (wished: string) => {
    while ((await client.todos.get(id)).notes !== wished) await Bun.sleep(20)
  }
  await saved('Two bottles')
  await client.todos.update(id, { notes: 'Two bottles\n\nand bread' })
  await page.locator('.details').getByText('and bread').waitFor()
  expect(await page.locator('.answer-line').count()).toBe(0)
  await client.todos.update(id, { notes: 'None' })
  const offer = page.locator('.details .answer-line')
  await offer.getByText('Your notes of “Milk” were changed elsewhere.').waitFor()
  await press(offer, 'Take mine back')
  await saved('Two bottles')
  await isGone(page.locator('.answer-line'))
})

test('[P44] one’s own later changes, undoing them, and another tab are not somebody else', async () => {
  const list = await makeList('Milk')
  await using opened = await openSynced(list.path)
  const { page } = opened
  await using beside = await openPage({ url: opened.url }, { path: list.path, context: opened.context })
  await expectNames(beside.page, ['Milk'])
  await rename(page, 'Milk', 'Oat milk')
  await rename(page, 'Oat milk', 'Soy milk')
  await page.keyboard.press('Control+z')
  for (const each of [page, beside.page]) await expectNames(each, ['Oat milk'])
  await rename(beside.page, 'Oat milk', 'Rice milk')
  await expectNames(page, ['Rice milk'])
  await rename(page, 'Rice milk', 'Milk')
  await expectNames(beside.page, ['Milk'])
  await expectSaved(list.id, ['Milk'])
  await showsMark(page, 'In sync')
  for (const each of [page, beside.page]) expect(await each.locator('.answer-line').count()).toBe(0)
})

/** The page in a browser that was changed before it came: the script runs before the page's own. */
async function openChanged(path: string, script: (() => void) | string) {
  const first = await openPage(server, { path: 'livez' })
  if (script === storageKinds['silent for ever']) await first.context.clock.install()
  await first.context.addInitScript(script)
  await first.page.goto(`${server.url}/${path}`)
  return first
}

const storageKinds = {
  denied: () => {
    const refuse = () => {
      throw new DOMException('Denied', 'SecurityError')
    }
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches'])
      Object.defineProperty(window, name, { get: refuse })
    Object.defineProperty(navigator, 'serviceWorker', { get: refuse })
    navigator.storage.persist = refuse
    navigator.locks.request = () => Promise.reject(new DOMException('Denied', 'SecurityError'))
    Object.defineProperty(window, 'BroadcastChannel', { value: refuse })
  },
  'refused by IndexedDB alone': () => {
    indexedDB.open = () => {
      throw new DOMException('Denied', 'SecurityError')
    }
  },
  'silent for ever': () => {
    const request = Object.create(IDBOpenDBRequest.prototype) as IDBOpenDBRequest
    indexedDB.open = () => Object.assign(request, { addEventListener() {}, removeEventListener() {} })
  },
  'without locks': () => Object.defineProperty(navigator, 'locks', { value: undefined }),
  'without channels': () => Reflect.deleteProperty(window, 'BroadcastChannel'),
}

for (const [how, script] of Object.entries(storageKinds)) {
  test(`[P45] where storage is ${how}, the page works while it is online, and says that nothing is kept`, async () => {
    const list = await makeList('one')
    await using opened = await openChanged(list.path, script)
    const { page, errors } = opened
    // It waits for what does not come, by a clock that is put forward here.
    if (how === 'silent for ever') await page.clock.fastForward(60_000)
    await showsMark(page, 'In sync · not kept here')
    await add(page, 'two')
    await rename(page, 'one', 'first')
    await expectNames(page, ['first', 'two'])
    await mark(page).click()
    await dialog(page).getByText('This browser does not let the page keep anything.').waitFor()
    await page.keyboard.press('Escape')
    await showsMark(page, 'In sync')
    await expectSaved(list.id, ['first', 'two'])
    await using beside = await openPage(server, { path: list.path, context: opened.context })
    if (how === 'silent for ever') await beside.page.clock.fastForward(60_000)
    await expectNames(beside.page, ['first', 'two'])
    await add(beside.page, 'three')
    await expectNames(page, ['first', 'two', 'three'])
    expect([...errors, ...beside.errors]).toEqual([])
  })
}

test('[P45] over http from a network nothing is kept, and the page says why', async () => {
  await using lan = await startServer({
    args: ['--database', 'memory:', '-H', '0.0.0.0', '--insecure-no-accounts'],
  })
  await using opened = await openPage({ url: `http://lan.test:${lan.port}` })
  const { page, errors } = opened
  await showsMark(page, 'In sync · not kept here')
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/later-')),
  )
  // No worker is here that would have the rest of the page ready.
  await lan.stop()
  await add(page, 'one')
  await showsMark(page, 'Offline · 1 waiting · not kept here')
  await mark(page).click()
  await dialog(page).getByText('Over this connection the browser keeps nothing.').waitFor()
  await dialog(page).getByText('keep it open until it is back').waitFor()
  // The browser's own remark on a header that goes with https.
  expect(errors.filter((error) => !error.includes('Cross-Origin-Opener-Policy'))).toEqual([])
})

test('[P46] with no room left the page goes on, says so, and keeps all when there is room again', async () => {
  const list = await makeList('one')
  await using opened = await openBehind(server, { path: 'livez' })
  const { page, context } = opened
  const devTools = await context.newCDPSession(page)
  const setQuota = (quotaSize?: number) =>
    devTools.send('Storage.overrideQuotaForOrigin', {
      origin: opened.url,
      ...(quotaSize !== undefined && { quotaSize }),
    })
  // Before the database is opened: the browser remembers for a while what it found.
  await setQuota(1_000_000)
  await page.goto(`${opened.url}/${list.path}`)
  await expectNames(page, ['one'])
  await canReopen(page)
  const large = await makeList()
  for (let count = 0; count < 20; count++)
    await client.todos.create({ list: large.id, name: `large ${count}`, notes: randomText(60_000) })
  await showsMark(page, 'In sync · no room on this device')
  await add(page, 'two')
  await expectSaved(list.id, ['one', 'two'])
  await opened.leave()
  await add(page, 'three')
  await showsMark(page, 'Offline · 1 waiting · no room')
  await setQuota()
  await add(page, 'four')
  await isGone(page.locator('.sync-mark', { hasText: 'no room' }))
  await page.reload()
  await expectNames(page, ['one', 'two', 'three', 'four'])
  await opened.comeBack()
  await showsMark(page, 'In sync')
  await expectSaved(list.id, ['one', 'two', 'three', 'four'])
})

test('[P47] a database that is wiped while the page is open costs nothing: what waits is kept in a new one', async () => {
  const list = await makeList('one')
  await using opened = await openSynced(list.path)
  const { page, context } = opened
  await opened.leave()
  await add(page, 'two')
  await showsMark(page, '1 waiting')
  const devTools = await context.newCDPSession(page)
  await devTools.send('Storage.clearDataForOrigin', { origin: opened.url, storageTypes: 'indexeddb' })
  await add(page, 'three')
  await showsMark(page, 'Offline · 2 waiting · not kept here')
  await expectNames(page, ['one', 'two', 'three'])
  opened.mend()
  await context.setOffline(false)
  await context.setOffline(true)
  await page.reload()
  await showsMark(page, 'Offline · 2 waiting')
  await opened.comeBack()
  await expectNames(page, ['one', 'two', 'three'])
  await showsMark(page, 'In sync')
  await expectSaved(list.id, ['one', 'two', 'three'])
})

test('[P47] after the first change the browser is asked, once, to keep what is here', async () => {
  const list = await makeList()
  await using opened = await openChanged(list.path, () => {
    navigator.storage.persisted = () => Promise.resolve(false)
    navigator.storage.persist = () => {
      sessionStorage.setItem('asked', `${sessionStorage.getItem('asked') ?? ''}.`)
      return Promise.resolve(false)
    }
  })
  const { page } = opened
  const asked = () => page.evaluate(() => sessionStorage.getItem('asked'))
  await showsMark(page, 'In sync')
  expect(await asked()).toBeNull()
  await add(page, 'one', 'two')
  await page.waitForFunction(() => sessionStorage.getItem('asked') !== null)
  await page.reload()
  await add(page, 'three')
  await expectSaved(list.id, ['one', 'two', 'three'])
  expect(await asked()).toBe('.')
})

const database = 'aiotodo /'
const damages: Record<string, (name: string) => Promise<void>> = {
  'has lost some todos': (name) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('todos', 'readwrite')
        transaction.objectStore('todos').clear()
        transaction.oncomplete = () => {
          opening.result.close()
          resolve()
        }
        transaction.onabort = () => reject(transaction.error)
      }
    }),
  'is of another form': (name) =>
    new Promise((resolve) => {
      indexedDB.deleteDatabase(name).onsuccess = () => {
        const opening = indexedDB.open(name, 1)
        opening.onupgradeneeded = () => void opening.result.createObjectStore('outbox')
        opening.onsuccess = () => {
          opening.result.close()
          resolve()
        }
      }
    }),
}

for (const [how, damage] of Object.entries(damages)) {
  test(`[P47] a database that ${how} is made whole when the page is opened again`, async () => {
    const list = await makeList('one', 'two')
    await using opened = await openSynced(list.path)
    const { page } = opened
    await page.waitForTimeout(300)
    await page.goto(`${opened.url}/livez`)
    await page.evaluate(damage, database)
    for (let count = 0; count < 2; count++) {
      await page.goto(`${opened.url}/${list.path}`)
      await expectNames(page, ['one', 'two'])
      await showsMark(page, 'In sync')
      await page.waitForTimeout(300)
    }
    await opened.leave()
    await page.reload()
    await expectNames(page, ['one', 'two'])
    expect(opened.errors).toEqual([])
  })
}

test('[P48] with a clock that is wrong by years all works, and the page says what that means', async () => {
  const list = await makeList('one')
  await using opened = await openChanged(list.path, () => {
    const Right = Date
    const aheadMs = 14 * 366 * 24 * 3_600_000
    window.Date = class extends Right {
      constructor(...args: []) {
        super(...((args.length > 0 ? args : [Right.now() + aheadMs]) as []))
      }
      static override now = () => Right.now() + aheadMs
    } as DateConstructor
  })
  const { page } = opened
  await showsMark(page, 'In sync · clock is wrong')
  await add(page, 'two')
  await rename(page, 'one', 'first')
  await expectNames(page, ['first', 'two'])
  await expectSaved(list.id, ['first', 'two'])
  await client.todos.update(list.todos[0]?.id ?? '', { name: 'erste' })
  await line(page, '“first” was changed to “erste” elsewhere.').waitFor()
  await mark(page).click()
  await dialog(page).getByText('This device’s clock is 14 years ahead of the server’s.').waitFor()
  const [, two] = (await client.todos.page({ list: list.id })).items
  expect(two?.createdAt.slice(0, 4)).toBe(String(new Date().getUTCFullYear()))
})

for (const { locale, subtodo, inSync, message, together } of [
  {
    locale: 'en',
    subtodo: 'Add a subtodo',
    inSync: 'In sync',
    message: 'The todo that “jacket” was part of has been moved or deleted. It is in “Mine” on its own now.',
    together:
      'The todos that “socks” and 2 others were part of have been moved or deleted. They are in “Mine” on their own now.',
  },
  {
    locale: 'zh-CN',
    subtodo: '添加子待办',
    inSync: '已同步',
    message: '“jacket”的上级待办已被移动或删除，它现在独立位于“Mine”中。',
    together: '“socks”等 3 项待办的上级已被移动或删除，它们现在独立位于“Mine”中。',
  },
])
  test(`[P203] what was made offline below a todo that is gone meanwhile is told, and shown (${locale})`, async () => {
    const list = await makeList('trip', 'wash')
    const other = await makeList()
    const [trip, wash] = list.todos.map(({ id }) => id) as [string, string]
    await using opened = await openBehind(server, { path: `${list.path}?todo=${trip}`, locale })
    const { page } = opened
    const details = page.locator('.details')
    const field = details.getByRole('textbox', { name: subtodo })
    await field.waitFor()
    await showsMark(page, inSync)
    await canReopen(page)
    await opened.leave()
    await field.fill('jacket')
    await field.press('Enter')
    await client.todos.update(trip, { list: other.id })
    await opened.comeBack()
    const toast = page.locator('.toast', { hasText: message })
    await toast.waitFor()
    await expectSaved(list.id, ['wash', 'jacket'])
    const [, jacket] = (await client.todos.page({ list: list.id })).items
    expect(jacket?.parent).toBeNull()
    await toast.getByRole('button').first().click()
    await page.waitForURL(`**/*todo=${jacket?.id}`)
    expect(await page.locator('.refused').count()).toBe(0)

    await page.goto(`${opened.url}/${list.path}?todo=${wash}`)
    await field.waitFor()
    await showsMark(page, inSync)
    await opened.leave()
    for (const name of ['socks', 'shirts', 'hats']) {
      await field.fill(name)
      await field.press('Enter')
    }
    await client.todos.delete(wash)
    await opened.comeBack()
    await page.locator('.toast', { hasText: together }).waitFor()
    await expectSaved(list.id, ['jacket', 'socks', 'shirts', 'hats'])
    expect(opened.errors).toEqual([])
  })

test('[P50] the trash has what was deleted, the newest first, and gives it back', async () => {
  const list = await makeList('one', 'two', 'three')
  const [one, two] = list.todos.map(({ id }) => id)
  await client.todos.create({ list: list.id, name: 'below', parent: two ?? '' })
  await client.todos.delete(one ?? '')
  await client.todos.delete(two ?? '')
  await using opened = await openSynced('trash')
  const { page } = opened
  const rows = page.locator('.binned')
  await rows.filter({ hasText: 'one' }).waitFor()
  expect(await rows.locator('.binned-name').allTextContents()).toEqual(expect.arrayContaining(['two', 'one']))
  expect(await rows.first().textContent()).toMatch(/^twoin “Mine” · with 1 subtodo · Deleted .*Restore$/)
  await press(page, 'Restore: “two”')
  await isGone(rows.filter({ hasText: 'two' }))
  expect(await focused(page)).toBe('Restore: “one”')
  await press(page, 'Restore: “one”')
  await showsMark(page, 'In sync')
  await expectSaved(list.id, ['one', 'two', 'three', 'below'])
  await page.keyboard.press('Control+z')
  await rows.filter({ hasText: 'one' }).waitFor()
})

test('[P50] a todo whose list is in the trash comes back with it', async () => {
  const list = await makeList('one', 'two')
  await client.todos.delete(list.todos[0]?.id ?? '')
  await client.lists.delete(list.id)
  await using opened = await openSynced('trash')
  const { page } = opened
  const one = page
    .locator('.binned')
    .filter({ hasText: 'one' })
    .filter({ hasText: 'its list “Mine” is in the trash as well' })
  await one.waitFor()
  await press(one, 'Restore with its list: “one”')
  await isGone(one)
  await page.goto(`${opened.url}/${list.path}`)
  await expectNames(page, ['one', 'two'])
})

test('[P200] what was deleted within one moment stands in the order of its deletion, the last first', async () => {
  const names = ['one', 'two', 'three', 'four', 'five']
  const list = await makeList(...names)
  // Of one batch, and so of one moment.
  await client.batch(list.todos.map(({ id }) => ({ type: 'deleteTodo', todo: id }) as const))
  const moments = await Promise.all(list.todos.map(async ({ id }) => (await client.todos.get(id)).deletedAt))
  expect(new Set(moments).size).toBe(1)
  await using opened = await openSynced('trash')
  const rows = opened.page.locator('.binned')
  await rows.filter({ hasText: 'five' }).first().waitFor()
  const shown = await rows.locator('.binned-name').allTextContents()
  expect(shown.slice(0, names.length)).toEqual(names.toReversed())
})

test('[P201] the focus goes to the next row in the moment in which a row goes, and to the first of those that were asked for', async () => {
  const list = await makeList('one', 'two')
  const ids = Array.from({ length: 250 }, () => Bun.randomUUIDv7())
  for (let from = 0; from < ids.length; from += 50) {
    const some = ids.slice(from, from + 50)
    await client.batch(
      some.flatMap((id) => [
        { type: 'createTodo', todo: { id, list: list.id, name: id } } as const,
        { type: 'deleteTodo', todo: id } as const,
      ]),
    )
  }
  await client.batch(list.todos.map(({ id }) => ({ type: 'deleteTodo', todo: id }) as const))
  await using opened = await openSynced('trash')
  const { page } = opened
  await page.locator('.binned').filter({ hasText: 'two' }).first().waitFor()
  // No frame comes any more: who waits for one to move the focus is too late for what is typed.
  await page.evaluate(() => void (window.requestAnimationFrame = () => 0))
  await press(page, 'Restore: “two”')
  await page.waitForFunction(() => !document.querySelector('[aria-label="Restore: “two”"]'))
  expect(await focused(page)).toBe('Restore: “one”')
  await press(page, 'Show ')
  await page.waitForFunction(() => document.querySelectorAll('.binned').length > 200)
  expect(
    await page.evaluate(() => document.activeElement === document.querySelectorAll('.binned > button')[200]),
  ).toBe(true)
})

test('[P50] a trash of thousands is shown in parts', async () => {
  const list = await makeList()
  const ids = Array.from({ length: 450 }, () => Bun.randomUUIDv7())
  for (let from = 0; from < ids.length; from += 50) {
    const some = ids.slice(from, from + 50)
    await client.batch(
      some.flatMap((id) => [
        { type: 'createTodo', todo: { id, list: list.id, name: id } } as const,
        { type: 'deleteTodo', todo: id } as const,
      ]),
    )
  }
  await using opened = await openSynced('trash')
  const { page } = opened
  const rows = page.locator('.binned')
  await rows.nth(199).waitFor()
  expect(await rows.count()).toBe(200)
  await press(page, 'Show 200 more')
  await rows.nth(399).waitFor()
  await readUntil(
    () => focused(page),
    (text) => text.startsWith('Restore: '),
  )
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(
    () => document.activeElement === document.querySelectorAll('.binned > button')[1],
  )
})

test('[P51] the settings change theme, language and letter keys at once, and are kept', async () => {
  await using opened = await openSynced('settings')
  const { page } = opened
  await page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).check()
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  await page.getByRole('group', { name: 'Letters as shortcuts' }).getByRole('radio', { name: 'Off' }).check()
  await page.getByRole('radio', { name: '简体中文' }).check()
  await page.getByRole('heading', { name: '设置' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '设置' }).waitFor()
  expect(
    await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']]),
  ).toEqual(['zh-CN', 'dark'])
  expect(
    await page.getByRole('group', { name: '主题' }).getByRole('radio', { name: '深色' }).isChecked(),
  ).toBe(true)
  await page.goto(`${opened.url}/`)
  await page.getByRole('textbox', { name: '添加待办' }).waitFor()
  await page.locator('body').click()
  await page.keyboard.press('?')
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('[P51] the settings say what is on this device, which version this is, and where its API is', async () => {
  await using opened = await openSynced('settings')
  const { page } = opened
  await page
    .getByText(/^\d+ todos kept here; they can be read and changed offline\. [\d.,]+ [kM]B used\.$/)
    .waitFor()
  await page.getByText(/^aiotodo \d+\.\d+\.\d+$/).waitFor()
  await page.getByRole('link', { name: 'The API' }).click()
  await page.waitForURL(`${opened.url}/api/v1/docs`)
})
