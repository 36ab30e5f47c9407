/**
 * Gives each body of the OpenAPI document an example. It is made from the schema, so that it always fits it, with
 * values that a field of its name has; where that says too little it is written out here.
 */
import type { createDocument } from 'zod-openapi'
import { rowOf, type ErrorCode } from '../../model/error-table.ts'

type Document = ReturnType<typeof createDocument>

/** It is the part of JSON Schema that the document uses. */
interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  pattern?: string
  const?: unknown
  enum?: unknown[]
  examples?: unknown[]
  minimum?: number
  exclusiveMinimum?: number
  minLength?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

const id = '0198c1f4-5a00-7000-8000-0123456789ab'
const moment = '2030-06-01T09:30:00.000Z'

/** A field of this name has this value, where its schema takes it. */
const byName: Readonly<Record<string, unknown>> = {
  name: 'Mend the fence',
  notes: 'Half a day, with *two* people.',
  text: 'Water the roses tomorrow 9am #garden',
  filter: 'due <= today and not finished',
  due: '2030-06-01',
  start: '2030-05-28',
  zone: 'Europe/Berlin',
  labels: ['garden'],
  reminders: ['-PT30M'],
  position: 'a0',
  repeat: 'FREQ=WEEKLY;BYDAY=SA',
  number: 7,
  version: 12,
  count: 1,
  next: null,
  email: 'ann@example.org',
  endpoint: 'https://push.example.org/a1b2c3',
  address: '192.0.2.1',
  cursor: 'k3xq.12',
  // Keys of a push subscription have one length.
  p256dh: `${'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4'.repeat(2)}AbCdEfGhIjKlMnOpQrStUvW`,
  auth: 'tBHItJI5svbpez7KI4CCXg',
}

/** Bodies that say more than their required fields do. */
const bodies: Readonly<Record<string, unknown>> = {
  createTodo: { name: 'Mend the fence', due: '2030-06-01', labels: ['garden'], priority: 'high' },
  putTodo: { name: 'Mend the fence', notes: 'Half a day.' },
  updateTodo: { finished: true },
  updateList: { name: 'Garden', colour: 'green' },
  updateFilter: { filter: 'due <= today and not finished' },
  updateView: { sortBy: 'due', groupBy: 'label' },
  updateAccount: { zone: 'Europe/Berlin' },
  batch: {
    atomic: true,
    commands: [
      { type: 'createTodo', todo: { name: 'Buy soil' } },
      { type: 'updateTodo', todo: id, changes: { labels: ['garden'] } },
    ],
  },
  undo: { since: moment, dryRun: true },
  createToken: { name: 'backup', scope: 'read' },
  createInvitation: { name: 'bob', role: 'editor' },
  acceptInvitation: { id: 'a1b2c3d4e5f60718' },
  governAccount: { isDisabled: true },
}

export function addExamples(document: Document): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>
  const answers = Object.values(document.components?.responses ?? {}) as Described['responses'][string][]
  for (const answer of answers) addProblem(answer, 405)
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Record<string, Described>)) {
      for (const parameter of operation.parameters ?? [])
        if (parameter.schema && parameter.example === undefined && parameter.in === 'path')
          parameter.example = exampleOf(parameter.schema, schemas, parameter.name)
      for (const [type, content] of Object.entries(operation.requestBody?.content ?? {}))
        if (type === 'application/json')
          content.example = bodies[operation.operationId] ?? exampleOf(content.schema, schemas)
      for (const [status, answer] of Object.entries(operation.responses)) {
        const json = answer.content?.['application/json']
        if (json) json.example = exampleOf(json.schema, schemas)
        addProblem(answer, Number(status))
      }
    }
  }
}

interface Content {
  schema: Schema
  example?: unknown
}

interface Described {
  operationId: string
  parameters?: { name: string; in: string; schema?: Schema; example?: unknown }[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { description?: string; content?: Record<string, Content> }>
}

function addProblem({ content, description }: Described['responses'][string], status: number): void {
  const problem = content?.['application/problem+json']
  if (problem) problem.example = problemOf(status, description)
}

/** It shows the first code of the description. */
function problemOf(status: number, description = ''): object {
  const [, code = 'internal'] = /`(\w+)`/.exec(description) ?? []
  const { title, fix } = rowOf(code as ErrorCode)
  return { type: `urn:aiotodo:error:${code}`, title, status, code, fix }
}

function exampleOf(given: Schema, schemas: Record<string, Schema>, name = '', depth = 0): unknown {
  const schema = given.$ref ? (schemas[given.$ref.slice(given.$ref.lastIndexOf('/') + 1)] ?? {}) : given
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) {
    const isNull = choices.some(({ type }) => type === 'null')
    if (isNull && byName[name] === undefined) return null
    return exampleOf(choices[0] ?? {}, schemas, name, depth)
  }
  const [type] = [schema.type].flat()
  if (type === 'object') {
    const all = Object.entries(schema.properties ?? {})
    // What is not needed would make long examples longer.
    const fields = all.filter(([field]) => schema.required?.includes(field))
    return Object.fromEntries(fields.map(([field, of]) => [field, exampleOf(of, schemas, field, depth + 1)]))
  }
  const named = byName[name]
  if (type === 'array') {
    if (Array.isArray(named)) return named
    return schema.items && depth < 3 ? [exampleOf(schema.items, schemas, name, depth + 1)] : []
  }
  if (type === 'boolean') return false
  if (type === 'null') return null
  if (type === 'integer' || type === 'number')
    return typeof named === 'number'
      ? named
      : Math.max(schema.minimum ?? 0, (schema.exclusiveMinimum ?? -1) + 1)
  return textOf(schema, name)
}

function textOf({ format, pattern, examples = [], minLength = 0 }: Schema, name: string): string {
  if (format === 'uuid') return id
  if (format === 'date') return '2030-06-01'
  if (format === 'date-time') return moment
  if (typeof examples[0] === 'string') return examples[0]
  const fits = (text: unknown): text is string =>
    typeof text === 'string' && text.length >= minLength && (!pattern || new RegExp(pattern, 'u').test(text))
  const found = [byName[name], 'a1b2c3d4e5f60718', `${id}.12`, 'correct horse', 'a0'].find(fits)
  return found ?? ''
}
