/**
 * Reads a name that is being changed. Words that stood in it before are its own, whatever they could mean: only what is
 * new is understood as the field for todos understands it.
 */
import { quickAdd, type QuickAdd, type QuickAddOptions } from '../../model/quick-add/quick-add.ts'

/** @returns undefined where it is only a name: a backslash in it would be taken for a sign of quick add */
export function readNewWords(text: string, before: string, options: QuickAddOptions): QuickAdd | undefined {
  if (before.includes('\\')) return undefined
  const ignored = [...(options.ignored ?? [])]
  for (;;) {
    const read = quickAdd(text, { ...options, ignored })
    const own = read.chips.map((chip) => chip.text).filter((words) => isIn(before, words))
    const next = own.filter((words) => !ignored.includes(words))
    if (next.length === 0)
      return { ...read, unknownLists: read.unknownLists.filter((name) => !isIn(before, `@${name}`)) }
    // What is left may read otherwise now.
    ignored.push(...next)
  }
}

/** It looks for whole words: "fri" is not in "Africa". */
function isIn(text: string, words: string): boolean {
  const escaped = words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const letter = String.raw`[\p{Script=Latin}\p{N}]`
  return new RegExp(`(?<!${letter})${escaped}(?!${letter})`, 'iu').test(text)
}
