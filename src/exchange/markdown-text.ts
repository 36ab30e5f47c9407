/**
 * What text must not be in our Markdown, where a heading is a list and an item with a box is a todo: there a backslash is put, and
 * one is taken away again when it is read (CommonMark 0.31, 2.4).
 */
import { linesOf, oneLine } from '../model/plain-text.ts'

/** The marks of quotes and lists that a line may begin with, one in the other. */
const marks = String.raw`(?:[\t ]*(?:>|[-*+](?=[\t ])|\d+[.)](?=[\t ])))*[\t ]*`
/**
 * What would make of the line more than text: a box, an address that links elsewhere in the file could get, HTML, which would go on
 * over the lines behind.
 */
const begin = String.raw`(?:\[[ xX]\]|\[[^\]]*\]:|<)`
const escapable = new RegExp(String.raw`^(${marks})(\\*${begin})`)
const escaped = new RegExp(String.raw`^(${marks})\\(\\*${begin})`)

const escapeLine = (line: string): string => line.replace(escapable, String.raw`$1\$2`)
const unescapeLine = (line: string): string => line.replace(escaped, '$1$2')

/** What a heading ends with belongs to its marks (4.2). */
const escapeEnd = (line: string): string => line.replace(/(^|[\t ])(\\*#+)$/, String.raw`$1\$2`)
export const headingIn = (line: string): string => line.replace(/(^|[\t ])\\(\\*#+)$/, '$1$2')

/** In the words of an import, so that it comes back as it is. */
const noName = '(no name)'

/** The line of a todo, behind its box. @param about - what else there is to say of it */
export const itemOf = (name: string, about: string): string => escapeLine((onlyWords(name) || noName) + about)
export const nameIn: (item: string) => string = unescapeLine

export const headingOf = (text: string): string => escapeEnd(onlyWords(text)) || noName

export const onlyWords = (text: string): string => oneLine(text).replaceAll(/\s+/g, ' ').trim()

/**
 * Behind text such a line makes a heading of it, or a table (4.3; GitHub's extension), and no todo has one for its name. Some readers trim
 * blanks of every kind first.
 */
const underline = /^ {0,3}[-=:|][-=:|\s]*$/
const escapedUnderline = /^ {0,3}\\+[-=:|][-=:|\s]*$/

/** Notes line by line, with an end to code that has none: it would go on through what is below the todo. */
export function notesOf(text: string): string[] {
  const result: string[] = []
  let fence: string | undefined
  // The todo's name stands before them.
  let isBehindText = true
  for (const raw of linesOf(text)) {
    const line = raw.replace(/^[\t ]+/, (space) => space.replaceAll('\t', '    '))
    const isUnderline =
      escapedUnderline.test(line) || (fence === undefined && isBehindText && underline.test(line))
    fence = fenceAfter(fence, line)
    result.push(isUnderline ? `\\${line.trimStart()}` : escapeLine(line))
    isBehindText = line.trim() !== ''
  }
  return fence === undefined ? result : [...result, fence]
}

/** A line of notes as it was. */
export const noteIn = (line: string): string => unescapeLine(line.replace(/^\\(?=\\*[-=:|][-=:|\s]*$)/, ''))

/** The fence of the code that is open behind a line, where it was open before it or not (4.5). */
function fenceAfter(open: string | undefined, line: string): string | undefined {
  const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
  if (open !== undefined) return fence.startsWith(open) && info.trim() === '' ? undefined : open
  return fence !== '' && !(fence.startsWith('`') && info.includes('`')) ? fence : undefined
}
