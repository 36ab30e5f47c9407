/**
 * A label is renamed, merged into another, or taken away everywhere: by commands on the todos that have it, one batch
 * of a list after another, all of one gesture. What was changed meanwhile is read again, so that no other label is
 * lost.
 */
import type { Caller } from '../../model/access.ts'
import type { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Todo } from '../../model/todo.ts'
import { authorizeList } from '../access/authorize.ts'
import type { LabelList } from '../ports/label-store.ts'
import { sortKey } from '../ports/rows.ts'
import type { Reads } from '../ports/store.ts'
import type { Committer } from './commit.ts'

export interface RelabelDeps {
  reads: Pick<Reads, 'todos'>
  committer: Pick<Committer, 'commit'>
  newId: () => string
}

export interface Relabelling {
  /** These have todos with the label. */
  lists: readonly LabelList[]
  from: string
  /** It is undefined where the label is taken away. */
  to: string | undefined
  /** It tells whether lists are meant that others have as well. */
  isShared: boolean
  gesture: string
  isRehearsal: boolean
}

/** The todos of such a list keep the label, since others have it as well, or the account may only read it. */
export interface Left extends Pick<LabelList, 'id' | 'name' | 'todos'> {
  why: 'shared' | 'role'
}

export interface Relabelled {
  /** How many todos were changed, or would be. */
  todos: number
  left: Left[]
  /** How many have the label still, as one call changes so many only. */
  rest: number
}

/** @throws AppError `version_mismatch` where others change the same todos again and again */
export async function relabel(
  deps: RelabelDeps,
  caller: Caller,
  { lists, from, to, isShared, gesture, isRehearsal }: Relabelling,
): Promise<Relabelled> {
  const done: Relabelled = { todos: 0, left: [], rest: 0 }
  for (const { id, name, role, members, todos } of lists) {
    const why = !mayChange(role) ? 'role' : members > 1 && !isShared ? 'shared' : undefined
    if (why) done.left.push({ id, name, todos, why })
    else if (isRehearsal) done.todos += todos
    else {
      const room = serverLimits.relabelTodosMax - done.todos
      const changed = await relabelList(deps, caller, { list: id, from, to, gesture, room })
      done.todos += changed
      done.rest += changed < room ? 0 : Math.max(0, todos - changed)
    }
  }
  return done
}

function mayChange(role: LabelList['role']): boolean {
  try {
    authorizeList(role, 'change')
    return true
  } catch {
    return false
  }
}

interface InList extends Pick<Relabelling, 'from' | 'to' | 'gesture'> {
  list: string
  /** So many todos are changed at most. */
  room: number
}

/** @returns how many todos were changed */
async function relabelList(deps: RelabelDeps, caller: Caller, about: InList): Promise<number> {
  let changed = 0
  for (let round = 0; changed < about.room; round++) {
    const pass = await passThrough(deps, caller, { ...about, room: about.room - changed })
    changed += pass.changed
    if (pass.late === undefined) return changed
    if (round >= serverLimits.relabelRoundsMax) throw pass.late
  }
  return changed
}

interface Pass {
  changed: number
  /** It is there where a todo was changed by somebody between reading and writing. */
  late: AppError | undefined
}

/** Goes once through the todos of a list that have the label. */
async function passThrough(
  { reads, committer, newId }: RelabelDeps,
  caller: Caller,
  { list, from, to, gesture, room }: InList,
): Promise<Pass> {
  const pass: Pass = { changed: 0, late: undefined }
  let after: (string | number)[] | undefined
  while (pass.changed < room) {
    const limit = Math.min(serverLimits.relabelPage, room - pass.changed)
    const asked = { list, label: from, deleted: false, sort: 'number', after, limit } as const
    const todos = await reads.todos(caller, asked)
    const last = todos.at(-1)
    if (!last) return pass
    after = sortKey('number', last)
    const outcomes = await committer.commit(
      caller,
      todos.map((todo) => ({
        type: 'updateTodo',
        id: newId(),
        gesture,
        todo: todo.id,
        changes: { labels: labelsWith(todo, from, to) },
        ifVersion: [todo.version],
      })),
    )
    for (const outcome of outcomes)
      if (outcome.accepted) pass.changed++
      else if (outcome.error.code === 'version_mismatch') pass.late = outcome.error
      // What is in the trash by now keeps its labels.
      else if (!/_(in_trash|not_found)$/.test(outcome.error.code)) throw outcome.error
    if (todos.length < limit) return pass
  }
  return pass
}

/** It puts the new label where the old one stood, unless it is there already. */
function labelsWith({ labels }: Todo, from: string, to: string | undefined): string[] {
  const isIt = (label: string) => label.normalize() === from
  const next = labels.flatMap((label) => (isIt(label) ? (to ?? []) : label))
  return [...new Set(next)]
}
