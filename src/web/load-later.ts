/** Loads the part of the page that is not needed for the first sight, together with its words. */
import type * as Later from './later.ts'
import { loadLaterWords } from './words/words.ts'

export async function loadLater(): Promise<typeof Later> {
  const parts = import('./later.ts')
  // Where the words fail to come, nobody would hear that these failed as well.
  parts.catch(() => {})
  await loadLaterWords()
  return parts
}
