/** The page without the network, and its new versions (SPEC.md, P6 to P8). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { BuiltPage } from '../../src/http/built-page.ts'
import { openPage, refuseWorkers } from '../support/browser.ts'
import { startMounted } from '../support/mounted.ts'
import { copyOfProject, type Project } from '../support/project.ts'
import { startServer, type ServerProcess } from '../support/server.ts'

let project: Project
beforeAll(() => {
  project = copyOfProject()
})
afterAll(() => project[Symbol.dispose]())

/** At the same port again, with the same data, so that browsers take it for the same server. */
function serve(port = 0): Promise<ServerProcess> {
  const data = join(project.path, 'data')
  return startServer({ args: ['--data', data, '-P', `${port}`], program: project.program })
}

/** What comes next is a new version of the page. */
function changePage(): void {
  appendFileSync(join(project.path, 'src', 'web', 'tokens.css'), ':root { --planted: 1 }\n')
}

const assetsOf = async (): Promise<string[]> => {
  const { files } = (await Bun.file(join(project.path, 'dist', 'page.json')).json()) as BuiltPage
  return Object.keys(files).filter((path) => path.startsWith('assets/') && !path.endsWith('.png'))
}

const versionOf = (page: Page) => page.evaluate(() => document.documentElement.dataset['version'] ?? '')
const addField = (page: Page) => page.getByRole('textbox', { name: 'Add a todo' })
const reload = (page: Page) => page.getByRole('button', { name: 'Reload' })
/** Until everything is kept that the page needs without the network. */
const kept = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
/** As if the person had been in another tab, and came back. */
const comeBack = (page: Page) =>
  page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))
/** Is gone when the page is loaded anew. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { marked: true }))
const isMarked = (page: Page) => page.evaluate(() => 'marked' in window)
const cachesOf = (page: Page) => page.evaluate(() => caches.keys())
const statusesOf = (page: Page, paths: string[]) =>
  page.evaluate((paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)), paths)

/** What comes of opening an address that only the server could answer, and it is gone. */
async function opening(context: BrowserContext, url: string): Promise<string> {
  const page = await context.newPage()
  const said = await page.goto(url).catch((error: Error) => error.message)
  await page.close()
  return String(said)
}

/** The server anew, with another version of the page. */
async function serveNext(old: ServerProcess): Promise<ServerProcess> {
  await old.stop()
  changePage()
  const server = await serve(old.port)
  // It is built by the first who asks.
  await fetch(server.url, { headers: { accept: 'text/html' } })
  return server
}

/** Resolves when it runs another version than that. */
async function changed(page: Page, version: string): Promise<void> {
  await page.waitForFunction((version) => document.documentElement.dataset['version'] !== version, version)
  await page.waitForSelector('#app > *')
}

test('[P6] once visited, the page opens without the network at any of its addresses, with all its parts', async () => {
  const server = await serve()
  await using opened = await openPage(server)
  const { page, errors } = opened
  await expectWorking(page)
  await kept(page)
  await server.stop()
  const assets = await assetsOf()
  for (const path of ['', 'today', 'upcoming', 'search?q=water', 'trash', 'settings', 'lists/x', '?todo=x']) {
    await page.goto(`${server.url}/${path}`)
    await page.waitForSelector('#app > *')
    expect([path, new Set(await statusesOf(page, assets))]).toEqual([path, new Set([200])])
  }
  await using tab = await openPage(server, { context: opened.context })
  await tab.page.getByText('Water the plants').first().waitFor()
  // What is not the page's own is left to the network.
  for (const path of ['todos/', 'api/v1/todos', 'livez', 'lists'])
    expect(await opening(opened.context, `${server.url}/${path}`)).toContain('REFUSED')
  expect([...errors, ...tab.errors]).toEqual([])
})

test('[P6] with its worker too, the API and what is not found are answered by the server', async () => {
  await using server = await serve()
  await using opened = await openPage(server)
  await kept(opened.page)
  for (const [path, status] of [
    ['todos/', 200],
    ['api/v1/openapi.json', 200],
    ['lists', 404],
    ['assets/nothing.js', 404],
  ] as const) {
    const answer = await opened.page.goto(`${server.url}/${path}`)
    expect([path, answer?.status(), answer?.headers()['content-type']]).toEqual([
      path,
      status,
      expect.stringContaining('json'),
    ])
  }
})

test('[P6] below a prefix it opens without the network too, and leaves what others of its origin keep alone', async () => {
  const server = await startMounted('/todo-server')
  // They are there before ours; a worker drops what is too old when it starts to work.
  const theirs = ['theirs', `aiotodo ${server.url}-2/ 1`]
  await using opened = await openPage(server, {
    prepare: async (context) => {
      await context.addInitScript((names) => void names.map((name) => caches.open(name)), theirs)
    },
  })
  const { page, errors } = opened
  await kept(page)
  expect(await cachesOf(page)).toEqual(expect.arrayContaining(theirs))
  await server[Symbol.asyncDispose]()
  for (const path of ['/', '/today', '/lists/x']) {
    await page.goto(server.url + path)
    await page.waitForSelector('#app > *')
  }
  // Above the prefix it has no say.
  expect(await opening(opened.context, new URL('/today', server.url).href)).toContain('REFUSED')
  expect(errors).toEqual([])
})

test('[P7] the first visit is neither loaded anew nor told of a new version', async () => {
  await using server = await serve()
  await using opened = await openPage(server)
  const { page } = opened
  await mark(page)
  await kept(page)
  await comeBack(page)
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found?.update()))
  await Bun.sleep(300)
  expect([await isMarked(page), await reload(page).count()]).toEqual([true, 0])
})

test('[P7] a new version is fetched quietly and put to use when a person says so, in each tab by itself', async () => {
  const old = await serve()
  await using opened = await openPage(old)
  const { page, context } = opened
  await kept(page)
  const first = await versionOf(page)
  await using beside = await openPage(old, { context })
  await kept(beside.page)
  for (const { page } of [opened, beside]) {
    await mark(page)
    await addField(page).fill('Half a thou')
  }
  await using server = await serveNext(old)
  await comeBack(page)
  // Nothing happens by itself, and who opens another tab meanwhile has the version of the ones that are open.
  for (const { page } of [opened, beside]) {
    await reload(page).waitFor()
    expect([await isMarked(page), await addField(page).inputValue()]).toEqual([true, 'Half a thou'])
  }
  await using third = await openPage(server, { context })
  expect(await versionOf(third.page)).toBe(first)
  await mark(third.page)

  await reload(page).click()
  await changed(page, first)
  expect(await reload(page).count()).toBe(0)
  // The others go on as they are, until they are told as well.
  await reload(third.page).waitFor()
  expect([await isMarked(beside.page), await addField(beside.page).inputValue()]).toEqual([
    true,
    'Half a thou',
  ])
  expect([await isMarked(third.page), await versionOf(third.page)]).toEqual([true, first])
  await reload(beside.page).click()
  await changed(beside.page, first)
  expect(await versionOf(beside.page)).toBe(await versionOf(page))
  expect([...opened.errors, ...beside.errors, ...third.errors]).toEqual([])
})

test('[P7] the version before is kept, for tabs in which it runs still, and none before that', async () => {
  const old = await serve()
  await using opened = await openPage(old)
  const { page, context } = opened
  await kept(page)
  const versions = [await versionOf(page)]
  const assets = await assetsOf()
  await using beside = await openPage(old, { context })
  let server = old
  for (let i = 0; i < 2; i++) {
    server = await serveNext(server)
    await comeBack(page)
    await reload(page).click()
    await changed(page, versions.at(-1) as string)
    versions.push(await versionOf(page))
    if (i > 0) break
    expect((await assetsOf()).toSorted()).not.toEqual(assets.toSorted())
    expect(new Set(await statusesOf(beside.page, assets))).toEqual(new Set([200]))
  }
  await page.waitForFunction(async () => (await caches.keys()).length === 2)
  const names = versions.slice(1).map((version) => `aiotodo ${old.url}/ ${version}`)
  expect((await cachesOf(page)).toSorted()).toEqual(names.toSorted())
  await server.stop()
  await page.goto(`${old.url}/today`)
  await page.waitForSelector('#app > *')
  expect(await versionOf(page)).toBe(versions.at(-1) as string)
})

test('[P7] a page that has failed is loaded anew in a newer version, where there is one', async () => {
  const main = join(project.path, 'src', 'web', 'main.tsx')
  const right = await Bun.file(main).text()
  await Bun.write(main, right.replace('await openReplica()', "throw new Error('planted')"))
  const old = await serve()
  await using opened = await openPage(old)
  const { page } = opened
  await kept(page)
  await Bun.write(main, right)
  const first = await versionOf(page)
  await using _ = await serveNext(old)
  // No tab has noticed yet that there is one.
  await reload(page).click()
  await changed(page, first)
  await addField(page).waitFor()
})

test('[P7] when all tabs are closed, the next one opens in the new version', async () => {
  const old = await serve()
  await using opened = await openPage(old)
  const { page, context } = opened
  await kept(page)
  const first = await versionOf(page)
  await using server = await serveNext(old)
  await comeBack(page)
  await reload(page).waitFor()
  await page.close()
  const openNext = async () => {
    await using next = await openPage(server, { context })
    await next.page.waitForSelector('#app > *')
    return { version: await versionOf(next.page), told: (await reload(next.page).count()) > 0 }
  }
  // A browser takes a moment to see that no tab is left.
  let next = await openNext()
  for (let i = 0; i < 20 && next.version === first; i++) next = await openNext()
  expect(next.version).not.toBe(first)
  expect(next.told).toBe(false)
})

test('[P7] while servers of two versions answer, no mixture of them is kept', async () => {
  const first = await serve()
  // Where all but the document comes from.
  let port = first.port
  const front = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url, headers }) => {
      const { pathname, search } = new URL(url)
      const to = pathname === '/' ? first.port : port
      const away = () => new Response(null, { status: 502 })
      return fetch(`http://127.0.0.1:${to}${pathname}${search}`, { headers, decompress: false }).catch(away)
    },
  })
  await using opened = await openPage({ url: `http://127.0.0.1:${front.port}` })
  const { page } = opened
  await kept(page)
  const version = await versionOf(page)
  changePage()
  await using second = await serve()
  await fetch(second.url, { headers: { accept: 'text/html' } })
  port = second.port
  const tried = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    const ended = new Promise((resolve) => {
      registration?.addEventListener('updatefound', () => {
        const { installing } = registration
        installing?.addEventListener('statechange', () => resolve(installing.state))
      })
    })
    await registration?.update()
    return ended
  })
  expect(tried).toBe('redundant')
  expect(await reload(page).count()).toBe(0)
  expect((await cachesOf(page)).length).toBe(1)
  await first.stop()
  await page.reload()
  await page.waitForSelector('#app > *')
  expect(await versionOf(page)).toBe(version)
  await front.stop(true)
})

test('[P8] where there are no service workers the page works without, and says nothing of it', async () => {
  await using server = await startServer({
    args: ['--database', 'memory:', '-H', '0.0.0.0', '--insecure-no-accounts'],
  })
  // Over http that is for this computer alone.
  await using opened = await openPage({ url: `http://lan.test:${server.port}` })
  expect(await opened.page.evaluate(() => 'serviceWorker' in navigator)).toBe(false)
  await expectWorking(opened.page)
  // The browser's own remark on a header that goes with https.
  expect(opened.errors.filter((error) => !error.includes('Cross-Origin-Opener-Policy'))).toEqual([])
})

test('[P8] nor where they are refused, as in private windows', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  await using opened = await openPage(server, { prepare: refuseWorkers })
  await expectWorking(opened.page)
  expect(opened.errors).toEqual([])
})

async function expectWorking(page: Page): Promise<void> {
  await addField(page).fill('Water the plants')
  await addField(page).press('Enter')
  await page.getByText('Water the plants').first().waitFor()
}
