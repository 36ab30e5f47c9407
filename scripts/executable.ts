/** This makes one file of the program: the page is in it, and it needs neither Node nor Bun. */
import { join } from 'node:path'
import { builtPage, pageFile } from '../src/page.ts'

const root = join(import.meta.dir, '..')

/** Bun's names for the machines that there are executables for, by ours. */
export const targets = {
  'linux-x64': 'bun-linux-x64',
  'linux-arm64': 'bun-linux-arm64',
  'linux-x64-musl': 'bun-linux-x64-musl',
  'linux-arm64-musl': 'bun-linux-arm64-musl',
  'macos-arm64': 'bun-darwin-arm64',
  'macos-x64': 'bun-darwin-x64',
  'windows-x64': 'bun-windows-x64',
} as const
export type Target = keyof typeof targets

/** The page stands in the executable as a file, and is read when it is asked for. */
const pageInIt: Bun.BunPlugin = {
  name: 'page',
  setup({ onLoad }) {
    const contents = `import file from ${JSON.stringify(pageFile)} with { type: 'file' }
      export const builtPage = () => Bun.file(file).json()`
    onLoad({ filter: /[/\\]src[/\\]page\.ts$/ }, () => ({ contents, loader: 'js' }))
  },
}

/**
 * Its code is compiled to bytecode as well, which takes 7 MB and halves the start.
 * @param outfile - for Windows it gets the ending .exe
 * @param target - this machine unless given; the runtime of another one is fetched from npm's registry
 * @throws AggregateError that says where a source is wrong
 */
export async function buildExecutable(outfile: string, target?: Target): Promise<void> {
  await builtPage()
  await Bun.build({
    // The thread that writes SQLite's log back is a file of its own.
    entrypoints: [join(root, 'src', 'main.ts'), join(root, 'src', 'storage', 'checkpoint-worker.ts')],
    root: join(root, 'src'),
    minify: true,
    format: 'esm',
    bytecode: true,
    compile: {
      outfile,
      ...(target && { target: targets[target] }),
      // Whatever lies in the folder that it is started in is somebody else's: see ownConfiguration in bun.mjs.
      autoloadBunfig: false,
      autoloadDotenv: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
    plugins: [pageInIt],
  })
}
