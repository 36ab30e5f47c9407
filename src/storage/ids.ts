/** What makes ids and tells the time, for rows that the storage makes itself. */
export interface Ids {
  newId: () => string
  /** Milliseconds since 1970. */
  now: () => number
}
