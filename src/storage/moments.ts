/** Moments as the model has them, RFC 3339 text, and as columns have them, milliseconds since 1970. */

/** The rows of a batch were nearly all made at one moment. */
let lastMoment = ''
let lastMs = 0

export function toMs(moment: string | null): number | null {
  if (moment === null) return null
  if (moment !== lastMoment) [lastMoment, lastMs] = [moment, Date.parse(moment)]
  return lastMs
}

let lastText = ''
let lastTextMs = Number.NaN

export function toMoment(ms: unknown): string {
  const number = Number(ms)
  if (number !== lastTextMs) [lastTextMs, lastText] = [number, new Date(number).toISOString()]
  return lastText
}
