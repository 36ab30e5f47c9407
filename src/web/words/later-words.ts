/** Gives the words of the part of the page that is loaded later, in the page's language. */
import { computed, type ReadonlySignal } from '@preact/signals'
import type { ErrorParams } from '../../model/error-params.ts'
import { placeOf } from '../../model/import-texts.ts'
import { sentenceFor } from '../../model/sentences.ts'
import type { LaterWords } from './en/later.ts'
import type { PageWords } from './en/page.ts'
import { problemWord } from './problem-word.ts'
import { shownLater, words } from './words.ts'

export type { ReminderWords } from './en/reminders.ts'
export type { ViewWords } from './en/view.ts'

/** It has all words of one language. */
export interface AllWords {
  page: PageWords
  later: LaterWords
}

export const allWords: ReadonlySignal<AllWords> = computed(() => ({
  page: words.value,
  later: shownLater.value,
}))

const part = <Name extends keyof LaterWords>(name: Name): ReadonlySignal<LaterWords[Name]> =>
  computed(() => shownLater.value[name])

export const accountWords = part('account')
export const calendarWords = part('calendar')
export const dateWords = part('dates')
export const exchangeWords = part('exchange')
export const labelWords = part('labels')
export const reminderWords = part('reminders')
export const settingWords = part('settings')
export const todoWords = part('todo')
export const viewWords = part('view')

/** Says what happened, by its code. */
export const problemText = (code: string, params?: object): string =>
  problemWord(shownLater.value.problems, code, params) ?? accountWords.value.problems.internal

/** Says why a file was not imported. */
export function importProblem(code: string, params: Partial<ErrorParams['bad_import']> = {}): string {
  const { places, problems, wrongAt } = shownLater.value.imports
  const { kind, value } = placeOf(params.at ?? '')
  const what = sentenceFor(problems, params.problem, params.given)
  return what === undefined
    ? problemText(code, params)
    : `${problemText(code)} ${wrongAt(places[kind](value), what)}`
}

/** Says what of a file can not be kept, and where its first is. */
export function importWarning(
  code: string,
  params: object,
  at: string | undefined,
): [what: string, at: string] {
  const { places, warnings } = shownLater.value.imports
  const { kind, value } = placeOf(at ?? '')
  return [sentenceFor(warnings, code, params) ?? code, places[kind](value)]
}

/** Says why a filter can not be read. */
export const filterProblem = (code: string | undefined, params: object | undefined): string =>
  sentenceFor(shownLater.value.filters, code, params) ?? problemText('bad_filter')
