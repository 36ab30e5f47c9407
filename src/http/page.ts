/** The page's files, each in the form that the browser takes, and the headers that keep strangers' code out of it. */
import { AppError } from '../model/errors.ts'
import { matches } from './api/operation.ts'
import { compressed, type BuiltPage, type Form } from './built-page.ts'
import type { HttpDeps } from './deps.ts'
import type { Handler, Params, Router } from './router.ts'
import { pageRoutes, routes, urlFor } from './routes.ts'

interface File {
  type: string
  hash: string
  forms: Map<Form, Uint8Array<ArrayBuffer>>
}

/**
 * No code but the page's own runs, nothing is sent elsewhere, and HTML is made of text in one place (DOMPurify's
 * policy).
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types aiotodo dompurify',
].join('; ')

const anyFile = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' }

const documentHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  // At `/` programs get another answer.
  vary: 'accept, accept-encoding',
}

const yearSeconds = 365 * 24 * 60 * 60

/** Names of assets have a hash of what is in them. */
const assetHeaders = {
  'cache-control': `public, max-age=${yearSeconds}, immutable`,
  vary: 'accept-encoding',
}

const workerHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'none'; connect-src 'self'",
  vary: 'accept-encoding',
}

/** @param programs - answers programs at the index, where people get the page */
export function page(router: Router, deps: HttpDeps, programs: () => Response): void {
  let opened: Promise<ReadonlyMap<string, File>> | undefined

  /** Read when it is first asked for: a start does not wait for it. */
  async function find(path: string): Promise<File | undefined> {
    opened ??= deps.page().then((built) => openFiles(built, deps.prefix))
    try {
      return (await opened).get(path)
    } catch (error) {
      // The next who asks tries again.
      opened = undefined
      throw error
    }
  }

  const answerFile =
    (pathOf: (params: Params) => string, headers: Record<string, string>): Handler =>
    async ({ request }, params) => {
      const file = await find(pathOf(params))
      if (!file) throw new AppError('not_found')
      return answer(request, file, headers)
    }
  const answerDocument = answerFile(() => 'index.html', documentHeaders)

  router.on('GET', routes.index, (visit, params) =>
    wantsPage(visit.request) ? answerDocument(visit, params) : programs(),
  )
  for (const route of pageRoutes) router.on('GET', route, answerDocument)
  // Without its slash the prefix is not below itself, and a service worker has no say there.
  if (deps.prefix !== '')
    router.on(
      'GET',
      '',
      () => new Response(null, { status: 302, headers: { location: urlFor(deps.prefix, routes.index) } }),
    )
  router.on(
    'GET',
    routes.asset,
    answerFile(({ file }) => `assets/${file}`, assetHeaders),
  )
  router.on(
    'GET',
    routes.serviceWorker,
    answerFile(() => 'service-worker.js', workerHeaders),
  )
  router.on('GET', routes.robots, () => new Response('User-agent: *\nDisallow: /\n'))
}

/** Whether this request is a person's who opens an address, rather than a program's. */
const wantsPage = ({ headers }: Request): boolean => headers.get('accept')?.includes('text/html') === true

async function openFiles({ files }: BuiltPage, prefix: string): Promise<ReadonlyMap<string, File>> {
  const opened = new Map<string, File>()
  for (const [path, { type, hash, forms }] of Object.entries(files)) {
    const decoded = Object.entries(forms).map(
      ([form, text]) => [form as Form, Uint8Array.fromBase64(text)] as const,
    )
    opened.set(path, { type, hash, forms: new Map(decoded) })
  }
  const document = opened.get('index.html')
  if (document && prefix !== '') document.forms = await withBase(document, prefix)
  return opened
}

/** All addresses in the page are below where the application is mounted. */
async function withBase({ forms }: File, prefix: string): Promise<File['forms']> {
  const text = new TextDecoder().decode(forms.get('identity'))
  const identity = new TextEncoder().encode(
    text.replace('<base href="/" />', () => `<base href="${prefix}/" />`),
  )
  // Loaded where it is needed: a start would wait for it.
  const { brotliCompressSync, gzipSync } = await import('node:zlib')
  return new Map<Form, Uint8Array<ArrayBuffer>>([
    ['identity', identity],
    ['br', new Uint8Array(brotliCompressSync(identity))],
    ['gzip', new Uint8Array(gzipSync(identity))],
  ])
}

function answer({ headers: asked }: Request, file: File, headers: Record<string, string>): Response {
  const form = takenForm(file, asked.get('accept-encoding') ?? '')
  const etag = `"${file.hash}-${form}"`
  const common = { ...anyFile, ...headers, etag }
  if (matches(asked.get('if-none-match') ?? undefined, etag))
    return new Response(null, { status: 304, headers: common })
  const bytes = file.forms.get(form) as Uint8Array<ArrayBuffer>
  const encoding = form === 'identity' ? {} : { 'content-encoding': form }
  // The length for HEAD, which has no body to take it from.
  const about = { 'content-type': file.type, 'content-length': `${bytes.length}`, ...encoding }
  return new Response(bytes, { headers: { ...common, ...about } })
}

/** The smallest that the browser takes. */
function takenForm({ forms }: File, accepted: string): Form {
  const taken = (name: string) =>
    new RegExp(String.raw`\b${name}\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))`).test(accepted)
  return compressed.find((form) => forms.has(form) && taken(form)) ?? 'identity'
}
