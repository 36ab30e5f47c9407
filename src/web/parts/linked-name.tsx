/** Makes links of the addresses in a name that lead to pages or to writing a message. */
import type { ComponentChildren } from 'preact'

/** It ends where a script begins that is written without spaces, and at its punctuation. */
const address =
  /\b(?:https?:\/\/|mailto:)[^\s<>"“”‘’\u3000-\u303f\uff00-\uffef\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/giu

export const hasLink = (name: string): boolean => name.search(address) !== -1

export function linked(name: string): ComponentChildren[] {
  const parts: ComponentChildren[] = []
  let at = 0
  for (const { 0: found, index } of name.matchAll(address)) {
    const href = withoutEnd(found)
    parts.push(
      name.slice(at, index),
      <a href={href} target="_blank" rel="noopener noreferrer" draggable={false}>
        {href}
      </a>,
    )
    at = index + href.length
  }
  return [...parts, name.slice(at)]
}

/** What ends a sentence ends the address too, and so does a bracket that was opened before it. */
function withoutEnd(found: string): string {
  let href = found.replace(/[.,:;!?'*_~]+$/, '')
  while (/[)\]}]$/.test(href) && !/[([{]/.test(href)) href = withoutEnd(href.slice(0, -1))
  return href
}
