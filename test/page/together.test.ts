/** Several pages and tabs at once: what one does the others show, whatever breaks meanwhile. */
import { describe, expect, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import { createClient } from '../../src/client/client.ts'
import { openBehind } from '../support/away.ts'
import { openPage, type OpenPage } from '../support/browser.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { add, expectNames, field, nameOf, names, tick } from '../support/todo-page.ts'

const engines = {
  SQLite: async () => {
    const folder = tempFolder()
    return { url: `sqlite:${folder.path}/todos.sqlite`, drop: async () => folder[Symbol.dispose]() }
  },
  PostgreSQL: freshDatabase,
}

/** A server that may be killed, and starts again at its port on what it had. */
async function startMortal(engine: keyof typeof engines) {
  const database = await engines[engine]()
  const start = (port: number) => startServer({ args: ['--database', database.url, '-P', `${port}`] })
  let server: ServerProcess = await start(0)
  const { url, port } = server
  return {
    url,
    port,
    kill: () => server.kill9(),
    async start() {
      server = await start(port)
    },
    async [Symbol.asyncDispose]() {
      await server.kill9()
      await database.drop()
    },
  }
}

const saved = async (url: string) => {
  const all = []
  for await (const { name } of createClient(url).todos.all()) all.push(name)
  return all
}
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name} ${at}`)
const sorted = (texts: readonly string[]) => texts.toSorted()

/** Waits until all show what the server has. */
async function expectEqual(url: string, pages: readonly Page[], wished: readonly string[]): Promise<void> {
  const all = async () => [await saved(url), ...(await Promise.all(pages.map((page) => names(page))))]
  for (const deadline = performance.now() + 40_000; performance.now() < deadline; await Bun.sleep(50)) {
    const [first, ...others] = await all()
    if (first?.length === wished.length && others.every((each) => Bun.deepEquals(each, first))) break
  }
  const [first = [], ...others] = await all()
  expect(sorted(first)).toEqual(sorted(wished))
  for (const other of others) expect(other).toEqual(first)
}

async function rename(page: Page, name: string, newName: string): Promise<void> {
  await nameOf(page, name).focus()
  await page.keyboard.press('F2')
  await page.locator('.name-editor').fill(newName)
  await page.keyboard.press('Enter')
}

const isInSync = (page: Page) => page.locator('.sidebar .sync-mark[data-state="in sync"]').waitFor()

for (const engine of Object.keys(engines) as (keyof typeof engines)[]) {
  describe(engine, () => {
    test('[P52] what is done on one page shows on the other, both ways', async () => {
      await using server = await startMortal(engine)
      await using one = await openPage(server)
      await using other = await openPage(server)
      await add(one.page, 'Milk', 'Tea')
      await expectNames(other.page, ['Milk', 'Tea'])
      await rename(other.page, 'Milk', 'Oat milk')
      await expectNames(one.page, ['Oat milk', 'Tea'])
      await tick(one.page, 'Tea').click()
      await other.page.getByRole('checkbox', { name: 'Tea', checked: true }).waitFor()
      await nameOf(other.page, 'Oat milk').focus()
      await other.page.keyboard.press('Delete')
      await nameOf(one.page, 'Oat milk').waitFor({ state: 'detached' })
      expect([...one.errors, ...other.errors]).toEqual([])
    })

    test('[P53] who was offline while both edited comes back: both have the same, nothing is lost or doubled', async () => {
      await using server = await startMortal(engine)
      await using one = await openBehind(server)
      await using other = await openPage(server)
      await add(one.page, 'first', 'second', 'third')
      await expectNames(other.page, ['first', 'second', 'third'])
      await one.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
      await one.leave()
      await add(one.page, ...numbered('away', 20))
      await rename(one.page, 'first', 'first, renamed away')
      await tick(one.page, 'second').click()
      await add(other.page, ...numbered('here', 20))
      await rename(other.page, 'second', 'second, renamed here')
      await nameOf(other.page, 'third').focus()
      await other.page.keyboard.press('Delete')
      await one.page.reload()
      await nameOf(one.page, 'away 19').waitFor()
      await one.comeBack()
      const wished = [
        'first, renamed away',
        'second, renamed here',
        ...numbered('away', 20),
        ...numbered('here', 20),
      ]
      // The finished one is put away below its heading, after a moment.
      await one.page.getByRole('button', { name: /^Finished/ }).waitFor()
      await other.page.getByRole('button', { name: /^Finished/ }).waitFor()
      const shown = await names(one.page)
      expect(await names(other.page)).toEqual(shown)
      expect(sorted(await saved(server.url))).toEqual(sorted(wished))
      expect(sorted(shown)).toEqual(sorted(wished))
      expect([...one.errors, ...other.errors]).toEqual([])
    })

    test('[P54] the server is killed while both type, and comes back: the same', async () => {
      await using server = await startMortal(engine)
      await using one = await openPage(server)
      await using other = await openPage(server)
      for (const { page } of [one, other]) await field(page).waitFor()
      await isInSync(one.page)
      await isInSync(other.page)
      const type = async ({ page }: OpenPage, name: string) => {
        for (const text of numbered(name, 40)) {
          await field(page).pressSequentially(text)
          await field(page).press('Enter')
        }
      }
      const breaks = async () => {
        for (let count = 0; count < 3; count++) {
          await Bun.sleep(150 + 250 * Math.random())
          await server.kill()
          await Bun.sleep(100)
          await server.start()
        }
      }
      await Promise.all([type(one, 'one'), type(other, 'other'), breaks()])
      await expectEqual(
        server.url,
        [one.page, other.page],
        [...numbered('one', 40), ...numbered('other', 40)],
      )
      const all = await saved(server.url)
      for (const name of ['one', 'other'])
        expect(all.filter((text) => text.startsWith(`${name} `))).toEqual(numbered(name, 40))
    })
  })
}

/** Presses Enter on each text, one right after the other, and then closes the tab or goes elsewhere with it at once. */
async function addAndLeave({ page }: OpenPage, way: 'close' | 'go', ...texts: string[]): Promise<void> {
  const pressed = page.evaluate(async (texts) => {
    const field = document.querySelector('.add-field textarea') as HTMLTextAreaElement
    for (const [at, text] of texts.entries()) {
      // Not all in one save: when the page goes, one is still on its way.
      if (at > 0) await new Promise((resolve) => setTimeout(resolve))
      field.value = text
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    }
  }, texts)
  if (texts.length > 1) await pressed
  const gone = way === 'close' ? page.close() : page.goto('about:blank')
  // The answer may go with the page; what was pressed was pressed before.
  await Promise.all([pressed.catch(() => {}), gone])
  await page.close()
}

test('[P49] a tab that is closed right after Enter has not lost the todo', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  await using keeper = await openBehind(server, { path: 'livez' })
  const expected: string[] = []
  for (let count = 0; count < 8; count++) {
    const isAway = count % 2 === 1
    const tab = await openPage({ url: keeper.url }, { context: keeper.context })
    await expectNames(tab.page, expected)
    await isInSync(tab.page)
    // Without the network it is in the browser alone.
    if (isAway) await keeper.cut()
    const added = numbered(`todo ${count}`, count % 4 < 2 ? 1 : 5)
    await addAndLeave(tab, count < 4 ? 'close' : 'go', ...added)
    expected.push(...added)
    if (isAway) keeper.mend()
  }
  const tab = await openPage({ url: keeper.url }, { context: keeper.context })
  await expectEqual(server.url, [tab.page], expected)
})

test('[P49] nor has one of several tabs, whether it led the others or not', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  await using keeper = await openBehind(server, { path: 'livez' })
  const open = () => openPage({ url: keeper.url }, { context: keeper.context })
  const expected: string[] = []
  for (const closed of ['leads', 'follows'] as const) {
    for (let count = 0; count < 3; count++) {
      const [first, second] = [await open(), await open()]
      for (const { page } of [first, second]) {
        await expectNames(page, expected)
        await isInSync(page)
      }
      const [goes, stays] = closed === 'leads' ? [first, second] : [second, first]
      await keeper.cut()
      const name = `${closed} ${count}`
      await addAndLeave(goes, 'close', name)
      expected.push(name)
      // The one that stays has it, and goes on from it.
      await expectNames(stays.page, expected)
      await add(stays.page, `${name} after`)
      expected.push(`${name} after`)
      keeper.mend()
      await expectEqual(server.url, [stays.page], expected)
      await stays.page.close()
    }
  }
})

/** The sockets to the server that the pages of a browser have open. */
function countSockets(context: BrowserContext): () => number {
  let open = 0
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      open++
      socket.on('close', () => open--)
    })
    // A page that goes does not say that its sockets have.
    page.on('close', () => (open = Math.max(0, open)))
  })
  return () => open
}

test('[P55] tabs share one connection; when the one that has it is closed, another goes on', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  await using keeper = await openPage(server, { path: 'livez' })
  const sockets = countSockets(keeper.context)
  const tabs: OpenPage[] = []
  for (let count = 0; count < 3; count++) tabs.push(await openPage(server, { context: keeper.context }))
  for (const { page } of tabs) await isInSync(page)
  expect(sockets()).toBe(1)
  const [first, second, third] = tabs as [OpenPage, OpenPage, OpenPage]
  await add(second.page, 'of the second')
  await add(third.page, 'of the third')
  for (const { page } of tabs) await expectNames(page, ['of the second', 'of the third'])
  await first.page.close()
  await add(third.page, 'after the first')
  await expectEqual(
    server.url,
    [second.page, third.page],
    ['of the second', 'of the third', 'after the first'],
  )
  await createClient(server.url).todos.create({ name: 'of somebody else' })
  await nameOf(third.page, 'of somebody else').waitFor()
  expect(tabs.flatMap(({ errors }) => errors)).toEqual([])
})
