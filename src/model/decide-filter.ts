/** The rules of saved filters. What they ask for is read at the door: whether it can be, the rules do not look. */
import type { Change } from './change.ts'
import type { Command } from './command.ts'
import { AppError } from './errors.ts'
import * as clientLimits from './client-limits.ts'
import { newRow, updated } from './new-row.ts'
import type { SavedFilter } from './saved-filter.ts'
import { checkVersion, type State } from './state.ts'

export type FilterCommand = Extract<Command, { type: `${string}Filter` }>

export function decideFilter(state: State, command: FilterCommand, now: string): Change[] {
  const { type } = command
  if (type === 'createFilter') {
    if (state.row('filter', state.account(), command.filter.id)) throw new AppError('id_taken')
    checkRoom(state)
    const made = newRow('filter', { ...command.filter, createdAt: now, updatedAt: now })
    return changeTo(state, undefined, made)
  }
  const before = state.row('filter', state.account(), command.filter)
  if (!before || (type === 'updateFilter' && before.deletedAt)) throw new AppError('filter_not_found')
  checkVersion(command.ifVersion, before)
  if (type === 'updateFilter') return changeTo(state, before, updated(before, command.changes, now))
  const isRestored = type === 'restoreFilter'
  if (isRestored && before.deletedAt) checkRoom(state)
  return changeTo(
    state,
    before,
    updated(before, { deletedAt: isRestored ? null : (before.deletedAt ?? now) }, now),
  )
}

function checkRoom(state: State): void {
  if (state.rowCount('filter', state.account()) >= clientLimits.filtersPerAccountMax)
    throw new AppError('too_many_filters')
}

function changeTo(state: State, before: SavedFilter | undefined, after: SavedFilter): Change[] {
  return before === after ? [] : [{ kind: 'filter', space: state.account(), before, after }]
}
