/** Small records, kept in the browser one by one, so that tabs show the same and do not write over each other's. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { databaseName } from './who.ts'

export interface SharedMap<T> {
  readonly all: ReadonlySignal<ReadonlyMap<string, T>>
  set(key: string, value: T): void
  delete(key: string): void
}

/** Applications of one origin, each under a prefix of its own, keep theirs apart; so do accounts. */
const family = `${databaseName ?? 'aiotodo nobody'} `
const prefixes: string[] = []

/** Removes all of them from this browser. */
export function clearSharedMaps(): void {
  for (const prefix of prefixes) for (const key of read(prefix).keys()) write(prefix + key, undefined)
}

/**
 * @param max - how many there can be; the oldest go first. Where nothing can be kept, they last as long as the page.
 */
export function sharedMap<T extends { at: number }>(name: string, max: number): SharedMap<T> {
  const prefix = `${family}${name} `
  prefixes.push(prefix)
  const all = signal<ReadonlyMap<string, T>>(read(prefix))
  const put = (key: string, value: T | undefined) => {
    const next = new Map(all.peek())
    if (value) next.set(key, value)
    else if (!next.delete(key)) return
    all.value = next
  }
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key?.startsWith(prefix)) put(key.slice(prefix.length), parse(newValue))
  })
  const map: SharedMap<T> = {
    all,
    set(key, value) {
      put(key, value)
      write(prefix + key, JSON.stringify(value))
      const excess = all.peek().size - max
      if (excess <= 0) return
      const oldest = [...all.peek()].toSorted(([, a], [, b]) => a.at - b.at).slice(0, excess)
      for (const [key] of oldest) map.delete(key)
    },
    delete(key) {
      put(key, undefined)
      write(prefix + key, undefined)
    },
  }
  return map
}

function read<T>(prefix: string): Map<string, T> {
  const found = new Map<string, T>()
  try {
    for (const key of Object.keys(localStorage)) {
      const value = key.startsWith(prefix) ? parse<T>(localStorage.getItem(key)) : undefined
      if (value) found.set(key.slice(prefix.length), value)
    }
  } catch {
    // Storage is denied here.
  }
  return found
}

function parse<T>(text: string | null): T | undefined {
  try {
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

function write(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // Denied, or full: what was there would be out of date.
    try {
      localStorage.removeItem(key)
    } catch {
      // Denied.
    }
  }
}
