/**
 * This reads Vikunja: `data.json` of its export, with projects, or with the name spaces and lists of earlier versions.
 */
import { loss, type FileFacts, type Found, type FoundFields, type FoundRule } from '../found.ts'
import { plainOf } from '../html-text.ts'
import { isThing, isTrue, mustHave, numberOf, textOf, thingsOf, type Thing } from '../json.ts'
import { every, foundRule } from '../rules.ts'
import { lostFields, unknownFields, Values } from '../values.ts'

const priorities = ['none', 'low', 'medium', 'high', 'high', 'high'] as const
const daySeconds = 24 * 60 * 60

const projectFields = unknownFields(
  'id title description identifier hex_color parent_project_id position is_archived is_favorite background_information ' +
    'background_blur_hash owner created updated tasks buckets views lists projects max_permission subscription',
)
const taskFields = unknownFields(
  'id title description done done_at due_date start_date end_date created updated priority labels reminders repeat_after repeat_mode ' +
    'percent_done assignees attachments comments related_tasks project_id list_id index identifier position kanban_position ' +
    'hex_color bucket_id created_by is_favorite cover_image_attachment_id buckets subscription is_unread comment_count',
)

export function* readVikunja(value: unknown, facts: FileFacts): Generator<Found> {
  const projects = projectsOf(thingsOf(value, ''))
  const parents = new Map<string, string>()
  for (const [project, at] of projects)
    for (const [task, place] of thingsOf(project['tasks'], `${at}/tasks`)) addParents(parents, task, place)
  for (const [project, at] of projects) {
    mustHave(project, at, 'title')
    const key = textOf(project, 'id') || at
    if (numberOf(project, 'parent_project_id') > 0) yield loss('nested_projects', {}, at)
    if (textOf(project, 'description')) yield loss('project_descriptions', {}, at)
    yield* lostFields(project, projectFields, at)
    yield { kind: 'list', key, at, name: textOf(project, 'title') }
    for (const [task, place] of inOrder(thingsOf(project['tasks'], `${at}/tasks`)))
      yield* todoOf(task, place, { list: key, parents, facts })
    for (const [, place] of thingsOf(project['buckets'], `${at}/buckets`)) yield loss('buckets', {}, place)
  }
}

/** It finds them in name spaces too, where they were before version 0.21. */
const projectsOf = (things: [Thing, string][]): [Thing, string][] =>
  things.flatMap(([thing, at]) => {
    const below = ['lists', 'projects'].filter((name) => Object.hasOwn(thing, name))
    const own = below.length === 0 || Object.hasOwn(thing, 'tasks') ? [[thing, at] as [Thing, string]] : []
    return [...own, ...below.flatMap((name) => projectsOf(thingsOf(thing[name], `${at}/${name}`)))]
  })

const inOrder = (tasks: [Thing, string][]): [Thing, string][] =>
  tasks.toSorted(([a], [b]) => numberOf(a, 'position') - numberOf(b, 'position'))

function addParents(parents: Map<string, string>, task: Thing, at: string): void {
  const { related_tasks: related } = task
  if (!isThing(related)) return
  for (const [below] of thingsOf(related['subtask'], `${at}/related_tasks/subtask`))
    parents.set(textOf(below, 'id'), textOf(task, 'id'))
  const [first] = thingsOf(related['parenttask'], `${at}/related_tasks/parenttask`)
  if (first) parents.set(textOf(task, 'id'), textOf(first[0], 'id'))
}

/** It leaves out Go's zero time, by which there is none. */
const timeOf = (thing: Thing, name: string): string =>
  textOf(thing, name).startsWith('0001-') ? '' : textOf(thing, name)

interface Around {
  list: string
  parents: ReadonlyMap<string, string>
  facts: FileFacts
}

function* todoOf(task: Thing, at: string, { list, parents, facts }: Around): Generator<Found> {
  mustHave(task, at, 'title')
  const values = new Values(at, facts)
  const key = textOf(task, 'id') || at
  const description = textOf(task, 'description')
  const fields: FoundFields = {
    finished: isTrue(task['done']),
    notes: /<\w/.test(description) ? plainOf(description) : description,
    priority: priorities[numberOf(task, 'priority')] ?? 'none',
    labels: thingsOf(task['labels'], `${at}/labels`).map(([label]) => textOf(label, 'title')),
    due: values.due('due_date', timeOf(task, 'due_date')) ?? values.due('end_date', timeOf(task, 'end_date')),
    start: values.due('start_date', timeOf(task, 'start_date')),
    createdAt: values.moment('created', timeOf(task, 'created')),
    updatedAt: values.moment('updated', timeOf(task, 'updated')),
  }
  if (timeOf(task, 'due_date') && timeOf(task, 'end_date')) values.lose('start_and_end', {})
  const finished = values.moment('done_at', timeOf(task, 'done_at'))
  if (fields.finished) fields.finishedAt = finished
  fields.reminders = thingsOf(task['reminders'], `${at}/reminders`).flatMap(([reminder]) =>
    reminderOf(reminder, values),
  )
  for (const [comment] of thingsOf(task['comments'], `${at}/comments`))
    values.note(plainOf(textOf(comment, 'comment')))
  for (const [, place] of thingsOf(task['attachments'], `${at}/attachments`))
    values.lose('attachments', {}, place)
  for (const [, place] of thingsOf(task['assignees'], `${at}/assignees`)) values.lose('assignees', {}, place)
  if (numberOf(task, 'percent_done') > 0) values.lose('percentages', {})
  values.loseOthers(task, taskFields)
  const parent = parents.get(key)
  yield* values.found({ key, list, parent, name: textOf(task, 'title'), fields, rule: ruleOf(task) })
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

function reminderOf(reminder: Thing, values: Values): string[] {
  const period = numberOf(reminder, 'relative_period')
  if (textOf(reminder, 'relative_to') === 'due_date')
    return [`${period < 0 ? '-' : ''}PT${Math.abs(period)}S`]
  const moment = values.due('reminder', timeOf(reminder, 'reminder'))
  return moment === undefined ? [] : [moment]
}
