/**
 * The tutorial's API at /todos/, on the account's default list: the project's first promise, frozen. A todo here is
 * `{id, name, finished}`, its id being our number.
 */
import { z } from 'zod'
import type { Line } from '../core/ports/rows.ts'
import { check } from '../model/check.ts'
import type { Command, CommandBody } from '../model/command.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import { KeptName } from '../model/todo.ts'
import { authorize } from '../core/access/authorize.ts'
import type { Caller } from '../model/access.ts'
import { emptyAnswer, jsonAnswer, rawJsonAnswer } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { sendLong, type LongAnswer } from './long-answer.ts'
import type { Params, Router } from './router.ts'
import { routes, urlFor } from './routes.ts'
import { callerOf, type Visit } from './visit.ts'

const { tutorialTodos, tutorialTodo } = routes

/** Names are as the tutorial's program takes them, blanks around them and all. */
const Named = z.strictObject({ name: KeptName })

export function tutorial(router: Router, deps: HttpDeps): void {
  async function run(caller: Caller, body: CommandBody): Promise<number> {
    const command: Command = { ...body, id: deps.newId() }
    const [outcome] = await deps.committer.commit(caller, [command])
    if (!outcome?.accepted) throw outcome?.error
    return outcome.subject.kind === 'todo' ? outcome.subject.todo.number : 0
  }

  const listAnswer = listAnswers(deps)
  router.on('GET', tutorialTodos, async (visit) => {
    const answer = await listAnswer(visit)
    await visit.checkAnswered()
    return answer
  })

  router.on('POST', tutorialTodos, async (visit) => {
    const caller = writerOf(visit)
    const data = await bodyOf(visit, deps)
    if (!has(data, 'name')) throw wrong('"name" is a required field')
    if (typeof data.name !== 'string' || data.name === '')
      throw wrong('"name" must be a string with at least one character')
    const finished = has(data, 'finished') ? truth(data.finished) : false
    const { name } = check(Named, { name: data.name })
    const todo = { id: deps.newId(), list: caller.defaultList, name, finished }
    const number = await run(caller, { type: 'createTodo', todo, isNewId: true, ifNameFree: true })
    return emptyAnswer(303, { location: urlFor(deps.prefix, tutorialTodo, { id: number }) })
  })

  router.on('GET', tutorialTodo, async (visit, params) => {
    const caller = readerOf(visit)
    const line = await deps.reads.line(caller, caller.defaultList, numberOf(params))
    if (!line) throw new AppError('todo_not_found')
    await visit.checkAnswered()
    return jsonAnswer(line)
  })

  router.on('PATCH', tutorialTodo, async (visit, params) => {
    const caller = writerOf(visit)
    const data = await bodyOf(visit, deps)
    if (!has(data, 'finished')) throw wrong('"finished" is a required key')
    await run(caller, {
      type: 'updateTodo',
      todo: { list: caller.defaultList, number: numberOf(params) },
      changes: { finished: truth(data.finished) },
    })
    return emptyAnswer(204)
  })

  router.on('DELETE', tutorialTodo, async (visit, params) => {
    const caller = writerOf(visit)
    const todo = { list: caller.defaultList, number: numberOf(params) }
    await run(caller, { type: 'deleteTodo', todo })
    return emptyAnswer(204)
  })

  router.on('ALL', tutorialTodos, () => methodNotAllowed('GET,HEAD,POST'))
  router.on('ALL', tutorialTodo, () => methodNotAllowed('DELETE,GET,HEAD,PATCH'))
}

/** A short list is kept as it was sent, for as long as the list's version says that nothing has changed. */
function listAnswers(deps: HttpDeps): (visit: Visit) => Promise<Response> {
  const kept = new Map<string, { version: string; body: string }>()

  function keep(list: string, version: string, body: string): void {
    if (kept.size >= serverLimits.bodiesKept) kept.clear()
    kept.set(list, { version, body })
  }

  return async (visit) => {
    const caller = readerOf(visit)
    const list = caller.defaultList
    const linesAfter = (after: number) => deps.reads.lines(list, after, limits.streamChunkTodos)
    // The version is read first: what is kept under it may be newer than it says, which only makes it unused.
    const versionNow = async () => {
      const version = await deps.reads.versionOf(caller, list)
      if (version === undefined) throw new AppError('list_not_found')
      return version
    }
    const version = await versionNow()
    const last = kept.get(list)
    if (last?.version === version) return rawJsonAnswer(last.body)
    const lines = await linesAfter(0)
    if (lines.length === limits.streamChunkTodos) {
      const check = async () => void (await versionNow())
      return sendLong({ ...linesOf(lines, linesAfter), check }, visit, deps)
    }
    const body = JSON.stringify(lines)
    keep(list, version, body)
    return rawJsonAnswer(body)
  }
}

function readerOf(visit: Visit): Caller {
  const caller = callerOf(visit)
  authorize(caller, 'read')
  // A key for other lists does not see that there is a default one.
  if (caller.credential?.lists?.includes(caller.defaultList) === false) throw new AppError('list_not_found')
  return caller
}

function writerOf(visit: Visit): Caller {
  const caller = readerOf(visit)
  authorize(caller, 'write')
  return caller
}

async function bodyOf(visit: Visit, { bodies }: HttpDeps): Promise<unknown> {
  const data = await bodies.json(visit)
  await visit.again()
  return data
}

function has<K extends string>(data: unknown, key: K): data is Record<K, unknown> {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key)
}

function wrong(detail: string): AppError {
  return new AppError('bad_request', { detail })
}

/** Clients of the tutorial send booleans as text and numbers too; each is read as what it says. */
function truth(value: unknown): boolean {
  if (value === true || value === 'true' || value === 1) return true
  if (value === false || value === 'false' || value === 0) return false
  throw wrong('"finished" must be true or false')
}

/** Numbers that no todo can have are not there, however many digits they have. */
function numberOf({ id }: Params): number {
  const number = Number(id)
  if (number > limits.numberMax) throw new AppError('todo_not_found')
  return number
}

function methodNotAllowed(allow: string): Response {
  return jsonAnswer({ error: 'Method not allowed' }, 405, { allow })
}

/** A long list, read only as fast as the client takes it. */
function linesOf(
  first: Line[],
  linesAfter: (number: number) => Promise<Line[]>,
): Pick<LongAnswer, 'headers' | 'next'> {
  let read: Line[] | undefined = first
  let before = '['
  const encoder = new TextEncoder()
  return {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    async next() {
      if (!read) return undefined
      const lines: Line[] = before === '[' ? read : await linesAfter(read.at(-1)?.id ?? 0)
      const text = JSON.stringify(lines).slice(1, -1)
      const isLast = lines.length < limits.streamChunkTodos
      const piece = encoder.encode((text === '' ? '' : before + text) + (isLast ? ']' : ''))
      before = ','
      read = isLast ? undefined : lines
      return piece
    },
  }
}
