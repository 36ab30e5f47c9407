/**
 * Where the built page comes from: dist/page.json, made anew where its sources are others than those it was made of. In
 * the single executable scripts/build.ts puts another module in this one's place.
 */
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import type { BuiltPage } from './http/built-page.ts'

const root = join(import.meta.dir, '..')

export const pageFile = join(root, 'dist', 'page.json')

/** @throws Error when it can't be built */
export async function builtPage(): Promise<BuiltPage> {
  const found = (await Bun.file(pageFile)
    .json()
    .catch(() => undefined)) as BuiltPage | undefined
  if (found?.sources === (await hashOfSources())) return found
  await build()
  return (await Bun.file(pageFile).json()) as BuiltPage
}

const scripts = ['blanks-plugin.ts', 'build-page.ts'].map((name) => join('scripts', name))

/** Of what is in them: the times of files tell little after a checkout or an installation. */
export async function hashOfSources(): Promise<string> {
  const found = new Bun.Glob('src/{client,model,web}/**/*').scan(root)
  const files = [...scripts, ...(await Array.fromAsync(found))].toSorted()
  const hash = new Bun.CryptoHasher('sha256').update(
    JSON.stringify([manifest.version, manifest.dependencies]),
  )
  for (const file of files) hash.update(file).update(await Bun.file(join(root, file)).bytes())
  return hash.digest('hex')
}

/**
 * Builds in a process of its own, since a bundler takes more memory than the server; and in the project's folder, since
 * Bun takes its configuration from where it is started.
 */
async function build(): Promise<void> {
  const script = join(root, 'scripts', 'build-page.ts')
  const child = Bun.spawn([process.execPath, '--no-env-file', script], {
    cwd: root,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const said = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(`The page can't be built: ${said}`)
}
