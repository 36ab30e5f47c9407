/**
 * Keeps a replica in a file, for programs on Bun and Node: a line of JSON for each patch, written through to the disk
 * before it counts. A line that was cut off is not there. The file is written anew when it is opened; where anything
 * else in it can't be read, a copy of it stays beside it, and the process warns.
 */
import { chmod, copyFile, mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { constants } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../model/errors.ts'
import { storageVersion, type ReplicaStorage, type PersistedReplica, type Patch } from './replica-storage.ts'
import { persistedOf, mergePatch, nothingPersisted } from './merge-patch.ts'

const headOf = (version: number): string => `"aiotodo replica ${version}"`
const heads = (): string[] => Array.from({ length: storageVersion() }, (_, index) => `${headOf(index + 1)}\n`)

/**
 * @param path - of the file, made when it is not there. Two programs must not use one file at once.
 * @throws AppError `not_a_replica`, with the file as it was; what the file system throws
 */
export async function fileStorage(path: string): Promise<ReplicaStorage> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const part = `${path}.new`
  const known = heads()
  const start = await startOf(path)
  if (start !== '' && !known.some((head) => start.startsWith(head))) throw noReplica(path)
  // A crash may have cut this one off anywhere.
  const startOfPart = await startOf(part)
  if (!known.some((head) => head.startsWith(startOfPart) || startOfPart.startsWith(head)))
    throw noReplica(part)
  const { kept, isDamaged } = start === '' ? { kept: undefined, isDamaged: false } : await read(path)
  if (isDamaged) await saveCopy(path)
  const file = await writeAnew(path, part, kept)
  return {
    load: () => Promise.resolve(kept),
    async save(patch) {
      // On a line of its own, also behind one that could not be written to its end.
      await file.appendFile(`\n${JSON.stringify(toLine(patch))}`)
      await file.datasync()
    },
    close: () => file.close(),
  }
}

const noReplica = (path: string, what = 'is no replica that this version of aiotodo can read'): AppError =>
  new AppError('not_a_replica', {
    detail: `${path} ${what}; it was left as it is. Expected a file that fileStorage made, or none.`,
  })

/** As much of the file as its first line may have; '' where there is none. */
async function startOf(path: string): Promise<string> {
  let file: FileHandle
  try {
    if ((await stat(path)).isDirectory()) throw noReplica(path, 'is a folder')
    file = await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
  try {
    const longest = Math.max(...heads().map((head) => head.length))
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longest), 0, longest, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** @returns what it has, and whether there is more in it that can't be read */
async function read(path: string): Promise<{ kept: PersistedReplica | undefined; isDamaged: boolean }> {
  const [, ...lines] = (await readFile(path, 'utf8')).split('\n')
  const merged = nothingPersisted()
  let isDamaged = false
  for (const [index, line] of lines.entries()) {
    // There is an empty line at the end of what was written anew, and before each patch.
    if (line === '') continue
    try {
      mergePatch(merged, fromLine(JSON.parse(line) as Line))
    } catch {
      // What a crash or a full disk cut off is a beginning, and did not count. The first line was on the disk before
      // the file had its name, so it is never cut off.
      if (index === 0 || !line.startsWith('{"')) isDamaged = true
    }
  }
  return { kept: persistedOf(merged), isDamaged }
}

/** What waits may be in it: it is nobody's to throw away. */
async function saveCopy(path: string): Promise<void> {
  for (let number = 1; ; number++) {
    const copy = `${path}.damaged${number === 1 ? '' : `-${number}`}`
    try {
      await copyFile(path, copy, constants.COPYFILE_EXCL)
      await chmod(copy, 0o600)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw error
    }
    process.emitWarning(
      `${path} has lines that can not be read; changes that waited for the server may be among them. A copy of it is ${copy}.`,
      'DamagedReplica',
    )
    return
  }
}

/** Beside it first, so that there is always a whole one. */
async function writeAnew(
  path: string,
  part: string,
  kept: PersistedReplica | undefined,
): Promise<FileHandle> {
  // Not over what is there: rights are given when a file is made.
  await rm(part, { force: true })
  const file = await open(part, 'wx', 0o600)
  const lines = [headOf(storageVersion()), ...(kept ? [JSON.stringify(toLine(patchOf(kept)))] : [])]
  await file.appendFile(`${lines.join('\n')}\n`)
  await file.datasync()
  await rename(part, path)
  return file
}

type Line = { [key in keyof Patch]?: unknown }

function toLine(patch: Patch): Line {
  const entries = Object.entries(patch).map(([name, value]) => [
    name,
    value instanceof Map ? [...value] : value,
  ])
  return Object.fromEntries(entries) as Line
}

function fromLine(line: Line): Patch {
  const entries = Object.entries(line).map(([name, value]) => [
    name,
    Array.isArray(value) ? new Map(value) : value,
  ])
  return Object.fromEntries(entries) as Patch
}

/** All kinds of rows there are: what is kept is a patch already, but for whose it is. */
const patchOf = ({ account, epoch, ...rows }: PersistedReplica): Patch => ({
  of: { account, epoch },
  ...rows,
})
