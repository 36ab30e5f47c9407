/**
 * Makes the error of a filter that can not be read. Its sentences are apart, so that a language of the page can be
 * loaded without the parser.
 */
import { AppError } from '../errors.ts'
import { fields } from './filter.ts'
import { englishFilterSentences, type FilterProblemCode, type FilterProblems } from './sentences.ts'

/**
 * The error `bad_filter`, with its place.
 * @param at - in UTF-16 code units of the filter's text
 */
export function badFilter<Code extends FilterProblemCode>(
  at: number,
  code: Code,
  params: FilterProblems[Code],
): AppError {
  const detail = englishFilterSentences[code](params)
  return new AppError('bad_filter', {
    detail: `${detail} (At character ${at + 1}.)`,
    errors: [{ parameter: 'filter', offset: at, detail, code, params: { ...params } }],
  })
}

/** It makes the error for a word that stands where a field should, with what was meant by it. */
export const noField = (at: number, found: string, nearest: string | undefined): AppError =>
  badFilter(at, 'no_field', { found, fields: Object.keys(fields).join(', '), nearest })
