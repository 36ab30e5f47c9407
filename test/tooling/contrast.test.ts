/** How well the page's colours stand out from each other, by its tokens (SPEC.md, P414; WCAG 1.4.3 and 1.4.11). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'

const web = join(import.meta.dir, '..', '..', 'src', 'web')

type Lab = readonly [lightness: number, a: number, b: number]

/** Each colour in both themes. */
async function readTokens(): Promise<ReadonlyMap<string, readonly [light: Lab, dark: Lab]>> {
  const text = await Bun.file(join(web, 'tokens.css')).text()
  const found = text.matchAll(/--([\w-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);/g)
  return new Map(
    [...found].map(([, name = '', light = '', dark = '']) => [name, [labOf(light), labOf(dark)]]),
  )
}

/** @param lch - such as `0.5 0.12 252` */
function labOf(lch: string): Lab {
  const [lightness = 0, chroma = 0, hue = 0] = lch.split(/[\s/]+/).map(Number)
  const angle = (hue * Math.PI) / 180
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]
}

/** By https://bottosson.github.io/posts/oklab, in linear sRGB; what a screen can't show is as near as it can. */
function luminance([l, a, b]: Lab): number {
  const [long, middle, short] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ]
  const shown = (value: number) => Math.min(1, Math.max(0, value))
  return (
    0.2126 * shown(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short) +
    0.7152 * shown(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short) +
    0.0722 * shown(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  )
}

function contrast(one: Lab, other: Lab): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** As `color-mix(in oklab, …)`. */
const mix = (part: number, one: Lab, other: Lab): Lab =>
  one.map((value, at) => value * part + (other[at] as number) * (1 - part)) as unknown as Lab

const grounds = ['paper', 'paper-2', 'paper-3', 'raised', 'accent-soft']
const inks = ['ink', 'ink-2', 'ink-3', 'ink-4', 'accent', 'overdue', 'warning', 'success']
/** What chips of quick add are tinted with, and how much of it. */
const tints = ['ink-3', 'overdue', 'list-green', 'list-teal', 'list-violet', 'list-orange', 'list-blue']
const tintParts = [0.12, 0.22]

test('[P414] text has a contrast of 4.5 to 1 on every ground of both themes, borders of controls one of 3 to 1', async () => {
  const tokens = await readTokens()
  const of = (name: string, theme: number): Lab => {
    const found = tokens.get(name)?.[theme]
    if (!found) throw new Error(`tokens.css has no colour ${name}`)
    return found
  }
  const wrong: string[] = []
  let count = 0
  const check = (what: string, one: Lab, other: Lab, least: number) => {
    count++
    const ratio = contrast(one, other)
    if (ratio < least) wrong.push(`${what}: ${ratio.toFixed(2)}`)
  }
  for (const theme of [0, 1]) {
    const shade = theme === 0 ? 'light' : 'dark'
    for (const ground of grounds) {
      for (const ink of inks) check(`${shade}: ${ink} on ${ground}`, of(ink, theme), of(ground, theme), 4.5)
      check(`${shade}: line-strong on ${ground}`, of('line-strong', theme), of(ground, theme), 3)
    }
    check(`${shade}: on-accent on accent`, of('on-accent', theme), of('accent', theme), 4.5)
    for (const tint of tints)
      for (const part of tintParts)
        check(
          `${shade}: ink on ${part} of ${tint}`,
          of('ink', theme),
          mix(part, of(tint, theme), of('paper', theme)),
          4.5,
        )
  }
  expect(count).toBe(2 * (grounds.length * (inks.length + 1) + 1 + tints.length * tintParts.length))
  expect(wrong).toEqual([])
  // What it is measured by: black on white, and a grey that is known to be at the edge (#767676).
  expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 0)
  expect(contrast(labOf('0.5676 0 0'), [1, 0, 0])).toBeCloseTo(4.54, 1)
})

/** What is no control may have the quiet line: surfaces, rows, tables. */
const surfaces = new Set([
  ...['.settings-list', '.settings-list .is-apart', '.settings-group > h2'],
  '.keys > li, .sync-body .member',
  ...['.month-grid td', '.week-day', '.hours', '.undated', '.popover, .option-list', '.details'],
  ...['.details footer', '.add-label ul', '.markdown hr', '.markdown :is(th, td)', '.filter-help'],
  ...['.entry-line', '.in-the-way:not(:empty)', '.drag-label', '.column > .bulk-bar', '.menu', '.dialog'],
  ...['.toast', '.key-map dl > div', '.key-map kbd', '.repeat-custom', '.sidebar', '.sync-body li'],
  ...[
    '.day-choice',
    '.column > .thumb-bar',
    '.new-version',
    '.column > .add-field',
    '.binned',
    '.settings .asked',
    '.settings footer',
  ],
])

test('[P414] a quiet line is around surfaces alone, never around what is pressed or typed into', async () => {
  const found: string[] = []
  for await (const file of new Bun.Glob('styles/*.css').scan(web)) {
    const text = (await Bun.file(join(web, file)).text()).replaceAll(/\/\*[\s\S]*?\*\//g, '')
    for (const [, selector = '', body = ''] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g))
      if (/border[\w-]*:[^;]*var\(--line\)/.test(body)) found.push(selector.trim().replaceAll(/\s+/g, ' '))
  }
  expect(found.length).toBeGreaterThan(10)
  expect(found.filter((selector) => !surfaces.has(selector))).toEqual([])
})
