/** The options that set a todo's fields. */
import type { Client, TodoPatch } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { readDate, readRepeat } from './quick.ts'
import { findTodos } from './refs.ts'

export interface FieldArguments {
  list?: string
  notes?: string
  start?: string
  due?: string
  priority?: string
  label?: string[]
  repeat?: string
  remind?: string[]
  below?: string
}

type Fields = Omit<TodoPatch, 'list' | 'name'>

/** Options say the fields of a todo. */
interface Given {
  fields: Fields
  /** A repetition in words begins on this date. */
  first: string | undefined
}

/** Each "none" takes away what there is. @throws AppError */
export async function fieldsOf(
  client: Client,
  args: FieldArguments,
  list: string | undefined,
): Promise<Given> {
  const { notes, start, due, priority, label, repeat, remind, below } = args
  const series = repeat === undefined ? undefined : await readRule(client, repeat)
  const fields = {
    ...(notes !== undefined && { notes: notes === '-' ? await Bun.stdin.text() : notes }),
    ...(start !== undefined && { start: start === 'none' ? null : readDue('--start', start) }),
    ...(due !== undefined && { due: due === 'none' ? null : readDue('--due', due) }),
    ...(priority !== undefined && { priority: priority as 'none' }),
    ...(label !== undefined && { labels: label.filter((each) => each !== 'none') }),
    ...series?.rule,
    ...(remind !== undefined && { reminders: remind.filter((each) => each !== 'none') }),
    ...(below !== undefined && { parent: await parentOf(client, below, list) }),
  }
  return { fields, first: series?.first }
}

/**
 * This gives the fields for a todo that has this due date: a repetition in words brings its first date where there
 * is none, or where the words name a time.
 */
export function fieldsFor({ fields, first }: Given, due: string | null | undefined): Fields {
  const isWanted = first !== undefined && fields.due === undefined && (!due || first.includes('T'))
  return isWanted ? { ...fields, due: first } : fields
}

interface Series {
  rule: Pick<TodoPatch, 'repeat' | 'repeatFrom'>
  first?: string | undefined
}

/** A rule as RFC 5545 writes it, or the words of quick add. @throws AppError `bad_argument` */
async function readRule(client: Client, text: string): Promise<Series> {
  if (text === 'none') return { rule: { repeat: null } }
  // A rule that is wrong is refused by the schema that all doors share, which says what is wrong.
  if (/^(RSCALE|FREQ)=/i.test(text)) return { rule: { repeat: text } }
  const read = await readRepeat(client, text)
  if (read) return { rule: { repeat: read.repeat, repeatFrom: read.repeatFrom }, first: read.due }
  throw new AppError('bad_argument', {
    detail: `--repeat "${text}" is no repetition, or has other words beside it; expected one such as "every monday", "every 1st at 9am" or FREQ=WEEKLY;BYDAY=MO.`,
  })
}

const parentOf = async (client: Client, ref: string, list: string | undefined): Promise<string | null> =>
  ref === 'none' ? null : ((await findTodos(client, [ref], list))[0]?.id ?? null)

/** A start or due date as it is written, or in the words of quick add. */
function readDue(option: string, text: string): string {
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) return text
  const date = readDate(text)
  if (date !== undefined) return date
  throw new AppError('bad_argument', {
    detail: `${option} "${text}" is no date, or has other words beside it; expected one such as 2026-12-01, "2026-12-01T09:00[Europe/Berlin]" or "next friday".`,
  })
}
