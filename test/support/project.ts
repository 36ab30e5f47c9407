/** A copy of the repository, for tests that change or build it. */
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './server.ts'

const root = join(import.meta.dir, '..', '..')

export interface Project extends Disposable {
  path: string
  /** Its server, to be given to `startServer`. */
  program: string[]
  /** A command of its package.json, to be run anywhere. */
  command(name: string): Promise<string[]>
}

export function copyOfProject(): Project {
  const folder = tempFolder()
  const path = join(folder.path, 'aiotodo')
  for (const name of [
    'bin',
    'src',
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'NOTICES.txt',
  ])
    cpSync(join(root, name), join(path, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'))
  return {
    path,
    program: [process.execPath, join(path, 'src', 'main.ts')],
    async command(name) {
      const { scripts } = (await Bun.file(join(path, 'package.json')).json()) as {
        scripts: Record<string, string>
      }
      // Without the `exec node scripts/bun.mjs` that finds this Bun for people.
      const words = (scripts[name] ?? '').split(' ').slice(3)
      return [process.execPath, ...words.map((word) => (word.endsWith('.ts') ? join(path, word) : word))]
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}
