/** How the page is served and built (SPEC.md, P1 to P5). */
import { expect, test } from 'bun:test'
import { appendFileSync, existsSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { openPage } from '../support/browser.ts'
import { startMounted } from '../support/mounted.ts'
import { servePages } from '../support/page-server.ts'
import { copyOfProject } from '../support/project.ts'
import { startServer, tempFolder } from '../support/server.ts'

const server = await servePages()

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const get = (path: string, headers: Record<string, string> = html, init: BunFetchRequestInit = {}) =>
  fetch(`${server.url}${path}`, { headers, redirect: 'manual', ...init })

/** The addresses of the files that a document names, as it names them. */
const namedIn = (document: string): string[] =>
  [...document.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, path]) => path ?? '')

test('[P1] each address of the page is answered with its document, with HEAD as well', async () => {
  const document = await (await get('/')).text()
  expect(document).toStartWith('<!doctype html>')
  for (const path of ['/lists/x', '/today', '/upcoming', '/search?q=x', '/trash', '/settings']) {
    const answer = await get(path)
    expect([path, answer.status, await answer.text()]).toEqual([path, 200, document])
    const head = await get(path, html, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    for (const name of ['content-type', 'content-length', 'etag'])
      expect(head.headers.get(name)).toBe(answer.headers.get(name))
  }
})

test('[P1] a program gets the index at /, and what is no address a 404 in JSON', async () => {
  for (const accept of ['*/*', 'application/json']) {
    const answer = await get('/', { accept })
    expect(answer.headers.get('vary')).toBe('accept')
    expect(await answer.json()).toMatchObject({ todos: '/todos/', api: '/api/v1/openapi.json' })
  }
  expect((await get('/')).headers.get('vary')).toContain('accept')
  for (const path of ['/lists', '/lists/x/y', '/Today', '/assets/nothing.js', '/index.html', '/api/v1/x']) {
    const answer = await get(path)
    expect([path, answer.status]).toEqual([path, 404])
    expect(answer.headers.get('content-type')).toContain('json')
  }
  expect(await (await get('/robots.txt')).text()).toContain('Disallow: /')
})

test('[P2] what the browser is told: no code but its own, no frames, no guesses, no referrer', async () => {
  const { headers } = await get('/today')
  const policy = Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split('; ').map((rule) => rule.split(/ (.*)/)),
  )
  expect(policy).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'self'",
    'frame-ancestors': "'none'",
    'form-action': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'aiotodo dompurify',
  })
  expect(headers.get('content-security-policy')).not.toContain('unsafe')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  const document = await (await get('/')).text()
  expect(document).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|style=/)
  for (const path of ['/', '/service-worker.js', ...namedIn(document).map((path) => path.slice(1))]) {
    const { headers } = await get(path)
    expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  }
})

test('[P2] in a browser the page breaks none of these rules, and code that is planted in it does not run', async () => {
  await using opened = await openPage(server)
  const { page, errors } = opened
  await page.waitForSelector('#app > *')
  await page.evaluate(() => navigator.serviceWorker.ready)
  expect(errors).toEqual([])
  const ran = await page.evaluate(async () => {
    const attempt = (plant: () => void) => {
      try {
        plant()
      } catch {
        // Trusted Types forbid it already.
      }
    }
    const script = document.createElement('script')
    attempt(() => (script.text = 'window.planted = 1'))
    attempt(() => document.body.append(script))
    attempt(() => (document.body.innerHTML += '<img src=x onerror="window.planted = 1">'))
    attempt(() => document.body.setAttribute('onclick', 'window.planted = 1'))
    document.body.click()
    // Not at once: what a debugger runs may make code of text.
    await new Promise((resolve) => setTimeout(resolve, 50))
    attempt(() => new Function('window.planted = 1')())
    return 'planted' in window
  })
  expect(ran).toBe(false)
  const stranger = await opened.context.newPage()
  await stranger.setContent(`<iframe src="${server.url}/"></iframe>`)
  const frame = stranger.frames()[1]
  expect(await frame?.locator('#app').count()).toBe(0)
})

test('[P3] each file comes in the smallest form that is taken, with its type', async () => {
  const document = await (await get('/')).text()
  const types: Record<string, string> = {
    js: 'text/javascript',
    css: 'text/css',
    svg: 'image/svg+xml',
    png: 'image/png',
    webmanifest: 'application/manifest+json',
  }
  for (const path of [...namedIn(document).map((path) => path.slice(1)), '/service-worker.js', '/']) {
    const form = async (accepted: string) => {
      const answer = await get(path, { ...html, 'accept-encoding': accepted }, { decompress: false })
      expect(answer.headers.get('vary')).toContain('accept-encoding')
      return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) }
    }
    const plain = await form('identity')
    const extension = path.split('.')[1] ?? ''
    expect(plain.answer.headers.get('content-type')).toStartWith(types[extension] ?? 'text/html')
    expect(plain.answer.headers.get('content-encoding')).toBeNull()
    expect((await form('br;q=0, gzip;q=0.0')).bytes).toEqual(plain.bytes)
    if (extension === 'png') continue
    const [br, gzip] = [await form('gzip, deflate, br, zstd'), await form('gzip, br;q=0')]
    expect(br.answer.headers.get('content-encoding')).toBe('br')
    expect(gzip.answer.headers.get('content-encoding')).toBe('gzip')
    expect(new Uint8Array(brotliDecompressSync(br.bytes))).toEqual(plain.bytes)
    expect(new Uint8Array(gunzipSync(gzip.bytes))).toEqual(plain.bytes)
    expect(new Set([plain, br, gzip].map(({ answer }) => answer.headers.get('etag'))).size).toBe(3)
  }
})

test('[P3] assets are kept for good, the document and the worker are asked for again and answered with a 304', async () => {
  const document = await (await get('/')).text()
  for (const path of namedIn(document).map((path) => path.slice(1)))
    expect((await get(path)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  for (const path of ['/', '/today', '/service-worker.js']) {
    const { headers } = await get(path)
    expect(headers.get('cache-control')).toBe('no-cache')
    const etag = headers.get('etag') ?? ''
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const again = await get(path, { ...html, 'if-none-match': known })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    }
    expect((await get(path, { ...html, 'if-none-match': '"x"' })).status).toBe(200)
  }
})

test('[P4] below a prefix all its addresses are below it', async () => {
  await using mounted = await startMounted('/todo-server')
  const at = (path: string) => fetch(`${mounted.url}${path}`, { headers: html, redirect: 'manual' })
  const bare = await at('')
  expect([bare.status, bare.headers.get('location')]).toEqual([302, '/todo-server/'])
  for (const path of ['/', '/lists/x', '/settings']) {
    const answer = await at(path)
    const document = await answer.text()
    expect([path, answer.status]).toEqual([path, 200])
    expect(document).toContain('<base href="/todo-server/" />')
    for (const named of namedIn(document)) expect((await at(named.slice(1))).status).toBe(200)
  }
  const index = await fetch(`${mounted.url}/`)
  expect(await index.json()).toMatchObject({ todos: '/todo-server/todos/' })
  await using opened = await openPage(mounted, { path: 'today' })
  await opened.page.waitForSelector('#app > *')
  expect(opened.errors).toEqual([])
  expect(new URL(opened.page.url()).pathname).toBe('/todo-server/today')
})

test('[P4] what the manifest names is there, and its application is what is below the prefix', async () => {
  await using mounted = await startMounted('/todo-server')
  const document = await (await fetch(`${mounted.url}/`, { headers: html })).text()
  const address = new URL(
    namedIn(document).find((path) => path.endsWith('.webmanifest')) ?? '',
    `${mounted.url}/`,
  )
  const manifest = (await (await fetch(address)).json()) as {
    start_url: string
    scope: string
    icons: { src: string; sizes: string; type: string }[]
  }
  for (const name of ['start_url', 'scope'] as const)
    expect(new URL(manifest[name], address).href).toBe(`${mounted.url}/`)
  expect(manifest.icons.map(({ sizes }) => sizes)).toContain('192x192')
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await fetch(new URL(src, address))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    const bytes = Buffer.from(await answer.arrayBuffer())
    // Where a PNG says how large it is.
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes)
  }
})

test('[P5] it is built when its sources have changed, and only then', async () => {
  using project = copyOfProject()
  const file = join(project.path, 'dist', 'page.json')
  const version = async () => {
    await using server = await startServer({ args: ['--database', 'memory:'], program: project.program })
    const document = await (await fetch(server.url, { headers: html })).text()
    return /data-version="(\w+)"/.exec(document)?.[1]
  }
  await using unasked = await startServer({ args: ['--database', 'memory:'], program: project.program })
  await fetch(`${unasked.url}/todos/`)
  expect(existsSync(file)).toBe(false)
  const first = await version()
  const { mtimeMs, ino } = statSync(file)
  expect(await version()).toBe(first as string)
  expect(statSync(file)).toMatchObject({ mtimeMs, ino })
  // Of no weight for what is served, so the version stays.
  appendFileSync(join(project.path, 'src', 'web', 'state', 'updates.ts'), '// A comment.\n')
  expect(await version()).toBe(first as string)
  expect(statSync(file).ino).not.toBe(ino)
  appendFileSync(join(project.path, 'src', 'web', 'tokens.css'), ':root { --planted: 1 }\n')
  expect(await version()).not.toBe(first as string)
})

test('[P5] a page that can not be built is an answer of 500, a line in the log, and no reason to stop', async () => {
  using project = copyOfProject()
  const main = join(project.path, 'src', 'web', 'main.tsx')
  const right = await Bun.file(main).text()
  await Bun.write(main, 'import "./nowhere.ts"')
  await using server = await startServer({ args: ['--database', 'memory:'], program: project.program })
  const wrong = await fetch(server.url, { headers: html })
  expect([wrong.status, await wrong.text()]).toEqual([500, expect.not.stringContaining('nowhere')])
  expect((await fetch(`${server.url}/todos/`)).status).toBe(200)
  await Bun.write(main, right)
  expect((await fetch(server.url, { headers: html })).status).toBe(200)
  await server.stop()
  expect(server.stderr()).toContain('nowhere.ts')
})

test('[P5] what npm packs has the page in it, and serves it as it is', async () => {
  using folder = tempFolder()
  using project = copyOfProject()
  const run = (command: string[], cwd: string) => {
    const { exitCode, stderr } = Bun.spawnSync(command, { cwd })
    if (exitCode !== 0) throw new Error(stderr.toString())
  }
  run(['npm', 'pack', '--pack-destination', folder.path], project.path)
  run(['tar', '-xzf', readdirSync(folder.path)[0] ?? ''], folder.path)
  const packed = join(folder.path, 'package')
  symlinkSync(join(project.path, 'node_modules'), join(packed, 'node_modules'))
  const page = join(packed, 'dist', 'page.json')
  const { mtimeMs, ino } = statSync(page)
  await using server = await startServer({
    args: ['--database', 'memory:'],
    program: ['node', join(packed, 'bin', 'aiotodo.mjs')],
  })
  expect((await fetch(server.url, { headers: html })).status).toBe(200)
  expect(statSync(page)).toMatchObject({ mtimeMs, ino })
})

test('[P5] npm run dev serves it from its sources, and an open page follows their changes', async () => {
  using project = copyOfProject()
  const program = (await project.command('dev')).filter((word) => word !== 'serve')
  await using server = await startServer({ args: ['--database', 'memory:'], program })
  await using opened = await openPage(server, { path: 'today' })
  await opened.page.waitForSelector('#app > *')
  expect(existsSync(join(project.path, 'dist'))).toBe(false)
  appendFileSync(
    join(project.path, 'src', 'web', 'main.tsx'),
    `\ndocument.documentElement.dataset['planted'] = 'yes'\n`,
  )
  await opened.page.waitForSelector('[data-planted=yes]')
  expect(opened.errors).toEqual([])
})

test('[P5] who had the built page before sees what npm run dev serves, not what the browser keeps', async () => {
  using project = copyOfProject()
  const built = await startServer({ args: ['--database', 'memory:'], program: project.program })
  await using opened = await openPage(built)
  const { page } = opened
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  await built.stop()
  const program = (await project.command('dev')).filter((word) => word !== 'serve')
  await using _ = await startServer({ args: ['--database', 'memory:', '-P', `${built.port}`], program })
  await page.goto(built.url)
  await page.waitForSelector('[data-bun-dev-server-script]', { state: 'attached' })
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations())).toEqual([])
})
