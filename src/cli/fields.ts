/** The options that set a todo's fields. */
import type { Client, TodoPatch } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { readQuickly } from './quick.ts'
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
    ...(start !== undefined && { start: start === 'none' ? null : await readDue(client, start) }),
    ...(due !== undefined && { due: due === 'none' ? null : await readDue(client, due) }),
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
async function readDue(client: Client, text: string): Promise<string> {
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) return text
  const { due, start } = await readQuickly(client, text)
  const date = due ?? start
  if (date !== null) return date
  throw new AppError('bad_argument', {
    detail: `"${text}" is no date; expected one such as 2026-12-01, "2026-12-01T09:00[Europe/Berlin]" or "next friday".`,
  })
}
