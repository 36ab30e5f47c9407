/** Reads a request's body, never more of it than is allowed. */
import { AppError } from '../model/errors.ts'
import { readJson } from '../model/json.ts'
import { limits } from '../model/limits.ts'

/**
 * The body as JSON, whatever the Content-Type says.
 * @throws AppError `body_too_large` before more is read, and those of `readJson`
 */
export async function jsonBody(request: Request): Promise<unknown> {
  const length = request.headers.get('content-length')
  if (length === null) return readJson(await readBounded(request))
  if (Number(length) > limits.bodyBytesMax) throw tooLarge()
  return readJson(await request.bytes())
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
