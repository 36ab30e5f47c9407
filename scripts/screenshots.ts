/** `npm run screenshots [-- FOLDER]`: the page's main screens in both themes and languages, on a phone and a desktop. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { startBrowser } from '../test/support/chromium.ts'
import { choose } from '../test/support/choice.ts'
import { startServer } from '../test/support/server.ts'
import { fill, type Filled } from './screenshots-data.ts'

const folder = process.argv[2] ?? 'dist/screenshots'
/** Only those whose names have one of these in them, such as `phone` or `en-light-list`. */
const only = process.argv.slice(3)
/** Until what comes from the server is shown. */
const settleMs = 800
const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} as const
const languages = { en: 'en', zh: 'zh-CN' } as const

type Screen = [name: string, path: (filled: Filled) => string, act?: (page: Page) => Promise<unknown>]

const screens: Screen[] = [
  ['list', () => ''],
  ['details', ({ open }) => `?todo=${open}`],
  ['today', () => 'today'],
  ['upcoming', () => 'upcoming'],
  ['search', ({ query }) => `search?q=${encodeURIComponent(query)}`],
  ['filter', ({ filter }) => `filters/${filter}`],
  ['wrong-filter', () => `search?q=${encodeURIComponent('#home and due < soon or x')}`, openFilterHelp],
  ['save-filter', ({ query }) => `search?q=${query}`, (page) => page.locator('.found-tools button').click()],
  ['history', ({ open }) => `?todo=${open}`, openTodoHistory],
  ['list-history', () => '', openListHistory],
  ['list-at', () => '', (page) => openListHistory(page, 1)],
  ['undo-since', () => '', (page) => openListHistory(page, 2)],
  ['trash', () => 'trash'],
  ['settings', () => 'settings'],
  ['empty', ({ empty }) => `lists/${empty}`],
  ['quick-add', () => '', typeLine],
  ['repeats', ({ open }) => `?todo=${open}`, chooseCustom],
  ['palette', () => '', (page) => page.keyboard.press('Control+k')],
  ['keys', () => '', openKeyMap],
  ['offline', () => '', (page) => page.context().setOffline(true)],
]

async function openKeyMap(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await page.keyboard.press('?')
}

async function typeLine(page: Page): Promise<void> {
  const isChinese = (await page.locator('html').getAttribute('lang')) === 'zh-CN'
  await page
    .locator('.add-field textarea')
    .pressSequentially(
      isChinese
        ? '每月1号上午9点 交房租 !高 #家 @工作 提前30分钟提醒'
        : 'Pay rent every 1st at 9am !high #home @Work remind 30m before',
    )
}

async function chooseCustom(page: Page): Promise<void> {
  await page.locator('.chip-line > button').nth(2).click()
  await choose(page.locator('.repeat-field > .choice'), { value: 'custom' })
  await page.locator('.repeat-custom').scrollIntoViewIfNeeded()
}

async function openFilterHelp(page: Page): Promise<void> {
  await page.locator('.search-field > .icon-button').last().click()
}

async function openTodoHistory(page: Page): Promise<void> {
  await page.locator('.todo-history > button').click()
  await page.locator('.entry-line').first().waitFor()
  await page.locator('.details-body').evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
}

/** @param part - what happened, as it was, or undo since */
async function openListHistory(page: Page, part = 0): Promise<void> {
  await page.locator('main .title .icon-button').click()
  await page.getByRole('menuitem', { name: /History|历史/ }).click()
  await page.locator('.history-body > .filters > button').nth(part).click()
  if (part === 0) return
  await page.locator('.history-body form .primary').click()
}

interface Server {
  url: string
  language: keyof typeof languages
  filled: Filled
}

async function shootAll(browser: Browser, server: Server): Promise<void> {
  for (const device of ['desktop', 'phone'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        ...devices[device],
        colorScheme,
        locale: languages[server.language],
        reducedMotion: 'reduce',
      })
      for (const screen of screens) {
        const name = `${device}-${server.language}-${colorScheme}-${screen[0]}`
        if (only.length === 0 || only.some((part) => name.includes(part)))
          await shoot(context, server, screen, join(folder, `${name}.png`))
      }
      await context.close()
    }
  }
}

async function shoot(context: BrowserContext, server: Server, screen: Screen, path: string): Promise<void> {
  const [, address, act] = screen
  const page = await context.newPage()
  await page.goto(`${server.url}/${address(server.filled)}`)
  await page.locator('main').waitFor()
  await page.waitForTimeout(settleMs)
  await act?.(page)
  if (act) await page.waitForTimeout(settleMs)
  await page.screenshot({ path })
  await context.setOffline(false)
  await page.close()
}

const data = await mkdtemp(join(tmpdir(), 'aiotodo-screenshots-'))
await mkdir(folder, { recursive: true })
const browser = await startBrowser([])
try {
  for (const language of ['en', 'zh'] as const) {
    await using server = await startServer({ args: ['--data', join(data, language)] })
    const filled = await fill(server.url, language)
    await shootAll(browser, { url: server.url, language, filled })
  }
} finally {
  await browser.close()
  await rm(data, { recursive: true })
}
