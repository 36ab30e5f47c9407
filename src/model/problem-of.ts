/** Errors as people and programs are told of them (RFC 9457). */
import { errorSentences } from './error-sentences.ts'
import { rowOf, statusOf } from './error-table.ts'
import type { AppError, Problem } from './errors.ts'
import { sentenceFor } from './sentences.ts'

/** Words an error as an answer has it. */
export function problemOf(error: AppError): Problem {
  const { code, details } = error
  const { title, fix } = rowOf(code)
  const { params, errors: fields, current, conflicts } = details
  const detail = detailOf(error)
  return {
    type: `urn:aiotodo:error:${code}`,
    title,
    status: statusOf(code),
    code,
    ...(detail && { detail }),
    ...(params && { params: { ...params } }),
    fix,
    ...(fields && { errors: fields }),
    ...(current !== undefined && { current }),
    ...(conflicts && { conflicts }),
  }
}

/** It tells what exactly happened and what was expected; undefined where the title says all. */
export function detailOf({ code, details }: AppError): string | undefined {
  const { detail, params, errors: [field] = [] } = details
  if (detail !== undefined) return detail
  if (params) return sentenceFor(errorSentences, code, params)
  if (!field || code !== 'bad_request') return undefined
  const place = field.parameter ?? field.header ?? field.pointer?.slice(1)
  return `${place ? `"${place}"` : 'The body'} ${field.detail}.`
}

/** It says in one sentence what happened. */
export const sentenceOf = (error: AppError): string => detailOf(error) ?? rowOf(error.code).title
