/**
 * What can go wrong, for each code: the HTTP status, what happened, and what to do about it. What was expected stands in
 * the `detail` of the one error, next to the field it is about. These are what clients meet by themselves, as they decide
 * by the same rules; what to do about them is in error-fixes.ts, and what only a server or a command meets in
 * server-errors.ts: clients carry neither.
 */
export interface ErrorRow {
  status?: number | undefined
  title: string
  fix: string
}

export const commonErrors = {
  // A request that isn't let in
  not_allowed: { status: 403, title: 'You may not do that' },
  // A thing that isn't there
  todo_not_found: { status: 404, title: 'Todo not found' },
  list_not_found: { status: 404, title: 'List not found' },
  // A command that the state refuses
  name_taken: { status: 409, title: 'A todo of this name exists in the list' },
  id_taken: { status: 409, title: 'This id is in use' },
  todo_in_trash: { status: 409, title: 'The todo is in the trash' },
  list_in_trash: { status: 409, title: 'The list is in the trash' },
  default_list: { status: 409, title: 'The default list can not be deleted' },
  parent_not_found: { status: 409, title: 'The parent is not a todo of this list' },
  parent_cycle: { status: 409, title: 'A todo can not be below itself' },
  too_deep: { status: 409, title: 'Subtodos would nest too deep' },
  subtree_too_large: { status: 409, title: 'The todo has too many subtodos to do this at once' },
  list_full: { status: 409, title: 'The list has used up its numbers' },
  too_many_lists: { status: 409, title: 'There are too many lists' },
  version_mismatch: { status: 412, title: 'It has changed since you read it' },
  // What a client finds by itself
  not_connected: { title: 'Nothing is known of the server yet' },
  no_answer: { title: 'The server does not answer' },
  not_a_replica: { title: 'This is not a replica' },
} as const satisfies Record<string, Omit<ErrorRow, 'fix'>>
