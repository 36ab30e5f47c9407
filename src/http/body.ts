/** Reads a request's body, never more of it than is allowed. */
import { AppError } from '../model/errors.ts'
import { readJson } from '../model/json.ts'
import { limits } from '../model/limits.ts'

/**
 * The body as JSON, whatever the Content-Type says.
 * @param otherwise - what no body stands for; unless given, there must be one
 * @throws AppError `body_too_large` before more is read, and those of `readJson`
 */
export async function jsonBody(request: Request, otherwise?: unknown): Promise<unknown> {
  const bytes = await bodyOf(request)
  return bytes.byteLength === 0 && otherwise !== undefined ? otherwise : readJson(bytes)
}

async function bodyOf(request: Request): Promise<Uint8Array> {
  const length = request.headers.get('content-length')
  if (Number(length) > limits.bodyBytesMax) throw tooLarge()
  try {
    return length === null ? await readBounded(request) : await request.bytes()
  } catch (error) {
    if (error instanceof AppError) throw error
    // Whoever sent it has gone: nobody's fault here, and nobody hears of it but the log.
    throw new AppError('bad_json', { detail: 'The body ended before it was whole.', cause: error })
  }
}

async function readBounded(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limits.bodyBytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(): AppError {
  return new AppError('body_too_large', {
    detail: `The body is over ${limits.bodyBytesMax} bytes; expected at most that.`,
  })
}
