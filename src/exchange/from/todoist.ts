/**
 * This reads Todoist: the JSON of its Sync API or REST API (v1, v2), with projects and tasks in one object or tasks
 * alone.
 */
import { loss, type FileFacts, type Found, type FoundFields, type FoundRule } from '../found.ts'
import { toDue } from '../dates.ts'
import { inWords } from '../in-words.ts'
import { isThing, isTrue, mustHave, numberOf, textOf, textsOf, thingsOf, type Thing } from '../json.ts'
import { foundRule, wordsRule } from '../rules.ts'
import { lostFields, unknownFields, Values } from '../values.ts'

const priorities = { 4: 'high', 3: 'medium', 2: 'low', 1: 'none' } as const

const itemFields = unknownFields(
  'id v2_id user_id project_id v2_project_id section_id v2_section_id parent_id v2_parent_id content description priority labels checked ' +
    'is_completed is_deleted added_at created_at updated_at completed_at due deadline duration child_order order day_order collapsed ' +
    'is_collapsed responsible_uid assignee_id assigner_id added_by_uid assigned_by_uid completed_by_uid creator_id sync_id comment_count ' +
    'note_count url',
)
const projectFields = unknownFields(
  'id v2_id name color parent_id v2_parent_id child_order order is_deleted is_archived is_favorite collapsed is_collapsed shared is_shared ' +
    'inbox_project is_inbox_project is_team_inbox team_inbox view_style sync_id description created_at updated_at url comment_count ' +
    'can_assign_tasks default_order public_key access role status creator_uid folder_id workspace_id is_frozen',
)
const wholeFields = unknownFields(
  'sync_token full_sync full_sync_date_utc temp_id_mapping user projects items tasks results notes comments sections labels reminders ' +
    'project_notes next_cursor day_orders user_settings collaborators collaborator_states stats',
)

/** It keeps what stands beside the tasks, by the id of the task or the section. */
interface Beside {
  comments: Map<string, Thing[]>
  sections: Map<string, string>
  reminders: Map<string, Thing[]>
  zone: string | undefined
}

export function* readTodoist(value: unknown, facts: FileFacts): Generator<Found> {
  const whole: Thing = isThing(value) ? value : { items: value }
  yield* lostFields(whole, wholeFields, 'the file')
  const projects = inOrder(thingsOf(whole['projects'], '/projects'))
  const lists = new Set<string>()
  for (const [project, at] of projects) {
    const key = textOf(project, 'id')
    lists.add(key)
    if (isTrue(project['is_deleted'])) continue
    mustHave(project, at, 'name')
    yield* lostFields(project, projectFields, at)
    if (textOf(project, 'parent_id')) yield loss('nested_projects', {}, at)
    if (textOf(project, 'description')) yield loss('project_descriptions', {}, at)
    yield { kind: 'list', key, at, name: textOf(project, 'name') }
  }
  for (const [, at] of thingsOf(whole['project_notes'], '/project_notes')) yield loss('comments', {}, at)
  const beside = yield* besideOf(whole, facts)
  for (const name of ['items', 'tasks', 'results'])
    for (const [item, at] of inOrder(thingsOf(whole[name], `/${name}`))) {
      if (isTrue(item['is_deleted'])) continue
      mustHave(item, at, 'content')
      const list = textOf(item, 'project_id')
      if (list && !lists.has(list)) {
        lists.add(list)
        yield { kind: 'list', key: list, at, name: `Todoist ${list}` }
      }
      yield* todoOf(item, at, { ...facts, zone: beside.zone ?? facts.zone }, beside)
    }
}

/** As the person has ordered them, which is not the order of the file. */
const inOrder = (things: [Thing, string][]): [Thing, string][] =>
  things.toSorted(([a], [b]) => orderOf(a) - orderOf(b))

const orderOf = (thing: Thing): number => numberOf(thing, 'child_order') || numberOf(thing, 'order')

function* besideOf(whole: Thing, facts: FileFacts): Generator<Found, Beside> {
  const { user } = whole
  const info = isThing(user) ? user['tz_info'] : undefined
  const of = new Values('/user', facts)
  const beside: Beside = {
    comments: new Map(),
    sections: new Map(),
    reminders: new Map(),
    zone: isThing(info) ? of.zone(textOf(info, 'timezone')) : undefined,
  }
  yield* of.losses
  for (const [section] of thingsOf(whole['sections'], '/sections'))
    if (!isTrue(section['is_deleted'])) beside.sections.set(textOf(section, 'id'), textOf(section, 'name'))
  for (const name of ['notes', 'comments'])
    for (const [comment, at] of thingsOf(whole[name], `/${name}`)) {
      if (isTrue(comment['is_deleted'])) continue
      const task = textOf(comment, 'item_id') || textOf(comment, 'task_id')
      if (task) add(beside.comments, task, comment)
      else yield loss('comments', {}, at)
      if (isThing(comment['file_attachment']) || isThing(comment['attachment']))
        yield loss('attachments', {}, at)
    }
  for (const [reminder] of thingsOf(whole['reminders'], '/reminders'))
    if (!isTrue(reminder['is_deleted'])) add(beside.reminders, textOf(reminder, 'item_id'), reminder)
  return beside
}

function add(map: Map<string, Thing[]>, key: string, thing: Thing): void {
  const all = map.get(key)
  if (all) all.push(thing)
  else map.set(key, [thing])
}

function* todoOf(item: Thing, at: string, facts: FileFacts, beside: Beside): Generator<Found> {
  const values = new Values(at, facts)
  const id = textOf(item, 'id')
  const fields: FoundFields = {
    notes: textOf(item, 'description'),
    priority: priorities[numberOf(item, 'priority') as keyof typeof priorities] ?? 'none',
    labels: textsOf(item['labels']),
    finished: isTrue(item['checked']) || isTrue(item['is_completed']),
  }
  fields.createdAt = values.moment('added_at', textOf(item, 'added_at') || textOf(item, 'created_at'))
  const finished = values.moment('completed_at', textOf(item, 'completed_at') || textOf(item, 'updated_at'))
  if (fields.finished) fields.finishedAt = finished
  const { due, deadline } = item
  const rule = isThing(due) ? dueInto(fields, due, values, facts) : undefined
  if (isThing(deadline)) {
    const day = values.due('deadline', textOf(deadline, 'date'))
    if (fields.due === undefined) fields.due = day
    else if (day !== undefined) {
      values.note(`deadline: ${textOf(deadline, 'date')}`)
      values.lose('deadlines', {})
    }
  }
  const section = beside.sections.get(textOf(item, 'section_id'))
  if (section) {
    fields.labels?.push(section)
    values.lose('sections_as_labels', {})
  }
  for (const comment of beside.comments.get(id) ?? []) values.note(textOf(comment, 'content'))
  fields.reminders = (beside.reminders.get(id) ?? []).flatMap((each) => reminderOf(each, values))
  if (isThing(item['duration'])) values.lose('durations', {})
  if (textOf(item, 'responsible_uid') || textOf(item, 'assignee_id')) values.lose('assignees', {})
  values.loseOthers(item, itemFields)
  const list = textOf(item, 'project_id') || undefined
  const parent = textOf(item, 'parent_id') || undefined
  yield* values.found({ key: id || at, list, parent, name: textOf(item, 'content'), fields, rule })
}

/** Sets the due date, and answers the rule where it repeats: that is told by words alone. */
function dueInto(fields: FoundFields, due: Thing, values: Values, facts: FileFacts): FoundRule | undefined {
  const [text, words] = [textOf(due, 'datetime') || textOf(due, 'date'), textOf(due, 'string')]
  fields.due = values.due('due', text, textOf(due, 'timezone'))
  if (!isTrue(due['is_recurring'])) return undefined
  if (words === '') values.lose('repetitions', {})
  const zone = values.zone('')
  // Todoist does not tell which day the words count from; it is not behind the date that they came to.
  const nowMs = Date.parse(fields.due?.slice(0, 10) ?? facts.now)
  const read = wordsRule(words) ?? inWords(words, { zone, nowMs, language: textOf(due, 'lang') })
  const kept = read?.repeat ? { repeat: read.repeat, repeatFrom: read.repeatFrom } : undefined
  return foundRule(words, kept as Parameters<typeof foundRule>[1])
}

function reminderOf(reminder: Thing, values: Values): string[] {
  const { due } = reminder
  const type = textOf(reminder, 'type') || textOf(reminder, 'reminder_type')
  if (type === 'absolute' && isThing(due)) {
    const text = textOf(due, 'datetime') || textOf(due, 'date')
    const moment = values.read('reminder', text, (each, at) =>
      toDue(each, at, values.zone(textOf(due, 'timezone'))),
    )
    return moment === undefined ? [] : [moment]
  }
  const minutes = Number(reminder['minute_offset'] ?? reminder['mm_offset'] ?? Number.NaN)
  if (type === 'relative' && Number.isFinite(minutes)) return [minutes === 0 ? 'PT0S' : `-PT${minutes}M`]
  values.keep('reminder', JSON.stringify(reminder))
  return []
}
