/**
 * Reads a name that is being changed. Words that stood in it before are its own, whatever they could mean: only what is
 * new is understood as the field for todos understands it.
 */
import { quickAdd, type Chip, type QuickAdd, type QuickAddOptions } from '../../model/quick-add/quick-add.ts'

/** @returns undefined where it is only a name: a backslash in it would be taken for a sign of quick add */
export function readNewWords(text: string, before: string, options: QuickAddOptions): QuickAdd | undefined {
  if (before.includes('\\')) return undefined
  const ignored = [...(options.ignored ?? [])]
  for (;;) {
    const read = quickAdd(text, { ...options, ignored })
    const own = read.chips.filter((chip) => wasSaid(chip, before, options)).map((chip) => chip.text)
    const next = own.filter((words) => !ignored.includes(words))
    if (next.length === 0)
      return { ...read, unknownLists: read.unknownLists.filter((name) => !isIn(before, `@${name}`)) }
    // What is left may read otherwise now.
    ignored.push(...next)
  }
}

/** It was said before where its words stood there, or those of them that did say the same: "3 May" of "the 3 May". */
function wasSaid({ text, kind, value }: Chip, before: string, options: QuickAddOptions): boolean {
  if (isIn(before, text)) return true
  const old = text.split(/\s+/).filter((word) => isIn(before, word))
  if (old.length === 0) return false
  return quickAdd(old.join(' '), options).chips.some((chip) => chip.kind === kind && chip.value === value)
}

/** It looks for whole words: "fri" is not in "Africa". */
function isIn(text: string, words: string): boolean {
  const escaped = words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  // Chinese words stand next to one another, and to figures.
  const letter = String.raw`[\p{Script=Latin}\p{N}]`
  const begin = /^[\p{Script=Latin}\p{N}]/u.test(words) ? `(?<!${letter})` : ''
  const end = /[\p{Script=Latin}\p{N}]$/u.test(words) ? `(?!${letter})` : ''
  return new RegExp(`${begin}${escaped}${end}`, 'iu').test(text)
}
