/** The text of simple HTML, such as notes of other programs are in. */
import { decodeHTML } from 'entities'

/** Notes are Markdown, so links, items and boxes stay what they are; other looks are lost. */
export function plainOf(html: string): string {
  const text = html
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/<(style|script|head)\b[^>]*>[^<]*(<\/\1>)?/gi, '')
    .replaceAll(/<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([^<]*)<\/a>/gi, linkOf)
    .replaceAll(/<input\b[^>]*?\btype\s*=\s*["']?checkbox[^>]*>/gi, (box) =>
      /\bchecked\b/i.test(box) ? '[x] ' : '[ ] ',
    )
    .replaceAll(/<li\b[^>]*\bdata-checked\s*=\s*["']?(true|false)[^>]*>/gi, (_, isDone: string) =>
      isDone === 'true' ? '- [x] ' : '- [ ] ',
    )
    .replaceAll(/<li\b[^>]*>/gi, '- ')
    .replaceAll(/<br\s*\/?>|<\/(p|div|li|tr|h\d|ul|ol|blockquote)>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
  return decodeHTML(text)
    .replaceAll('\u00A0', ' ')
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n[ \t]+/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

function linkOf(_: string, double: string | undefined, single: string | undefined, inner: string): string {
  const [href, text] = [double ?? single ?? '', inner.trim()]
  return text === '' || text === href ? href : `[${text}](${href})`
}
