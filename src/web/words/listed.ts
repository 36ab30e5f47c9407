/** Puts several texts into one, as the page's language does: "a, b, and c", 甲、乙和丙. */
import { language } from './words.ts'

export const listed = (texts: readonly string[]): string =>
  new Intl.ListFormat(language.value, { type: 'conjunction' }).format(texts)
