/**
 * Notes as markdown: a chunk of its own, fetched when there are notes to show. What comes out is safe to be put
 * anywhere.
 */
import DOMPurify from 'dompurify'
import { Marked, type Token, type Tokens } from 'marked'

/** Marked's time grows with the square of a paragraph's length; prose has none that are as long as this. */
const paragraphLengthMax = 4_096
/** Items, rows, headings: each becomes elements, to be sanitized and laid out. */
const blocksMax = 3_000
/** Quotes in quotes in lists: Marked goes down by recursion. */
const deeplyNested = /^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){16}/
const startsBlock = /^[ \t]*(?:$|[-*+][ \t]|\d{1,9}[.)][ \t]|[|#])/

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escaped = (text: string): string => text.replaceAll(/[&<>]/g, (character) => escapes[character] ?? '')

const marked = new Marked({
  gfm: true,
  renderer: {
    // Markup in notes is text like any other.
    html: (token: Tokens.HTML | Tokens.Tag) =>
      token.block ? `<p>${escaped(token.text.trim())}</p>` : escaped(token.text),
  },
})

const allowed = {
  ALLOWED_TAGS:
    'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img input li ol p pre strong table tbody td th thead tr ul'.split(
      ' ',
    ),
  // Neither `class`, `id` nor `style`: notes do not dress up as parts of the page.
  ALLOWED_ATTR: ['href', 'title', 'src', 'alt', 'align', 'start', 'type', 'checked'],
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const

/** undefined: this is no prose, and is best shown as it is written. */
export function renderMarkdown(source: string): DocumentFragment | undefined {
  if (isTooMuch(source)) return undefined
  let html: string
  try {
    html = marked.parse(source, { async: false })
  } catch {
    return undefined
  }
  const fragment = DOMPurify.sanitize(html, {
    ...allowed,
    ALLOWED_TAGS: [...allowed.ALLOWED_TAGS],
    ALLOWED_ATTR: [...allowed.ALLOWED_ATTR],
  })
  // The nodes belong to a document without a window yet: nothing in them is loaded.
  for (const image of fragment.querySelectorAll('img')) if (!isInline(image)) image.replaceWith(linkTo(image))
  for (const link of fragment.querySelectorAll('a')) {
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
  }
  for (const box of fragment.querySelectorAll('input')) box.ariaLabel = textBeside(box)
  nestHeadings(fragment)
  // Each is written in the direction of its own text.
  for (const block of fragment.querySelectorAll('p, ul, ol, table, h3, h4, h5, h6'))
    block.setAttribute('dir', 'auto')
  return fragment
}

function isTooMuch(source: string): boolean {
  let length = 0
  let blocks = 0
  for (const line of source.split('\n')) {
    const isStart = startsBlock.test(line)
    blocks += Number(isStart && line !== '')
    length = isStart ? line.length : length + line.length
    if (length > paragraphLengthMax || blocks > blocksMax || deeplyNested.test(line)) return true
  }
  return false
}

/**
 * Whether the image is in the notes themselves. Any other would be fetched by whoever looks at them, from this server
 * with their cookie: an export of all they have, or a request that waits for 25 s and holds a connection.
 */
function isInline(image: HTMLImageElement): boolean {
  return /^\s*data:/i.test(image.getAttribute('src') ?? '')
}

function linkTo(image: HTMLImageElement): HTMLElement | string {
  const source = image.getAttribute('src') ?? ''
  const text = image.alt || source
  if (image.closest('a')) return text
  const link = image.ownerDocument.createElement('a')
  link.href = source
  link.textContent = text
  return link
}

/** The item's own text, without that of the items below it. */
function textBeside(box: Element): string {
  const nodes = [...(box.parentElement?.childNodes ?? [])]
  const own = nodes.filter((node) => !/^[OU]L$/.test(node.nodeName))
  return own
    .map((node) => node.textContent)
    .join('')
    .trim()
}

/** The page has headings of its own above, and no level is left out, whatever the notes begin with. */
function nestHeadings(fragment: DocumentFragment): void {
  let above: number[] = []
  for (const heading of fragment.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = Number(heading.tagName[1])
    above = [...above.filter((each) => each < level), level]
    const nested = heading.ownerDocument.createElement(`h${Math.min(6, above.length + 2)}`)
    nested.append(...heading.childNodes)
    heading.replaceWith(nested)
  }
}

const task = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)]))+[ \t]+\[(?=[ xX]\](?:\s|$))/gm

/** The source with its n-th checkbox turned over; as it is when it has no such box. */
export function toggleTask(source: string, index: number): string {
  const before = checksOf(source)
  const wanted = before.map((isChecked, at) => (at === index ? !isChecked : isChecked)).join()
  if (index >= before.length) return source
  // What looks like a box may be in a code block: the right one is the one that makes the right difference.
  const places = [...source.matchAll(task)].map((match) => match.index + match[0].length)
  const nearest = places.toSorted(
    (a, b) => Math.abs(places.indexOf(a) - index) - Math.abs(places.indexOf(b) - index),
  )
  for (const at of nearest) {
    const turned = source.slice(0, at) + (source[at] === ' ' ? 'x' : ' ') + source.slice(at + 1)
    if (checksOf(turned).join() === wanted) return turned
  }
  return source
}

function checksOf(source: string): boolean[] {
  const checks: boolean[] = []
  marked.walkTokens(marked.lexer(source), (token: Token) => {
    if (token.type === 'checkbox') checks.push((token as Tokens.Checkbox).checked)
  })
  return checks
}
