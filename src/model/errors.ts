/** What went wrong, as it is thrown: a code of error-table.ts, and what is known of the one case. */
import { clientTitles } from './client-titles.ts'
import type { ErrorParams } from './error-params.ts'
import type { ErrorCode } from './error-table.ts'

export type { ErrorCode } from './error-table.ts'

/** One field that is wrong: a JSON pointer (RFC 6901) into the body, or the name of a query parameter or header. */
export interface FieldError {
  pointer?: string
  parameter?: string
  header?: string
  /** Where in its text, in UTF-16 code units. */
  offset?: number
  detail: string
  /** What `detail` says as a code with parameters, where a program may want it in other words. */
  code?: string
  params?: Readonly<Record<string, unknown>>
}

/** A row that is not as a change left it. */
export interface Conflict {
  kind: 'todo' | 'list'
  id: string
  name: string | null
  /**
   * `changed`: a field has another value since; `gone`: it is not there; `added`: it came below, or into the list,
   * since.
   */
  why: 'changed' | 'gone' | 'added'
  field?: string
  /** What the change had set, and what is there now; long texts are cut. */
  set?: unknown
  current?: unknown
}

export interface ErrorDetails {
  /** The sentence of the code is made from these: it says what exactly happened and what was expected. */
  params?: object | undefined
  /** Is that sentence, where only the command line can meet the error or says it in words of its own. */
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

const titles: Readonly<Partial<Record<string, string>>> = clientTitles

/** Lets a code have the parameters that its sentence knows. */
type DetailsOf<Code extends ErrorCode> = ErrorDetails & {
  params?: Code extends keyof ErrorParams ? ErrorParams[Code] : never
}

/** Is an expected failure. Anything else that is thrown is a fault of the program. */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: Code, details?: DetailsOf<Code>)
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? titles[code] ?? code, { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** An error as people and programs are told of it (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  /** `detail` is made from these. */
  params?: Record<string, unknown>
  fix: string
  errors?: FieldError[]
  current?: unknown
  conflicts?: Conflict[]
}
