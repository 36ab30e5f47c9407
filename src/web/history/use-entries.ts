/** Pages of the history, newest first; what happens while it is looked at comes to the front. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { HistoryEntry } from '../../model/history.ts'
import { Trouble } from '../state/account-api.ts'
import { readEntries } from '../state/entries.ts'
import { status } from '../state/todos.ts'
import { troubleText } from '../state/trouble-text.ts'
import { refusalText } from './entry-text.ts'

export interface Entries {
  /** Undefined until they are here. */
  items: readonly HistoryEntry[] | undefined
  hasOlder: boolean
  error: string
  loadOlder: () => Promise<void>
  loadNewer: () => Promise<void>
}

/** Of a burst of changes the last one is enough. */
const pauseMs = 200

/** @param changed - another value when something may have happened */
export function useEntries(path: string, changed: unknown, query: Record<string, string> = {}): Entries {
  const items = useSignal<readonly HistoryEntry[] | undefined>(undefined)
  const next = useSignal<string | null>(null)
  const error = useSignal('')
  const isGone = useRef(false)
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
      error.value = ''
    } catch (found) {
      const isKnown = found instanceof Trouble && found.code !== 'no_answer'
      error.value = isKnown ? refusalText(found) : troubleText(found)
    }
  }
  const loadNewer = () =>
    attempt(async () => {
      const page = await readEntries(path, query)
      const before = items.peek() ?? []
      const known = new Set(before.map(({ id }) => id))
      const isJoined = page.items.some(({ id }) => known.has(id))
      if (!isJoined) next.value = page.next
      const fresh = page.items.filter(({ id }) => !known.has(id))
      items.value = isJoined ? [...fresh, ...before] : page.items
    })
  const loadOlder = () =>
    attempt(async () => {
      const page = await readEntries(path, query, next.peek() ?? undefined)
      items.value = [...(items.peek() ?? []), ...page.items]
      next.value = page.next
    })
  const isSettled = status.value.waiting === 0
  useEffect(() => {
    if (!isSettled) return
    const timer = setTimeout(() => void (isGone.current || loadNewer()), items.peek() ? pauseMs : 0)
    return () => clearTimeout(timer)
  }, [path, changed, isSettled])
  useEffect(() => () => void (isGone.current = true), [])
  return { items: items.value, hasOlder: next.value !== null, error: error.value, loadOlder, loadNewer }
}
