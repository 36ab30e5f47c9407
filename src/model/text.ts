/** What text may be: well-formed Unicode without NUL, so that both engines keep it as it was sent. */
import { z } from 'zod'

const encoder = new TextEncoder()

/** The number of code points; cheap for the short texts that are nearly all. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

function keepable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

const keepableError = 'has a NUL character or half a surrogate pair; expected well-formed Unicode text'

/** Text of 1 to `max` code points. */
export function shortText(max: number): z.ZodString {
  return z
    .string()
    .min(1, 'is empty; expected at least one character')
    .refine((text) => text.length <= max || (text.length <= 2 * max && codePoints(text) <= max), {
      error: `is too long; expected at most ${max} characters`,
    })
    .refine(keepable, keepableError)
    .meta({ maxLength: max })
}

/** Text of at most `max` bytes in UTF-8. */
export function longText(max: number): z.ZodString {
  return z
    .string()
    .refine((text) => text.length * 3 <= max || (text.length <= max && encoder.encode(text).length <= max), {
      error: `is too long; expected at most ${max} bytes of UTF-8`,
    })
    .refine(keepable, keepableError)
    .meta({ maxLength: max })
}
