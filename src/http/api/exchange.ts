/** Files of other programs and our own are imported here; export.ts has the way out. */
import { expectedError } from '../../core/write/store-health.ts'
import { z } from 'zod'
import { authorize } from '../../core/access/authorize.ts'
import { IdsTaken } from '../../core/write/import/plan.ts'
import { importFormats, type ImportFormat } from '../../exchange/formats.ts'
import type { Caller } from '../../model/access.ts'
import { Gesture } from '../../model/command.ts'
import { AppError } from '../../model/errors.ts'
import { problemOf } from '../../model/problem-of.ts'
import { ImportReport, type Drafts, type Tell } from '../../model/import.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { List } from '../../model/list.ts'
import { jsonLine } from '../../model/plain-text.ts'
import { Zone } from '../../model/due.ts'
import { Id } from '../../model/todo.ts'

import type { Wrong } from '../body.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps, Spooled } from '../deps.ts'
import type { LongAnswer } from '../long-answer.ts'
import { exportOperation } from './export.ts'
import { operation, type ApiRequest, type Operation } from './operation.ts'
import { flag } from './params.ts'

const formats = Object.keys(importFormats) as [ImportFormat, ...ImportFormat[]]

const ImportQuery = z.strictObject({
  format: z.enum(formats).optional().describe('What the file is; found out unless given.'),
  dry_run: flag.optional().describe('Only say what would come in.'),
  file: z
    .string()
    .max(1_000)
    .optional()
    .describe(
      'What the file is called, with its ending: the list of what has none in it is called so, and what has no id in it is known by it too.',
    ),
  zone: Zone.optional().describe(
    'Times without a zone are meant in it; in that of the account unless given.',
  ),
  gesture: Gesture.optional().describe(
    'All of it is this gesture, as other files and commands may be, so that it is taken back at once.',
  ),
  list: Id.optional().describe('Put all todos into this list; else lists are made as they are in the file.'),
})

export function exchangeOperations(deps: HttpDeps): Operation[] {
  return [importOperation(deps), exportOperation(deps)]
}

const importOperation = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/import',
    id: 'import',
    summary:
      'Import a file, all or nothing; with Accept: application/jsonl a line for each step, the last with the report or the problem',
    query: ImportQuery,
    takesFile: true,
    long: 'waits',
    writes: false,
    conditional: false,
    answers: {
      200: {
        description: 'What came in, or would.',
        schema: ImportReport,
        media: ['application/jsonl'],
      },
    },
    problems: [
      'bad_import',
      'unknown_format',
      'import_too_large',
      'import_running',
      'list_not_found',
      'list_in_trash',
      'name_taken',
      'id_taken',
      'too_many_lists',
      'too_many_filters',
      'too_many_views',
      'list_full',
      'origin_not_allowed',
      'storage_full',
    ],
    async handle(request) {
      if (request.headers.get('accept')?.includes('application/jsonl')) return stepsAnswer(deps, request)
      return jsonAnswer(await importWhole(deps, request, () => {}))
    },
  })

type ImportRequest = ApiRequest<z.infer<typeof ImportQuery>>

/** What is told while it runs. */
type Step = { read: number } | { written: number; of: number }

/** The file comes in whole before it takes the one place that there is: nobody holds that by sending slowly. */
async function importWhole(
  deps: HttpDeps,
  request: ImportRequest,
  tell: (step: Step) => void,
): Promise<ImportReport> {
  const { caller, query, visit } = request
  try {
    return await deps.importer.ofAccount(caller.id, async () => {
      await targetOf(deps, caller, query.list)
      await using file = await deps.spool(deps.bodies.pieces(visit, serverLimits.importBytesMax, ofFile))
      return await deps.importer.alone(deps.stopping, () => importFile(deps, request, file, tell))
    })
  } finally {
    // It was without a limit while the file came, and while it was written.
    visit.limitIdle(serverLimits.idleSeconds)
  }
}

async function importFile(
  deps: HttpDeps,
  { caller: first, query, visit }: ImportRequest,
  file: Spooled,
  tell: (step: Step) => void,
): Promise<ImportReport> {
  const { list: target, dry_run: isDry = false } = query
  const into = await targetOf(deps, first, target)
  // They are loaded when a file comes: a start does not wait for all that reads them.
  const [{ readFile }, { createLosses, gather, saltOf }] = await Promise.all([
    import('../../exchange/read.ts'),
    import('../../exchange/gather.ts'),
  ])
  const now = new Date(deps.nowMs()).toISOString()
  const zone = query.zone ?? first.zone ?? undefined
  const losses = createLosses()
  const options = { account: first.id, into }
  const drafts = await gather(readFile(file, { format: query.format, name: query.file, zone, now }), {
    ...options,
    defaultList: first.defaultList,
    now,
    turn: deps.turn,
    progress: (read) => tell({ read }),
    tell: losses.tell,
  })
  const { format } = drafts.file
  const salt = format === 'aiotodo' && !into ? saltOf(options, format) : undefined
  // Sending it may have taken as long as the sender liked.
  const caller = await visit.again()
  authorize(caller, 'write')
  await targetOf(deps, caller, target)
  const plan = await planOf(deps, caller, drafts, losses.tell, salt)
  const { lists, known, different, others } = plan
  const todos = lists.reduce((sum, each) => sum + each.todos, 0)
  const finished = lists.reduce((sum, each) => sum + each.finished, 0)
  const gesture = isDry ? null : (query.gesture ?? deps.newId())
  if (gesture) await deps.importer.write({ ...plan, gesture }, (written) => tell({ written, of: todos }))
  return {
    format,
    imported: !isDry,
    todos,
    finished,
    known,
    different,
    lists,
    others,
    lost: losses.all(),
    gesture,
  }
}

/** @throws AppError `list_not_found`, `not_allowed` */
async function targetOf(deps: HttpDeps, caller: Caller, id: string | undefined): Promise<List | undefined> {
  if (id === undefined) {
    if (caller.credential?.lists)
      throw new AppError('not_allowed', {
        params: { why: 'name_a_list' },
      })
    return undefined
  }
  const list = await deps.reads.list(caller, id)
  if (!list) throw new AppError('list_not_found')
  return list
}

/** Ids of an export that others have are replaced by such as follow from them, and from the salt. */
async function planOf(
  { importer }: HttpDeps,
  caller: Caller,
  drafts: Drafts,
  tell: Tell,
  salt: readonly string[] | undefined,
): ReturnType<typeof importer.plan> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await importer.plan(caller, drafts, tell)
    } catch (error) {
      if (!(error instanceof IdsTaken)) throw error
      if (!isFirst || !salt) throw new AppError('id_taken', { cause: error })
      const { withOtherIds } = await import('../../exchange/gather.ts')
      withOtherIds(drafts.lists, salt)
    }
  }
}

const ofFile: Wrong = {
  tooLarge: () =>
    new AppError('import_too_large', {
      params: { what: 'bytes', most: serverLimits.importBytesMax },
    }),
  cutOff: (cause) =>
    new AppError('bad_import', { params: { at: 'the file', problem: 'cut_off', given: {} }, cause }),
}

/** A line for each step; as the status is told before, the last line has the report or the problem. */
function stepsAnswer(deps: HttpDeps, request: ImportRequest): LongAnswer {
  const encoder = new TextEncoder()
  const lines: Uint8Array[] = []
  let isOver = false
  let arrived = () => {}
  const tell = (step: object) => {
    lines.push(encoder.encode(`${jsonLine(step)}\n`))
    arrived()
  }
  async function run(): Promise<void> {
    try {
      tell({ report: await importWhole(deps, request, tell) })
    } catch (error) {
      const expected = expectedError(error)
      if (!expected) deps.log.fault(error, '/import')
      tell({ problem: problemOf(expected ?? new AppError('internal')) })
    }
    isOver = true
    arrived()
  }
  void run()
  return {
    headers: { 'content-type': 'application/jsonl', 'cache-control': 'no-store' },
    // The import itself asks when the file has come, and in its last transaction: the last line tells of it.
    asksForKey: true,
    async next() {
      while (lines.length === 0 && !isOver) await new Promise<void>((resolve) => (arrived = resolve))
      return lines.shift()
    },
  }
}
