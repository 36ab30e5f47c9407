/** Loads the part of the page that is not needed for the first sight, together with its words. */
import type * as Later from './later.ts'
import { loadLaterWords } from './words/words.ts'

export async function loadLater(): Promise<typeof Later> {
  const parts = import('./later.ts')
  // They may fail together with the words: then one failure is told, and the other needs no handler.
  parts.catch(() => {})
  await loadLaterWords()
  const { watchShared } = await parts
  watchShared()
  return parts
}
