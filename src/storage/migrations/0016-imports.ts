import type { Dialect } from '../driver.ts'

/** The lists that an import is filling: nobody is a member of them yet. What an interrupted import left is known by its age. */
export function imports({ type, clustered }: Dialect): string[] {
  return [
    `create table imports (
      list ${type('integer')} primary key references spaces (key),
      touched_at ${type('bigint')} not null
    ) ${clustered}`,
  ]
}
