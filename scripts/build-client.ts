/** `npm run build:client [-- FOLDER]`: the client as modules for browsers and Node, in dist/client; says how large they are. */
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { blanksPlugin } from './blanks-plugin.ts'

const folder = process.argv[2] ?? 'dist/client'
for (const [entry, target] of [
  ['client', 'browser'],
  ['indexeddb-storage', 'browser'],
  ['tabs', 'browser'],
  ['filter', 'browser'],
  ['file-storage', 'node'],
] as const) {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, '..', 'src', 'client', `${entry}.ts`)],
    outdir: folder,
    target,
    minify: true,
    plugins: [blanksPlugin],
  })
  for (const output of outputs) {
    const bytes = new Uint8Array(await output.arrayBuffer())
    console.log(
      `${output.path}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} by gzip, ${brotliCompressSync(bytes).length} by brotli`,
    )
  }
}
