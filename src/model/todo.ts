/** What a todo is, and what of it a sender may set. */
import { z } from 'zod'
import { Due } from './due.ts'
import { limits, repeatLimits } from './limits.ts'
import { isPosition } from './position.ts'
import { isReminder } from './reminder.ts'
import { parseRule, ruleText } from './repeat.ts'
import { priorities } from './priorities.ts'
import { fits, longText, nameText, shortText } from './text.ts'

export const Id: z.ZodType<string> = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'is not an id; expected a UUID in lower case, best of version 7',
  )
  .meta({ format: 'uuid' })

/** A moment, as RFC 3339 text in UTC with milliseconds. */
export const Moment: z.ZodType<string> = z.iso.datetime({ precision: 3 })

/** Some signs are longer in NFC. */
export const Label = shortText(limits.labelLengthMax).refine(
  (label) => fits(label.normalize(), limits.labelLengthMax),
  {
    error: `is too long; expected at most ${limits.labelLengthMax} characters`,
  },
)
const Labels = z
  .array(Label)
  .max(limits.labelsPerTodoMax, `are too many; expected at most ${limits.labelsPerTodoMax} labels`)
  .refine((labels) => new Set(labels).size === labels.length, 'names a label twice; expected each label once')

const Name = nameText(limits.nameLengthMax).describe(
  'On one line, without blanks around it, in NFC: it is made so. Something of it must be visible.',
)
/** Names are kept so: at `/todos/` they are what the tutorial's program takes. */
export const KeptName: z.ZodString = shortText(limits.nameLengthMax)
const Notes = longText(limits.notesBytesMax).describe('Markdown source.')
const Parent = Id.nullable().describe('The todo of the same list that this one is below, or null.')

export const Position: z.ZodType<string> = z
  .string()
  .refine(
    isPosition,
    'is not a position; expected a fractional index such as "a0", made between two neighbours',
  )
  .meta({
    maxLength: limits.positionLengthMax,
    pattern: '^[A-Za-z][0-9A-Za-z]+$',
    examples: ['a0', 'a0V'],
  })

const Start = Due.nullable().describe(
  'Not before this date, or moment. Never after `due`: a change of one of the two that would have it so takes the other along.',
)

const Repeat = z
  .string()
  .max(
    repeatLimits.repeatLengthMax,
    `is too long; expected at most ${repeatLimits.repeatLengthMax} characters`,
  )
  .superRefine((text, context) => {
    const rule = parseRule(text)
    if (typeof rule === 'string') context.addIssue({ code: 'custom', message: rule })
  })
  .overwrite((text) => {
    const rule = parseRule(text)
    return typeof rule === 'string' ? text : ruleText(rule)
  })
  .describe(
    'The RFC 5545 recurrence rule of this one and those to come, counted from its due date; COUNT is how many are left. With RSCALE=CHINESE its months and years are those of the Chinese calendar (RFC 7529), for dates until 2100. X-SKIP, which is of no RFC, leaves days out by the law of China: CN-DAYS-OFF (weekends and public holidays, but no day that is worked for them), CN-HOLIDAYS, or CN-WORKDAYS.',
  )
  .meta({
    pattern: '^[A-Z]+=.+$',
    examples: [
      'FREQ=WEEKLY;BYDAY=MO,TH',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3',
      'FREQ=DAILY;X-SKIP=CN-DAYS-OFF',
    ],
  })

export const repeatFroms = ['due', 'finished'] as const
const RepeatFrom = z
  .enum(repeatFroms)
  .describe('What the next due date is counted from: the due date, or the day on which it was finished.')

const Anchor = Due.nullable().describe(
  'The due date by the rule, where this one occurrence was moved from it. Set by a change of `due` alone; null in the same change: the rule counts from the new date.',
)

const Reminders = z
  .array(
    z
      .string()
      .refine(
        isReminder,
        'is not a reminder; expected "-PT30M", "-P1D", "PT9H" or "2026-12-01T09:00[Europe/Berlin]"',
      )
      .meta({
        pattern: String.raw`^([+-]?P[0-9TWDHMS]+|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\[.+\])$`,
        examples: ['-PT30M', 'PT9H'],
      }),
  )
  .max(
    repeatLimits.remindersPerTodoMax,
    `are too many; expected at most ${repeatLimits.remindersPerTodoMax} reminders`,
  )
  .refine((all) => new Set(all).size === all.length, 'names a reminder twice; expected each once')
  .describe('RFC 5545 triggers, relative to the due date (a day without a time: its beginning), or moments.')

/** The fields of a todo that a sender sets, each with what it is when not given. */
const settable = {
  name: Name,
  finished: z.boolean(),
  notes: Notes,
  start: Start,
  due: Due.nullable(),
  priority: z.enum(priorities),
  labels: Labels,
  parent: Parent,
  position: Position,
  repeat: Repeat.nullable(),
  repeatFrom: RepeatFrom,
  anchor: Anchor,
  reminders: Reminders,
}

const Optional = z.strictObject(settable).partial()

export const TodoPatch = Optional.extend({
  finishedAt: Moment.optional().describe(
    'When it was finished, to correct that: of what is finished, or becomes so. Not in the future, and at most 90 days ago.',
  ),
  list: Id.optional().describe('Moves it, with all below it, to this list; its number there is a new one.'),
}).meta({ id: 'TodoPatch', description: 'Only what it names is changed.' })
export type TodoPatch = z.infer<typeof TodoPatch>

export const TodoFields = z.strictObject({ ...Optional.shape, name: Name }).meta({
  id: 'TodoFields',
  description: 'A whole todo: what is not named gets its default; the position stays, or is the last.',
})
export type TodoFields = z.infer<typeof TodoFields>

export const TodoInput = TodoFields.extend({
  id: Id.optional().describe('Made by the sender (best UUIDv7), else by the server.'),
  list: Id.optional().describe('The default list when it is not given.'),
}).meta({ id: 'TodoInput', description: 'A new todo.' })
export type TodoInput = z.infer<typeof TodoInput>

export const Todo = z
  .strictObject({
    id: Id,
    list: Id,
    number: z.int().min(1).max(limits.numberMax).describe('Counts from 1 in each list; never reused.'),
    ...settable,
    name: KeptName,
    series: Id.nullable().describe('The first todo of the series that this one is of, or null.'),
    next: Id.nullable().describe('The one that was made when this one was finished or detached, or null.'),
    finishedAt: Moment.nullable(),
    createdAt: Moment,
    updatedAt: Moment,
    version: z.int().positive().describe("The list's version that last changed this todo."),
    deletedAt: Moment.nullable().describe('Since when it is in the trash, or null.'),
  })
  .meta({ id: 'Todo' })
export type Todo = z.infer<typeof Todo>
