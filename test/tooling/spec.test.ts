/** SPEC.md and the tests' titles name the same rules (SPEC.md, R2). */
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'
import { differentCommands } from '../support/chinese-guides.ts'

const root = join(import.meta.dir, '..', '..')

test('[R2] each rule of SPEC.md has a test, each rule a test names is there', async () => {
  const spec = await Bun.file(join(root, 'SPEC.md')).text()
  const rules = new Set([...spec.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule))
  const named = new Set<string | undefined>()
  for (const file of new Glob('{src,test}/**/*.test.ts').scanSync(root)) {
    for (const [, rule] of (await Bun.file(join(root, file)).text()).matchAll(/['`"]\[([A-Z]\d+)\] /g))
      named.add(rule)
  }
  expect([...named].toSorted()).toEqual([...rules].toSorted())
})

test('[R2] both READMEs have the same commands', async () => {
  expect(differentCommands({ english: 'README.md', chinese: 'README.zh-CN.md' })).toEqual([])
})
