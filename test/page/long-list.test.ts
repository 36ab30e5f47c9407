/** What ten thousand todos cost, counted rather than timed, so that it is the same on each machine (SPEC.md, P61 to P65). */
import { beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { openPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { add, expectNames, field, focused, nameOf, tick } from '../support/todo-page.ts'
import { until } from '../support/until.ts'

const count = 10_000
let long = ''
const server = await servePages()
const { client } = server
beforeAll(async () => {
  const { id: list } = await client.lists.create({ name: 'Long' })
  long = `lists/${list}`
  for (let at = 0; at < count; at += 100)
    await client.batch(
      Array.from({ length: 100 }, (_, index) => ({
        type: 'createTodo' as const,
        todo: { name: `todo ${at + index + 1}`, list },
      })),
    )
})

async function onLongList(body: (page: Page) => Promise<void>): Promise<void> {
  await using opened = await openPage(server, { path: long })
  await opened.page.locator(`.todo[aria-setsize="${count}"]`).first().waitFor()
  await body(opened.page)
  expect(opened.errors).toEqual([])
}

const toEnd = (page: Page) => page.locator('.scroll').evaluate((each) => each.scrollTo(0, each.scrollHeight))
const elements = (page: Page) => page.locator('*').count()

test(
  '[P61] the document has at most 5,000 elements, wherever one is in the list',
  () =>
    onLongList(async (page) => {
      const counts = [await elements(page)]
      await page.locator('.scroll').evaluate((each) => each.scrollTo(0, each.scrollHeight / 2))
      await page.locator('.todo[aria-posinset="5000"]').waitFor()
      counts.push(await elements(page))
      await toEnd(page)
      await nameOf(page, `todo ${count}`).waitFor()
      counts.push(await elements(page))
      expect([Math.max(...counts) > 5_000, counts]).toEqual([false, counts])
    }),
  120_000,
)

/** How many nodes come, go or change while this is done, and in the second after. */
async function changed(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const state = window as unknown as { changed: Set<Node> }
    state.changed = new Set()
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records)
        for (const node of [target, ...addedNodes]) state.changed.add(node)
    })
    const list = document.querySelector('.todos') as Element
    observer.observe(list, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await act()
  await page.waitForTimeout(1_000)
  return page.evaluate(() => (window as unknown as { changed: Set<Node> }).changed.size)
}

test(
  '[P62] what is done to one todo draws that one, not its neighbours',
  () =>
    onLongList(async (page) => {
      const act = async () => {
        await tick(page, 'todo 2').click()
        await page.locator('.todo.is-finished').waitFor()
      }
      expect(await changed(page, act)).toBeLessThan(20)
      // The tests after this one have it as it was.
      await tick(page, 'todo 2').click()
      await page.waitForFunction(() => document.querySelector('.todo.is-finished') === null)
      await page.waitForTimeout(500)
    }),
  120_000,
)

test(
  '[P63] a row with the focus keeps it while the list is scrolled, and pulls nothing back',
  () =>
    onLongList(async (page) => {
      await nameOf(page, 'todo 1').focus()
      await toEnd(page)
      await nameOf(page, `todo ${count}`).waitFor()
      await page.waitForTimeout(300)
      expect(await focused(page)).toBe('todo 1')
      expect(await page.locator('.scroll').evaluate((each) => each.scrollTop)).toBeGreaterThan(100_000)
      await page.keyboard.press('ArrowDown')
      await page.waitForFunction(() => (document.querySelector('.scroll')?.scrollTop ?? 0) < 1_000)
      expect(await focused(page)).toBe('todo 2')
    }),
  120_000,
)

test('[P64] a hundred lines that are pasted are kept and sent in a few transactions', async () => {
  const { id } = await client.lists.create({ name: 'Pasted' })
  await using opened = await openPage(server, {
    path: `lists/${id}`,
    async prepare(context) {
      await context.addInitScript(() => {
        const state = window as unknown as { writes: number; frames: number }
        state.writes = state.frames = 0
        const { transaction } = IDBDatabase.prototype
        IDBDatabase.prototype.transaction = function (
          this: IDBDatabase,
          ...args: Parameters<typeof transaction>
        ) {
          if (args[1] === 'readwrite') state.writes++
          return transaction.apply(this, args)
        }
        const { send } = WebSocket.prototype
        WebSocket.prototype.send = function (this: WebSocket, data) {
          state.frames++
          send.call(this, data)
        }
      })
    },
  })
  const { page } = opened
  await add(page, 'first')
  await expectNames(page, ['first'])
  await page.waitForTimeout(1_000)
  await page.evaluate(() => Object.assign(window, { writes: 0, frames: 0 }))
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`)
  await field(page).evaluate((each, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    each.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, lines.join('\n'))
  await page.getByRole('button', { name: 'Add 100 todos' }).click()
  await until(async () => (await client.todos.page({ list: id, limit: 200 })).items.length === 101)
  await page.waitForTimeout(1_000)
  const { writes, frames } = await page.evaluate(() => {
    const { writes, frames } = window as unknown as { writes: number; frames: number }
    return { writes, frames }
  })
  expect(writes).toBeGreaterThan(0)
  expect(writes).toBeLessThanOrEqual(8)
  expect(frames).toBeLessThanOrEqual(4)
})
