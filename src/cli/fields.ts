/** The options that set a todo's fields. */
import type { Client, TodoPatch } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { readDate } from './quick.ts'
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

/** What the options say, each "none" taking away what there is. @throws AppError */
export async function fieldsOf(
  client: Client,
  args: FieldArguments,
  list: string | undefined,
): Promise<Omit<TodoPatch, 'list' | 'name'>> {
  const { notes, start, due, priority, label, repeat, remind, below } = args
  return {
    ...(notes !== undefined && { notes: notes === '-' ? await Bun.stdin.text() : notes }),
    ...(start !== undefined && { start: start === 'none' ? null : readDue(start) }),
    ...(due !== undefined && { due: due === 'none' ? null : readDue(due) }),
    ...(priority !== undefined && { priority: priority as 'none' }),
    ...(label !== undefined && { labels: label.filter((each) => each !== 'none') }),
    ...(repeat !== undefined && { repeat: repeat === 'none' ? null : repeat }),
    ...(remind !== undefined && { reminders: remind.filter((each) => each !== 'none') }),
    ...(below !== undefined && { parent: await parentOf(client, below, list) }),
  }
}

const parentOf = async (client: Client, ref: string, list: string | undefined): Promise<string | null> =>
  ref === 'none' ? null : ((await findTodos(client, [ref], list))[0]?.id ?? null)

/** A start or due date as it is written, or in the words of quick add. */
function readDue(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) return text
  const date = readDate(text)
  if (date !== undefined) return date
  throw new AppError('bad_argument', {
    detail: `"${text}" is no date, or has other words beside it; expected one such as 2026-12-01, "2026-12-01T09:00[Europe/Berlin]" or "next friday".`,
  })
}
