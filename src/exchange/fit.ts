/** Makes what was found fit the model: cut where it is too long, left out where it has no place, and told of. */
import { newRow } from '../model/new-row.ts'
import { cut, fitName, keepable } from '../model/fit-name.ts'
import type { Tell } from '../model/import.ts'
import { limits, repeatLimits } from '../model/limits.ts'
import { isReminder } from '../model/reminder.ts'
import { startBy } from '../model/start.ts'
import { isAfter } from '../model/start-moments.ts'
import type { Todo } from '../model/todo.ts'
import type { FoundRule, FoundTodo } from './found.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function fitNotes(parts: readonly string[], at: string, tell: Tell): string {
  const text = keepable(parts.filter((part) => part.trim() !== '').join('\n\n'), at, tell)
  if (text.length * 3 <= limits.notesBytesMax) return text
  const bytes = encoder.encode(text)
  if (bytes.length <= limits.notesBytesMax) return text
  tell('long_notes', { most: limits.notesBytesMax }, at)
  return decoder.decode(bytes.subarray(0, limits.notesBytesMax - 3)).replace(/\uFFFD+$/, '')
}

function fitLabels(labels: readonly string[], at: string, tell: Tell): string[] {
  const right = labels.map((label) => label.normalize().trim())
  const fit = right.map((label) => cut(keepable(label, at, tell), limits.labelLengthMax))
  if (fit.some((label, index) => label !== right[index]))
    tell('long_labels', { most: limits.labelLengthMax }, at)
  const all = [...new Set(fit)].filter((label) => label !== '')
  if (all.length > limits.labelsPerTodoMax) tell('many_labels', { most: limits.labelsPerTodoMax }, at)
  return all.slice(0, limits.labelsPerTodoMax)
}

function fitReminders(reminders: readonly string[], at: string, tell: Tell): string[] {
  const all = [...new Set(reminders)].filter(isReminder)
  if (all.length < new Set(reminders).size || all.length > repeatLimits.remindersPerTodoMax)
    tell('reminders', {}, at)
  return all.slice(0, repeatLimits.remindersPerTodoMax)
}

type FitRule = Pick<Todo, 'repeat' | 'repeatFrom'> & { notes: string }

/** No reader can lose a rule: one that is not kept is put into the notes and told here, for all formats alike. */
function fitRule(rule: FoundRule | undefined, due: string | null, at: string, tell: Tell): FitRule {
  const { text = '', kept } = rule ?? {}
  if (kept && due !== null) {
    if (kept.isOnHolidays) tell('skipped_holidays', {}, at)
    return { repeat: kept.repeat, repeatFrom: kept.repeatFrom ?? 'due', notes: '' }
  }
  if (kept) tell('repetitions_without_due', {}, at)
  else if (rule) tell('repetitions', { text: cut(text, 40) }, at)
  return { repeat: null, repeatFrom: 'due', notes: text }
}

/** The todo but for its id, and where it is. */
export function fitTodo({ name: text, at, fields = {}, rule }: FoundTodo, now: string, tell: Tell): Todo {
  const { name, rest } = fitName(text, at, tell)
  const finished = fields.finished ?? (fields.finishedAt !== undefined && fields.finishedAt !== null)
  const due = fields.due ?? null
  const { repeat, repeatFrom, notes } = fitRule(rule, due, at, tell)
  const start = fields.start && due ? startBy(fields.start, due, isAfter) : (fields.start ?? null)
  if (fields.start && start !== fields.start) tell('starts_after_due', {}, at)
  const createdAt = fields.createdAt ?? now
  return newRow('todo', {
    ...fields,
    id: '',
    list: '',
    number: 0,
    name,
    finished,
    notes: fitNotes([rest, fields.notes ?? '', notes], at, tell),
    start,
    due,
    labels: fitLabels(fields.labels ?? [], at, tell),
    position: '',
    repeat,
    repeatFrom,
    anchor: null,
    series: null,
    next: null,
    deletedAt: null,
    reminders: fitReminders(fields.reminders ?? [], at, tell),
    finishedAt: finished ? (fields.finishedAt ?? fields.updatedAt ?? now) : null,
    createdAt,
    updatedAt: fields.updatedAt ?? fields.finishedAt ?? createdAt,
  })
}

/** Of our own format: as it is, to the letter. */
export const exactTodo = ({ name, fields }: FoundTodo): Todo => ({
  ...(fields as Omit<Todo, 'id' | 'list' | 'parent' | 'name' | 'version'>),
  id: '',
  list: '',
  parent: null,
  name,
  version: 0,
})
