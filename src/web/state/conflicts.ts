/**
 * Texts of this device that somebody else wrote over: the server takes what is accepted last, so the one before is
 * offered back. What this device set lately is remembered; it is told from others by the outbox, through which all goes
 * that any tab of this device does, undoing as well.
 */
import { computed, effect, type ReadonlySignal } from '@preact/signals'
import type { CommandInput, Todo } from '../../client/client.ts'
import { words } from '../words/words.ts'
import { dueText } from '../words/due.ts'
import { perform } from './history.ts'
import { sharedMap } from './shared-map.ts'
import { announce } from './toasts.ts'
import { lists, replica, status, todosOf } from './todos.ts'

const dayMs = 24 * 60 * 60 * 1_000
/**
 * How long after it was set a value counts as this device's: what is chosen rather than written is soon chosen again.
 */
const lastsMs = { name: dayMs, notes: dayMs, due: 10 * 60_000, labels: 10 * 60_000 }

export type Field = keyof typeof lastsMs
const fields = Object.keys(lastsMs) as Field[]
type Value = Todo[Field]

interface Mine {
  todo: string
  field: Field
  value: Value
  /** The id of the command that set it. */
  command: string
  at: number
}

export interface Conflict {
  todo: string
  field: Field
  mine: Value
  theirs: Value
  at: number
}

const max = 50
const mine = sharedMap<Mine>('mine', max)
const kept = sharedMap<Conflict>('overwritten', max)
const keyOf = (todo: string, field: Field): string => `${todo} ${field}`

/** By the todo's id. */
export const conflicts: ReadonlySignal<ReadonlyMap<string, readonly Conflict[]>> = computed(() =>
  Map.groupBy(kept.all.value.values(), ({ todo }) => todo),
)

/** To be called once, when the replica is open. */
export function watchConflicts(): void {
  for (const hear of ['onRefused', 'onSetAside'] as const)
    replica()[hear](({ command }) => {
      for (const [key, { command: id }] of mine.all.peek()) if (id === command.id) mine.delete(key)
    })
  effect(() => {
    void status.value
    for (const list of lists.value) void todosOf(list.id).value
    judge(learn())
  })
}

/** Commands that were looked at. */
const learnt = new Set<string>()

/** Remembers what this device sets. @returns the fields over which its own commands are still shown */
function learn(): ReadonlySet<string> {
  const { outbox } = replica()
  const covered = new Set<string>()
  if (outbox.length === 0) learnt.clear()
  for (const { command } of outbox) {
    const isNew = !learnt.has(command.id)
    learnt.add(command.id)
    for (const [todo, field, value] of textsOf(command)) {
      const key = keyOf(todo, field)
      covered.add(key)
      if (!isNew) continue
      mine.set(key, { todo, field, value, command: command.id, at: Date.now() })
      // Whoever writes again has seen what there is.
      kept.delete(key)
    }
  }
  return covered
}

/** A todo that is new can't be changed by others before they have seen it: what it is made with is not one of these. */
function textsOf(command: CommandInput): [todo: string, Field, Value][] {
  if (command.type !== 'updateTodo') return []
  const { todo, changes } = command
  return fields.flatMap((field) => {
    const value = changes[field]
    return value === undefined ? [] : [[todo, field, value] as [string, Field, Value]]
  })
}

function judge(covered: ReadonlySet<string>): void {
  for (const [key, own] of mine.all.peek()) {
    const { todo: id, field, value } = own
    const age = Math.abs(Date.now() - own.at)
    const todo = replica().todo(id)
    // What is shown of a field that waits is this device's own, or can't be decided yet; its time runs from then on.
    if (covered.has(key)) {
      if (age > lastsMs[field] / 2) mine.set(key, { ...own, at: Date.now() })
    } else if (age > lastsMs[field]) mine.delete(key)
    else if (todo) compare(key, { todo: id, field, mine: value, theirs: todo[field], at: Date.now() })
  }
  for (const [key, { at }] of kept.all.peek()) if (Math.abs(Date.now() - at) > dayMs) kept.delete(key)
}

function compare(key: string, conflict: Conflict): void {
  const known = kept.all.peek().get(key)
  if (isContained(conflict)) {
    if (known) kept.delete(key)
  } else if (!known || !isSame(known.theirs, conflict.theirs)) {
    kept.set(key, conflict)
    announce(conflictText(conflict))
  }
}

const isSame = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Notes that somebody wrote on lose nothing. */
function isContained({ field, mine, theirs }: Conflict): boolean {
  if (field === 'notes' && String(theirs).includes(String(mine))) return true
  return isSame(mine, theirs)
}

export function conflictText({ todo, field, mine, theirs }: Conflict): string {
  const { notesOverwritten, overwritten } = words.value
  if (field === 'notes') return notesOverwritten(replica().todo(todo)?.name ?? '')
  return overwritten(valueText(field, mine), valueText(field, theirs))
}

/** Enough to know it by. */
const shownMax = 80

function valueText(field: Field, value: Value): string {
  if (field === 'due') return value === null ? words.value.noDue : dueText(String(value), new Date())
  const text = Array.isArray(value) ? value.join(', ') || words.value.noLabels : String(value)
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text
}

/** Sets it as it was here: an ordinary change, which the others see. */
export function takeMineBack({ todo, field, mine: value }: Conflict): void {
  const { name = '' } = replica().todo(todo) ?? {}
  perform(words.value.changed(name), [{ type: 'updateTodo', todo, changes: { [field]: value } }])
}

export function keepTheirs({ todo, field }: Conflict): void {
  const key = keyOf(todo, field)
  mine.delete(key)
  kept.delete(key)
}
