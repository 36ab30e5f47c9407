/** The program with one more language, made as docs/languages.md says: a folder and a line, in a copy of the sources. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dir, '..', '..')

/** Dates and numbers of this tag are Arabic, so that an English one is seen; and it is written from right to left. */
export const plantedTag = 'ar-XB'
export const plantedName = '⟦⟧'

export interface Planted extends Disposable {
  path: string
  /** To be run in place of this program. */
  program: string[]
}

/** A copy of what the program is built of. */
export function copyOfSources(): Planted {
  const path = mkdtempSync(join(tmpdir(), 'aiotodo-language-'))
  for (const name of ['src', 'scripts', 'package.json', 'tsconfig.json'])
    cpSync(join(root, name), join(path, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'))
  return {
    path,
    program: [process.execPath, join(path, 'src', 'main.ts')],
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}

export function plantLanguage(): Planted {
  const copy = copyOfSources()
  const words = join(copy.path, 'src', 'web', 'words')
  const folder = join(words, plantedTag)
  mkdirSync(folder)
  cpSync(join(import.meta.dir, 'pseudo.ts'), join(folder, 'pseudo.ts'))
  for (const part of ['page', 'later'])
    writeFileSync(
      join(folder, `${part}.ts`),
      `import { ${part} as english } from '../en/${part}.ts'
import { pseudo } from './pseudo.ts'

export const ${part} = pseudo(english)
`,
    )
  const table = join(words, 'languages.ts')
  const line = `  '${plantedTag}': { name: '${plantedName}', dir: 'rtl', page: () => import('./${plantedTag}/page.ts'), later: () => import('./${plantedTag}/later.ts') },\n`
  const before = readFileSync(table, 'utf8')
  const after = before.replace(/(export const languages[^\n]*\n)/, `$1${line}`)
  if (after === before) throw new Error('languages.ts has no line where its table begins')
  writeFileSync(table, after)
  return copy
}
