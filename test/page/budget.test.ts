/** What does not depend on the machine: how much the first load transfers (SPEC.md, P9). */
import { expect, test } from 'bun:test'
import type { Request } from 'playwright-core'
import { page as en } from '../../src/web/words/en/page.ts'
import { page as zhCn } from '../../src/web/words/zh-CN/page.ts'
import { openPage, refuseWorkers } from '../support/browser.ts'
import { startServer } from '../support/server.ts'

test.each([
  ['en', en],
  ['zh-CN', zhCn],
] as const)('[P9] the first load transfers at most 60 kB (%s)', async (locale, words) => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const finished: Request[] = []
  // What the worker fetches afterwards, for the time without the network, is not waited for.
  await using opened = await openPage(server, {
    locale,
    async prepare(context) {
      context.on('requestfinished', (request) => finished.push(request))
      await refuseWorkers(context)
    },
  })
  await opened.page.getByRole('textbox', { name: words.addTodo }).waitFor()
  await opened.page.waitForLoadState('networkidle')
  const sizes = await Promise.all(
    finished.map(async (request) => {
      const { responseBodySize, responseHeadersSize } = await request.sizes()
      return { path: new URL(request.url()).pathname, bytes: responseBodySize + responseHeadersSize }
    }),
  )
  // With the document, a style sheet and a script at least; else this would prove nothing.
  expect(sizes.length).toBeGreaterThanOrEqual(3)
  const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  expect([all > 60_000, sizes]).toEqual([false, sizes])
})
