/** The table of settings, and what people read of it (SPEC.md, R15). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { helpOf, settings, type Setting } from '../../src/settings.ts'
import { runCommand } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const all: Setting<unknown>[] = Object.values(settings)
const longFlag = ({ flag }: Setting<unknown>): string => /--[a-z-]+/.exec(flag)?.[0] ?? ''

/** The rows of the table of arguments: what stands in backquotes in the first two cells, and the third cell. */
async function rowsOf(readme: string): Promise<{ flags: string[]; variables: string[]; rest: string }[]> {
  const text = await Bun.file(join(root, readme)).text()
  const quoted = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `-'))
    .map((line) => {
      const [, flags, variables, rest = ''] = line.split('|')
      return { flags: quoted(flags), variables: quoted(variables), rest }
    })
}

test.each(['README.md', 'README.zh-CN.md'])(
  '[R15] %s tells each setting, with its variable and what it is unless given',
  async (readme) => {
    const rows = await rowsOf(readme)
    expect(rows.flatMap(({ flags }) => flags.filter((flag) => flag.startsWith('--'))).toSorted()).toEqual(
      all.map(longFlag).toSorted(),
    )
    for (const { flags, variables, rest } of rows) {
      const here = all.filter((setting) => flags.includes(longFlag(setting)))
      expect(variables).toEqual(
        here.flatMap((each) => [each.variable ?? [], each.secretVariable ?? []].flat()),
      )
      for (const { unlessGiven } of here)
        if (unlessGiven && /^[\w./]+$/.test(unlessGiven)) expect(rest).toContain(unlessGiven)
    }
  },
)

test('[R15] the help of serve tells each setting', async () => {
  const { stdout } = await runCommand(['serve', '--help'])
  const told = stdout.replaceAll(/\s+/g, ' ')
  for (const setting of all) expect(told).toContain(`${setting.flag} ${helpOf(setting)}`)
})

test('[R15] what the table says a setting is unless given is what it is read as', () => {
  for (const { unlessGiven, read } of all) {
    if (unlessGiven && /^\d+$/.test(unlessGiven)) expect(read(undefined)).toEqual(read(unlessGiven))
  }
  expect(settings.host.read(undefined)).toBe(settings.host.unlessGiven)
  expect<string>(settings.logLevel.read(undefined)).toBe(settings.logLevel.unlessGiven)
})
