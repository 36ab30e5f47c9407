/**
 * A run of words of dates and times is read as a whole, by readings that agree with each other, or not at all: a date
 * that is half understood would be wrong. Only words with other meanings ("at", "the", a number) may be left at its
 * ends.
 */
import { addChinese } from './chinese.ts'
import { addChineseRepeats } from './chinese-repeats.ts'
import { merged } from './days.ts'
import { addEnglishDays } from './english.ts'
import { addEnglishRepeats } from './english-repeats.ts'
import { addEnglishTimes } from './english-times.ts'
import { Grammar, type Budget, type Match, type Token } from './grammar.ts'
import { timeInPart } from './parts-of-day.ts'
import type { Context, Language, TimeReading, When } from './reading.ts'
import type { MoonDay } from './measures.ts'
import { isMoonDay } from './moon-days.ts'
import { firstDay, fits, withoutDays, type RepeatRule } from './repeat-rule.ts'
import type { Range, Run } from './tokens.ts'
import type { Length } from './measures.ts'

const grammar = new Grammar<Context>()
addEnglishDays(grammar)
addEnglishTimes(grammar)
addEnglishRepeats(grammar)
addChinese(grammar)
addChineseRepeats(grammar)

export interface Part extends Range {
  reading: TimeReading
}

type Of<Kind extends TimeReading['kind']> = Extract<TimeReading, { kind: Kind }>

/** A run may have several parts, and these fields hold what they say together. */
export interface Said extends Range {
  parts: Part[]
  language: Language
  when?: When
  repeat?: Of<'repeat'>
  start?: When
  end?: Of<'end'>
  skipped?: Of<'skipped'>
  /** A repeat may end after some time: "every day for a week". */
  lasting?: Length
}

/** Nobody writes a date of more words, so a longer run costs no work. */
const runMax = 40
/** So many ways of dividing a run into phrases are tried. */
const triesMax = 400

/** @returns what the run says, or undefined where not all of it was understood */
export function readRun({ tokens }: Run, text: string, context: Context, budget: Budget): Said | undefined {
  if (tokens.length > runMax) return undefined
  const firstHard = tokens.findIndex(({ soft }) => !soft)
  const lastHard = tokens.findLastIndex(({ soft }) => !soft)
  const isSoft = firstHard < 0
  if (isSoft && !tokens.some(({ word }) => leads.has(word))) return undefined
  const reader = new RunReader(tokens, context, budget)
  for (let from = 0; from <= (isSoft ? tokens.length - 1 : firstHard); from++) {
    if (from > 0 && !isSoft && !mayStandBefore(tokens, from - 1, text)) return undefined
    for (let to = tokens.length; to > Math.max(from, lastHard); to--) {
      if (to < tokens.length && !isSoft && !mayStandBehind(tokens, to, text)) break
      const said = reader.read(from, to)
      // Half of the work may have found half of the phrase.
      if (budget.steps < 0) return undefined
      if (!said) continue
      const isOfFeast =
        said.when?.day === undefined && tokens.slice(0, from).some(({ word }) => word === 'feast')
      return isOfFeast || mayBeHour(said, tokens[to]) || isSpelled(tokens.slice(from, to)) ? undefined : said
    }
  }
  return undefined
}

/** It may be of anything, as "every second" and "the third" are; "every 2nd" and "the third of may" are days. */
const isSpelled = ([first, nth, ...more]: readonly Token[]): boolean =>
  /^(?:every|the)$/.test(first?.word ?? '') && nth?.kind === 'ORDINAL' && nth.soft && more.length === 0

/** In "tonight 9 movie" the number left over may be the hour, so the part of the day tells no other one. */
const mayBeHour = ({ when }: Said, left: Token | undefined): boolean =>
  left?.kind === 'NUMBER' &&
  (left.value as number) <= 12 &&
  when?.part !== undefined &&
  when.time === undefined

/** A run that has only soft words must begin with one of these. */
const leads = new Set(['at', 'times', 'remind', 'past', 'um', 'for', '提醒我', '叫我'])

/** These words may be left in the name before a date: "log in tomorrow", "do this by friday", "chapter 3 today". */
const loose = new Set(
  'over feast eve this that to and & / - in on at now me all for with back time start work working being is was it finished times remind early 和 在'.split(
    ' ',
  ),
)
const prepositions = new Set(['on', 'by', 'at', 'in', 'for', 'before', 'due', 'to', 'from', 'until'])

function mayStandBefore(tokens: readonly Token[], index: number, text: string): boolean {
  const { kind, word, from } = tokens[index] as Token
  const next = tokens[index + 1]
  // "Early next week" is no one day, "be early tomorrow" is.
  if (/^(?:early|late|all)$/.test(word) && isOfPeriod(tokens, index + 1)) return false
  if (kind === 'NUMBER' || kind === 'ORDINAL') {
    if (next && prepositions.has(next.word)) return true
    const isNoun =
      (index === 0 || tokens[index - 1]?.word === 'back') &&
      /[\p{L}\p{N}]\s+$|[\u3400-\u9fff]$/u.test(text.slice(Math.max(0, from - 8), from))
    return kind === 'NUMBER' && (isNoun || (tokens[index - 1]?.word === '-' && index > 1))
  }
  // "In 2 months, 4 days from now" is two days, so "in" may not be left over.
  if (word === 'in' && next && /^(?:NUMBER|SPAN)$/.test(next.kind)) return false
  // "3 times a week" says how often, so the number must not be left in the name.
  return loose.has(word) && !(word === 'times' && next?.word === 'a')
}

/** The words from there on may first name a week, a month or a part of the day. */
const isOfPeriod = (tokens: readonly Token[], at: number): boolean => {
  const found = tokens.slice(at).find(({ word }) => !/^(?:in|the|this|next|on)$/.test(word))
  return found?.kind === 'UNIT' || found?.kind === 'MONTH' || found?.word === 'tonight'
}

/** A number at the end may be an hour or a day; before a noun it is how many there are. */
function mayStandBehind(tokens: readonly Token[], index: number, text: string): boolean {
  const { kind, soft, word, value } = tokens[index] as Token
  if (!soft) return false
  if (kind !== 'NUMBER') return !binding.has(word)
  // In "week 49" and "may 2028" the number is a part of the date.
  if (tokens[index - 1]?.kind === 'UNIT' || (value as number) >= 1_000) return false
  const { to } = tokens.at(-1) as Token
  return index < tokens.length - 1 || /^\s*[\p{L}]/u.test(text.slice(to, to + 8))
}

/** These words change the meaning of a date, so a run with one of them left over is not read. */
const binding = new Set([
  'now',
  'feast',
  'eve',
  'half',
  'or',
  'not',
  'before',
  'until',
  'through',
  'but',
  'other',
  'last',
  'next',
  '直到',
  '或',
])

class RunReader {
  readonly #tokens: readonly Token[]
  readonly #context: Context
  readonly #matches: (name: 'PHRASE', at: number) => readonly Match[]
  #tries = 0

  constructor(tokens: readonly Token[], context: Context, budget: Budget) {
    this.#tokens = tokens
    this.#context = context
    this.#matches = grammar.reader(tokens, context, budget)
  }

  read(from: number, to: number): Said | undefined {
    const [first, last] = [this.#tokens[from], this.#tokens[to - 1]]
    if (!first || !last) return undefined
    const language = this.#tokens.slice(from, to).some((token) => token.language === 'zh') ? 'zh' : 'en'
    return this.#cover({ from: first.from, to: last.to, parts: [], language }, from, to)
  }

  /** It divides the words up to `to` into phrases, and tries the longest first. */
  #cover(said: Said, at: number, to: number): Said | undefined {
    if (at === to) return agrees(said, this.#context) ? said : undefined
    for (const match of this.#matches('PHRASE', at)) {
      if (match.to > to || ++this.#tries > triesMax) continue
      const reading = ofRepeat(said, match.value as TimeReading)
      if (!this.#mayFollow(said, reading, match.to, to) || this.#isCounted(reading, at)) continue
      const more = withReading(said, reading)
      if (!more) continue
      const part = {
        from: (this.#tokens[at] as Token).from,
        to: (this.#tokens[match.to - 1] as Token).to,
        reading,
      }
      const rest = this.#cover({ ...more, parts: [...said.parts, part] }, match.to, to)
      if (rest) return rest
    }
    return undefined
  }

  /** "Two weeks from saturday" is a day that is counted, so its end is no start of its own. */
  #isCounted({ kind }: TimeReading, at: number): boolean {
    const [number, unit, from] = this.#tokens.slice(Math.max(0, at - 2), at + 1)
    return kind === 'start' && from?.word === 'from' && number?.kind === 'NUMBER' && unit?.kind === 'UNIT'
  }

  #mayFollow({ parts, when, repeat }: Said, reading: TimeReading, end: number, to: number): boolean {
    const last = parts.at(-1)?.reading
    switch (reading.kind) {
      case 'tail':
        return (
          end === to &&
          parts.some((part) => part.reading.kind === 'reminder' && part.reading.trigger === 'due')
        )
      case 'length':
        return !counters.has(this.#tokens[end]?.word ?? '')
      case 'holiday':
        return isOfFeast(reading.feast, when, repeat?.rule)
      case 'end':
        return !reading.behind || last?.kind === 'repeat' || (last?.kind === 'when' && repeat !== undefined)
      case 'when':
        return reading.weak !== 'behind' || when?.day !== undefined
      default:
        return true
    }
  }
}

/** It tells whether a feast is on the day, or of the rule, before it. Two feasts beside each other are not. */
function isOfFeast(
  feast: MoonDay | undefined,
  when: When | undefined,
  rule: RepeatRule | undefined,
): boolean {
  if (when?.day !== undefined) return feast ? isMoonDay(when.day, feast) : !when.isMoon
  if (!feast) return !rule?.isChinese && (rule?.monthDays ?? rule?.nths) !== undefined
  return rule?.isChinese === true && rule.month === feast.month && rule.monthDays?.[0] === feast.day
}

/** A length before one of these words is no duration: "2 days before" is a moment. */
const counters = new Set([
  'before',
  'after',
  'from',
  'ago',
  'later',
  'earlier',
  'early',
  'past',
  'on',
  '后',
  '前',
  '内',
])

/** A range of days behind a repeat tells its first and its last day. */
function ofRepeat({ repeat, when, start }: Said, reading: TimeReading): TimeReading {
  if (!repeat || when?.day !== undefined || start || reading.kind !== 'when') return reading
  const { day, time, last } = reading
  if (day === undefined || last === undefined || time !== undefined) return reading
  return { kind: 'end', until: last, start: { kind: 'when', day } }
}

function withReading(said: Said, reading: TimeReading): Said | undefined {
  switch (reading.kind) {
    case 'when': {
      const { weak: _, ...when } = said.when ? (merged(said.when, reading) ?? reading) : reading
      return said.when && !merged(said.when, reading) ? undefined : { ...said, when }
    }
    case 'repeat':
      return said.repeat ? undefined : { ...said, repeat: reading }
    case 'start':
      return said.start ? undefined : { ...said, start: reading.when }
    case 'end':
      return said.end ? undefined : { ...said, end: reading, ...(reading.start && { start: reading.start }) }
    case 'skipped':
      return said.skipped ? undefined : { ...said, skipped: reading }
    case 'length':
      return withLength(said, reading)
    default:
      return said
  }
}

/** A length in days or weeks beside a repeat is how long it goes on. */
function withLength(said: Said, { length, isFor }: Of<'length'>): Said | undefined {
  if (!length || length.days + length.months + length.workdays === 0) return said
  if (!said.repeat) return isFor ? said : undefined
  return isFor && !said.end && length.workdays === 0 ? { ...said, lasting: length } : undefined
}

/** It checks that all readings of a run can be true of one todo. */
function agrees({ when, repeat, start, end, skipped }: Said, context: Context): boolean {
  const part = when?.part ?? repeat?.part
  if (when?.part && repeat?.part && when.part !== repeat.part) return false
  if (when?.time !== undefined && part && timeInPart(when.time, when.vague ?? false, part) === undefined)
    return false
  if (
    start?.time !== undefined &&
    start.part &&
    timeInPart(start.time, start.vague ?? false, start.part) === undefined
  )
    return false
  if (start?.day !== undefined && when?.day !== undefined && start.day > when.day) return false
  if (!repeat) return true
  const rule = skipped ? withoutDays(repeat.rule, skipped.leftOut) : repeat.rule
  if (!rule) return false
  if (
    (when?.isNth || when?.isMoon) &&
    !rule.days &&
    !rule.monthDays &&
    rule.freq !== 'DAILY' &&
    rule.freq !== 'WEEKLY'
  )
    return false
  const isOfDays = rule.days ?? rule.monthDays ?? rule.leftOut
  if (when?.day !== undefined && (when.kept || (isOfDays && !fits(rule, when.day, context.holidays))))
    return false
  const begin = when?.day ?? start?.day ?? context.today
  return end?.until === undefined || end.until >= firstDay(rule, begin, context.holidays)
}

/** It returns the number of tokens in the first phrase of a run. */
export function phraseEnd({ tokens }: Run, context: Context, budget: Budget): number | undefined {
  const [longest] = grammar.reader(tokens.slice(0, runMax), context, budget)('PHRASE', 0)
  return longest?.to
}

/** A run that looks like a day and was not read keeps a lone time elsewhere from being read as today's. */
export const looksLikeDay = ({ tokens }: Run): boolean =>
  tokens.some(({ kind }) => dayKinds.has(kind)) ||
  (tokens.some(({ kind }) => kind === 'MONTH') &&
    tokens.some(({ kind }) => kind === 'NUMBER' || kind === 'ORDINAL'))

const dayKinds = new Set(
  'odd 法定工作日 节假日 农历 MOONMONTH MOONDAY MOONDAYS FEAST WEEKDAY WEEKDAYS DAYSOFWEEK RELATIVE RELATIVEPART DATE MONTHFIRST INSTANT DOTTED DAYNUMBER DAYNUMBERS yesterday'.split(
    ' ',
  ),
)
