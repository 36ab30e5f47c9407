/**
 * Reminders on the page and in its service worker (SPEC.md, P140 to P145). The Chromium of the tests denies all notifications: the
 * permission, and what shows them, are the two things of the browser that stand in here.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { BrowserContext, Page, Worker } from 'playwright-core'
import { createApp, type App } from '../../src/app.ts'
import { openPage, type OpenPage } from '../support/browser.ts'
import { clientOf } from '../support/engines.ts'
import { startPushService, type Device, type PushService } from '../support/push-service.ts'
import { listen, type Listening } from '../support/sockets.ts'
import { field, row } from '../support/todo-page.ts'
import { readUntil } from '../support/until.ts'

let service: PushService
let app: App
let server: Listening
beforeAll(async () => {
  service = startPushService()
  app = await createApp({ database: { engine: 'sqlite', path: undefined }, pushNetwork: service.network })
  server = listen(app)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await app.close()
  await service[Symbol.asyncDispose]()
})

const json = (method: string, path: string, body?: unknown) =>
  clientOf(app, { engine: 'sqlite', path: undefined }).json(method, `/api/v1${path}`, body)

/** What a browser has that shows notifications; a device: its push service answers as this one. */
async function permit(context: BrowserContext, device?: Device): Promise<void> {
  await context.addInitScript((subscription) => {
    const asked = { count: 0 }
    Object.assign(window, { asked })
    let permission = localStorage.getItem('test.permission') ?? 'default'
    Object.defineProperty(Notification, 'permission', { get: () => permission })
    Notification.requestPermission = async () => {
      asked.count++
      localStorage.setItem('test.permission', (permission = 'granted'))
      return 'granted'
    }
    let current: object | null = null
    PushManager.prototype.getSubscription = async () => current as PushSubscription | null
    PushManager.prototype.subscribe = async ({ applicationServerKey } = {}) => {
      if (!subscription) throw new DOMException('no push service', 'AbortError')
      const bytes = Uint8Array.fromBase64(applicationServerKey as string, { alphabet: 'base64url' })
      current = {
        options: { applicationServerKey: bytes.buffer },
        toJSON: () => subscription,
        unsubscribe: async () => ((current = null), true),
      }
      return current as PushSubscription
    }
  }, device?.subscription)
}

interface Shown {
  title: string
  options: { body: string; tag: string; data: unknown; actions: { action: string; title: string }[] }
}

/** The worker of the page, with a list of what it shows in place of the system's. */
async function workerOf({ page, context }: OpenPage): Promise<Worker> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  await worker.evaluate(() => {
    const shown: unknown[] = []
    const scope = globalThis as unknown as { registration: object }
    Object.assign(globalThis, { shown })
    Object.assign(scope.registration, {
      showNotification: async (title: string, options: object) => void shown.push({ title, options }),
    })
  })
  return worker
}

const shownBy = (worker: Worker): Promise<Shown[]> =>
  worker.evaluate(() => (globalThis as unknown as { shown: Shown[] }).shown)

/** As a browser wakes the worker for a message of a push service. */
async function deliver({ page, context }: OpenPage, payload: unknown): Promise<void> {
  const session = await context.newCDPSession(page)
  const registration = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId)
    }),
  )
  await session.send('ServiceWorker.enable')
  const { origin } = new URL(server.url)
  const data = JSON.stringify(payload)
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registration, data })
  await session.detach()
}

/** As a person presses a notification, or one of its buttons. */
const press = (worker: Worker, shown: Shown, action = '') =>
  worker.evaluate(
    async ([data, action]) => {
      const works: Promise<unknown>[] = []
      const notification = { data, close: () => {} }
      const waitUntil = (work: Promise<unknown>) => works.push(work)
      dispatchEvent(Object.assign(new Event('notificationclick'), { action, notification, waitUntil }))
      await Promise.all(works)
    },
    [shown.options.data, action] as const,
  )

/** A todo with a reminder in so many seconds. */
async function remindIn(seconds: number) {
  const at = Date.now() + seconds * 1_000
  const due = `${new Date(at).toISOString().slice(0, 16)}[UTC]`
  const name = `reminded ${Bun.randomUUIDv7()}`
  return json('POST', '/todos', { name, due, reminders: [`PT${new Date(at).getUTCSeconds()}S`] })
}

const section = (page: Page) => page.getByRole('region', { name: 'Reminders' })
const button = (page: Page, name: string) => section(page).getByRole('button', { name })
const asked = (page: Page) =>
  page.evaluate(() => (window as unknown as { asked: { count: number } }).asked.count)

async function switchOn(page: Page, state: string): Promise<void> {
  await page.goto(`${server.url}/settings`)
  await button(page, 'Switch on for this device').click()
  await section(page).getByText(state).waitFor()
}

test('[P140] reminders are switched on, tried out and off; the permission is asked for when a person wishes that', async () => {
  const device = service.newDevice()
  await using opened = await openPage(server, { prepare: (context) => permit(context, device) })
  const { page } = opened
  await field(page).waitFor()
  const worker = await workerOf(opened)
  await page.goto(`${server.url}/settings`)
  await button(page, 'Switch on for this device').waitFor()
  expect(await asked(page)).toBe(0)
  await button(page, 'Switch on for this device').click()
  await section(page).getByText('also while the page is closed').first().waitFor()
  expect(await asked(page)).toBe(1)
  expect((await json('GET', '/push/subscriptions')).items).toMatchObject([
    { isThis: true, service: new URL(service.url).host },
  ])
  // Days without a time are those of this device from now on.
  expect((await json('GET', '/account')).zone).toBe(
    await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  )
  await button(page, 'Send one now').click()
  await section(page).getByText('It is on its way.').waitFor()
  const message = await readUntil(async () => device.messages[0], Boolean)
  await deliver(opened, message?.payload)
  const shown = await readUntil(
    () => shownBy(worker),
    ({ length }) => length > 0,
  )
  expect(shown.map(({ title }) => title)).toEqual(['Reminders come to this device.'])
  await button(page, 'Switch off for this device').click()
  await button(page, 'Switch on for this device').waitFor()
  expect((await json('GET', '/push/subscriptions')).items).toEqual([])
  // Without accounts the settings are told so when they ask for identities.
  expect(opened.errors.filter((error) => !error.includes('409'))).toEqual([])
})

test('[P141] what is in the way is said: no permission, no push service', async () => {
  {
    await using opened = await openPage(server, { path: 'settings' })
    await button(opened.page, 'Switch on for this device').click()
    await section(opened.page).getByRole('alert').getByText('are blocked in the browser').waitFor()
  }
  await using opened = await openPage(server, { prepare: (context) => permit(context) })
  await field(opened.page).waitFor()
  await workerOf(opened)
  await switchOn(opened.page, 'While it is closed none come')
  expect((await json('GET', '/push/subscriptions')).items).toEqual([])
})

test('[P142] a reminder that a push service brings is shown once, however often it comes, by whichever way', async () => {
  await using opened = await openPage(server, { prepare: (context) => permit(context) })
  await field(opened.page).waitFor()
  const worker = await workerOf(opened)
  await switchOn(opened.page, 'While it is closed none come')
  const todo = await remindIn(4)
  // The open page shows it by its own clock.
  const [first] = await readUntil(
    () => shownBy(worker),
    (all) => all.length > 0,
  )
  expect(first).toMatchObject({ title: todo.name, options: { body: 'Todos' } })
  const payload = first?.options.data as object
  for (let again = 0; again < 3; again++) await deliver(opened, payload)
  await deliver(opened, { ...payload, id: 'another', name: 'Another' })
  const all = await readUntil(
    () => shownBy(worker),
    ({ length }) => length > 1,
  )
  expect(all.map(({ title }) => title)).toEqual([todo.name, 'Another'])
})

test('[P143] an open page reminds without the network as well; where notifications are off, by a message, once for all tabs', async () => {
  const todo = await remindIn(6)
  await using opened = await openPage(server)
  await row(opened.page, todo.name).waitFor()
  await using beside = await openPage(server, { context: opened.context })
  await row(beside.page, todo.name).waitFor()
  await opened.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  await opened.context.setOffline(true)
  const texts = async () => {
    const all = await Promise.all(
      [opened, beside].map(({ page }) => page.locator('.toast', { hasText: todo.name }).allTextContents()),
    )
    return all.flat()
  }
  await readUntil(texts, ({ length }) => length > 0)
  await Bun.sleep(500)
  expect(await texts()).toEqual([`Reminder: “${todo.name}”Open`])
  const page = (await opened.page.locator('.toast').count()) > 0 ? opened.page : beside.page
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name' }).waitFor()
  expect(new URL(page.url()).searchParams.get('todo')).toBe(todo.id)
})

test('[P144] pressed, a notification opens its todo; its buttons finish it, or remind again in an hour', async () => {
  await using opened = await openPage(server)
  const { page } = opened
  await field(page).waitFor()
  const worker = await workerOf(opened)
  const [one, two] = [await remindIn(3_600), await remindIn(3_600)]
  await row(page, one.name).waitFor()
  for (const { id, list, name } of [one, two])
    await deliver(opened, { type: 'reminder', id: `${id} x`, todo: id, list, name, listName: 'Todos' })
  const shown = await readUntil(
    () => shownBy(worker),
    ({ length }) => length === 2,
  )
  expect(shown[0]?.options.actions.map(({ title }) => title)).toEqual(['Finish', 'In an hour'])
  await press(worker, shown[0] as Shown, 'hour')
  const { reminders } = await json('GET', `/todos/${one.id}`)
  expect(reminders).toHaveLength(2)
  const ahead = Date.parse(`${reminders[1].slice(0, 16)}Z`) - Date.now()
  expect(ahead > 58 * 60_000 && ahead <= 60 * 60_000).toBe(true)
  await press(worker, shown[0] as Shown, 'finish')
  expect((await json('GET', `/todos/${one.id}`)).finished).toBe(true)
  await press(worker, shown[1] as Shown)
  await page.waitForURL(`**/lists/${two.list}?todo=${two.id}`)
  // It was not loaded anew where it listens.
  await page.evaluate(() => void Object.assign(window, { marked: true }))
  await press(worker, shown[0] as Shown)
  await page.waitForURL(`**/lists/${one.list}?todo=${one.id}`)
  expect(await page.evaluate(() => 'marked' in window)).toBe(true)
})

test('[P222] notifications are in the language that was chosen on the page, whatever the browser’s is', async () => {
  await using opened = await openPage(server, { prepare: (context) => permit(context) })
  const { page } = opened
  await field(page).waitFor()
  const worker = await workerOf(opened)
  await switchOn(page, 'While it is closed none come')
  await deliver(opened, { type: 'test', id: 'before' })
  await page.getByRole('radio', { name: '简体中文' }).check()
  await page.getByRole('heading', { level: 1, name: '设置' }).waitFor()
  await page.waitForFunction(async () => {
    const kept = await caches.match(new URL('language', document.baseURI))
    return (await kept?.text()) === 'zh-CN'
  })
  await deliver(opened, { type: 'test', id: 'after' })
  await deliver(opened, {
    type: 'reminder',
    id: 'todo',
    todo: 'x',
    list: 'x',
    name: '牛奶',
    listName: '买菜',
  })
  const shown = await readUntil(
    () => shownBy(worker),
    ({ length }) => length === 3,
  )
  expect(shown.map(({ title }) => title)).toEqual([
    'Reminders come to this device.',
    '提醒可以送达本设备。',
    '牛奶',
  ])
  expect(shown[2]?.options.actions.map(({ title }) => title)).toEqual(['完成', '一小时后提醒'])
})

test('[P145] without the network the buttons open the page at the todo', async () => {
  await using opened = await openPage(server)
  const { page, context } = opened
  await field(page).waitFor()
  const worker = await workerOf(opened)
  const todo = await remindIn(3_600)
  await row(page, todo.name).waitFor()
  const { id, list, name } = todo
  await deliver(opened, { type: 'reminder', id: `${id} x`, todo: id, list, name, listName: 'Todos' })
  const [shown] = await readUntil(
    () => shownBy(worker),
    ({ length }) => length === 1,
  )
  await worker.evaluate(() => {
    Object.assign(globalThis, { fetch: () => Promise.reject(new TypeError('Failed to fetch')) })
  })
  await context.setOffline(true)
  await press(worker, shown as Shown, 'finish')
  await page.waitForURL(`**/lists/${list}?todo=${id}`)
  expect((await json('GET', `/todos/${id}`)).finished).toBe(false)
})
