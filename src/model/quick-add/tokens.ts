/**
 * Goes through a text once and finds its words of dates and times, and its marks. Words that stand beside each other,
 * with nothing but spaces and commas between, are a run.
 */
import { chineseWordsAt } from './chinese-words.ts'
import { abbreviation, wordNamed, wordPattern, writtenWithFigures, type Word } from './english-words.ts'
import type { Token } from './grammar.ts'
import { listWritten, marks } from './marks.ts'
import { capitalNameAt, chineseNameAt, fixedNameAt, isFeast, Quotes } from './names.ts'
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
  /** A day is named that is not read, such as Good Friday: a time is not of today. */
  hasFeast: boolean
}

const wordStart = /[\s([{,;，。、；：（\u3400-\u9fff]/
const markStart = /[\s()[\]{},;，。、；（）"“”\u3400-\u9fff]/
const isSpace = (char: string): boolean => /[\s,，、]/.test(char) && char !== '\n'
const isHan = (char: string): boolean => char >= '\u3400' && char <= '\u9fff'

/** The number of a line in a list is no hour. */
const listNumber = /^\s{0,8}\d{1,2}[、)）]\s?(?!\d)/

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
  const found: Tokens = { runs: [], marks: [], escapes: [], unknownLists: [], hasFeast: false }
  const quotes = new Quotes(text)
  let run: Run | undefined
  let last: Token | undefined
  let next = 0
  let at = listNumber.exec(text)?.[0].length ?? 0
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
    const skipped = skippedTo(text, at, context, found, quotes)
    if (skipped !== undefined && skipped <= limit) {
      at = skipped
      end()
      continue
    }
    const aside = run && last ? asideAt(text, at, limit, context, only) : undefined
    if (aside) {
      run?.tokens.push(...aside)
      last = aside.at(-1) as Token
      at = last.to
      continue
    }
    const isEscape = char === '\\' && beginsWord(text, at)
    const token = tokenAt(text, isEscape ? at + 1 : at, last, only, isEscape)
    const isSoftEscape = isEscape && token?.soft
    const isOfNoun = !run && token !== undefined && isOfNounBefore(text, token)
    const name = token && !isEscape ? nameAt(text, token, last) : undefined
    if (token && token.to <= limit && !isSoftEscape && !isOfNoun && name === undefined) {
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

/** A mark, a name or quoted words may stand here. @returns where they end */
function skippedTo(
  text: string,
  at: number,
  context: Context,
  found: Tokens,
  quotes: Quotes,
): number | undefined {
  const other = markAt(text, at, context, found) ?? guestsAt(text, at) ?? quotes.endAt(at)
  if (other !== undefined) return other
  if (/[明今后後周週星黑]/.test(text[at] as string)) return chineseNameAt(text, at)
  address.lastIndex = at
  if (/h/i.test(text[at] as string) && address.test(text)) return address.lastIndex
  telephone.lastIndex = at
  if (/[+(]/.test(text[at] as string) && telephone.test(text)) return telephone.lastIndex
  const isWord = /[A-Za-z]/.test(text[at] as string) && wordStart.test(text[at - 1] ?? ' ')
  const named = isWord ? fixedNameAt(text, at) : undefined
  if (named !== undefined) found.hasFeast ||= isFeast(text.slice(at, named))
  return named
}

/** It is a number to call, in the international way or with its area in brackets. */
const telephone = /(?:\+\d{1,3}|\(\d{2,5}\))(?:[ /-]{0,2}\(?\d{2,9}\)?){1,6}/uy

const address = /https?:\/\/\S{1,2000}/iuy

const guests =
  /(?<=\b(?:tables?|dinner|lunch|breakfast|brunch|supper|reservation|tickets?|seats?|rooms?|cook|food|drinks|picnic)\s)for\s(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)(?![\p{L}\p{N}:.'’–-]|\s?(?:[ap]\.?m\b|o['’]clock|-|–|to\b|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|times))/iuy

/** The number of people is no time: "a table for 4". @returns where these words end */
function guestsAt(text: string, at: number): number | undefined {
  if (!/f/i.test(text[at] as string)) return undefined
  guests.lastIndex = at
  return guests.test(text) ? guests.lastIndex : undefined
}

const bracketed = /[（(]([^()（）\n]{2,24})[)）]/y

/** Words in brackets, as in "12月3日（周四）", belong to the run before them. */
function asideAt(
  text: string,
  at: number,
  limit: number,
  context: Context,
  only: Language | undefined,
): Token[] | undefined {
  if (!/[（(]/.test(text[at] as string)) return undefined
  bracketed.lastIndex = at
  const [whole, inner] = bracketed.exec(text) ?? []
  if (whole === undefined || inner === undefined || at + whole.length > limit) return undefined
  const { runs, marks } = tokensOf(inner, context, only, [])
  const [run] = runs
  if (runs.length !== 1 || !run || marks.length > 0 || run.escape !== undefined) return undefined
  const [first, last] = [run.tokens[0] as Token, run.tokens.at(-1) as Token]
  if (first.soft || inner.slice(0, first.from).trim() !== '' || inner.slice(last.to).trim() !== '')
    return undefined
  const from = (token: Token) => (token === first ? at : at + 1 + token.from)
  const to = (token: Token) => (token === last ? at + whole.length : at + 1 + token.to)
  return run.tokens.map((token) => ({ ...token, from: from(token), to: to(token) }))
}

/** `@ 9am` is a time. */
const atTime = /^\s?\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m|(?<=:\d\d)(?!\d))/i

const beginsWord = (text: string, at: number): boolean =>
  at === 0 || /[\s\u3400-\u9fff，。、；]/.test(text[at - 1] as string)

/** It takes in a mark that stands here. @returns where it ends */
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

/** It is a part of a noun, as in "spa day" and "movie night". */
function isOfNounBefore(text: string, { from, to }: Token): boolean {
  return (
    /^(?:hour|day|week|weekend|year|morning|afternoon|evening|night)$/i.test(text.slice(from, to)) &&
    /\p{L}['’]? $/u.test(text.slice(Math.max(0, from - 3), from)) &&
    !/^day(?: (?:after|before|of|from)\b)|^(?!day)\w+ (?:after|before|of|from|\d)/i.test(
      text.slice(from, to + 8),
    )
  )
}

/** "Happy friday" says what day it is, and "it's monday again" does so too. */
const saysWhat = /(?:^|\s)(?:happy|it['’]s|it is|whether|if)\s$/i

/** A token may be the first word of a name, such as "Monday Mornings"; then the end of the name is returned. */
function nameAt(text: string, { kind, from, to }: Token, last: Token | undefined): number | undefined {
  const isDay = kind === 'WEEKDAY' || kind === 'SHORTDAY' || kind === 'RELATIVE' || kind === 'WEEKDAYS'
  if (!isDay || isHan(text[from] as string)) return undefined
  if (saysWhat.test(text.slice(Math.max(0, from - 12), from))) return to
  if (last && !/^(?:the|a|to|and|of|&|-|with|about)$/.test(last.word)) return undefined
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
  if (english && chinese) {
    const isLonger = chinese.to > english.to || (chinese.to === english.to && chinese.kind === 'MONTHFIRST')
    return isLonger ? chinese : english
  }
  return english ?? chinese
}

function englishAt(text: string, at: number, last: Token | undefined): Token | undefined {
  const char = text[at] as string
  const token = (word: Word, to: number): Token => ({ ...word, from: at, to, language: 'en' })
  if (/\d/.test(char)) return figuresAt(text, at)
  if (/[-–—~～〜&/]/.test(char)) {
    const word = wordNamed(char)
    return last && word ? token(word, at + 1) : undefined
  }
  if (/['’]/.test(char)) {
    const [, year] = /^.(\d\d)(?![\p{L}\p{N}])/u.exec(text.slice(at, at + 4)) ?? []
    return year !== undefined && last && /^(?:MONTH|NUMBER|ORDINAL)$/.test(last.kind)
      ? token({ kind: 'NUMBER', word: year, value: 2000 + Number(year), soft: true }, at + 3)
      : undefined
  }
  if (char === '@') {
    return atTime.test(text.slice(at + 1, at + 12))
      ? token({ kind: 'at', word: 'at', value: undefined, soft: true }, at + 1)
      : undefined
  }
  if (!/[a-z]/i.test(char) || (last?.to === at && /[a-z\d]/i.test(text[at - 1] as string))) return undefined
  const [zone] =
    (last && /^(?:CLOCK|NUMBER|PART)$/.test(last.kind) && timeZone.exec(text.slice(at, at + 6))) || []
  if (zone !== undefined)
    return token({ kind: 'odd', word: 'zone', value: undefined, soft: false }, at + zone.length)
  const found = wordAt(text, at)
  if (!found || (found.word.kind === 'tom' && text.startsWith('Tom', at))) return undefined
  // A thing of Friday's is not due on Friday.
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
    abbreviation.test(name) && /^\.(?=\s|$)/.test(text.slice(at + name.length, at + name.length + 2))
  const isLabel =
    /^(?:due|deadline|start|starts|until|remind)$/i.test(name) &&
    /^:(?=\s)/.test(text.slice(at + name.length, at + name.length + 2))
  return { word, to: at + name.length + (isShort || isLabel ? 1 : 0) }
}

/** "tomorrow-ish" is a word of its own, "mon-fri" two of dates. */
function isWholeWord(text: string, to: number): boolean {
  const behind = text[to] ?? ''
  if (behind === '' || /[\s,;!?)\]}"”，。、；！？）：'’]/.test(behind) || isHan(behind))
    return !/['’]/.test(behind) || !/\p{L}/u.test(text[to + 1] ?? '')
  if (/[.:]/.test(behind)) return /^(?:$|\s)/.test(text.slice(to + 1, to + 2))
  if (!/[-–—~～〜/&]/.test(behind)) return false
  const after = text[to + 1] ?? ''
  if (/\s/.test(after) || after === '') return true
  return /\d/.test(after) || wordAt(text, to + 1) !== undefined
}

/** Two figures behind these words are no hour: "aspect ratio 16:9", "Psalm 23:4". */
const notTimeBehind =
  /(?:^|[\s(])(?:aspect|ratio|screen|scale|scores?(?: (?:was|is))?|odds|mix|Genesis|Exodus|Leviticus|Deuteronomy|Psalms?|Proverbs|Ecclesiastes|Isaiah|Jeremiah|Romans|Corinthians|Galatians|Ephesians|Philippians|Colossians|Hebrews|Revelations?|(?:read|memori[sz]e|verse|study|learn) (?:Matthew|Mark|Luke|John|James|Peter|Acts|Job))\s$|(?:福音|[诗詩]篇|箴言|[罗羅][马馬][书書]|世[记記纪紀])\s?$/i

/** It has the words behind which a number is a name, as in "room 3.12". */
const numbered =
  /(?:^|[\s(])(?:rooms?|version|sections?|chapters?|articles?|exercises?|python|ios|android|ubuntu|node)\.?\s$/i

function figuresAt(text: string, at: number): Token | undefined {
  let best: Token | undefined
  for (const { pattern, read } of writtenWithFigures) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) continue
    const word = read(match)
    if (word?.kind === 'odd' && numbered.test(text.slice(Math.max(0, at - 16), at))) break
    if (
      word?.kind === 'CLOCK' &&
      /[:：]\d\d$/.test(match[0]) &&
      notTimeBehind.test(text.slice(Math.max(0, at - 32), at))
    )
      break
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
    if (value === null) continue
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
