/**
 * Answers that are sent while they are made. Access must not outlive its key, so before each piece is sent the key is asked for
 * once more, of the database. An answer that may not go on, or can not, is cut: its connection ends with an error, so that nobody
 * takes what came for all of it.
 */
import { StoreError } from '../core/store.ts'
import { answerFor } from '../core/store-health.ts'
import { AppError } from '../model/errors.ts'
import { streamAnswer } from './answer.ts'
import type { RequestLog } from './deps.ts'
import type { Visit } from './visit.ts'

export interface LongAnswer {
  headers: Record<string, string>
  /** The next piece; undefined when the answer is complete. What it throws cuts the answer. */
  next(): Promise<Uint8Array | undefined>
  /** What else must still hold before a piece is sent, such as a membership; it throws where that does not. */
  check?(): Promise<void>
  /** Is called once there is nothing to send any more: it is complete, was cut, or nobody reads it. */
  end?(): void
  /** `next` asks for the key itself, as it waits and what it waits for may be that. */
  asksForKey?: boolean
}

/** Sends it to whoever asked, piece by piece as it is read. */
export function sendLong(answer: LongAnswer, visit: Visit, log: Pick<RequestLog, 'cut'>): Response {
  let isOver = false
  const end = () => {
    if (!isOver) answer.end?.()
    isOver = true
  }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const piece = await answer.next()
          if (!answer.asksForKey) await visit.checkKey()
          await answer.check?.()
          if (piece) return controller.enqueue(piece)
          end()
          controller.close()
        } catch (error) {
          end()
          log.cut(error, pathOf(visit))
          throw error
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
  if (visit.request.method !== 'HEAD') return streamAnswer(body, answer.headers)
  end()
  return streamAnswer(new Blob([]).stream(), answer.headers)
}

const pathOf = ({ request }: Visit): string => new URL(request.url).pathname

/** Why an answer was cut, in a word for the log; undefined where it is a fault. */
export function whyCut(error: unknown): string | undefined {
  if (error instanceof AppError && error.status < 500) return error.code
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
