/**
 * The part of the port that brings up what todos are searched by. Searching is exact without it, but the longer the
 * slower.
 */

/** `done`: up to the list's version; `more`: there is more to do; `taken`: another node is at it. */
export type Step = 'done' | 'more' | 'taken'

export interface Stale {
  /** Those of the lists looked at that are behind. */
  lists: string[]
  /** Where to go on, if anywhere. */
  next: number | undefined
}

export interface IndexStore {
  /** Brings the index of a list up by some changes; of what is no list there is nothing to do. */
  indexStep(list: string): Promise<Step>
  /** Looks at the next lists. */
  staleLists(after: number | undefined): Promise<Stale>
}
