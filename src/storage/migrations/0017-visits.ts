import type { Dialect } from '../driver.ts'

/** The visit to a field that a change is of: changes of the same one, one right after the other, are one entry of the history. */
export const visits = ({ type }: Dialect): string[] => [
  `alter table journal add column visit ${type('text')}`,
]
