/** Gives the words of the part of the page that is loaded later, in the page's language. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { filterSentence } from '../../model/filter/sentences.ts'
import type { LaterWords } from './en/later.ts'
import { shownLater } from './words.ts'

export type { ReminderWords } from './en/reminders.ts'
export type { ViewWords } from './en/view.ts'

const part = <Name extends keyof LaterWords>(name: Name): ReadonlySignal<LaterWords[Name]> =>
  computed(() => shownLater.value[name])

export const accountWords = part('account')
export const exchangeWords = part('exchange')
export const reminderWords = part('reminders')
export const todoWords = part('todo')
export const viewWords = part('view')

/** Says what happened, by its code. */
export function problemText(code: string): string {
  const { problems } = accountWords.value
  const known: Partial<Record<string, string>> = problems
  return known[code] ?? problems.internal
}

/**
 * Why a filter can not be read.
 * @param detail - what is said of a code that is not known here
 */
export const filterProblem = (code: string | undefined, params: object | undefined, detail: string): string =>
  filterSentence(shownLater.value.filters, code, params) ?? detail
