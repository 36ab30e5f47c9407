/** What `.ci/run` tells of what failed: only the end of its output is kept (SPEC.md, R22). */
import { expect, test } from 'bun:test'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

/** A folder with this .ci/, and programs in npm's place: each script runs these lines of a shell. */
async function runCi(scripts: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  using folder = tempFolder()
  const at = (...parts: string[]) => join(folder.path, ...parts)
  for (const name of ['.ci', 'bin']) mkdirSync(at(name))
  for (const file of ['run', 'faults.awk']) copyFileSync(join(root, '.ci', file), at('.ci', file))
  const cases = Object.entries(scripts).map(([words, lines]) => `"${words}")\n${lines}\n;;`)
  writeFileSync(at('bin', 'npm'), `#!/bin/bash\ncase "$*" in\n${cases.join('\n')}\nesac\n`)
  chmodSync(at('bin', 'npm'), 0o755)
  for (const [name, body] of [
    ['one', "test('adds', () => expect([1, 2]).toEqual([1, 3]))\ntest('subtracts', () => {})"],
    [
      'two',
      "test('comes', () => { throw new Error('it was not there') })\ntest.skip('is not there', () => {})",
    ],
  ] as const)
    writeFileSync(at(`${name}.test.ts`), `import { expect, test } from 'bun:test'\n${body}\n`)
  const child = Bun.spawn(['bash', at('.ci', 'run')], {
    env: { ...process.env, PATH: `${at('bin')}:${process.env['PATH']}` },
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const text = await new Response(child.stdout).text()
  return { code: await child.exited, lines: text.trim().split('\n') }
}

const bunTest = `"${process.execPath}" test --parallel=2 .`
const passes = `echo ' 3 pass'; echo ' 0 fail'`
const checked = `echo 'check: 4 passed, 0 failed'`

test('[R22] at the end stands each test that failed, with its file and its error, and the sum of all that ran', async () => {
  const { code, lines } = await runCi({
    'test -- --retry=1': `${bunTest} 2>&1`,
    'run test:long -- --retry=1': `printf 'x.long.test.ts:\\n(fail) waits [9ms]\\n  ^ this test timed out after 9ms.\\n 1 fail\\n'`,
    'run check': `echo 'passed  types (tsc, 1 s)'; echo 'FAILED  lint (oxlint, 1 s)'; echo 'x.ts: no rings'; echo 'check: 1 passed, 1 failed'; exit 1`,
  })
  expect([code, lines.at(-1)]).toEqual([1, '2 passed, 4 failed'])
  const end = lines.slice(lines.findIndex((line) => line.includes('what failed'))).join('\n')
  for (const said of [
    'one.test.ts:',
    '(fail) adds',
    '+   2,',
    'two.test.ts:',
    '(fail) comes',
    '(fail) waits',
    'it was not there',
    'x.long.test.ts:',
    'timed out after 9ms',
  ])
    expect(end).toContain(said)
  expect(end).toContain('FAILED  lint (oxlint, 1 s)\nx.ts: no rings')
  expect(end).not.toContain('subtracts')
  expect(end).not.toContain('is not there')
})

test('[R22] where all passes nothing more is said; a run that ends without a word counts as failed', async () => {
  const well = await runCi({
    'test -- --retry=1': passes,
    'run test:long -- --retry=1': passes,
    'run check': checked,
  })
  expect([well.code, well.lines.at(-1)]).toEqual([0, '10 passed, 0 failed'])
  expect(well.lines.join('\n')).not.toContain('what failed')
  const ill = await runCi({
    'test -- --retry=1': `echo 'no port is free'; exit 3`,
    'run test:long -- --retry=1': passes,
    'run check': checked,
  })
  expect([ill.code, ill.lines.at(-1)]).toEqual([1, '7 passed, 1 failed'])
  expect(ill.lines.slice(-4).join('\n')).toContain('no port is free')
})

test('[R22] what passes only when it is tried once more is named, with what was said of it at first', async () => {
  const { code, lines } = await runCi({
    'test -- --retry=1': `echo 'error: it was late'; echo '(pass) waits (attempt 2) [9ms]'; ${passes}`,
    'run test:long -- --retry=1': passes,
    'run check': checked,
  })
  expect([code, lines.at(-1)]).toEqual([0, '10 passed, 0 failed'])
  const end = lines.slice(lines.findIndex((line) => line.includes('at the second try only'))).join('\n')
  expect(end).toContain('(pass) waits (attempt 2)')
  expect(end).toContain('it was late')
})
