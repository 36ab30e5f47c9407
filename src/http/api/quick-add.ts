/** This operation makes a todo from one line of text. */
import { z } from 'zod'
import type { Caller } from '../../model/access.ts'
import { check } from '../../model/check.ts'
import type { Command } from '../../model/command.ts'
import { Due, Zone } from '../../model/due.ts'
import { AppError } from '../../model/errors.ts'
import { limits, quickAddLimits } from '../../model/limits.ts'
import { quickAdd, type QuickAdd } from '../../model/quick-add/quick-add.ts'
import { rightFields } from '../../model/right-name.ts'
import { shortText } from '../../model/text.ts'
import { priorities } from '../../model/priorities.ts'
import { Id, repeatFroms, Todo, TodoInput } from '../../model/todo.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { etagOf, locationOf } from './commands.ts'
import { operation, type Operation } from './operation.ts'
import { flag } from './params.ts'

const Text = shortText(quickAddLimits.lengthMax)
/** Line breaks at the beginning and the end of a text do not make it several lines. */
const oneLine = /^\s*[^\r\n\u2028\u2029]*\s*$/
const QuickAddInput = z
  .strictObject({
    text: Text.regex(/\S/, 'is blank; expected some words')
      .regex(
        oneLine,
        'has several lines; expected one, as each line is a todo of its own: send them one by one',
      )
      .describe(
        'In English or Chinese, such as "Pay rent every 1st at 9am !high #home @flat"; see docs/quick-add.md.',
      ),
    list: Id.optional().describe('Where it goes unless the text names a list; else to the default list.'),
    zone: Zone.optional().describe(
      "In which days and times are meant; the account's unless given, and UTC where it has none: the answer says which.",
    ),
    locale: z.enum(['en', 'zh']).optional().describe('Read this language only; both unless given.'),
    ignored: z
      .array(Text)
      .max(quickAddLimits.ignoredMax, `are too many; expected at most ${quickAddLimits.ignoredMax}`)
      .optional()
      .describe('Words of the text that are only words, such as the texts of chips that were taken away.'),
  })
  .meta({ id: 'QuickAddInput' })
type QuickAddInput = z.infer<typeof QuickAddInput>

const offset = z.int().nonnegative().describe('In UTF-16 units of the text.')
const QuickAddParse = z
  .strictObject({
    todo: z.strictObject({
      name: z.string(),
      start: Due.nullable(),
      due: Due.nullable(),
      repeat: z.string().nullable(),
      repeatFrom: z.enum(repeatFroms),
      reminders: z.array(z.string()),
      priority: z.enum(priorities),
      labels: z.array(z.string()),
      list: Id.optional().describe('The list that is named.'),
    }),
    zone: Zone.describe('In which days and times were read.'),
    zoneFrom: z
      .enum(['request', 'account', 'none'])
      .describe('Who said so; "none": nobody did, and it is UTC. PATCH /account sets it for all requests.'),
    chips: z
      .array(
        z.strictObject({
          kind: z.enum(['start', 'due', 'repeat', 'reminder', 'priority', 'label', 'list']),
          from: offset,
          to: offset,
          text: z.string(),
          value: z.string(),
        }),
      )
      .describe('What was understood, in the order of the text.'),
    unknownLists: z
      .array(z.string())
      .describe('Names behind an "@" that no list has; they stay in the name.'),
  })
  .meta({ id: 'QuickAddParse' })

export function quickAddOperations(deps: HttpDeps): Operation[] {
  return [quickAddTodo(deps)]
}

const quickAddTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/todos/quick',
    id: 'quickAddTodo',
    summary: 'Make a todo of a line of text',
    query: z.strictObject({
      dry_run: flag.optional().describe('Only say what is understood; make nothing.'),
    }),
    body: QuickAddInput,
    conditional: false,
    answers: {
      200: {
        description: 'What is understood (dry_run).',
        schema: z.strictObject({ parse: QuickAddParse }),
      },
      201: {
        description: 'The new todo, its address in Location, and what was understood.',
        schema: z.strictObject({ todo: Todo, parse: QuickAddParse }),
      },
    },
    problems: ['list_not_found', 'list_in_trash', 'name_taken', 'list_full'],
    handle: ({ body, caller, key, query }) =>
      query.dry_run ? dryRun(deps, caller, body) : make(deps, caller, body, key),
  })

async function dryRun(deps: HttpDeps, caller: Caller, body: QuickAddInput): Promise<Response> {
  return jsonAnswer({ parse: await understood(deps, caller, body, deps.nowMs()) }, 200)
}

/**
 * A text that is sent again under the same key is answered with what it made at first: the fingerprint is of what was
 * sent, as "tomorrow" is another day by then.
 */
async function make(
  deps: HttpDeps,
  caller: Caller,
  body: QuickAddInput,
  key: string | undefined,
): Promise<Response> {
  const parse = await understood(deps, caller, body, deps.nowMs())
  const list = parse.todo.list ?? body.list ?? caller.defaultList
  const { reminders, ...read } = parse.todo
  // A text that names no reminder gets those that the account wants.
  const given = { ...read, list, ...(reminders.length > 0 && { reminders }) }
  const todo = { ...rightFields(check(TodoInput, given)), id: deps.newId(), list }
  const command: Command = {
    type: 'createTodo',
    todo,
    ...(key === undefined
      ? { id: deps.newId() }
      : { id: key, fingerprint: deps.hash(JSON.stringify(['quickAddTodo', body])) }),
  }
  const [outcome] = await deps.committer.commit(caller, [command])
  if (!outcome?.accepted) throw outcome?.error ?? new AppError('internal')
  if (outcome.subject.kind !== 'todo') throw new AppError('internal')
  const made = outcome.subject.todo
  const first = outcome.replayed ? await understood(deps, caller, body, Date.parse(made.createdAt)) : parse
  return jsonAnswer({ todo: made, parse: first }, 201, {
    etag: etagOf(made),
    location: locationOf(deps.prefix, 'todo', made.id),
    ...(outcome.replayed && { 'idempotency-replayed': 'true' }),
  })
}

type Understood = QuickAdd & Pick<z.infer<typeof QuickAddParse>, 'zone' | 'zoneFrom'>

async function understood(
  { reads, holidays }: HttpDeps,
  caller: Caller,
  { text, zone, locale, ignored = [] }: QuickAddInput,
  now: number,
): Promise<Understood> {
  const query = { deleted: false, after: undefined, limit: limits.listsPerAccountMax }
  const lists = /[@＠]/.test(text) ? await reads.lists(caller, query) : []
  const zoneFrom = zone ? 'request' : caller.zone ? 'account' : 'none'
  const meant = zone ?? caller.zone ?? 'UTC'
  const options = { now, zone: meant, locale, lists, ignored, holidays: holidays.known() }
  return { ...quickAdd(text, options), zone: meant, zoneFrom }
}
