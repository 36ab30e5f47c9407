/** What stands in place of the todos: the map of keys, and all there is of one todo. */
import type { Todo } from '../../client/client.ts'
import { clean } from '../output.ts'

/** Those of the page, as far as they mean something here. */
const keys: readonly (readonly [keys: string, what: string])[] = [
  ['↑ ↓, k j', 'to the todo above or below'],
  ['PgUp PgDn Home End', 'further'],
  ['Space', 'finish, or reopen'],
  ['n', 'add a todo'],
  ['Enter, F2', 'rename'],
  ['o, →', 'details; Esc closes them'],
  ['t', 'due today'],
  ['m', 'move to another list'],
  ['Alt+↑ Alt+↓', 'move up or down'],
  ['Alt+→ Alt+←', 'below the one before it, or out again'],
  ['Delete', 'into the trash'],
  ['Ctrl+Z Ctrl+Y', 'take back, do again'],
  ['!', 'try again what the server failed at'],
  ['1 2 3', 'today, upcoming, the default list'],
  ['Tab', 'the next list'],
  ['/', 'search'],
  ['q, Ctrl+C', 'end'],
]

export const helpLines: readonly string[] = keys.map(([name, what]) => `  ${name.padEnd(22)}${what}`)

export function detailLines({
  name,
  notes,
  start,
  due,
  repeat,
  priority,
  labels,
  number,
  createdAt,
}: Todo): string[] {
  const fields = {
    start,
    due,
    repeat,
    priority: priority === 'none' ? null : priority,
    labels: labels.join(', '),
  }
  return [
    clean(name),
    '',
    ...Object.entries(fields).flatMap(([field, value]) => (value ? [`${field}: ${clean(value)}`] : [])),
    `number ${number}, made ${createdAt.slice(0, 10)}`,
    '',
    ...notes.split('\n').map(clean),
  ]
}
