/** Decides on views. One is made by the first change of it, so that two devices can not make it twice. */
import type { Change } from './change.ts'
import * as clientLimits from './client-limits.ts'
import type { Command } from './command.ts'
import { AppError } from './errors.ts'
import { newRow, updated } from './new-row.ts'
import { checkVersion, type State } from './state.ts'

export type ViewCommand = Extract<Command, { type: 'updateView' }>

export function decideView(
  state: State,
  { view: id, changes, ifVersion }: ViewCommand,
  now: string,
): Change[] {
  const space = state.account()
  const before = state.row('view', space, id)
  checkVersion(ifVersion, before)
  if (!before && state.rowCount('view', space) >= clientLimits.viewsPerAccountMax)
    throw new AppError('too_many_views')
  const after = updated(before ?? newRow('view', { id, createdAt: now, updatedAt: now }), changes, now)
  return before === after ? [] : [{ kind: 'view', space, before, after }]
}
