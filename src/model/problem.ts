/** The schema of an error answer, for the OpenAPI document and the socket: RFC 9457 with our members. */
import { z } from 'zod'
import { errorTable, type ErrorCode } from './error-table.ts'
import { Id } from './todo.ts'

const requestCodes = Object.entries(errorTable).flatMap(([code, row]) =>
  'status' in row ? [code as ErrorCode] : [],
)

export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string().describe('What happened.'),
    status: z.int().min(400).max(599),
    code: z.enum(requestCodes as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().optional().describe('What exactly, and what was expected.'),
    params: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What `detail` is made from, for programs that say it in other words.'),
    fix: z.string().describe('What to do.'),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().optional().describe('The field, as a JSON pointer (RFC 6901).'),
          parameter: z.string().optional(),
          header: z.string().optional(),
          offset: z.int().min(0).optional().describe('Where in its text, in UTF-16 code units.'),
          detail: z.string(),
          code: z
            .string()
            .optional()
            .describe('What `detail` says, for programs: of a filter that can not be read.'),
          params: z
            .record(z.string(), z.unknown())
            .readonly()
            .optional()
            .describe('What the sentence of the code needs.'),
        }),
      )
      .optional(),
    conflicts: z
      .array(
        z.strictObject({
          kind: z.enum(['todo', 'list']),
          id: Id,
          name: z.string().nullable(),
          why: z.enum(['changed', 'gone', 'added']),
          field: z.string().optional(),
          set: z.unknown().optional().describe('What the change had set.'),
          current: z.unknown().optional().describe('What is there now.'),
        }),
      )
      .optional()
      .describe('What stands in the way of an undo.'),
    current: z.unknown().optional().describe('The present state, where the request acted on an older one.'),
  })
  .meta({ id: 'Problem' })
