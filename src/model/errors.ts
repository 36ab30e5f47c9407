/** What went wrong, as it is thrown, and as people and programs are told of it. The table of it all is error-table.ts. */
import { commonErrors, type ErrorRow } from './error-table.ts'
import type { serverErrors } from './server-errors.ts'

export type ErrorCode = keyof typeof commonErrors | keyof typeof serverErrors

/** All rows, where server-errors.ts was loaded. */
export const errors = { ...commonErrors } as unknown as Readonly<Record<ErrorCode, ErrorRow>>

export const rowOf = (code: ErrorCode): ErrorRow => errors[code]

/** One field that is wrong: a JSON pointer (RFC 6901) into the body, or the name of a query parameter or header. */
export interface FieldError {
  pointer?: string
  parameter?: string
  header?: string
  /** Where in its text, in UTF-16 code units. */
  offset?: number
  detail: string
}

/** A row that is not as a change left it. */
export interface Conflict {
  kind: 'todo' | 'list'
  id: string
  name: string | null
  /** `changed`: a field has another value since; `gone`: it is not there; `added`: it came below, or into the list, since. */
  why: 'changed' | 'gone' | 'added'
  field?: string
  /** What the change had set, and what is there now; long texts are cut. */
  set?: unknown
  current?: unknown
}

export interface ErrorDetails {
  /** What exactly happened and what was expected, as a sentence. */
  detail?: string
  errors?: FieldError[]
  /** The present state, where the one who asked acted on an older one. */
  current?: unknown
  /** What stands in the way of an undo. */
  conflicts?: Conflict[]
  /** When to come back, in seconds. */
  retryAfter?: number
  cause?: unknown
}

/** An expected failure. Anything else that is thrown is a fault of the program. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? (errors[code] as ErrorRow | undefined)?.title ?? code, { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }

  get status(): number {
    return statusOf(this.code)
  }
}

/** The HTTP status; 500 for codes of the command line, which no request meets. */
export function statusOf(code: ErrorCode): number {
  return errors[code].status ?? 500
}

/** An error as people and programs are told of it (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  fix: string
  errors?: FieldError[]
  current?: unknown
  conflicts?: Conflict[]
}

export function problemOf({ code, status, details }: AppError): Problem {
  const { title, fix } = rowOf(code)
  const { detail, errors: fields, current, conflicts } = details
  return {
    type: `urn:aiotodo:error:${code}`,
    title,
    status,
    code,
    ...(detail && { detail }),
    fix,
    ...(fields && { errors: fields }),
    ...(current !== undefined && { current }),
    ...(conflicts && { conflicts }),
  }
}
