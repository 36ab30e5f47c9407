/** `npm run build:types [-- FOLDER]`: the types of what the package exports, as .d.ts files in dist/types: only those that the exports reach. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }

const root = join(import.meta.dir, '..')
const all = mkdtempSync(join(root, 'node_modules', '.types-'))
const target = resolve(process.argv[2] ?? join(root, 'dist', 'types'))
const exported = Object.values(packageJson.exports)
try {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, declaration: true, emitDeclarationOnly: true },
      ...{ rootDir: root, outDir: all },
    },
    files: exported.map((each) => join(root, each['aiotodo-source'])),
    include: [],
  }
  writeFileSync(join(all, 'tsconfig.json'), JSON.stringify(config))
  const made = Bun.spawnSync(['node_modules/.bin/tsc', '-p', join(all, 'tsconfig.json')], {
    cwd: root,
    stdout: 'inherit',
    stderr: 'inherit',
  })
  if (made.exitCode !== 0) throw new Error('the types were not made')
  rmSync(target, { recursive: true, force: true })
  const left = exported.map(({ types }) => types.replace('./dist/types/', ''))
  const seen = new Set(left)
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const text = readFileSync(join(all, path), 'utf8')
    // What a browser or another program resolves is a .d.ts beside it, whatever ending the source names.
    const file = join(target, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text.replaceAll(/(from |import\()'(\.[^']+)\.ts'/g, "$1'$2.js'"))
    for (const [, to = ''] of text.matchAll(/(?:from |import\()'(\.[^']+)\.ts'/g)) {
      const next = resolve('/', dirname(path), `${to}.d.ts`).slice(1)
      if (seen.has(next) || !existsSync(join(all, next))) continue
      seen.add(next)
      left.push(next)
    }
  }
  console.log(`dist/types: ${seen.size} files`)
} finally {
  rmSync(all, { recursive: true, force: true })
}
