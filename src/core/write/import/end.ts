/** The last transaction of an import, by which all of it is there at once. */
import { fieldChanges, type Change } from '../../../model/change.ts'
import { AppError } from '../../../model/errors.ts'
import { limits } from '../../../model/limits.ts'
import type { List, Member } from '../../../model/list.ts'
import { holdsName } from '../../../model/names.ts'
import { Spaces, type Space } from '../../../model/spaces.ts'
import type { Todo } from '../../../model/todo.ts'
import { authorize, authorizeList } from '../../access/authorize.ts'
import type { ImportPlan, ImportTransaction } from './plan.ts'
import { putRows } from './account-rows.ts'
import { importRunning, placed, savedNothing } from './rows.ts'
import { isBelow } from './parents.ts'
import type { Saved } from '../../ports/rows.ts'

/**
 * Makes the account the owner of the new lists, and puts into the others what is for them.
 * @throws AppError as commands do
 */
export async function finishImport(
  transaction: ImportTransaction,
  plan: ImportPlan,
  { now: clock, newId }: { now: () => string; newId: () => string },
): Promise<Saved> {
  const { caller } = plan
  const now = clock()
  const ids = plan.drafts.map(({ draft }) => draft.list.id)
  const spaces = new Spaces(await transaction.lock([caller.id, ...ids], []))
  await checkCaller(transaction, plan, now)
  if (![caller.id, ...ids].every((id) => spaces.has(id))) throw importRunning()
  const lists = new Map((await transaction.lists(ids, [])).map((list) => [list.id, list]))
  const saved = { ...savedNothing, lists: [], todos: [], members: [], journal: [] } as Saved
  const by: By = {
    account: caller.id,
    credential: caller.credential?.id ?? null,
    newId,
    now,
    gesture: plan.gesture ?? newId(),
  }
  const putList = (before: List, fields: List) => {
    const after = { ...fields, id: before.id, version: spaces.raise(before.id) }
    spaces.put(before.id, after, before)
    saved.lists.push({ before, after })
    return after
  }
  for (const { draft, isNew, todos } of plan.drafts) {
    const list = lists.get(draft.list.id) as List
    if (isNew) {
      const made = putList(list, draft.list)
      note(saved, by, 'createList', { kind: 'list', space: list.id, before: undefined, after: made })
      const version = spaces.raise(caller.id)
      const member: Member = { account: caller.id, id: list.id, role: 'owner', version, since: 0 }
      spaces.put(caller.id, member)
      saved.members.push({ account: caller.id, before: undefined, after: member })
    } else {
      const isUntouched = spaces.get(list.id)?.nextNumber === 1 && list.createdAt === list.updatedAt
      if (draft.isDefault && isUntouched && differs(list, draft.list)) {
        const after = putList(list, draft.list)
        note(saved, by, 'updateList', { kind: 'list', space: list.id, before: list, after })
      }
      await putTodos(
        transaction,
        saved,
        spaces,
        draft.isDefault && isUntouched ? draft.list : list,
        todos,
        by,
      )
    }
  }
  await putRows(transaction, caller.id, plan.rows, spaces, saved, (type, change) =>
    note(saved, by, type, change),
  )
  saved.spaces = spaces.changed()
  await transaction.save(saved)
  await transaction.unstage(plan.drafts.filter(({ isNew }) => isNew).map(({ draft }) => draft.list.id))
  return saved
}

const differs = (a: List, b: List): boolean =>
  a.name !== b.name ||
  a.colour !== b.colour ||
  a.position !== b.position ||
  a.uniqueNames !== b.uniqueNames ||
  a.createdAt !== b.createdAt ||
  a.updatedAt !== b.updatedAt

/** Who does it, and when. */
interface By {
  account: string
  credential: string | null
  newId: () => string
  now: string
  /** All of an import is one. */
  gesture: string
}

async function checkCaller(transaction: ImportTransaction, plan: ImportPlan, now: string): Promise<void> {
  const { caller, drafts } = plan
  const { credential } = caller
  authorize(caller, 'write')
  if (credential) {
    const isOver = credential.expiresAt !== null && credential.expiresAt <= Date.parse(now)
    const living = await transaction.credentials([credential.id], false)
    if (isOver || !living.has(credential.id)) throw new AppError('unauthenticated')
  }
  const made = drafts.filter(({ isNew, draft }) => isNew && !draft.list.deletedAt).length
  if (credential?.lists && drafts.some(({ isNew }) => isNew))
    throw new AppError('not_allowed', { params: { why: 'chosen_lists' } })
  if (made > 0 && (await transaction.liveListCount(caller.id)) + made > limits.listsPerAccountMax)
    throw new AppError('too_many_lists', { params: { most: limits.listsPerAccountMax } })
  const old = drafts
    .filter(({ isNew, draft, todos }) => !isNew && (todos.length > 0 || draft.isDefault))
    .map(({ draft }) => draft.list.id)
  if (old.length === 0) return
  const members = await transaction.members([caller.id], old, [])
  for (const id of old) {
    const isBeyond = credential?.lists?.includes(id) === false
    authorizeList(isBeyond ? undefined : members.find((member) => member.id === id)?.role, 'change')
  }
}

/** What comes into a list that is there: as commands would, but many at once. */
async function putTodos(
  transaction: ImportTransaction,
  saved: Saved,
  spaces: Spaces,
  list: List,
  todos: readonly Todo[],
  by: By,
): Promise<void> {
  if (todos.length === 0) return
  if (list.deletedAt) throw new AppError('list_in_trash')
  if (list.uniqueNames) {
    const names = todos.filter(holdsName).map(({ name }) => name)
    const [holder] = await transaction.named(names, [list.id], [])
    const taken = holder?.name ?? twiceIn(names)
    if (taken !== undefined) throw new AppError('name_taken', { params: { name: taken, list: list.name } })
  }
  const below = await isBelow(transaction, list.id, todos)
  for (const todo of placed(todos.map(below), spaces.get(list.id) as Space, by.now)) {
    const after = { ...todo, version: spaces.raise(list.id) }
    spaces.putTodo(after)
    saved.todos.push({ before: undefined, after, uniqueNames: list.uniqueNames })
    note(saved, by, 'createTodo', { kind: 'todo', space: list.id, before: undefined, after })
  }
}

/** As of the command that would have made or changed it. */
function note(
  saved: Saved,
  { account, credential, newId, now, gesture }: By,
  type: string,
  change: Change,
): void {
  saved.journal.push({
    account,
    credential,
    id: newId(),
    space: change.space,
    version: change.after.version,
    time: now,
    type,
    subject: change.after.id,
    changes: fieldChanges([change]),
    undoes: null,
    doneAt: null,
    gesture,
    visit: null,
    fingerprint: null,
    answer: null,
  })
}

function twiceIn(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}
