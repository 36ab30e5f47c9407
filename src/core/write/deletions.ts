/**
 * What a capped key may put in the trash, or out of its owner's reach: so many things in any hour, a minute more or
 * less on the side of caution.
 */
import type { Credential } from '../../model/access.ts'
import type { Change } from '../../model/change.ts'
import { AppError } from '../../model/errors.ts'
import type { Seen } from '../access/authorize.ts'
import type { WorkingState } from './working-state.ts'

const minuteMs = 60_000

/** @throws AppError `deletions_spent` */
export function spend(
  state: WorkingState,
  seen: Pick<Seen, 'role'>,
  { id, deletionsPerHour: cap }: Credential,
  changes: readonly Change[],
  now: string,
): void {
  if (cap === null) return
  // With a list go all of its todos: else what is gathered in one would be deleted at the price of one.
  const isOwn = (list: string) => seen.role(list) === 'owner'
  // What goes to a list of another owner, whose that is is not known, is gone for the one who had it.
  const goesAway = ({ kind, before, after }: Change) =>
    kind === 'todo' && before && before.list !== after.list && !(isOwn(before.list) && isOwn(after.list))
  const binned = changes
    .filter((change) => (change.after.deletedAt && !change.before?.deletedAt) || goesAway(change))
    .reduce((sum, { kind, after }) => sum + 1 + (kind === 'list' ? state.liveTodos(after.id) : 0), 0)
  if (binned === 0) return
  const minute = Math.floor(Date.parse(now) / minuteMs)
  const lately = (state.deletions(id) ?? []).filter(([at]) => at > minute - 61)
  const spent = lately.reduce((sum, [, count]) => sum + count, 0)
  if (spent + binned > cap) {
    throw new AppError('deletions_spent', {
      params: { most: cap, spent, more: binned },
    })
  }
  state.setDeletions(id, [...lately, [minute, binned]])
}
