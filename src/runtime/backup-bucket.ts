/**
 * Backups go into a bucket that speaks S3 by the runtime's own client. Keys, region and endpoint are those of the usual
 * variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT, or the same with S3_).
 */
import { S3Client, type S3File } from 'bun'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { newestFirst, type BackupPlace } from './backup-names.ts'

/** S3 takes 10,000. */
const partsMax = 9_000

/** @param target - `s3://bucket/prefix/` for several, `s3://bucket/key` for one */
export function createBucket(target: string, isFolder: boolean, stallMs: number): BackupPlace {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(target) ?? []
  if (bucket === '')
    throw new AppError('bad_argument', {
      detail: `The place of the backup is "${target}"; expected s3://BUCKET/….`,
    })
  const isMany = isFolder || path === '' || path.endsWith('/')
  const prefix = isMany && path !== '' && !path.endsWith('/') ? `${path}/` : path
  const client = new S3Client({ bucket, ...givenBy(process.env) })
  const keyOf = (name: string) => (isMany ? prefix + name : path)

  /** One that refuses, or says nothing for too long, is told of as the place's fault. */
  async function asked<T>(what: string, work: () => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer for ${Math.ceil(stallMs / 1_000)} s`)), stallMs)
    })
    try {
      return await Promise.race([work(), silence])
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      const why = message || code || 'it failed'
      throw new AppError('backup_place', {
        detail: `${what} s3://${bucket}/${prefix}: ${code && code !== message ? `${code}: ` : ''}${why.replace(/\.$/, '')}.`,
        cause: error,
      })
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    folder: undefined,
    async list() {
      if (!isMany) {
        const found = await asked('Looking at', () => client.file(path).exists())
        if (!found) return []
        const { lastModified } = await asked('Looking at', () => client.file(path).stat())
        return [{ name: path, at: lastModified.getTime() }]
      }
      const names: string[] = []
      for (let startAfter: string | undefined; ;) {
        const page = await asked('Looking at', () =>
          client.list({ prefix, ...(startAfter && { startAfter }) }),
        )
        const keys = (page.contents ?? []).map(({ key }) => key)
        names.push(...keys.map((key) => key.slice(prefix.length)))
        startAfter = keys.at(-1)
        if (!page.isTruncated || startAfter === undefined) return newestFirst(names)
      }
    },
    async put(file, name) {
      const key = keyOf(name)
      await upload(client.file(key), file, asked)
      return `s3://${bucket}/${key}`
    },
    get: (name, file) => download(client.file(keyOf(name)), file, asked),
    remove: (name) => asked('Removing from', () => client.file(keyOf(name)).delete()),
  }
}

function givenBy(environment: Readonly<Record<string, string | undefined>>) {
  const names = {
    accessKeyId: 'ACCESS_KEY_ID',
    secretAccessKey: 'SECRET_ACCESS_KEY',
    sessionToken: 'SESSION_TOKEN',
    region: 'REGION',
    endpoint: 'ENDPOINT',
  }
  const found = Object.entries(names).map(([key, name]) => [
    key,
    environment[`S3_${name}`] || environment[`AWS_${name}`],
  ])
  return Object.fromEntries(found.filter(([, value]) => value)) as Record<string, string>
}

type Asked = <T>(what: string, work: () => Promise<T>) => Promise<T>

async function upload(stored: S3File, file: string, asked: Asked): Promise<void> {
  const { size } = Bun.file(file)
  const partSize = Math.max(serverLimits.backupChunkBytes, Math.ceil(size / partsMax))
  const writer = stored.writer({ partSize, queueSize: 2, retry: 3 })
  for (let from = 0; from < size; from += partSize) {
    const part = await Bun.file(file)
      .slice(from, from + partSize)
      .bytes()
    await asked('Writing to', async () => {
      writer.write(part)
      await writer.flush()
    })
  }
  await asked('Writing to', async () => writer.end())
  // What is told as written is there, all of it.
  const { size: there } = await asked('Looking at', () => stored.stat())
  if (there === size) return
  throw new AppError('backup_place', { detail: `${stored.name} has ${there} bytes; expected ${size}.` })
}

async function download(stored: S3File, file: string, asked: Asked): Promise<void> {
  const out = createWriteStream(file, { mode: 0o600 })
  const failed = once(out, 'error').then(([error]) => Promise.reject(error as Error))
  failed.catch(() => {})
  const reader = stored.stream().getReader()
  for (;;) {
    const { done, value } = await asked('Reading from', () => reader.read())
    if (done) break
    if (!out.write(value)) await Promise.race([once(out, 'drain'), failed])
  }
  out.end()
  await Promise.race([once(out, 'finish'), failed])
}
