/** What a release is made of, as far as it needs no build (SPEC.md, R40 and R41). */
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'
import { notices, noticesFile } from '../../scripts/notices.ts'
import { settings } from '../../src/settings.ts'

const root = join(import.meta.dir, '..', '..')

test('[R40] NOTICES.txt has the licence of each package that a user gets (npm run notices)', async () => {
  expect(await Bun.file(noticesFile).text()).toBe(await notices())
  const { dependencies } = (await Bun.file(join(root, 'package.json')).json()) as {
    dependencies: Record<string, string>
  }
  const text = await Bun.file(noticesFile).text()
  for (const [name, version] of Object.entries(dependencies))
    expect([name, text.toLowerCase().includes(`${name} ${version} (`)]).toEqual([name, true])
})

interface Service {
  image: string
  command?: string
  read_only?: boolean
  healthcheck?: object
}

test('[R41] the compose files are YAML whose services start by arguments that there are', async () => {
  const flags = new Set(Object.values(settings).flatMap(({ flag }) => flag.match(/--[a-z-]+/g) ?? []))
  const files = [...new Glob('compose*.yaml').scanSync(join(root, 'examples'))]
  expect(files.toSorted()).toEqual(['compose.nodes.yaml', 'compose.postgres.yaml', 'compose.yaml'])
  for (const file of files) {
    const { services } = Bun.YAML.parse(await Bun.file(join(root, 'examples', file)).text()) as {
      services: Record<string, Service>
    }
    const ours = Object.values(services).filter(({ image }) => image === 'aiotodo')
    expect([file, ours.length > 0]).toEqual([file, true])
    for (const { command = '', read_only } of ours) {
      expect([file, read_only, command.startsWith('serve ')]).toEqual([file, true, true])
      for (const flag of command.match(/--[a-z-]+/g) ?? [])
        expect([file, flag, flags.has(flag)]).toEqual([file, flag, true])
    }
  }
})

test('[R41] the image starts the server as nobody in particular, by arguments that there are', async () => {
  const text = await Bun.file(join(root, 'packaging', 'Containerfile')).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines.map((line) => line.split(' ')[0])).toEqual([
    ...['FROM', 'COPY', 'USER', 'ENV', 'VOLUME', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'],
  ])
  expect(lines).toContain('USER 65532:65532')
  const flags = new Set(Object.values(settings).flatMap(({ flag }) => flag.match(/--[a-z-]+/g) ?? []))
  for (const flag of lines.at(-1)?.match(/--[a-z-]+/g) ?? [])
    expect([flag, flags.has(flag)]).toEqual([flag, true])
})

const analyze = Bun.which('systemd-analyze')
const said = analyze
  ? Bun.spawnSync([
      analyze,
      'security',
      '--offline=true',
      join(root, 'examples/aiotodo.service'),
    ]).stdout.toString()
  : ''
const level = /Overall exposure level for aiotodo.service: ([\d.]+)/.exec(said)?.[1]
if (!level)
  process.stderr.write(
    'systemd-analyze is not there, or is too old: the exposure of the service is not looked at\n',
  )

test.skipIf(!level)('[R41] the service is exposed to 2.0 at most, as systemd-analyze counts', () => {
  expect(Number(level)).toBeLessThanOrEqual(2)
})
