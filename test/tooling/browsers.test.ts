/** The oldest browsers that the page is for (SPEC.md, P417): what it says of them, and that it needs nothing newer. */
import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { builtPage } from '../../src/page.ts'

const root = join(import.meta.dir, '..', '..')

const oldest = { chrome: 117, firefox: 125, safari: 17.4 }

/** What came to one of them later, of what text of a script or a style can show; by MDN's data of browsers. */
const late: [name: string, written: RegExp, chrome: number, firefox: number, safari: number][] = [
  ['URL.parse', /\bURL\.parse\(/, 126, 126, 18],
  ['URL.canParse', /\bURL\.canParse\(/, 120, 115, 17],
  ['Promise.try', /\bPromise\.try\(/, 128, 134, 18.2],
  ['Promise.withResolvers', /\bPromise\.withResolvers\(/, 119, 121, 17.4],
  ['RegExp.escape', /\bRegExp\.escape\(/, 136, 134, 18.2],
  ['Uint8Array.fromBase64', /\.(fromBase64|fromHex|toBase64|toHex)\(/, 140, 133, 18.2],
  ['Math.sumPrecise', /\bMath\.(sumPrecise|f16round)\(/, 135, 129, 18.2],
  ['Intl.DurationFormat', /\bIntl\.DurationFormat\b/, 129, 136, 16.4],
  ['Error.isError', /\bError\.isError\(/, 134, 138, 26],
  ['modifiers in a regular expression', /\(\?[ims]+(-[ims]+)?:[^)]/, 125, 132, 26],
  ['using', /[;{}]\s*(await )?using [\w$]+=/, 134, 141, 99],
  ['document.startViewTransition', /\bdocument\.startViewTransition\(/, 111, 144, 18],
  ['scheduler.yield', /\bscheduler\.(yield|postTask)\(/, 129, 142, 99],
  ['requestIdleCallback', /(?<![?.\w]\.)\brequestIdleCallback\(/, 47, 55, 99],
  ['closedby', /\bclosedby[=:]/, 134, 141, 99],
  ['light-dark()', /\blight-dark\(/, 123, 120, 17.5],
  ['@starting-style', /@starting-style/, 117, 129, 17.5],
  ['transition-behavior', /\b(transition-behavior|allow-discrete)\b/, 117, 129, 17.4],
  ['@property', /@property\s/, 85, 128, 16.4],
  ['@scope', /@scope\s*\(/, 118, 146, 17.4],
  ['anchor positions', /\b(anchor-name|position-anchor|position-area)\s*:/, 125, 147, 26],
  ['interpolate-size', /\binterpolate-size\s*:/, 129, 999, 999],
  ['relative colours', /\b(oklch|oklab|rgb|hsl)\(\s*from\b/, 119, 128, 16.4],
]

/** @returns what of a text is too new for the oldest browsers */
function tooNew(text: string): string[] {
  const { chrome, firefox, safari } = oldest
  return late.flatMap(([name, written, sinceChrome, sinceFirefox, sinceSafari]) =>
    (sinceChrome > chrome || sinceFirefox > firefox || sinceSafari > safari) && written.test(text)
      ? [name]
      : [],
  )
}

test('[P417] the built page needs nothing that came later than the oldest browsers it is for', async () => {
  const { files } = await builtPage()
  const texts = Object.entries(files).filter(([path]) => /\.(js|css|html)$/.test(path))
  expect(texts.length).toBeGreaterThan(5)
  const wrong = texts.flatMap(([path, { forms }]) =>
    tooNew(new TextDecoder().decode(Uint8Array.fromBase64(forms.identity as string))).map(
      (name) => `${path}: ${name}`,
    ),
  )
  expect(wrong).toEqual([])
  expect(tooNew('a{color:light-dark(red,blue)}')).toEqual(['light-dark()'])
  expect(tooNew('const a=URL.parse(b),c=/(?i:x)y/')).toEqual([
    'URL.parse',
    'modifiers in a regular expression',
  ])
})

/** What the language itself had by then: ES2023, and these of what came since. */
const lib = [
  'es2023',
  'es2024.collection',
  'es2024.object',
  'es2024.string',
  'esnext.disposable',
  'dom',
  'dom.iterable',
]

test('[P417] the sources of the page use no method that came later, such as take() of an iterator', async () => {
  const check = async (include: readonly string[]) => {
    const config = join(root, `tsconfig.browsers-${process.pid}.json`)
    const compilerOptions = { lib, types: [] }
    await Bun.write(config, JSON.stringify({ extends: './tsconfig.json', compilerOptions, include }))
    try {
      const tsc = join(root, 'node_modules', '.bin', 'tsc')
      return Bun.spawnSync([tsc, '--noEmit', '-p', config], { cwd: root }).stdout.toString()
    } finally {
      rmSync(config)
    }
  }
  expect(await check(['src/web'])).toBe('')
  const planted = join(root, 'src', 'web', `planted-${process.pid}.ts`)
  await Bun.write(planted, 'export const first = [1, 2].values().take(1)\n')
  try {
    expect(await check([planted])).toContain("'take' does not exist")
  } finally {
    rmSync(planted)
  }
})

test('[P417] both READMEs and the document say which browsers these are', async () => {
  const { chrome, firefox, safari } = oldest
  for (const path of ['README.md', 'README.zh-CN.md', join('src', 'web', 'index.html')]) {
    const text = await Bun.file(join(root, path)).text()
    const said = [...text.matchAll(/Chrome\D*(\d+)\D*Firefox\D*(\d+)\D*Safari\D*([\d.]*\d)/g)]
    expect(said.length).toBeGreaterThan(0)
    for (const [, ...versions] of said) expect(versions.map(Number)).toEqual([chrome, firefox, safari])
  }
})
