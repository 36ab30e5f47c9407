/** The changelog and the version that it leads to (SPEC.md, R24). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'

const root = join(import.meta.dir, '..', '..')
const json = (file: string) => Bun.file(join(root, file)).json()

test('[R24] what is not released stands at the top of the changelog, then the version of the package, each in sections', async () => {
  const text = await Bun.file(join(root, 'CHANGELOG.md')).text()
  const [first, ...versions] = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading)
  expect(first).toBe('Unreleased')
  for (const heading of versions) expect(heading).toMatch(/^\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d$/)
  const { version } = await json('package.json')
  expect(versions[0]?.split(' ')[0]).toBe(version)
  const lock = await json('package-lock.json')
  expect([lock.version, lock.packages[''].version]).toEqual([version, version])
  const sections = new Set([...text.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading))
  expect(['Added', 'Changed', 'Fixed', 'Removed', 'Security']).toContainValues([...sections] as string[])
  // Each entry of a version is in one of them.
  for (const part of text.split(/^## /m).slice(2)) expect(part.split(/^### /m)[0]).not.toContain('\n- ')
})
