/** What the page shows, or says to a screen reader, that is in no table of words: for a page in the language of `pseudo.ts`. */
import type { BrowserContext } from 'playwright-core'

export interface Outside {
  /** To be given as `prepare`: from then on all that ever stands in the document is looked at. */
  watch(context: BrowserContext): Promise<void>
  /** Each such string, with where it stands. */
  found(): string[]
}

/** @param allowed - what may be as it is; it is taken out before letters are looked for */
export function createOutside(allowed: readonly RegExp[]): Outside {
  const all = new Set<string>()
  return {
    async watch(context) {
      await context.exposeFunction('tellOutside', (text: string, where: string) => {
        const rest = allowed.reduce((left, pattern) => left.replaceAll(pattern, ''), text)
        if (/[a-z]/i.test(rest)) all.add(`${where}: ${text}`)
      })
      await context.addInitScript(lookAtAll)
    },
    found: () => [...all].toSorted(),
  }
}

/** Runs in the page, before it. */
function lookAtAll(): void {
  const { tellOutside } = window as unknown as { tellOutside: (text: string, where: string) => void }
  const attributes = [
    'aria-label',
    'aria-description',
    'aria-valuetext',
    'aria-roledescription',
    'title',
    'placeholder',
    'alt',
    'label',
  ]
  const told = new Set<string>()
  const tell = (element: Element, text: string, what = '') => {
    if (!/[a-z]/i.test(text)) return
    const where = `${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.replaceAll(' ', '.')}` : ''}${what}`
    if (told.size === told.add(where + text).size) return
    tellOutside(text.trim(), where)
  }
  // What a person wrote, filters and their examples, keys, code, and names of languages in themselves.
  const isData = (element: Element) =>
    element.closest(
      'script, style, noscript, kbd, code, pre, ins, del, .marks, button.chip, [lang]:not(html)',
    ) !== null
  const look = (node: Node) => {
    if (node instanceof Text) {
      if (node.parentElement && !isData(node.parentElement)) tell(node.parentElement, node.data)
      return
    }
    if (!(node instanceof Element) || isData(node)) return
    for (const name of attributes) tell(node, node.getAttribute(name) ?? '', `[${name}]`)
    for (const child of node.childNodes) look(child)
  }
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (document.documentElement.lang === 'en') continue
      if (type === 'childList') addedNodes.forEach(look)
      else if (type === 'characterData') look(target)
      else if (target instanceof Element)
        for (const name of attributes) tell(target, target.getAttribute(name) ?? '', `[${name}]`)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: attributes })
}
