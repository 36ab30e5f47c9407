/** What is read alike in every language: `!high`, `#label`, `@list`. */
import { limits } from '../limits.ts'
import type { Context, KnownList, Priority, Reading } from './reading.ts'

interface Hit {
  to: number
  reading: Reading
}

/** Reads what stands at `at`, if it is the rule's. */
type Rule = (text: string, at: number, context: Context) => Hit | undefined

const priorities: Record<string, Priority> = {
  ...{ high: 'high', h: 'high', '1': 'high', '!!': 'high', 高: 'high' },
  ...{ medium: 'medium', med: 'medium', m: 'medium', '2': 'medium', '!': 'medium', 中: 'medium' },
  ...{ low: 'low', l: 'low', '3': 'low', 低: 'low' },
}
const priorityMark = /[!！](high|medium|med|low|[hml123高中低]|[!！]{1,2})(?![\p{L}\p{N}!！])/iuy
const labelMark = /[#＃](?:["“]([^"”\n]{1,128})["”]|([\p{L}\p{N}_][\p{L}\p{N}_./&-]{0,127}))/uy
const listMark = /[@＠](?:["“]([^"”\n]{1,510})["”]|([\p{L}\p{N}_][\p{L}\p{N}_./-]{0,254}))/uy

function priority(text: string, at: number): Hit | undefined {
  priorityMark.lastIndex = at
  const [whole] = priorityMark.exec(text) ?? []
  // Directly after a word they are emphasis: 加油！！
  if (whole && /^[!！]+$/.test(whole) && /\S/.test(text[at - 1] ?? ' ')) return undefined
  const named = whole && priorities[whole.slice(1).toLowerCase().replaceAll('！', '!')]
  return named ? { to: at + whole.length, reading: { kind: 'priority', priority: named } } : undefined
}

/** A label of digits alone would be the number of something: "fix #123". */
function label(text: string, at: number): Hit | undefined {
  labelMark.lastIndex = at
  const [whole, quoted, bare] = labelMark.exec(text) ?? []
  if (whole === undefined) return undefined
  const name = quoted?.trim() ?? withoutEnd(bare ?? '')
  if (name === '' || [...name].length > limits.labelLengthMax) return undefined
  if (quoted === undefined && /^[\d./-]+$/.test(name)) return undefined
  const to = quoted === undefined ? at + 1 + name.length : at + whole.length
  return { to, reading: { kind: 'label', label: name } }
}

/** A full stop behind it ends the sentence. */
const withoutEnd = (word: string): string => word.replace(/[./&-]{1,128}$/, '')

/** A list by its name, which may have spaces where the account has such a list: the longest name that stands there. */
function list(text: string, at: number, { lists }: Context): Hit | undefined {
  if (text[at] !== '@' && text[at] !== '＠') return undefined
  const quoted = quotedName(text, at)
  let best: KnownList | undefined
  for (const known of lists) {
    const { name } = known
    if (best && name.length <= best.name.length) continue
    const given = quoted ?? text.slice(at + 1, at + 1 + name.length)
    if (
      given.toLowerCase() === name.toLowerCase() &&
      (quoted !== undefined || endsAt(text, at + 1 + name.length))
    )
      best = known
  }
  if (!best) return undefined
  const to = quoted === undefined ? at + 1 + best.name.length : at + quoted.length + 3
  return { to, reading: { kind: 'list', list: best } }
}

function quotedName(text: string, at: number): string | undefined {
  listMark.lastIndex = at
  return listMark.exec(text)?.[1]
}

const endsAt = (text: string, at: number): boolean => !/^[\p{L}\p{N}_]/u.test(text.slice(at, at + 2))

/** It is written like the name of a list, whether or not there is one. */
export function listWritten(text: string, at: number): string | undefined {
  listMark.lastIndex = at
  const [, quoted, bare] = listMark.exec(text) ?? []
  return quoted ?? (bare === undefined ? undefined : withoutEnd(bare))
}

export const marks: readonly Rule[] = [priority, label, list]
