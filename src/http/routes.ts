/** The addresses of the application, each written once: routes, Locations and links are made from them. */

export const routes = {
  /** Empty, for where the application is mounted has its own slash: it is `/`, or such as `/todo-server/`. */
  index: '',
  live: '/livez',
  ready: '/readyz',
  tutorialTodos: '/todos/',
  tutorialTodo: '/todos/:id{[0-9]+}',
  api: '/api/v1',
  docs: '/api/v1/docs',
  sync: '/api/v1/sync',
  asset: '/assets/:file',
  serviceWorker: '/service-worker.js',
  robots: '/robots.txt',
} as const

/** The page's addresses besides the index; web/state/route.ts reads them. */
export const pageRoutes = [
  '/lists/:id',
  '/today',
  '/upcoming',
  '/search',
  '/filters/:id',
  '/trash',
  '/settings',
] as const

/** The path of a route, `prefix` being where the application is mounted. */
export function urlFor(prefix: string, route: string, params: Record<string, string | number> = {}): string {
  return (
    prefix +
    route.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => encodeURIComponent(String(params[name])))
  )
}
