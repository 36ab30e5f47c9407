import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/** What names that look alike have in common: see model/alike-names.ts. It is filled behind these statements. */
export const skeletons: Migration = {
  olderNodes: 'must stop',
  because: 'They would let accounts have names that are taken for those of others.',
  statements,
}

function statements({ type, byCodeUnit }: Dialect): string[] {
  return [
    `alter table accounts add column skeleton ${type('text')} ${byCodeUnit}`,
    'create index accounts_by_skeleton on accounts (skeleton)',
  ]
}
