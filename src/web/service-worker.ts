/**
 * Opens the page without the network: all files of one version are fetched when it is installed, and each address of
 * the page is answered from them at once. A newer version waits until no page runs the older one, or one is told to
 * apply it.
 */
import { hearReminders, type RemindingWorker } from './reminders/worker.ts'

/**
 * Written in by scripts/build-page.ts: what this version is, its files but for the document, and a pattern of the
 * page's addresses.
 */
declare const VERSION: string
declare const ASSETS: readonly string[]
declare const ROUTES: string

/** The document types know pages alone; this is what is used here of a worker's. */
interface Worker {
  registration: { scope: string }
  clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching {
  request: Request
  respondWith(response: Promise<Response>): void
}

const worker = globalThis as unknown as Worker
const base = worker.registration.scope
// Applications of one origin, each under a prefix of its own, share its caches; no address has a space.
const family = `aiotodo ${base} `
const cacheName = family + VERSION
const routes = new RegExp(ROUTES)

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('message', ({ data }) => void (data === 'apply' && worker.skipWaiting()))
worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || !(origin + pathname).startsWith(base)) return
  const path = (origin + pathname).slice(base.length)
  if (mode === 'navigate' && routes.test(path)) event.respondWith(kept(base, event.request))
  else if (path.startsWith('assets/')) event.respondWith(kept(url, event.request))
})

hearReminders(globalThis as unknown as RemindingWorker)

async function install(): Promise<void> {
  try {
    const cache = await caches.open(cacheName)
    const document = await fetch(base, { headers: { accept: 'text/html' }, cache: 'no-cache' })
    // While servers are being replaced, another one may answer than the one that this worker is from.
    if (!document.ok || !(await document.clone().text()).includes(`data-version="${VERSION}"`))
      throw new Error('The document is not of this version')
    await cache.addAll(ASSETS.map((path) => base + path))
    await cache.put(base, document)
  } catch (error) {
    // The browser tries again when it looks for a newer worker next.
    await caches.delete(cacheName)
    throw error
  }
}

/** The version before stays, for tabs in which it runs still and has not loaded all of its parts. */
async function activate(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(family) && name !== cacheName)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  // The first page is there before its worker; from now on it needs the network no more either.
  await worker.clients.claim()
}

/** The network is asked only for what is not here. Servers that vary their answers by headers do not matter here. */
async function kept(url: string, request: Request): Promise<Response> {
  const own = await caches.match(url, { cacheName, ignoreVary: true })
  // Names of assets have a hash of what is in them, so any version's will do.
  return own ?? (url === base ? undefined : await caches.match(url, { ignoreVary: true })) ?? fetch(request)
}
