/** The page's language: chosen by the browser, or in the settings. To add one, add files beside en.ts and account-en.ts, and name them here and in account-words.ts. */
import { computed, effect, type ReadonlySignal } from '@preact/signals'
import { languageChoice } from '../state/settings.ts'
import { en, type Words } from './en.ts'
import { zhCn } from './zh-cn.ts'

export const languages: Readonly<Record<string, Words>> = { en, 'zh-CN': zhCn }

/** A BCP 47 tag out of `languages`. */
export const language: ReadonlySignal<string> = computed(() => {
  if (languageChoice.value in languages) return languageChoice.value
  const wished = navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag)) ?? 'en'
  return wished.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
})

export const words: ReadonlySignal<Words> = computed(() => languages[language.value] as Words)

effect(() => {
  document.documentElement.lang = language.value
})
