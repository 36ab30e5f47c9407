/**
 * Which folder of `src/` may import which: the one table of it. `.oxlintrc.json` has a rule for each row, made by
 * `npm run layers`; `test/tooling/layers.test.ts` holds that rules and table agree, and that imports follow them.
 */
import { readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

interface Layer {
  /** Folders, and files that stand in no folder of `src/`. A folder does not bring its own folders along. */
  imports: readonly string[]
  /** Whether it may use the runtime's own modules (`node:…`, `bun:…`); without it clocks, files and sockets are handed in. */
  runtime?: true
}

const model = ['model', 'model/filter', 'model/quick-add']
const core = [
  ...['core/ports', 'core/feed', 'core/access', 'core/write', 'core/write/import', 'core/history'],
  ...['core/reminders', 'core/search'],
]
const client = [...model, 'client']
const page = ['client', ...model, 'web/device', 'web/words', 'web/state']
const view = [...page, 'web/parts']

/**
 * From the middle to the outside: a row names only what stands further in, its own folders, and what those need of it. A row that ends
 * in `*` is for all folders there: each language has one.
 */
export const layers: Readonly<Record<string, Layer>> = {
  model: { imports: ['model/filter'] },
  'model/filter': { imports: ['model'] },
  'model/quick-add': { imports: ['model'] },

  'core/ports': { imports: model },
  'core/feed': { imports: [...model, 'core/ports'] },
  'core/access': { imports: [...model, 'core/ports', 'core/feed'] },
  'core/write': { imports: [...model, 'core/ports', 'core/access'] },
  'core/write/import': { imports: [...model, 'core/ports', 'core/access'] },
  'core/history': { imports: [...model, 'core/ports', 'core/access', 'core/write'] },
  'core/reminders': { imports: [...model, 'core/ports', 'core/access'] },
  'core/search': { imports: [...model, 'core/ports'] },

  'storage/migrations': { imports: ['model', 'storage'], runtime: true },
  storage: { imports: [...model, 'core/ports', 'storage/migrations'], runtime: true },

  exchange: { imports: ['model', 'model/quick-add', 'exchange/from', 'exchange/to'], runtime: true },
  'exchange/from': { imports: ['model', 'model/filter', 'exchange', 'exchange/to'], runtime: true },
  'exchange/to': { imports: ['model', 'exchange', 'exchange/from'], runtime: true },

  http: { imports: [...model, ...core, 'exchange', 'http/api'], runtime: true },
  'http/api': { imports: [...model, ...core, 'exchange', 'exchange/to', 'http'], runtime: true },
  sync: { imports: [...model, ...core], runtime: true },
  runtime: { imports: [...model, ...core, 'http', 'log.ts'], runtime: true },

  client: { imports: model, runtime: true },

  'log.ts': { imports: ['model'], runtime: true },
  'page.ts': { imports: ['model', 'http'], runtime: true },
  'app.ts': {
    imports: ['model', ...core, 'storage', 'http', 'sync', 'runtime', 'log.ts', 'page.ts'],
    runtime: true,
  },
  'backups.ts': { imports: ['model', 'storage', 'runtime'], runtime: true },
  'make-table.ts': { imports: ['app.ts'], runtime: true },
  'library.ts': {
    imports: ['model', 'http', 'storage', 'app.ts', 'make-table.ts', 'log.ts'],
    runtime: true,
  },
  'settings.ts': { imports: ['model', 'log.ts'], runtime: true },
  'config.ts': { imports: ['model', 'runtime', 'storage', 'settings.ts', 'log.ts'], runtime: true },
  cli: {
    imports: [
      ...client,
      'cli/tui',
      'app.ts',
      'backups.ts',
      'make-table.ts',
      'config.ts',
      'settings.ts',
      'log.ts',
    ],
    runtime: true,
  },
  'cli/tui': { imports: [...client, 'cli'], runtime: true },
  'main.ts': { imports: ['cli'], runtime: true },

  'web/device': { imports: ['model'] },
  'web/words': { imports: ['client', ...model, 'web/device', 'web/words/*'] },
  'web/words/*': { imports: ['model', 'model/filter'] },
  'web/state': { imports: ['client', ...model, 'web/device', 'web/words'] },
  'web/styles': { imports: [] },
  'web/parts': { imports: page },
  'web/dates': { imports: view },
  'web/sync': { imports: view },
  'web/quick-add': { imports: [...view, 'web/dates'] },
  'web/todos': { imports: [...view, 'web/sync', 'web/dates'] },
  'web/calendar': { imports: [...view, 'web/styles', 'web/dates', 'web/todos'] },
  'web/sidebar': { imports: [...view, 'web/sync'] },
  'web/history': { imports: [...view, 'web/dates'] },
  'web/details': { imports: [...view, 'web/sync', 'web/history', 'web/todos', 'web/dates'] },
  'web/filters': { imports: [...view, 'web/todos'] },
  'web/labels': { imports: view },
  'web/account': { imports: [...view, 'web/history'] },
  'web/exchange': { imports: view },
  'web/reminders': { imports: view },
  'web/palette': { imports: [...view, 'web/sidebar', 'web/filters'] },
  'web/views': {
    imports: [
      ...view,
      ...[
        'web/sync',
        'web/todos',
        'web/filters',
        'web/labels',
        'web/account',
        'web/exchange',
        'web/reminders',
        'web/history',
      ],
    ],
  },
  web: {
    imports: [
      ...view,
      ...['web/styles', 'web/sync', 'web/quick-add', 'web/todos', 'web/sidebar', 'web/history'],
      ...[
        'web/details',
        'web/filters',
        'web/labels',
        'web/account',
        'web/reminders',
        'web/palette',
        'web/views',
      ],
      'web/calendar',
    ],
  },
}

/** The row that a file of `src/` belongs to; paths from there, such as `web/state/todos.ts`. */
export function layerOf(file: string): string {
  const folder = dirname(file)
  if (folder === '.') return file
  const any = `${dirname(folder)}/*`
  return Object.hasOwn(layers, any) ? any : folder
}

/** All folders of `src/` that hold code, and the files beside them. */
export function roomsOf(src: string): string[] {
  const rooms = new Set<string>()
  for (const entry of readdirSync(src, { recursive: true, encoding: 'utf8' }))
    if (/(?<!\.d)\.tsx?$/.test(entry)) rooms.add(layerOf(entry))
  return [...rooms].toSorted()
}

/** The rows as overrides for the linter: what a row does not name, its files may not import. */
export function linterRules(): object[] {
  return Object.keys(layers).map((layer) => {
    const { imports, runtime } = layers[layer] as Layer
    const isFile = layer.endsWith('.ts')
    const from = isFile ? '.' : layer
    const forbidden = Object.keys(layers)
      .filter((other) => other !== layer && !imports.includes(other))
      .map((other) => pathFrom(from, other))
    const patterns = [
      { regex: `^(${forbidden.join('|')})$`, message: `scripts/layers.ts says what ${layer} may import` },
      ...(runtime
        ? []
        : [{ regex: '^(node:|bun$|bun:)', message: 'clocks, ids, files and sockets are handed in' }]),
    ]
    return {
      files: isFile ? [`src/${layer}`] : [`src/${layer}/*.ts`, `src/${layer}/*.tsx`],
      rules: { 'no-restricted-imports': ['error', { patterns }] },
    }
  })
}

/** Any file of a row, as it is imported from a folder, as a regular expression. */
function pathFrom(folder: string, layer: string): string {
  const path = relative(folder, layer)
  const dotted = (path.startsWith('.') ? path : `./${path}`)
    .replaceAll('.', String.raw`\.`)
    .replace('*', '[^/]+')
  return layer.endsWith('.ts') ? dotted : `${dotted.replace(/\/$/, '')}/[^/]+`
}

/** Whether an override of the linter's configuration is one of these. */
export const isLayer = ({ rules }: { rules?: object }): boolean => 'no-restricted-imports' in (rules ?? {})

if (import.meta.main) {
  const file = join(import.meta.dir, '..', '.oxlintrc.json')
  const config = await Bun.file(file).json()
  config.overrides = [...config.overrides.filter((each: object) => !isLayer(each)), ...linterRules()]
  await Bun.write(file, JSON.stringify(config, undefined, 2))
  Bun.spawnSync(['oxfmt', file], { stdio: ['ignore', 'inherit', 'inherit'] })
}
