/** These operations take back what was done: one entry, or all of a key, an account or a list since a moment. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { describe, entryId } from '../../core/history/entry.ts'
import type { Undone } from '../../core/history/undo.ts'
import type { Place } from '../../core/ports/history-store.ts'
import type { Caller } from '../../model/access.ts'
import { Gesture } from '../../model/command.ts'
import { HistoryEntry } from '../../model/history.ts'
import { problemOf } from '../../model/problem-of.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { Problem } from '../../model/problem.ts'
import { Id } from '../../model/todo.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { AnyMoment, keyOfPlace, KeyId, readPlace } from './history.ts'
import { idOrNotFound } from './ids.ts'
import { operation, type Operation } from './operation.ts'
import { writeCursor } from './page.ts'
import { flag } from './params.ts'

const undone = {
  undoes: z.string().describe('The entry that was to be taken back.'),
  kind: HistoryEntry.shape.kind.describe('What that entry did.'),
  subject: HistoryEntry.shape.subject.describe('What it did that to, with its name of then.'),
  outcome: z.enum(['undone', 'unchanged']).describe('"unchanged": everything was already as before it.'),
  entry: z.string().nullable().describe('The entry that took it back, which can be undone as well.'),
}
const UndoAnswer = z.strictObject(undone).meta({ id: 'UndoAnswer' })

const UndoInput = z
  .strictObject({
    since: AnyMoment.optional().describe('What was done at this moment or later.'),
    gesture: Gesture.optional().describe(
      'Instead of a moment: all that you, or the account in "by", did by this gesture.',
    ),
    as: Gesture.optional().describe(
      'The gesture that the undoing itself is: "gesture" of the answer before, so that all steps are one.',
    ),
    until: AnyMoment.optional(),
    list: Id.optional().describe(
      'What anyone did in this list, which must be your own; else what you did, in all lists.',
    ),
    by: Id.optional().describe('Only what this account did; needs "list".'),
    token: KeyId.optional().describe('Only what was done by this token or session.'),
    force: z.boolean().optional().describe('Overwrite what has changed since.'),
    dryRun: z.boolean().optional().describe('Say what would become of it, and change nothing.'),
    cursor: z.string().max(2_000).optional().describe('"next" of the answer before.'),
  })
  .refine(({ since, gesture }) => (since === undefined) !== (gesture === undefined), {
    path: ['since'],
    error: 'is expected, or "gesture": one of the two',
  })
  .refine(({ by, list, gesture }) => by === undefined || (list ?? gesture) !== undefined, {
    path: ['by'],
    error: 'needs "list": without one it is what you did yourself that is taken back',
  })
  .meta({ id: 'UndoInput' })

const UndoneEntries = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ...undone,
        outcome: z.enum(['undone', 'unchanged', 'refused']),
        problem: Problem.optional().describe('Why it was refused.'),
      }),
    ),
    next: z.string().nullable().describe('The cursor with which to go on; null when that was all.'),
    gesture: z.string().describe('The gesture that the undoing is itself, to go on with it in "as".'),
    total: z.int().optional().describe('How many entries the gesture has in all, that you see.'),
  })
  .meta({
    id: 'UndoneEntries',
    description: `The newest first; at most ${serverLimits.undoEntriesMax} entries, and no more than ${serverLimits.undoRowsMax} rows that they changed.`,
  })

export function undoOperations(deps: HttpDeps): Operation[] {
  return [undoEntry(deps), undo(deps)]
}

const undoEntry = ({ undo, reads }: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/history/{id}/undo',
    id: 'undoEntry',
    summary: 'Take back what an entry of the history did',
    conditional: false,
    query: z.strictObject({ force: flag.optional().describe('Overwrite what has changed since.') }),
    answers: { 200: { description: 'What became of it.', schema: UndoAnswer } },
    problems: [
      'entry_not_found',
      'undo_conflict',
      'not_undoable',
      'list_not_found',
      'list_in_trash',
      'todo_in_trash',
      'name_taken',
      'names_repeat',
      'parent_not_found',
      'parent_cycle',
      'too_deep',
      'subtree_too_large',
      'too_many_lists',
      'list_full',
      'default_list',
    ],
    async handle({ caller, id, query: { force = false }, key }) {
      const done = await undo.one(caller, readEntryId(id), force, key)
      const [answer] = await wordUndone(reads, caller, [done])
      return jsonAnswer(answer)
    },
  })

const undo = ({ undo, reads, hash }: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/undo',
    id: 'undo',
    summary: 'Take back all that was done since a moment, or by one gesture',
    conditional: false,
    body: UndoInput,
    answers: { 200: { description: 'What became of each entry, or would.', schema: UndoneEntries } },
    problems: ['bad_cursor', 'list_not_found', 'entry_not_found'],
    async handle({ caller, body, key }) {
      const { force = false, dryRun = false, cursor, as = key && gestureOf(caller, key), ...query } = body
      const { since, until, list, by: account, token: credential, gesture: id } = query
      const after = readPlace(cursor, query, hash)
      const how = { force, isRehearsal: dryRun, after, as }
      const of = list === undefined ? {} : { list, account }
      const done = id
        ? await undo.gesture(
            caller,
            { account: account ?? caller.id, id },
            { ...how, after: after as Required<Place> },
          )
        : await undo.many(caller, { since, until, credential, ...of }, how)
      return jsonAnswer({
        items: await wordUndone(reads, caller, done.undone),
        next: done.next && writeCursor(keyOfPlace(done.next), query, hash),
        gesture: done.gesture,
        ...('total' in done && { total: done.total }),
      })
    },
  })

/** What is undone under one key is one gesture, so that who sends it again takes nothing back twice. */
function gestureOf({ id }: Caller, key: string): string {
  const hex = createHash('sha256').update(`undo ${id} ${key}`).digest('hex')
  // It is a UUID of version 8 (RFC 9562, 5.8).
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
}

/** @throws AppError `entry_not_found` */
function readEntryId(text: string): { list: string; version: number } {
  const [, list = '', version = ''] = /^([^.]*)\.([1-9]\d{0,14})$/.exec(text) ?? []
  return { list: idOrNotFound(list, 'entry_not_found'), version: Number(version) }
}

/** Each is told as its entry in the history is. */
async function wordUndone(
  reads: HttpDeps['reads'],
  caller: Caller,
  all: readonly Undone[],
): Promise<object[]> {
  const entries = await describe(
    reads,
    caller,
    all.map(({ row }) => row),
  )
  return all.map(({ outcome, entry, error }, index) => {
    const { id, kind, subject } = entries[index] as HistoryEntry
    return {
      undoes: id,
      kind,
      subject,
      outcome,
      entry: entry && entryId(entry),
      ...(error && { problem: problemOf(error) }),
    }
  })
}
