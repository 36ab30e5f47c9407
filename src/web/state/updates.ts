/** New versions of the page: they install by themselves, and are put to use when a person says so. */
import { signal, type Signal } from '@preact/signals'

/** Whether a newer version than the one that runs here is ready. */
export const newVersion: Signal<boolean> = signal(false)

const checkEveryMs = 60 * 60 * 1_000
/** How long a reload waits for a newer version, at most. */
const patienceMs = 3_000

let registration: ServiceWorkerRegistration | undefined
let applying = false

/**
 * Registers the service worker once the page has loaded; where there are none (http on a network, private windows) does
 * nothing.
 */
export function watchUpdates(): void {
  if (document.readyState === 'complete') void watch()
  else addEventListener('load', () => void watch(), { once: true })
}

/**
 * Opens the page anew in the newest version: in place of a plain reload, which would open the one that is kept here.
 */
export function applyUpdate(): void {
  applying = true
  void findNewer().then((worker) => {
    // It takes over, and tells so by `controllerchange`.
    worker?.postMessage('apply')
    setTimeout(() => location.reload(), worker ? patienceMs : 0)
  })
}

async function findNewer(): Promise<ServiceWorker | null | undefined> {
  if (registration?.waiting) return registration.waiting
  const found = registration?.update().then(({ installing }) => installing && untilInstalled(installing))
  await Promise.race([found, new Promise((resolve) => setTimeout(resolve, patienceMs))]).catch(() => {})
  return registration?.waiting
}

const untilInstalled = (worker: ServiceWorker): Promise<unknown> =>
  new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }))

async function watch(): Promise<void> {
  try {
    // Only a built page has a version; while it is worked on, nothing may come from a cache.
    if (!document.documentElement.dataset['version']) return
    const { serviceWorker } = navigator
    if (!serviceWorker) return
    let controlled = serviceWorker.controller !== null
    serviceWorker.addEventListener('controllerchange', () => {
      if (applying) location.reload()
      // Another tab asked for it; the first worker of all took over from nobody.
      else if (controlled) newVersion.value = true
      controlled = true
    })
    registration = await serviceWorker.register(workerUrl(), { updateViaCache: 'none' })
    noticeWaiting(registration)
    registration.addEventListener('updatefound', () => noticeInstalled(registration?.installing ?? null))
    noticeInstalled(registration.installing)
    const check = () => void registration?.update().catch(() => {})
    document.addEventListener('visibilitychange', () => document.hidden || check())
    setInterval(check, checkEveryMs)
  } catch {
    // Not allowed here; the page works without.
  }
}

function noticeInstalled(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => registration && noticeWaiting(registration))
}

/** The first worker that is installed waits for nobody, and is no news. */
function noticeWaiting({ waiting, active }: ServiceWorkerRegistration): void {
  if (waiting && active) newVersion.value = true
}

/** What becomes code must come by a policy that the server's CSP names. */
function workerUrl(): string {
  const url = new URL('service-worker.js', document.baseURI).href
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  return trustedTypes
    .createPolicy('aiotodo', { createScriptURL: () => url })
    .createScriptURL('') as unknown as string
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (text: string) => string },
  ): { createScriptURL(text: string): object }
}

/** Whether the files of this page come from the service worker. */
export function isServedByWorker(): boolean {
  try {
    return Boolean(navigator.serviceWorker?.controller)
  } catch {
    // Storage is denied here, and workers with it.
    return false
  }
}
