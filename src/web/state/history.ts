/** What was done on this page, to undo and redo it: each step ordinary commands. */
import { signal, type Signal } from '@preact/signals'
import { AppError, newId } from '../../client/client.ts'
import { mayWish } from './roles.ts'
import { words } from '../words/words.ts'
import { tellRefusal } from '../words/problems.ts'
import { announce, showToast } from './toasts.ts'
import { replica } from './todos.ts'
import { againOf, inverseOf, subjectOf, type Wish } from './wishes.ts'

interface Step {
  /** Such as "Finished “Milk”". */
  name: string
  undo: Wish[]
  redo: Wish[]
  visit?: string | undefined
}

const stepsMax = 100

export const undoable: Signal<readonly Step[]> = signal([])
export const redoable: Signal<readonly Step[]> = signal([])

interface How {
  /** Offer to undo it: for what takes something out of sight. */
  offersUndo?: boolean
  /** The visit to a field that it is of: all that one saves is one step. */
  visit?: string
}

/**
 * Carries out what a person wished. What the rules refuse at once is said, and the rest goes on.
 * @returns whether all of it was taken
 */
export function perform(
  name: string,
  wishes: readonly Wish[],
  { offersUndo = false, visit }: How = {},
): boolean {
  const step: Step = { name, undo: [], redo: [], visit }
  let isWhole = true
  const gesture = newId()
  for (const wish of wishes) {
    const inverse = inverseOf(wish)
    if (!send(wish, gesture)) isWhole = false
    else if (inverse) {
      step.undo.unshift(inverse)
      step.redo.push(againOf(wish))
    }
  }
  if (step.undo.length === 0) return isWhole
  const last = undoable.value.at(-1)
  redoable.value = []
  if (visit !== undefined && last?.visit === visit) {
    undoable.value = [...undoable.value.slice(0, -1), { ...last, redo: step.redo }]
    return isWhole
  }
  undoable.value = [...undoable.value, step].slice(-stepsMax)
  announce(name)
  if (offersUndo) showToast({ text: name, action: { name: words.value.undo, run: () => undo(step) } })
  return isWhole
}

/** @returns whether the rules take it; what the server makes of it comes later */
const send = (wish: Wish, gesture: string): boolean =>
  attempt(() => {
    if (!mayWish(wish)) throw new AppError('not_allowed')
    replica().send(subjectOf(wish), wish, gesture)
  })

/** They are one gesture. @returns whether the rules take any of it */
function sendAll(wishes: readonly Wish[]): boolean {
  const gesture = newId()
  return wishes.map((wish) => send(wish, gesture)).includes(true)
}

/** Does what the rules may refuse, which is said then. @returns whether they take it */
export function attempt(run: () => void): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    void tellRefusal(error.code, error.details.params, tell)
    return false
  }
}

/** Takes back the last step, or the one given. */
export function undo(step: Step | undefined = undoable.value.at(-1)): void {
  if (!step || !undoable.value.includes(step)) return
  undoable.value = undoable.value.filter((other) => other !== step)
  if (!sendAll(step.undo)) return
  redoable.value = [...redoable.value, step]
  tell(words.value.undone(step.name))
}

export function redo(): void {
  const step = redoable.value.at(-1)
  if (!step) return
  redoable.value = redoable.value.slice(0, -1)
  if (!sendAll(step.redo)) return
  undoable.value = [...undoable.value, step]
  tell(words.value.redone(step.name))
}

function tell(text: string): void {
  showToast({ text })
  announce(text)
}
