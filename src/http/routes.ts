/** The addresses of the application, each written once: routes, Locations and links are made from them. */

export const routes = {
  index: '/',
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
  '/calendar',
  '/search',
  '/label',
  '/filters/:id',
  '/trash',
  '/settings',
  '/share',
] as const

/** The path of a route, `prefix` being where the application is mounted. */
export function urlFor(prefix: string, route: string, params: Record<string, string | number> = {}): string {
  return (
    prefix +
    route.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => encodeURIComponent(String(params[name])))
  )
}

/** The routes that have names for those who make links to them. */
export const namedRoutes = {
  ...routes,
  list: `${routes.api}/lists/:id`,
  todo: `${routes.api}/todos/:id`,
  filter: `${routes.api}/filters/:id`,
} as const
export type RouteName = keyof typeof namedRoutes

/**
 * The path of the route of this name.
 * @throws TypeError for a name that there is not, and for a parameter that is missing
 */
export function pathOf(
  prefix: string,
  name: RouteName,
  params: Readonly<Record<string, string | number>> = {},
): string {
  if (!Object.hasOwn(namedRoutes, name))
    throw new TypeError(`There is no route ${name}; expected one of ${Object.keys(namedRoutes).join(', ')}.`)
  const route = namedRoutes[name]
  for (const [, param = ''] of route.matchAll(/:(\w+)/g))
    if (params[param] === undefined)
      throw new TypeError(`The route ${name} is ${route}; expected the parameter ${param}.`)
  return urlFor(prefix, route, params)
}
