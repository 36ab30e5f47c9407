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

/** @param place - the marker of where it stands; a group that is measured alone has one of its own */
export function replacePageReport(report: string, place: 'page figures' | 'calendar figures'): void {
  writeFileSync(
    readme,
    replaced(readFileSync(readme, 'utf8'), place, () => report),
  )
}

/** The text with the report at the end of its section; a new section comes before all others. */
export function withReport(text: string, { heading, conditions, tables }: Report): string {
  return replaced(text, 'figures', (before) => {
    const sections = before.split(/^(?=### )/m).map((section) => section.trim())
    const title = `### ${heading}`
    const at = sections.findIndex((section) => section.split('\n')[0] === title)
    const section = at === -1 ? title : (sections[at] as string)
    const begun = section.includes(conditions) ? section : `${section}\n\n${conditions}`
    if (at === -1) sections.unshift('')
    return sections.with(Math.max(at, 0), withTables(begun, tables)).join('\n\n').trim()
  })
}

/** A table that the section has already, of the same title and columns, gets the rows; what else there is comes behind. */
function withTables(section: string, tables: string): string {
  let text = section
  for (const titled of tables.split(/\n\n(?=\*\*)/)) {
    const [title = '', table = '', ...paragraphs] = titled.split('\n\n')
    const [head, line, ...rows] = table.split('\n')
    const begin = text.indexOf(`${title}\n\n${head}\n${line}\n`)
    const end = text.indexOf('\n\n', begin + title.length + 2)
    const rest = end === -1 ? '' : text.slice(end)
    if (begin === -1 || rows.length === 0) paragraphs.unshift(...[title, table].filter(Boolean))
    else text = `${text.slice(0, text.length - rest.length)}\n${rows.join('\n')}${rest}`
    text = [text, ...paragraphs].join('\n\n')
  }
  return text
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
