/** What the account may do with each list, by the table of model/access.ts; and what is said when it loses one. */
import { effect, signal, type Signal } from '@preact/signals'
import { listActions, type ListAction, type Role } from '../../model/access.ts'
import { words } from '../words/words.ts'
import { go, route } from './route.ts'
import { announce, showToast } from './toasts.ts'
import { listOf, lists, replica, status } from './todos.ts'
import { account } from './who.ts'
import { subjectOf, type Wish } from './wishes.ts'

/** By list. */
export const roles: Signal<ReadonlyMap<string, Role>> = signal(new Map())
/** The account's own lists that others are members of, as far as this page has heard. */
export const sharedOwn: Signal<ReadonlySet<string>> = signal(new Set())

/** A list that was just made has no role yet, and is one's own. */
export function may(list: string, action: ListAction): boolean {
  const allowed: readonly Role[] = listActions[action]
  return allowed.includes(roles.value.get(list) ?? 'owner')
}

export const isShared = (list: string): boolean =>
  account.value !== undefined &&
  (roles.value.get(list) !== 'owner' ? roles.value.has(list) : sharedOwn.value.has(list))

/** Whether all lists that a wish is about may be changed so. */
export function mayWish(wish: Wish): boolean {
  if (wish.type === 'createList') return true
  if (wish.type === 'deleteList' || wish.type === 'restoreList') return may(wish.list, 'delete')
  const todo = replica().todo(subjectOf(wish))
  const target = wish.type === 'updateTodo' ? wish.changes.list : undefined
  const named =
    wish.type === 'createTodo' ? wish.todo.list : wish.type === 'updateList' ? wish.list : todo?.list
  return [named, target].every((list) => list === undefined || may(list, 'change'))
}

/** Those that the account gave up by itself. */
export const givenUp = new Set<string>()

/** To be called once, when the replica is open. */
export function watchRoles(): void {
  replica().watchMemberships((all) => (roles.value = new Map(all.map(({ id, role }) => [id, role]))))
  const names = new Map<string, string>()
  effect(() => {
    for (const { id, name } of lists.value) names.set(id, name)
  })
  let before: ReadonlySet<string> = new Set(roles.peek().keys())
  effect(() => {
    const now = roles.value
    // Until then they come one by one.
    if (status.value.phase !== 'in sync') return
    for (const list of before) if (!now.has(list)) lost(list, names.get(list))
    before = new Set(now.keys())
  })
}

function lost(list: string, name: string | undefined): void {
  const { place } = route.peek()
  if (place.view === 'list' && place.list === list && !listOf(list))
    go({ place: { view: 'list', list: undefined } }, true)
  if (name === undefined || givenUp.delete(list)) return
  const text = words.peek().lostList(name)
  showToast({ text })
  announce(text)
}
