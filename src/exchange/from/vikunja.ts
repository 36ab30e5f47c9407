/** Vikunja: `data.json` of its export, with projects, or with the name spaces and lists of earlier versions. */
import { loss, type Found, type FoundRule, type FoundTodo } from '../found.ts'
import { toDue, toMoment } from '../dates.ts'
import { isThing, isTrue, numberOf, textOf, thingsOf, type Thing } from '../json.ts'
import { every, foundRule } from '../rules.ts'
import { plainOf } from './microsoft.ts'

const priorities = ['none', 'low', 'medium', 'high', 'high', 'high'] as const
const daySeconds = 24 * 60 * 60

export function* readVikunja(value: unknown): Generator<Found> {
  const projects = thingsOf(value, '').flatMap(([project, at]) => [
    ...(Object.hasOwn(project, 'lists') ? [] : [[project, at] as [Thing, string]]),
    ...thingsOf(project['lists'], `${at}/lists`),
  ])
  const parents = new Map<string, string>()
  for (const [project, at] of projects)
    for (const [task, place] of thingsOf(project['tasks'], `${at}/tasks`)) addParents(parents, task, place)
  for (const [project, at] of projects) {
    const key = textOf(project, 'id') || at
    if (numberOf(project, 'parent_project_id') > 0) yield loss('nested_projects', {}, at)
    if (textOf(project, 'description')) yield loss('project_descriptions', {}, at)
    yield { kind: 'list', key, at, name: textOf(project, 'title') }
    for (const [task, place] of thingsOf(project['tasks'], `${at}/tasks`))
      yield* todoOf(task, place, key, parents)
    for (const [, place] of thingsOf(project['buckets'], `${at}/buckets`)) yield loss('buckets', {}, place)
  }
}

function addParents(parents: Map<string, string>, task: Thing, at: string): void {
  const { related_tasks: related } = task
  if (!isThing(related)) return
  for (const [below] of thingsOf(related['subtask'], `${at}/related_tasks/subtask`))
    parents.set(textOf(below, 'id'), textOf(task, 'id'))
  const [first] = thingsOf(related['parenttask'], `${at}/related_tasks/parenttask`)
  if (first) parents.set(textOf(task, 'id'), textOf(first[0], 'id'))
}

/** Go's zero time stands for none. */
const timeOf = (thing: Thing, name: string): string =>
  textOf(thing, name).startsWith('0001-') ? '' : textOf(thing, name)

function* todoOf(
  task: Thing,
  at: string,
  list: string,
  parents: ReadonlyMap<string, string>,
): Generator<Found> {
  const key = textOf(task, 'id') || at
  const fields: NonNullable<FoundTodo['fields']> = {
    finished: isTrue(task['done']),
    notes: /<\w/.test(textOf(task, 'description'))
      ? plainOf(textOf(task, 'description'))
      : textOf(task, 'description'),
    priority: priorities[numberOf(task, 'priority')] ?? 'none',
    labels: thingsOf(task['labels'], `${at}/labels`).map(([label]) => textOf(label, 'title')),
  }
  const due = timeOf(task, 'due_date')
  if (due) fields.due = toDue(due, `${at}/due_date`)
  if (timeOf(task, 'created')) fields.createdAt = toMoment(timeOf(task, 'created'), `${at}/created`)
  if (timeOf(task, 'updated')) fields.updatedAt = toMoment(timeOf(task, 'updated'), `${at}/updated`)
  if (timeOf(task, 'done_at') && fields.finished)
    fields.finishedAt = toMoment(timeOf(task, 'done_at'), `${at}/done_at`)
  fields.reminders = thingsOf(task['reminders'], `${at}/reminders`).flatMap(([reminder, place]) =>
    reminderOf(reminder, place),
  )
  yield* lossesOf(task, at)
  const parent = parents.get(key)
  yield { kind: 'todo', key, at, list, parent, name: textOf(task, 'title'), fields, rule: ruleOf(task) }
}

/** It reads the mode: 0 counts from the due date, 2 from the day it is done, and 1 is monthly whatever the seconds. */
function ruleOf(task: Thing): FoundRule | undefined {
  const mode = numberOf(task, 'repeat_mode')
  const seconds = numberOf(task, 'repeat_after')
  if (mode !== 1 && seconds <= 0) return undefined
  const isOfDays = (mode === 0 || mode === 2) && seconds % daySeconds === 0
  const repeat = mode === 1 ? every(1, 'month') : isOfDays ? every(seconds / daySeconds, 'day') : undefined
  const text = JSON.stringify({ repeat_after: seconds, repeat_mode: mode })
  return foundRule(text, repeat, mode === 2 ? 'finished' : 'due')
}

function reminderOf(reminder: Thing, at: string): string[] {
  const period = numberOf(reminder, 'relative_period')
  if (textOf(reminder, 'relative_to') === 'due_date')
    return [`${period < 0 ? '-' : ''}PT${Math.abs(period)}S`]
  return timeOf(reminder, 'reminder') ? [toDue(timeOf(reminder, 'reminder'), at)] : []
}

function* lossesOf(task: Thing, at: string): Generator<Found> {
  const kinds = { comments: 'comments', attachments: 'attachments', assignees: 'assignees' } as const
  for (const [name, what] of Object.entries(kinds))
    for (const [, place] of thingsOf(task[name], `${at}/${name}`)) yield loss(what, {}, place)
  if (timeOf(task, 'start_date') || timeOf(task, 'end_date')) yield loss('start_and_end', {}, at)
  if (numberOf(task, 'percent_done') > 0) yield loss('percentages', {}, at)
}
