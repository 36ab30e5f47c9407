import type { Migration } from '../migration.ts'

/**
 * What names that look alike have in common is made in another way (`skeletonVersion` in model/alike-names.ts). It is
 * filled in anew behind this.
 */
export const skeletonsFolded: Migration = {
  olderNodes: 'must stop',
  because:
    'They would let accounts have names that are taken for those of others, such as with a zero of Chinese in place of an o.',
  statements: () => ['update accounts set skeleton = null'],
}
