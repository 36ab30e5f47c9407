/**
 * Goes through a text once and finds its words of dates and times, and its marks. Words that stand beside each other,
 * with nothing but spaces and commas between, are a run.
 */
import { chineseWordsAt } from './chinese-words.ts'
import { abbreviation, wordNamed, wordPattern, writtenWithFigures, type Word } from './english-words.ts'
import type { Token } from './grammar.ts'
import { listWritten, marks } from './marks.ts'
import { capitalNameAt, fixedNameAt, Quotes } from './names.ts'
import type { Context, Language, Reading } from './reading.ts'

export interface Range {
  from: number
  to: number
}

export interface Mark extends Range {
  reading: Reading
}

export interface Run {
  tokens: Token[]
  /** It is the place of a backslash before the first word. */
  escape?: number
}

export interface Tokens {
  runs: Run[]
  marks: Mark[]
  /** These backslashes kept a mark from being read, so they are no part of the name. */
  escapes: Range[]
  /** These names were written after an `@`, and the account has no such list. */
  unknownLists: string[]
}

const wordStart = /[\s([{,;，。、；：（\u3400-\u9fff]/
const markStart = /[\s()[\]{},;，。、；（）"“”\u3400-\u9fff]/
const isSpace = (char: string): boolean => /[\s,，、]/.test(char) && char !== '\n'
const isHan = (char: string): boolean => char >= '\u3400' && char <= '\u9fff'

/** It matches a word or an address that is no word of a date; nothing inside of it is read. */
const otherWord =
  /[\p{L}\p{N}_](?<![\u3400-\u9fff])(?:[\p{L}\p{N}_.'’@:/?=&%#~+-](?<![\u3400-\u9fff])){0,255}/uy

/**
 * @param only - one language's words alone; else those of all
 * @param ignored - parts of the text that are only words
 */
export function tokensOf(
  text: string,
  context: Context,
  only: Language | undefined,
  ignored: readonly Range[],
): Tokens {
  const found: Tokens = { runs: [], marks: [], escapes: [], unknownLists: [] }
  const quotes = new Quotes(text)
  let run: Run | undefined
  let last: Token | undefined
  let next = 0
  let at = 0
  const end = () => (run = last = undefined)
  while (at < text.length) {
    while (next < ignored.length && (ignored[next] as Range).to <= at) next++
    const blocked = ignored[next]
    const char = text[at] as string
    if (blocked && blocked.from <= at) {
      at = blocked.to
      end()
      continue
    }
    if (isSpace(char)) {
      at++
      continue
    }
    const limit = blocked?.from ?? text.length
    const mark = markAt(text, at, context, found)
    if (mark !== undefined && mark <= limit) {
      at = mark
      end()
      continue
    }
    const quoted = quotes.endAt(at)
    if (quoted !== undefined) {
      at = quoted
      end()
      continue
    }
    const named =
      /[A-Z]/.test(char) && wordStart.test(text[at - 1] ?? ' ') ? fixedNameAt(text, at) : undefined
    if (named !== undefined && named <= limit) {
      at = named
      end()
      continue
    }
    const isEscape = char === '\\' && beginsWord(text, at)
    const token = tokenAt(text, isEscape ? at + 1 : at, last, only, isEscape)
    const isSoftEscape = isEscape && token?.soft
    const name = token && !isEscape ? nameAt(text, token, last) : undefined
    if (token && token.to <= limit && !isSoftEscape && name === undefined) {
      if (isEscape) end()
      if (!run) found.runs.push((run = { tokens: [], ...(isEscape && { escape: at }) }))
      run.tokens.push(token)
      last = token
      at = token.to
    } else {
      at = Math.max(at + 1, Math.min(name ?? otherWordEnd(text, at), limit))
      end()
    }
  }
  return found
}

/** `@ 9am` is a time. */
const atTime = /^\s?\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m|(?<=:\d\d)(?!\d))/i

const beginsWord = (text: string, at: number): boolean =>
  at === 0 || /[\s\u3400-\u9fff，。、；]/.test(text[at - 1] as string)

/** Takes in a mark that stands here. @returns where it ends */
function markAt(text: string, at: number, context: Context, found: Tokens): number | undefined {
  const isEscape = text[at] === '\\' && beginsWord(text, at)
  const begin = isEscape ? at + 1 : at
  const char = text[begin] ?? ''
  if (!/[!！#＃@＠\\]/.test(char)) return undefined
  if (isEscape) {
    found.escapes.push({ from: at, to: at + 1 })
    return begin + 1
  }
  if (at > 0 && !markStart.test(text[at - 1] as string)) return undefined
  for (const rule of marks) {
    const hit = rule(text, at, context)
    if (hit) {
      found.marks.push({ from: at, ...hit })
      return hit.to
    }
  }
  if (/[@＠]/.test(char) && beginsWord(text, at) && !atTime.test(text.slice(at + 1, at + 12))) {
    const name = listWritten(text, at)
    if (name !== undefined) found.unknownLists.push(name)
  }
  return undefined
}

/** A token may be the first word of a name, such as "Monday Mornings"; then the end of the name is returned. */
function nameAt(text: string, { kind, from, to }: Token, last: Token | undefined): number | undefined {
  const isDay = kind === 'WEEKDAY' || kind === 'SHORTDAY' || kind === 'RELATIVE' || kind === 'WEEKDAYS'
  if (!isDay || isHan(text[from] as string)) return undefined
  if (last && !/^(?:the|a|to|and|of|&|-)$/.test(last.word)) return undefined
  return capitalNameAt(text, from, to)
}

function otherWordEnd(text: string, at: number): number {
  otherWord.lastIndex = at
  return otherWord.exec(text)?.[0] === undefined ? at + 1 : otherWord.lastIndex
}

function tokenAt(
  text: string,
  at: number,
  last: Token | undefined,
  only: Language | undefined,
  isEscaped: boolean,
): Token | undefined {
  const isGlued = last?.to === at
  const before = at > 0 && !isEscaped ? (text[at - 1] as string) : ' '
  const mayBegin = isGlued || wordStart.test(before)
  const english = only === 'zh' || !mayBegin ? undefined : englishAt(text, at, last)
  const chinese = only === 'en' ? undefined : chineseAt(text, at, last, before)
  if (english && chinese) return chinese.to > english.to ? chinese : english
  return english ?? chinese
}

function englishAt(text: string, at: number, last: Token | undefined): Token | undefined {
  const char = text[at] as string
  const token = (word: Word, to: number): Token => ({ ...word, from: at, to, language: 'en' })
  if (/\d/.test(char)) return figuresAt(text, at)
  if (/[-–—~&/]/.test(char)) {
    const word = wordNamed(char)
    return last && word ? token(word, at + 1) : undefined
  }
  if (char === '@') {
    return atTime.test(text.slice(at + 1, at + 12))
      ? token({ kind: 'at', word: 'at', value: undefined, soft: true }, at + 1)
      : undefined
  }
  if (!/[a-z]/i.test(char) || (last?.to === at && /[a-z\d]/i.test(text[at - 1] as string))) return undefined
  if (last && timeZone.test(text.slice(at, at + 6)) && /^(?:CLOCK|NUMBER|PART)$/.test(last.kind))
    return token({ kind: 'odd', word: 'zone', value: undefined, soft: false }, at + 2)
  const found = wordAt(text, at)
  if (!found) return undefined
  // What is Friday's is not due on Friday.
  if (!found.word.soft && /^['’]s(?![\p{L}\p{N}])/u.test(text.slice(found.to, found.to + 3)))
    return token({ kind: 'possessive', word: 'possessive', value: undefined, soft: false }, found.to + 2)
  return isWholeWord(text, found.to) ? token(found.word, found.to) : undefined
}

/** A time of another zone is not read. */
const timeZone = /^(?:UTC|GMT|[ECMP][SD]?T|CES?T|BST|IST|JST|AES?T|HKT|SGT|MSK)(?![A-Za-z\d])/

function wordAt(text: string, at: number): { word: Word; to: number } | undefined {
  wordPattern.lastIndex = at
  const [name] = wordPattern.exec(text) ?? []
  const word = name === undefined ? undefined : wordNamed(name.toLowerCase())
  if (!word || name === undefined) return undefined
  const isShort =
    abbreviation.test(name) && /^\.(?=\s+\S)/.test(text.slice(at + name.length, at + name.length + 3))
  return { word, to: at + name.length + (isShort ? 1 : 0) }
}

/** "tomorrow-ish" is a word of its own, "mon-fri" two of dates. */
function isWholeWord(text: string, to: number): boolean {
  const behind = text[to] ?? ''
  if (behind === '' || /[\s,;!?)\]}"”，。、；！？）：'’]/.test(behind) || isHan(behind))
    return !/['’]/.test(behind) || !/\p{L}/u.test(text[to + 1] ?? '')
  if (/[.:]/.test(behind)) return /^(?:$|\s)/.test(text.slice(to + 1, to + 2))
  if (!/[-–—~/&]/.test(behind)) return false
  const after = text[to + 1] ?? ''
  if (/\s/.test(after) || after === '') return true
  return /\d/.test(after) || wordAt(text, to + 1) !== undefined
}

function figuresAt(text: string, at: number): Token | undefined {
  let best: Token | undefined
  for (const { pattern, read } of writtenWithFigures) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) continue
    const word = read(match)
    if (word)
      best = { ...word, word: match[0].toLowerCase(), from: at, to: at + match[0].length, language: 'en' }
    break
  }
  return best
}

function chineseAt(text: string, at: number, last: Token | undefined, before: string): Token | undefined {
  const words = chineseWordsAt(text[at] as string)
  if (words.length === 0) return undefined
  const isGlued = last?.to === at
  const isNumber = /[\d〇零一二两兩三四五六七八九十]/.test(text[at] as string)
  if (isNumber && !isGlued && /[\w.:/#$€￥¥+第〇零一二两兩三四五六七八九十-]/.test(before)) return undefined
  let best: Token | undefined
  for (const { kind, word, pattern, read, soft, behind } of words) {
    const mayStand = !behind || (last && (behind[0] === 'any' || behind.includes(last.kind)))
    if (!mayStand) continue
    pattern.lastIndex = at
    const match = pattern.exec(text)
    // A single character after a space is more likely the beginning of another word.
    if (match && behind && !isGlued && match[0].length < 2) continue
    const to = match ? at + match[0].length : at
    if (!match || to <= (best?.to ?? at)) continue
    const value = read?.(match)
    // A text that is written like a date and is none, such as 13月, is not read.
    const isOdd = read !== undefined && value === undefined
    best = {
      kind: isOdd ? 'odd' : kind,
      word: isOdd ? 'odd' : word,
      value,
      from: at,
      to,
      language: 'zh',
      soft,
    }
  }
  return best
}
