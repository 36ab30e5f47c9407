/**
 * Texts as the files of a zip (APPNOTE.TXT of PKWARE, 4.3), packed outside of this thread while they are made: what a
 * file amounts to stands behind it. They have no time of their own, so that equal contents are equal zips.
 */
import { Readable, pipeline } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** Only names of this program's own: those of lists could lead out of the folder, be twice the same, or be a device. */
type EntryName = `aiotodo.${'jsonl' | 'ics' | 'md' | 'csv'}`

interface Entry {
  name: EntryName
  at: number
  crc: number
  packed: number
  unpacked: number
}

export async function* zipped(
  files: readonly (readonly [name: EntryName, text: AsyncIterable<string>])[],
): AsyncGenerator<Uint8Array> {
  let at = 0
  const entries: Entry[] = []
  for (const [name, texts] of files) {
    const entry = { name, at, crc: 0, packed: 0, unpacked: 0 }
    entries.push(entry)
    const head = record(0x04034b50, entry, [[0, 2]])
    yield head
    for await (const chunk of deflated(measured(texts, entry))) {
      entry.packed += chunk.byteLength
      if (Math.max(at + entry.packed, entry.unpacked) > bytesMax)
        throw new Error('a zip holds at most 4 GiB of each file')
      yield chunk
    }
    const behind = fields([0x08074b50, 4], ...sizesOf(entry))
    yield behind
    at += head.byteLength + entry.packed + behind.byteLength
  }
  let size = 0
  for (const entry of entries) {
    // No comment, on disk 0, with no attributes.
    const head = record(0x02014b50, entry, [
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [entry.at, 4],
    ])
    size += head.byteLength
    yield head
  }
  const counts: Field[] = [
    [entries.length, 2],
    [entries.length, 2],
  ]
  yield fields([0x06054b50, 4], [0, 2], [0, 2], ...counts, [size, 4], [at, 4], [0, 2])
}

/** Counts what goes through. */
async function* measured(texts: AsyncIterable<string>, entry: Entry): AsyncGenerator<Uint8Array> {
  for await (const text of texts) {
    const bytes = Buffer.from(text)
    entry.crc = crc32(bytes, entry.crc)
    entry.unpacked += bytes.byteLength
    if (bytes.byteLength > 0) yield bytes
  }
}

async function* deflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // What fails on either side ends the other one.
  const packed = pipeline(Readable.from(chunks, { objectMode: false }), createDeflateRaw(), () => {})
  for await (const chunk of packed) yield chunk as Uint8Array
}

type Field = readonly [value: number, bytes: 2 | 4]

const sizesOf = ({ crc, packed, unpacked }: Entry): Field[] => [
  [crc, 4],
  [packed, 4],
  [unpacked, 4],
]

/** Without the extension for more (4.3.14), with room for what is at the end. */
const bytesMax = 2 ** 32 - 2 ** 16
/** Bit 3: sizes are behind the file, and not known before it; bit 11: names are UTF-8. */
const flags = 0x0808
const deflate = 8
const version = 20
/** 1980-01-01, in the way of MS-DOS. */
const date = 0x21

/** What is in front of a file and, with more, in the directory at the end. */
function record(signature: 0x04034b50 | 0x02014b50, entry: Entry, more: readonly Field[]): Uint8Array {
  const madeBy: Field[] = signature === 0x02014b50 ? [[version, 2]] : []
  const name = Buffer.from(entry.name)
  const common: Field[] = [[version, 2], [flags, 2], [deflate, 2], [0, 2], [date, 2], ...sizesOf(entry)]
  return Buffer.concat([fields([signature, 4], ...madeBy, ...common, [name.length, 2], ...more), name])
}

/** @throws RangeError where there is more than a zip without extensions can have */
function fields(...all: Field[]): Uint8Array {
  const buffer = Buffer.alloc(all.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of all) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}
