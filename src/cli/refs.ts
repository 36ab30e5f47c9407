/** Which todos a command is about: as people name them, by the numbers that `ls` prints. */
import type { Client, Todo } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { findList } from './connect.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The todos that are named: `12`, `3-5`, a todo's id, or `Work/12` for one of another list.
 * @param list - the list whose numbers these are; the default one unless given
 * @param deleted - whether todos of the trash are meant
 * @throws AppError `bad_argument` for what is none of these, or not there
 */
export async function findTodos(
  client: Client,
  refs: readonly string[],
  list: string | undefined,
  deleted = false,
): Promise<Todo[]> {
  const found: Todo[] = []
  for (const ref of refs) {
    if (uuid.test(ref)) {
      found.push(await client.todos.get(ref))
      continue
    }
    const { named, from, to } = readRef(ref)
    const { id, name } = await findList(client, named ?? list)
    const filter = from === to ? `number = ${from}` : `number >= ${from} and number <= ${to}`
    const query = { list: id, filter, sort: 'number', deleted, limit: to - from + 1 } as const
    const { items } = await client.todos.page(query)
    if (items.length === 0)
      throw new AppError('todo_not_found', {
        detail: `There is no ${ref} in ${deleted ? 'the trash of ' : ''}"${name}".`,
      })
    found.push(...items)
  }
  return found
}

function readRef(ref: string): { named: string | undefined; from: number; to: number } {
  const [, named, first, last] = /^(?:(.+)\/)?(\d{1,10})(?:-(\d{1,10}))?$/.exec(ref) ?? []
  const from = Number(first)
  const to = Number(last ?? first)
  if (first !== undefined && from <= to && to - from < limits.pageSizeMax) return { named, from, to }
  throw new AppError('bad_argument', {
    detail: `"${ref}" is no todo; expected a number as "aiotodo ls" prints it, such as 12, 3-5 or Work/12, or an id.`,
  })
}
