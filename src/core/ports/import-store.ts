/** The part of the port that imports need besides: how they fill lists that nobody sees yet. */

/** Which lists an import is filling. They have no members, so that nobody sees them before it is complete. */
export interface ImportStatements {
  /** Notes that these lists are being filled, at this moment. */
  stage(lists: string[], atMs: number): Promise<void>
  /** Notes that these lists are complete. */
  unstage(lists: string[]): Promise<void>
  /** The lists that were noted last before this moment, the oldest first. */
  staged(beforeMs: number): Promise<string[]>
  /** Removes some of the todos of a staged list or, when there are none, the list; answers whether it is gone. */
  removeSome(list: string, count: number): Promise<boolean>
}
