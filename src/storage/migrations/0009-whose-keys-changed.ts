import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * With each account the version of the access space at which its rights or keys changed last: nodes forget those, and
 * no others.
 */
export const whoseKeysChanged: Migration = {
  olderNodes: 'may go on',
  because: 'Where they do not say whose keys changed, all are forgotten.',
  statements,
}

function statements({ type }: Dialect): string[] {
  return [
    `alter table accounts add column access_version ${type('bigint')} not null default 0`,
    'create index accounts_by_access on accounts (access_version)',
  ]
}
