/**
 * What a person does to todos that repeat. What follows a todo is made by the server alone, so some of it is seen when
 * that has answered.
 */
import { effect } from '@preact/signals'
import type { Todo, TodoPatch } from '../../client/client.ts'
import { holidays } from './holidays.ts'
import { firstDate, movedRule } from './repeat-rules.ts'
import { todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { change } from './actions.ts'
import { dateText, dueText } from '../words/due.ts'
import { perform, undo, undoable } from './history.ts'
import { announce, showToast } from './toasts.ts'
import { replica, status, todoOf } from './todos.ts'

/** What repeats is due: where there was no date it is the first one by the rule, from today. */
export function setRepeat(todo: Todo, repeat: string | null, repeatFrom: Todo['repeatFrom']): void {
  const changes: TodoPatch = { repeat, ...(repeat !== null && { repeatFrom }) }
  if (repeat !== null && todo.due === null)
    changes.due = firstDate(repeat, dateText(new Date()), holidays.peek())
  change([todo.id], changes)
}

/** This one was moved alone; so are those to come. */
export function moveAll({ id, due, repeat }: Todo): void {
  if (due !== null && repeat !== null)
    change([id], { repeat: movedRule(repeat, due.slice(0, 10)), anchor: null })
}

export function skipOne(todo: Todo): void {
  perform(todoWords.value.skipped(todo.name), [{ type: 'skipTodo', todo: todo.id }], { offersUndo: true })
}

/** It can not be taken back: the one that follows is there. */
export function detachOne(todo: Todo): void {
  if (perform('', [{ type: 'detachTodo', todo: todo.id }])) tell(todoWords.value.detached(todo.name))
}

/** How long the server may take until it is said that the next one comes later. */
const patienceMs = 4_000

/** Says when the next one is due, when a todo that repeats was finished: that is known when the server has made it. */
export function tellNext(id: string): void {
  const step = undoable.peek().at(-1)
  const offer = (text: string) => {
    tell(text, step && { action: { name: words.value.undo, run: () => undo(step) } })
  }
  let isDone = false
  const end = (text: string | undefined) => {
    if (isDone) return
    isDone = true
    clearTimeout(timer)
    // It may be running for the first time.
    queueMicrotask(() => stop())
    if (text !== undefined) offer(text)
  }
  const timer = setTimeout(() => end(todoWords.peek().doneOffline), patienceMs)
  const stop = effect(() => {
    const todo = todoOf(id)
    const next = todo?.next ? todoOf(todo.next) : undefined
    const { phase } = status.value
    if (!todo?.finished) end(undefined)
    else if (next?.due) end(todoWords.peek().doneNext(dueText(next.due, new Date())))
    else if (phase !== 'in sync' && phase !== 'catching up') end(todoWords.peek().doneOffline)
    else if (!isWaiting(id)) end(todoWords.peek().doneLast)
  })
}

const isWaiting = (id: string): boolean =>
  replica().outbox.some(({ command }) => command.type === 'updateTodo' && command.todo === id)

function tell(text: string, more: Omit<Parameters<typeof showToast>[0], 'text'> = {}): void {
  showToast({ text, ...more })
  announce(text)
}
