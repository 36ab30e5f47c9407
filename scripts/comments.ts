/**
 * `npm run comments`: counts, for each folder of `src/`, comments whose first sentence is a bare clause ("What waits."), and lines of
 * comments that are too long. `comments.json` has the ceilings; they only sink, and `test/tooling/comments.test.ts` holds them.
 *
 * Whether a sentence has a verb is guessed by lists of words: a rare verb is missed, and a noun may pass for one. So a count is near
 * the truth and not it: it tells more from fewer, and nothing of a single comment.
 */
import { Glob } from 'bun'
import { join } from 'node:path'
import { layerOf } from './layers.ts'

interface Comment {
  /** The line that it begins at, from 1. */
  line: number
  /** Its text in one line, without marks and tags. */
  text: string
}

const ofBlock = /^\s*(?:\/\*\*?|\*)\s?(.*?)\s*(?:\*\/)?\s*$/
const ofLine = /^\s*\/\/\/?\s?(.*)$/

/** The comments of a file that stand on lines of their own: a block is one, and so are lines of "//" that follow one another. */
function commentsOf(source: string): Comment[] {
  const comments: Comment[] = []
  let open: { line: number; parts: string[]; isBlock: boolean } | undefined
  const end = () => {
    if (open) comments.push({ line: open.line, text: joined(open.parts) })
    open = undefined
  }
  for (const [at, line] of source.split('\n').entries()) {
    const single = ofLine.exec(line)
    if (open?.isBlock) {
      open.parts.push(ofBlock.exec(line)?.[1] ?? line.trim())
      if (line.includes('*/')) end()
    } else if (single) {
      open ??= { line: at + 1, parts: [], isBlock: false }
      open.parts.push(single[1] ?? '')
    } else {
      end()
      if (!/^\s*\/\*/.test(line)) continue
      open = { line: at + 1, parts: [ofBlock.exec(line)?.[1] ?? ''], isBlock: true }
      if (line.includes('*/')) end()
    }
  }
  end()
  return comments.filter(({ text }) => /[a-z]/i.test(text) && !isOfATool.test(text))
}

/** These are read by a program, not by a person. */
const isOfATool = /^(@ts-|oxlint|oxfmt|eslint|prettier)/

/** The tags behind the text (`@throws`, `@param`) are no sentences. */
const joined = (parts: readonly string[]): string =>
  (parts.join(' ').split(/(?:^|\s)@[a-z]/)[0] ?? '').replaceAll(/\s+/g, ' ').trim()

const firstSentence = (text: string): string => text.split(/(?<=\w\w\W*[.!?])\s|[:;]\s/)[0] ?? text

const words = (text: string): Set<string> => new Set(text.split(/\s+/).filter(Boolean))

const always = words(`
  is are was were be am isn't aren't wasn't has have had hasn't haven't does do did doesn't don't didn't
  can could cannot can't may might must shall should will would won't
  adds allows arrives asks becomes begins belongs brings builds carries catches checks closes collects comes compares
  connects continues contains converts copies costs cuts decides deletes depends differs drops encodes ensures exists expects
  explains fails falls fetches fills finds finishes follows forgets forwards gathers gets gives goes grows happens hears helps
  hides inserts joins keeps kills knows lacks leads leaves lets lies listens lives loads loses makes means meets merges moves
  needs obeys offers opens parses passes prevents prints proves provides publishes puts raises reaches receives refuses rejects
  releases remembers removes renders replaces represents requires resolves resets restores returns runs saves says seals seems
  sees selects sends serves skips sorts speaks stays stops stores takes teaches tells thinks throws tries understands unlocks
  uses validates verifies vouches waits wakes walks wants warns works writes
  came went took gave said knew told saw got kept fell grew
`)
/** These may be nouns as well: they count at the beginning, behind what only a verb follows, and before what only follows a verb. */
const perhaps = words(`
  answers blocks calls changes commits counts ends exports filters focuses groups guards hashes holds imports limits links
  lists locks looks marks matches names notes orders points polls prunes queries reads repeats reports requests sets shares shows
  signs spends splits stands starts steps tests ticks turns types undoes updates watches
`)
const beforeVerbs = words(
  'it that this which who what one nobody everybody each he she they we you and so then there nothing',
)
const behindVerbs = words('the a an its their it them all each every what how whether that no nothing')
/** Each of these begins a clause that is a part of a sentence, and has a verb of its own. */
const subordinate = words(
  'what who whose whom which that where when whether how why if until while since because',
)
/** So do these, at the beginning. */
const atFirst = words('as for before after')

interface Clauses {
  verbs: number
  parts: number
}

/** How many finite verbs a sentence seems to have, and how many of its clauses are but a part of it. */
function clausesOf(sentence: string): Clauses {
  const all =
    sentence
      .toLowerCase()
      .replaceAll(/`[^`]*`|"[^"]*"/g, 'it')
      .match(/[a-z]+(?:['’][a-z]+)?/g) ?? []
  const isVerb = (word: string, at: number): boolean => {
    const [before, behind] = [all[at - 1] ?? '', all[at + 1] ?? '']
    if (perhaps.has(word)) return at === 0 || beforeVerbs.has(before) || behindVerbs.has(behind)
    if (always.has(word)) return true
    return before !== 'to' && isPlural(word) && (beforeVerbs.has(before) || before.endsWith('s'))
  }
  const isPart = (word: string, at: number) => subordinate.has(word) || (at === 0 && atFirst.has(word))
  return { verbs: all.filter(isVerb).length, parts: all.filter(isPart).length }
}

/** Whether it is the form of a verb behind "they" or "people". */
const isPlural = (word: string): boolean =>
  [`${word}s`, `${word}es`, word.replace(/y$/, 'ies')].some(
    (third) => always.has(third) || perhaps.has(third),
  )

/** Whether the first sentence of a comment is a bare clause: "What waits.", "A list of rows." */
export function isBare(text: string): boolean {
  const { verbs, parts } = clausesOf(firstSentence(text))
  return verbs <= parts
}

export interface Counts {
  bare: number
  long: number
}

/** As the formatter's own limit, and a little: prose is not wrapped by it. */
const lineLengthMax = 120

export function countIn(source: string): Counts {
  const isComment = (line: string) => /^\s*(\/\/|\/?\*)/.test(line)
  return {
    bare: commentsOf(source).filter(({ text }) => isBare(text)).length,
    long: source.split('\n').filter((line) => line.length > lineLengthMax && isComment(line)).length,
  }
}

const root = join(import.meta.dir, '..')
export const ceilingsFile: string = join(import.meta.dir, 'comments.json')

/** Both counts of each folder of `src/` that has any; files beside the folders are in `.`. */
export async function countAll(): Promise<Record<string, Counts>> {
  const all: Record<string, Counts> = {}
  for (const file of [...new Glob('**/*.{ts,tsx}').scanSync(join(root, 'src'))].toSorted()) {
    const layer = layerOf(file)
    const folder = layer.endsWith('.ts') ? '.' : layer
    const { bare, long } = countIn(await Bun.file(join(root, 'src', file)).text())
    const before = all[folder] ?? { bare: 0, long: 0 }
    all[folder] = { bare: before.bare + bare, long: before.long + long }
  }
  return Object.fromEntries(Object.entries(all).filter(([, { bare, long }]) => bare + long > 0))
}

/** Of all folders together: what is moved from one to another is no more than before. */
const totalOf = (all: Record<string, Counts>, kind: keyof Counts): number =>
  Object.values(all).reduce((total, each) => total + each[kind], 0)

if (import.meta.main) {
  const [before, now] = [(await Bun.file(ceilingsFile).json()) as Record<string, Counts>, await countAll()]
  for (const kind of ['bare', 'long'] as const) {
    const [most, count] = [totalOf(before, kind), totalOf(now, kind)]
    if (count <= most) continue
    console.error(`comments: ${count} are ${kind}, at most ${most} may be; ceilings only sink`)
    process.exit(1)
  }
  await Bun.write(ceilingsFile, JSON.stringify(now, undefined, 2))
  Bun.spawnSync(['oxfmt', ceilingsFile], { stdio: ['ignore', 'inherit', 'inherit'] })
}
