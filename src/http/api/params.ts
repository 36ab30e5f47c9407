/** Query parameters are text. These read it, and are described as what they mean. */
import { z } from 'zod'

/** What a generated client sends is the same text: `true`, `100`. */
const described = (as: object) => ({
  override: ({ jsonSchema }: { jsonSchema: object }) => {
    const schema = jsonSchema as Record<string, unknown>
    for (const name of ['type', 'enum', 'pattern']) delete schema[name]
    Object.assign(schema, as)
  },
})

export const flag = z
  .enum(['true', 'false'], 'is not a truth value; expected true or false')
  .meta(described({ type: 'boolean' }))
  .transform((text) => text === 'true')

/** It reads a whole number. @param what - such as `a page size` */
export const wholeNumber = (what: string, least: number, most: number) =>
  z
    .string()
    .refine(
      (text) => /^(0|[1-9]\d{0,8})$/.test(text) && Number(text) >= least && Number(text) <= most,
      `is not ${what}; expected ${least} to ${most}`,
    )
    .meta(described({ type: 'integer', minimum: least, maximum: most }))
    .transform(Number)
