/**
 * Reads the bodies of requests: never more of one than is allowed, and for as long as it comes. What is limited is
 * progress, not the time of the whole, so that a large file over a slow line comes in, and what has stalled holds up
 * neither its place nor a stop.
 */
import { AppError } from '../model/errors.ts'
import { readJson } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Visit } from './visit.ts'

export interface Bodies {
  /**
   * The body as JSON, whatever the Content-Type says.
   * @param otherwise - what no body stands for; unless given, there must be one
   * @throws AppError `body_too_large` before more is read, `body_too_slow`, `stopping`, and those of `readJson`
   */
  json(visit: Sender, otherwise?: unknown): Promise<unknown>
  /**
   * The body piece by piece, as it comes. How long the reader takes between two pieces does not count against who
   * sends. The connection may be silent from then on, until `limitIdle` says otherwise: what is done with a file takes
   * its time.
   * @throws AppError `body_too_slow`, `stopping`, and what `wrong` answers for one that is too large or was cut off
   */
  pieces(visit: Sender, max: number, wrong: Wrong): AsyncGenerator<Uint8Array>
}

type Sender = Pick<Visit, 'request' | 'limitIdle'>

export interface Wrong {
  tooLarge(): AppError
  cutOff(cause: unknown): AppError
}

export interface BodiesDeps {
  monotonicMs: () => number
  every: (ms: number, callback: () => void) => () => void
  /** Calls back after a while, unless the function it returns was called. */
  later: (ms: number, callback: () => void) => () => void
  /** Is aborted when the server begins to stop. */
  stopping: AbortSignal
}

/** Fewer bytes than this in a window of time are too few; so a body that is no longer may take one window. */
const windowBytes = (serverLimits.bodyBytesPerSecondMin * serverLimits.bodyWindowMs) / 1_000

/** A body that is being waited for. */
interface Awaited {
  /** Since when the next piece of it is; undefined while nobody does. */
  since: number | undefined
  /** Of the present window: how long pieces were waited for, and what came. */
  waitedMs: number
  bytes: number
  fail: (error: AppError) => void
}

/** Looks after the bodies that are waited for, and gives up those that stall. */
class Waiting {
  readonly #deps: BodiesDeps
  readonly #all = new Set<Awaited>()
  #stopSweeping: (() => void) | undefined
  /** The server waits no longer for bodies from then on. */
  #overAt = Number.POSITIVE_INFINITY
  #isOver = false
  #cancelEnd: (() => void) | undefined

  constructor(deps: BodiesDeps) {
    this.#deps = deps
    deps.stopping.addEventListener('abort', () => {
      this.#overAt = deps.monotonicMs() + serverLimits.bodyAtStopMs
      if (this.#all.size > 0) this.#endLater()
    })
  }

  /** Where no body is waited for there is no timer either: a process would not end before it. */
  #endLater(): void {
    this.#cancelEnd ??= this.#deps.later(Math.max(0, this.#overAt - this.#deps.monotonicMs()), () => {
      this.#isOver = true
      this.#sweep()
    })
  }

  begin(): Awaited {
    const body: Awaited = { since: undefined, waitedMs: 0, bytes: 0, fail: () => {} }
    this.#all.add(body)
    if (this.#deps.stopping.aborted) this.#endLater()
    this.#stopSweeping ??= this.#deps.every(serverLimits.bodySweepMs, () => this.#sweep())
    return body
  }

  /** @throws AppError when what comes does not come */
  next<T>(body: Awaited, coming: Promise<T>): Promise<T> {
    body.since = this.#deps.monotonicMs()
    return new Promise<T>((resolve, reject) => {
      body.fail = reject
      coming.then(resolve, reject)
    })
  }

  came(body: Awaited, bytes: number): void {
    const now = this.#deps.monotonicMs()
    body.waitedMs += now - (body.since ?? now)
    body.since = undefined
    body.bytes += bytes
    if (body.bytes >= windowBytes) body.waitedMs = body.bytes = 0
  }

  end(body: Awaited): void {
    this.#all.delete(body)
    if (this.#all.size > 0) return
    this.#cancelEnd?.()
    this.#cancelEnd = undefined
  }

  /** It goes on for as long as there are any. */
  #sweep(): void {
    const now = this.#deps.monotonicMs()
    for (const body of this.#all) {
      if (body.since === undefined) continue
      const isStalled =
        body.bytes < windowBytes && body.waitedMs + now - body.since >= serverLimits.bodyWindowMs
      if (this.#isOver) body.fail(new AppError('stopping'))
      else if (isStalled) body.fail(tooSlow())
    }
    if (this.#all.size > 0) return
    this.#stopSweeping?.()
    this.#stopSweeping = undefined
  }
}

export function createBodies(deps: BodiesDeps): Bodies {
  const waiting = new Waiting(deps)

  async function* pieces(visit: Sender, max: number, wrong: Wrong): AsyncGenerator<Uint8Array> {
    const { request } = visit
    if (Number(request.headers.get('content-length')) > max) throw wrong.tooLarge()
    if (!request.body) return
    // The runtime's own limit counts from the beginning of the request, whatever comes.
    visit.limitIdle(0)
    const reader = request.body.getReader()
    const body = waiting.begin()
    let size = 0
    try {
      for (;;) {
        const { done, value } = await waiting.next(body, reader.read())
        if (done) return
        waiting.came(body, value.byteLength)
        size += value.byteLength
        if (size > max) throw wrong.tooLarge()
        yield value
      }
    } catch (error) {
      throw error instanceof AppError ? error : wrong.cutOff(error)
    } finally {
      waiting.end(body)
      void reader.cancel().catch(() => {})
    }
  }

  async function bytesOf(visit: Sender): Promise<Uint8Array> {
    const length = visit.request.headers.get('content-length')
    if (length !== null && Number(length) <= windowBytes) return whole(visit.request)
    try {
      return Buffer.concat(await Array.fromAsync(pieces(visit, limits.bodyBytesMax, ofJson)))
    } finally {
      visit.limitIdle(serverLimits.idleSeconds)
    }
  }

  /** At once, where it is so short that it may come as it likes within one window. */
  async function whole(request: Request): Promise<Uint8Array> {
    const body = waiting.begin()
    try {
      return await waiting.next(body, request.bytes())
    } catch (error) {
      throw error instanceof AppError ? error : ofJson.cutOff(error)
    } finally {
      waiting.end(body)
    }
  }

  return {
    async json(visit, otherwise) {
      const bytes = await bytesOf(visit)
      return bytes.byteLength === 0 && otherwise !== undefined ? otherwise : readJson(bytes)
    },
    pieces,
  }
}

const tooSlow = (): AppError =>
  new AppError('body_too_slow', {
    params: {
      bytes: windowBytes,
      seconds: serverLimits.bodyWindowMs / 1_000,
      least: serverLimits.bodyBytesPerSecondMin,
    },
  })

const ofJson: Wrong = {
  tooLarge: () =>
    new AppError('body_too_large', {
      params: { most: limits.bodyBytesMax },
    }),
  // Whoever sent it has gone: nobody's fault here, and nobody hears of it but the log.
  cutOff: (cause) => new AppError('bad_json', { params: { why: 'cut_off' }, cause }),
}
