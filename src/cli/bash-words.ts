/**
 * Reads the words of a line as bash does, and writes a word so that bash reads it as it is. Nothing is expanded here:
 * `$x` and `$(x)` are the characters that they are written with.
 */

/** What a quote that was not closed does to what follows it. */
type Open = '' | '"' | "'" | "$'"

interface Word {
  /** Without its quotes. */
  value: string
  open: Open
}

/** The words of a line's beginning; the last one is the word that the cursor is behind, '' after a blank. */
export function readBashWords(text: string): [Word, ...Word[]] {
  const words: [Word, ...Word[]] = [{ value: '', open: '' }]
  let isBegun = false
  let last = words[0]
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    const next = text[at + 1]
    if (last.open === '' && /[ \t\n]/.test(char)) {
      if (isBegun) words.push((last = { value: '', open: '' }))
      isBegun = false
      continue
    }
    isBegun = true
    if (char === '\\' && isEscape(last.open, next)) {
      last.value += next ?? ''
      at++
    } else if (last.open === '' && char === '$' && next === "'") {
      last.open = "$'"
      at++
    } else if (last.open === '' && (char === '"' || char === "'")) {
      last.open = char
    } else if (last.open !== '' && char === last.open.at(-1)) {
      last.open = ''
    } else {
      last.value += char
    }
  }
  return words
}

/** Whether a backslash takes the character behind it as it is. */
function isEscape(open: Open, next: string | undefined): boolean {
  if (open === "'") return false
  return open === '"' ? next !== undefined && '\\"$`'.includes(next) : true
}

/**
 * Writes text into a word, behind what was begun with an open quote; bash closes the quote, unless it finds one at the
 * end.
 * @returns undefined where that can't be said
 */
export function toBash(text: string, open: Open): string | undefined {
  if (open === "$'") return undefined
  if (open === '') return text.replaceAll(/[^\w.,/+%@\u0080-\u{10ffff}-]/gu, String.raw`\$&`)
  const written =
    open === "'"
      ? text.replaceAll("'", String.raw`'\''`)
      : // An exclamation mark is history even between double quotes, and a backslash would stay there.
        text.replaceAll(/[\\"$`]/g, String.raw`\$&`).replaceAll('!', String.raw`"\!"`)
  return written.endsWith(open) ? written + open : written
}
