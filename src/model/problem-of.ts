/** Errors as people and programs are told of them (RFC 9457). */
import { rowOf, statusOf } from './error-table.ts'
import type { AppError, Problem } from './errors.ts'

/** An error as an answer words it. */
export function problemOf({ code, details }: AppError): Problem {
  const { title, fix } = rowOf(code)
  const { detail, errors: fields, current, conflicts } = details
  return {
    type: `urn:aiotodo:error:${code}`,
    title,
    status: statusOf(code),
    code,
    ...(detail && { detail }),
    fix,
    ...(fields && { errors: fields }),
    ...(current !== undefined && { current }),
    ...(conflicts && { conflicts }),
  }
}

/** What happened, in one sentence. */
export const sentenceOf = ({ code, details }: AppError): string => details.detail ?? rowOf(code).title
