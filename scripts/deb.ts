/** A package for Debian and Ubuntu: the executable, a service of systemd, and a user of its own. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { description, version } from '../package.json'

const root = join(import.meta.dir, '..')

const architectures = { 'linux-x64': 'amd64', 'linux-arm64': 'arm64' } as const

/** @returns where it is; nothing where this machine has no dpkg-deb */
export function makeDeb(
  executable: string,
  target: keyof typeof architectures,
  folder: string,
): string | undefined {
  if (!Bun.which('dpkg-deb')) {
    console.log('dpkg-deb is not there, so no package was made')
    return undefined
  }
  const files = mkdtempSync(join(tmpdir(), 'aiotodo-deb-'))
  try {
    for (const each of [
      'DEBIAN',
      'usr/bin',
      'usr/lib/systemd/system',
      'usr/lib/sysusers.d',
      'usr/share/doc/aiotodo',
    ])
      mkdirSync(join(files, each), { recursive: true, mode: 0o755 })
    copyFileSync(executable, join(files, 'usr/bin/aiotodo'))
    chmodSync(join(files, 'usr/bin/aiotodo'), 0o755)
    const size = Math.ceil(Bun.file(executable).size / 1024)
    const control = readFileSync(join(root, 'packaging/debian/control'), 'utf8')
      .replace('@VERSION@', version)
      .replace('@ARCHITECTURE@', architectures[target])
      .replace('@SIZE@', String(size))
      .replace('@DESCRIPTION@', description)
    writeFileSync(join(files, 'DEBIAN/control'), control)
    for (const script of ['postinst', 'prerm', 'postrm']) {
      cpSync(join(root, 'packaging/debian', script), join(files, 'DEBIAN', script))
      chmodSync(join(files, 'DEBIAN', script), 0o755)
    }
    cpSync(join(root, 'packaging/debian/aiotodo.sysusers'), join(files, 'usr/lib/sysusers.d/aiotodo.conf'))
    writeFileSync(
      join(files, 'usr/lib/systemd/system/aiotodo.service'),
      serviceOf(readFileSync(join(root, 'examples/aiotodo.service'), 'utf8')),
    )
    cpSync(join(root, 'NOTICES.txt'), join(files, 'usr/share/doc/aiotodo/copyright'))
    const path = join(folder, `aiotodo_${version}_${architectures[target]}.deb`)
    const { exitCode, stderr } = Bun.spawnSync([
      'dpkg-deb',
      '--build',
      '--root-owner-group',
      '-Zxz',
      '-z1',
      files,
      path,
    ])
    if (exitCode !== 0) throw new Error(`dpkg-deb: ${stderr.toString()}`)
    return path
  } finally {
    rmSync(files, { recursive: true, force: true })
  }
}

/** The example's service, as the package has it: the program elsewhere, and a user that is there for good. */
const serviceOf = (example: string): string =>
  example
    .replace(
      /^#.*\n(?:#.*\n)*/,
      '# The service of the package aiotodo; changes go into "systemctl edit aiotodo".\n',
    )
    .replace('/usr/local/bin/aiotodo', '/usr/bin/aiotodo')
    .replace('DynamicUser=yes', 'User=aiotodo')
