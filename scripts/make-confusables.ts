/**
 * `node scripts/bun.mjs scripts/make-confusables.ts FILE`: makes src/model/confusables.ts of Unicode's confusables.txt, which is at
 * https://www.unicode.org/Public/VERSION/security/confusables.txt. Kept is what a name of an account can have in it.
 */
import { join } from 'node:path'
import { normalName } from '../src/model/account.ts'

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('expected the path of confusables.txt')
const text = await Bun.file(file).text()
const version = /^# Version: ([\d.]+)/m.exec(text)?.[1]
if (version === undefined) throw new Error(`${file} does not say its version`)

/** Whether it stands in names as they are kept, taken apart. */
const canStand = (char: string): boolean =>
  /^[\p{L}\p{M}\p{N}._-]$/u.test(char) && normalName(char).normalize('NFD').includes(char)

const charOf = (hex: string): string => String.fromCodePoint(Number.parseInt(hex, 16))
const hexOf = (chars: string): string =>
  Array.from(chars, (char) => char.codePointAt(0)?.toString(16) ?? '').join('+')

const sources = new Map<string, string[]>()
for (const [, source = '', target = ''] of text.matchAll(/^([0-9A-F]+) ;\t([0-9A-F ]+?) *;\tMA/gm)) {
  if (!canStand(charOf(source))) continue
  const prototype = hexOf(target.split(' ').map(charOf).join(''))
  sources.set(prototype, [...(sources.get(prototype) ?? []), hexOf(charOf(source))])
}

const lines: string[] = []
for (const [prototype, from] of sources) {
  const entry = `${prototype}:${from.join(',')}`
  const last = lines.at(-1)
  if (last !== undefined && last.length + entry.length < 140) lines[lines.length - 1] = `${last} ${entry}`
  else lines.push(entry)
}

const path = join(import.meta.dir, '..', 'src', 'model', 'confusables.ts')
await Bun.write(
  path,
  `/**
 * Characters that look alike: made by scripts/make-confusables.ts of Unicode's confusables.txt, version ${version}
 * (https://www.unicode.org/Public/${version}/security/confusables.txt). © 1991-2025 Unicode, Inc., under the Unicode License V3, which is
 * in confusables.LICENSE.txt. Only what names of accounts can have is here; the page does not carry it.
 */

/** Of which version it is: names that were looked at by another one are looked at again. */
export const confusablesVersion = '${version}'

/** A prototype, and behind the colon the characters that look like it, as code points: \`70:440\` is p, and the Cyrillic er. */
export const confusables = \`
${lines.join('\n')}
\`
`,
)
const count = [...sources.values()].flat().length
console.log(`${path}: ${count} characters, Unicode ${version}`)
