/** Those of limits.ts that the page and the client carry. */

/** A view has at most so many things folded up; the page keeps to it by itself. */
export const foldedPerViewMax = 500

/** The page tells of these while one types. The client leaves them to the server, so it need not carry them. */
export const typingLimits = {
  /** A todo's or list's name, in code points, as PostgreSQL counts them. */
  nameLengthMax: 255,
  /** A todo's notes, in bytes of UTF-8. */
  notesBytesMax: 64 * 1024,
  labelLengthMax: 64,
  labelsPerTodoMax: 50,
} as const

/** The bounds of what a client decides and sends by itself. */
export const clientLimits = {
  positionLengthMax: 256,
  /** Subtodos below subtodos: a todo without a parent is at depth 1. */
  depthMax: 8,
  /** How many subtodos are binned or restored together with their parent. */
  subtreeMax: 1_000,
  /** Numbers are never reused, so this bounds a list's todos as well (a 32-bit integer in PostgreSQL). */
  numberMax: 2_147_483_647,
  listsPerAccountMax: 1_000,
  commandsPerBatchMax: 100,
  filtersPerAccountMax: 200,
  viewsPerAccountMax: 2_000,
  /** Each socket is sent something at least this often. */
  beatMs: 20_000,
  /** How long a socket may take to say hello. */
  helloMs: 10_000,
  /** A frame that a client sends. */
  frameBytesMax: 1024 * 1024,
} as const
