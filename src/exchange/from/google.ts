/** Google Tasks: `Tasks.json` of Google Takeout. */
import { loss, type Found, type FoundTodo } from '../found.ts'
import { toDay, toMoment } from '../dates.ts'
import { isThing, isTrue, textOf, thingsOf, type Thing } from '../json.ts'
import { foundRule } from '../rules.ts'

export function* readGoogle(value: unknown): Generator<Found> {
  const whole: Thing = isThing(value) ? value : {}
  for (const [list, at] of thingsOf(whole['items'], '/items')) {
    const key = textOf(list, 'id') || at
    yield { kind: 'list', key, at, name: textOf(list, 'title') }
    for (const [task, place] of thingsOf(list['items'], `${at}/items`)) yield* todoOf(task, place, key)
  }
}

function* todoOf(task: Thing, at: string, list: string): Generator<Found> {
  if (isTrue(task['deleted'])) return
  const fields: NonNullable<FoundTodo['fields']> = {
    notes: textOf(task, 'notes'),
    finished: textOf(task, 'status') === 'completed',
  }
  // The API tells the day alone, written as midnight in UTC.
  if (textOf(task, 'due')) fields.due = toDay(textOf(task, 'due'), `${at}/due`)
  const created = textOf(task, 'created') || textOf(task, 'updated')
  if (created) fields.createdAt = toMoment(created, `${at}/created`)
  if (textOf(task, 'updated')) fields.updatedAt = toMoment(textOf(task, 'updated'), `${at}/updated`)
  if (textOf(task, 'completed') && fields.finished)
    fields.finishedAt = toMoment(textOf(task, 'completed'), `${at}/completed`)
  for (const [, place] of thingsOf(task['links'], `${at}/links`)) yield loss('links', {}, place)
  if (isThing(task['assignmentInfo'])) yield loss('assignees', {}, at)
  if (isTrue(task['starred'])) yield loss('stars', {}, at)
  const { recurrence } = task
  if (recurrence === undefined && textOf(task, 'task_recurrence_id')) yield loss('repetitions', {}, at)
  const rule = recurrence === undefined ? undefined : foundRule(JSON.stringify(recurrence), undefined)
  const parent = textOf(task, 'parent') || undefined
  yield {
    kind: 'todo',
    key: textOf(task, 'id') || at,
    at,
    list,
    parent,
    name: textOf(task, 'title'),
    fields,
    rule,
  }
}
