/** While the first copy of the todos is on its way, no place is called empty or gone. */
import { words } from '../words/words.ts'
import { allTodos, status } from './todos.ts'

/** @param list - of this list; of all of them unless given; '': of what says which there are */
export function isFetching(list?: string): boolean {
  const { fetching, account } = status.value
  if (list === undefined || account === undefined) return account === undefined || fetching.length > 0
  return fetching.some((id) => id === list || id === account.id)
}

export function fetchingText(): string {
  const { todos = 0 } = status.value.account ?? {}
  const { fetching, firstVisit } = words.value
  return todos > 0 ? fetching(Math.min(allTodos.value.length, todos), todos) : firstVisit
}
