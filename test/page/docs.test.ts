/** The API's description as a page (SPEC.md, D1). */
import { expect, test } from 'bun:test'
import { openPage } from '../support/browser.ts'
import { startMounted } from '../support/mounted.ts'

test('[D1] the API is read and tried at /api/v1/docs, from this server alone, under a prefix as well', async () => {
  await using server = await startMounted('/todo-server')
  const asked: string[] = []
  const { page, errors } = await openPage(server, {
    path: 'api/v1/docs',
    prepare: async (context) => void context.on('request', (request) => asked.push(request.url())),
  })
  const operation = page.locator('#operations-account-readAccount')
  await operation.locator('.opblock-summary').click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  await operation.getByText('"defaultList"').first().waitFor()
  expect(errors).toEqual([])
  for (const url of asked)
    expect(url.startsWith('data:') || url.startsWith(`${server.url}/api/v1/`)).toBe(true)
}, 60_000)

test('[D1] all operations are there, by what they are about, with how to show a key', async () => {
  await using server = await startMounted('')
  const { paths, components } = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { tags: string[]; security?: unknown }>>
    components: { securitySchemes: object }
  }
  for (const [path, operations] of Object.entries(paths))
    for (const { tags } of Object.values(operations)) expect(tags).toEqual([path.split('/')[1] as string])
  expect(components.securitySchemes).toMatchObject({ token: { type: 'http', scheme: 'bearer' } })
  expect(paths['/todos']?.['get']?.security).toEqual([{ token: [] }])
  expect(paths['/session']?.['post']?.security).toEqual([])
})
