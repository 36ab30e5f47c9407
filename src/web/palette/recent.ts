/** The commands that were used last, kept in the browser where that is allowed. */
import { signal, type Signal } from '@preact/signals'

const key = 'aiotodo.recent'
const keptMax = 5

export const recent: Signal<readonly string[]> = signal(read())

export function noteUse(id: string): void {
  // Todos and searches are found by typing; they would soon be all there is.
  if (/^(todo|search|move-to)-/.test(id)) return
  recent.value = [id, ...recent.value.filter((other) => other !== id)].slice(0, keptMax)
  try {
    localStorage.setItem(key, JSON.stringify(recent.value))
  } catch {
    // For this visit, then.
  }
}

function read(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string').slice(0, keptMax) : []
  } catch {
    return []
  }
}
