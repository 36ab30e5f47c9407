/** A filter under a name, that an account keeps: what it is, and what of it a sender may set. */
import { z } from 'zod'
import { colours } from './colours.ts'
import { AppError } from './errors.ts'
import { parseFilter } from './filter/parse.ts'
import { filterLimits } from './filter/limits.ts'
import { limits } from './limits.ts'
import { nameText, shortText } from './text.ts'
import { Id, KeptName, Moment, Position } from './todo.ts'

const FilterText = shortText(filterLimits.lengthMax)
  .superRefine((text, context) => {
    try {
      parseFilter(text)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      context.addIssue({ code: 'custom', message: `can not be read: ${error.message}` })
    }
  })
  .describe('Such as "due <= today and not finished and #home"; see docs/filters.md.')

const fields = {
  name: nameText(limits.nameLengthMax),
  filter: FilterText,
  colour: z.enum(colours),
  position: Position.nullable().describe(
    'Where it stands among the filters by hand. Those without one come first, by when they were made.',
  ),
}

export const FilterPatch = z
  .strictObject(fields)
  .partial()
  .meta({ id: 'FilterPatch', description: 'Only what it names is changed.' })
export type FilterPatch = z.infer<typeof FilterPatch>

export const FilterInput = z
  .strictObject({
    id: Id.optional().describe('Made by the sender (best UUIDv7), else by the server.'),
    ...fields,
    colour: fields.colour.optional(),
    position: fields.position.optional(),
  })
  .meta({ id: 'FilterInput', description: 'A new filter.' })
export type FilterInput = z.infer<typeof FilterInput>

export const SavedFilter = z
  .strictObject({
    id: Id,
    ...fields,
    name: KeptName,
    createdAt: Moment,
    updatedAt: Moment,
    version: z.int().positive().describe("The version of the account's space that last changed it."),
    deletedAt: Moment.nullable().describe('Since when it is deleted, or null.'),
  })
  .meta({ id: 'Filter' })
export type SavedFilter = z.infer<typeof SavedFilter>
