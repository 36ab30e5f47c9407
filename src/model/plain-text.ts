/**
 * Texts that others wrote, for where a line has a meaning: they must not begin a line, a field or a command of the
 * terminal.
 */

/** What one reader or another takes for the end of a line (Unicode, 5.8; RFC 8259 escapes only some of them). */
const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/
const lineBreaks = new RegExp(lineBreak, 'g')
/** The direction of what follows is turned by these: one could read something else than what is there (UTS 55). */
const bidi = String.raw`\u202a-\u202e\u2066-\u2069`
const control = new RegExp(String.raw`[\p{Cc}\u2028\u2029${bidi}]`, 'u')
const controls = new RegExp(control, 'gu')

/** Puts text on one line: line breaks, tabs and all other control characters are blanks, those of direction too. */
export const oneLine = (text: string): string =>
  control.test(text) ? text.replace(lineBreaks, ' ').replace(controls, ' ') : text

/** Line by line, however these end; each of them without control characters but tabs. */
export const linesOf = (text: string): string[] =>
  control.test(text)
    ? text.split(lineBreak).map((line) => line.replace(controls, (sign) => (sign === '\t' ? sign : ' ')))
    : [text]

const shownAsCode = new RegExp(String.raw`[\u007F-\u009F\u2028\u2029${bidi}]`, 'g')

/** A value as JSON that is one line for every reader, and has no character that a terminal obeys. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    shownAsCode,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
