/**
 * Holds the page's words in its language, which the browser asks for or a person has chosen. languages.ts has the
 * table.
 */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import { languageChoice } from '../device/settings.ts'
import { bestLanguage } from './choose.ts'
import type { LaterWords } from './en/later.ts'
import type { PageWords } from './en/page.ts'
import { fallback, languages, type Language } from './languages.ts'

export type { PageWords } from './en/page.ts'

/** The words of one language, as far as they are loaded. */
interface Shown {
  tag: string
  page: PageWords
  later?: LaterWords
}

const shown = signal<Shown>(fallback)
let needsLater = false

const isKnown = (tag: string): boolean => Object.hasOwn(languages, tag)

/** Is what is chosen in the settings: a tag of the table, or `system`. */
export const chosenLanguage: ReadonlySignal<string> = computed(() =>
  isKnown(languageChoice.value) ? languageChoice.value : 'system',
)

const wished = computed(() => {
  if (chosenLanguage.value !== 'system') return chosenLanguage.value
  return bestLanguage(navigator.languages, Object.keys(languages)) ?? fallback.tag
})

/** Is the tag of the words that are shown. */
export const language: ReadonlySignal<string> = computed(() => shown.value.tag)

export const words: ReadonlySignal<PageWords> = computed(() => shown.value.page)

/** Has words of the later part only once that is loaded. */
export const laterIfLoaded: ReadonlySignal<LaterWords | undefined> = computed(() => shown.value.later)

/** Is read by later-words.ts alone, which gives each part its name. */
export const shownLater: ReadonlySignal<LaterWords> = computed(() => {
  const { later } = shown.value
  if (!later) throw new Error('loadLaterWords comes first')
  return later
})

const languageOf = (tag: string): Language => languages[tag] as Language

/** Resolves when the words of the wished language are shown; where they can not be loaded, those from before stay. */
export async function loadWords(): Promise<void> {
  const tag = wished.value
  if (tag === shown.peek().tag) return
  try {
    const { page } = await languageOf(tag).page()
    const later = needsLater ? (await languageOf(tag).later()).later : undefined
    // Another one may have been chosen meanwhile.
    if (tag === wished.peek()) shown.value = { tag, page, ...(later && { later }) }
  } catch {
    // The choice is kept, and tried again when the page is opened next.
  }
}

/** To be awaited before anything of the later part is shown. Rejects where its words can not be loaded. */
export async function loadLaterWords(): Promise<void> {
  needsLater = true
  while (!shown.peek().later) {
    const { tag } = shown.peek()
    const { later } = await languageOf(tag).later()
    if (tag === shown.peek().tag) shown.value = { ...shown.peek(), later }
  }
}

effect(() => void loadWords())

effect(() => {
  const root = document.documentElement
  root.lang = language.value
  root.dir = languageOf(language.value).dir ?? 'ltr'
  // The build makes one for each language, and puts the tag into its name.
  const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]')
  if (manifest) manifest.href = manifest.href.replace(/(-\w{8}-).+(?=\.)/, `$1${root.lang}`)
})
