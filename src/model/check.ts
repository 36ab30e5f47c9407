/**
 * Turns what a schema finds into the one kind of error that people meet: which field, what is wrong, what was expected.
 */
import type { z } from 'zod'
import { AppError, type FieldError } from './errors.ts'
import { pointerTo } from './json.ts'

type Issue = z.core.$ZodIssue

/** Where the checked value came from; it decides how its fields are named. */
export type Source = 'body' | 'query'

/**
 * The value, when the schema allows it.
 * @throws AppError `bad_request` naming each field that is wrong
 */
export function check<T>(schema: z.ZodType<T>, value: unknown, source: Source = 'body'): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, source)).slice(0, 20)
  throw new AppError('bad_request', { errors })
}

function fieldErrors(issue: Issue, source: Source): FieldError[] {
  const at = (path: readonly PropertyKey[], detail: string): FieldError =>
    source === 'query'
      ? { parameter: path.map(String).join('.'), detail }
      : { pointer: pointerTo(path), detail }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => at([...issue.path, key], 'is not a field that can be given here'))
  }
  return [at(issue.path, explain(issue))]
}

function explain(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && /undefined/.test(issue.message)
        ? `is missing; expected ${article(issue.expected)}`
        : `is of the wrong type; expected ${article(issue.expected)}`
    case 'invalid_value':
      return `is not one of the allowed values; expected ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'invalid_union':
      return 'is not of a known type; see /api/v1/openapi.json'
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `is malformed; expected ${issue.format}` : issue.message
    case 'too_big':
      return issue.message.startsWith('Too')
        ? `is too large; expected at most ${issue.maximum}`
        : issue.message
    case 'too_small':
      return issue.message.startsWith('Too')
        ? `is too small; expected at least ${issue.minimum}`
        : issue.message
    default:
      return issue.message
  }
}

const words: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
}

function article(type: string): string {
  return words[type] ?? type
}
