/**
 * Microsoft To Do: lists and tasks as Microsoft Graph has them (todoTaskList, todoTask), in the arrangements that
 * export tools write.
 */
import { monthDayOrLast } from '../../model/repeat.ts'
import { type FileFacts, type Found, type FoundFields } from '../found.ts'
import { nearestDay, toDay, toDue, toMoment } from '../dates.ts'
import { plainOf } from '../html-text.ts'
import { isThing, isTrue, mustHave, numberOf, textOf, textsOf, thingsOf, type Thing } from '../json.ts'
import { foundRule, toRule } from '../rules.ts'
import { lostFields, unknownFields, Values } from '../values.ts'

const priorities: Record<string, 'high' | 'low'> = { high: 'high', low: 'low' }

const wholeFields = unknownFields('@odata.context @odata.nextLink @odata.count value lists tasks')
const listFields = unknownFields(
  'id displayName title name wellknownListName isOwner isShared tasks @odata.etag tasks@odata.context tasks@odata.nextLink',
)
const taskFields = unknownFields(
  'id title status importance isReminderOn reminderDateTime createdDateTime lastModifiedDateTime bodyLastModifiedDateTime ' +
    'completedDateTime dueDateTime startDateTime body categories recurrence hasAttachments linkedResources checklistItems ' +
    '@odata.etag linkedResources@odata.context checklistItems@odata.context attachments',
)

export function* readMicrosoft(value: unknown, facts: FileFacts): Generator<Found> {
  const whole: Thing = isThing(value) ? value : { value }
  yield* lostFields(whole, wholeFields, 'the file')
  const name = Object.hasOwn(whole, 'lists') ? 'lists' : 'value'
  const items = thingsOf(whole[name], `/${name}`)
  if (items[0] && isTask(items[0][0])) {
    for (const [task, at] of items) yield* todosOf(task, at, undefined, facts)
    return
  }
  for (const [list, at] of items) {
    mustHave(list, at, 'displayName', 'title')
    yield* lostFields(list, listFields, at)
    const key = textOf(list, 'id') || at
    yield { kind: 'list', key, at, name: textOf(list, 'displayName') || textOf(list, 'title') }
    const apart = isThing(whole['tasks']) ? whole['tasks'][key] : undefined
    const tasks = list['tasks'] ?? apart
    for (const [task, place] of thingsOf(isThing(tasks) ? tasks['value'] : tasks, `${at}/tasks`))
      yield* todosOf(task, place, key, facts)
  }
}

/** Some tools write the tasks of one list, as the API answers them. */
export const isTask = (thing: Thing): boolean =>
  Object.hasOwn(thing, 'title') && Object.hasOwn(thing, 'status') && !Object.hasOwn(thing, 'displayName')

function* todosOf(task: Thing, at: string, list: string | undefined, facts: FileFacts): Generator<Found> {
  mustHave(task, at, 'title')
  const values = new Values(at, facts)
  const key = textOf(task, 'id') || at
  const fields: FoundFields = {
    finished: textOf(task, 'status') === 'completed',
    notes: notesOf(task, values),
    priority: priorities[textOf(task, 'importance')] ?? 'none',
    labels: textsOf(task['categories']),
    createdAt: values.moment('createdDateTime', textOf(task, 'createdDateTime')),
    updatedAt: values.moment('lastModifiedDateTime', textOf(task, 'lastModifiedDateTime')),
    due: dayOf(task, 'dueDateTime', values),
    start: dayOf(task, 'startDateTime', values),
  }
  const finished = timeOf(task, 'completedDateTime')
  if (fields.finished && finished.text)
    // It is the midnight of the day, which the last change tells more exactly.
    fields.finishedAt = values.read('completedDateTime', finished.text, (text, at_) =>
      laterOn(toMoment(text, at_), fields.updatedAt),
    )
  const reminder = timeOf(task, 'reminderDateTime')
  if (reminder.text && isTrue(task['isReminderOn'])) {
    const moment = values.due('reminderDateTime', reminder.text, reminder.zone)
    if (moment !== undefined) fields.reminders = [inZone(moment, values.zone(''))]
  }
  const { recurrence } = task
  const rule = isThing(recurrence)
    ? foundRule(JSON.stringify(recurrence), ruleOf(recurrence, fields.due, at))
    : undefined
  if (isTrue(task['hasAttachments'])) values.lose('attachments', {})
  for (const [link] of thingsOf(task['linkedResources'], `${at}/linkedResources`))
    values.note([textOf(link, 'displayName'), textOf(link, 'webUrl')].filter(Boolean).join(': '))
  values.loseOthers(task, taskFields)
  yield* values.found({ key, list, name: textOf(task, 'title'), fields, rule })
  for (const [item, place] of thingsOf(task['checklistItems'], `${at}/checklistItems`)) {
    const step = new Values(place, facts)
    const done: FoundFields = {
      finished: isTrue(item['isChecked']),
      createdAt: step.moment('createdDateTime', textOf(item, 'createdDateTime')),
    }
    const checked = step.moment('checkedDateTime', textOf(item, 'checkedDateTime'))
    if (done.finished) done.finishedAt = checked
    step.loseOthers(item, stepFields)
    const name = textOf(item, 'displayName')
    yield* step.found({ key: `${key}/${textOf(item, 'id') || place}`, list, parent: key, name, fields: done })
  }
}

const stepFields = unknownFields('id displayName isChecked checkedDateTime createdDateTime @odata.etag')

function notesOf(task: Thing, values: Values): string {
  const { body } = task
  if (!isThing(body)) return ''
  const content = textOf(body, 'content')
  if (textOf(body, 'contentType').toLowerCase() !== 'html') return content
  if (/<(b|i|u|strong|em|font|span|img|table|h\d)\b/i.test(content)) values.lose('looks_of_notes', {})
  return plainOf(content)
}

function timeOf(task: Thing, name: string): { text: string; zone: string } {
  const { [name]: time } = task
  return isThing(time)
    ? { text: textOf(time, 'dateTime'), zone: textOf(time, 'timeZone') }
    : { text: '', zone: '' }
}

/** Such dates are days; their time is midnight wherever they were written, in UTC or in the zone that is told. */
function dayOf(task: Thing, name: string, values: Values): string | undefined {
  const { text, zone } = timeOf(task, name)
  const isUtc = zone === '' || /^(UTC|GMT|Etc\/(UTC|GMT))$/i.test(zone)
  return values.read(name, text, (each, at) =>
    isUtc ? nearestDay(each, at, values.zone('')) : toDay(each, at),
  )
}

const laterOn = (moment: string, change: string | undefined): string =>
  change?.slice(0, 10) === moment.slice(0, 10) && change > moment ? change : moment

/** A moment that is told in UTC is shown by the person's own clock. */
const inZone = (moment: string, zone: string | undefined): string =>
  zone !== undefined && moment.endsWith('[UTC]') ? toDue(`${moment.slice(0, 16)}:00Z`, '', zone) : moment

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
