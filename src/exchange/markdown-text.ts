/**
 * What text must not be in our Markdown, where a heading is a list and an item with a box is a todo: there a backslash
 * is put, and one is taken away again when it is read (CommonMark 0.31, 2.4).
 */
import { linesOf, oneLine } from '../model/plain-text.ts'
import { signOrTag } from './markdown-signs.ts'

/**
 * Names are no Markdown, and are read as they were typed: what would make of them emphasis, code, a link, an image or
 * another sign has a backslash before it, as has a backslash that would be one of these. HTML is written by entities,
 * as a backslash before it could be taken for the end of an address, which readers make links of (GitHub's extension).
 */
const inName = /\\(?=[!-/:-@[-`{-~]|$)|[`*<[~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu
const entities: Readonly<Record<string, string>> = { '<': '&lt;', '&': '&amp;' }
/**
 * Inside an address, which readers make a link of by themselves, a backslash is a sign like others. So an address with
 * one in it is made none.
 */
const address = /(?:https?|ftp)(?=:\/\/\S*\\)|www(?=\.\S*\\)/gi
const escapeName = (name: string): string =>
  name.replaceAll(inName, (sign) => entities[sign] ?? `\\${sign}`).replaceAll(address, '$&\\')
/** In an item even more would be read: what programs of notes put behind its name. */
const escapeSigns = (item: string): string =>
  item.replaceAll(signOrTag, (sign) => (/[#(]/.test(sign) ? `\\${sign}` : `&#${sign.codePointAt(0)};`))
const unescapeName = (text: string): string =>
  text.replaceAll(
    /\\([!-/:-@[-`{-~])|&(lt|amp|#(\d{4,6}));/g,
    (_, sign: string | undefined, entity: string, code?: string) =>
      sign ?? (code === undefined ? (entity === 'lt' ? '<' : '&') : String.fromCodePoint(Number(code))),
  )

/** What a heading ends with belongs to its marks (4.2). */
const escapeEnd = (line: string): string => line.replace(/(^|[\t ])(\\*#+)$/, String.raw`$1\$2`)
export const headingIn: (heading: string) => string = unescapeName

/** In the words of an import, so that it comes back as it is. */
const noName = '(no name)'

/** It makes the line of a todo, behind its box. @param facts - what else there is to say of it */
export function itemOf(name: string, facts: readonly string[]): string {
  const about = facts.length > 0 ? ` (${facts.join(', ')})` : ''
  return escapeSigns(escapeName((onlyWords(name) || noName) + about))
}
export const nameIn: (item: string) => string = unescapeName

export const headingOf = (text: string): string => escapeEnd(escapeName(onlyWords(text))) || noName

export const onlyWords = (text: string): string => oneLine(text).replaceAll(/\s+/g, ' ').trim()

/** The marks of quotes and lists that a line of notes may begin with, one in the other. */
const marks = String.raw`(?:[\t ]*(?:>|[-*+](?=[\t ])|\d+[.)](?=[\t ])))*[\t ]*`
/**
 * A line is more than text where it begins with a box, or with an address that links elsewhere in the file could get.
 */
const begin = String.raw`(?:\[[ xX]\]|\[[^\]]*\]:)`
const escapable = new RegExp(String.raw`^(${marks})(\\*${begin})`)
const escaped = new RegExp(String.raw`^(${marks})\\(\\*${begin})`)

/** Headings of the file are its lists: notes have none (4.2). Some readers take blanks of every kind for one. */
const heading = new RegExp(String.raw`^(${marks})(\\*#{1,6}(?:\s|$))`)
const escapedHeading = new RegExp(String.raw`^(${marks})\\(\\*#{1,6}(?:\s|$))`)

/**
 * An image would ask for something of the internet when the notes are read, and becomes a link. An odd number of
 * backslashes takes it its meaning; so many are made that the number before can be told.
 */
const image = /(\\*)!\[/g
/** HTML could ask as well, or go on over the lines behind. With it is what would come back as such. */
const html = /<(?=[A-Za-z/!?])|&(?=(?:amp;)*lt;)/g

function escapeAsking(line: string, isCode: boolean): string {
  const withoutImages = line.replaceAll(image, (all, before: string) =>
    isCode && before.length % 2 === 0 ? all : `${before}${before}\\![`,
  )
  return withoutImages.replaceAll(html, (sign) =>
    isCode && sign === '<' ? sign : (entities[sign] as string),
  )
}

const unescapeAsking = (line: string): string =>
  line
    .replaceAll(/&(lt;|amp;(?=(?:amp;)*lt;))/g, (entity) => (entity === '&lt;' ? '<' : '&'))
    .replaceAll(image, (all, before: string) =>
      before.length % 2 === 0 ? all : `${before.slice(0, (before.length - 1) / 2)}![`,
    )

/** In code there are no headings, images and no HTML: there only what would be unescaped is escaped. */
function escapeLine(line: string, isCode: boolean): string {
  const isHeading = isCode ? escapedHeading.test(line) : heading.test(line)
  const begun = line.replace(isHeading ? heading : escapable, String.raw`$1\$2`)
  return escapeAsking(begun, isCode)
}

const unescapeLine = (line: string): string =>
  unescapeAsking(line.replace(escapedHeading.test(line) ? escapedHeading : escaped, '$1$2'))

/**
 * Behind text such a line makes a heading of it, or a table (4.3; GitHub's extension), and no todo has one for its
 * name. Some readers trim blanks of every kind first.
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
    const isCode = fence !== undefined
    fence = fenceAfter(fence, line)
    result.push(isUnderline ? `\\${line.trimStart()}` : escapeLine(line, isCode))
    isBehindText = line.trim() !== ''
  }
  return fence === undefined ? result : [...result, fence]
}

/** A line of notes as it was. */
export const noteIn = (line: string): string => unescapeLine(line.replace(/^\\(?=\\*[-=:|][-=:|\s]*$)/, ''))

/** The fence of the code that is open behind a line, where it was open before it or not (4.5). */
export function fenceAfter(open: string | undefined, line: string): string | undefined {
  const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
  if (open !== undefined) return fence.startsWith(open) && info.trim() === '' ? undefined : open
  return fence !== '' && !(fence.startsWith('`') && info.includes('`')) ? fence : undefined
}
