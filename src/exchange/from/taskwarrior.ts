/** Taskwarrior: `task export`, an array of JSON, or one object on each line. */
import { loss, type Found, type FoundRule, type FoundTodo } from '../found.ts'
import { toDay, toDue, toMoment } from '../dates.ts'
import { textOf, textsOf, thingsOf, type Thing } from '../json.ts'
import { durationRule, foundRule, toRule } from '../rules.ts'

const priorities: Record<string, 'high' | 'medium' | 'low'> = { H: 'high', M: 'medium', L: 'low' }
const known = new Set(
  'id uuid description status entry modified due end priority project tags annotations recur parent mask imask rtype urgency'.split(
    ' ',
  ),
)

export function createTaskwarrior(): (task: Thing, at: string) => Generator<Found> {
  const projects = new Set<string>()
  return function* read(task, at) {
    const status = textOf(task, 'status')
    if (status === 'deleted') {
      yield loss('deleted_tasks', {}, at)
      return
    }
    // Its occurrences are tasks of their own, of which each names it.
    if (status === 'recurring' && textOf(task, 'mask')) {
      yield loss('templates', {}, at)
      return
    }
    const project = textOf(task, 'project')
    if (project && !projects.has(project)) {
      projects.add(project)
      yield { kind: 'list', key: project, at, name: project }
    }
    yield* todoOf(task, at, project)
  }
}

function* todoOf(task: Thing, at: string, project: string): Generator<Found> {
  const annotations = thingsOf(task['annotations'], `${at}/annotations`).map(([each]) =>
    textOf(each, 'description'),
  )
  const fields: NonNullable<FoundTodo['fields']> = {
    finished: textOf(task, 'status') === 'completed',
    notes: annotations.join('\n'),
    priority: priorities[textOf(task, 'priority')] ?? 'none',
    labels: textsOf(task['tags']),
  }
  const due = textOf(task, 'due')
  if (due) fields.due = dueOf(due, at)
  if (textOf(task, 'entry')) fields.createdAt = toMoment(textOf(task, 'entry'), `${at}/entry`)
  if (textOf(task, 'modified')) fields.updatedAt = toMoment(textOf(task, 'modified'), `${at}/modified`)
  if (textOf(task, 'end') && fields.finished) fields.finishedAt = toMoment(textOf(task, 'end'), `${at}/end`)
  const rule = fields.finished ? undefined : ruleOf(task, at)
  for (const name of Object.keys(task))
    if (!known.has(name) && !(name === 'until' && rule?.kept))
      yield loss('field', { name: `"${name.slice(0, 40)}"` }, at)
  yield {
    kind: 'todo',
    key: textOf(task, 'uuid') || at,
    at,
    list: project || undefined,
    name: textOf(task, 'description'),
    fields,
    rule,
  }
}

/** A repeat ends with `until`, as Taskwarrior makes no further todo after it. */
function ruleOf(task: Thing, at: string): FoundRule | undefined {
  const [recur, until] = [textOf(task, 'recur'), textOf(task, 'until')]
  const repeat = durationRule(recur)
  if (!until || repeat === undefined) return foundRule(recur, repeat)
  const day = toDay(until, `${at}/until`).replaceAll('-', '')
  return foundRule(recur, toRule(`${repeat};UNTIL=${day}`))
}

/**
 * Always in UTC; of a day without a time it is the midnight of whoever wrote it, which is not told, but in UTC itself.
 */
function dueOf(text: string, at: string): string {
  const due = toDue(text, `${at}/due`)
  return due.endsWith('T00:00[UTC]') ? due.slice(0, 10) : due
}
