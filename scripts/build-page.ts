/** `npm run build:page`: the page of src/web, bundled and compressed, as one file: dist/page.json. Says how large it is. */
import { createHash } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { blanksPlugin } from './blanks-plugin.ts'
import type { BuiltFile, BuiltPage } from '../src/http/built-page.ts'
import { pageRoutes } from '../src/http/routes.ts'
import { hashOfSources, pageFile } from '../src/page.ts'
import { fallback, languages } from '../src/web/words/languages.ts'

interface File {
  type: string
  bytes: Uint8Array
}

const web = join(import.meta.dir, '..', 'src', 'web')

/** In memory. @throws AggregateError that says where a source is wrong */
export async function buildPage(): Promise<BuiltPage> {
  const sources = await hashOfSources()
  const files = await bundle()
  await addManifests(files, await addIcons(files))
  const assets = [...files.keys()].filter((path) => path !== 'index.html')
  // Also written into the worker, so that a new version of anything is a new worker.
  const version = hashOf(
    JSON.stringify([...files.values()].map(({ bytes }) => hashOf(bytes))),
    (await worker(assets, '')).bytes,
  )
  replaceInDocument(files, '<html lang="en">', `<html lang="en" data-version="${version}">`)
  files.set('service-worker.js', await worker(assets, version))
  return {
    version,
    sources,
    files: Object.fromEntries([...files].map(([path, file]) => [path, built(file)])),
  }
}

async function worker(assets: readonly string[], version: string): Promise<File> {
  const texts = Object.entries(languages).map(async ([tag, { later }]) => {
    const { notification } = (await later()).later.reminders
    return [tag, notification] as const
  })
  const { outputs } = await Bun.build({
    entrypoints: [join(web, 'service-worker.ts')],
    target: 'browser',
    minify: true,
    define: {
      VERSION: JSON.stringify(version),
      // Browsers fetch the pictures for themselves, when the page is installed.
      ASSETS: JSON.stringify(assets.filter((path) => !path.endsWith('.png'))),
      ROUTES: JSON.stringify(patternOfRoutes()),
      NOTIFICATION_WORDS: JSON.stringify(Object.fromEntries(await Promise.all(texts))),
    },
  })
  const [output] = outputs as [Bun.BuildArtifact]
  return { type: output.type, bytes: new Uint8Array(await output.arrayBuffer()) }
}

async function bundle(): Promise<Map<string, File>> {
  const { outputs } = await Bun.build({
    entrypoints: [join(web, 'index.html')],
    target: 'browser',
    minify: true,
    splitting: true,
    plugins: [blanksPlugin],
    naming: {
      entry: '[name].[ext]',
      chunk: 'assets/[name]-[hash].[ext]',
      asset: 'assets/[name]-[hash].[ext]',
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const files = new Map<string, File>()
  for (const output of outputs)
    files.set(output.path.replace('./', ''), {
      type: output.type,
      bytes: new Uint8Array(await output.arrayBuffer()),
    })
  return files
}

interface Manifest {
  icons: { src: string; type: string }[]
}

/** The bundler looks into the document, but not into the manifest that it names. @returns the manifest, which names them */
async function addIcons(files: Map<string, File>): Promise<{ path: string; manifest: Manifest }> {
  const path = [...files.keys()].find((path) => path.endsWith('.webmanifest')) ?? 'manifest.webmanifest'
  const manifest = JSON.parse(textOf(files, path)) as Manifest
  for (const icon of manifest.icons) {
    const { name, ext } = parse(icon.src)
    const bytes = await Bun.file(join(web, icon.src)).bytes()
    icon.src = `${name}-${hashOf(bytes).slice(0, 8)}${ext}`
    files.set(`assets/${icon.src}`, { type: icon.type, bytes })
  }
  return { path, manifest }
}

/** One for each language. The document names the one of English; the page knows by that what the others are called. */
async function addManifests(
  files: Map<string, File>,
  { path, manifest }: { path: string; manifest: Manifest },
): Promise<void> {
  files.delete(path)
  const texts = Object.entries(languages).map(async ([lang, { dir = 'ltr', page, later }]) => {
    const { addTodo, today, upcoming, search } = (await page()).page
    const { appDescription: description } = (await later()).later.view
    const named = { [addTodo]: 'share', [today]: 'today', [upcoming]: 'upcoming', [search]: 'search' }
    const shortcuts = Object.entries(named).map(([name, path]) => ({ name, url: `../${path}` }))
    return [lang, JSON.stringify({ ...manifest, lang, dir, description, shortcuts })] as const
  })
  const all = await Promise.all(texts)
  const pathOf = (tag: string) => `assets/manifest-${hashOf(...all.flat()).slice(0, 8)}-${tag}.webmanifest`
  for (const [tag, text] of all)
    files.set(pathOf(tag), { type: 'application/manifest+json', bytes: new TextEncoder().encode(text) })
  replaceInDocument(files, path, pathOf(fallback.tag))
}

function replaceInDocument(files: Map<string, File>, from: string, to: string): void {
  const text = textOf(files, 'index.html')
  if (!text.includes(from)) throw new Error(`src/web/index.html has no ${from}`)
  files.set('index.html', {
    type: 'text/html; charset=utf-8',
    bytes: new TextEncoder().encode(text.replace(from, to)),
  })
}

function textOf(files: Map<string, File>, path: string): string {
  const file = files.get(path)
  if (!file) throw new Error(`src/web/index.html has no ${path}`)
  return new TextDecoder().decode(file.bytes)
}

/** Of what follows the page's base in an address of it. */
function patternOfRoutes(): string {
  const below = pageRoutes.map((route) => route.slice(1).replaceAll(/:\w+/g, '[^/]+'))
  return `^(${['', ...below].join('|')})$`
}

function built({ type, bytes }: File): BuiltFile {
  const base64 = (bytes: Uint8Array) => bytes.toBase64()
  const identity = base64(bytes)
  const hash = hashOf(bytes)
  if (type === 'image/png') return { type, hash, forms: { identity } }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  const [br, gzip] = [base64(brotliCompressSync(bytes, { params })), base64(gzipSync(bytes, { level: 9 }))]
  return { type, hash, forms: { identity, br, gzip } }
}

function hashOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 16)
}

if (import.meta.main) {
  const page = await buildPage()
  await mkdir(dirname(pageFile), { recursive: true })
  // Beside it first: a server may be reading it.
  await Bun.write(`${pageFile}.${process.pid}`, JSON.stringify(page))
  await rename(`${pageFile}.${process.pid}`, pageFile)
  const bytes = (text = '') => Uint8Array.fromBase64(text).length
  for (const [path, { forms }] of Object.entries(page.files))
    console.log(`${path}: ${bytes(forms.identity)} bytes${forms.br ? `, ${bytes(forms.br)} by brotli` : ''}`)
}
