/** Whether this device shows reminders as notifications, and is sent them while the page is closed (Web Push). */
import { ask, Trouble, type SignedIn } from '../state/account-api.ts'
import { localZone } from '../words/due.ts'
import { reminding } from '../device/settings.ts'
import type { Reminder } from './worker.ts'

/** Why it can't be switched on. */
export type Hindrance = 'insecure' | 'unsupported' | 'denied' | 'dismissed'

/** Of this device at the server, as soon as it has been met. */
let subscription: string | undefined

/** How long the first installation of the worker is waited for. */
const workerMs = 10_000

export function hindrance(): Hindrance | undefined {
  if (!isSecureContext) return 'insecure'
  try {
    if (!('Notification' in globalThis) || !navigator.serviceWorker) return 'unsupported'
  } catch {
    return 'unsupported'
  }
  return Notification.permission === 'denied' ? 'denied' : undefined
}

export const isShowing = (): boolean =>
  reminding.peek() !== 'off' && hindrance() === undefined && Notification.permission === 'granted'

/** The permission is asked for here, and nowhere else. Answers what is in the way. @throws Trouble of the server */
export async function switchOn(): Promise<Hindrance | undefined> {
  const found = hindrance()
  if (found) return found
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'dismissed'
  const registration = await worker()
  if (!registration) return 'unsupported'
  await subscribe(registration)
  await keepZone()
  return undefined
}

/** For what came in between: another session, another database, another key. */
export async function refresh(): Promise<void> {
  if (!isShowing()) return
  const registration = await worker()
  if (registration) await subscribe(registration)
}

export async function switchOff(): Promise<void> {
  const registration = await worker()
  const pushed = await registration?.pushManager?.getSubscription()
  if (subscription === undefined && pushed) subscription = await send(pushed)
  reminding.value = 'off'
  await pushed?.unsubscribe()
  const gone = subscription
  subscription = undefined
  if (gone === undefined) return
  await ask('DELETE', `/push/subscriptions/${gone}`).catch((error: unknown) => {
    if (!(error instanceof Trouble) || error.code !== 'subscription_not_found') throw error
  })
}

/** One reminder now, the way that they come. @throws Trouble */
export async function tryOut(): Promise<void> {
  if (reminding.peek() === 'on' && subscription === undefined) await refresh()
  if (subscription !== undefined) await ask('POST', `/push/subscriptions/${subscription}/test`)
  else await hand({ type: 'test', id: `test ${Date.now()}` })
}

/** The worker shows it, unless it has before. */
export async function hand(reminder: Reminder): Promise<void> {
  const registration = await worker()
  registration?.active?.postMessage(reminder)
}

const worker = (): Promise<ServiceWorkerRegistration | undefined> =>
  Promise.race([
    navigator.serviceWorker.ready,
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), workerMs)),
  ])

async function subscribe({ pushManager }: ServiceWorkerRegistration): Promise<void> {
  const { publicKey } = await ask<{ publicKey: string }>('GET', '/push/key')
  let pushed = (await pushManager?.getSubscription()) ?? undefined
  // It is another server's, or this one's of before its database was made anew.
  if (pushed && textOf(pushed.options?.applicationServerKey) !== publicKey) {
    await pushed.unsubscribe()
    pushed = undefined
  }
  // A browser that has no push service, or can not reach it, refuses.
  pushed ??= await pushManager
    ?.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch(() => undefined)
  subscription = pushed && (await send(pushed))
  reminding.value = pushed ? 'on' : 'open'
}

async function send(pushed: PushSubscription): Promise<string> {
  return (await ask<{ id: string }>('POST', '/push/subscriptions', pushed.toJSON())).id
}

/** As base64url. */
function textOf(bytes: ArrayBuffer | null | undefined): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer())))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Nine o'clock is that of this device, unless the account says otherwise. */
async function keepZone(): Promise<void> {
  const { zone } = await ask<SignedIn>('GET', '/account')
  if (zone === null) await ask('PATCH', '/account', { zone: localZone() })
}
