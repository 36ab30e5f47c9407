/**
 * Reminders while the page is open, also without the network: by its own clock, as notifications or else as
 * messages.
 */
import { computed, effect } from '@preact/signals'
import { alarmsOf, momentMs, reminderId } from '../../model/alarms.ts'
import type { Todo } from '../../model/todo.ts'
import { now } from '../state/clock.ts'
import { localZone } from '../words/due.ts'
import { go } from '../state/route.ts'
import { showToast } from '../state/toasts.ts'
import { allTodos, listOf, replica, status } from '../state/todos.ts'
import { reminderWords } from '../words/later-words.ts'
import { language } from '../words/words.ts'
import { hand, isShowing, refresh } from './device.ts'
import { languageKey } from './language-key.ts'

interface Due {
  todo: Todo
  moment: string
  ms: number
}

const moments = new WeakMap<Todo, string[]>()
function momentsOf(todo: Todo): string[] {
  let found = moments.get(todo)
  if (!found) moments.set(todo, (found = alarmsOf(todo)))
  return found
}

const zone = (): string => replica().account?.zone ?? localZone()

/** The soonest first. */
const all = computed((): Due[] => {
  const rows = allTodos.value.filter(({ reminders }) => reminders.length > 0)
  const due = rows.flatMap((todo) =>
    momentsOf(todo).map((moment) => ({ todo, moment, ms: momentMs(moment, zone()) })),
  )
  return due.toSorted((a, b) => a.ms - b.ms)
})

let isWatching = false

/** Shows what is due from now on; to be called once, or more often. */
export function watchReminders(): void {
  if (isWatching) return
  isWatching = true
  // What was due before was the push service's to bring, or is seen in the list.
  let until = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    const present = Date.now()
    for (const due of all.peek()) if (due.ms > until && due.ms <= present) show(due)
    until = Math.max(until, present)
    clearTimeout(timer)
    const next = all.peek().find(({ ms }) => ms > until)
    // The page's clock ticks in between, and finds what a sleeping device has missed.
    if (next && next.ms - present < 60_000) timer = setTimeout(look, next.ms - present)
  }
  effect(() => {
    void [all.value, now.value]
    look()
  })
  effect(() => {
    if (status.value.phase === 'in sync') refresh().catch(() => {})
  })
  effect(() => void tellWorker(language.value))
  document.addEventListener('visibilitychange', tell)
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }: MessageEvent) => {
    if (data?.type !== 'open') return
    ports[0]?.postMessage('heard')
    openTodoOf(data as { list: string; todo: string })
  })
  navigator.serviceWorker?.startMessages()
}

/** Lets the worker know in which language its notifications are to be. */
async function tellWorker(tag: string): Promise<void> {
  const { cache, address } = languageKey(document.baseURI)
  // Where nothing can be kept, the worker goes by the browser's language.
  await caches
    .open(cache)
    .then((opened) => opened.put(address, new Response(tag)))
    .catch(() => {})
}

function show(due: Due): void {
  const { todo, moment } = due
  const { id, list, name } = todo
  const listName = listOf(list)?.name ?? ''
  if (isShowing()) void hand({ type: 'reminder', id: reminderId(id, moment), todo: id, list, listName, name })
  else {
    waiting.push(due)
    tell()
  }
}

/** Messages are for someone who looks. */
const waiting: Due[] = []
function tell(): void {
  if (document.hidden) return
  for (const { todo, moment } of waiting.splice(0))
    void onceOfAllTabs(reminderId(todo.id, moment), () => {
      const { reminds, open } = reminderWords.value
      const action = { name: open, run: () => openTodoOf({ list: todo.list, todo: todo.id }) }
      showToast({ text: reminds(todo.name), stays: true, action })
    })
}

const openTodoOf = ({ list, todo }: { list: string; todo: string }): void =>
  go({ place: { view: 'list', list }, todo })

const toldKey = 'aiotodo.reminded'
const toldMax = 50
/** What one tab writes down another may read a moment later: until then the lock says it. */
const lockMs = 60_000

async function onceOfAllTabs(id: string, say: () => void): Promise<void> {
  const sayNew = () => {
    if (isNew(id)) say()
  }
  if (!navigator.locks) return sayNew()
  await navigator.locks.request(`${toldKey} ${id}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    sayNew()
    await new Promise((resolve) => setTimeout(resolve, lockMs))
  })
}

function isNew(id: string): boolean {
  try {
    const told = JSON.parse(localStorage.getItem(toldKey) ?? '[]') as string[]
    if (told.includes(id)) return false
    localStorage.setItem(toldKey, JSON.stringify([...told, id].slice(-toldMax)))
  } catch {
    // Storage is denied here, and other tabs have none to share.
  }
  return true
}
