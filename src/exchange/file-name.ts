/** This reads what the name of a file says of what is in it. */

/** A file that is renamed by hand or unpacked keeps it, so it is what its todos are known by. */
export function stemOf(name: string): string {
  const base = name.split(/[\\/]/).pop() ?? ''
  return base
    .normalize()
    .replace(/(?:\.(?:csv|tsv|txt|text|md|markdown|json|jsonl|ics|zip))+$/i, '')
    .trim()
}

/** Todoist puts the project's id behind its name: `Home [2345].csv` is of the project "Home". */
export const titleOf = (stem: string): string =>
  stem.replace(/(.)\s*\[(?:\d+|[0-9A-Za-z]{12,})\]$/, '$1').trim()
