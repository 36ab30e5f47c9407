/** Moments as the model has them, RFC 3339 text, and as columns have them, milliseconds since 1970. */
import { damaged } from './damage.ts'

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
  if (number === lastTextMs) return lastText
  const moment = new Date(number)
  if (Number.isNaN(moment.getTime())) throw damaged(`${number} is no moment`)
  ;[lastTextMs, lastText] = [number, moment.toISOString()]
  return lastText
}
