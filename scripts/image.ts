/**
 * `npm run image [-- NAME]`: the folder dist/image, from which any builder of containers makes the image; and with buildah, where that is
 * there, the image itself, without a daemon. Executable, libraries and notices are all that is in it.
 */
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildExecutable } from './executable.ts'

const root = join(import.meta.dir, '..')
const context = join(root, 'dist', 'image')
const files = join(context, 'root')

/** The files that the system's loader would open for it, such as libc.so.6, and the loader itself. */
function librariesOf(executable: string): string[] {
  const { stdout } = Bun.spawnSync(['ldd', executable])
  return [...stdout.toString().matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path as string)
}

export async function makeContext(): Promise<string> {
  rmSync(context, { recursive: true, force: true })
  for (const folder of ['usr/local/bin', 'usr/share/doc/aiotodo', 'etc', 'data'])
    mkdirSync(join(files, folder), { recursive: true })
  const executable = join(files, 'usr/local/bin/aiotodo')
  await buildExecutable(executable)
  for (const library of librariesOf(executable)) {
    mkdirSync(join(files, dirname(library)), { recursive: true })
    copyFileSync(library, join(files, library))
  }
  copyFileSync(join(root, 'NOTICES.txt'), join(files, 'usr/share/doc/aiotodo/NOTICES.txt'))
  // A program that asks who it is has an answer; names of hosts are looked up at the name server.
  writeFileSync(join(files, 'etc/passwd'), 'aiotodo:x:65532:65532::/data:/nowhere\n')
  writeFileSync(join(files, 'etc/group'), 'aiotodo:x:65532:\n')
  writeFileSync(join(files, 'etc/nsswitch.conf'), 'hosts: files dns\n')
  // Whoever mounts nothing there writes into the container. Its owner is set by number where a builder runs as root.
  chmodSync(join(files, 'data'), 0o777)
  copyFileSync(join(root, 'packaging', 'Containerfile'), join(context, 'Containerfile'))
  copyFileSync(join(root, 'packaging', 'Containerfile'), join(context, 'Dockerfile'))
  return context
}

if (import.meta.main) {
  await makeContext()
  const name = process.argv[2] ?? 'aiotodo'
  console.log(`${context}: ready for "docker build -t ${name} dist/image"`)
  if (Bun.which('buildah')) {
    const isRoot = process.getuid?.() === 0
    const how = isRoot ? ['--storage-driver', 'vfs'] : []
    const build = ['build', '--isolation', 'chroot', '--format', 'docker', '-t', name, context]
    const { exitCode } = Bun.spawnSync(['buildah', ...how, ...build], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    process.exitCode = exitCode
  } else console.log('buildah is not there, so no image was made')
}
