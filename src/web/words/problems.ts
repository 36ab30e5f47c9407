/**
 * What went wrong in the page's language, by the code of model/errors.ts; the server's own words where there are
 * none.
 */
import type { ErrorCode } from '../../client/client.ts'
import { words } from './words.ts'

export function problemText(code: ErrorCode | string, detail: string): string {
  const known: Partial<Record<string, string>> = words.value.problems
  return known[code] ?? detail
}
