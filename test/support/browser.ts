/** The page in a real Chromium, as a person has it open. One browser serves a test file; each page has its own storage. */
import { afterAll } from 'bun:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { startBrowser } from './chromium.ts'
import { patienceMs } from './until.ts'

export interface OpenPage extends AsyncDisposable {
  page: Page
  context: BrowserContext
  /** What went wrong in it: errors that nobody caught, console errors, what its CSP forbade. */
  errors: string[]
}

export interface PageOptions extends Pick<
  BrowserContextOptions,
  'locale' | 'timezoneId' | 'colorScheme' | 'viewport' | 'reducedMotion' | 'hasTouch' | 'isMobile' | 'offline'
> {
  /** Below the server's address, such as 'today'. */
  path?: string
  /** Of a page that is open: the new one is a tab beside it, with the same storage. It is closed by the one that made it. */
  context?: BrowserContext
  /** Called before the page is loaded, such as to add a script that takes something away from it. */
  prepare?: (context: BrowserContext) => Promise<void>
}

let browser: Promise<Browser> | undefined
/** Names such as lan.test are this computer, but for the browser they are others: addresses of a network, without https. */
const otherNames = '--host-resolver-rules=MAP *.test 127.0.0.1'

afterAll(async () => {
  const started = browser
  browser = undefined
  await (await started)?.close()
})

/** Resolves when the document is loaded; what the page shows then is for the test to wait for. */
export async function openPage(
  server: { url: string },
  { path = '', context: given, prepare, offline, ...options }: PageOptions = {},
): Promise<OpenPage> {
  browser ??= startBrowser([otherNames])
  const context =
    given ?? (await (await browser).newContext({ locale: 'en', reducedMotion: 'reduce', ...options }))
  await prepare?.(context)
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  const errors = collectErrors(page)
  await page.goto(new URL(path, `${server.url}/`).href)
  if (offline) await context.setOffline(true)
  return {
    page,
    context,
    errors,
    [Symbol.asyncDispose]: () => (given ? page.close() : context.close()),
  }
}

/** That the network is away is the test's doing, and no error of the page. */
const awayMessage = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|NETWORK_CHANGED|ABORTED)/

function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !awayMessage.test(message.text())) errors.push(message.text())
  })
  return errors
}

/** To be given as `prepare`: as in private windows. */
export async function refuseWorkers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const refusal = new DOMException('not here', 'SecurityError')
    if ('serviceWorker' in navigator) navigator.serviceWorker.register = () => Promise.reject(refusal)
  })
}
