/**
 * Answers that are sent while they are made. Access must not outlive its key, so before each piece is sent the key is
 * asked for once more, of the database. An answer that may not go on, or can not, is cut: its connection ends with an
 * error, so that nobody takes what came for all of it.
 */
import { StoreError } from '../core/ports/store.ts'
import { answerFor } from '../core/write/store-health.ts'
import { statusOf } from '../model/error-table.ts'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { emptyAnswer, streamAnswer } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import type { Visit } from './visit.ts'

export interface LongAnswer {
  headers: Record<string, string>
  /** The next piece; undefined when the answer is complete. What it throws cuts the answer. */
  next(): Promise<Uint8Array | undefined>
  /** What else must still hold before a piece is sent, such as a membership; it throws where that does not. */
  check?(): Promise<void>
  /** Is called once there is nothing to send any more: it is complete, was cut, or nobody reads it. */
  end?(): void
  /**
   * `next` waits for what is to happen, and asks for the key itself, as that may be what happens. All others are made
   * as fast as they are read.
   */
  asksForKey?: boolean
  /** It has no end of its own: that its reader goes away is nothing to tell of. */
  isEndless?: boolean
}

/** Sends it to whoever asked, piece by piece as it is read. */
export function sendLong(
  answer: LongAnswer,
  visit: Visit,
  { log, later, stopping }: Pick<HttpDeps, 'log' | 'later' | 'stopping'>,
): Response {
  let isOver = false
  let bytes = 0
  let cutConnection = () => {}
  const patience = createPatience({ later, stopping }, (why) => {
    cut(why)
    cutConnection()
  })
  const end = () => {
    if (isOver) return
    isOver = true
    patience.end()
    // For the next request on this connection.
    visit.limitIdle(serverLimits.idleSeconds)
    answer.end?.()
  }
  const cut = (why: unknown) => {
    if (isOver) return
    end()
    // What waits to be sent goes with it: else the connection would stay until its reader took that.
    visit.limitIdle(1)
    log.cut(why, pathOf(visit), bytes)
  }
  const leave = () => {
    if (answer.isEndless) end()
    else cut(stopping.aborted ? 'the server stops' : 'the reader went away')
  }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        patience.rest()
        // Given an error, the runtime would print it, beside the log.
        cutConnection = () => controller.error()
        // To make one piece may take longer than a connection may be silent.
        if (bytes === 0 && !answer.asksForKey) visit.limitIdle(0)
        try {
          const piece = await answer.next()
          if (!answer.asksForKey) await visit.checkKey()
          await answer.check?.()
          if (isOver) return
          if (!piece) {
            end()
            controller.close()
            return
          }
          bytes += piece.byteLength
          controller.enqueue(piece)
          if (!answer.asksForKey) patience.wait()
        } catch (error) {
          cut(error)
          cutConnection()
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
  if (visit.request.method === 'HEAD') {
    end()
    // How long it would be nobody knows before it has been made.
    return emptyAnswer(200, { ...answer.headers, 'transfer-encoding': 'chunked' })
  }
  // One who has gone before the first piece is told of here alone.
  visit.request.signal.addEventListener('abort', leave, { once: true })
  return streamAnswer(body, answer.headers)
}

interface Patience {
  /** From now on the reader is waited for; until it takes something. */
  wait(): void
  rest(): void
  end(): void
}

/** Waits for a reader to take what was sent: for long, but once the server stops only for a moment. */
function createPatience(
  { later, stopping }: Pick<HttpDeps, 'later' | 'stopping'>,
  onOver: (why: string) => void,
): Patience {
  let cancel: (() => void) | undefined
  const rest = () => {
    cancel?.()
    cancel = undefined
  }
  const wait = () => {
    rest()
    cancel = stopping.aborted
      ? later(serverLimits.readerAtStopMs, () => onOver('the server stops'))
      : later(serverLimits.readerPatienceMs, () => onOver('the reader does not read'))
  }
  const hurry = () => {
    if (cancel) wait()
  }
  stopping.addEventListener('abort', hurry)
  return {
    wait,
    rest,
    end() {
      rest()
      stopping.removeEventListener('abort', hurry)
    },
  }
}

const pathOf = ({ request }: Visit): string => new URL(request.url).pathname

/** Why an answer was cut, in a word for the log; undefined where it is a fault. */
export function whyCut(error: unknown): string | undefined {
  if (error instanceof AppError && statusOf(error.code) < 500) return error.code
  return error instanceof StoreError ? answerFor(error).code : undefined
}

/** Pieces put together until they are worth sending: each is asked for the key, and has a cost of its own. */
export async function* gathered(
  pieces: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    waiting.push(piece)
    size += piece.byteLength
    if (size < bytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}
