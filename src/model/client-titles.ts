/**
 * These say what happened, for the codes that clients meet by themselves, as they decide by the same rules. They are
 * apart from error-table.ts, where these have their other columns, so that clients need not carry the whole table.
 */
export const clientTitles = {
  todo_not_found: 'Todo not found',
  list_not_found: 'List not found',
  name_taken: 'A todo of this name exists in the list',
  id_taken: 'This id is in use',
  todo_in_trash: 'The todo is in the trash',
  list_in_trash: 'The list is in the trash',
  default_list: 'The default list can not be deleted',
  parent_not_found: 'The parent is not a todo of this list',
  parent_cycle: 'A todo can not be below itself',
  too_deep: 'Subtodos would nest too deep',
  subtree_too_large: 'The todo has too many subtodos',
  list_full: 'The list has used up its numbers',
  start_after_due: 'A todo can not start after it is due',
  repeat_needs_due: 'What repeats needs a due date',
  too_many_lists: 'There are too many lists',
  not_connected: 'Nothing is known of the server yet',
} as const
