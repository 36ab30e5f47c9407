/** Many commands in one request: each with its own outcome, or all or none. */
import { z } from 'zod'
import { thingOf, type Outcome } from '../../model/outcome.ts'
import { CommandInput } from '../../model/command.ts'
import { problemOf } from '../../model/problem-of.ts'
import { limits } from '../../model/limits.ts'
import { List } from '../../model/list.ts'
import { SavedFilter } from '../../model/saved-filter.ts'
import { View } from '../../model/view.ts'
import { sentCommand } from '../../model/sent-command.ts'
import { Todo } from '../../model/todo.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { operation, type Operation } from './operation.ts'
import { Problem } from '../../model/problem.ts'

const Batch = z
  .strictObject({
    commands: z
      .array(CommandInput)
      .min(1, 'is empty; expected at least one command')
      .max(
        limits.commandsPerBatchMax,
        `has too many commands; expected at most ${limits.commandsPerBatchMax}`,
      ),
    atomic: z.boolean().optional().describe('Carry out all of the commands or none.'),
  })
  .meta({ id: 'Batch' })

export const BatchOutcomes = z
  .strictObject({
    outcomes: z.array(
      z.union([
        z.strictObject({
          accepted: z.literal(true),
          version: z.int().describe('The version of the list after it.'),
          replayed: z.boolean().describe('Whether it had been accepted before under the same id.'),
          subtodos: z
            .int()
            .optional()
            .describe('With `withSubtodos`: how many todos below it were finished, or reopened, along.'),
          todo: Todo.optional(),
          list: List.optional(),
          filter: SavedFilter.optional(),
          view: View.optional(),
        }),
        z.strictObject({ accepted: z.literal(false), problem: Problem }),
      ]),
    ),
  })
  .meta({ id: 'BatchOutcomes', description: 'One outcome for each command, in their order.' })

export function batchOperations(deps: HttpDeps): Operation[] {
  return [batch(deps)]
}

const batch = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/batch',
    id: 'batch',
    summary: 'Carry out up to 100 commands',
    body: Batch,
    conditional: false,
    answers: {
      200: {
        description: 'The outcomes; a refused command does not change the status.',
        schema: BatchOutcomes,
      },
    },
    async handle({ caller, body, key }) {
      const fillIn = { newId: deps.newId, hash: deps.hash, account: caller }
      // All commands of one request are one gesture, unless they name another.
      const gesture = deps.newId()
      const commands = body.commands.map((input, index) => {
        const id = input.id ?? (key && `${key}.${index}`)
        return sentCommand({ gesture, ...input, ...(id !== undefined && { id }) }, fillIn)
      })
      const outcomes = await deps.committer.commit(caller, commands, body.atomic ? 'atomic' : 'each')
      return jsonAnswer({ outcomes: outcomes.map(wordOutcome) })
    },
  })

function wordOutcome(outcome: Outcome): unknown {
  if (!outcome.accepted) return { accepted: false, problem: problemOf(outcome.error) }
  const { version, replayed, subject, subtodos } = outcome
  return {
    accepted: true,
    version,
    replayed,
    ...(subtodos !== undefined && { subtodos }),
    [subject.kind]: thingOf(subject),
  }
}
