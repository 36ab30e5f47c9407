/** The language of filters, for programs that look through todos that they have: `aiotodo/filter`. */
import type { Todo } from '../model/todo.ts'
import { matches, type Known } from '../model/filter/matches.ts'
import { parseFilter } from '../model/filter/parse.ts'
import { resolve, type Context } from '../model/filter/resolve.ts'

export { today, upcoming, type Filter } from '../model/filter/filter.ts'
export { parseFilter } from '../model/filter/parse.ts'
export { printFilter } from '../model/filter/print.ts'

/**
 * A predicate of what a filter wants, now and where someone is.
 * @throws AppError `bad_filter`, which says where it can't be read and what was expected
 */
export function createFilter(text: string, context: Context & Known): (todo: Todo) => boolean {
  const test = resolve(parseFilter(text), context)
  return (todo) => matches(test, todo, context)
}
