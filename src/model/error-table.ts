/**
 * What can go wrong, for each code: the HTTP status, what happened, and what to do about it. What was expected stands in
 * the `detail` of the one error, next to the field it is about. These are what clients meet by themselves, as they decide
 * by the same rules; what only a server or a command meets is in server-errors.ts, which clients do not carry.
 */
export interface ErrorRow {
  status?: number | undefined
  title: string
  fix: string
}

export const commonErrors = {
  // A request that isn't let in
  not_allowed: {
    status: 403,
    title: 'You may not do that',
    fix: 'Ask the owner of the list, or use a key with the right scope.',
  },
  // A thing that isn't there
  todo_not_found: {
    status: 404,
    title: 'Todo not found',
    fix: 'Check its id; a todo in the trash can be restored.',
  },
  list_not_found: {
    status: 404,
    title: 'List not found',
    fix: 'Check its id; GET /api/v1/lists shows those there are.',
  },
  // A command that the state refuses
  name_taken: {
    status: 409,
    title: 'A todo of this name exists in the list',
    fix: 'Choose another name: names are unique in this list.',
  },
  id_taken: {
    status: 409,
    title: 'This id is in use',
    fix: 'Make a new UUID, or PUT to replace it.',
  },
  todo_in_trash: { status: 409, title: 'The todo is in the trash', fix: 'Restore it first.' },
  list_in_trash: { status: 409, title: 'The list is in the trash', fix: 'Restore it first.' },
  default_list: {
    status: 409,
    title: 'The default list can not be deleted',
    fix: 'Delete its todos instead.',
  },
  parent_not_found: {
    status: 409,
    title: 'The parent is not a todo of this list',
    fix: 'Choose one that is in the same list and not in the trash.',
  },
  parent_cycle: {
    status: 409,
    title: 'A todo can not be below itself',
    fix: 'Choose a parent that is not one of its own subtodos.',
  },
  too_deep: { status: 409, title: 'Subtodos would nest too deep', fix: 'Choose a parent higher up.' },
  subtree_too_large: {
    status: 409,
    title: 'The todo has too many subtodos to do this at once',
    fix: 'Delete or restore the subtodos in parts.',
  },
  list_full: { status: 409, title: 'The list has used up its numbers', fix: 'Go on in a new list.' },
  too_many_lists: {
    status: 409,
    title: 'There are too many lists',
    fix: 'Delete lists that are not needed.',
  },
  version_mismatch: {
    status: 412,
    title: 'It has changed since you read it',
    fix: 'Look at "current", and send it again with its ETag.',
  },
  // What a client finds by itself
  not_connected: {
    title: 'Nothing is known of the server yet',
    fix: 'Connect once; then changes can be made offline.',
  },
  no_answer: {
    title: 'The server does not answer',
    fix: 'Check its address, that it runs, and the network; then try again.',
  },
} as const satisfies Record<string, ErrorRow>
