/** What a list is, and what of it a sender may set. */
import type { DefaultReminders } from './default-reminders.ts'
import { z } from 'zod'
import { roles } from './access.ts'
import { colours } from './colours.ts'
import { limits } from './limits.ts'
import { nameText } from './text.ts'
import { Id, KeptName, Moment, Position } from './todo.ts'

const Name = nameText(limits.nameLengthMax)
const UniqueNames = z
  .boolean()
  .describe(
    'Whether no two of its open todos may have the same name. Only the owner of the list may change it.',
  )

const Colour = z.enum(colours)
const ListPosition = Position.nullable().describe(
  'Where it stands among the lists by hand. Those without one come first, by when they were made.',
)

export const ListPatch = z
  .strictObject({ name: Name, uniqueNames: UniqueNames, colour: Colour, position: ListPosition })
  .partial()
  .meta({ id: 'ListPatch', description: 'Only what it names is changed.' })
export type ListPatch = z.infer<typeof ListPatch>

export const ListInput = z
  .strictObject({
    id: Id.optional().describe('Made by the sender (best UUIDv7), else by the server.'),
    name: Name,
    uniqueNames: UniqueNames.optional(),
    colour: Colour.optional(),
    position: ListPosition.optional(),
  })
  .meta({ id: 'ListInput', description: 'A new list.' })
export type ListInput = z.infer<typeof ListInput>

export const List = z
  .strictObject({
    id: Id,
    name: KeptName,
    uniqueNames: UniqueNames,
    colour: Colour,
    position: ListPosition,
    createdAt: Moment,
    updatedAt: Moment,
    version: z.int().positive().describe('The version of the list that last changed its own fields.'),
    deletedAt: Moment.nullable().describe('Since when it is in the trash, or null.'),
  })
  .meta({ id: 'List' })
export type List = z.infer<typeof List>

/** That an account has a list: a row of the account's own space. */
export const Membership = z
  .strictObject({
    id: Id.describe('The list.'),
    role: z.enum(roles),
    version: z.int().positive().describe("The version of the account's space that gave it the list."),
  })
  .meta({ id: 'Membership' })
export type Membership = z.infer<typeof Membership>

/** Who has a list. */
export interface Member extends Membership {
  account: string
  /** The list's version from which on it does; all of what it is then, but not what it was before. */
  since: number
  /** It is the account's time zone, read in the same transaction. */
  zone?: string | null
  /** They are read in the same transaction. */
  defaultReminders?: DefaultReminders | null
}
