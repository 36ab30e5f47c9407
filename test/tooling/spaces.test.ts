/** Versions and digests of spaces are counted in one place, which a scan of the sources holds (SPEC.md, S50). */
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'

const src = join(import.meta.dir, '..', '..', 'src')

interface Touch {
  what: string
  pattern: RegExp
  /** Where it may be. */
  in: readonly string[]
}

const touches: Touch[] = [
  {
    what: 'a row of `spaces` is written',
    pattern: /\b(?:update|insert into|delete from)\s+spaces\b/i,
    // A migration is of the schema that there was then.
    in: [
      'storage/spaces.ts',
      'storage/migrations/0005-accounts.ts',
      'storage/migrations/0016-parents-in-list.ts',
      'storage/migrations/0022-names-repeat.ts',
    ],
  },
  {
    what: 'a row is put into a digest, or taken out of one',
    pattern: /\bwith(?:out)?Row\(/,
    // The client counts what it has, which is compared with what the server counted.
    in: ['model/digest.ts', 'model/spaces.ts', 'storage/digests.ts', 'client/space.ts'],
  },
  {
    what: 'a counter of a space is set',
    pattern: /\.(?:digest|nextNumber|lastPosition) *=(?!=)/,
    in: ['model/spaces.ts', 'client/space.ts'],
  },
  {
    what: 'a version is raised',
    pattern: /(?:\+\+|--) *[\w.#()]*[vV]ersion\b|[vV]ersion *(?:\+\+|--|\+ *\d|\+=)/,
    in: ['model/spaces.ts', 'storage/spaces.ts'],
  },
]

/** The files that touch versions and digests, and may not, each as `file: what`. */
function strangers(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  for (const [file, text] of files)
    for (const { what, pattern, in: allowed } of touches)
      if (pattern.test(text) && !allowed.includes(file)) found.push(`${file}: ${what}`)
  return found.toSorted()
}

const sources = new Map<string, string>()
// The page changes no space, and has versions of its own files.
for (const file of new Glob('{model,core,storage,http,sync,client,exchange}/**/*.ts').scanSync(src))
  sources.set(file, await Bun.file(join(src, file)).text())

test('[S50] versions and digests of spaces are touched by `Spaces` and its statements alone', () => {
  expect(sources.size).toBeGreaterThan(200)
  expect(strangers(sources)).toEqual([])
})

test('[S50] each way to touch them elsewhere is found, and each place that is allowed one has it', () => {
  const planted = [
    'await connection.all(`update spaces set version = $1`)',
    'space.digest = withoutRow(space.digest, before)',
    'space.nextNumber = 4',
    'const after = { ...todo, version: ++space.version }',
    'let next = version + 1',
    'version++',
    "connection.all('insert into  spaces (id) values ($1)')",
  ]
  for (const line of planted)
    expect([line, strangers(new Map([['core/planted.ts', line]])).length > 0]).toEqual([line, true])
  const innocent = ['if (space.digest === null) return', 'row.version > since', 'const { version } = space']
  for (const line of innocent) expect([line, strangers(new Map([['core/a.ts', line]]))]).toEqual([line, []])
  for (const { what, pattern, in: allowed } of touches)
    for (const file of allowed)
      expect([what, file, pattern.test(sources.get(file) ?? '')]).toEqual([what, file, true])
})
