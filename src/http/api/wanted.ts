/** What a request for todos wants, by its filter and its search words: read, and brought to what day it is. */
import type { TodoQuery } from '../../core/ports/rows.ts'
import type { Caller } from '../../model/access.ts'
import { all, some, type Filter } from '../../model/filter/filter.ts'
import { parseFilter } from '../../model/filter/parse.ts'
import { namesDeleted, resolve } from '../../model/filter/resolve.ts'
import { limits } from '../../model/limits.ts'
import type { HttpDeps } from '../deps.ts'

interface Wanting {
  filter?: string | undefined
  q?: string | undefined
  zone?: string | undefined
  deleted?: boolean | undefined
}

/** @throws AppError `bad_filter` */
export async function wantedBy(
  { reads, nowMs }: HttpDeps,
  caller: Caller,
  { filter, q, zone = caller.zone ?? 'UTC', deleted }: Wanting,
): Promise<Pick<TodoQuery, 'test' | 'deleted'>> {
  const parts = [...(filter === undefined ? [] : [parseFilter(filter)]), ...wordsOf(q)]
  const wanted = parts.length > 0 ? all(parts) : undefined
  if (!wanted) return { deleted: deleted ?? false }
  const isOpen = deleted === undefined && namesDeleted(wanted)
  const test = resolve(wanted, {
    now: new Date(nowMs()).toISOString(),
    zone,
    lists: namesLists(wanted)
      ? await reads.lists(caller, { deleted: false, after: undefined, limit: limits.spacesPerSocketMax })
      : [],
    deleted,
  })
  return { test, deleted: isOpen ? undefined : (deleted ?? false) }
}

/** Any text is a search for its words. */
const wordsOf = (q = ''): Filter[] =>
  q
    .split(/\s+/)
    .filter((value) => value !== '')
    .map((value) => ({ type: 'compare', field: 'text', operator: '~', values: [value] }))

const namesLists = (filter: Filter): boolean =>
  some(filter, (part) => part.type === 'compare' && part.field === 'list')
