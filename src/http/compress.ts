/**
 * It sends long answers of the API by zstd or gzip to clients with a header for it. Large ones are packed in pieces, so
 * that no other request waits. Streams and short answers are sent as they are.
 */
import { longTextOf } from './answer.ts'

const codings = ['zstd', 'gzip'] as const
export type Coding = (typeof codings)[number]

/** So many bytes are compressed in one turn. */
const pieceBytes = 64 * 1024

/**
 * It returns the best coding for the client (RFC 9110, 12.5.3); undefined: none of these, or rather no coding at all.
 */
export function codingFor(accepted: string | null): Coding | undefined {
  if (!accepted) return undefined
  const weights = new Map<string, number>()
  for (const each of accepted.toLowerCase().split(',')) {
    const [name = '', ...params] = each.split(';').map((part) => part.trim())
    const quality = params.find((param) => param.startsWith('q='))
    weights.set(name, quality === undefined ? 1 : Number(quality.slice(2)) || 0)
  }
  let best: Coding | undefined
  let most = weights.get('identity') ?? 0
  for (const coding of codings) {
    const weight = weights.get(coding) ?? weights.get('*') ?? 0
    if (weight > 0 && weight >= most && !(best && weight === most)) [best, most] = [coding, weight]
  }
  return best
}

/** It matches what tells tags apart whose answers were compressed in different ways: `"12"` and `"12-gzip"`. */
const codedTag = /-(zstd|gzip)"$/

export const plainTag = (tag: string): string => tag.replace(codedTag, '"')

/** A weak tag is the same for all codings; of strong ones each has its own (RFC 9110, 8.8.3.3). */
const tagFor = (tag: string, coding: Coding): string =>
  tag.startsWith('"') ? `${tag.slice(0, -1)}-${coding}"` : tag

/** The answer as it is to be sent. */
export function compressed({ method, headers }: Request, answer: Response): Response | Promise<Response> {
  if (answer.status === 304) return withSentTag(headers, answer)
  const text = longTextOf(answer)
  // What has secrets must not tell by its length what else is in it.
  if (text === undefined || answer.headers.get('cache-control') === 'no-store') return answer
  answer.headers.append('vary', 'accept-encoding')
  const coding = codingFor(headers.get('accept-encoding'))
  if (!coding) return answer
  const about = new Headers(answer.headers)
  about.set('content-encoding', coding)
  const tag = about.get('etag')
  if (tag !== null && (method === 'GET' || method === 'HEAD')) about.set('etag', tagFor(tag, coding))
  const { status } = answer
  // How long it would be is known only when it has been made.
  if (method === 'HEAD') {
    about.set('transfer-encoding', 'chunked')
    return new Response(null, { status, headers: about })
  }
  return pack(coding, Buffer.from(text)).then((bytes) => new Response(bytes, { status, headers: about }))
}

/** That nothing has changed is said of the tag that the client has. */
function withSentTag(headers: Headers, answer: Response): Response {
  const tag = answer.headers.get('etag')
  const coding = tag?.startsWith('"') && codingFor(headers.get('accept-encoding'))
  if (!tag || !coding) return answer
  const coded = tagFor(tag, coding)
  if (headers.get('if-none-match')?.includes(coded)) answer.headers.set('etag', coded)
  return answer
}

async function pack(coding: Coding, bytes: Buffer): Promise<Uint8Array<ArrayBuffer>> {
  // It is loaded where it is needed: a start would wait for it.
  const { createGzip, createZstdCompress, constants } = await import('node:zlib')
  const packer =
    coding === 'gzip'
      ? createGzip({ level: 4 })
      : createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } })
  const pieces: Buffer[] = []
  packer.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve, reject) => packer.on('end', resolve).on('error', reject))
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes)
    await new Promise<void>((resolve, reject) =>
      packer.write(piece, (error) => (error ? reject(error) : resolve())),
    )
  }
  packer.end()
  await ended
  return new Uint8Array(Buffer.concat(pieces))
}
