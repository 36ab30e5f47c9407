/** The programs of the guides run as they stand, and are right by the strict rules of TypeScript (SPEC.md, D30 to D33, D38). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

interface Program {
  guide: string
  heading: string
  kind: string
  code: string
  /** What it prints; undefined: nothing is said of it. */
  output: string | undefined
}

/** The programs of a guide: each block of TypeScript, and the block of text behind it. */
function programsOf(guide: string): Program[] {
  const text = readFileSync(join(root, guide), 'utf8')
  const programs: Program[] = []
  let heading = ''
  for (const [, title, kind = '', code = '', output] of text.matchAll(
    /^#+ ([^\n]*)$|^```ts( test)?\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms,
  )) {
    if (title !== undefined) heading = title
    else programs.push({ guide, heading, kind: kind.trim(), code, output })
  }
  return programs
}

const guides = ['docs', 'docs/zh-CN'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => /^(embedding|from-the-tutorial)\.md$/.test(name))
    .map((name) => `${folder}/${name}`),
)
const programs = guides.flatMap(programsOf)

/** An empty folder into which the package is installed, as npm would lay it out. */
let folder: ReturnType<typeof tempFolder>
const run = (command: string[], env: Record<string, string> = {}) => {
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, {
    cwd: folder.path,
    env: { ...process.env, NO_COLOR: '1', ...env },
  })
  return { code: exitCode, out: stdout.toString(), err: stderr.toString() }
}

beforeAll(() => {
  folder = tempFolder()
  const installed = join(folder.path, 'node_modules', 'aiotodo')
  mkdirSync(installed, { recursive: true })
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  cpSync(join(root, 'src'), join(installed, 'src'), { recursive: true })
  // What it depends on; the package itself is where a reader of the guide has it.
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !each.startsWith('.')))
    symlinkSync(join(root, 'node_modules', name), join(folder.path, 'node_modules', name))
  for (const [script, target] of [
    ['build-client', 'client'],
    ['build-types', 'types'],
  ] as const) {
    const made = Bun.spawnSync(
      [process.execPath, join(root, 'scripts', `${script}.ts`), join(installed, 'dist', target)],
      { cwd: root },
    )
    if (made.exitCode !== 0) throw new Error(made.stderr.toString() + made.stdout.toString())
  }
  writeFileSync(join(folder.path, 'package.json'), '{"type": "module", "private": true}')
})
afterAll(() => folder[Symbol.dispose]())

const write = (name: string, code: string) => writeFileSync(join(folder.path, name), code)

describe('each program of the guides', () => {
  test.each(programs.map((program, index) => [`${program.guide}, ${program.heading}`, index] as const))(
    '[D30] %s: it runs as it stands, and prints what is said',
    (_, index) => {
      const { kind, code, output } = programs[index] as Program
      const name = kind === 'test' ? `${index}.test.ts` : `${index}.ts`
      write(name, code)
      const {
        code: exit,
        out,
        err,
      } = run([process.execPath, ...(kind === 'test' ? ['test'] : []), `./${name}`])
      expect({ exit, out: kind === 'test' ? undefined : out, err: kind === 'test' ? '' : err }).toEqual({
        exit: 0,
        out: kind === 'test' ? undefined : (output ?? out),
        err: '',
      })
    },
  )

  test('[D30] the guides have programs', () => {
    expect(programs.length).toBeGreaterThan(8)
  })
})

test('[D38] the way from the tutorial has the same programs in both languages', () => {
  const of = (guide: string) =>
    programs.filter((each) => each.guide === guide).map(({ kind, code, output }) => ({ kind, code, output }))
  const english = of('docs/from-the-tutorial.md')
  expect(english.length).toBeGreaterThan(10)
  expect(of('docs/zh-CN/from-the-tutorial.md')).toEqual(english)
})

/** The README's program for the client, without what only a reader's server has. */
const clientOfReadme = /^```ts\n(import \{ createClient \}.*?)^```/ms.exec(
  readFileSync(join(root, 'README.md'), 'utf8'),
)?.[1]

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('[D31] types of the package are right with --strict, %s and %s', (module, moduleResolution) => {
  if (clientOfReadme === undefined) throw new Error('README.md has no program for the client')
  write('client.ts', clientOfReadme)
  for (const [index, { code }] of programs.entries()) write(`program-${index}.ts`, code)
  const options = {
    ...{ module, moduleResolution, target: 'esnext', strict: true, noEmit: true, skipLibCheck: false },
    lib: ['esnext', 'dom', 'dom.iterable'],
  }
  // The client needs nothing of Bun; what serves does.
  for (const [types, files] of [
    [[], ['client.ts']],
    [['bun'], programs.map((_, index) => `program-${index}.ts`)],
  ] as const) {
    const compilerOptions = { ...options, types, skipLibCheck: types.length > 0 }
    write('tsconfig.json', JSON.stringify({ compilerOptions, files }))
    expect(run([join(root, 'node_modules', '.bin', 'tsc'), '-p', 'tsconfig.json'])).toEqual({
      code: 0,
      out: '',
      err: '',
    })
  }
})

test('[D32] on Node the name "aiotodo" says that the server runs on Bun, and the client works', () => {
  write('server.mjs', "import 'aiotodo'")
  const refused = run(['node', 'server.mjs'])
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('The server of aiotodo runs on Bun')
  expect(refused.err).toContain('"npx aiotodo serve"')
  write(
    'works.mjs',
    "import { createClient } from 'aiotodo/client'\nconsole.log(typeof createClient('http://localhost').todos.all)",
  )
  expect(run(['node', 'works.mjs'])).toEqual({ code: 0, out: 'function\n', err: '' })
})

test('[D33] types are there for each name that the package exports', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, { types: string }>
  }
  const installed = join(folder.path, 'node_modules', 'aiotodo')
  for (const { types } of Object.values(exports)) expect(existsSync(join(installed, types))).toBe(true)
})
