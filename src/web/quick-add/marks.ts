/** Names of labels and lists as a line of quick add has them, and the lists that are to be made with the todo. */
import { signal, type Signal } from '@preact/signals'
import { quickAdd } from '../../model/quick-add/quick-add.ts'

/** The names of lists that are made when the todo is added. */
export const toMake: Signal<readonly string[]> = signal([])

/** A list that is to be made has this before its name, in place of an id. */
export const madeId = 'make:'

export function makeList(name: string): void {
  if (!toMake.peek().includes(name)) toMake.value = [...toMake.peek(), name]
}

/** As it is read again: in quotation marks where it has to be. */
export function written(kind: '#' | '@', name: string): string {
  const bare = kind + name
  const lists = [{ id: madeId, name }]
  const { todo } = quickAdd(`x ${bare}`, { now: 0, zone: 'UTC', lists })
  const isRead = kind === '#' ? todo.labels.length === 1 && todo.labels[0] === name : todo.list === madeId
  return isRead && todo.name === 'x' ? bare : `${kind}"${name.replaceAll('"', '”')}"`
}
