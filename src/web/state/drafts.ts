/**
 * What is being typed and has become nothing yet. It is kept on this device, for each account apart, until it is saved
 * or whoever typed it takes it back; a crash loses less than a second of it. Each tab keeps its own: tabs must not
 * write over each other. Those of a tab that crashed, or was closed, are taken over by the next one: the browser's
 * locks tell that it is gone.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { newId } from '../../client/client.ts'
import { words } from '../words/words.ts'
import { sharedMap } from './shared-map.ts'
import { announce, showToast } from './toasts.ts'
import { replica } from './todos.ts'
import { databaseName, isStillKept } from './who.ts'

export interface Draft {
  text: string
  /** What was stored when the typing began. */
  base: string
  /** Of a line that is understood: what is to be words all the same. */
  ignored?: readonly string[]
}

const own = signal<ReadonlyMap<string, Draft>>(new Map())
/** By the field: the id of what it belongs to, a blank, and which of its fields it is. */
export const drafts: ReadonlySignal<ReadonlyMap<string, Draft>> = own
/** The fields that are on the page now. */
export const shownFields = new Set<string>()

const keptMax = 1_000
const writeAfterMs = 400
const kept = sharedMap<Draft & { at: number }>('draft', keptMax)
const tab = newId()
/** Fields whose drafts on this device are not what they are here. */
const changed = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let isClosing = false

/** @param draft - undefined: it was saved, or taken back */
export function setDraft(field: string, draft: Draft | undefined): void {
  const next = new Map(own.peek())
  if (draft) next.set(field, draft)
  else if (!next.delete(field)) return
  own.value = next
  changed.add(field)
  if (draft) timer ??= setTimeout(write, writeAfterMs)
  else if (isClosing) write()
  // Not before what it was saved as is on the device.
  else void replica().flush().then(write)
}

function write(): void {
  clearTimeout(timer)
  timer = undefined
  // What was removed from this device is not brought back.
  if (databaseName === undefined || !isStillKept()) return
  for (const field of changed) {
    const draft = own.peek().get(field)
    if (draft) kept.set(`${field} ${tab}`, { ...draft, at: Date.now() })
    else kept.delete(`${field} ${tab}`)
  }
  changed.clear()
}

// Before the fields hear of it: what they save then is removed at once, as nothing runs any more after that.
addEventListener('pagehide', () => ((isClosing = true), write()), true)
addEventListener('pageshow', () => (isClosing = false))
document.addEventListener('visibilitychange', () => document.hidden && write(), true)

/** How much of a text is shown of it. */
const shownMax = 60
export const shortened = (text: string): string =>
  text.length > shownMax ? `${text.slice(0, shownMax).trimEnd()}…` : text

/**
 * Takes back what was typed, and offers it for a moment: a slip of the hand is no reason to type it again.
 * @param again - opens the field
 */
export function offerBack(field: string, again: () => void): void {
  const draft = own.peek().get(field)
  setDraft(field, undefined)
  if (!draft?.text.trim()) return
  const text = words.value.discarded(`“${shortened(draft.text.trim())}”`)
  const run = () => {
    setDraft(field, draft)
    again()
  }
  showToast({ text, action: { name: words.value.undo, run } })
  announce(text)
}

const lockOf = (owner: string): string => `${databaseName} draft ${owner}`
const ownerOf = (key: string): string => key.slice(key.lastIndexOf(' ') + 1)

/**
 * Takes over the drafts of tabs that are gone, as soon as they are.
 * @param onTaken - hears of their fields
 */
export function takeDrafts(onTaken: (fields: readonly string[]) => void): void {
  const owners = new Set([...kept.all.peek().keys()].map(ownerOf))
  // Over http there are no locks, and no tab can tell whether another one lives.
  const { locks } = navigator as Partial<Navigator>
  const take = (owner: string) => onTaken(takeOf(owner))
  locks?.request(lockOf(tab), () => new Promise(() => {})).catch(() => {})
  for (const owner of owners)
    if (locks) locks.request(lockOf(owner), () => take(owner)).catch(() => take(owner))
    else take(owner)
}

function takeOf(owner: string): string[] {
  const taken: string[] = []
  for (const [key, { text, base, ignored }] of kept.all.peek()) {
    const field = key.slice(0, -owner.length - 1)
    // Another one that is typed here meanwhile goes first: this one waits for the next time.
    if (ownerOf(key) !== owner || own.peek().has(field)) continue
    setDraft(field, { text, base, ...(ignored && { ignored }) })
    write()
    kept.delete(key)
    taken.push(field)
  }
  return taken
}
