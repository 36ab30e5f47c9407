/** What the OpenAPI document says (SPEC.md, A112), and whether it is so (A114). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import addFormats from 'ajv-formats'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { App } from '../../src/app.ts'
import { operationTexts, tagTexts, takeNoKey } from '../../src/http/api/operation-texts.ts'
import { ask, join } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { randomOf } from '../support/random.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const database = { engine: 'sqlite', path: undefined } as const

let local: App
let app: App
let document: any
let operations: any[]
let ajv: Ajv2020

beforeAll(async () => {
  local = await createApp({ database, localOnly: false })
  app = await createApp({ database, localOnly: false, requestsPerSecond: 1e9 })
  document = (await ask(local, 'GET', '/openapi.json')).body
  operations = Object.entries<any>(document.paths).flatMap(([path, of]) =>
    Object.entries<any>(of).map(([method, operation]) => ({ path, method, ...operation })),
  )
  ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addFormat('binary', true)
  ajv.addFormat('password', true)
  ajv.addSchema({ $id: 'openapi', components: document.components })
})
afterAll(async () => {
  for (const each of [local, app]) await each.close()
})

const validators = new Map<string, ValidateFunction>()

/** What does not fit the schema, which may point into the document. */
function misfits(schema: object, value: unknown): string[] {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')
  let validate = validators.get(text)
  if (!validate) validators.set(text, (validate = ajv.compile(JSON.parse(text))))
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const resolved = (part: any): any =>
  part.$ref === undefined
    ? part
    : part.$ref
        .slice(2)
        .split('/')
        .reduce((at: any, name: string) => at[name], document)

test('[A112] two validators find nothing wrong with the document', async () => {
  const result = await new Validator().validate(structuredClone(document))
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
  // A browser that goes to the sign-in provider is answered by a redirect alone.
  const rules = { 'operation-2xx-response': 'off' } as const
  const config = await createConfig({ extends: ['recommended'], rules })
  const problems = await lintFromString({ source: JSON.stringify(document), config })
  const told = problems.map(({ ruleId, message, location }) => `${ruleId} ${message} ${location[0]?.pointer}`)
  expect(told).toEqual([])
}, 120_000)

test('[A112] each operation has a description, says how it is sent again, and all tags are described', () => {
  const [ids, keyless] = [new Set<string>(), new Set<string>()]
  for (const { operationId: id, method, description, parameters = [], tags } of operations) {
    ids.add(id)
    expect([id, description.startsWith(operationTexts[id])]).toEqual([id, true])
    expect([id, tags.every((tag: string) => (tagTexts[tag]?.length ?? 0) > 10)]).toEqual([id, true])
    const takesKey = parameters.some(({ name }: any) => name === 'Idempotency-Key')
    if (method === 'get' || takesKey) continue
    keyless.add(id)
    expect([id, description.includes(takeNoKey[id])]).toEqual([id, true])
  }
  // Nothing is said of what is not there.
  expect(Object.keys(operationTexts).toSorted()).toEqual([...ids].toSorted())
  expect(Object.keys(takeNoKey).toSorted()).toEqual([...keyless].toSorted())
  expect(document.tags.map(({ name }: any) => name).toSorted()).toEqual(Object.keys(tagTexts).toSorted())
})

test('[A112] whole numbers and truth values are such, with ranges; texts of a form have a pattern', () => {
  const named = (name: string) =>
    operations.flatMap(({ parameters = [] }) =>
      parameters.filter((each: any) => each.name === name).map((each: any) => each.schema),
    )
  for (const { type, minimum, maximum } of named('limit'))
    expect([type, minimum, maximum > 0]).toEqual(['integer', 1, true])
  for (const name of ['finished', 'deleted', 'dry_run', 'force', 'all'])
    for (const { type } of named(name)) expect([name, type]).toEqual([name, 'boolean'])
  expect(named('wait')).toEqual([expect.objectContaining({ type: 'integer', minimum: 0, maximum: 25 })])
  const { Todo, Account } = document.components.schemas
  for (const field of ['due', 'start', 'anchor', 'repeat'])
    expect(Todo.properties[field].anyOf[0].pattern).toBeString()
  expect(Todo.properties.position.pattern).toBeString()
  expect(Todo.properties.reminders.items.pattern).toBeString()
  expect(JSON.stringify(Account.properties.zone)).toContain('pattern')
})

test('[A112] each body has an example that fits its schema', () => {
  const wrong: unknown[] = []
  for (const { operationId, requestBody, responses, parameters = [] } of operations) {
    const check = (what: string, { schema, example }: any) => {
      const errors = example === undefined ? ['there is none'] : misfits(schema, example)
      if (errors.length > 0) wrong.push([operationId, what, errors, example])
    }
    for (const [type, content] of Object.entries<any>(requestBody?.content ?? {}))
      if (type === 'application/json') check('body', content)
    for (const parameter of parameters) if (parameter.in === 'path') check(parameter.name, parameter)
    for (const [status, answer] of Object.entries<any>(responses))
      for (const [type, content] of Object.entries<any>(resolved(answer).content ?? {}))
        if (type.endsWith('json')) check(status, content)
  }
  expect(wrong).toEqual([])
})

/** Headers that the document has to tell of; the others are of every answer. */
const toldHeaders = [
  'etag',
  'location',
  'link',
  'idempotency-replayed',
  'retry-after',
  'www-authenticate',
  'allow',
  'content-disposition',
  'set-cookie',
]

/** What the document does not say of an answer. */
function untold({ responses }: any, answer: Awaited<ReturnType<typeof ask>>): string[] {
  const described = responses[answer.status]
  if (!described) return [`status ${answer.status} ${answer.body?.code ?? ''}`]
  const { content = {}, headers = {}, description } = resolved(described)
  const missing: string[] = []
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  for (const name of toldHeaders)
    if (answer.headers.has(name) && !names.has(name)) missing.push(`${answer.status} header ${name}`)
  if (answer.text === '') return missing
  const type = answer.headers.get('content-type') ?? ''
  const of = content[type] ?? content[type.replace(/;.*/, '')]
  if (!of) return [...missing, `${answer.status} ${type}`]
  if (!answer.body) return missing
  if (type.startsWith('application/problem') && !description.includes(`\`${answer.body.code}\``))
    missing.push(`code ${answer.status} ${answer.body.code}`)
  for (const misfit of misfits(of.schema, answer.body)) missing.push(`${answer.status}${misfit}`)
  return missing
}

/** Makes requests at random: most fields as their schemas say, some not. */
class Requests {
  readonly #chance: () => number
  /** Ids that there are, so that not all is a 404. */
  readonly ids: string[] = []

  constructor(chance: () => number) {
    this.#chance = chance
  }

  #one = <T>(of: readonly T[]): T => of[Math.floor(this.#chance() * of.length)] as T
  #maybe = (share: number) => this.#chance() < share

  #odd = () =>
    this.#one<unknown>([
      null,
      true,
      0,
      -1,
      1.5,
      '',
      'x',
      '\0',
      '😀',
      [],
      {},
      'x'.repeat(300),
      '2026-13-01',
      1e9,
    ])

  value(given: any, name = '', depth = 0): unknown {
    if (this.#maybe(0.03)) return this.#odd()
    const schema = resolved(given)
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return this.#one(schema.enum)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return this.value(this.#one(choices), name, depth)
    const type = [schema.type].flat()[0]
    if (type === 'object') {
      const fields = Object.entries<any>(schema.properties ?? {}).filter(
        ([field]) => schema.required?.includes(field) || this.#maybe(depth > 2 ? 0.1 : 0.3),
      )
      const all = fields.map(([field, of]) => [field, this.value(of, field, depth + 1)])
      return Object.fromEntries(this.#maybe(0.03) ? [...all, ['unknown', 1]] : all)
    }
    if (type === 'array')
      return Array.from({ length: Math.floor(this.#chance() * 3) }, () =>
        this.value(schema.items ?? {}, name, depth + 1),
      )
    if (type === 'boolean') return this.#maybe(0.5)
    if (type === 'integer' || type === 'number')
      return Math.floor(this.#chance() * 5) + (schema.minimum > 0 ? schema.minimum : 0)
    if (type === 'null') return null
    return this.#text(schema, name)
  }

  #text({ format, examples = [], pattern }: any, name: string): string {
    if (format === 'uuid')
      return this.#maybe(0.7) && this.ids.length > 0 ? this.#one(this.ids) : Bun.randomUUIDv7()
    if (format === 'date') return '2030-06-01'
    if (format === 'date-time') return '2030-06-01T09:30:00.000Z'
    if (examples.length > 0) return this.#one(examples)
    if (name === 'filter') return this.#one(['not finished', 'due <= today', 'is overdue', '#home'])
    if (pattern?.includes('\\.'))
      return `${this.#one([...this.ids, 'x'])}.${1 + Math.floor(this.#chance() * 5)}`
    return this.#one(['Mend the fence', 'a', '牛奶', 'x y', 'ann'])
  }

  of({ path, method, parameters = [], requestBody }: any): {
    method: string
    path: string
    body?: unknown
    headers: Record<string, string>
  } {
    const query = new URLSearchParams()
    const headers: Record<string, string> = {}
    let address = path
    for (const { name, in: where, schema, required } of parameters) {
      if (!required && !this.#maybe(0.25)) continue
      const text = String(this.value(schema, name))
      if (where === 'path') address = address.replace(`{${name}}`, encodeURIComponent(text) || 'x')
      else if (where === 'query' && name !== 'wait') query.set(name, text)
      else if (where === 'header')
        headers[name] = this.#one(['"1"', '"2"', '*', 'W/"1"', Bun.randomUUIDv7(), 'x'])
    }
    const json = requestBody?.content['application/json']
    const body = json && (this.#maybe(0.5) && json.example ? json.example : this.value(json.schema))
    const search = query.size > 0 ? `?${query}` : ''
    return {
      method: method.toUpperCase(),
      path: `/api/v1${address}${search}`,
      ...(json && { body }),
      headers,
    }
  }
}

/** Passwords are hashed, providers asked and files read: those have tests of their own, and take long. */
const left = new Set([
  'signIn',
  'signUp',
  'governAccount',
  'import',
  'export',
  'removeAccount',
  'signOut',
  'signOutElsewhere',
  'signOutDevice',
  'testPushSubscription',
  'proveSession',
  'updateAccount',
])

test.each([
  ['in local mode', 1_000],
  ['with accounts', 1_000],
] as const)(
  '[A114] what is answered %s to requests at random is what the document says (%p of them)',
  async (mode, count) => {
    const chance = randomOf(seed)
    const requests = new Requests(chance)
    const isLocal = mode === 'in local mode'
    const of = isLocal ? local : app
    const ann = isLocal ? undefined : await join(of, `ann${seed}`)
    const token = await ann?.token({ scope: 'admin' })
    const asked = operations.filter(({ operationId }) => !left.has(operationId))
    const found = new Map<string, string>()
    const statuses = new Set<number>()
    for (let at = 0; at < count; at++) {
      const operation = asked[Math.floor(chance() * asked.length)]
      const { method, path, body, headers } = requests.of(operation)
      // Now and then without a key, or by a browser.
      const key = chance() < 0.1 ? {} : chance() < 0.5 ? (token?.headers ?? {}) : (ann?.headers ?? {})
      const answer = await ask(of, method, path, body, { ...headers, ...key })
      statuses.add(answer.status)
      for (const what of untold(operation, answer))
        found.set(
          `${operation.operationId}: ${what}`,
          `${method} ${path} ${JSON.stringify(body) ?? ''}`.slice(0, 300),
        )
      const id = answer.body?.id
      if (typeof id === 'string' && answer.status === 201) requests.ids.push(id)
    }
    expect({ seed, found: Object.fromEntries(found) }).toEqual({ seed, found: {} })
    for (const status of [200, 201, 400, 404]) expect(statuses).toContain(status)
  },
  120_000,
)
