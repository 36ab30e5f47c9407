/**
 * The files of a zip, one after the other, unpacked as they come and never more of them than is allowed. Names are only
 * compared; nothing is written anywhere.
 */
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { wrong, type Chunks } from './found.ts'
import { tooLarge } from './text.ts'

/** It gives the names of all files in it, in their order. @throws AppError `bad_import`, `import_too_large` */
export async function namesIn(zip: Chunks): Promise<string[]> {
  const names: string[] = []
  const unzip = new Unzip(({ name }) => {
    if (names.push(name) > serverLimits.importEntriesMax) throw tooMany()
  })
  unzip.register(UnzipInflate)
  for await (const piece of piecesOf(zip)) push(unzip, piece)
  return names
}

interface Entry {
  name: string
  ready: Uint8Array[]
  isWhole: boolean
}

/**
 * It gives the bytes of those that are wanted. The bytes of one are to be read before the next is asked for; what of
 * them nobody read is passed over.
 */
export async function* filesIn(
  zip: Chunks,
  isWanted: (name: string) => boolean,
): AsyncGenerator<{ name: string; chunks: Chunks }> {
  const opened: Entry[] = []
  let failure: unknown
  let [packed, unpacked] = [0, 0]
  const open = (file: UnzipFile): void => {
    if (!isWanted(file.name)) return
    const entry: Entry = { name: file.name, ready: [], isWhole: false }
    opened.push(entry)
    file.ondata = (error, chunk, isLast) => {
      if (error) failure ??= error
      unpacked += chunk?.length ?? 0
      if (unpacked > serverLimits.importUnpackedBytesMax) throw tooLarge(serverLimits.importUnpackedBytesMax)
      if (unpacked > 1024 * 1024 && unpacked > packed * serverLimits.importRatioMax) throw bomb()
      entry.ready.push(chunk)
      entry.isWhole = isLast
    }
    file.start()
  }
  const unzip = new Unzip(open)
  unzip.register(UnzipInflate)
  const pieces = piecesOf(zip)[Symbol.asyncIterator]()
  /** @returns whether there was more */
  const pump = async (): Promise<boolean> => {
    const { done, value } = await pieces.next()
    if (done) return false
    packed += value.length
    push(unzip, value)
    if (failure) throw failure instanceof AppError ? failure : notZip(failure)
    return true
  }
  async function* bytesOf(entry: Entry): Chunks {
    for (;;) {
      yield* entry.ready.splice(0)
      if (entry.isWhole) return
      if (!(await pump())) throw wrong('the zip', 'zip_cut', {})
    }
  }
  try {
    do {
      for (let entry = opened.shift(); entry; entry = opened.shift()) {
        const chunks = bytesOf(entry)
        yield { name: entry.name, chunks }
        for await (const _ of chunks);
      }
    } while (await pump())
  } finally {
    await pieces.return?.(undefined)
  }
}

/** In small pieces, as each is unpacked at once. */
async function* piecesOf(chunks: Chunks): Chunks {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += 16_384) yield chunk.subarray(at, at + 16_384)
}

function push(unzip: Unzip, piece: Uint8Array): void {
  try {
    unzip.push(piece)
  } catch (error) {
    throw error instanceof AppError ? error : notZip(error)
  }
}

const notZip = (cause: unknown): AppError =>
  wrong('the zip', 'not_zip', { message: String((cause as Error).message).slice(0, 100) })

const bomb = (): AppError =>
  new AppError('import_too_large', {
    params: { what: 'unpacked', most: serverLimits.importRatioMax },
  })

const tooMany = (): AppError =>
  new AppError('import_too_large', {
    params: { what: 'files', most: serverLimits.importEntriesMax },
  })
