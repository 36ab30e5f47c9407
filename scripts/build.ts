/** `npm run build [-- FILE]`: one executable for this machine, dist/aiotodo. */
import { join } from 'node:path'
import { buildExecutable } from './executable.ts'

const outfile = process.argv[2] ?? join(import.meta.dir, '..', 'dist', 'aiotodo')
await buildExecutable(outfile)
console.log(`${outfile}: ${Math.round(Bun.file(outfile).size / 2 ** 20)} MiB`)
