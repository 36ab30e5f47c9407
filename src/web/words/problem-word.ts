/** Finds the word of a table for the code of an error: it is a string, or a function of the parameters. */
export function problemWord(table: object, code: string, params: object = {}): string | undefined {
  const word = Object.hasOwn(table, code) ? (table as Record<string, unknown>)[code] : undefined
  return typeof word === 'function' ? (word as (params: object) => string)(params) : (word as string)
}
