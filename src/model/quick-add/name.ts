/** It makes the name of a todo from what is left of a text. */
import type { Range } from './tokens.ts'

/** It is Chinese or a picture (a surrogate), which have no space between them. */
const isWide = (char: string): boolean => /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\ud800-\udfff]/.test(char)

/** The text without these ranges, its spaces tidied; the text itself where nothing would be left. */
export function nameOf(text: string, cut: readonly Range[]): string {
  let name = ''
  let at = 0
  for (const { from, to } of cut.toSorted((a, b) => a.from - b.from)) {
    name = joined(name, text.slice(at, from))
    at = to
  }
  name = tidy(joined(name, text.slice(at)))
  if (cut.length > 0) {
    // A cut leaves empty brackets behind, and commas without their words.
    name = tidy(name.replace(/\(\s*\)|（\s*）|\[\s*\]|【\s*】/g, ' '))
    name = name
      .replace(/^(?:[\s,;:，、；：。]|[—–-](?=\s))+/, '')
      .replace(/[\s,;，、；]+(?=[.!?]+$)/, '')
      .replace(/(?<![\s,;，、；—–-])(?:[\s,;，、；]|(?<=[\s—\u3400-\u9fff])[—–-])+$/, '')
  }
  return /[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u.test(name) ? name : tidy(text)
}
const tidy = (text: string): string => text.split(/\s+/).join(' ').trim()

/** What is cut between two words leaves a space, unless they are Chinese, which has none, or a comma follows. */
function joined(before: string, after: string): string {
  const [last, next] = [before.at(-1) ?? '', after[0] ?? '']
  if (/^[,.;:!?，。；：、](?:\s|$|[\u3400-\u9fff])/.test(after))
    return before.replace(/[\s,，、;；]+$/, '') + after
  const needsNone = last === '' || next === '' || /\s/.test(last + next) || isWide(last) || isWide(next)
  return needsNone ? before + after : `${before} ${after}`
}
