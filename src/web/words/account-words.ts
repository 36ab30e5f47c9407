/** Strings about accounts in the page's language. A language that is added to words.ts has a file for these as well. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { accountEn, type AccountWords } from './account-en.ts'
import { accountZhCn } from './account-zh-cn.ts'
import { language } from './words.ts'

const languages: Readonly<Record<string, AccountWords>> = { en: accountEn, 'zh-CN': accountZhCn }

export const accountWords: ReadonlySignal<AccountWords> = computed(
  () => languages[language.value] ?? accountEn,
)

/** What happened, by its code. */
export function problemText(code: string): string {
  const { problems } = accountWords.value
  const known: Partial<Record<string, string>> = problems
  return known[code] ?? problems.internal
}
