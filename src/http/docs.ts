/** The page /api/v1/docs is made from what /api/v1/openapi.json says: there the API is read and tried. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { docsPage, type ApiDescription } from './docs-page.ts'
import { docsStyle } from './docs-style.ts'
import { tryIt } from './docs-try-it.ts'
import type { Handler, Router } from './router.ts'
import { routes } from './routes.ts'

/** Nothing is fetched from, or told to, anyone else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'cache-control': 'no-cache',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  vary: 'accept-encoding',
}

interface Made {
  plain: string
  packed: Uint8Array<ArrayBuffer>
  etag: string
}

const madeOf = (plain: string): Made => ({
  plain,
  packed: new Uint8Array(gzipSync(plain)),
  etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
})

/**
 * Addresses in it are relative, for where the application is mounted.
 * @param describe - answers the OpenAPI document
 */
export function docs(router: Router, describe: () => object): void {
  /** It is made when it is first asked for: on most servers nobody does. */
  const answer = (type: string, make: () => string): Handler => {
    let made: Made | undefined
    return ({ request: { headers: asked } }) => {
      made ??= madeOf(make())
      const about = { ...headers, etag: made.etag, 'content-type': `${type}; charset=utf-8` }
      if (asked.get('if-none-match') === made.etag) return new Response(null, { status: 304, headers: about })
      if (!/\bgzip\b/.test(asked.get('accept-encoding') ?? ''))
        return new Response(made.plain, { headers: about })
      return new Response(made.packed, { headers: { ...about, 'content-encoding': 'gzip' } })
    }
  }
  router.on(
    'GET',
    routes.docs,
    answer('text/html', () => docsPage(describe() as ApiDescription)),
  )
  router.on(
    'GET',
    `${routes.docs}/try-it.js`,
    answer('text/javascript', () => `(${tryIt})()\n`),
  )
  router.on(
    'GET',
    `${routes.docs}/docs.css`,
    answer('text/css', () => docsStyle),
  )
}
