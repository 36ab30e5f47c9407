/** A cursor says what the next page comes after, and for which query, so it never skips or repeats a row. */
import { z } from 'zod'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { jsonAnswer } from '../answer.ts'
import { wholeNumber } from './params.ts'

/** It has the versions of some two hundred lists; proxies take addresses of 8 kB. */
const cursorLengthMax = 7_000

export const pageQuery = {
  limit: wholeNumber('a page size', 1, limits.pageSizeMax)
    .optional()
    .describe(`How many at most; ${limits.pageSizeDefault} unless given.`),
  cursor: z.string().max(cursorLengthMax).optional().describe('"next" of the page before.'),
}

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one.'),
  })
}

export type Key = readonly unknown[]

/**
 * Reads what the page comes after.
 * @param schema - of such a key: a cursor is the client's to change
 * @throws AppError `bad_cursor`
 */
export function readCursor<K extends Key>(
  cursor: string | undefined,
  query: Record<string, unknown>,
  schema: z.ZodType<K>,
  hash: (text: string) => string,
): K | undefined {
  if (cursor === undefined) return undefined
  try {
    const [queryHash, ...key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const read = schema.safeParse(key)
    if (read.success && queryHash === hashOf(query, hash)) return read.data
  } catch {
    // It is not one of ours.
  }
  throw badCursor()
}

export const badCursor = (): AppError =>
  new AppError('bad_cursor', {
    errors: [{ parameter: 'cursor', detail: 'is not a cursor of this query' }],
  })

/** Answers a page; `rows` has one more than asked for when there is a next one. */
export function pageAnswer<T>(
  rows: T[],
  asked: {
    limit: number
    query: Record<string, unknown>
    keyOf: (item: T) => Key
    hash: (text: string) => string
    url: string
    etag: string
  },
): Response {
  const items = rows.slice(0, asked.limit)
  const last = items.at(-1)
  const isLast = rows.length <= asked.limit || last === undefined
  return pageAnswerOf(items, isLast ? null : asked.keyOf(last), asked)
}

/** Answers a page of which it is known what the next one comes after; null: there is none. */
export function pageAnswerOf(
  items: unknown[],
  nextKey: Key | null,
  asked: {
    query: Record<string, unknown>
    hash: (text: string) => string
    url: string
    etag?: string
    /** The page has this besides. */
    more?: object
  },
): Response {
  const next = nextKey && writeCursor(nextKey, asked.query, asked.hash)
  const headers: Record<string, string> = {}
  if (asked.etag !== undefined) headers['etag'] = asked.etag
  if (next !== null) {
    const { pathname, searchParams: params } = new URL(asked.url)
    params.set('cursor', next)
    headers['link'] = `<${pathname}?${params}>; rel="next"`
  }
  return jsonAnswer({ items, next, ...asked.more }, 200, headers)
}

/** Writes what `readCursor` reads. */
export function writeCursor(
  key: Key,
  query: Record<string, unknown>,
  hash: (text: string) => string,
): string {
  return Buffer.from(JSON.stringify([hashOf(query, hash), ...key])).toString('base64url')
}

/** Which query a cursor belongs to: all of it but how far it has come. */
function hashOf(query: Record<string, unknown>, hash: (text: string) => string): string {
  const { limit: _, cursor: __, ...rest } = query
  return hash(JSON.stringify(Object.entries(rest).toSorted()))
}
