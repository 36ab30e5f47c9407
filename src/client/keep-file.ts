/**
 * Keeps a replica in a file, for programs on Bun and Node: a line of JSON for each patch, written through to the disk before
 * it counts. A line that was cut off is not there. The file is written anew when it is opened.
 */
import { open, mkdir, readFile, rename, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Keep, Kept, Patch } from './keep.ts'
import { emptyKept, mergePatch } from './merge-patch.ts'

/** Changes with what the lines hold, so that an older file is not misread: then the replica is fetched anew. */
const format = 'aiotodo replica 1'

/**
 * @param path - of the file, made when it is not there. Two programs must not use one file at once.
 * @throws what the file system throws
 */
export async function keepInFile(path: string): Promise<Keep> {
  await mkdir(dirname(path), { recursive: true })
  const kept = await read(path)
  const file = await writeAnew(path, kept)
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

async function read(path: string): Promise<Kept | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const [first, ...lines] = text.split('\n')
  if (first !== JSON.stringify(format)) return undefined
  const kept = emptyKept()
  for (const line of lines) {
    try {
      mergePatch(kept, fromLine(JSON.parse(line) as Line))
    } catch {
      // Cut off, by a crash or a full disk: it did not count. Empty at the end of one that was written anew.
    }
  }
  return kept.finish()
}

/** Beside it first, so that there is always a whole one. */
async function writeAnew(path: string, kept: Kept | undefined): Promise<FileHandle> {
  const file = await open(`${path}.new`, 'w', 0o600)
  const lines = [JSON.stringify(format), ...(kept ? [JSON.stringify(toLine(patchOf(kept)))] : [])]
  await file.appendFile(`${lines.join('\n')}\n`)
  await file.datasync()
  await rename(`${path}.new`, path)
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

function patchOf({ account, epoch, spaces, todos, lists, members, outbox }: Kept): Patch {
  const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]))
  return {
    of: { account, epoch },
    spaces: new Map(spaces),
    todos: new Map(todos.map((todo) => [`${todo.list} ${todo.id}`, todo])),
    lists: byId(lists),
    members: byId(members),
    outbox: new Map(outbox.map((pending) => [pending.command.id, pending])),
  }
}
