/** Whoever uses the page, however: screen readers, keyboards, small windows, large text, two themes and two languages. */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { fill } from '../../scripts/screenshots-data.ts'
import { page as en } from '../../src/web/words/en/page.ts'
import { page as zhCn } from '../../src/web/words/zh-CN/page.ts'
import { settled, violations } from '../support/axe.ts'
import { openPage, type PageOptions } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { add, field, nameOf, pressAll, tick } from '../support/todo-page.ts'

const server = await servePages()
const filled = await fill(server.url, 'en')

interface Screen {
  name: string
  path: () => string
  /** What stands there at last. */
  shows: string
  act?: (page: Page) => Promise<unknown>
  isWide?: true
}

const screens: Screen[] = [
  { name: 'settings', path: () => 'settings', shows: 'main section' },
  { name: 'a list', path: () => '', shows: '.todo .name' },
  { name: 'an empty list', path: () => `lists/${filled.empty}`, shows: '.add-field' },
  { name: 'no such list', path: () => 'lists/01890000-0000-7000-8000-000000000000', shows: 'main h1' },
  { name: 'the details', path: () => `?todo=${filled.open}`, shows: '.details' },
  { name: 'today', path: () => 'today', shows: '.todo .name' },
  { name: 'upcoming', path: () => 'upcoming', shows: '.todo .name' },
  { name: 'search', path: () => `search?q=${filled.query}`, shows: '.todo .name' },
  { name: 'the trash', path: () => 'trash', shows: 'main h1' },
  { name: 'the palette', path: () => '', shows: '.palette', act: (page) => pressAll(page, 'Control+k') },
  { name: 'the map of keys', path: () => 'settings', shows: 'dialog', act: (page) => pressAll(page, '?') },
  {
    name: 'the sync dialog',
    path: () => '',
    shows: 'dialog',
    act: (page) => page.locator('.sync-mark:visible').click(),
  },
  {
    name: 'a menu',
    path: () => '',
    shows: '[role="menu"]',
    act: (page) => page.locator('main .title .icon-button').click(),
    isWide: true,
  },
  {
    name: 'renaming',
    path: () => '',
    shows: '.name-editor',
    act: (page) => page.getByText('Book the dentist').dblclick(),
    isWide: true,
  },
  {
    name: 'offline',
    path: () => '',
    shows: '.sync-mark[data-state="offline"]:visible',
    async act(page) {
      await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
      await page.context().setOffline(true)
      await page.reload()
    },
  },
]

/** Goes there as a link does, without loading the page anew. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState(null, '', new URL(path, document.baseURI))
    dispatchEvent(new PopStateEvent('popstate'))
  }, `${server.url}/${path}`)
}

const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [
  ['desktop', { colorScheme, viewport: { width: 1280, height: 800 } }] as const,
  ['phone', { colorScheme, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }] as const,
])

for (const [device, options] of looks) {
  test(`[P70] axe finds nothing on any screen, ${device}, ${options.colorScheme}`, async () => {
    await using opened = await openPage(server, { path: 'settings', ...options })
    const { page } = opened
    const found: Record<string, string[]> = {}
    await page.locator('main section').first().waitFor()
    for (const { name, path, shows, act, isWide } of screens) {
      if (device === 'phone' && isWide) continue
      if (act) await page.goto(`${server.url}/${path()}`)
      else await goTo(page, path())
      await page.locator('main').waitFor()
      if (act) await settled(page)
      await act?.(page)
      await page.locator(shows).first().waitFor()
      const here = await violations(page)
      if (here.length > 0) found[name] = here
      await page.context().setOffline(false)
    }
    expect(found).toEqual({})
  })
}

test('[P71] what is added, finished, moved, deleted and undone is announced', async () => {
  await using opened = await openPage(server, { path: `lists/${filled.empty}` })
  const { page } = opened
  const said = (text: string) =>
    page.locator('[role="status"]', { hasText: text }).first().waitFor({ state: 'attached' })
  await add(page, 'one', 'two')
  await said('Added “two”')
  await tick(page, 'one').click()
  await said('Finished “one”')
  await tick(page, 'one').click()
  await said('“one” is active again')
  await nameOf(page, 'two').focus()
  await pressAll(page, 'Alt+ArrowUp')
  await said('two: place 1 of 2')
  await pressAll(page, 'x')
  await said('1 todo selected')
  await pressAll(page, 'Delete')
  await said('Deleted “two”')
  await page.getByRole('button', { name: 'Undo' }).click()
  await said('Undone: Deleted “two”')
})

/** Runs in the page, before it. */
function recordEnglish(text: string): void {
  const seen = window as { wasEnglish?: boolean }
  seen.wasEnglish = false
  new MutationObserver(() => {
    seen.wasEnglish ||= document.body?.textContent.includes(text) ?? false
  }).observe(document, { childList: true, subtree: true })
}

test('[P72] the page follows the browser and the settings, and is not even for a moment in another language', async () => {
  const texts = (words: object): string[] =>
    Object.values(words).flatMap((value) =>
      typeof value === 'string' ? [value] : typeof value === 'object' ? texts(value as object) : [],
    )
  for (const text of texts(zhCn))
    if (text !== 'aiotodo') expect(text).toMatch(/[\u4e00-\u9fff]|^[\w /+·%]{0,3}$/)
  await using opened = await openPage(server, {
    path: 'settings',
    locale: 'zh-CN',
    async prepare(context) {
      await context.addInitScript(recordEnglish, en.skipToTodos)
    },
  })
  const { page } = opened
  await page.getByRole('heading', { level: 1, name: zhCn.settings }).waitFor()
  // Not even for a moment is it in the other language.
  expect(await page.evaluate(() => (window as { wasEnglish?: boolean }).wasEnglish)).toBe(false)
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  await page.getByRole('radio', { name: 'English' }).check()
  await page.getByRole('heading', { level: 1, name: en.settings }).waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: en.settings }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
})

test('[P73] each place has an address; back and forward go through them', async () => {
  await using opened = await openPage(server, { path: 'settings' })
  const { page } = opened
  const at = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const path = () => new URL(page.url()).pathname + new URL(page.url()).search
  await at('Settings')
  await page.getByRole('link', { name: 'Today' }).click()
  await at('Today')
  await page.getByRole('link', { name: /^Home/ }).click()
  await at('Home')
  expect(path()).toMatch(/^\/lists\/[0-9a-f-]{36}$/)
  await page.getByRole('link', { name: 'Upcoming' }).click()
  expect(path()).toBe('/upcoming')
  await page.goBack()
  await at('Home')
  await page.goBack()
  await at('Today')
  await page.goForward()
  await at('Home')
  await page.reload()
  await at('Home')
})

const tight: [name: string, options: PageOptions, zoom: string][] = [
  ['320 pixels', { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }, '100%'],
  ['200 % of all', { viewport: { width: 640, height: 400 } }, '100%'],
  ['200 % text in a narrow window', { viewport: { width: 640, height: 900 } }, '200%'],
]

test.each(tight)('[P74] nothing is cut off or wider than the window: %s', async (_, options, zoom) => {
  await using opened = await openPage(server, { path: 'settings', ...options })
  const { page } = opened
  await page.locator('main section').first().waitFor()
  await page.evaluate((zoom) => (document.documentElement.style.fontSize = zoom), zoom)
  for (const { name, path, shows } of screens.filter(({ act }) => act === undefined)) {
    await goTo(page, path())
    await page.locator(shows).first().waitFor()
    await settled(page)
    const wide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('main, .scroll, aside')]
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .map((each) => `${each.className || each.tagName} ${each.scrollWidth} > ${each.clientWidth}`),
    )
    expect([name, ...wide]).toEqual([name])
  }
  await page.goto(server.url)
  await field(page).waitFor()
  const box = await field(page).boundingBox()
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(options.viewport?.height ?? 0)
})
