/**
 * The one way by which accounts, keys and members are changed: the actor is looked at in the transaction, before
 * anything else.
 */
import type { AccessStore, AccessWrites } from '../ports/access-store.ts'
import { checkActor, type Actor } from './actor.ts'

type Work<T> = (tables: AccessWrites) => Promise<T>

export interface AccessChanges {
  /** For what changes rights or takes keys away; all nodes hear of it. @throws AppError as `checkActor` */
  change<T>(actor: Actor, work: Work<T>): Promise<T>
  /**
   * For what gives a key, or prepares one: nothing is remembered of it, so that nobody need hear of it.
   * @throws AppError as `checkActor`
   */
  inTurn<T>(actor: Actor, work: Work<T>): Promise<T>
}

interface Deps {
  access: Pick<AccessStore, 'change' | 'inTurn'>
  nowMs: () => number
  /** After each change, with the new version of the access space. */
  onChanged: (version: number) => Promise<void>
}

/**
 * Both take the lock of the access space first, and whatever ends a key takes it too. So a key that is alive in the
 * transaction is alive until it ends.
 */
export function createAccessChanges({ access, nowMs, onChanged }: Deps): AccessChanges {
  const checked =
    <T>(actor: Actor, work: Work<T>): Work<T> =>
    async (tables) => {
      await checkActor(tables, actor, nowMs())
      return work(tables)
    }
  return {
    async change(actor, work) {
      const { result, version } = await access.change(checked(actor, work))
      await onChanged(version)
      return result
    },
    inTurn: (actor, work) => access.inTurn(checked(actor, work)),
  }
}
