/**
 * Makes the pictures of src/web/icons, the mark of the documentation and the icon of the browser's tab anew from
 * src/web/parts/mark.svg; to be run by hand when that has changed.
 */
import { join } from 'node:path'
import { startBrowser } from '../test/support/chromium.ts'

const root = join(import.meta.dir, '..')
const web = join(root, 'src', 'web')
const mark = (await Bun.file(join(web, 'parts', 'mark.svg')).text()).trim()
const shape = /<path.*(?=<\/svg>)/s.exec(mark)?.[0] ?? ''

/** As the accent of src/web/tokens.css, in both themes. */
const [light, dark] = ['#3b6fb5', '#8db8ee']

const coloured = mark.replace('currentColor', light)
const inBoth = coloured.replace(
  shape,
  `<style>@media(prefers-color-scheme:dark){svg{stroke:${dark}}}</style>${shape}`,
)
await Bun.write(join(web, 'icon.svg'), `${inBoth}\n`)
await Bun.write(join(root, 'docs', 'images', 'mark.svg'), `${inBoth}\n`)

/** White on a tile. @param corner - 0 where the system cuts the shape itself @param share - how much of it the mark takes */
function tile(corner: number, share: number): string {
  const margin = (16 * (1 - share)) / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="${corner}" fill="${light}"/><g transform="translate(${margin} ${margin}) scale(${share})" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${shape}</g></svg>`
}

const browser = await startBrowser()
for (const [name, svg, size] of [
  ['icon-192', tile(3.5, 0.68), 192],
  ['icon-512', tile(3.5, 0.68), 512],
  ['maskable-512', tile(0, 0.56), 512],
  ['apple-touch-icon', tile(0, 0.66), 180],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
  await page.screenshot({ path: join(web, 'icons', `${name}.png`), omitBackground: true })
  await page.close()
}
await browser.close()
