/** How far a replica has a space, and the digest of the rows that it has of it. */
import { withRow, withoutRow, type Digest } from '../model/digest.ts'

export interface Space {
  cursor: number
  digest: Digest
  /** More of it is still to come. */
  more?: boolean | undefined
}

/** Takes a row out of a space's digest, and puts in the one that is there in its stead. */
export function countRow(
  space: Space,
  before: { id: string; version: number } | undefined,
  after?: { id: string; version: number },
): void {
  if (before) space.digest = withoutRow(space.digest, before.id, before.version)
  if (after) space.digest = withRow(space.digest, after.id, after.version)
}

/** What became of a delta: taken in; known already; a gap before it; or the space differs from the server's. */
export type Applied = 'applied' | 'known' | 'gap' | 'diverged'
