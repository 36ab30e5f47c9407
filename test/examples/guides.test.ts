/** The guides: their commands run as they stand, and their links lead somewhere (SPEC.md, D3). */
import { expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startServer, tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
const blocksOf = (guide: string) =>
  [...read(`docs/${guide}`).matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block)

// The port and the program of the test; and an answer that says no ends a guide, as it should not.
const prelude = `set -eu
curl() { command curl -sS --fail-with-body "$@"; }
aiotodo() { "$BUN" "$MAIN" "$@"; }
npx() { "$@"; }
`

test.skipIf(!Bun.which('curl')).each(guides.filter((guide) => blocksOf(guide).length > 0))(
  '[D3] the commands of docs/%s work, one after another',
  async (guide) => {
    using folder = tempFolder()
    await using server = await startServer({ args: ['--data', folder.path] })
    const script = prelude + blocksOf(guide).join('').replaceAll('localhost:8080', `localhost:${server.port}`)
    const env = {
      ...process.env,
      HOME: folder.path,
      AIOTODO_SERVER: server.url,
      BUN: process.execPath,
      MAIN: join(root, 'src', 'main.ts'),
    }
    const child = Bun.spawn(['sh', '-c', script], {
      cwd: folder.path,
      env,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [out, err] = [await new Response(child.stdout).text(), await new Response(child.stderr).text()]
    expect({ code: await child.exited, err, out }).toEqual({ code: 0, err: '', out: expect.any(String) })
  },
)

test('[D3] each link of the guides leads to a file and a heading that there are, and the index names each guide', () => {
  const pages = [
    ...guides.map((guide) => `docs/${guide}`),
    ...['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'examples/README.md'],
  ]
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
  const wrong: string[] = []
  for (const page of pages)
    for (const [, target = ''] of read(page).matchAll(/\]\((?!https?:)([^)\s]*)\)/g)) {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      const headings = () => [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slug(heading))
      if (!existsSync(join(root, file)) || (anchor && !headings().includes(anchor)))
        wrong.push(`${page}: ${target}`)
    }
  expect(wrong).toEqual([])
  const index = read('docs/README.md')
  for (const guide of guides) if (guide !== 'README.md') expect(index).toContain(`](${guide})`)
})
