import type { Migration } from '../migration.ts'

/**
 * Secrets of one-time codes may be sealed from here on, under a key that is not in the database
 * (core/access/secret-box.ts). No row changes by it.
 */
export const sealed: Migration = {
  olderNodes: 'must stop',
  because: 'They would take what is sealed for the secrets of one-time codes.',
  statements: () => [],
}
