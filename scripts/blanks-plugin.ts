/**
 * Puts the values of src/model/blanks.ts into a bundle in place of the module: clients need what fields have by
 * default, and not the tables that say how each is kept. They make a client some 150 bytes smaller.
 */
import type { BunPlugin } from 'bun'

export const blanksPlugin: BunPlugin = {
  name: 'blanks',
  setup(build) {
    build.onLoad({ filter: /[\\/]model[\\/]blanks\.ts$/ }, async ({ path }) => {
      const values = Object.entries((await import(path)) as object)
      return {
        loader: 'js',
        contents: values.map(([name, value]) => `export const ${name} = ${written(value)}`).join('\n'),
      }
    })
  },
}

/** As code: a field without a default stays, so that the rows made of it have all fields in the order of the table. */
function written(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${JSON.stringify(value)}`
  return `{ ${Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `${name}: ${written(each)}`)
    .join(', ')} }`
}
