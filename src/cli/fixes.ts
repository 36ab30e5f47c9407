/** These say what to do about a failure in the words of the command line: the usual advice is for programs. */
import type { ErrorCode, Problem } from '../model/errors.ts'

export const fixes: Partial<Record<ErrorCode, string>> = {
  bad_request: 'See --help of the command.',
  todo_not_found: '"aiotodo ls" prints those there are, "ls --trash" those that can be restored.',
  list_not_found: '"aiotodo lists" prints those there are.',
  filter_not_found: 'The page shows those there are.',
  entry_not_found: '"aiotodo log --ids" prints those there are; they are kept for a time only.',
  name_taken: 'Choose another name, or let names repeat: "aiotodo lists names LIST repeat".',
  version_mismatch: 'It was changed meanwhile: look at it, and do it again.',
  repeat_needs_due: 'Give --due as well.',
  repeat_moves: 'Move it first, then finish it.',
  start_after_due: 'Give a --start that is not after --due, or one of the two alone.',
  no_next: '"aiotodo edit TODO --repeat RULE" makes it repeat.',
  finished_at_wrong: 'Finish it first, or say another moment with --at.',
  unknown_format: 'Say it with --format; docs/import-export.md names the files there are.',
  import_running: 'Try again when it is done.',
  bad_filter: 'docs/filters.md shows what there is.',
  unauthenticated: 'Sign in with "aiotodo login", or give a --token.',
  not_allowed: 'Ask the owner of the list, or use a token with the right scope.',
  too_many_requests: 'Try again in a moment.',
  overloaded: 'Try again in a moment.',
  database_away: 'Try again in a moment.',
  stopping: 'Try again in a moment.',
}

/** These options set a field of another name. */
const options: Record<string, string> = {
  name: 'The name',
  labels: '--label',
  reminders: '--remind',
  parent: '--below',
  finishedAt: '--at',
  uniqueNames: 'unique',
}

/** A person is told the option by which a field was set. */
export function placeOf({ pointer, parameter, header }: NonNullable<Problem['errors']>[number]): string {
  const path = pointer?.split('/') ?? []
  const field = path.findLast((each) => !/^\d*$/.test(each)) ?? parameter ?? header
  return field === undefined ? 'What was sent' : (options[field] ?? `--${field}`)
}
