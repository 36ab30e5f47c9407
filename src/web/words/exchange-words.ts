/** Strings about import and export in the page's language, as account-words.ts has those about accounts. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { exchangeEn, type ExchangeWords } from './exchange-en.ts'
import { exchangeZhCn } from './exchange-zh-cn.ts'
import { language } from './words.ts'

const languages: Readonly<Record<string, ExchangeWords>> = { en: exchangeEn, 'zh-CN': exchangeZhCn }

export const exchangeWords: ReadonlySignal<ExchangeWords> = computed(
  () => languages[language.value] ?? exchangeEn,
)
