/** What text may be: well-formed Unicode without NUL, so that both engines keep it as it was sent. */
import { z } from 'zod'
import { rightName } from './right-name.ts'

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
    .refine((text) => fits(text, max), {
      error: `is too long; expected at most ${max} characters`,
    })
    .refine(keepable, keepableError)
    .meta({ maxLength: max })
}

/** It matches anything but blanks and what is not drawn. */
const visible = /[^\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Says whether there is something to be seen in it. */
export const isVisible = (text: string): boolean => visible.test(text)

/**
 * It takes a name that can be made right (right-name.ts); of 1 to `max` code points then. Commands keep it as it was
 * sent until what tells them apart is taken of it, so that one that is sent again is the same, whichever version it was
 * sent to.
 */
export function nameText(max: number): z.ZodString {
  return z
    .string()
    .min(1, 'is empty; expected at least one character')
    .refine((text) => text === '' || !text.isWellFormed() || isVisible(text), {
      error: 'has nothing that can be seen; expected at least one visible character',
    })
    .refine((text) => fits(rightName(text), max), {
      error: `is too long; expected at most ${max} characters`,
    })
    .refine((text) => text.isWellFormed(), 'has half a surrogate pair; expected well-formed Unicode text')
    .meta({ maxLength: max })
}

/** Says whether it is of so many code points at most. */
export const fits = (text: string, max: number): boolean =>
  text.length <= max || (text.length <= 2 * max && codePoints(text) <= max)

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
