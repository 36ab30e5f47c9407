/** Text as it is looked for: without case, accents and differences of width. */
const marks = /\p{M}/gu
// oxlint-disable-next-line no-control-regex
const plain = /^[\x00-\x7f]*$/

export function folded(text: string): string {
  return plain.test(text) ? text.toLowerCase() : text.normalize('NFKD').replaceAll(marks, '').toLowerCase()
}
