/** What accounts, tokens and passwords may be. */
import { z } from 'zod'
import { scopes } from './access.ts'
import { clocks, startPages, weekStarts } from './account-settings.ts'
import { limits } from './limits.ts'
import { isTrigger } from './reminder.ts'
import { rightName } from './right-name.ts'
import { nameText } from './text.ts'
import { Id } from './todo.ts'

/** Names are told apart without regard to case, and are one where they look alike. */
export const normalName = (name: string): string => rightName(name).normalize('NFKC').toLowerCase()

export const AccountName = z
  .string()
  .overwrite(rightName)
  .max(limits.accountNameLengthMax, `is too long; expected at most ${limits.accountNameLengthMax} characters`)
  .refine(
    (name) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(normalName(name)),
    'is no name for an account; expected letters and digits, with ".", "_" or "-" in between',
  )
  .refine((name) => normalName(name) !== 'local', 'stands for a server without accounts; expected another')
  .meta({ maxLength: limits.accountNameLengthMax })

export const NewPassword = z
  .string()
  .min(limits.passwordLengthMin, `is too short; expected at least ${limits.passwordLengthMin} characters`)
  .max(limits.passwordLengthMax, `is too long; expected at most ${limits.passwordLengthMax} characters`)
  .meta({ format: 'password' })

export const TokenInput = z
  .strictObject({
    name: nameText(limits.accountNameLengthMax).overwrite(rightName).describe('For whom or what it is.'),
    scope: z.enum(scopes).describe('"admin" may share lists as well; no token may make others.'),
    lists: z
      .array(Id)
      .min(1, 'is empty; expected at least one list, or none of this field')
      .max(limits.listsPerTokenMax, `are too many; expected at most ${limits.listsPerTokenMax}`)
      .optional()
      .describe('The only lists that it is for.'),
    deletionsPerHour: z.int().min(0).max(limits.deletionsPerHourMax).optional(),
    expiresAt: z.iso.datetime({ precision: 3 }).optional(),
  })
  .meta({ id: 'TokenInput' })
export type TokenInput = z.infer<typeof TokenInput>

const DefaultReminder = z
  .string()
  .refine(isTrigger, 'is not so long before or after; expected "PT0S", "-PT30M" or "PT9H"')
  .meta({ pattern: '^[+-]?P[0-9TWDHMS]+$', examples: ['PT0S', '-PT30M', 'PT9H'] })
  .nullable()

export const DefaultReminders = z
  .strictObject({
    timed: DefaultReminder.describe('Of what is due at a time, such as "PT0S" or "-PT30M"; null: none.'),
    day: DefaultReminder.describe('Of what is due on a day, from its beginning, such as "PT9H"; null: none.'),
  })
  .meta({
    id: 'DefaultReminders',
    description:
      'What is written into the reminders of a todo that the account gives a due date, unless the sender names reminders. An empty list is none.',
  })

export const AccountSettings = z
  .strictObject({
    startPage: z.enum(startPages).describe('Where the page begins; "list": in the default list.'),
    weekStart: z
      .enum(weekStarts)
      .describe('On which day a week begins; "locale": as is usual for the language.'),
    clock: z
      .enum(clocks)
      .describe('Whether times have 12 or 24 hours; "locale": as is usual for the language.'),
    addTo: Id.nullable().describe('To which list the page adds what names none; null: the default list.'),
    isTaught: z.boolean().describe('Whether the first list has said what there is to know.'),
  })
  .meta({
    id: 'AccountSettings',
    description: 'What the account wants of the page, on all devices. Other programs may go by it.',
  })
