/**
 * Why a filter can not be read: a code with its parameters. Sentences are made from them, in English here, in
 * other languages by the page; so no program has to look for words in a sentence.
 */
import type { Sentences } from '../sentences.ts'

/** Each code, with what its sentence needs. `found` and `behind` are text of the filter as it stands there. */
export interface FilterProblems {
  too_long: { most: number }
  too_many_conditions: { most: number }
  too_many_values: { most: number }
  too_deep: { most: number }
  nothing_quoted: object
  quote_not_closed: object
  label_missing: object
  list_missing: object
  bracket_not_opened: object
  /** @param at - the place of the bracket, counted from 1 */
  bracket_not_closed: { at: number }
  /** @param nearest - what was meant instead */
  not_expected: { found: string; nearest?: string | undefined }
  no_field: { found: string; fields: string; nearest?: string | undefined }
  /** It looks like a condition. @param nearest - how it is written */
  no_condition: { found: string; nearest: string | undefined }
  /** @param behind - undefined: at the beginning; `found` undefined: the end */
  condition_expected: { behind: string | undefined; found: string | undefined }
  one_of_expected: { behind: string; names: string; nearest?: string | undefined }
  list_expected: { begun: string }
  comma_expected: { found: string | undefined }
  /** @param isWord - whether `behind` and `found` may be words that are looked for */
  value_expected: {
    behind: string
    value: ValueKind
    found: string | undefined
    nearest?: string | undefined
    isWord?: boolean
  }
}
export type FilterProblemCode = keyof FilterProblems

/** What a field of the filter language takes. */
export type ValueKind = 'date' | 'priority' | 'number' | 'text' | 'list' | 'label' | 'id'

/** The sentences of a language. */
export type FilterSentences = Sentences<FilterProblems>

const values: Readonly<Record<ValueKind, string>> = {
  date: 'a date was expected, such as 2026-12-01, today, +7d or mon',
  priority: 'a priority was expected: none, low, medium or high',
  number: 'a whole number was expected',
  text: 'text was expected, in quotes if it is more than one word',
  list: 'the name or the id of a list was expected',
  label: 'a label was expected',
  id: 'the id of a todo was expected',
}

const shown = (found: string | undefined): string => (found === undefined ? 'the end' : `"${found}"`)
const needsQuotes = 'Text with such characters needs quotes.'
const wordsNeedQuotes = 'Words that are looked for need quotes here.'
const meant = (nearest: string | undefined): string =>
  nearest === undefined ? '' : ` Did you mean ${nearest}?`

export const englishFilterSentences: FilterSentences = {
  too_long: ({ most }) => `It is too long; expected at most ${most} characters.`,
  too_many_conditions: ({ most }) => `It asks for too much; expected at most ${most} conditions.`,
  too_many_values: ({ most }) => `It has too many values; expected at most ${most}.`,
  too_deep: ({ most }) => `It nests too deep; expected at most ${most} levels.`,
  nothing_quoted: () => 'Between the quotes there is nothing; text was expected.',
  quote_not_closed: () => 'The quote is not closed; another " was expected.',
  label_missing: () => 'After # a label was expected, such as #home or #"two words".',
  list_missing: () => 'After @ the name of a list was expected, such as @Work or @"two words".',
  bracket_not_opened: () => `There is no ( for this ). ${needsQuotes}`,
  bracket_not_closed: ({ at }) => `The ( at character ${at} is not closed; ) was expected.`,
  not_expected: ({ found, nearest }) => `"${found}" was not expected here.${meant(nearest)} ${needsQuotes}`,
  no_field: ({ found, fields, nearest }) =>
    `"${found}" is no field; expected one of ${fields}.${meant(nearest)} ${needsQuotes}`,
  no_condition: ({ found, nearest }) => `"${found}" can not be read.${meant(nearest)} ${wordsNeedQuotes}`,
  condition_expected: ({ behind, found }) =>
    `${behind === undefined ? 'At the beginning' : `After "${behind}"`} a condition was expected, such as finished, #home or due < today; found ${shown(found)}.`,
  one_of_expected: ({ behind, names, nearest }) =>
    `After ${behind} one of these was expected: ${names}.${meant(nearest)}`,
  list_expected: ({ begun }) => `After in a list was expected, such as ${begun} (a, b).`,
  comma_expected: ({ found }) => `Between the values , or behind them ) was expected; found ${shown(found)}.`,
  value_expected: ({ behind, value, found, nearest, isWord }) =>
    `After ${behind} ${values[value]}; found ${shown(found)}.${meant(nearest)}${isWord ? ` ${wordsNeedQuotes}` : ''}`,
}
