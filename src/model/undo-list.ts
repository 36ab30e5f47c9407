/** Undo of what was done to a list itself. */
import type { Change } from './change.ts'
import { AppError } from './errors.ts'
import { limits } from './limits.ts'
import type { List } from './list.ts'
import { Conflicts, isMade, setBy, type Fields, type UndoCommand, type UndoState } from './undo-command.ts'

/** @throws AppError `undo_conflict`, or why the rules refuse what was before */
export function undoList(state: UndoState, command: UndoCommand, fields: Fields, now: string): Change[] {
  const list = state.list(command.subject)
  if (!list) throw new AppError('list_not_found')
  const conflicts = new Conflicts()
  const next = isMade(fields)
    ? unmade(state, list, command, conflicts, now)
    : changedBack(state, list, fields, conflicts)
  if (!command.force) conflicts.check()
  const isSame = (Object.keys(next) as (keyof List)[]).every((name) => next[name] === list[name])
  return isSame ? [] : [{ kind: 'list', space: list.id, before: list, after: { ...next, updatedAt: now } }]
}

function unmade(
  state: UndoState,
  list: List,
  { version, changes }: UndoCommand,
  conflicts: Conflicts,
  now: string,
): List {
  if (list.deletedAt) return list
  if (list.id === state.defaultList()) throw new AppError('default_list')
  for (const [field, plain] of [
    ['name', ''],
    ['colour', 'none'],
  ] as const) {
    const set = setBy(changes[''] ?? {}, field, plain)
    if (set !== list[field]) conflicts.changed('list', list, field, set, list[field])
  }
  // An import brings in todos with the list: those are not added since.
  const isAsMade = state.versionOf(list.id) === version
  if (!isAsMade && state.liveTodos(list.id) > 0) conflicts.add('list', list, { why: 'added' })
  return { ...list, deletedAt: now }
}

function changedBack(state: UndoState, list: List, fields: Fields, conflicts: Conflicts): List {
  const { deletedAt, version: _, ...plain } = fields
  if (deletedAt) return binned(state, list, deletedAt, conflicts)
  if (list.deletedAt) throw new AppError('list_in_trash')
  const next: List = { ...list }
  for (const [field, [from, to]] of Object.entries(plain)) {
    const current = list[field as keyof List]
    if (current === from) continue
    if (current !== to) conflicts.changed('list', list, field, to, current)
    Object.assign(next, { [field]: from })
  }
  return next
}

function binned(state: UndoState, list: List, [from, to]: Fields[string], conflicts: Conflicts): List {
  if ((from === null) === (list.deletedAt === null)) return list
  if (from !== null) {
    if (list.id === state.defaultList()) throw new AppError('default_list')
    return { ...list, deletedAt: from as string }
  }
  if (list.deletedAt !== to) conflicts.changed('list', list, 'deletedAt', to, list.deletedAt)
  if (state.listCount() >= limits.listsPerAccountMax)
    throw new AppError('too_many_lists', { params: { most: limits.listsPerAccountMax } })
  return { ...list, deletedAt: null }
}
