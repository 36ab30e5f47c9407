/** The rules of lists. */
import type { Change } from './change.ts'
import type { Command } from './command.ts'
import { AppError } from './errors.ts'
import * as clientLimits from './client-limits.ts'
import { newRow, updated } from './new-row.ts'
import type { List } from './list.ts'
import { checkVersion, type State } from './state.ts'

type ListCommand = Extract<Command, { type: `${string}List` }>

export function decideList(state: State, command: ListCommand, now: string): Change[] {
  if (command.type === 'createList') return createList(state, command.list, now)
  const list = state.list(command.list)
  if (!list) throw new AppError('list_not_found')
  checkVersion(command.ifVersion, list)
  switch (command.type) {
    case 'updateList':
      if (list.deletedAt) throw new AppError('list_in_trash')
      return changeTo(list, command.changes, now)
    case 'deleteList':
      if (list.id === state.defaultList()) throw new AppError('default_list')
      return changeTo(list, { deletedAt: list.deletedAt ?? now }, now)
    case 'restoreList':
      if (list.deletedAt) checkRoom(state)
      return changeTo(list, { deletedAt: null }, now)
  }
}

function createList(
  state: State,
  input: Extract<ListCommand, { type: 'createList' }>['list'],
  now: string,
): Change[] {
  if (state.list(input.id)) throw new AppError('id_taken')
  checkRoom(state)
  const list = newRow('list', { ...input, createdAt: now, updatedAt: now })
  return [{ kind: 'list', space: list.id, before: undefined, after: list }]
}

function checkRoom(state: State): void {
  if (state.listCount() >= clientLimits.listsPerAccountMax)
    throw new AppError('too_many_lists', { params: { most: clientLimits.listsPerAccountMax } })
}

function changeTo(before: List, changes: Parameters<typeof updated<List>>[1], now: string): Change[] {
  const after = updated(before, changes, now)
  return before === after ? [] : [{ kind: 'list', space: before.id, before, after }]
}
