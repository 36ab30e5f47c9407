/** This operation writes everything that the key sees as one file, page by page. */
import { z } from 'zod'
import { exportFormats, mediaTypes, type ExportFormat } from '../../exchange/formats.ts'
import type { Caller } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { HttpDeps } from '../deps.ts'
import { gathered, type LongAnswer } from '../long-answer.ts'
import { Source } from './export-source.ts'
import { operation, type Operation } from './operation.ts'
import { createPlaces, type Places } from './places.ts'

const ExportQuery = z.strictObject({
  format: z.enum(exportFormats).optional().describe('A zip with all of the others unless given.'),
})

export function exportOperation(deps: HttpDeps): Operation {
  const places = createPlaces()
  return operation({
    method: 'get',
    path: '/export',
    id: 'export',
    summary: 'Everything that the key sees, as one file; where it is not whole the connection is cut',
    query: ExportQuery,
    long: 'streams',
    conditional: false,
    answers: { 200: { description: 'The file.', media: Object.values(mediaTypes) } },
    problems: ['too_many_requests'],
    handle: ({ caller, query: { format = 'zip' } }) =>
      exportAnswer(deps, caller, format, takePlace(places, caller)),
  })
}

/** @throws AppError `too_many_requests` */
function takePlace(places: Places, { id }: Caller): () => void {
  const count = places.count(id)
  if (count >= serverLimits.exportsPerAccountMax)
    throw new AppError('too_many_requests', { retryAfter: 5, params: { why: 'exports', most: count } })
  return places.take(id)
}

async function exportAnswer(
  deps: HttpDeps,
  caller: Caller,
  format: ExportFormat,
  leave: () => void,
): Promise<LongAnswer> {
  const { exported } = await import('../../exchange/to/export.ts')
  /** `read` has the lists that were read of since the last piece, `reading` the one that is being read of. */
  const read = new Set<string>()
  let reading: string | undefined
  const source = new Source(deps, caller, (list) => read.add((reading = list)))
  const pieces = gathered(exported(source, format), serverLimits.pieceBytes)
  return {
    headers: {
      'content-type': mediaTypes[format],
      'content-disposition': `attachment; filename="aiotodo.${format}"`,
      'cache-control': 'no-store',
    },
    async next() {
      const { done, value } = await pieces.next()
      return done ? undefined : value
    },
    async check() {
      const lists = [...read]
      const seen = lists.length > 0 ? await deps.reads.spaces(caller, lists) : []
      // What was read of a list after it was lost is empty: the file would be a shorter one, and look whole.
      if (seen.length < lists.length) throw new AppError('list_not_found')
      read.clear()
      if (reading !== undefined) read.add(reading)
    },
    end() {
      leave()
      void pieces.return(undefined)
    },
  }
}
