/** The application as a library (SPEC.md, D34). */
import { expect, test } from 'bun:test'
import { createApp, type AppOptions, type Change, type RouteName, type TodoApp } from '../../src/library.ts'
import { tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

const ask = (app: TodoApp, method: string, path: string, body?: unknown) =>
  app.fetch(
    new Request(`http://localhost${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

test.each(['mysql://user:secret@localhost/db', 'sqlite:', 'memory', '', './todos.db'])(
  '[D34] the database "%s" is refused by an error that names what is allowed, and shows no password',
  async (database) => {
    const error = await createApp({ database }).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'bad_argument' })
    const { message } = error as Error
    for (const allowed of ['sqlite:PATH', 'memory:', 'postgres://user:password@host/name'])
      expect(message).toContain(allowed)
    expect(message).not.toContain('secret')
  },
)

test('[D34] a file is kept, and begun anew by makeTable', async () => {
  using folder = tempFolder()
  const database = `sqlite:${folder.path}/todos.sqlite`
  const names = async (options: Partial<AppOptions> = {}) => {
    const app = await createApp({ database, ...options })
    await ask(app, 'POST', '/todos/', { name: crypto.randomUUID() })
    const todos = (await (await ask(app, 'GET', '/todos/')).json()) as { id: number }[]
    await app.close()
    return todos.map(({ id }) => id)
  }
  expect(await names()).toEqual([1])
  expect(await names()).toEqual([1, 2])
  expect(await names({ makeTable: true })).toEqual([1, 2, 3])
})

test('[D34] hooks are called in their order; a start that fails closes the database', async () => {
  const called: string[] = []
  const app = await createApp({
    database: 'memory:',
    onStart: async (app) => void called.push(`start ${(await ask(app, 'GET', '/todos/')).status}`),
    onStop: async (app) => void called.push(`stop ${(await ask(app, 'GET', '/todos/')).status}`),
    onCleanUp: () => void called.push('clean up'),
  })
  called.push('runs')
  await app.close()
  expect(called).toEqual(['start 200', 'runs', 'stop 200', 'clean up'])
  using folder = tempFolder()
  const database = `sqlite:${folder.path}/todos.sqlite`
  const onStart = () => {
    throw new Error('it can not start')
  }
  await expect(createApp({ database, onStart })).rejects.toThrow('it can not start')
  await (await createApp({ database })).close()
  const stopping = await createApp({
    database: 'memory:',
    onStop: () => Promise.reject(new Error('no stop')),
    onCleanUp: () => void called.push('not called'),
  })
  await expect(stopping.close()).rejects.toThrow('no stop')
})

test('[D34] each commit is told with its rows as they were and are; one listener that fails holds up no other', async () => {
  const log: string[] = []
  const app = await createApp({ database: 'memory:', log: (line) => void log.push(line) })
  const heard: Change[] = []
  app.onChange(() => {
    throw new Error('a listener fails')
  })
  const stop = app.onChange((changes) => void heard.push(...changes))
  await ask(app, 'POST', '/todos/', { name: 'Buy milk' })
  await until(() => heard.length === 1)
  expect(heard[0]).toMatchObject({
    kind: 'todo',
    before: undefined,
    after: { name: 'Buy milk', finished: false },
  })
  await ask(app, 'PATCH', '/todos/1', { finished: true })
  await until(() => heard.length === 2)
  expect(heard[1]).toMatchObject({ before: { finished: false }, after: { finished: true, number: 1 } })
  await ask(app, 'POST', '/api/v1/lists', { name: 'Work' })
  await until(() => heard.length === 3)
  expect(heard[2]).toMatchObject({ kind: 'list', after: { name: 'Work' } })
  stop()
  const more: Change[] = []
  app.onChange((changes) => void more.push(...changes))
  await ask(app, 'DELETE', '/todos/1')
  await until(() => more.length === 1)
  expect(heard).toHaveLength(3)
  await app.close()
  expect(log.join('')).toContain('a listener fails')
})

test('[D34] addresses by name are below the prefix; a wrong name or a missing parameter is an error', async () => {
  const app = await createApp({ database: 'memory:', prefix: '/todo-server' })
  expect(app.urlFor('tutorialTodos')).toBe('/todo-server/todos/')
  expect(app.urlFor('tutorialTodo', { id: 7 })).toBe('/todo-server/todos/7')
  expect(app.urlFor('list', { id: app.account.defaultList })).toBe(
    `/todo-server/api/v1/lists/${app.account.defaultList}`,
  )
  expect((await ask(app, 'GET', app.urlFor('list', { id: app.account.defaultList }))).status).toBe(200)
  expect(() => app.urlFor('tutorialTodo')).toThrow('expected the parameter id')
  expect(() => app.urlFor('nowhere' as RouteName)).toThrow('There is no route nowhere')
  await app.close()
})
