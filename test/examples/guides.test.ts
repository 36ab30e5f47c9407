/** The guides: their commands run as they stand, and their links lead somewhere (SPEC.md, D3). */
import { expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { blocksOf, runCommands } from '../support/guides.ts'
import { startServer, tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const guidesIn = (folder: string) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'))
const guides = guidesIn('docs')
const chineseGuides = guidesIn('docs/zh-CN')
const commandsOf = (guide: string) =>
  blocksOf(`docs/${guide}`)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text)
    .join('')

test.skipIf(!Bun.which('curl')).each(guides.filter((guide) => commandsOf(guide) !== ''))(
  '[D3] the commands of docs/%s work, one after another',
  async (guide) => {
    using folder = tempFolder()
    await using server = await startServer({ args: ['--data', join(folder.path, 'data')] })
    const { code, out, err } = await runCommands(commandsOf(guide), { folder: folder.path, server })
    expect({ code, err, out }).toEqual({ code: 0, err: '', out: expect.any(String) })
  },
)

test('[D3] each link of the guides leads to a file and a heading that there are, and the index names each guide', () => {
  const pages = [
    ...guides.map((guide) => `docs/${guide}`),
    ...chineseGuides.map((guide) => `docs/zh-CN/${guide}`),
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
  for (const page of pages)
    for (const [, image = ''] of read(page).matchAll(/<img src="(?!https?:)([^"]*)"/g))
      if (!existsSync(join(root, dirname(page), image))) wrong.push(`${page}: ${image}`)
  expect(wrong).toEqual([])
  for (const [folder, named] of [
    ['docs', guides],
    ['docs/zh-CN', chineseGuides],
  ] as const) {
    const index = read(`${folder}/README.md`)
    for (const guide of named) if (guide !== 'README.md') expect(index).toContain(`](${guide})`)
  }
})
