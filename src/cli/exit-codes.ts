/** What a command that failed ends with, and what it says of it. */
import { CommanderError } from 'commander'
import { ResponseError } from '../client/client.ts'
import { AppError, type ErrorCode, type Problem } from '../model/errors.ts'
import { rowOf } from '../model/error-table.ts'
import { linesOf } from '../model/plain-text.ts'
import { detailOf } from '../model/problem-of.ts'
import { fixes, placeOf } from './fixes.ts'
import { remark } from './output.ts'

/** Documented in docs/command-line.md. */
export const exitCodes = {
  /** A fault ends with it, and what none of the others says. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  notFound: 3,
  /** The state, or the rights of the key, do not let it. */
  refused: 4,
  /** The server, or the database, can't be reached, or has too much to do: it may work later. */
  unavailable: 5,
} as const

export const refusedBy = (problem: Problem): ResponseError =>
  new ResponseError(new Response(null, { status: problem.status }), problem)

/** Prints what went wrong on one line. @returns the exit code */
export function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and the version are not failures.
    if (error.exitCode === 0) return 0
    return say('bad_argument', error.message.replace(/^error: /, '').replace(/\.?$/, '.'))
  }
  if (error instanceof AppError) return say(error.code, detailOf(error) ?? '')
  if (error instanceof ResponseError) {
    const { code, title, detail = '', fix = '', errors = [] } = error.problem
    const fields = errors.map((each) => `${placeOf(each)} ${each.detail}.`)
    // The usual detail of these names the fields as a request has them.
    const told = detail === '' || code === 'bad_request' ? fields.join(' ') : detail
    print(`${title}. ${told || detail} ${fixes[code as ErrorCode] ?? fix}`)
    return own[code as ErrorCode] ?? codeOfStatus(error.status)
  }
  // It is a fault, and is told with where it is.
  remark(...linesOf(Bun.inspect(error)))
  return exitCodes.failed
}

const own: Partial<Record<ErrorCode, number>> = {
  bad_argument: exitCodes.usage,
  no_answer: exitCodes.unavailable,
  answer_cut: exitCodes.unavailable,
  database_unreachable: exitCodes.unavailable,
  database_locked: exitCodes.unavailable,
  no_database: exitCodes.unavailable,
  not_confirmed: exitCodes.refused,
  // A fault in a file was not typed.
  bad_import: exitCodes.refused,
}

function say(code: ErrorCode, detail: string): number {
  const { title, fix, status } = rowOf(code)
  print(`${title}: ${detail} ${fixes[code] ?? fix}`)
  return own[code] ?? (status === undefined ? exitCodes.failed : codeOfStatus(status))
}

function codeOfStatus(status: number): number {
  // The server does not take a value that was typed.
  if (status === 400 || status === 422) return exitCodes.usage
  if (status === 404) return exitCodes.notFound
  if (status === 429 || status >= 502) return exitCodes.unavailable
  return status >= 400 && status < 500 ? exitCodes.refused : exitCodes.failed
}

const print = (text: string): void => remark(`aiotodo: ${text}`.replaceAll(/\s+/g, ' ').trim())
