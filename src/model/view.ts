/**
 * A view says how one account has a list, a saved filter or a label shown. It is a row of the account's own space, so
 * that nobody's order changes another's. What has no such row is shown as usual.
 */
import { z } from 'zod'
import { colours } from './colours.ts'
import { limits } from './limits.ts'
import { Id, Label, Moment, Position } from './todo.ts'
import { groupings, sorts } from './view-kinds.ts'

const fields = {
  label: Label.nullable().describe('The label, where it is the view of one; null of lists and filters.'),
  sortBy: z.enum(sorts).describe('By what the todos are in order; `position`: as they were put by hand.'),
  descending: z.boolean().describe('Whether the order is turned round. Todos without a value stay last.'),
  groupBy: z.enum(groupings).describe('What the todos stand in groups by.'),
  showFinished: z.boolean().describe('Whether finished todos are shown below the others.'),
  newOnTop: z.boolean().describe('Whether new todos come before all others.'),
  folded: z
    .array(z.string().min(1).max(limits.foldedLengthMax))
    .max(limits.foldedPerViewMax)
    .describe('What is folded up: ids of todos whose subtodos are hidden, and keys of groups.'),
  colour: z.enum(colours).describe('That of the label. Lists and filters have one of their own.'),
  position: Position.nullable().describe(
    'Where the list stands among the others for this account; null: where its own position has it.',
  ),
}

export const ViewPatch = z
  .strictObject(fields)
  .partial()
  .meta({ id: 'ViewPatch', description: 'Only what it names is changed.' })
export type ViewPatch = z.infer<typeof ViewPatch>

export const View = z
  .strictObject({
    id: Id.describe('That of the list or the filter; of a label, one that its sender made.'),
    ...fields,
    createdAt: Moment,
    updatedAt: Moment,
    version: z.int().positive().describe("The version of the account's space that last changed it."),
    deletedAt: Moment.nullable().describe('Always null: a view is changed, and never deleted.'),
  })
  .meta({ id: 'View', description: 'How one account has a list, a filter or a label shown.' })
export type View = z.infer<typeof View>
