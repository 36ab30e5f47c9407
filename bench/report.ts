/** Figures are kept in README.md: each run of `npm run bench` beside those before, the newest first; of the page the last ones. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const readme = join(import.meta.dir, 'README.md')

export interface Report {
  /** The section that it belongs to: several runs may make one. */
  heading: string
  /** The machine, the programs, how often and how long. */
  conditions: string
  tables: string
}

export function addReport(report: Report): void {
  writeFileSync(readme, withReport(readFileSync(readme, 'utf8'), report))
}

export function replacePageReport(report: string): void {
  writeFileSync(
    readme,
    replaced(readFileSync(readme, 'utf8'), 'page figures', () => report),
  )
}

/** The text with the report at the end of its section; a new section comes before all others. */
export function withReport(text: string, { heading, conditions, tables }: Report): string {
  return replaced(text, 'figures', (before) => {
    const sections = before.split(/^(?=### )/m).map((section) => section.trim())
    const title = `### ${heading}`
    const at = sections.findIndex((section) => section.split('\n')[0] === title)
    const section = at === -1 ? title : (sections[at] as string)
    const added = section.includes(conditions) ? [section, tables] : [section, conditions, tables]
    if (at === -1) sections.unshift('')
    return sections.with(Math.max(at, 0), added.join('\n\n')).join('\n\n').trim()
  })
}

/** What stands between a marker and the next one, or the end, in another form. */
function replaced(text: string, name: string, change: (before: string) => string): string {
  const marker = `<!-- ${name} -->`
  const [before, after] = text.split(marker)
  if (after === undefined) throw new Error(`README.md has no ${marker}`)
  const end = after.indexOf('\n<!-- ')
  const [section, rest] = end === -1 ? [after, ''] : [after.slice(0, end), after.slice(end)]
  return `${before}${marker}\n\n${change(section.trim())}\n${rest}`
}
