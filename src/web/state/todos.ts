/** The replica as signals: what the views read. Nothing here writes; see actions.ts. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Account, List, LiveReplica, Status, Todo } from '../../client/client.ts'
import { connect } from '../../client/connect.ts'
import type { SavedFilter } from '../../model/saved-filter.ts'
import { blanks } from '../../model/blanks.ts'
import { firstListName } from '../../model/first-list.ts'
import type { View } from '../../model/view.ts'
import { memoryStorage, type ReplicaStorage } from '../../client/replica-storage.ts'
import { canShareTabs, shareTabs, type Tabs } from '../../client/tabs.ts'
import { deviceStorage, type DeviceTrouble } from './device-storage.ts'
import { route } from './route.ts'
import { words } from '../words/words.ts'
import { databaseName, isMine, isStillKept } from './who.ts'

/** Why todos can't be kept on this device. */
export type StorageTrouble = DeviceTrouble | 'denied' | 'insecure'

export const storageTrouble: Signal<StorageTrouble> = signal('none')
export const status: Signal<Status> = signal({
  phase: 'connecting',
  waiting: 0,
  aside: 0,
  fetching: [],
  account: undefined,
})
const storedLists: Signal<readonly List[]> = signal([])
export const lists: ReadonlySignal<readonly List[]> = computed(() => {
  const { todos } = words.value
  if (todos === firstListName) return storedLists.value
  return storedLists.value.map((list) => (isAsMade(list) ? { ...list, name: todos } : list))
})
/** The account as the server told it last; what is chosen here shows before it is told. */
export const told: Signal<Account | undefined> = signal(undefined)
/** What the account saved under a name, in its order. */
export const filters: Signal<readonly SavedFilter[]> = signal([])
/** Has how lists, filters and labels are shown, where that is not as usual. */
export const views: Signal<readonly View[]> = signal([])

const base = document.baseURI.replace(/\/$/, '')
let live: LiveReplica | undefined

/** The replica, once `openReplica` has resolved. */
export function replica(): LiveReplica {
  if (!live) throw new Error('The replica is not open yet')
  return live
}

/** The list that is looked at comes first. */
function openList(): string | undefined {
  const { place } = route.peek()
  return place.view === 'list' ? (place.list ?? 'default') : undefined
}

/** Opens what this device has, without waiting for the network. */
export async function openReplica(): Promise<LiveReplica> {
  // They listen before the keep is read. Without a lock two tabs would write over each other.
  const tabs = databaseName === undefined ? undefined : findTabs(databaseName)
  const storage = tabs && databaseName !== undefined ? await openStorage(databaseName) : memoryStorage
  const isKept = tabs !== undefined && storage !== memoryStorage
  if (!tabs && databaseName !== undefined) storageTrouble.value = isSecureContext ? 'denied' : 'insecure'
  // Others may be able to keep: they must not wait for this one to lead.
  else if (!isKept) tabs?.close()
  live = await connect(base, {}, { storage, isMine, first: openList, ...(isKept && { tabs }) })
  live.onStatus((now) => {
    status.value = now
    told.value = now.account
  })
  let all: readonly List[] = []
  live.watchLists((now) => (storedLists.value = inOwnOrder((all = now))))
  live.watchViews((now) => {
    views.value = now
    const order = inOwnOrder(all)
    // Most changes of views are about something else, and nothing is drawn for them.
    if (order.some((list, at) => list !== storedLists.peek()[at])) storedLists.value = order
  })
  live.watchFilters((now) => (filters.value = now.toSorted(byPlace)))
  if (isKept) saveCarefully(storage)
  return live
}

/** Where storage is denied, tabs may not talk either. */
function findTabs(name: string): Tabs | undefined {
  try {
    return canShareTabs() ? shareTabs(name) : undefined
  } catch {
    return undefined
  }
}

async function openStorage(name: string): Promise<ReplicaStorage> {
  try {
    return await deviceStorage(name, (trouble) => (storageTrouble.value = trouble))
  } catch (error) {
    storageTrouble.value = (error as Error).name === 'QuotaExceededError' ? 'full' : 'denied'
    return memoryStorage
  }
}

/** The last changes before the page is closed: what comes late waits for the save before it. */
const lastMs = 10_000
const askedKey = 'aiotodo.persist'

function saveCarefully(storage: ReplicaStorage): void {
  addEventListener('pagehide', () => {
    const since = new Date(Date.now() - lastMs).toISOString()
    const last = replica().outbox.filter((pending) => !pending.settled && pending.at > since)
    if (last.length === 0 || !isStillKept()) return
    const outbox = new Map(last.map((pending) => [pending.command.id, pending]))
    // Where it fails there is nobody left to tell.
    storage.save({ outbox }).catch(() => {})
  })
  const stop = replica().onStatus(({ waiting }) => {
    if (waiting === 0) return
    queueMicrotask(() => stop())
    void askToPersist()
  })
}

/**
 * That the browser does not clear this when the device runs out of room. Some ask the person: once, after the first
 * change.
 */
async function askToPersist(): Promise<void> {
  try {
    const { storage } = navigator
    if (localStorage.getItem(askedKey) || !storage?.persist || (await storage.persisted())) return
    localStorage.setItem(askedKey, 'asked')
    await storage.persist()
  } catch {
    // Not here.
  }
}

function byPlace(a: Placed, b: Placed): number {
  if (a.position === b.position) return a.id < b.id ? -1 : 1
  if (a.position === null) return -1
  return b.position === null || a.position > b.position ? 1 : -1
}

type Placed = Pick<List, 'id' | 'position'>

/** On a list that is shared each has an own place for it; until it is given one, it stands where its maker put it. */
function inOwnOrder(all: readonly List[]): List[] {
  const own = new Map(views.peek().map(({ id, position }) => [id, position]))
  return all
    .map((list) => ({ list, id: list.id, position: own.get(list.id) ?? list.position }))
    .toSorted(byPlace)
    .map(({ list }) => list)
}

const none: readonly Todo[] = []
const watched = new Map<string, Signal<readonly Todo[]>>()

/** The list's live todos in their order. */
export function todosOf(list: string): ReadonlySignal<readonly Todo[]> {
  let todos = watched.get(list)
  if (!todos) {
    const made: Signal<readonly Todo[]> = signal(none)
    todos = made
    watched.set(list, made)
    live?.watch({ list }, (now) => (made.value = now))
  }
  return todos
}

export const allTodos: ReadonlySignal<readonly Todo[]> = computed(() =>
  lists.value.flatMap((list) => todosOf(list.id).value),
)

/** Counts those of a list that are not finished, without some. */
export const activeCount = (list: string, without?: ReadonlySet<string>): number =>
  todosOf(list).value.filter(({ id, finished }) => !finished && !without?.has(id)).length

/** By its id; undefined when it is not, or no longer, in a list. Follows changes where it is read in a view. */
export function todoOf(id: string): Todo | undefined {
  const todo = live?.todo(id)
  if (todo) void todosOf(todo.list).value
  else void allTodos.value
  return live?.todo(id)
}

/** It tells whether nobody has given it a name yet. Which one is the default list may come later than the lists. */
const isAsMade = ({ id, name }: List): boolean =>
  name === firstListName && id === (live?.account?.defaultList ?? id)

/** Lists are written by these names in quick add and filters: the first one also by the name that programs know. */
export const listNames = (): readonly Pick<List, 'id' | 'name'>[] => [
  ...lists.value,
  ...storedLists.value.filter((list) => isAsMade(list) && !lists.value.includes(list)),
]

export const listOf = (id: string): List | undefined => lists.value.find((list) => list.id === id)

/** Answers how something is shown, which is as usual unless somebody has changed it. */
export function viewOf(id: string): View {
  const found = views.value.find((view) => view.id === id)
  if (found) return found
  // It is the very same each time, so that what is made of it is not made anew.
  let usual = usualViews.get(id)
  if (!usual) usualViews.set(id, (usual = { ...(blanks.view as View), id }))
  return usual
}

/** It has the colours of labels that have a view. */
export const labelColours = computed(() => new Map(views.value.map(({ label, colour }) => [label, colour])))

const usualViews = new Map<string, View>()

/** It has the labels of views by their ids. What changes such a view names the label, as the change may make it. */
export const labelsOfViews = new Map<string, string>()

/** Where todos go that name no list; undefined until the server was met for the first time. */
export const defaultList = (): string | undefined => {
  void lists.value
  return live?.account?.defaultList
}

export interface Trash {
  todos: readonly Todo[]
  lists: readonly List[]
}

/**
 * What is in the trash, the newest first. Todos that went with the one above them come back with it, and are not named.
 */
export const trash: Signal<Trash> = signal({ todos: none, lists: [] })

/** Keeps `trash` current until the function it returns is called. */
export function watchTrash(): () => void {
  const stops: (() => void)[] = []
  const byList = new Map<string, readonly Todo[]>()
  let binned: readonly List[] = []
  const tell = () => {
    const todos = [...byList.values()].flat().filter(isAlone)
    trash.value = { todos: todos.toSorted(byDeletion), lists: binned.toSorted(byDeletion) }
  }
  // Every list has its own: a todo's list may be in the trash as well.
  const follow = (all: readonly List[]) => {
    for (const { id } of all) {
      if (byList.has(id)) continue
      byList.set(id, none)
      const hear = (todos: readonly Todo[]) => {
        byList.set(id, todos)
        tell()
      }
      stops.push(replica().watch({ list: id, deleted: true }, hear))
    }
  }
  stops.push(replica().watchLists(follow))
  const hearBinned = (all: readonly List[]) => {
    binned = all
    follow(all)
    tell()
  }
  stops.push(replica().watchLists(hearBinned, { deleted: true }))
  return () => stops.forEach((stop) => stop())
}

/** Not one of those that come back with the todo above them. */
function isAlone({ parent, deletedAt }: Todo): boolean {
  return parent === null || replica().todo(parent)?.deletedAt !== deletedAt
}

type Deleted = Pick<List, 'id' | 'deletedAt' | 'version'> & { list?: string }

/**
 * The last deleted first. Several rows may have been deleted within one millisecond: a list's versions tell which was
 * the last.
 */
export function byDeletion(a: Deleted, b: Deleted): number {
  const [was, is] = [a.deletedAt ?? '', b.deletedAt ?? '']
  if (was !== is) return was < is ? 1 : -1
  const [one, other] = [a.list ?? a.id, b.list ?? b.id]
  if (one !== other) return one < other ? -1 : 1
  return b.version - a.version
}
