/** The API's description as a page (SPEC.md, D1). */
import { expect, test } from 'bun:test'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { startMounted } from '../support/mounted.ts'

interface Described {
  paths: Record<string, Record<string, { operationId: string; tags: string[]; security?: unknown }>>
  components: { securitySchemes: object; schemas: object }
}

const described = async (url: string): Promise<Described> =>
  (await fetch(`${url}/api/v1/openapi.json`)).json() as Promise<Described>

test('[D1] the API is read and tried at /api/v1/docs, from this server alone, under a prefix as well', async () => {
  await using server = await startMounted('/todo-server')
  const asked: string[] = []
  const { page, errors } = await openPage(server, {
    path: 'api/v1/docs',
    prepare: async (context) => void context.on('request', (request) => asked.push(request.url())),
  })
  const open = (id: string) => page.locator(`#${id} > summary`).click()
  const output = (id: string) => page.locator(`#${id} output`)
  await open('createTodo')
  const body = page.locator('#createTodo textarea')
  expect(JSON.parse(await body.inputValue())).toMatchObject({ name: expect.any(String) })
  await body.fill('{"name": "Milk"}')
  await page.locator('#createTodo button').click()
  await output('createTodo').getByText('201').waitFor()
  await open('listTodos')
  await page.locator('#listTodos').getByLabel('q', { exact: true }).fill('mil')
  await page.locator('#listTodos button').click()
  await output('listTodos').getByText('"name": "Milk"').waitFor()
  await open('readTodo')
  await page.locator('#readTodo').getByLabel('id', { exact: true }).fill('no id')
  await page.locator('#readTodo button').click()
  await output('readTodo').getByText('todo_not_found').waitFor()
  // That a request is refused, browsers put among the errors of a page.
  expect(errors.filter((error) => !error.includes('404'))).toEqual([])
  for (const url of asked)
    expect(url.startsWith('data:') || url.startsWith(`${server.url}/api/v1/`)).toBe(true)
})

test('[D1] all operations and schemas are there, by what they are about, with how to show a key', async () => {
  await using server = await startMounted('')
  const { paths, components } = await described(server.url)
  const operations = Object.entries(paths).flatMap(([path, of]) =>
    Object.values(of).map((operation) => ({ path, ...operation })),
  )
  for (const { path, tags } of operations) expect(tags).toEqual([path.split('/')[1] as string])
  expect(components.securitySchemes).toMatchObject({ token: { type: 'http', scheme: 'bearer' } })
  // Without accounts there is no key; a browser shows a cookie, of another name without TLS.
  const choices = [{}, { token: [] }, { session: [] }, { sessionWithoutTls: [] }]
  expect(paths['/todos']?.['get']?.security).toEqual(choices)
  expect(paths['/session']?.['post']?.security).toEqual([])
  const { page, errors } = await openPage(server, { path: 'api/v1/docs#schema-Todo' })
  const idsOf = (selector: string) => page.locator(selector).evaluateAll((all) => all.map(({ id }) => id))
  expect((await idsOf('.operation')).toSorted()).toEqual(
    operations.map(({ operationId }) => operationId).toSorted(),
  )
  expect(await idsOf('#schemas > details')).toEqual(
    Object.keys(components.schemas).map((name) => `schema-${name}`),
  )
  // What an address names is open, and each link leads to something.
  await page.locator('#schema-Todo').getByText('required').first().waitFor()
  const lost = await page
    .locator('a[href^="#"]')
    .evaluateAll((links) =>
      links
        .map((link) => (link as HTMLAnchorElement).hash.slice(1))
        .filter((id) => !document.getElementById(id)),
    )
  expect(lost).toEqual([])
  expect(errors).toEqual([])
})

test.each(['light', 'dark'] as const)(
  '[D1] axe finds nothing in it, %s, and it is no wider than a phone',
  async (colorScheme) => {
    await using server = await startMounted('')
    const { page } = await openPage(server, {
      path: 'api/v1/docs#createTodo',
      colorScheme,
      viewport: { width: 320, height: 640 },
    })
    await page.locator('#createTodo form').waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  },
)

test('[D1] it is read without a script, asks with the token it is given, and is not sent again unless it changed', async () => {
  await using server = await startMounted('')
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1/${path}`, { headers })
  const answer = await get('docs')
  const text = await answer.text()
  expect(text).toContain('<code>/todos/{id}</code>')
  expect(text).toContain('<a href="#schema-Todo">Todo</a>')
  expect((await get('docs', { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304)
  expect((await get('docs', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBe('gzip')
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).not.toContain('unsafe')
  const { page } = await openPage(server, { path: 'api/v1/docs#readAccount' })
  await page.locator('#key').getByLabel('Token').fill('aiotodo_secret')
  const sent = page.waitForRequest('**/api/v1/account')
  await page.locator('#readAccount button').click()
  expect((await sent).headers()['authorization']).toBe('Bearer aiotodo_secret')
})
