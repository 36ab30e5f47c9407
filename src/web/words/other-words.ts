/**
 * Has the words of languages that a person may know besides the page's: English, and what the browser asks for. Who
 * learned a name in one of them finds the thing by it.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { bestLanguage } from './choose.ts'
import { fallback, languages, type Language } from './languages.ts'
import type { AllWords } from './later-words.ts'
import { language } from './words.ts'

const loaded = signal<readonly AllWords[]>([])

export const otherWords: ReadonlySignal<readonly AllWords[]> = loaded

/** Where they can not be loaded there are none. */
export async function loadOtherWords(): Promise<void> {
  const shown = language.peek()
  const asked = navigator.languages.map((wish) => bestLanguage([wish], Object.keys(languages)))
  const tags = [...new Set([fallback.tag, ...asked])].filter((tag) => tag !== undefined && tag !== shown)
  const loading = tags.map(async (tag) => {
    const { page, later } = languages[tag as string] as Language
    return { ...(await page()), ...(await later()) }
  })
  try {
    loaded.value = await Promise.all(loading)
  } catch {
    loaded.value = []
  }
}
