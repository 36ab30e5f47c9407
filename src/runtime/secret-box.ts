/** Seals secrets for the database under a key of a file or of the environment, which is never in the database. */
import { hkdfSync, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Kept, SecretBox } from '../core/ports/secret-box.ts'
import { AppError } from '../model/errors.ts'
import { createSealing } from './sealing.ts'

/**
 * The keys as they are told: the newest first, with blanks or lines between; or a file of them, which there must be.
 */
export type GivenKey = { file: string } | { text: string }

/** `made`: a file that is made when something is first sealed; undefined: there is no key. */
type KeySource = GivenKey | { made: string } | undefined

/**
 * Unless it is told: a file beside the one of SQLite, whose backups do not have it; what is in memory alone has a key
 * there.
 */
export function keySource(
  database: { engine: 'sqlite'; path: string | undefined } | { engine: 'postgres' },
  given: GivenKey | undefined,
): KeySource {
  if (given) return given
  if (database.engine === 'postgres') return undefined
  if (database.path === undefined) return { text: randomBytes(32).toString('base64url') }
  return { made: `${database.path.replace(/\.sqlite$/, '')}.key` }
}

export interface OpenKeyFile {
  file: string
  mode: string
  fix: string
}

/**
 * Closes a file of keys that was made beside the database, where others may read it: whoever has it and a backup has
 * the codes.
 * @returns what is to be told of a file that is not this program's to close
 */
export function closeKeyFile(source: KeySource): OpenKeyFile | undefined {
  // Windows has other rights, which these numbers do not tell.
  if (source === undefined || 'text' in source || process.platform === 'win32') return undefined
  const file = 'made' in source ? source.made : source.file
  const modeOf = () => (statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o7777
  try {
    if ((modeOf() & 0o077) !== 0 && 'made' in source) chmodSync(file, 0o600)
  } catch {
    // It is somebody else's, who has given this user the right to read it.
  }
  const mode = modeOf()
  if ((mode & 0o077) === 0) return undefined
  return { file, mode: mode.toString(8), fix: `chmod 600 ${file}, as the user whose it is` }
}

/** As `sealed.ID.BYTES`; a secret of one-time codes, in base32, has no full stop. */
const pattern = /^sealed\.([0-9a-f]{16})\.([\w-]+)$/

const keyLengthMin = 32

/** @throws AppError `bad_argument` where the keys can not be read, or are none */
export function createSecretBox(source: KeySource): SecretBox {
  const isMade = source !== undefined && 'made' in source
  let keys = new Map<string, string>()
  read(!isMade)

  /** From the file once more: another process may have made it, or put a newer key in it. */
  function read(isRequired: boolean): void {
    if (source === undefined) return
    if ('text' in source) keys = parse(source.text, 'AIOTODO_SECRET_KEY')
    else {
      const file = 'made' in source ? source.made : source.file
      const text = readText(file, isRequired)
      if (text !== undefined) keys = parse(text, file)
    }
  }

  const find = (keyId: string): string | undefined => {
    if (!keys.has(keyId) && isMade) read(false)
    return keys.get(keyId)
  }

  const newest = (): [keyId: string, key: string] | undefined => {
    if (keys.size === 0 && isMade) {
      makeFile(source.made)
      read(true)
    }
    return [...keys][0]
  }

  return {
    seal(secret, place): Kept {
      const found = newest()
      if (!found) return { text: secret, keyId: null }
      const [keyId, key] = found
      return { text: `sealed.${keyId}.${sealingOf(key, place).seal(secret)}`, keyId }
    },
    open(kept, place) {
      const [, keyId, bytes] = pattern.exec(kept) ?? []
      if (keyId === undefined || bytes === undefined) return kept
      const key = find(keyId)
      return key === undefined ? undefined : sealingOf(key, place).unseal(bytes)
    },
    isOld: (kept) => source !== undefined && pattern.exec(kept)?.[1] !== newest()?.[0],
    hasKey: () => source !== undefined,
    knows: (keyId) => find(keyId) !== undefined,
  }
}

const sealingOf = (key: string, place: string) => createSealing(key, `secret ${place}`)

/** By their ids, which are made of them and lead back to nothing. */
function parse(text: string, where: string): Map<string, string> {
  const keys = text.split(/\s+/).filter(Boolean)
  const short = keys.find((key) => key.length < keyLengthMin)
  if (keys.length > 0 && short === undefined) return new Map(keys.map((key) => [idOf(key), key]))
  throw new AppError('bad_argument', {
    detail: `${where} has ${short === undefined ? 'no key' : `a key of ${short.length} characters`}; expected at least ${keyLengthMin} random ones, such as "openssl rand -base64 32" prints.`,
  })
}

const idOf = (key: string): string =>
  Buffer.from(hkdfSync('sha256', key, '', 'aiotodo key id', 8)).toString('hex')

function readText(file: string, isRequired: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    // Without its folder there is none either; that the folder can not be had is told of the database.
    if (!isRequired && ['ENOENT', 'ENOTDIR'].includes((cause as { code?: string }).code ?? ''))
      return undefined
    throw new AppError('bad_argument', {
      detail: `The file of keys ${file} can not be read: ${(cause as Error).message}.`,
      cause,
    })
  }
}

/** On the disk before anything is sealed under it. Of several processes that make one at once the first is heard. */
function makeFile(path: string): void {
  const part = `${path}.${randomBytes(8).toString('hex')}`
  const file = openSync(part, 'wx', 0o600)
  writeSync(file, `${randomBytes(32).toString('base64url')}\n`)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(part, path)
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(part)
  }
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
