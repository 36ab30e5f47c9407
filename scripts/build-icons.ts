/** Makes the pictures of src/web/icons anew from src/web/icon.svg; to be run by hand when that has changed. */
import { join } from 'node:path'
import { startBrowser } from '../test/support/chromium.ts'

const web = join(import.meta.dir, '..', 'src', 'web')
const round = await Bun.file(join(web, 'icon.svg')).text()
// Where the system cuts the shape itself, the colour goes to the edge.
const full = round.replace('rx="112"', '')

const browser = await startBrowser()
for (const [name, svg, size] of [
  ['icon-192', round, 192],
  ['icon-512', round, 512],
  ['maskable-512', full, 512],
  ['apple-touch-icon', full, 180],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
  await page.screenshot({ path: join(web, 'icons', `${name}.png`), omitBackground: true })
  await page.close()
}
await browser.close()
