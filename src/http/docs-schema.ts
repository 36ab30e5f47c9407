/** This writes schemas as HTML: what a value may be, in words, and the fields of an object as a list. */

/** It is the part of JSON Schema (OpenAPI 3.1) that the description uses. */
export interface Schema {
  $ref?: string
  type?: string | readonly string[]
  description?: string
  enum?: readonly unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  default?: unknown
  examples?: readonly unknown[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (mark) => entities[mark] ?? mark)

/** Markdown as far as the description uses it: code, and paragraphs. */
export const prose = (text: string): string =>
  text
    .split('\n\n')
    .map((part) => `<p>${withCode(part)}</p>`)
    .join('')

const withCode = (text: string): string => escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')

export const schemaId = (name: string): string => `schema-${name}`
const nameOfRef = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

/** A value's type in a few words, such as "string (uuid) or null"; named schemas are links to where they stand. */
export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = escaped(nameOfRef(schema.$ref))
    return `<a href="#${schemaId(name)}">${name}</a>`
  }
  if (schema.const !== undefined) return codeOf(schema.const)
  if (schema.enum) return schema.enum.map(codeOf).join(' or ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map(typeOf))].join(' or ')
  if (schema.allOf) return schema.allOf.map(typeOf).join(' and ')
  const types = [schema.type ?? 'any value'].flat()
  const format = schema.format === undefined ? '' : ` (${escaped(schema.format)})`
  return types
    .map((type) => {
      if (type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'any values'}`
      return type === 'null' ? type : `${escaped(type)}${format}`
    })
    .join(' or ')
}

const codeOf = (value: unknown): string => `<code>${escaped(JSON.stringify(value))}</code>`

/** Tells the bounds of a value, such as "at most 255 characters". */
function boundsOf(schema: Schema): string[] {
  const between = (min: number | undefined, max: number | undefined, of: string): string[] => {
    // Where there is none, JSON Schema has the largest number that is safe.
    const least = min !== undefined && min > -Number.MAX_SAFE_INTEGER ? min : undefined
    const most = max !== undefined && max < Number.MAX_SAFE_INTEGER ? max : undefined
    if (least === undefined && most === undefined) return []
    if (least !== undefined && most !== undefined) return [`${least} to ${most}${of}`]
    return [most === undefined ? `at least ${least}${of}` : `at most ${most}${of}`]
  }
  return [
    ...between(schema.minLength, schema.maxLength, ' characters'),
    ...between(schema.minimum, schema.maximum, ''),
    ...between(schema.minItems, schema.maxItems, ' entries'),
    ...(schema.pattern !== undefined && schema.format === undefined
      ? [`as <code>${escaped(schema.pattern)}</code>`]
      : []),
    ...(schema.default === undefined ? [] : [`${codeOf(schema.default)} unless given`]),
    ...(schema.examples ? [`such as ${schema.examples.map(codeOf).join(', ')}`] : []),
  ]
}

/** Tells all of a value: type, bounds, what it means, and its fields, where it has any of its own. */
export function schemaHtml(schema: Schema): string {
  const about = [typeOf(schema), ...boundsOf(schema)].join(', ')
  const text = schema.description === undefined ? '' : ` ${withCode(schema.description)}`
  return `<span class="type">${about}.</span>${text}${partsOf(schema)}`
}

/** The fields of an object, and of what a list or a choice is made of, unless they are named elsewhere. */
function partsOf(schema: Schema): string {
  if (schema.$ref !== undefined) return ''
  const inner = [schema.items ?? [], schema.anyOf ?? [], schema.oneOf ?? [], schema.allOf ?? []].flat()
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const isNeeded = schema.required?.includes(name) ? ' <em>required</em>' : ''
    return `<li><code>${escaped(name)}</code>${isNeeded} ${schemaHtml(field)}</li>`
  })
  if (typeof schema.additionalProperties === 'object')
    fields.push(`<li>any other name: ${schemaHtml(schema.additionalProperties)}</li>`)
  const own = fields.length > 0 ? `<ul class="fields">${fields.join('')}</ul>` : ''
  return own + inner.map(partsOf).join('')
}

/** Makes a body to begin with: it has the fields that are required, or the first two. */
export function exampleOf(schema: Schema, schemas: Readonly<Record<string, Schema>>, depth = 0): unknown {
  const whole = schema.$ref === undefined ? schema : (schemas[nameOfRef(schema.$ref)] ?? {})
  if (whole.examples?.length) return whole.examples[0]
  if (whole.default !== undefined) return whole.default
  if (whole.const !== undefined) return whole.const
  if (whole.enum) return whole.enum[0]
  const [choice] = whole.anyOf ?? whole.oneOf ?? whole.allOf ?? []
  if (depth > 4) return null
  if (choice) return exampleOf(choice, schemas, depth + 1)
  const type = [whole.type].flat()[0]
  if (type === 'array') return whole.items ? [exampleOf(whole.items, schemas, depth + 1)] : []
  if (type === 'boolean') return false
  if (type === 'integer' || type === 'number') return Math.max(0, whole.minimum ?? 0)
  if (type === 'null') return null
  if (!whole.properties) return type === 'object' ? {} : ''
  const names = whole.required?.length ? whole.required : Object.keys(whole.properties).slice(0, 2)
  return Object.fromEntries(
    names.map((name) => [name, exampleOf(whole.properties?.[name] ?? {}, schemas, depth + 1)]),
  )
}
