/** Clients without a socket read here what changed in a space since a cursor: once, or as a stream. */
import { z } from 'zod'
import { StoreError } from '../../core/ports/store.ts'
import type { Caller } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { Delta } from '../../model/messages.ts'
import { jsonLine } from '../../model/plain-text.ts'
import { Id } from '../../model/todo.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import type { LongAnswer } from '../long-answer.ts'
import { operation, type Operation } from './operation.ts'
import { wholeNumber } from './params.ts'
import { createPlaces, type Places } from './places.ts'

const ChangesQuery = z.strictObject({
  space: Id.optional().describe(
    "A list, or the account for the lists it has; the account's default list unless given.",
  ),
  cursor: z
    .string()
    .max(100)
    .optional()
    .describe('"cursor" of the changes before; from the beginning unless given.'),
  wait: wholeNumber('a number of seconds', 0, limits.waitSecondsMax)
    .optional()
    .describe('How many seconds to wait for a change when there is none.'),
})

const ChangesAnswer = Delta.omit({ type: true })
  .extend({ cursor: z.string().describe('To go on from.') })
  .meta({ id: 'Changes' })

export function changesOperations(deps: HttpDeps): Operation[] {
  return [readChanges(deps)]
}

function readChanges(deps: HttpDeps): Operation {
  const places = createPlaces()
  return operation({
    method: 'get',
    path: '/changes',
    id: 'readChanges',
    summary: 'What changed in a list; with Accept: text/event-stream as a stream that goes on',
    query: ChangesQuery,
    long: 'waits',
    conditional: false,
    answers: { 200: { description: 'What changed; nothing, when nothing did.', schema: ChangesAnswer } },
    problems: ['bad_cursor', 'list_not_found', 'too_many_requests'],
    async handle({ caller, query, headers, visit, signal: gone }) {
      const signal = AbortSignal.any([gone, deps.stopping])
      const space = query.space ?? caller.defaultList
      const reader = new Reader(deps, caller, space)
      await reader.checkAccess()
      // HEAD has no body that would end.
      if (visit.request.method === 'GET' && headers.get('accept')?.includes('text/event-stream')) {
        const since = reader.versionOf(headers.get('last-event-id') ?? query.cursor)
        return eventsOf(reader, since, signal, takePlace(places, caller))
      }
      const since = reader.versionOf(query.cursor)
      if (!query.wait) return jsonAnswer(await reader.next(since, 0, signal))
      const leave = takePlace(places, caller)
      return jsonAnswer(await reader.next(since, query.wait * 1_000, signal).finally(leave))
    },
  })
}

/**
 * As many of an account's requests may wait for changes as it may have sockets.
 * @throws AppError `too_many_requests`
 */
function takePlace(places: Places, { id, credential }: Caller): () => void {
  if (credential && places.count(id) >= limits.socketsPerAccountMax)
    throw new AppError('too_many_requests', { retryAfter: 5, params: { why: 'waiting' } })
  return places.take(id)
}

/** So long a stream waits before it reads again where the database did not answer. */
const retryMs = 500

type Changes = z.infer<typeof ChangesAnswer>

class Reader {
  readonly #deps: HttpDeps
  readonly #caller: Caller
  readonly #space: string

  constructor(deps: HttpDeps, caller: Caller, space: string) {
    this.#deps = deps
    this.#caller = caller
    this.#space = space
  }

  /**
   * A cursor is `<epoch>.<version>`. That of another database begins anew.
   * @throws AppError `bad_cursor`
   */
  versionOf(cursor: string | undefined): number {
    if (cursor === undefined) return 0
    const [, epoch, version] = /^([\w-]+)\.(\d{1,15})$/.exec(cursor) ?? []
    if (version === undefined) {
      throw new AppError('bad_cursor', {
        errors: [{ parameter: 'cursor', detail: 'is not a cursor of changes' }],
      })
    }
    return epoch === this.#deps.feed.epoch ? Number(version) : 0
  }

  /**
   * @param version - of what was read; whether it is of when the caller could see it
   * @throws AppError `unauthenticated`, `list_not_found`
   */
  async checkAccess(version?: number): Promise<boolean> {
    const { keyring, reads } = this.#deps
    if (!(await keyring.stillIn([this.#caller])).has(this.#caller)) throw new AppError('unauthenticated')
    if (version !== undefined && (await reads.sees(this.#caller, this.#space, version))) return true
    const [visible] = await reads.spaces(this.#caller, [this.#space])
    if (visible === undefined) throw new AppError('list_not_found')
    return version === undefined
  }

  /** It answers with the changes since a version: with none when `waitMs` are over, or nobody waits any more. */
  async next(since: number, waitMs: number, signal: AbortSignal): Promise<Changes> {
    const { feed, later } = this.#deps
    let isLast = waitMs === 0
    let isWoken = false
    let goOn = () => {}
    // This comes first, so that no change after the reading is missed.
    const unsubscribe = feed.subscribe(this.#space, () => {
      isWoken = true
      goOn()
    })
    const stopListening = this.#deps.keyring.onChange((accounts) => {
      if (accounts?.has(this.#caller.id) === false) return
      isWoken = true
      goOn()
    })
    const end = () => {
      isLast = true
      goOn()
    }
    const cancel = later(waitMs, end)
    signal.addEventListener('abort', end, { once: true })
    try {
      for (;;) {
        isWoken = false
        const delta = await feed.changesSince(this.#space, since)
        if (!delta) throw new AppError('list_not_found')
        // What was read may be of after the access was taken away.
        if (!(await this.checkAccess(feed.origin(delta).version))) {
          await new Promise<void>((resolve) => void later(5, resolve))
          continue
        }
        const { type: _, ...rest } = delta
        const isNews = delta.to !== since || delta.snapshot
        if (isNews || isLast || signal.aborted) return { ...rest, cursor: `${feed.epoch}.${delta.to}` }
        if (!isWoken) await new Promise<void>((resolve) => (goOn = resolve))
      }
    } finally {
      cancel()
      signal.removeEventListener('abort', end)
      unsubscribe()
      stopListening()
    }
  }

  /**
   * It does the same for who is connected already: it answers nothing, after a while, when the database is away, and
   * 'over' when the space may not be seen any more.
   */
  async nextIfThere(
    since: number,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Changes | 'over' | undefined> {
    try {
      return await this.next(since, waitMs, signal)
    } catch (error) {
      if (error instanceof AppError) return 'over'
      if (!(error instanceof StoreError)) throw error
      await new Promise<void>((resolve) => void this.#deps.later(retryMs, resolve))
      return undefined
    }
  }
}

/** Each delta is one event, its id the cursor (WHATWG HTML, 9.2). A comment now and then keeps it open. */
function eventsOf(reader: Reader, from: number, signal: AbortSignal, leave: () => void): LongAnswer {
  const encoder = new TextEncoder()
  const cancelled = new AbortController()
  const ended = AbortSignal.any([signal, cancelled.signal])
  ended.addEventListener('abort', leave, { once: true })
  let since = from
  let isBegun = false
  return {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
    // The reader does, with each delta and when it is woken by a change of keys.
    asksForKey: true,
    isEndless: true,
    async next() {
      // The headers go out with the first bytes: a reader is to know at once that it is connected.
      if (!isBegun) {
        isBegun = true
        return encoder.encode(':\n\n')
      }
      if (ended.aborted) return undefined
      const changes = await reader.nextIfThere(since, limits.beatMs, ended)
      // It may not be seen any more; or nobody waits for it.
      if (changes === 'over' || ended.aborted) return undefined
      const isNews = changes && (changes.to !== since || changes.snapshot)
      since = changes?.to ?? since
      return encoder.encode(isNews ? `id: ${changes.cursor}\ndata: ${jsonLine(changes)}\n\n` : ':\n\n')
    },
    end: () => cancelled.abort(),
  }
}
