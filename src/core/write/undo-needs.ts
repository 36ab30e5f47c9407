/** What an undo is decided on. */
import type { Caller } from '../../model/access.ts'
import { isMade, listsOfUndo, todosOfUndo, type UndoCommand } from '../../model/undo-command.ts'

interface Needs {
  spaces: Set<string>
  lists: Set<string>
  todos: Set<string>
  located: Set<string>
  names: Set<string>
  parents: Set<string>
  roots: Set<string>
  restored: Set<string>
  movedTo: Set<string>
  listCounts: Set<string>
  todoCounts: Set<string>
  reopens: boolean
  addSwitched(list: string): void
}

export function addUndo(needs: Needs, command: UndoCommand, account: Caller): void {
  for (const list of listsOfUndo(command)) {
    needs.lists.add(list)
    needs.spaces.add(list)
    if (list !== command.list) needs.movedTo.add(list)
  }
  for (const todo of todosOfUndo(command)) {
    needs.todos.add(todo)
    needs.located.add(todo)
  }
  if (command.kind === 'list') {
    needs.spaces.add(account.id)
    needs.listCounts.add(account.id)
    needs.todoCounts.add(command.list)
    if (command.changes['']?.['uniqueNames']?.[0] === true) needs.addSwitched(command.list)
    return
  }
  for (const [id, fields] of Object.entries(command.changes)) {
    const todo = id || command.subject
    const { name, parent, list, deletedAt, finishedAt, next } = fields
    // What is binned, moved or put elsewhere takes along what is below it.
    if (isMade(fields) || deletedAt || list || parent) needs.roots.add(todo)
    if (deletedAt || list) needs.parents.add(todo)
    if (deletedAt) needs.restored.add(todo)
    // What handed its name on to the one that follows it takes it back.
    if (next) needs.movedTo.add(command.list)
    if (finishedAt) needs.reopens = true
    if (name && !isMade(fields)) needs.names.add(name[0] as string)
    if (parent?.[0]) needs.parents.add(parent[0] as string)
  }
}
