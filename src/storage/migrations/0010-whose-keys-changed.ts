import type { Dialect } from '../driver.ts'

/** With each account the version of the access space at which its rights or keys changed last: nodes forget those, and no others. */
export function whoseKeysChanged({ type }: Dialect): string[] {
  return [
    `alter table accounts add column access_version ${type('bigint')} not null default 0`,
    'create index accounts_by_access on accounts (access_version)',
  ]
}
