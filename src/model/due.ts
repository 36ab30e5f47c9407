/** Due dates, plain dates and zones as they are sent; their notation is that of due-text.ts. */
import { z } from 'zod'
import { isDue, isZone } from './due-text.ts'

export const Due: z.ZodString = z
  .string()
  .refine(isDue, 'is not a date; expected "2026-12-01" or "2026-12-01T09:00[Europe/Berlin]"')
  .meta({
    pattern: String.raw`^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d\[[A-Za-z][A-Za-z0-9_+\-\/]*\])?$`,
    examples: ['2026-12-01', '2026-12-01T09:00[Europe/Berlin]'],
  })

/** A plain date, as the bounds of a range are given. */
export const LocalDate: z.ZodString = z
  .string()
  .refine((text) => text.length === 10 && isDue(text), 'is not a date; expected one such as "2026-12-01"')
  .meta({ format: 'date' })

export const Zone: z.ZodString = z
  .string()
  .max(64)
  .refine(
    (zone) => /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(zone) && isZone(zone),
    'is not a time zone; expected one such as "Europe/Berlin"',
  )
  .meta({ pattern: String.raw`^[A-Za-z][A-Za-z0-9_+\-\/]*$`, examples: ['Europe/Berlin'] })
