/** Moments of accounts and keys: milliseconds within, text in answers. */

export const momentOf = (ms: number): string => new Date(ms).toISOString()
export const momentOrNull = (ms: number | null): string | null => (ms === null ? null : momentOf(ms))
