/**
 * What an export is made from, and how its formats are chosen. Each is text in pieces, so that none is ever whole in
 * memory.
 */
import type { ExportSource } from './source.ts'
import type { ExportFormat } from '../formats.ts'
import { toCsv } from './csv.ts'
import { toIcal } from './ical.ts'
import { toMarkdown } from './markdown.ts'
import { toOwn } from './own.ts'
import { zipped } from './zip.ts'

const texts = { jsonl: toOwn, ics: toIcal, md: toMarkdown, csv: toCsv }
const kinds = Object.keys(texts) as (keyof typeof texts)[]

/** The bytes of an export. */
export async function* exported(source: ExportSource, format: ExportFormat): AsyncGenerator<Uint8Array> {
  if (format === 'zip') {
    yield* zipped(kinds.map((kind) => [`aiotodo.${kind}`, texts[kind](source)]))
    return
  }
  const encoder = new TextEncoder()
  for await (const text of texts[format](source)) if (text !== '') yield encoder.encode(text)
}
