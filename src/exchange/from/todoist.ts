/** Todoist: the JSON of its Sync API or REST API (v1, v2), with projects and tasks in one object or tasks alone. */
import { loss, type Found, type FoundTodo } from '../found.ts'
import { toDue, toMoment } from '../dates.ts'
import { isThing, isTrue, numberOf, textOf, textsOf, thingsOf, type Thing } from '../json.ts'
import { foundRule, wordsRule } from '../rules.ts'

const priorities = { 4: 'high', 3: 'medium', 2: 'low', 1: 'none' } as const

export function* readTodoist(value: unknown): Generator<Found> {
  const whole: Thing = isThing(value) ? value : { items: value }
  for (const [project, at] of thingsOf(whole['projects'], '/projects')) {
    if (isTrue(project['is_deleted'])) continue
    if (textOf(project, 'parent_id')) yield loss('nested_projects', {}, at)
    yield { kind: 'list', key: textOf(project, 'id'), at, name: textOf(project, 'name') }
  }
  const projects = new Set(thingsOf(whole['projects'], '/projects').map(([project]) => textOf(project, 'id')))
  const lists = new Map<string, string>()
  for (const name of ['items', 'tasks', 'results'])
    for (const [item, at] of thingsOf(whole[name], `/${name}`)) {
      if (isTrue(item['is_deleted'])) continue
      const list = textOf(item, 'project_id')
      if (list && !projects.has(list) && !lists.has(list)) {
        lists.set(list, list)
        yield { kind: 'list', key: list, at, name: `Todoist ${list}` }
      }
      yield* todoOf(item, at)
    }
  for (const [name, what] of Object.entries({
    notes: 'comments',
    comments: 'comments',
    sections: 'sections',
    reminders: 'reminders',
  } as const))
    for (const [, at] of thingsOf(whole[name], `/${name}`)) yield loss(what, {}, at)
}

function* todoOf(item: Thing, at: string): Generator<Found> {
  const fields: NonNullable<FoundTodo['fields']> = {
    notes: textOf(item, 'description'),
    priority: priorities[numberOf(item, 'priority') as keyof typeof priorities] ?? 'none',
    labels: textsOf(item['labels']),
    finished: isTrue(item['checked']) || isTrue(item['is_completed']),
  }
  const created = textOf(item, 'added_at') || textOf(item, 'created_at')
  if (created) fields.createdAt = toMoment(created, `${at}/added_at`)
  const finished = textOf(item, 'completed_at')
  if (finished && fields.finished) fields.finishedAt = toMoment(finished, `${at}/completed_at`)
  const { due } = item
  if (isThing(due)) {
    const text = textOf(due, 'datetime') || textOf(due, 'date')
    if (text) fields.due = toDue(text, `${at}/due/date`, textOf(due, 'timezone') || undefined)
  }
  const words = isThing(due) && isTrue(due['is_recurring']) ? textOf(due, 'string') : undefined
  if (words === '') yield loss('repetitions', {}, at)
  if (isThing(item['deadline'])) yield loss('deadlines', {}, at)
  if (isThing(item['duration'])) yield loss('durations', {}, at)
  if (textOf(item, 'responsible_uid') || textOf(item, 'assignee_id')) yield loss('assignees', {}, at)
  yield {
    kind: 'todo',
    key: textOf(item, 'id') || at,
    at,
    list: textOf(item, 'project_id') || undefined,
    parent: textOf(item, 'parent_id') || undefined,
    name: textOf(item, 'content'),
    fields,
    rule: foundRule(words ?? '', wordsRule(words ?? '')),
  }
}
