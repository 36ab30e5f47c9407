/**
 * Keeps what a sender sends until it is whole: little in memory, more in a file that has no name, so that nothing is
 * left of it however the process ends.
 */
import { randomUUID } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Spooled } from '../http/deps.ts'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'

type Chunks = AsyncIterable<Uint8Array>

const pieceBytes = 64 * 1024

/**
 * @param folder - where there is room for it
 * @param bytesMax - what all files that come at one time may have there
 */
export function createSpool(
  folder: () => string = tmpdir,
  bytesMax: number = serverLimits.importSpoolBytesMax,
): (chunks: Chunks) => Promise<Spooled> {
  let kept = 0
  return async (chunks) => {
    const memory: Uint8Array[] = []
    let file: Unnamed | undefined
    let size = 0
    const end = async () => {
      kept -= file?.size ?? 0
      await file?.close()
    }
    try {
      for await (const chunk of chunks) {
        size += chunk.byteLength
        if (size <= serverLimits.importMemoryBytes) {
          // What the runtime hands out may be its own.
          memory.push(chunk.slice())
          continue
        }
        if (kept + chunk.byteLength > bytesMax) throw new AppError('import_running', { retryAfter: 30 })
        file ??= await Unnamed.make(folder())
        kept += chunk.byteLength
        await file.add(chunk)
      }
    } catch (error) {
      await end()
      throw spoolError(error)
    }
    return {
      async *[Symbol.asyncIterator]() {
        yield* memory
        if (file) yield* file.pieces()
      },
      [Symbol.asyncDispose]: end,
    }
  }
}

function spoolError(error: unknown): unknown {
  const { code } = error as { code?: string }
  return code === 'ENOSPC' || code === 'EDQUOT' ? new AppError('storage_full', { cause: error }) : error
}

class Unnamed {
  size = 0
  readonly #handle: FileHandle
  /** Where it still has a name: a system that does not take that away from an open file. */
  readonly #path: string | undefined

  constructor(handle: FileHandle, path: string | undefined) {
    this.#handle = handle
    this.#path = path
  }

  static async make(folder: string): Promise<Unnamed> {
    const path = join(folder, `aiotodo-import-${randomUUID()}`)
    const handle = await open(path, 'wx+', 0o600)
    const isGone = await unlink(path).then(
      () => true,
      () => false,
    )
    return new Unnamed(handle, isGone ? undefined : path)
  }

  async add(chunk: Uint8Array): Promise<void> {
    const at = this.size
    // Counted first: what fails half-way is given back as a whole.
    this.size += chunk.byteLength
    for (let done = 0; done < chunk.byteLength;) {
      const { bytesWritten } = await this.#handle.write(chunk, done, chunk.byteLength - done, at + done)
      done += bytesWritten
    }
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.size;) {
      const { bytesRead, buffer } = await this.#handle.read(new Uint8Array(pieceBytes), 0, pieceBytes, at)
      if (bytesRead === 0) throw new Error('what was kept of a file that is imported is gone')
      at += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
    if (this.#path !== undefined) await unlink(this.#path).catch(() => {})
  }
}
