/** Which address answers a request (SPEC.md, A90, A91). */
import { expect, test } from 'bun:test'
import { Router, type Params } from '../../src/http/router.ts'
import type { Visit } from '../../src/http/visit.ts'
import { createApp } from '../support/app.ts'
import { randomOf } from '../support/random.ts'

const visit = {} as Visit

/** A router whose routes answer their own names and what their parameters are. */
function routerOf(routes: readonly (readonly [method: string, path: string])[], prefix = ''): Router {
  const router = new Router(prefix)
  for (const [method, path] of routes)
    router.on(method, path, (_, params) => Response.json({ route: `${method} ${path}`, params }))
  return router
}

async function asked(
  router: Router,
  method: string,
  path: string,
): Promise<{ route: string; params: Params } | undefined> {
  const answer = await router.answer(method, path, visit)
  return (await answer?.json()) as { route: string; params: Params } | undefined
}

/** The same by looking at every route: of those that fit, the one that has a word where another has a parameter first. */
function plainly(routes: readonly (readonly [string, string])[], method: string, path: string) {
  const words = path.split('/')
  const found = [method, 'ALL'].flatMap((wanted) =>
    routes
      .filter(([of, route]) => of === wanted && fits(route.split('/'), words))
      .toSorted(([, a], [, b]) => (form(a) < form(b) ? -1 : 1)),
  )
  const [first] = found
  if (!first) return undefined
  const named = first[1].split('/').flatMap((part, at) => (part.startsWith(':') ? [[part, words[at]]] : []))
  return {
    route: first.join(' '),
    params: Object.fromEntries(named.map(([part = '', word]) => [/\w+/.exec(part)?.[0], word])),
  }
}

const fits = (parts: readonly string[], words: readonly string[]): boolean =>
  parts.length === words.length &&
  parts.every((part, at) => {
    const word = words[at] as string
    if (!part.startsWith(':')) return part === word
    return part.includes('{') ? /^[0-9]+$/.test(word) : word !== ''
  })

const form = (route: string): string =>
  route
    .split('/')
    .map((part) => (part.startsWith(':') ? '1' : '0'))
    .join('')

test('[A90] the address that answers is the one that looking at each of them finds', async () => {
  const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 1e9)
  const random = randomOf(seed)
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  const methods = ['GET', 'POST', 'ALL']
  // Each depth has a parameter of its own form: two forms in one place are refused.
  const parts = [
    ['a', 'b', ':id', ''],
    ['a', 'b', ':other{[0-9]+}', ''],
    ['a', '1', ':last', ''],
  ]
  for (let round = 0; round < 300; round++) {
    const routes = new Map<string, readonly [string, string]>()
    for (let i = 0; i < 12; i++) {
      const path = `/${parts
        .slice(0, 1 + Math.floor(random() * 3))
        .map(one)
        .join('/')}`
      const route = [one(methods), path] as const
      routes.set(route.join(' '), route)
    }
    const router = routerOf([...routes.values()])
    for (let i = 0; i < 20; i++) {
      const words = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
        one(['a', 'b', '1', '12', 'x', '']),
      )
      const path = `/${words.join('/')}`
      const method = one(['GET', 'POST', 'PUT'])
      const found = { seed, method, path, ...(await asked(router, method, path)) }
      expect(found).toEqual({ seed, method, path, ...plainly([...routes.values()], method, path) })
    }
  }
})

test('[A90] a fixed word counts before a parameter, for the methods that it has', async () => {
  const router = routerOf([
    ['GET', '/todos/:id'],
    ['ALL', '/todos/:id'],
    ['POST', '/todos/quick'],
    ['ALL', '/todos/quick'],
    ['POST', '/todos/:id/restore'],
  ])
  const route = async (method: string, path: string) => (await asked(router, method, path))?.route
  expect(await route('POST', '/todos/quick')).toBe('POST /todos/quick')
  expect(await asked(router, 'GET', '/todos/quick')).toEqual({
    route: 'GET /todos/:id',
    params: { id: 'quick' },
  })
  expect(await route('PUT', '/todos/quick')).toBe('ALL /todos/quick')
  expect(await route('PUT', '/todos/7')).toBe('ALL /todos/:id')
  expect(await route('POST', '/todos/quick/restore')).toBe('POST /todos/:id/restore')
  expect(await route('GET', '/todos/')).toBeUndefined()
  expect(await route('GET', '/todos/7/')).toBeUndefined()
})

test('[A90] two routes of one address, and two forms of a parameter in one place, are refused', () => {
  expect(() =>
    routerOf([
      ['GET', '/a'],
      ['GET', '/a'],
    ]),
  ).toThrow('GET /a has been added')
  expect(() =>
    routerOf([
      ['GET', '/:id'],
      ['GET', '/:id{[0-9]+}/x'],
    ]),
  ).toThrow('another pattern')
})

test('[A91] an address may be sent with signs escaped that need not be, and with a fragment', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  const status = async (path: string) =>
    (await app.fetch(new Request(`http://localhost${path}`, { headers: { host: 'localhost' } }))).status
  const added = new Request('http://localhost/todos/', {
    method: 'POST',
    headers: { host: 'localhost' },
    body: '{"name":"x"}',
  })
  expect((await app.fetch(added)).status).toBe(303)
  for (const path of ['/todos/1', '/todos/%31', '/%74odos/1', '/todos/1#x', '/todos/1?x=%ff'])
    expect([path, await status(path)]).toEqual([path, 200])
  // An escaped slash parts no words, and what is no text stays as it is.
  for (const path of ['/todos%2F1', '/todos/1%2F', '/todos/%2531', '/todos/%ff', '/todos/%3'])
    expect([path, await status(path)]).toEqual([path, 404])
  await app.close()
})
