/** This file has the operations on todos that repeat. */
import { z } from 'zod'
import { Due } from '../../model/due.ts'
import { AppError, type ErrorCode } from '../../model/errors.ts'
import { lastKnownYear } from '../../model/holidays.ts'
import { repeatLimits } from '../../model/limits.ts'
import { parseRule } from '../../model/repeat.ts'
import { datesAfter } from '../../model/series.ts'
import { Todo } from '../../model/todo.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { changeAnswer } from './commands.ts'
import { idOrNotFound } from './ids.ts'
import { wholeNumber } from './params.ts'
import { operation, type Operation } from './operation.ts'

const Occurrences = z
  .strictObject({
    items: z.array(Due).describe('The due dates to come, the nearest first.'),
    holidaysUntil: z.iso
      .date()
      .nullable()
      .optional()
      .describe(
        'Of a rule with X-SKIP: public holidays are known until then. Later dates count Monday to Friday as workdays, and may change when newer data come.',
      ),
  })
  .meta({ id: 'Occurrences' })
const found = { 200: { description: 'The todo, with its version as ETag.', schema: Todo } }
const problems: ErrorCode[] = [
  'todo_not_found',
  'list_in_trash',
  'todo_in_trash',
  'no_next',
  'name_taken',
  'version_mismatch',
]

export function repeatOperations(deps: HttpDeps): Operation[] {
  return [skipTodo(deps), detachTodo(deps), listOccurrences(deps)]
}

const skipTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/todos/{id}/skip',
    id: 'skipTodo',
    summary: 'Put a todo that repeats off to the next date of its rule',
    answers: found,
    problems,
    handle: async ({ id, ...sender }) =>
      changeAnswer(deps, { type: 'skipTodo', todo: idOrNotFound(id, 'todo_not_found') }, sender),
  })

const detachTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/todos/{id}/detach',
    id: 'detachTodo',
    summary: 'Take a todo out of its series, which goes on with the one that follows, made now',
    answers: found,
    problems: [...problems, 'subtree_too_large', 'list_full'],
    handle: async ({ id, ...sender }) =>
      changeAnswer(deps, { type: 'detachTodo', todo: idOrNotFound(id, 'todo_not_found') }, sender),
  })

const listOccurrences = (deps: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/todos/{id}/occurrences',
    id: 'listOccurrences',
    summary: 'When those that follow a todo will be due, if each is finished in time',
    query: z.strictObject({
      limit: wholeNumber('a number of dates', 1, repeatLimits.occurrencesMax)
        .optional()
        .describe('How many at most; 10 unless given.'),
    }),
    conditional: false,
    answers: { 200: { description: 'None for a todo that does not repeat.', schema: Occurrences } },
    problems: ['todo_not_found'],
    async handle({ caller, id, query: { limit = 10 } }) {
      const todo = await deps.reads.todo(caller, idOrNotFound(id, 'todo_not_found'))
      if (!todo) throw new AppError('todo_not_found')
      const items: string[] = []
      const now = new Date(deps.nowMs()).toISOString()
      const holidays = deps.holidays.known()
      for (const { due } of datesAfter(todo, now, caller.zone ?? null, 'skipped', holidays))
        if (items.push(due) >= limit) break
      const rule = parseRule(todo.repeat ?? '')
      if (typeof rule === 'string' || rule.leftOut === undefined) return jsonAnswer({ items })
      const year = lastKnownYear(holidays)
      return jsonAnswer({ items, holidaysUntil: year === null ? null : `${year}-12-31` })
    },
  })
