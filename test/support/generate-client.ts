/**
 * Writes the types of a client for an OpenAPI document, as `openapi-typescript` makes them. That needs the compiler's API
 * as it was before TypeScript 7, which `@ts-morph/common` has in it:
 *   bun test/support/generate-client.ts FILE.json FILE.ts
 */
import { ts } from '@ts-morph/common'
import { plugin } from 'bun'

void plugin({
  name: 'typescript before 7',
  setup(build) {
    build.module('typescript', () => ({ exports: { ...ts, default: ts }, loader: 'object' }))
  },
})

const { default: generate, astToString } = await import('openapi-typescript')
const [from = '', to = ''] = process.argv.slice(2)
const document = (await Bun.file(from).json()) as Parameters<typeof generate>[0]
await Bun.write(to, astToString(await generate(document)))
