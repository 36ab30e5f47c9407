/** Text as it is looked for: without case, accents and differences of width. */
const marks = /\p{M}/gu

export const folded = (text: string): string => text.normalize('NFKD').replaceAll(marks, '').toLowerCase()
