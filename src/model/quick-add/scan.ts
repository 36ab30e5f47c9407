/** Goes through a text once, and gathers what the rules read in it. */
import { chinese } from './chinese.ts'
import { chineseRepeats } from './chinese-repeats.ts'
import { english } from './english.ts'
import { englishRepeats } from './english-repeats.ts'
import { listWritten, marks } from './marks.ts'
import { longest, type Context, type Hit, type Reading, type Rule } from './reading.ts'

export interface Range {
  from: number
  to: number
}

export interface Part extends Range {
  reading: Reading
  language: Language
}

/** `none`: read alike in all of them. */
type Language = 'en' | 'zh' | 'none'

export interface Scanned {
  parts: Part[]
  /** Backslashes that only kept a word from being read. */
  escapes: Range[]
  /** Names behind an `@` that are no list's. */
  unknownLists: string[]
}

interface LanguageRules {
  language: Language
  rules: readonly Rule[]
  /** What the two characters before must be like. */
  mayBegin: RegExp
  /** What the first one must be like. */
  first: RegExp
}

const languages: readonly LanguageRules[] = [
  {
    language: 'none',
    rules: marks,
    mayBegin: /[\s()[\]{},;，。、；（）"“”\u3400-\u9fff]$/,
    first: /[!！#＃@＠]/,
  },
  {
    language: 'en',
    rules: [...englishRepeats, ...english],
    mayBegin: /[\s([{,;，。、；（\u3400-\u9fff]$/,
    first: /[a-z\d@]/i,
  },
  {
    language: 'zh',
    rules: [...chineseRepeats, ...chinese],
    // 第三点, 上周五, 上个月底 and 《明天》 are none; 早上9点 is.
    mayBegin: /^(?!.*(?:第|上个|(?:^|[^早晚])上|["“《「『])$)/s,
    first: /[\d\u3400-\u9fff]/,
  },
]

/**
 * @param only - one language's rules alone; else all are tried
 * @param ignored - parts of the text that are only words
 */
export function scan(
  text: string,
  context: Context,
  only: Language | undefined,
  ignored: readonly Range[],
): Scanned {
  const scanned: Scanned = { parts: [], escapes: [], unknownLists: [] }
  const rules = languages.filter(({ language }) => !only || language === 'none' || language === only)
  const found: (Part & Pick<Hit, 'weak'>)[] = []
  let next = 0
  for (let at = 0; at < text.length; at++) {
    while (next < ignored.length && (ignored[next] as Range).to <= at) next++
    const blocked = ignored[next]
    if (blocked && blocked.from <= at) {
      at = blocked.to - 1
      continue
    }
    const isEscape = text[at] === '\\' && isWordStart(text, at)
    const begin = isEscape ? at + 1 : at
    const hit = readAt(text, begin, context, rules, isEscape)
    if (isEscape && hit) {
      scanned.escapes.push({ from: at, to: at + 1 })
      at = hit.to - 1
    } else if (hit && !(blocked && blocked.from < hit.to)) {
      found.push({ from: at, ...hit })
      at = hit.to - 1
    } else if (isWordStart(text, at) && /[@＠]/.test(text[at] ?? '')) {
      const name = listWritten(text, at)
      if (name !== undefined) scanned.unknownLists.push(name)
    }
  }
  scanned.parts = withoutWeak(text, found)
  return scanned
}

const isWordStart = (text: string, at: number): boolean =>
  at === 0 || /[\s\u3400-\u9fff，。、；]/.test(text[at - 1] as string)

function readAt(
  text: string,
  at: number,
  context: Context,
  rules: typeof languages,
  isEscaped: boolean,
): (Hit & Pick<Part, 'language'>) | undefined {
  let best: (Hit & Pick<Part, 'language'>) | undefined
  for (const { language, rules: its, mayBegin, first } of rules) {
    if (!first.test(text[at] ?? '')) continue
    if (at > 0 && !isEscaped && !mayBegin.test(text.slice(Math.max(0, at - 2), at))) continue
    if (language === 'zh' && at > 0 && isInsideNumber(text, at)) continue
    const hit = longest(its, text, at, context)
    if (hit && (!best || hit.to > best.to)) best = { ...hit, language }
  }
  return best ?? (isEscaped ? escapedMark(text, at) : undefined)
}

/** `\#`, `\@`, `\!` and `\\` are always the sign alone, whatever follows. */
function escapedMark(text: string, at: number): (Hit & Pick<Part, 'language'>) | undefined {
  if (!/[\\#＃@＠!！]/.test(text[at] ?? '')) return undefined
  return { to: at + 1, reading: { kind: 'end' }, language: 'none' }
}

const isInsideNumber = (text: string, at: number): boolean =>
  /[\d〇零一二两三四五六七八九十]/.test(text[at] as string) &&
  /[\d\w.:/#$€￥¥+-]|[〇零一二三四五六七八九十]/.test(text[at - 1] as string)

const isOfTime = ({ reading }: Part): boolean => reading.kind === 'when' || reading.kind === 'repeat'

/** Without what would have to stand beside something else, or at the end, and does not. */
function withoutWeak(text: string, found: readonly (Part & Pick<Hit, 'weak'>)[]): Part[] {
  const kept = found.map(({ weak }) => weak === undefined)
  const isBeside = (index: number, other: number): boolean => {
    const [a, b] = index < other ? [found[index], found[other]] : [found[other], found[index]]
    return a !== undefined && b !== undefined && isOfTime(a) && isOfTime(b) && isGap(text, a.to, b.from)
  }
  const isLast = (index: number): boolean => {
    let { to } = found[index] as Part
    for (const { from, to: end, reading } of found.slice(index + 1)) {
      if (isOfTime({ reading } as Part) || !isGap(text, to, from)) return false
      to = end
    }
    return isGap(text, to, text.length)
  }
  // Weak ones may lean on each other ("sat noon"), so neighbours need not be kept themselves.
  return found
    .filter(
      ({ weak }, index) =>
        kept[index] ||
        isBeside(index, index - 1) ||
        isBeside(index, index + 1) ||
        (weak === 'end' && isLast(index)),
    )
    .map(({ from, to, reading, language }) => ({ from, to, reading, language }))
}

/** Whether nothing but spaces and commas stands there. */
export function isGap(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!/[\s,，、.。!！;；]/.test(text[at] as string)) return false
  return true
}
