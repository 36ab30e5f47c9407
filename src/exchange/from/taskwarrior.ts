/** This reads Taskwarrior: `task export`, an array of JSON, or one object on each line. */
import { occurrences } from '../../model/occurrences.ts'
import { parseRule } from '../../model/repeat.ts'
import { loss, type FileFacts, type Found, type FoundFields, type FoundRule } from '../found.ts'
import { nearestDay, toDay, toDue } from '../dates.ts'
import { mustHave, textOf, textsOf, thingsOf, type Thing } from '../json.ts'
import { durationRule, foundRule, toRule } from '../rules.ts'
import { unknownFields, Values } from '../values.ts'

const priorities: Record<string, 'high' | 'medium' | 'low'> = { H: 'high', M: 'medium', L: 'low' }
const taskFields = unknownFields(
  'id uuid description status entry modified due end start scheduled wait priority project tags annotations recur parent mask imask rtype ' +
    'urgency last template depends until',
)

/**
 * Reads task by task; what is left to be said stands in `rest`.
 * @returns for each task what is found, and behind the last one what of templates there is
 */
export function createTaskwarrior(facts: FileFacts): {
  read: (task: Thing, at: string) => Generator<Found>
  rest: () => Generator<Found>
} {
  const projects = new Set<string>()
  /** These are templates of repetitions, by their ids; those that have an open task of theirs are taken out. */
  const templates = new Map<string, [task: Thing, at: string]>()
  const open = new Set<string>()
  return {
    *read(task, at) {
      mustHave(task, at, 'description')
      const status = textOf(task, 'status')
      if (status === 'deleted') {
        yield loss('deleted_tasks', {}, at)
        return
      }
      // Its occurrences are tasks of their own, of which each names it.
      if (status === 'recurring' && textOf(task, 'mask')) {
        templates.set(textOf(task, 'uuid'), [task, at])
        return
      }
      if (status !== 'completed') open.add(textOf(task, 'parent'))
      yield* listOf(task, at)
      yield* todoOf(task, at, facts)
    },
    *rest() {
      for (const [id, [task, at]] of templates) {
        if (open.has(id)) {
          yield loss('templates', {}, at)
          continue
        }
        // All that it has made is done or gone: the next one comes behind them.
        yield* listOf(task, at)
        yield* todoOf(task, at, facts, textOf(task, 'mask').length)
      }
    },
  }

  function* listOf(task: Thing, at: string): Generator<Found> {
    const project = textOf(task, 'project')
    if (!project || projects.has(project)) return
    projects.add(project)
    yield { kind: 'list', key: project, at, name: project }
  }
}

/** @param made - of a template: how many dates it has made todos of */
function* todoOf(task: Thing, at: string, facts: FileFacts, made = 0): Generator<Found> {
  const values = new Values(at, facts)
  const annotations = thingsOf(task['annotations'], `${at}/annotations`).map(([each]) =>
    textOf(each, 'description'),
  )
  const day = (field: string, name = field) =>
    values.read(field, textOf(task, name), (text, place) => dueOf(text, place, values.zone('')))
  const fields: FoundFields = {
    finished: textOf(task, 'status') === 'completed',
    notes: annotations.join('\n'),
    priority: priorities[textOf(task, 'priority')] ?? 'none',
    labels: textsOf(task['tags']),
    due: day('due'),
    start: day('scheduled') ?? day('wait'),
    createdAt: values.moment('entry', textOf(task, 'entry')),
    updatedAt: values.moment('modified', textOf(task, 'modified')),
  }
  if (textOf(task, 'scheduled') && textOf(task, 'wait')) values.lose('field', { name: '"wait"' })
  if (textOf(task, 'start')) values.lose('field', { name: '"start"' })
  if (task['depends'] !== undefined) values.lose('field', { name: '"depends"' })
  const ended = values.moment('end', textOf(task, 'end'))
  if (fields.finished) fields.finishedAt = ended
  const rule = fields.finished ? undefined : ruleOf(task, at)
  if (fields.due && rule?.kept) fields.due = dateBehind(rule.kept.repeat, fields.due, made)
  if (textOf(task, 'until') && !rule?.kept) values.keep('until', textOf(task, 'until'))
  values.loseOthers(task, taskFields)
  const list = textOf(task, 'project') || undefined
  yield* values.found({
    key: textOf(task, 'uuid') || at,
    list,
    name: textOf(task, 'description'),
    fields,
    rule,
  })
}

function dateBehind(repeat: string, due: string, made: number): string {
  const rule = parseRule(repeat)
  if (made === 0 || typeof rule === 'string') return due
  const dates = occurrences(rule, due.slice(0, 10), due.slice(0, 10), true)
  let date = due.slice(0, 10)
  for (let left = made; left > 0; left--) {
    const { done, value } = dates.next()
    if (done) break
    date = value
  }
  return date + due.slice(10)
}

/** A repeat ends with `until`, as Taskwarrior makes no further todo after it. */
function ruleOf(task: Thing, at: string): FoundRule | undefined {
  const [recur, until] = [textOf(task, 'recur'), textOf(task, 'until')]
  const repeat = durationRule(recur)
  if (!until || repeat === undefined) return foundRule(recur, repeat)
  const day = toDay(until, `${at}/until`).replaceAll('-', '')
  return foundRule(recur, toRule(`${repeat};UNTIL=${day}`))
}

/** Times are in UTC; of a day without a time it is the midnight of whoever wrote it: here, or in UTC itself. */
function dueOf(text: string, at: string, zone: string | undefined): string {
  const due = toDue(text, at, zone)
  const isMidnight = due.slice(11, 16) === '00:00' || /T?000000Z$/.test(text)
  return isMidnight ? nearestDay(text, at, zone) : due
}
