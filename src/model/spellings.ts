/** Unicode writes one text in several ways. */

/** Answers how a name or a label may be kept: rows of before, and names of `/todos/`, are not all in NFC. */
export const spellings = (text: string): string[] => [
  ...new Set([text, text.normalize(), text.normalize('NFD')]),
]
