/** It says what text is in the field for filters behind a press of a condition. */
import { parseFilter, printFilter, type Filter } from '../../client/filter.ts'
import { AppError } from '../../model/errors.ts'
import type { Mistake } from '../state/search.ts'

/** It has a condition in words, and as it is written in a filter. */
export interface Chip {
  text: string
  filter: string
}

/** It returns the conditions that all must be true; undefined: the text can't be read. */
function partsOf(text: string): string[] | undefined {
  if (text.trim() === '') return []
  const filter = read(text)
  return filter && (filter.type === 'and' ? filter.of : [filter]).map((part) => printFilter(part))
}

function read(text: string): Filter | undefined {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** It returns a condition as it is printed, which is the same for all ways to write it. */
const printed = (filter: string): string | undefined => partsOf(filter)?.join(' and ')

/** It is true where all that is found has this condition. */
export function hasCondition(text: string, filter: string): boolean {
  const wanted = printed(filter)
  return wanted !== undefined && (partsOf(text)?.includes(wanted) ?? false)
}

/** It matches what a condition can follow without an `and`. */
const opened = /(?:^|[\s（(])(?:and|or|not|且|或|非)$|[(（!！&|]$/i

/** It adds a condition to all others. @param and - the word for it in the language of the page */
export function withCondition(text: string, filter: string, and: string): string {
  const before = text.trim()
  if (before === '') return filter
  const inBrackets = (part: string) => (read(part)?.type === 'or' ? `(${part})` : part)
  if (opened.test(before)) return `${before}${/[(（!！]$/.test(before) ? '' : ' '}${inBrackets(filter)}`
  return `${inBrackets(before)} ${and} ${inBrackets(filter)}`
}

/** It is the length up to which a text is tried at every place; a longer one is tried between words. */
const eachPlaceMax = 60

/**
 * It takes the shortest part out of the text without which it means the same but for the condition. The rest stays
 * as it was written.
 */
export function withoutCondition(text: string, filter: string): string {
  const parts = partsOf(text)
  const wanted = printed(filter)
  if (!parts || wanted === undefined || !parts.includes(wanted)) return text
  const rest = parts.toSpliced(parts.indexOf(wanted), 1)
  if (rest.length === 0) return ''
  const places = [...Array(text.length + 1).keys()].filter(
    (at) =>
      text.length <= eachPlaceMax || at === 0 || at === text.length || /[\s()（）]/.test(text[at] ?? ''),
  )
  const spans = places
    .flatMap((from) => places.filter((to) => to > from).map((to) => ({ from, to })))
    .toSorted((a, b) => a.to - a.from - (b.to - b.from))
  for (const { from, to } of spans) {
    const left = `${text.slice(0, from)} ${text.slice(to)}`.replaceAll(/\s+/g, ' ').trim()
    if (partsOf(left)?.join('\n') === rest.join('\n')) return left
  }
  return rest.join(' and ')
}

export type ValueKind = 'date' | 'priority' | 'list' | 'label'

/** It returns the kind of value that is to be written next. */
export function valueWanted(text: string, mistake: Mistake | undefined): ValueKind | undefined {
  const { value, found } = (mistake?.params ?? {}) as { value?: string; found?: string }
  if (mistake?.code !== 'value_expected' || found !== undefined || text.slice(mistake.at).trim() !== '')
    return undefined
  return /^(?:date|priority|list|label)$/.test(value ?? '') ? (value as ValueKind) : undefined
}

export const withValue = (text: string, value: string): string =>
  `${text.trimEnd()}${/[:：(（]$/.test(text.trimEnd()) ? '' : ' '}${value}`
