/** The last column of the table in error-table.ts: what to do about it. Clients, which word it themselves, do not carry it. */
import { commonErrors } from './error-table.ts'
import { errors } from './errors.ts'

const fixes: Readonly<Record<keyof typeof commonErrors, string>> = {
  not_allowed: 'Ask the owner of the list, or use a key with the right scope.',
  todo_not_found: 'Check its id; a todo in the trash can be restored.',
  list_not_found: 'Check its id; GET /api/v1/lists shows those there are.',
  name_taken: 'Choose another name: names are unique in this list.',
  id_taken: 'Make a new UUID, or PUT to replace it.',
  todo_in_trash: 'Restore it first.',
  list_in_trash: 'Restore it first.',
  default_list: 'Delete its todos instead.',
  parent_not_found: 'Choose one that is in the same list and not in the trash.',
  parent_cycle: 'Choose a parent that is not one of its own subtodos.',
  too_deep: 'Choose a parent higher up.',
  subtree_too_large: 'Delete or restore the subtodos in parts.',
  list_full: 'Go on in a new list.',
  too_many_lists: 'Delete lists that are not needed.',
  version_mismatch: 'Look at "current", and send it again with its ETag.',
  not_connected: 'Connect once; then changes can be made offline.',
  no_answer: 'Check its address, that it runs, and the network; then try again.',
  not_a_replica: 'Name another place to keep it, or take away what is there.',
}

for (const [code, row] of Object.entries(commonErrors))
  Object.assign(errors, { [code]: { ...row, fix: fixes[code as keyof typeof fixes] } })
