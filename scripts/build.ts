/** `npm run build [-- FILE]`: one executable, dist/aiotodo, with the page in it; it needs neither Node nor Bun. */
import { join } from 'node:path'
import { builtPage, pageFile } from '../src/page.ts'

const root = join(import.meta.dir, '..')
const outfile = process.argv[2] ?? join(root, 'dist', 'aiotodo')
await builtPage()

await Bun.build({
  // The thread that writes SQLite's log back is a file of its own.
  entrypoints: [join(root, 'src', 'main.ts'), join(root, 'src', 'storage', 'checkpoint-worker.ts')],
  root: join(root, 'src'),
  minify: true,
  compile: {
    outfile,
    // Whatever lies in the folder that it is started in is somebody else's: see ownConfiguration in bun.mjs.
    autoloadBunfig: false,
    autoloadDotenv: false,
    autoloadTsconfig: false,
    autoloadPackageJson: false,
  },
  plugins: [
    {
      name: 'page',
      setup({ onLoad }) {
        // As a file in the executable, it is read when it is asked for.
        const contents = `import file from ${JSON.stringify(pageFile)} with { type: 'file' }
          export const builtPage = () => Bun.file(file).json()`
        onLoad({ filter: /[/\\]src[/\\]page\.ts$/ }, () => ({ contents, loader: 'js' }))
      },
    },
  ],
})
console.log(`${outfile}: ${Math.round(Bun.file(outfile).size / 2 ** 20)} MiB`)
