/**
 * A command is one wish to change something, whoever sends it. Every door parses what it is sent to this form; the same
 * command id acts once, however often it is sent.
 */
import { z } from 'zod'
import { limits } from './limits.ts'
import { ListInput, ListPatch } from './list.ts'
import { FilterInput, FilterPatch } from './saved-filter.ts'
import { Id, Moment, TodoFields, TodoInput, TodoPatch } from './todo.ts'
import { ViewPatch } from './view.ts'

/** A todo by its id or, as the tutorial's API does, by its number in a list. */
export type TodoRef = string | { list: string; number: number }

/** It asks for all that is below, or for the todos of these ids: who was offline means those that they saw. */
export type WithSubtodos = true | readonly string[]

type Given<T, K extends keyof T> = T & { [key in K]-?: Exclude<T[key], undefined> }

export type CommandBody =
  /**
   * `isNewId` is set by a door that made the todo's id itself, so no todo can have it yet. With `ifNameFree`, which the
   * tutorial's API needs, it is refused when a live todo of the list, which must be a default list, has the name.
   */
  | {
      type: 'createTodo'
      todo: Given<TodoInput, 'id' | 'list'>
      isNewId?: boolean
      ifNameFree?: boolean
      parentOr?: ParentOr
    }
  | {
      type: 'putTodo'
      todo: string
      list: string | undefined
      defaultList: string
      fields: TodoFields
      ifVersion?: IfVersion
      parentOr?: ParentOr
    }
  /** `visit`: of several that one visit to a field sends, see core/write/visit.ts. */
  | {
      type: 'updateTodo'
      todo: TodoRef
      changes: TodoPatch
      ifVersion?: IfVersion
      visit?: string
      withSubtodos?: WithSubtodos
    }
  | { type: 'deleteTodo'; todo: TodoRef; ifVersion?: IfVersion }
  | { type: 'restoreTodo'; todo: string; ifVersion?: IfVersion }
  /** To the next date of its rule, without finishing it. */
  | { type: 'skipTodo'; todo: string; ifVersion?: IfVersion }
  /** Out of its series, which goes on with the one that follows. */
  | { type: 'detachTodo'; todo: string; ifVersion?: IfVersion }
  | { type: 'createList'; list: Given<ListInput, 'id'> }
  | { type: 'updateList'; list: string; changes: ListPatch; ifVersion?: IfVersion }
  | { type: 'deleteList'; list: string; ifVersion?: IfVersion }
  | { type: 'restoreList'; list: string; ifVersion?: IfVersion }
  | { type: 'createFilter'; filter: Given<FilterInput, 'id'> }
  | { type: 'updateFilter'; filter: string; changes: FilterPatch; ifVersion?: IfVersion }
  | { type: 'deleteFilter'; filter: string; ifVersion?: IfVersion }
  | { type: 'restoreFilter'; filter: string; ifVersion?: IfVersion }
  /** Makes the view, where there is none yet. */
  | { type: 'updateView'; view: string; changes: ViewPatch; ifVersion?: IfVersion }

/**
 * What is wanted where the parent can't be it any more. Who made a todo offline could not know that its parent was
 * moved or deleted: refused, what was written would be in no list.
 */
export const ParentOr = z
  .literal('top')
  .describe(
    'Where the parent can not be it (it is gone, in the trash, in another list, too deep, or below the todo itself), the todo comes to the top of its list; without this the command is refused.',
  )
export type ParentOr = z.infer<typeof ParentOr>

/**
 * What If-Match asks for: one of these versions, or that the thing exists at all. `none`: that it does not
 * (If-None-Match: *).
 */
export type IfVersion = readonly number[] | 'any' | 'none'

export type Command = CommandBody & {
  /** Made by the sender for exactly-once, else by the door. */
  id: string
  /** A hash of what was asked, where the sender made the id: the same id with another wish is refused. */
  fingerprint?: string
  /** The sender says that it was done at this time. */
  doneAt?: string
  /** The command belongs to this gesture. */
  gesture?: string
}

const visibleAscii = /^[\x21-\x7e]+$/
const CommandId = z
  .string()
  .regex(visibleAscii, 'has characters that are not allowed; expected visible ASCII')
  .max(
    limits.idempotencyKeyLengthMax,
    `is too long; expected at most ${limits.idempotencyKeyLengthMax} characters`,
  )
  .optional()
  .describe('Made by the sender: a command sent again under the same id acts once.')
const VisitId = z
  .string()
  .regex(visibleAscii, 'has characters that are not allowed; expected visible ASCII')
  .max(limits.visitLengthMax, `is too long; expected at most ${limits.visitLengthMax} characters`)
  .describe(
    'Made by the sender for one visit to a field that it saves now and then: what comes of the same visit, one change right after the other, is one entry of the history, from what was there before the first to what the last one set.',
  )
const ifVersion = z
  .int()
  .positive()
  .optional()
  .describe('Refuse the command unless the thing has this version.')

/** Senders make it, best as a UUID of version 7. */
export const Gesture: typeof Id = Id.describe(
  'Made by the sender (a UUID) for all that one gesture of a person does, such as a key that is pressed: it is one entry of the history for who reads that so, and taken back at once.',
)
const ofSender = {
  id: CommandId,
  gesture: Gesture.optional(),
  doneAt: Moment.optional().describe(
    'When it was done, by the clock of the sender: `finishedAt` and what is counted from it go by this, as far as it can be; all else by when the command is accepted.',
  ),
}

const SubtodosAlong = z
  .union([z.literal(true), z.array(Id).max(limits.subtreeMax)])
  .describe(
    'Where the change finishes the todo: what is open below it is finished as well, or what is of these ids. Where it reopens the todo: what was finished below it in the same moment. Without this what is below stays as it is.',
  )

/** A command as it is sent in a batch: what is left out is filled in by the server. */
export const CommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('createTodo'),
      ...ofSender,
      todo: TodoInput,
      parentOr: ParentOr.optional(),
    }),
    z.strictObject({
      type: z.literal('putTodo'),
      ...ofSender,
      todo: Id,
      list: Id.optional(),
      fields: TodoFields,
      ifVersion,
      parentOr: ParentOr.optional(),
    }),
    z.strictObject({
      type: z.literal('updateTodo'),
      ...ofSender,
      todo: Id,
      changes: TodoPatch,
      ifVersion,
      visit: VisitId.optional(),
      withSubtodos: SubtodosAlong.optional(),
    }),
    z.strictObject({ type: z.literal('deleteTodo'), ...ofSender, todo: Id, ifVersion }),
    z.strictObject({ type: z.literal('restoreTodo'), ...ofSender, todo: Id, ifVersion }),
    z.strictObject({ type: z.literal('skipTodo'), ...ofSender, todo: Id, ifVersion }),
    z.strictObject({ type: z.literal('detachTodo'), ...ofSender, todo: Id, ifVersion }),
    z.strictObject({ type: z.literal('createList'), ...ofSender, list: ListInput }),
    z.strictObject({ type: z.literal('updateList'), ...ofSender, list: Id, changes: ListPatch, ifVersion }),
    z.strictObject({ type: z.literal('deleteList'), ...ofSender, list: Id, ifVersion }),
    z.strictObject({ type: z.literal('restoreList'), ...ofSender, list: Id, ifVersion }),
    z.strictObject({ type: z.literal('createFilter'), ...ofSender, filter: FilterInput }),
    z.strictObject({
      type: z.literal('updateFilter'),
      ...ofSender,
      filter: Id,
      changes: FilterPatch,
      ifVersion,
    }),
    z.strictObject({ type: z.literal('deleteFilter'), ...ofSender, filter: Id, ifVersion }),
    z.strictObject({ type: z.literal('restoreFilter'), ...ofSender, filter: Id, ifVersion }),
    z.strictObject({ type: z.literal('updateView'), ...ofSender, view: Id, changes: ViewPatch, ifVersion }),
  ])
  .meta({ id: 'Command' })
export type CommandInput = z.infer<typeof CommandInput>
