/** The beginning of a file, by which it is told what it is. */
import type { Chunks } from './found.ts'

/** It gives as much of the beginning as telling formats apart needs, and all of it. */
export async function peeked(chunks: Chunks): Promise<{ head: string; all: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let size = 0
  while (size < 16_384) {
    const { done, value } = await iterator.next()
    if (done) break
    first.push(value)
    size += value.byteLength
  }
  async function* all(): Chunks {
    yield* first
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  const start = Buffer.concat(first).subarray(0, 16_384)
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  // Latin letters have a zero beside them in UTF-16.
  const head = isUtf16 ? start.toString('latin1').replaceAll('\0', '').slice(2) : lettersOf(start)
  return { head: head.replace(/^\uFEFF/, ''), all: all() }
}

/** The last letter may be cut; others that are none are of a file in Windows-1252. */
function lettersOf(start: Buffer): string {
  const text = start.toString('utf8')
  return /\uFFFD[^\uFFFD]/.test(text) ? new TextDecoder('windows-1252').decode(start) : text
}
