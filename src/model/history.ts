/** What happened: entries of the history, one for each accepted command that changed something. */
import { z } from 'zod'
import { scopes } from './access.ts'
import { Id, Moment } from './todo.ts'

export const entryKinds = [
  'created',
  'changed',
  'finished',
  'reopened',
  'moved',
  'deleted',
  'restored',
  'undone',
  'joined',
  'left',
  'role changed',
  'removed',
  'transferred',
] as const
export type EntryKind = (typeof entryKinds)[number]

const RowChanges = z.strictObject({
  kind: z.enum(['todo', 'list', 'member']),
  id: Id,
  fields: z.record(z.string(), z.strictObject({ from: z.unknown(), to: z.unknown() })),
})
/** One row that changed, or a member, with each field's value before and after. */
export type RowChanges = z.infer<typeof RowChanges>

const EntryId = z.string().describe('The list, a point, and the version that it made of it.')

export const HistoryEntry = z
  .strictObject({
    id: EntryId,
    time: Moment.describe('When it was accepted: the order, `since` and `until`, and undo go by it.'),
    doneAt: Moment.nullable().describe(
      'When it was done, as its sender says; null where they say nothing of it.',
    ),
    count: z.int().optional().describe('With `gestures=one`: how many entries the gesture has.'),
    gesture: z
      .string()
      .nullable()
      .describe('All of its account of the same gesture was done at once; null where none is known.'),
    kind: z.enum(entryKinds),
    list: Id,
    version: z.int().describe('The version of the list that it made.'),
    subject: z.strictObject({ kind: z.enum(['todo', 'list']), id: Id, name: z.string().nullable() }),
    account: z.strictObject({ id: Id, name: z.string() }).describe('Who did it.'),
    key: z
      .strictObject({
        kind: z.enum(['session', ...scopes]),
        id: z.string().nullable(),
        name: z.string().nullable(),
      })
      .nullable()
      .describe("The session or token by which it was done; of others' sessions no more than that."),
    changes: z.array(RowChanges),
    names: z
      .record(Id, z.string())
      .describe(
        'What the todos, lists and accounts of the changes are called now, as far as they are to be seen.',
      ),
    undoes: EntryId.nullable().describe('The entry that it took back, where that is to be seen.'),
  })
  .meta({ id: 'HistoryEntry' })
export type HistoryEntry = z.infer<typeof HistoryEntry>
