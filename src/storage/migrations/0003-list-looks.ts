import type { Dialect } from '../driver.ts'

/** A list's colour, and where it stands among the lists by hand. */
export function listLooks({ type, byCodeUnit }: Dialect): string[] {
  return [
    `alter table lists add column colour ${type('text')} not null default 'none'`,
    `alter table lists add column position ${type('text')} ${byCodeUnit}`,
  ]
}
