/**
 * It has what a person does to labels. They are words on todos: what is done to one is done to all todos that have it,
 * as one gesture, in lists that are shared only after a question.
 */
import type { Todo } from '../../client/client.ts'
import { typingLimits } from '../../model/typing-limits.ts'
import type { Colour } from '../../model/colours.ts'
import { looksOf, viewOfLabel } from '../../model/label-view.ts'
import { rightName } from '../../model/right-name.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { ask } from './account-api.ts'
import { perform } from './history.ts'
import { labelsInUse, viewIdOf } from './labels.ts'
import { isTooLongForName } from './long-texts.ts'
import { openDialog } from './overlays.ts'
import { isShared, may } from './roles.ts'
import { go, route } from './route.ts'
import { announce, showToast } from './toasts.ts'
import { allTodos, listOf, replica, status, views } from './todos.ts'
import { changeView } from './views.ts'
import { account } from './who.ts'
import type { Wish } from './wishes.ts'

export const colourLabel = (label: string, colour: Colour): boolean => changeView(viewIdOf(label), { colour })

/** @returns whether the name can be one; else it stays as it was typed */
export function renameLabel(from: string, typed: string): boolean {
  const to = rightName(typed)
  if (to === '' || to === from) return true
  if (isTooLongForName(to, typingLimits.labelLengthMax)) {
    tell(viewWords.value.labelTooLong)
    return false
  }
  relabel(from, to)
  return true
}

export const removeLabel = (label: string): void => relabel(label, undefined)

/** The todos that have it, by what may be done with their lists. */
interface Having {
  mine: Todo[]
  shared: Todo[]
  fixed: Todo[]
}

/** @param to - undefined: it is taken away */
function relabel(from: string, to: string | undefined): void {
  // It is done at once where nobody else has any list, since the page may be about to go.
  if (account.peek() === undefined || status.peek().phase !== 'in sync') decide(from, to, new Set())
  else void sharedLists(from).then((others) => decide(from, to, others))
}

function decide(from: string, to: string | undefined, others: ReadonlySet<string>): void {
  const having: Having = { mine: [], shared: [], fixed: [] }
  for (const todo of allTodos.peek()) {
    if (!todo.labels.includes(from)) continue
    if (!may(todo.list, 'change')) having.fixed.push(todo)
    else if (others.has(todo.list) || isShared(todo.list)) having.shared.push(todo)
    else having.mine.push(todo)
  }
  const { mine, shared } = having
  const isMerge = to !== undefined && labelsInUse.peek().includes(to)
  const run = (todos: readonly Todo[]) => carryOut(from, to, todos, isMerge)
  if (!isMerge && shared.length === 0 && !isComing()) return run(mine)
  const word = labelWords.peek()
  const everywhere = () => run([...mine, ...shared])
  const action = to === undefined ? word.doRemove : isMerge ? word.merge : word.doRename
  openDialog({
    kind: 'confirm',
    question: questionsOf(from, isMerge ? to : undefined, having).join(' '),
    action: mine.length > 0 && shared.length > 0 ? word.everywhere : action,
    run: everywhere,
    isMild: to !== undefined,
    ...(mine.length > 0 && shared.length > 0 && { instead: { action: word.mineOnly, run: () => run(mine) } }),
  })
}

/** What has not come to this device can't be changed by it. */
const isComing = (): boolean => status.peek().phase === 'catching up'

/** There are so many lists in a question at most. */
const listsNamedMax = 5

function questionsOf(from: string, into: string | undefined, { shared, fixed }: Having): string[] {
  const word = labelWords.peek()
  const names = [...new Set(shared.map(({ list }) => list))].map((list) => listOf(list)?.name ?? '')
  const named = names.slice(0, listsNamedMax)
  return [
    ...(into === undefined ? [] : [word.askMerge(from, into)]),
    ...(names.length > 0 ? [word.askShared(shared.length, named, names.length - named.length)] : []),
    ...(fixed.length > 0 ? [word.keep(fixed.length)] : []),
    ...(isComing() ? [word.onItsWay] : []),
  ]
}

/**
 * The server knows of all lists who has them, and the page only of some. Where it can not be asked the page goes by
 * what it has heard.
 */
async function sharedLists(label: string): Promise<ReadonlySet<string>> {
  try {
    const path = `/labels/${encodeURIComponent(label)}?dry_run=true`
    const { left } = await ask<{ left: { list: string; why: string }[] }>('DELETE', path)
    return new Set(left.filter(({ why }) => why === 'shared').map(({ list }) => list))
  } catch {
    return new Set()
  }
}

function carryOut(from: string, to: string | undefined, todos: readonly Todo[], isMerge: boolean): void {
  const word = labelWords.peek()
  // Meanwhile they may have been changed.
  const wishes = todos.flatMap(({ id }): Wish[] => {
    const labels = replica().todo(id)?.labels
    if (!labels?.includes(from)) return []
    const next = new Set(labels.flatMap((label) => (label === from ? (to ?? []) : label)))
    return [{ type: 'updateTodo', todo: id, changes: { labels: [...next] } }]
  })
  if (wishes.length === 0) return
  const look = to === undefined ? undefined : lookOf(from, to)
  const name =
    to === undefined
      ? word.removed(from, wishes.length)
      : isMerge
        ? word.merged(from, to)
        : word.renamed(from, to)
  perform(name, look ? [...wishes, look] : wishes, { offersUndo: true })
  const { place } = route.peek()
  if (place.view !== 'label' || place.query !== from) return
  if (to !== undefined) go({ place: { view: 'label', query: to } }, true)
  else go({ place: { view: 'list', list: undefined } })
}

/** Another name is shown as the old one, unless it has a view already. */
function lookOf(from: string, to: string): Wish | undefined {
  const [before, after] = [viewOfLabel(views.peek(), from), viewOfLabel(views.peek(), to)]
  if (!before || after) return undefined
  return { type: 'updateView', view: viewIdOf(to), changes: { ...looksOf(before), label: to } }
}

export type HowMany = 'all' | 'some' | 'none'

/** It tells whether all of these todos have the label. */
export function haveLabel(ids: readonly string[], label: string): HowMany {
  const count = ids.filter((id) => replica().todo(id)?.labels.includes(label)).length
  return count === 0 ? 'none' : count === ids.length ? 'all' : 'some'
}

/** Gives the label to those that lack it, or where all have it takes it from all. @returns whether it was taken */
export function toggleLabel(ids: readonly string[], typed: string): boolean {
  const label = typed.normalize().trim()
  if (label === '') return true
  if (isTooLongForName(label, typingLimits.labelLengthMax))
    return (tell(viewWords.peek().labelTooLong), false)
  const isOn = haveLabel(ids, label) === 'all'
  const todos = ids.map((id) => replica().todo(id)).filter((todo) => todo !== undefined)
  const wanted = todos.filter(({ labels }) => labels.includes(label) === isOn)
  const most = typingLimits.labelsPerTodoMax
  const fitting = isOn ? wanted : wanted.filter(({ labels }) => labels.length < most)
  const word = labelWords.peek()
  const name = isOn ? word.taken(label, fitting.length) : word.given(label, fitting.length)
  perform(
    name,
    fitting.map(({ id, labels }): Wish => ({
      type: 'updateTodo',
      todo: id,
      changes: { labels: isOn ? labels.filter((each) => each !== label) : [...labels, label] },
    })),
  )
  if (fitting.length < wanted.length) tell(word.noRoom(wanted.length - fitting.length, most))
  return true
}

function tell(text: string): void {
  showToast({ text })
  announce(text)
}
