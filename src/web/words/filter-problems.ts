/** What the parser of filters says, and how it is said in another language; `$1` is what the first bracket found. */
export type FilterProblems = readonly (readonly [said: RegExp, text: string])[]

export function translated(detail: string, problems: FilterProblems): string {
  let text = detail
  for (const [said, there] of problems) text = text.replace(said, there)
  return text
}
