/** What a request for todos wants, by its filter and its search words: read, and brought to what day it is. */
import type { TodoQuery } from '../../core/ports/rows.ts'
import type { Caller } from '../../model/access.ts'
import { some, type Filter } from '../../model/filter/filter.ts'
import { parseFilter } from '../../model/filter/parse.ts'
import { namesDeleted, resolve, type Test } from '../../model/filter/resolve.ts'
import { searchFor } from '../../model/filter/search.ts'
import { limits } from '../../model/limits.ts'
import type { HttpDeps } from '../deps.ts'

interface Wanting {
  filter?: string | undefined
  q?: string | undefined
  zone?: string | undefined
  deleted?: boolean | undefined
}

interface Wanted extends Pick<TodoQuery, 'test' | 'deleted'> {
  /** It finds what has the words of `q` only within words, which comes behind all else. */
  within?: Test | undefined
}

/** @throws AppError `bad_filter` */
export async function wantedBy(
  { reads, nowMs }: HttpDeps,
  caller: Caller,
  { filter, q = '', zone = caller.zone ?? 'UTC', deleted }: Wanting,
): Promise<Wanted> {
  const wanted = filter === undefined ? undefined : parseFilter(filter)
  const isOpen = deleted === undefined && wanted !== undefined && namesDeleted(wanted)
  const asked = { deleted: isOpen ? undefined : (deleted ?? false) }
  const test =
    wanted &&
    resolve(wanted, {
      now: new Date(nowMs()).toISOString(),
      zone,
      lists: namesLists(wanted)
        ? await reads.lists(caller, { deleted: false, after: undefined, limit: limits.spacesPerSocketMax })
        : [],
      deleted,
    })
  // Any text is a search for its words.
  const words = q.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return { ...asked, test }
  const found = searchFor(words, test ? [test] : [])
  return { ...asked, test: found.words, within: found.within }
}

const namesLists = (filter: Filter): boolean =>
  some(filter, (part) => part.type === 'compare' && part.field === 'list')
