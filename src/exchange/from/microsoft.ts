/**
 * Microsoft To Do: lists and tasks as Microsoft Graph has them (todoTaskList, todoTask), in the arrangements that
 * export tools write.
 */
import { loss, type Found, type FoundTodo } from '../found.ts'
import { toDay, toDue, toMoment } from '../dates.ts'
import { isThing, isTrue, numberOf, textOf, textsOf, thingsOf, type Thing } from '../json.ts'
import { toRule } from '../rules.ts'

const priorities: Record<string, 'high' | 'low'> = { high: 'high', low: 'low' }

export function* readMicrosoft(value: unknown): Generator<Found> {
  const whole: Thing = isThing(value) ? value : { value }
  const name = Object.hasOwn(whole, 'lists') ? 'lists' : 'value'
  for (const [list, at] of thingsOf(whole[name], `/${name}`)) {
    const key = textOf(list, 'id') || at
    yield { kind: 'list', key, at, name: textOf(list, 'displayName') || textOf(list, 'title') }
    const apart = isThing(whole['tasks']) ? whole['tasks'][key] : undefined
    const tasks = list['tasks'] ?? apart
    for (const [task, place] of thingsOf(isThing(tasks) ? tasks['value'] : tasks, `${at}/tasks`))
      yield* todoOf(task, place, key)
  }
}

function* todoOf(task: Thing, at: string, list: string): Generator<Found> {
  const key = textOf(task, 'id') || at
  const fields: NonNullable<FoundTodo['fields']> = {
    finished: textOf(task, 'status') === 'completed',
    priority: priorities[textOf(task, 'importance')] ?? 'none',
    labels: textsOf(task['categories']),
  }
  const { body } = task
  if (isThing(body)) {
    fields.notes = textOf(body, 'content')
    if (textOf(body, 'contentType') === 'html' && fields.notes.includes('<'))
      yield loss('looks_of_notes', {}, at)
    if (textOf(body, 'contentType') === 'html') fields.notes = plainOf(fields.notes)
  }
  const created = textOf(task, 'createdDateTime')
  if (created) fields.createdAt = toMoment(created, `${at}/createdDateTime`)
  const changed = textOf(task, 'lastModifiedDateTime')
  if (changed) fields.updatedAt = toMoment(changed, `${at}/lastModifiedDateTime`)
  const [due, finished, reminder] = ['dueDateTime', 'completedDateTime', 'reminderDateTime'].map((name) => {
    const time = task[name]
    return isThing(time) ? { text: textOf(time, 'dateTime'), zone: textOf(time, 'timeZone') } : undefined
  })
  // Due dates are days; their time is midnight wherever it was written.
  if (due?.text) fields.due = toDay(due.text, `${at}/dueDateTime`)
  if (finished?.text && fields.finished)
    fields.finishedAt = toMoment(finished.text, `${at}/completedDateTime`)
  if (reminder?.text && isTrue(task['isReminderOn']))
    fields.reminders = [toDue(reminder.text, `${at}/reminderDateTime`, reminder.zone)]
  if (isThing(task['recurrence'])) {
    const rule = ruleOf(task['recurrence'], at)
    if (rule) fields.repeat = rule
    else yield loss('repetitions', {}, at)
  }
  if (isTrue(task['hasAttachments'])) yield loss('attachments', {}, at)
  for (const [, place] of thingsOf(task['linkedResources'], `${at}/linkedResources`))
    yield loss('links', {}, place)
  yield { kind: 'todo', key, at, list, name: textOf(task, 'title'), fields }
  for (const [item, place] of thingsOf(task['checklistItems'], `${at}/checklistItems`)) {
    const name = textOf(item, 'displayName')
    const done = { finished: isTrue(item['isChecked']) }
    yield {
      kind: 'todo',
      key: `${key}/${textOf(item, 'id') || place}`,
      at: place,
      list,
      parent: key,
      name,
      fields: done,
    }
  }
}

const days: Record<string, string> = {
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
  sunday: 'SU',
}
const indexes: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }

function ruleOf(recurrence: Thing, at: string): string | undefined {
  const { pattern, range } = recurrence
  if (!isThing(pattern)) return undefined
  const type = textOf(pattern, 'type')
  const freq =
    { daily: 'DAILY', weekly: 'WEEKLY' }[type] ??
    (type.endsWith('Monthly') ? 'MONTHLY' : type.endsWith('Yearly') ? 'YEARLY' : '')
  const parts = [`FREQ=${freq}`, `INTERVAL=${Math.max(1, numberOf(pattern, 'interval'))}`]
  const on = textsOf(pattern['daysOfWeek']).map((day) => days[day.toLowerCase()])
  const nth = type.startsWith('relative') ? (indexes[textOf(pattern, 'index')] ?? 1) : ''
  if (on.length > 0 && freq !== 'DAILY') parts.push(`BYDAY=${on.map((day) => `${nth}${day}`).join()}`)
  if (type.startsWith('absolute')) parts.push(`BYMONTHDAY=${numberOf(pattern, 'dayOfMonth')}`)
  if (freq === 'YEARLY') parts.push(`BYMONTH=${numberOf(pattern, 'month')}`)
  if (isThing(range) && textOf(range, 'type') === 'endDate')
    parts.push(`UNTIL=${toDay(textOf(range, 'endDate'), at).replaceAll('-', '')}`)
  if (isThing(range) && textOf(range, 'type') === 'numbered')
    parts.push(`COUNT=${numberOf(range, 'numberOfOccurrences')}`)
  return toRule(parts.join(';'))
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&nbsp;': ' ',
  '&#39;': "'",
}

/** The text of simple HTML, such as notes come in. */
export function plainOf(html: string): string {
  return html
    .replaceAll(/<(style|script|head)\b[^>]*>[^<]*(<\/\1>)?/gi, '')
    .replaceAll(/<li\b[^>]*>/gi, '- ')
    .replaceAll(/<br\s*\/?>|<\/(p|div|li|tr|h\d)>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(lt|gt|amp|quot|nbsp|#39);/g, (entity) => entities[entity] as string)
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
