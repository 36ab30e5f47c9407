/** The table of layers is kept by the linter, and a planted violation of each row shows that its rule is alive (SPEC.md, R1). */
import { expect, test } from 'bun:test'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { isLayer, layerOf, layers, linterRules, roomsOf } from '../../scripts/layers.ts'
import { tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const src = join(root, 'src')

test('[R1] each folder of src has a row in the table of layers, and no row is without a folder', () => {
  expect(Object.keys(layers).toSorted()).toEqual(roomsOf(src))
})

test('[R1] the rules of the linter are those that the table makes', async () => {
  const { overrides } = await Bun.file(join(root, '.oxlintrc.json')).json()
  expect(overrides.filter(isLayer)).toEqual(linterRules())
})

interface Planted {
  layer: string
  imported: string
  isAllowed: boolean
}

/** For each row an import of each other row, and of the runtime's modules. */
function plantAll(): Planted[] {
  const names = Object.keys(layers)
  return names.flatMap((layer) => {
    const from = layer.endsWith('.ts') ? '.' : layer
    const others = names
      .filter((other) => other !== layer)
      .map((other) => ({
        layer,
        imported: dotted(
          relative(
            from.replace('*', 'any'),
            other.endsWith('.ts') ? other : join(other.replace('*', 'other'), 'planted.ts'),
          ),
        ),
        isAllowed: layers[layer]?.imports.includes(other) === true,
      }))
    const modules = ['node:fs', 'bun', 'bun:sqlite'].map((imported) => ({
      layer,
      imported,
      isAllowed: layers[layer]?.runtime === true,
    }))
    return [...others, ...modules]
  })
}

const dotted = (path: string): string => (path.startsWith('.') ? path : `./${path}`)

test('[R1] the linter objects to each import that a row does not name, and to no other', () => {
  using temp = tempFolder()
  copyFileSync(join(root, '.oxlintrc.json'), join(temp.path, '.oxlintrc.json'))
  const planted = plantAll()
  expect(planted.filter(({ isAllowed }) => isAllowed).length).toBeGreaterThan(100)
  const byLayer = Map.groupBy(planted, ({ layer }) => layer)
  for (const [layer, imports] of byLayer) {
    const file = join(
      temp.path,
      'src',
      layer.endsWith('.ts') ? layer : join(layer.replace('*', 'any'), 'here.ts'),
    )
    mkdirSync(dirname(file), { recursive: true })
    const lines = imports.map(({ imported }, at) => `export { a as a${at} } from '${imported}'`)
    writeFileSync(file, `${lines.join('\n')}\n`)
  }
  const { stdout } = Bun.spawnSync(
    [join(root, 'node_modules', '.bin', 'oxlint'), '-c', '.oxlintrc.json', '-f', 'json', 'src'],
    { cwd: temp.path },
  )
  const { diagnostics } = JSON.parse(stdout.toString())
  const objections = new Set(
    diagnostics
      .filter(({ code }: { code: string }) => code.includes('no-restricted-imports'))
      .map(({ filename, labels }: any) => `${layerOf(relative('src', filename))} ${labels[0].span.line}`),
  )
  const wrong = [...byLayer].flatMap(([layer, imports]) =>
    imports.filter(({ isAllowed }, at) => objections.has(`${layer} ${at + 1}`) === isAllowed),
  )
  expect(wrong).toEqual([])
})

test('[R1] the linter objects to a ring of files, of types alone as well', () => {
  using temp = tempFolder()
  copyFileSync(join(root, '.oxlintrc.json'), join(temp.path, '.oxlintrc.json'))
  const folder = join(temp.path, 'src', 'model')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'a.ts'), "import type { B } from './b.ts'\n\nexport interface A {\n  b: B\n}\n")
  writeFileSync(join(folder, 'b.ts'), "import type { A } from './a.ts'\n\nexport interface B {\n  a: A\n}\n")
  const { stdout } = Bun.spawnSync(
    [join(root, 'node_modules', '.bin', 'oxlint'), '-c', '.oxlintrc.json', 'src'],
    { cwd: temp.path },
  )
  expect(stdout.toString()).toContain('import(no-cycle)')
})

test('[R1] what is loaded on demand keeps to the table as well', async () => {
  const wrong: string[] = []
  for (const file of new Bun.Glob('**/*.{ts,tsx}').scanSync(src)) {
    const text = await Bun.file(join(src, file)).text()
    for (const [, imported = ''] of text.matchAll(/import\('(\.[^']+)'\)/g)) {
      const [from, to] = [layerOf(file), layerOf(normalize(join(dirname(file), imported)))]
      if (from !== to && !to.startsWith('..') && !layers[from]?.imports.includes(to))
        wrong.push(`${file} → ${imported}`)
    }
  }
  expect(wrong).toEqual([])
})

test('[R23] the rules, the core, storage and the doors ask no clock of their own for the date: it is handed in', async () => {
  const own: string[] = []
  for (const file of new Bun.Glob('{model,core,storage,exchange,http,sync}/**/*.ts').scanSync(src)) {
    const lines = (await Bun.file(join(src, file)).text()).split('\n')
    for (const [at, line] of lines.entries())
      if (/\bDate\.now\b|\bnew Date\(\)/.test(line)) own.push(`${file}:${at + 1}`)
  }
  expect(own).toEqual([])
})
