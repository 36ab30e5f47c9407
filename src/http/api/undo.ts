/** These operations take back what was done: one entry, or all of a key, an account or a list since a moment. */
import { z } from 'zod'
import { entryId } from '../../core/history/entry.ts'
import type { Undone } from '../../core/history/undo.ts'
import { problemOf } from '../../model/problem-of.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { Problem } from '../../model/problem.ts'
import { Id } from '../../model/todo.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { AnyMoment, keyOfPlace, KeyId, readPlace } from './history.ts'
import { idOrNotFound } from './ids.ts'
import { operation, type Operation } from './operation.ts'
import { flag, writeCursor } from './page.ts'

const undone = {
  undoes: z.string().describe('The entry that was to be taken back.'),
  outcome: z.enum(['undone', 'unchanged']).describe('"unchanged": everything was already as before it.'),
  entry: z.string().nullable().describe('The entry that took it back, which can be undone as well.'),
}
const UndoAnswer = z.strictObject(undone).meta({ id: 'UndoAnswer' })

const UndoInput = z
  .strictObject({
    since: AnyMoment.describe('What was done at this moment or later.'),
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
  .refine(({ by, list }) => by === undefined || list !== undefined, {
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
  })
  .meta({
    id: 'UndoneEntries',
    description: `The newest first; at most ${serverLimits.undoEntriesMax} entries, and no more than ${serverLimits.undoRowsMax} rows that they changed.`,
  })

export function undoOperations(deps: HttpDeps): Operation[] {
  return [undoEntry(deps), undo(deps)]
}

const undoEntry = ({ undo }: HttpDeps): Operation =>
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
      return jsonAnswer(wordUndone(await undo.one(caller, readEntryId(id), force, key)))
    },
  })

const undo = ({ undo, hash }: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/undo',
    id: 'undo',
    summary: 'Take back all that was done since a moment',
    conditional: false,
    writes: false,
    body: UndoInput,
    answers: { 200: { description: 'What became of each entry, or would.', schema: UndoneEntries } },
    problems: ['bad_cursor', 'list_not_found'],
    async handle({ caller, body }) {
      const { force = false, dryRun = false, cursor, ...query } = body
      const { since, until, list, by: account, token: credential } = query
      const of = list === undefined ? {} : { list, account }
      const after = readPlace(cursor, query, hash)
      const done = await undo.many(
        caller,
        { since, until, credential, ...of },
        { force, isRehearsal: dryRun, after },
      )
      return jsonAnswer({
        items: done.undone.map(wordUndone),
        next: done.next && writeCursor(keyOfPlace(done.next), query, hash),
      })
    },
  })

/** @throws AppError `entry_not_found` */
function readEntryId(text: string): { list: string; version: number } {
  const [, list = '', version = ''] = /^([^.]*)\.([1-9]\d{0,14})$/.exec(text) ?? []
  return { list: idOrNotFound(list, 'entry_not_found'), version: Number(version) }
}

function wordUndone({ row, outcome, entry, error }: Undone): object {
  return {
    undoes: entryId({ list: row.space, version: row.version }),
    outcome,
    entry: entry && entryId(entry),
    ...(error && { problem: problemOf(error) }),
  }
}
