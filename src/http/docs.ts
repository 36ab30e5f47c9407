/** /api/v1/docs: the API's description as a page to read and to try it from, made from /api/v1/openapi.json. */
import type { Context, Hono } from 'hono'
import type { HttpDeps, Viewer } from './deps.ts'
import { routes } from './routes.ts'

/** Addresses are relative, for where the application is mounted. */
const document = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>aiotodo API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="docs/viewer.css" />
    <script src="docs/viewer.js" defer></script>
    <script src="docs/begin.js" defer></script>
  </head>
  <body>
    <main id="docs"><p>The description is at <a href="openapi.json">openapi.json</a>.</p></main>
  </body>
</html>
`

/** Nothing is fetched from, or told to, anyone else. */
const begin = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
})
`

/** As the page's own but for styles, which the viewer writes into its elements. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
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
}

export function docs(app: Hono, deps: HttpDeps): void {
  let opened: Promise<Viewer> | undefined
  const answerFile = (type: string, part: keyof Viewer) => async (context: Context) => {
    opened ??= deps.viewer()
    // The next who asks tries again.
    opened.catch(() => (opened = undefined))
    const etag = `"${deps.version}"`
    const known = { ...headers, etag, vary: 'accept-encoding' }
    if (context.req.header('if-none-match') === etag)
      return new Response(null, { status: 304, headers: known })
    const about = { ...known, 'content-type': type, 'content-encoding': 'gzip' }
    return new Response((await opened)[part], { headers: about })
  }
  const answerText = (type: string, text: string) => () =>
    new Response(text, { headers: { ...headers, 'content-type': `${type}; charset=utf-8` } })

  app.get(routes.docs, answerText('text/html', document))
  app.get(`${routes.docs}/begin.js`, answerText('text/javascript', begin))
  app.get(`${routes.docs}/viewer.js`, answerFile('text/javascript; charset=utf-8', 'script'))
  app.get(`${routes.docs}/viewer.css`, answerFile('text/css; charset=utf-8', 'style'))
}
