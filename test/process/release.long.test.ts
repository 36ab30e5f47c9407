/** What `npm run release` and `npm run image` make, looked at and tried (SPEC.md, R42 to R44). */
import { beforeAll, expect, test } from 'bun:test'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { version } from '../../package.json'
import { targets } from '../../scripts/executable.ts'
import { makeContext } from '../../scripts/image.ts'
import { tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

const root = join(import.meta.dir, '..', '..')
const release = join(root, 'dist', 'release')

function run(command: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], {
    ...options,
    env: { ...process.env, ...options.env },
  })
  return { code: exitCode, said: stdout.toString() + stderr.toString() }
}

const own = `linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}` as const
let made: readonly string[] = Object.keys(targets)

/** For all machines, if their runtimes can be had of npm's registry; else for this one. */
beforeAll(() => {
  if (run([process.execPath, 'scripts/release.ts'], { cwd: root }).code === 0) return
  process.stderr.write(
    'the runtimes of other machines can not be had: only the executable for this one is made\n',
  )
  made = [own]
  const { code, said } = run([process.execPath, 'scripts/release.ts', own], { cwd: root })
  if (code !== 0) throw new Error(said)
}, 600_000)

/** By the first bytes: ELF and its machine, Mach-O and its machine, or a program of Windows. */
async function kindOf(path: string): Promise<string> {
  const bytes = new DataView(await Bun.file(path).slice(0, 64).arrayBuffer())
  if (bytes.getUint32(0) === 0x7f454c46)
    return `elf ${{ 0x3e: 'x64', 0xb7: 'arm64' }[bytes.getUint16(18, true)] ?? 'other'}`
  if (bytes.getUint32(0, true) === 0xfeedfacf)
    return `macho ${{ 0x01000007: 'x64', 0x0100000c: 'arm64' }[bytes.getUint32(4, true)] ?? 'other'}`
  return bytes.getUint16(0) === 0x4d5a ? 'windows' : 'other'
}

test('[R42] there is an executable for each machine, and it is what its name says', async () => {
  const expected = {
    'linux-x64': 'elf x64',
    'linux-arm64': 'elf arm64',
    'linux-x64-musl': 'elf x64',
    'linux-arm64-musl': 'elf arm64',
    'macos-arm64': 'macho arm64',
    'macos-x64': 'macho x64',
    'windows-x64': 'windows',
  }
  const found: Record<string, string> = {}
  for (const target of made) {
    const path = join(release, `aiotodo-${version}-${target}${target.startsWith('windows') ? '.exe' : ''}`)
    found[target] = await kindOf(path)
    // The loader of a musl system is named in its first pages.
    if (target.startsWith('linux'))
      expect([target, (await Bun.file(path).slice(0, 4_096).text()).includes('ld-musl')]).toEqual([
        target,
        target.endsWith('musl'),
      ])
  }
  expect(found).toEqual(
    Object.fromEntries(Object.entries(expected).filter(([target]) => made.includes(target))),
  )
})

test('[R42] the one for this machine runs, and prints the licences', () => {
  const program = join(release, `aiotodo-${version}-${own}`)
  expect(run([program, '--version'])).toEqual({ code: 0, said: `${version}\n` })
  expect(run([program, 'notices']).said).toContain('ical.js 2.2.1 (MPL-2.0)')
})

test('[R43] what was downloaded is checked against the sums, which are signed; one byte more is told', () => {
  using copy = tempFolder()
  for (const name of ['NOTICES.txt', 'SHA256SUMS', 'verify.sh'])
    run(['cp', join(release, name), join(copy.path, name)])
  expect(run(['sh', 'verify.sh'], { cwd: copy.path })).toEqual({ code: 0, said: 'NOTICES.txt: OK\n' })
  appendFileSync(join(copy.path, 'NOTICES.txt'), 'x')
  expect(run(['sh', 'verify.sh'], { cwd: copy.path }).code).not.toBe(0)
})

const minisign = Bun.which('minisign')
if (!minisign) process.stderr.write('minisign is not there: signatures are not tried\n')

test.skipIf(!minisign)(
  '[R43] a release is signed by the key that is given, and no other is taken for it',
  () => {
    using keys = tempFolder()
    const make = (name: string) => {
      const [pub, sec] = [join(keys.path, `${name}.pub`), join(keys.path, `${name}.key`)]
      run(['minisign', '-G', '-W', '-p', pub, '-s', sec])
      return { key: sec, public: run(['tail', '-n', '1', pub]).said.trim() }
    }
    const [first, other] = [make('first'), make('other')]
    run(['minisign', '-S', '-s', first.key, '-m', 'SHA256SUMS'], { cwd: release })
    expect(run(['sh', 'verify.sh', first.public], { cwd: release }).code).toBe(0)
    expect(run(['sh', 'verify.sh', other.public], { cwd: release })).toMatchObject({ code: 1 })
  },
)

const isRoot = process.getuid?.() === 0
const hasDpkg = Bun.which('dpkg-deb') !== null && Bun.which('systemd-sysusers') !== null && isRoot
if (!hasDpkg)
  process.stderr.write(
    'dpkg or systemd-sysusers is not there, or this is not root: the package is not installed\n',
  )

test.skipIf(!hasDpkg)(
  "[R44] Debian's package makes user, service and data folder; removed it leaves the todos, purged nothing",
  () => {
    using folder = tempFolder()
    const at = (path: string) => join(folder.path, path)
    for (const each of ['var/lib/dpkg', 'etc']) mkdirSync(at(each), { recursive: true })
    writeFileSync(at('var/lib/dpkg/status'), '')
    const dpkg = (...args: string[]) =>
      run(['dpkg', `--root=${folder.path}`, '--force-script-chrootless', '--force-depends', ...args])
    const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
    const installed = dpkg('-i', join(release, `aiotodo_${version}_${arch}.deb`))
    expect([installed.code, installed.said]).toEqual([0, expect.anything()])
    expect(run([at('usr/bin/aiotodo'), '--version']).said).toBe(`${version}\n`)
    const [, , uid] = run(['grep', '^aiotodo:', at('etc/passwd')]).said.split(':')
    const data = statSync(at('var/lib/aiotodo'))
    expect([data.mode & 0o777, data.uid]).toEqual([0o700, Number(uid)])
    const service = run(['cat', at('usr/lib/systemd/system/aiotodo.service')]).said
    expect(service).toContain('ExecStart=/usr/bin/aiotodo serve')
    expect(service).toContain('User=aiotodo')
    writeFileSync(at('var/lib/aiotodo/todos'), '')
    expect(dpkg('-r', 'aiotodo').code).toBe(0)
    expect([existsSync(at('usr/bin/aiotodo')), existsSync(at('var/lib/aiotodo/todos'))]).toEqual([
      false,
      true,
    ])
    expect(dpkg('-P', 'aiotodo').code).toBe(0)
    expect(readdirSync(at('var/lib'))).toEqual(['dpkg'])
    expect(run(['grep', '-c', 'aiotodo', at('etc/passwd')]).said.trim()).toBe('0')
  },
)

/** A container may keep its root from mounting. */
const canMount =
  isRoot &&
  Bun.which('unshare') !== null &&
  run(['unshare', '-mpf', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).code === 0
const canChroot = canMount && Bun.which('chroot') !== null
if (!canChroot) process.stderr.write('nothing can be mounted here: the image is not started\n')

test.skipIf(!canChroot)(
  '[R44] the image has all that the server needs, which runs as nobody and writes to /data alone',
  async () => {
    const context = await makeContext()
    const files = join(context, 'root')
    const size = Number(run(['du', '-sk', files]).said.split('\t')[0])
    expect(size).toBeLessThan(140_000)
    // A read-only root, /data in memory, /proc as containers have it.
    const script = [
      'set -e',
      `mount --bind ${files} ${files}`,
      `mkdir -p ${files}/proc`,
      `mount -t proc proc ${files}/proc`,
      `mount -t tmpfs -o mode=0777 tmpfs ${files}/data`,
      `mount -o remount,bind,ro ${files}`,
      `exec chroot --userspec=65532:65532 ${files} /usr/local/bin/aiotodo serve --accounts --data /data --host 127.0.0.1 -P 0`,
    ].join('\n')
    const child = Bun.spawn(['unshare', '-mpf', '--kill-child=SIGTERM', 'sh', '-c', script], {
      stdout: 'pipe',
      stderr: 'pipe',
    })
    let said = ''
    void (async () => {
      for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) said += chunk
    })()
    try {
      await until(() => said.includes('Running on'), 'the server of the image')
      const url = /http:\/\/[^\s]+/.exec(said)?.[0] as string
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      expect((await fetch(`${url}/api/v1/todos`)).status).toBe(401)
    } finally {
      // The one that was started hands no signal on.
      const inner = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim()
      if (inner !== '') process.kill(Number(inner), 'SIGTERM')
      expect(await child.exited).toBe(0)
    }
  },
)
