/** It shows how much of the account this device keeps, and whether the browser may clear it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { allTodos, status, storageTrouble } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { language } from '../words/words.ts'

interface Room {
  bytes: number
  isPersisted: boolean
}

export function Device(): JSX.Element {
  const room = useSignal<Room | undefined>(undefined)
  const { waiting } = status.value
  // Anew whenever all is saved.
  useEffect(() => void measure().then((found) => (room.value = found)), [waiting === 0])
  const { storage } = viewWords.value
  const { onThisDevice, keptHere, notKeptHere, spaceUsed, persistent, evictable, sentences } = viewWords.value
  const trouble = storageTrouble.value
  const count = allTodos.value.length
  return (
    <section>
      <h3>{onThisDevice}</h3>
      {trouble === 'none' || trouble === 'full' ? (
        <p>{sentences([keptHere(count), ...(room.value ? [spaceUsed(sizeText(room.value.bytes))] : [])])}</p>
      ) : (
        <p>{notKeptHere(count)}</p>
      )}
      {trouble === 'none' && room.value && (
        <p class="hint">{room.value.isPersisted ? persistent : evictable}</p>
      )}
      {trouble !== 'none' && <p>{storage[trouble]}</p>}
    </section>
  )
}

async function measure(): Promise<Room | undefined> {
  try {
    const { usage = 0 } = await navigator.storage.estimate()
    return { bytes: usage, isPersisted: await navigator.storage.persisted() }
  } catch {
    return undefined
  }
}

function sizeText(bytes: number): string {
  const isSmall = bytes < 1_000_000
  return new Intl.NumberFormat(language.value, {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: isSmall ? 0 : 1,
  }).format(bytes / (isSmall ? 1_000 : 1_000_000))
}
