/**
 * Shows reminders in the service worker: what a push service or an open page hands over, each once; and does what
 * is pressed. It stands beside no page, so the build writes the few words that it needs into it, of each language.
 */
import { bestLanguage } from '../words/choose.ts'
import type { ReminderWords } from '../words/later-words.ts'
import { languageKey } from './language-key.ts'

/** scripts/build-page.ts writes these in, by tag. */
declare const NOTIFICATION_WORDS: Readonly<Record<string, ReminderWords['notification']>>

/** What a message is: of core/reminders/reminders.ts and core/reminders/subscriptions.ts, or from the page. */
export interface Reminder {
  type: 'reminder' | 'test'
  /** What tells it from all others. */
  id: string
  todo?: string
  list?: string
  listName?: string
  name?: string
}

interface Options extends NotificationOptions {
  actions: { action: string; title: string }[]
}
interface Window_ {
  url: string
  focus(): Promise<unknown>
  navigate(url: string): Promise<unknown>
  postMessage(message: unknown, ports: readonly MessagePort[]): void
}
export interface RemindingWorker {
  registration: { scope: string; showNotification(title: string, options: Options): Promise<void> }
  clients: {
    matchAll(options: object): Promise<Window_[]>
    openWindow(url: string): Promise<unknown>
  }
  addEventListener(type: 'push', listener: (event: Pushed) => void): void
  addEventListener(type: 'message', listener: (event: Pushed & { data: unknown }) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Clicked) => void): void
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void
}
interface Pushed extends Lasting {
  data: { json(): Reminder } | null
}
interface Clicked extends Lasting {
  action: string
  notification: { data: Reminder; close(): void }
}

/** Chooses the language that the page was last in, else the browser's. */
async function textsFor(base: string): Promise<ReminderWords['notification']> {
  const { cache, address } = languageKey(base)
  const shown = await caches.match(address, { cacheName: cache })
  const tags = Object.keys(NOTIFICATION_WORDS)
  const wishes = [...(shown ? [await shown.text()] : []), ...navigator.languages]
  const [first = ''] = tags
  return NOTIFICATION_WORDS[bestLanguage(wishes, tags) ?? first] as ReminderWords['notification']
}

/** How many are remembered as shown: more than come in a day. */
const shownMax = 300
/** How long an open page may take to say that it heard. */
const heardMs = 1_000

export function hearReminders(worker: RemindingWorker): void {
  const base = worker.registration.scope
  let turn: Promise<unknown> = Promise.resolve()
  /** One after another, so that of two with one id the second finds the first. */
  const inTurn = (reminder: Reminder) => (turn = turn.then(() => showOnce(reminder)).catch(() => {}))

  worker.addEventListener('push', (event) => {
    const reminder = event.data?.json()
    if (reminder) event.waitUntil(inTurn(reminder))
  })
  worker.addEventListener('message', (event) => {
    const data = event.data as Reminder | string | null
    if (typeof data === 'object' && data?.id) event.waitUntil(inTurn(data))
  })
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close()
    event.waitUntil(clicked(event.action, event.notification.data))
  })

  async function showOnce(reminder: Reminder): Promise<void> {
    const shown = await caches.open(`aiotodo-reminders ${base}`)
    const key = `${base}reminded/${encodeURIComponent(reminder.id)}`
    if (await shown.match(key)) return
    const { name, listName, id, todo } = reminder
    const texts = await textsFor(base)
    const actions = (['finish', 'hour'] as const).map((action) => ({ action, title: texts[action] }))
    await worker.registration.showNotification(name ?? texts.works, {
      body: listName ?? '',
      tag: id,
      data: reminder,
      actions: todo ? actions : [],
    })
    await shown.put(key, new Response())
    const known = await shown.keys()
    await Promise.all(known.slice(0, -shownMax).map((old) => shown.delete(old)))
  }

  async function clicked(action: string, reminder: Reminder): Promise<void> {
    const isDone = action !== '' && (await act(action, reminder).catch(() => false))
    // Without the network, or signed out, the page says how it is.
    if (!isDone) await open(reminder)
  }

  async function act(action: string, { todo = '' }: Reminder): Promise<boolean> {
    const address = `${base}api/v1/todos/${todo}`
    const patch = (changes: object, headers: Record<string, string> = {}) =>
      fetch(`${address}?withSubtodos=true`, {
        method: 'PATCH',
        body: JSON.stringify(changes),
        headers: { 'content-type': 'application/json', ...headers },
      })
    if (action === 'finish') return (await patch({ finished: true })).ok
    const answer = await fetch(address)
    if (!answer.ok) return false
    const { reminders } = (await answer.json()) as { reminders: string[] }
    const inAnHour = `${new Date(Date.now() + 60 * 60_000).toISOString().slice(0, 16)}[UTC]`
    return (
      await patch({ reminders: [...reminders, inAnHour] }, { 'if-match': answer.headers.get('etag') ?? '*' })
    ).ok
  }

  async function open({ list, todo }: Reminder): Promise<void> {
    const url = todo ? `${base}lists/${list}?todo=${todo}` : base
    const all = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
    const page = all.find((client) => client.url.startsWith(base))
    if (!page) return void (await worker.clients.openWindow(url))
    await page.focus().catch(() => {})
    if (!todo || (await isHeard(page, { type: 'open', list, todo }))) return
    await page.navigate(url).catch(() => worker.clients.openWindow(url))
  }
}

/** A page that has just been opened may not listen yet. */
function isHeard(page: Window_, message: object): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(true)
    setTimeout(() => resolve(false), heardMs)
    page.postMessage(message, [port2])
  })
}
