/** What an export is made from, and how its formats are chosen. Each is text in pieces, so that none is ever whole in memory. */
import type { List } from '../../model/list.ts'
import type { Todo } from '../../model/todo.ts'
import type { ExportFormat } from '../formats.ts'
import { toCsv } from './csv.ts'
import { toIcal } from './ical.ts'
import { toMarkdown } from './markdown.ts'
import { toOwn } from './own.ts'
import { zipped } from './zip.ts'

export interface ExportSource {
  defaultList: string
  /** The default list first, the others in the order of their ids; those in the trash as well where it is asked for. */
  lists(withTrash: boolean): AsyncIterable<List>
  /** Live todos, by position or by number, or those in the trash; page by page. */
  todos(list: string, how: 'position' | 'number' | 'trash'): AsyncIterable<readonly Todo[]>
  /** Of these ids those of live todos of the list. */
  live(list: string, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** All todos below these, by their parents; undefined where there are too many to be held at once. */
  below(list: string, todos: readonly string[]): Promise<Below | undefined>
  /** The todos right below one, by position, however many; page by page. */
  children(list: string, parent: string): AsyncIterable<readonly Todo[]>
}

export type Below = ReadonlyMap<string, readonly Todo[]>

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
