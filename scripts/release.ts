/**
 * `npm run release [-- TARGET …]`: what a release consists of, in dist/release: an executable for each machine, Debian's packages, notices and
 * checksums; signed by minisign where AIOTODO_RELEASE_KEY names a secret key.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { version } from '../package.json'
import { makeDeb } from './deb.ts'
import { buildExecutable, targets, type Target } from './executable.ts'

const root = join(import.meta.dir, '..')
const folder = join(root, 'dist', 'release')

const wished = process.argv.slice(2)
const unknown = wished.filter((each) => !(each in targets))
if (unknown.length > 0)
  throw new Error(`no target: ${unknown.join(', ')}; expected ${Object.keys(targets).join(', ')}`)

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const target of (wished.length > 0 ? wished : Object.keys(targets)) as Target[]) {
  const ending = target.startsWith('windows') ? '.exe' : ''
  const executable = join(folder, `aiotodo-${version}-${target}${ending}`)
  await buildExecutable(executable, target)
  console.log(`${executable}: ${Math.round(Bun.file(executable).size / 2 ** 20)} MiB`)
  if (target === 'linux-x64' || target === 'linux-arm64') makeDeb(executable, target, folder)
}
copyFileSync(join(root, 'NOTICES.txt'), join(folder, 'NOTICES.txt'))
const names = readdirSync(folder).toSorted()
const sums = await Promise.all(
  names.map(async (name) => {
    const hash = new Bun.CryptoHasher('sha256')
    for await (const chunk of Bun.file(join(folder, name)).stream()) hash.update(chunk)
    return `${hash.digest('hex')}  ${name}\n`
  }),
)
await Bun.write(join(folder, 'SHA256SUMS'), sums.join(''))
copyFileSync(join(root, 'packaging', 'verify.sh'), join(folder, 'verify.sh'))
const key = process.env['AIOTODO_RELEASE_KEY']
if (key) {
  const { exitCode } = Bun.spawnSync(['minisign', '-S', '-s', key, '-m', 'SHA256SUMS'], {
    cwd: folder,
    stdio: ['inherit', 'inherit', 'inherit'],
  })
  process.exitCode = exitCode
} else console.log('not signed: AIOTODO_RELEASE_KEY names no key')
