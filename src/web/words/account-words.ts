/** Strings about accounts in the page's language. A language that is added to words.ts has a file for these as well. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { Trouble } from '../state/account-api.ts'
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

export function troubleText(error: unknown): string {
  const { problems, waitLonger } = accountWords.value
  if (!(error instanceof Trouble)) return problems.internal
  if (error.code === 'too_many_requests') return waitLonger(error.waitS)
  const known: Partial<Record<string, string>> = problems
  return known[error.code] ?? error.message
}
