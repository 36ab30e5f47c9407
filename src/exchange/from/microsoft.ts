/**
 * Microsoft To Do: lists and tasks as Microsoft Graph has them (todoTaskList, todoTask), in the arrangements that
 * export tools write.
 */
import { monthDayOrLast } from '../../model/repeat.ts'
import { loss, type Found, type FoundTodo } from '../found.ts'
import { toDay, toDue, toMoment } from '../dates.ts'
import { isThing, isTrue, numberOf, textOf, textsOf, thingsOf, type Thing } from '../json.ts'
import { foundRule, toRule } from '../rules.ts'

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
  const { recurrence } = task
  const rule = isThing(recurrence)
    ? foundRule(JSON.stringify(recurrence), ruleOf(recurrence, fields.due, at))
    : undefined
  if (isTrue(task['hasAttachments'])) yield loss('attachments', {}, at)
  for (const [, place] of thingsOf(task['linkedResources'], `${at}/linkedResources`))
    yield loss('links', {}, place)
  yield { kind: 'todo', key, at, list, name: textOf(task, 'title'), fields, rule }
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
const indexes: Record<string, number> = { '': 1, first: 1, second: 2, third: 3, fourth: 4, last: -1 }
const types: Record<string, string> = {
  daily: 'DAILY',
  weekly: 'WEEKLY',
  absoluteMonthly: 'MONTHLY',
  relativeMonthly: 'MONTHLY',
  absoluteYearly: 'YEARLY',
  relativeYearly: 'YEARLY',
}

function ruleOf({ pattern, range }: Thing, due: string | null | undefined, at: string): string | undefined {
  if (!isThing(pattern)) return undefined
  const type = textOf(pattern, 'type')
  const freq = types[type]
  const end = endOf(range, due, at)
  if (freq === undefined || end === undefined) return undefined
  const interval = Math.max(1, numberOf(pattern, 'interval'))
  const parts = [`FREQ=${freq}`, `INTERVAL=${interval}`, ...end]
  const on = textsOf(pattern['daysOfWeek']).map((day) => days[day.toLowerCase()])
  if (on.length > 0 && freq === 'DAILY') return undefined
  if (type.startsWith('relative')) {
    const nth = indexes[textOf(pattern, 'index')]
    // With several days Microsoft means the nth day that is any of them.
    if (on.length === 1) parts.push(`BYDAY=${nth}${on[0]}`)
    else parts.push(`BYDAY=${on.join()}`, `BYSETPOS=${nth}`)
  } else if (on.length > 0 && freq === 'WEEKLY') parts.push(`BYDAY=${on.join()}`)
  if (type.startsWith('absolute')) parts.push(...dayParts(numberOf(pattern, 'dayOfMonth'), freq))
  if (freq === 'YEARLY') parts.push(`BYMONTH=${numberOf(pattern, 'month')}`)
  const first = days[textOf(pattern, 'firstDayOfWeek').toLowerCase()]
  if (freq === 'WEEKLY' && interval > 1 && on.length > 1 && first) parts.push(`WKST=${first}`)
  return toRule(parts.join(';'))
}

/** Exchange takes the last day of a month that is shorter, which RFC 5545 leaves out. */
function dayParts(day: number, freq: string): string[] {
  const { byMonthDay, bySetPos } = monthDayOrLast(day)
  const isAlike = day > 31 || (freq === 'YEARLY' && day !== 29)
  if (isAlike || bySetPos.length === 0) return [`BYMONTHDAY=${day}`]
  return [`BYMONTHDAY=${byMonthDay.join()}`, `BYSETPOS=${bySetPos.join()}`]
}

/** It answers the parts that say when it ends, if that is known. A number counts from the range's own start. */
function endOf(range: unknown, due: string | null | undefined, at: string): string[] | undefined {
  if (!isThing(range)) return []
  const type = textOf(range, 'type')
  if (type === 'endDate') return [`UNTIL=${toDay(textOf(range, 'endDate'), at).replaceAll('-', '')}`]
  if (type === 'numbered')
    return textOf(range, 'startDate') === due
      ? [`COUNT=${numberOf(range, 'numberOfOccurrences')}`]
      : undefined
  return type === 'noEnd' || type === '' ? [] : undefined
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
