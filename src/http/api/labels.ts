/** This file has the operations on labels. They are words on todos, and are changed on all that have them. */
import { z } from 'zod'
import { relabel, type Relabelled } from '../../core/write/relabel.ts'
import type { LabelList } from '../../core/ports/label-store.ts'
import type { Caller } from '../../model/access.ts'
import { colours, type Colour } from '../../model/colours.ts'
import { Gesture, type Command } from '../../model/command.ts'
import { AppError } from '../../model/errors.ts'
import { labelViewId, looksOf, viewOfLabel } from '../../model/label-view.ts'
import { limits } from '../../model/limits.ts'
import { rowKindOf, type RowKind } from '../../model/row-kinds.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { Id, Label as LabelText } from '../../model/todo.ts'
import type { View, ViewPatch } from '../../model/view.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { matches, operation, type Operation } from './operation.ts'
import { pageAnswer, pageOf, pageQuery, readCursor } from './page.ts'
import { flag } from './params.ts'

const CursorKey = z.tuple([z.string().max(limits.labelLengthMax * 2)])

const Label = z
  .strictObject({
    name: z.string(),
    colour: z.enum(colours).describe("The account's own; nobody else sees it."),
    todos: z.int().describe('How many todos have it, finished ones as well; not those in the trash.'),
    unfinished: z.int(),
  })
  .meta({ id: 'Label', description: 'A word that todos of any list share.' })

const LabelPatch = z
  .strictObject({
    name: LabelText.optional().describe('Where todos have this one already, the two become one.'),
    colour: z.enum(colours).optional(),
  })
  .meta({ id: 'LabelPatch', description: 'Only what it names is changed.' })

const ChangeQuery = z.strictObject({
  shared: flag
    .optional()
    .describe(
      'Also in lists that others have as well, where you may change them; else these are left alone.',
    ),
  dry_run: flag.optional().describe('Say what would become of it, and change nothing.'),
  gesture: Gesture.optional().describe(
    'The gesture that it is of: "gesture" of the answer before, to go on where "rest" was not 0.',
  ),
})

const LabelChange = z
  .strictObject({
    name: z.string().nullable().describe('What it is called now; null: it was taken away.'),
    todos: z.int().describe('How many todos were changed, or would be.'),
    merged: z.boolean().describe('Whether some todos had the new name already.'),
    left: z
      .array(
        z.strictObject({
          list: Id,
          name: z.string(),
          todos: z.int(),
          why: z.enum(['shared', 'role']).describe('"role": you may only read it.'),
        }),
      )
      .describe('Lists whose todos keep the label.'),
    rest: z
      .int()
      .describe(
        `How many todos are still to be changed: one request changes some ${serverLimits.relabelTodosMax.toLocaleString('en')}. Send it again with "gesture" then.`,
      ),
    gesture: z.string().describe('It takes all of it back: POST /undo.'),
  })
  .meta({ id: 'LabelChange' })

const changed = {
  200: { description: 'What became of it, or would.', schema: LabelChange },
}

export const labelOperations = (deps: HttpDeps): Operation[] => [
  listLabels(deps),
  updateLabel(deps),
  deleteLabel(deps),
]

const listLabels = (deps: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/labels',
    id: 'listLabels',
    summary: 'A page of the labels that todos have, by name',
    query: z.strictObject(pageQuery),
    answers: {
      200: { description: 'A page of labels.', schema: pageOf(Label) },
      304: { description: 'Nothing has changed.' },
    },
    problems: ['bad_cursor', 'query_too_slow'],
    async handle({ caller, query, ifNoneMatch, url }) {
      const { limit = limits.pageSizeDefault } = query
      const [after] = readCursor(query.cursor, query, CursorKey, deps.hash) ?? []
      const etag = `W/"${await deps.reads.versionOf(caller, undefined)}"`
      if (matches(ifNoneMatch, etag)) return emptyAnswer(304, { etag })
      const views = await viewsOf(deps, caller)
      const found = await deps.reads.labels(caller, { after, limit: limit + 1 })
      const rows = found.map(({ name, todos, unfinished }) => {
        const colour: Colour = viewOfLabel(views, name)?.colour ?? 'none'
        return { name, colour, todos, unfinished }
      })
      return pageAnswer(rows, { limit, query, keyOf: ({ name }) => [name], hash: deps.hash, url, etag })
    },
  })

const problems = ['label_not_found', 'too_many_views', 'version_mismatch', 'query_too_slow'] as const

const updateLabel = (deps: HttpDeps): Operation =>
  operation({
    method: 'patch',
    path: '/labels/{name}',
    id: 'updateLabel',
    summary: 'Give a label another name on all todos, or a colour',
    query: ChangeQuery,
    body: LabelPatch,
    conditional: false,
    writes: false,
    answers: changed,
    problems: [...problems],
    async handle({ caller, query, body, url }) {
      const from = labelIn(url)
      const to = body.name?.normalize() ?? from
      const gesture = query.gesture ?? deps.newId()
      const lists = await listsOf(deps, caller, from)
      const there = to === from ? [] : await deps.reads.labelLists(caller, to)
      // What refuses the colour refuses all of it.
      if (!query.dry_run) await keepLooks(deps, caller, { from, to, colour: body.colour, gesture })
      const done =
        to === from ? noTodos : await relabel(deps, caller, { lists, from, to, gesture, ...howOf(query) })
      return answerOf(done, { name: to, gesture, merged: there.length > 0 })
    },
  })

const deleteLabel = (deps: HttpDeps): Operation =>
  operation({
    method: 'delete',
    path: '/labels/{name}',
    id: 'deleteLabel',
    summary: 'Take a label away from all todos',
    query: ChangeQuery,
    conditional: false,
    writes: false,
    answers: changed,
    problems: ['label_not_found', 'version_mismatch', 'query_too_slow'],
    async handle({ caller, query, url }) {
      const gesture = query.gesture ?? deps.newId()
      const from = labelIn(url)
      const lists = await listsOf(deps, caller, from)
      const done = await relabel(deps, caller, { lists, from, to: undefined, gesture, ...howOf(query) })
      return answerOf(done, { name: null, gesture, merged: false })
    },
  })

const howOf = ({ shared = false, dry_run = false }: z.infer<typeof ChangeQuery>) => ({
  isShared: shared,
  isRehearsal: dry_run,
})

/**
 * It reads the label from the address. The router's words are decoded in part and in small letters, and a label
 * may have any sign.
 * @throws AppError `label_not_found` for what is no text
 */
function labelIn(url: string): string {
  const { pathname } = new URL(url)
  try {
    return decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1)).normalize()
  } catch {
    throw new AppError('label_not_found')
  }
}

const noTodos: Relabelled = { todos: 0, left: [], rest: 0 }

/** @throws AppError `label_not_found` where no todo that the caller sees has it */
async function listsOf({ reads }: HttpDeps, caller: Caller, label: string): Promise<LabelList[]> {
  const lists = await reads.labelLists(caller, label)
  if (lists.length === 0) throw new AppError('label_not_found')
  return lists
}

function answerOf(
  { todos, left, rest }: Relabelled,
  more: { name: string | null; gesture: string; merged: boolean },
): Response {
  return jsonAnswer({
    ...more,
    todos,
    left: left.map(({ id: list, name, todos, why }) => ({ list, name, todos, why })),
    rest,
  })
}

/** It reads those of labels and all others, as an account has not many. */
async function viewsOf({ reads }: HttpDeps, caller: Caller): Promise<View[]> {
  const query = { deleted: undefined, after: undefined, limit: limits.viewsPerAccountMax }
  return (await reads.accountRows(caller, rowKindOf('view') as RowKind, query)) as View[]
}

interface Looks {
  from: string
  to: string
  colour: Colour | undefined
  gesture: string
}

/**
 * Sets the colour of a label. Another name that has no view of its own is shown as the old one; that keeps what it has,
 * so that it looks as before where the todos get it back.
 * @throws AppError `too_many_views`, `not_allowed`
 */
async function keepLooks(deps: HttpDeps, caller: Caller, { from, to, colour, gesture }: Looks) {
  const views = await viewsOf(deps, caller)
  const [before, after] = [viewOfLabel(views, from), viewOfLabel(views, to)]
  const changes: ViewPatch = {
    ...(!after && before && looksOf(before)),
    ...(colour !== undefined && { colour }),
  }
  if (Object.keys(changes).length === 0) return
  const command: Command = {
    type: 'updateView',
    id: deps.newId(),
    gesture,
    view: after?.id ?? labelViewId(to),
    changes: { ...changes, label: to },
  }
  const [outcome] = await deps.committer.commit(caller, [command])
  if (!outcome?.accepted) throw outcome?.error ?? new AppError('internal')
}
