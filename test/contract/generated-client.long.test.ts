/** A client that is generated from the OpenAPI document compiles strictly, and works (SPEC.md, A113). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { createApp } from '../support/app.ts'
import { clientOf } from '../support/engines.ts'
import { tempFolder } from '../support/server.ts'
import { listen } from '../support/sockets.ts'

const root = join(import.meta.dir, '..', '..')
const database = { engine: 'sqlite', path: undefined } as const

/** It uses operations of each kind: with a body, a path, a query, headers, and the errors. */
const program = `
import type { components, operations, paths } from './api.ts'

type Todo = components['schemas']['Todo']
type Answer<Id extends keyof operations> = operations[Id] extends { responses: { 200: { content: { 'application/json': infer T } } } } ? T : never
type Body<Id extends keyof operations> = operations[Id] extends { requestBody: { content: { 'application/json': infer T } } } ? T : never
type Query<Id extends keyof operations> = NonNullable<operations[Id]['parameters'] extends { query?: infer T } ? T : never>

const [base = ''] = process.argv.slice(2)

async function ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(base + '/api/v1' + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  if (!response.ok) throw ((await response.json()) as components['schemas']['Problem']).code
  return (response.status === 204 ? undefined : await response.json()) as T
}

const input: Body<'createTodo'> = { name: 'Mend the fence', due: '2030-06-01', labels: ['garden'], priority: 'high' }
const made = await ask<Todo>('POST', '/todos', input, { 'idempotency-key': 'one' })
const again = await ask<Todo>('POST', '/todos', input, { 'idempotency-key': 'one' })
const patch: Body<'updateTodo'> = { finished: true, due: null }
const done = await ask<Answer<'updateTodo'>>('PATCH', '/todos/' + made.id, patch)
const query: Query<'listTodos'> = { finished: true, limit: 1, sort: 'due' }
const params = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]))
const page = await ask<Answer<'listTodos'>>('GET', '/todos?' + params)
const batch: Body<'batch'> = { commands: [{ type: 'deleteTodo', todo: made.id }] }
const [outcome] = (await ask<Answer<'batch'>>('POST', '/batch', batch)).outcomes
const missing = await ask<Todo>('GET', '/todos/' + made.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))).catch((code: components['schemas']['Problem']['code']) => code)
const entry: paths['/lists']['get']['responses']['200']['content']['application/json']['items'][number] | undefined = (await ask<Answer<'listLists'>>('GET', '/lists')).items[0]
console.log(JSON.stringify([again.id === made.id, done.finished, done.due, page.items.map(({ name }) => name), outcome?.accepted, missing, entry?.name]))
// @ts-expect-error -- the name is a text
const wrong: Body<'createTodo'> = { name: 7 }
// @ts-expect-error -- there is no such order
const wrongQuery: Query<'listTodos'> = { sort: 'length' }
void [wrong, wrongQuery]
`

test('[A113] a client that openapi-typescript generates compiles strictly, and does what its types say', async () => {
  using folder = tempFolder()
  const app = await createApp({ database })
  const document = await (await clientOf(app, database).send('GET', '/api/v1/openapi.json')).text()
  const file = (name: string) => join(folder.path, name)
  await Bun.write(file('openapi.json'), document)
  await Bun.write(file('program.ts'), program)
  const run = async (...command: string[]) => {
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: root })
    return { exitCode, output: stdout.toString() + stderr.toString() }
  }
  const bun = process.execPath
  const made = await run(
    bun,
    join(root, 'test/support/generate-client.ts'),
    file('openapi.json'),
    file('api.ts'),
  )
  expect(made).toEqual({ exitCode: 0, output: '' })
  const options = {
    compilerOptions: {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      target: 'esnext',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['esnext', 'dom', 'dom.iterable'],
      typeRoots: [join(root, 'node_modules/@types')],
      types: ['bun'],
    },
    include: ['*.ts'],
  }
  await Bun.write(file('tsconfig.json'), JSON.stringify(options))
  const compiled = await run(join(root, 'node_modules/.bin/tsc'), '-p', folder.path)
  expect(compiled).toEqual({ exitCode: 0, output: '' })
  const server = listen(app)
  // The server runs in this process: it must have its turn meanwhile.
  const used = Bun.spawn([bun, file('program.ts'), server.url], { stdout: 'pipe', stderr: 'inherit' })
  expect(JSON.parse(await new Response(used.stdout).text())).toEqual([
    true,
    true,
    null,
    ['Mend the fence'],
    true,
    'todo_not_found',
    'Todos',
  ])
  await server[Symbol.asyncDispose]()
  await app.close()
}, 180_000)
