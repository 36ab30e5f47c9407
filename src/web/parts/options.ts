/** Walking through the options below a field, which keeps the focus itself. */

/**
 * @param at - the present option; -1: none
 * @returns the option that the key goes to; undefined when it is no key for that
 */
export function optionAfter(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1
    case 'PageDown':
      return Math.min(count - 1, at + page)
    case 'PageUp':
      return Math.max(0, at - page)
    default:
      return undefined
  }
}

const page = 8
