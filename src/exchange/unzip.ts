/**
 * One file out of a zip, unpacked as it comes and never more of it than is allowed. Names are only compared; nothing is
 * written anywhere.
 */
import { Unzip, UnzipInflate } from 'fflate'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { wrong, type Chunks } from './found.ts'
import { tooLarge } from './text.ts'

/** @param isWanted - of the names of the files in the zip; the first that is wanted is unpacked */
export async function* unzipped(chunks: Chunks, isWanted: (name: string) => boolean): Chunks {
  let ready: Uint8Array[] = []
  let failure: unknown
  let entries = 0
  let state: 'sought' | 'open' | 'whole' = 'sought'
  let [packed, unpacked] = [0, 0]
  const names: string[] = []
  const unzip = new Unzip((file) => {
    if (++entries > serverLimits.importEntriesMax) throw tooMany()
    if (names.length < 5) names.push(file.name.slice(0, 60))
    if (state !== 'sought' || !isWanted(file.name)) return
    state = 'open'
    file.ondata = (error, chunk, isLast) => {
      if (error) failure ??= error
      unpacked += chunk?.length ?? 0
      if (unpacked > serverLimits.importUnpackedBytesMax) throw tooLarge(serverLimits.importUnpackedBytesMax)
      if (unpacked > 1024 * 1024 && unpacked > packed * serverLimits.importRatioMax) throw bomb()
      ready.push(chunk)
      if (isLast) state = 'whole'
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for await (const chunk of chunks) {
    // In small pieces, as each is unpacked at once.
    for (let at = 0; at < chunk.length; at += 16_384) {
      const piece = chunk.subarray(at, at + 16_384)
      packed += piece.length
      try {
        unzip.push(piece)
      } catch (error) {
        throw error instanceof AppError ? error : notZip(error)
      }
      if (failure) throw failure instanceof AppError ? failure : notZip(failure)
      yield* ready
      ready = []
    }
  }
  if ((state as string) === 'sought') throw wrong('the zip', 'zip_unknown', { names })
  if ((state as string) !== 'whole') throw wrong('the zip', 'zip_cut', {})
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
