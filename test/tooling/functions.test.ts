/** No function of the program is longer than its limit, wherever it stands (SPEC.md, A80). */
import { expect, test } from 'bun:test'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const files = [...new Bun.Glob('**/*.{ts,tsx}').scanSync(join(root, 'src'))].filter(
  (file) => !file.endsWith('.d.ts'),
)

/** A function of so many lines. */
const longer = (lines: number) => `export function planted(): void {\n${'  void 0\n'.repeat(lines - 2)}}\n`

/** The files of `src/` in which the linter finds a function too long, had each of them but this one function. */
function objections(lines: number): Set<string> {
  using temp = tempFolder()
  copyFileSync(join(root, '.oxlintrc.json'), join(temp.path, '.oxlintrc.json'))
  for (const file of files) {
    const path = join(temp.path, 'src', file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, longer(lines))
  }
  const { stdout } = Bun.spawnSync(
    [join(root, 'node_modules', '.bin', 'oxlint'), '-c', '.oxlintrc.json', '-f', 'json', 'src'],
    { cwd: temp.path },
  )
  const { diagnostics } = JSON.parse(stdout.toString())
  return new Set(
    diagnostics
      .filter(({ code }: { code: string }) => code.includes('max-lines-per-function'))
      .map(({ filename }: { filename: string }) => relative('src', filename)),
  )
}

test('[A80] a function of 71 lines is refused in each file of src, one of 70 in none', () => {
  expect(files.length).toBeGreaterThan(300)
  const refused = objections(71)
  expect(files.filter((file) => !refused.has(file))).toEqual([])
  expect([...objections(70)]).toEqual([])
})

test('[A80] no file of src asks the linter not to count its lines', async () => {
  const asking: string[] = []
  for (const file of files)
    if (/lint-disable[^\n]*max-lines/.test(await Bun.file(join(root, 'src', file)).text())) asking.push(file)
  expect(asking).toEqual([])
})
