/** The last figures are kept in README.md, each report below a marker of its own. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const readme = join(import.meta.dir, 'README.md')

/** @param name - of the marker: the report goes from there to the next one */
export function keepReport(name: string, report: string): void {
  const marker = `<!-- ${name} -->`
  const [before = '', after = ''] = readFileSync(readme, 'utf8').split(marker)
  const next = /\n<!-- [\s\S]*/.exec(after)?.[0] ?? '\n'
  writeFileSync(readme, `${before}${marker}\n\n${report}\n${next.replace(/\n$/, '')}`.trimEnd() + '\n')
}
