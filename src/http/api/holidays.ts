/** This operation tells the public holidays that the server knows, so that clients can draw what it will make. */
import { z } from 'zod'
import { dateOf } from '../../model/days.ts'
import { lastKnownYear } from '../../model/holidays.ts'
import { Moment } from '../../model/todo.ts'
import { jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { operation, type Operation } from './operation.ts'

const HolidaysAnswer = z
  .strictObject({
    country: z.literal('CN'),
    lastYear: z
      .int()
      .nullable()
      .describe(
        'The last year that is known. After it Monday to Friday are workdays, until newer data come.',
      ),
    holidays: z
      .array(z.iso.date())
      .describe('Days off by law, at weekends too, of the years that are known from this one on.'),
    workdays: z.array(z.iso.date()).describe('Saturdays and Sundays that are worked in return.'),
    from: z
      .enum(['built in', 'file', 'address'])
      .describe('Where newer data than came with the program were read, if anywhere.'),
    readAt: Moment.nullable().describe('When they were read.'),
  })
  .meta({ id: 'Holidays' })

export const readHolidays = ({ holidays, nowMs }: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/holidays',
    id: 'readHolidays',
    summary: 'Public holidays of China, and days worked for them, by which rules with X-SKIP leave days out',
    conditional: false,
    answers: { 200: { description: 'What is known of them.', schema: HolidaysAnswer } },
    handle: async () => {
      const known = holidays.known()
      const thisYear = new Date(nowMs()).toISOString().slice(0, 4)
      const datesOf = (days: ReadonlySet<number>) =>
        [...days]
          .map(dateOf)
          .filter((date) => date >= thisYear)
          .toSorted()
      const answer: z.infer<typeof HolidaysAnswer> = {
        country: 'CN',
        lastYear: lastKnownYear(known),
        holidays: datesOf(known.off),
        workdays: datesOf(known.worked),
        ...holidays.source(),
      }
      return jsonAnswer(answer)
    },
  })
