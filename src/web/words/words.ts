/** The page's language: chosen by the browser, or in the settings. To add one, add files beside zh-cn.ts and account-zh-cn.ts, and name them here and in account-words.ts. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import { languageChoice } from '../device/settings.ts'
import { en, type Words } from './en.ts'

/** By BCP 47 tag, the names of the languages in themselves. */
export const languages: Readonly<Record<string, string>> = { en: 'English', 'zh-CN': '简体中文' }

/** All but English, which the page has at once. */
const others: Readonly<Record<string, () => Promise<Words>>> = {
  'zh-CN': () => import('./zh-cn.ts').then(({ zhCn }) => zhCn),
}

const loaded = signal<Readonly<Record<string, Words>>>({ en })

const wished = computed(() => {
  if (languageChoice.value in languages) return languageChoice.value
  const tag = navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag)) ?? 'en'
  return tag.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
})

/** A tag out of `languages`: that of the words that are shown. */
export const language: ReadonlySignal<string> = computed(() =>
  wished.value in loaded.value ? wished.value : 'en',
)

export const words: ReadonlySignal<Words> = computed(() => loaded.value[language.value] ?? en)

/** Resolves when the words of the wished language are there, or can't be had: then they are English. */
export async function loadWords(): Promise<void> {
  const tag = wished.value
  if (tag in loaded.peek()) return
  const found = await others[tag]?.().catch(() => undefined)
  if (found) loaded.value = { ...loaded.peek(), [tag]: found }
}

effect(() => void loadWords())

effect(() => {
  document.documentElement.lang = language.value
})
