/** Server and replicas make names and labels right by this, so it is small and without a library. */

/**
 * Answers the name that was meant: on one line, without blanks around it, in the one of Unicode's ways to write it that
 * is usual. Each run of blanks with a control character or a line break in it is one blank.
 */
export const rightName = (text: string): string =>
  text
    .normalize()
    .replace(/[\s\p{Cc}]+/gu, (run) => (/[\p{Cc}\u2028\u2029]/u.test(run) ? ' ' : run))
    .trim()

/** Answers a copy of a row's fields, as the sender keeps its own, with the name and the labels made right. */
export function rightFields<T extends object>(fields: T): T {
  const right = { ...fields } as T & { name?: string; labels?: string[] }
  if (right.name) right.name = rightName(right.name)
  if (right.labels) right.labels = [...new Set(right.labels.map((label) => label.normalize()))]
  return right
}
