/** A text is read here: its marks, and each run of words of dates and times. */
import type { Budget } from './grammar.ts'
import type { Context, Language, Reading } from './reading.ts'
import { looksLikeDay, phraseEnd, readRun, type Said } from './runs.ts'
import { tokensOf, type Range, type Run } from './tokens.ts'

/** A line that a person writes takes some hundreds of steps, so the limit only stops a hostile text. */
const stepsMax = 10_000
/** A line that a person writes has a few, so that a text with more of them is only words. */
const runsMax = 64

export interface Part extends Range {
  reading: Reading
}

export interface Scanned {
  /** They are the priorities, labels and lists that are written with a mark. */
  marks: Part[]
  said: Said[]
  /** These backslashes are only there to keep a word from being read. */
  escapes: Range[]
  unknownLists: string[]
  /** Whether something looks like a day and was not read. */
  hasOtherDay: boolean
}

/**
 * @param only - one language's words alone; else those of all
 * @param ignored - parts of the text that are only words
 */
export function scan(
  text: string,
  context: Context,
  only: Language | undefined,
  ignored: readonly Range[],
): Scanned {
  const { runs, marks, escapes, unknownLists, hasFeast } = tokensOf(text, context, only, ignored)
  const budget: Budget = { steps: stepsMax }
  const scanned: Scanned = { marks, said: [], escapes, unknownLists, hasOtherDay: hasFeast }
  if (runs.filter(isOfDates).length > runsMax) return scanned
  let isBounded = false
  for (const run of runs) {
    const read = run.escape === undefined ? run : behindEscape(run, context, escapes, budget)
    if (read.tokens.length === 0) continue
    const said = readRun(read, text, context, budget)
    if (said) scanned.said.push(said)
    else {
      scanned.hasOtherDay ||= looksLikeDay(read)
      isBounded ||= isBound(read)
    }
  }
  scanned.said = scanned.said.filter(({ to }) => !attribute.test(text.slice(to, to + 6)))
  if (isBounded) scanned.said = scanned.said.filter(({ repeat }) => !repeat)
  withoutMoved(text, scanned)
  scanned.said = withoutWeak(text, scanned)
  return scanned
}

/** Such words are bounds of a repeat that stands elsewhere in the text. */
function isBound({ tokens }: Run): boolean {
  const has = (name: string) => tokens.some(({ word }) => word === name)
  return has('limit') || has('除外') || has('跳过') || (has('除了') && has('节假日'))
}

/** In 下周要交的作业 the week tells which work it is. */
const attribute = /^要[\u4e00-\u9fff]{1,2}的[\u4e00-\u9fff]/u

const isOfDates = ({ tokens }: Run): boolean => tokens.some(({ soft }) => !soft)

/** The phrase after a backslash is plain text, so only the rest of the run is returned. */
function behindEscape(run: Run, context: Context, escapes: Range[], budget: Budget): Run {
  const end = phraseEnd(run, context, budget)
  if (end !== undefined) escapes.push({ from: run.escape as number, to: (run.escape as number) + 1 })
  return { tokens: run.tokens.slice(end ?? 1) }
}

/** "Move friday's call to monday" says what has to be changed, not when, so neither day counts. */
function withoutMoved(text: string, scanned: Scanned): void {
  const [moved] = movedTo.exec(text) ?? []
  const to = moved === undefined ? -1 : text.indexOf(moved) + moved.length
  const goal = scanned.said.findLastIndex((said) => said.from <= to || isGoal(said, text))
  if (goal < 0) return
  scanned.said.splice(0, goal + 1)
  scanned.hasOtherDay = true
}

const movedTo =
  /(?:改|挪|推[迟遲]|延(?:期|[后後])?|提前|[调調]|移|[换換])(?:到|至|[为為]|成)(?=[\d一二三四五六七八九十今明后後大下周週星礼禮本这這月])/u

const moving =
  /\b(?:mov(?:e|ed|ing)|resched\w{0,8}|postponed?|push(?:ed)?|shift(?:ed)?|changed?|switch(?:ed)?|extend(?:ed)?)\b/i

const isGoal = ({ when, from }: Said, text: string): boolean => {
  const words = text.slice(from, from + 6)
  return (
    ((when?.kept === true && /^from\s/i.test(words)) || /^to\s/i.test(words)) &&
    moving.test(text.slice(0, from))
  )
}

/** Without what would have to stand beside something else, or at the end of the text, and does not. */
function withoutWeak(text: string, { said, marks }: Scanned): Said[] {
  const isLast = ({ to }: Said): boolean => {
    const others = [...marks, ...said.filter(isReminder)].toSorted((a, b) => a.from - b.from)
    let end = to
    for (const other of others) if (other.from >= end && isGap(text, end, other.from)) end = other.to
    return isGap(text, end, text.length)
  }
  return said.filter((each) => {
    const timely = each.parts.filter(({ reading }) => reading.kind !== 'length' && reading.kind !== 'tail')
    const [only] = timely
    if (timely.length !== 1 || !only) return true
    const weak = 'weak' in only.reading ? only.reading.weak : undefined
    return weak === undefined || (weak === 'end' && isLast(each))
  })
}

const isReminder = ({ parts }: Said): boolean => parts.every(({ reading }) => reading.kind === 'reminder')

/** It tells whether only spaces and marks such as commas stand there. */
export function isGap(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!/[\s,，、.。!！;；]/.test(text[at] as string)) return false
  return true
}
