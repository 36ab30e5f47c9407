/** A command in the page's language, such as "Rename “Milk” to “Oat milk”". */
import type { CommandInput } from '../../client/client.ts'
import { replica } from './todos.ts'
import { subjectOf } from './wishes.ts'
import { words } from '../words/words.ts'

export function commandText(command: CommandInput): string {
  const { command: texts, finishTodo, reopenTodo } = words.value
  const name = nameOf(command)
  switch (command.type) {
    case 'updateTodo': {
      const { finished, name: newName, list } = command.changes
      if (newName !== undefined) return renameText(name, newName)
      if (list !== undefined) return texts.moveTodo(name)
      if (finished !== undefined) return finished ? finishTodo(name) : reopenTodo(name)
      return texts.updateTodo(name)
    }
    case 'updateList':
      return command.changes.name === undefined
        ? texts.updateList(name)
        : renameText(name, command.changes.name)
    case 'putTodo':
      return texts.updateTodo(command.fields.name)
    default:
      return texts[command.type](name)
  }
}

/** What waits is shown already: then it has its new name. */
function renameText(name: string, newName: string): string {
  const { rename, renameTo } = words.value.command
  return name === newName ? renameTo(newName) : rename(name, newName)
}

function nameOf(command: CommandInput): string {
  if (command.type === 'createTodo') return command.todo.name
  if (command.type === 'createList') return command.list.name
  if (command.type === 'createFilter') return command.filter.name
  if (command.type === 'updateView' && command.changes.label) return command.changes.label
  const subject = subjectOf(command)
  const all = [...replica().lists(), ...replica().lists({ deleted: true })]
  const found = replica().todo(subject) ?? [...all, ...replica().filters()].find(({ id }) => id === subject)
  return found?.name ?? nameAside(subject) ?? words.value.command.unknown
}

/** What is set aside is not shown, but still has the name that it was to be made with. */
function nameAside(subject: string): string | undefined {
  for (const { command } of replica().aside)
    if (command.type === 'createTodo' && command.todo.id === subject) return command.todo.name
  return undefined
}
