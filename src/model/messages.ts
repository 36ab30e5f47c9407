/** The frames of the socket at /api/v1/sync, each one JSON object; docs/sync.md tells their meaning in full. */
import { z } from 'zod'
import { AccountSettings } from './account.ts'
import { ParentOr } from './command.ts'
import { Zone } from './due.ts'
import { limits } from './limits.ts'
import { List, Membership } from './list.ts'
import { Problem } from './problem.ts'
import type { RowKind } from './row-kinds.ts'
import { SavedFilter } from './saved-filter.ts'
import { Id, Todo } from './todo.ts'
import { View } from './view.ts'

/** Which database the versions are of; see `Store.epoch`. */
const Epoch = z.string().max(64)
const Version = z.int().nonnegative()

export const Hello = z.strictObject({
  type: z.literal('hello'),
  epoch: Epoch.optional().describe('That the cursors are of.'),
  cursors: z
    .record(Id, Version)
    .refine((cursors) => Object.keys(cursors).length <= limits.spacesPerSocketMax, 'has too many spaces')
    .optional()
    .describe('How far the sender has each space; what is not named is sent from the beginning.'),
  spaces: z
    .array(Id)
    .max(limits.spacesPerSocketMax)
    .optional()
    .describe("Only these; else the account's own space and all of its lists, also those to come."),
})
export type Hello = z.infer<typeof Hello>

/** The commands are checked one by one, so that one that is wrong does not hold up the others. */
export const Push = z.strictObject({
  type: z.literal('push'),
  push: Version.describe("The sender's number for this push; the answer has it."),
  commands: z
    .array(z.unknown())
    .min(1, 'is empty; expected at least one command')
    .max(limits.commandsPerBatchMax, `has too many commands; expected at most ${limits.commandsPerBatchMax}`),
})
export type Push = z.infer<typeof Push>

/** Clients of before 0.2 say `again`: a tab that stays open for weeks is one, so that name is read for good. */
export const Resync = z
  .strictObject({ type: z.enum(['resync', 'again']), space: Id, cursor: Version })
  .describe('Send this space from here: a delta was missed (its own cursor), or the digests differ (0).')
export type Resync = z.infer<typeof Resync>

export const ClientFrame = z.discriminatedUnion('type', [Hello, Push, Resync])
export type ClientFrame = z.infer<typeof ClientFrame>

const OwnAccount = z.strictObject({
  id: Id,
  name: z.string(),
  defaultList: Id,
  zone: Zone.nullable(),
  settings: AccountSettings.partial().describe('What the account chose; all else is as usual.'),
  news: z.int().describe('Another number each time that there is something new, such as an invitation.'),
  trashDays: z.int().describe('How many days what is deleted stays in the trash.'),
  todos: z
    .int()
    .optional()
    .describe('How many live todos its lists have, where some of them are sent from the beginning.'),
})

export const Welcome = z.strictObject({
  type: z.literal('welcome'),
  epoch: Epoch,
  account: OwnAccount,
  missing: z.array(Id).describe('Of the spaces asked for, those that the account has not.'),
  takes: z
    .array(z.string())
    .optional()
    .describe(
      'What commands may say besides, such as `doneAt`; servers of before refuse what they do not know.',
    ),
  beatMs: z.int().describe('Something is sent at least this often; else the connection is dead.'),
})
export type Welcome = z.infer<typeof Welcome>

/** Each kind of row in a space has a schema; an export's rows of plain kinds are read by it, too. */
export const rowSchemas = {
  list: List.optional(),
  todos: z.array(Todo),
  lists: z.array(Membership).describe("In an account's own space: the lists it has."),
  filters: z
    .array(SavedFilter)
    .describe("In an account's own space: its filters, the deleted ones included."),
  views: z.array(View).describe("In an account's own space: how it has lists, filters and labels shown."),
} satisfies Record<RowKind['frame'], z.ZodType>

export const Delta = z
  .strictObject({
    type: z.literal('delta'),
    space: Id,
    from: Version.describe('It continues what a reader at this version has.'),
    to: Version.describe("The reader's version after it."),
    snapshot: z.boolean().describe('Forget all of the space first: it is sent from the beginning.'),
    more: z.boolean().describe('More follows before the reader has all of the space.'),
    digest: z.string().nullable().describe('Of the space at `to`; null while more follows, or when unknown.'),
    gone: z.array(Id).describe('Rows that left the space; to be removed before the others are put in.'),
    ...rowSchemas,
  })
  .meta({ id: 'Delta', description: 'What changed in a space, by whole rows, the trash included.' })
export type Delta = z.infer<typeof Delta>

const PushOutcome = z.union([
  z.strictObject({
    id: z.string(),
    accepted: z.literal(true),
    space: Id,
    version: Version.describe('Of the space after the command.'),
    replayed: z.boolean().describe('Whether it had been accepted before under the same id.'),
    placed: ParentOr.optional().describe(
      'The todo came to the top, as its command asked for it by `parentOr`.',
    ),
  }),
  z.strictObject({
    id: z.string().nullable().describe('Null where the command had none that is text.'),
    accepted: z.literal(false),
    problem: Problem,
  }),
])
export type PushOutcome = z.infer<typeof PushOutcome>

export const Outcomes = z.strictObject({
  type: z.literal('outcomes'),
  push: Version,
  outcomes: z.array(PushOutcome).describe('One for each command, in their order.'),
})
export type Outcomes = z.infer<typeof Outcomes>

export const Ready = z
  .strictObject({ type: z.literal('ready') })
  .describe('All that there was at the hello has been sent.')

export const AccountFrame = z
  .strictObject({ type: z.literal('account'), epoch: Epoch, account: OwnAccount })
  .describe(
    'The account is like this now; or an invitation was made, taken back or used: `GET /invitations` tells.',
  )

export const Beat = z.strictObject({ type: z.literal('beat') })

export const Bye = z.strictObject({
  type: z.literal('bye'),
  retryMs: z.int().describe('Come back after about so long, so that not all come at once.'),
})

export const ServerFrame = z.discriminatedUnion('type', [
  Welcome,
  Delta,
  Ready,
  Outcomes,
  AccountFrame,
  Beat,
  Bye,
])
export type ServerFrame = z.infer<typeof ServerFrame>
