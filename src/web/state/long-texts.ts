/** Texts that are longer than what is to hold them. */
import { typingLimits } from '../../model/typing-limits.ts'

const encoder = new TextEncoder()

export function isTooLongForNotes(text: string): boolean {
  const max = typingLimits.notesBytesMax
  return text.length * 3 > max && encoder.encode(text).length > max
}

/** A name's length is counted in code points. */
export const isTooLongForName = (text: string, max: number = typingLimits.nameLengthMax): boolean =>
  text.length > max && (text.length > 2 * max || [...text].length > max)

/** A name that fits, cut between words where there are some, and the rest of it, which goes into the notes. */
export function splitName(text: string): [name: string, rest: string] {
  if (!isTooLongForName(text)) return [text, '']
  const head = [...text].slice(0, typingLimits.nameLengthMax - 1).join('')
  const blank = head.search(/\s\S*$/)
  const cut = blank > head.length / 2 ? blank : head.length
  return [`${head.slice(0, cut).trimEnd()}…`, text.slice(cut).trim()]
}

/** The rest of a name before what stands in the notes already. */
export const withRest = (rest: string, notes = ''): string => [rest, notes].filter(Boolean).join('\n\n')
