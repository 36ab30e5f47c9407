/** `npm run dev`: the server, started anew when one of its files changes, and the page, changed in the open browser. */
import { runCommandLine } from '../src/cli/command-line.ts'
import { pageRoutes, routes } from '../src/http/routes.ts'
import page from '../src/web/index.html'

/** In place of the built page's: one that this browser has from before would open that page instead of this one. */
const goneWorker = `
  addEventListener('install', () => skipWaiting())
  addEventListener('activate', async () => {
    await registration.unregister()
    for (const client of await clients.matchAll()) await client.navigate(client.url)
  })`

await runCommandLine(process.argv.slice(2), {
  ...Object.fromEntries(['/', ...pageRoutes].map((route) => [route, page])),
  [routes.serviceWorker]: new Response(goneWorker, { headers: { 'content-type': 'text/javascript' } }),
})
