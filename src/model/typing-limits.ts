/** Those of limits.ts that the page tells of while one types, and the client leaves to the server. */

/** A view has at most so many things folded up; the page keeps to it by itself. */
export const foldedPerViewMax = 500

export const typingLimits = {
  /** A todo's or list's name, in code points, as PostgreSQL counts them. */
  nameLengthMax: 255,
  /** A todo's notes have no more bytes of UTF-8. */
  notesBytesMax: 64 * 1024,
  labelLengthMax: 64,
  labelsPerTodoMax: 50,
} as const
