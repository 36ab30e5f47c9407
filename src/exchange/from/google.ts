/** This reads Google Tasks: `Tasks.json` of Google Takeout, or a list of tasks as the API answers it. */
import { loss, type FileFacts, type Found, type FoundFields } from '../found.ts'
import { toDay, toDue } from '../dates.ts'
import { isThing, isTrue, mustHave, textOf, thingsOf, type Thing } from '../json.ts'
import { foundRule } from '../rules.ts'
import { lostFields, unknownFields, Values } from '../values.ts'

const wholeFields = unknownFields('kind etag items nextPageToken')
const listFields = unknownFields('kind id etag title updated selfLink items')
const taskFields = unknownFields(
  'kind id etag title notes due status created updated completed deleted hidden parent position links starred ' +
    'assignmentInfo recurrence task_recurrence_id task_type selfLink webViewLink scheduled_time',
)

export function* readGoogle(value: unknown, facts: FileFacts): Generator<Found> {
  const whole: Thing = isThing(value) ? value : {}
  yield* lostFields(whole, wholeFields, 'the file')
  const items = thingsOf(whole['items'], '/items')
  const isOneList = textOf(whole, 'kind') === 'tasks#tasks' || items[0]?.[0]['kind'] === 'tasks#task'
  if (isOneList) {
    for (const [task, at] of inOrder(items)) yield* todoOf(task, at, undefined, facts)
    return
  }
  for (const [list, at] of items) {
    mustHave(list, at, 'title')
    yield* lostFields(list, listFields, at)
    const key = textOf(list, 'id') || at
    yield { kind: 'list', key, at, name: textOf(list, 'title') }
    for (const [task, place] of inOrder(thingsOf(list['items'], `${at}/items`)))
      yield* todoOf(task, place, key, facts)
  }
}

/** Positions are figures filled with zeros, which sort as text. */
const inOrder = (tasks: [Thing, string][]): [Thing, string][] =>
  tasks.toSorted(([a], [b]) => {
    const [first, second] = [textOf(a, 'position'), textOf(b, 'position')]
    return first < second ? -1 : first > second ? 1 : 0
  })

function* todoOf(task: Thing, at: string, list: string | undefined, facts: FileFacts): Generator<Found> {
  if (isTrue(task['deleted'])) return
  const values = new Values(at, facts)
  const fields: FoundFields = {
    notes: textOf(task, 'notes'),
    finished: textOf(task, 'status') === 'completed',
    // The API tells the day alone, written as midnight in UTC.
    due: values.read('due', textOf(task, 'due'), toDay) ?? scheduledOf(task, values),
    createdAt: values.moment('created', textOf(task, 'created') || textOf(task, 'updated')),
    updatedAt: values.moment('updated', textOf(task, 'updated')),
  }
  const finished = values.moment('completed', textOf(task, 'completed'))
  if (fields.finished) fields.finishedAt = finished
  for (const [link] of thingsOf(task['links'], `${at}/links`))
    values.note([textOf(link, 'description'), textOf(link, 'link')].filter(Boolean).join(': '))
  if (isThing(task['assignmentInfo'])) values.lose('assignees', {})
  if (isTrue(task['starred'])) values.lose('stars', {})
  const { recurrence } = task
  if (recurrence === undefined && textOf(task, 'task_recurrence_id')) yield loss('repetitions', {}, at)
  const rule = recurrence === undefined ? undefined : foundRule(JSON.stringify(recurrence), undefined)
  values.loseOthers(task, taskFields)
  const parent = textOf(task, 'parent') || undefined
  yield* values.found({
    key: textOf(task, 'id') || at,
    list,
    parent,
    name: textOf(task, 'title'),
    fields,
    rule,
  })
}

/** When it is to be done, which newer files have; midnight in UTC is the day alone. */
function scheduledOf(task: Thing, values: Values): string | undefined {
  const { scheduled_time: times } = task
  if (!Array.isArray(times)) return undefined
  const time = (times as unknown[]).find((each) => isThing(each) && isTrue(each['current'])) ?? times[0]
  if (!isThing(time)) return undefined
  return values.read('scheduled_time', textOf(time, 'start'), (text, at) =>
    /T00:00(:00(\.0+)?)?Z?$/.test(text) ? toDay(text, at) : toDue(text, at, values.zone('')),
  )
}
