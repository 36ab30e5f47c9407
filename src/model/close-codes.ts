/**
 * Why the server closes a socket, and whether its client should come back. Others' codes (1001, 1006, 1009 …) are
 * network trouble.
 */

const badFrameCode = 4400
export const signedOutCode = 4401

/**
 * Whether a client may connect again after this code: after any but those that say no. Clients carry this, and not the
 * table.
 */
export const mayRetry = (code: number): boolean => code !== badFrameCode && code !== signedOutCode

export const closeCodes = {
  /** The server is stopping, or starts again. */
  restart: { code: 1012, retry: true },
  /**
   * A frame is no JSON, of no known type or not as it must be; the reason says what. The same frame would fail again.
   */
  badFrame: { code: badFrameCode, retry: false },
  /** No key, or one that is not valid any more. */
  signedOut: { code: signedOutCode, retry: false },
  /** Something that it follows is not its any more; the next welcome tells what. */
  lost: { code: 4403, retry: true },
  /** No hello within the time for it. */
  silent: { code: 4408, retry: true },
  /** More frames wait for their answers than a socket may have. */
  tooMuch: { code: 4429, retry: true },
  /** The database is away: nothing can be read. */
  away: { code: 4503, retry: true },
} as const
