/** Phrases of a grammar, against a reader of the tests' own (SPEC.md, Q10 and Q11). */
import { expect, test } from 'bun:test'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'
import * as on from './calendar.ts'
import {
  chineseDays,
  chineseOthers,
  chineseRepeats,
  chineseTimes,
  englishDays,
  englishOthers,
  englishRepeats,
  englishTimes,
  onlyBehind,
  together,
  type Fragment,
  type Meaning,
} from './fragments.ts'

// One seed of some thirty still found a fault in 2026-11, so this one is fixed; it found "two weeks from saturday" read as a
// start. Others are asked for by name.
const seed = Number(process.env['AIOTODO_SEED'] ?? 101)

/** Mulberry32. */
function chance(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Words {
  days: readonly Fragment[]
  times: readonly Fragment[]
  repeats: readonly Fragment[]
  others: readonly Fragment[]
  until: (date: Date) => string
  separators: readonly string[]
  nouns: readonly string[]
}

const wordsOf = (language: 'English' | 'Chinese', today: Date): Words =>
  language === 'English'
    ? {
        days: englishDays({ today }),
        times: englishTimes,
        repeats: englishRepeats,
        others: englishOthers,
        until: (date) => `until ${date.getUTCDate()} ${on.months[on.month(date) - 1]} ${on.year(date)}`,
        separators: [' ', ', ', '  '],
        nouns: ['pay the rent', 'call Ann', 'buy 12 eggs', 'read v3 notes'],
      }
    : {
        days: chineseDays({ today }),
        times: chineseTimes,
        repeats: chineseRepeats,
        others: chineseOthers,
        until: (date) => `直到${on.year(date)}年${on.month(date)}月${date.getUTCDate()}日`,
        separators: ['', ' ', '，'],
        nouns: ['开会', '交房租', '给妈妈打电话', '买牛奶'],
      }

/** The pieces of a phrase, in their order. Without a space hours would run into what stands behind them. */
function phraseOf(words: Words, random: () => number, today: Date): { text: string; pieces: Meaning[] } {
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  const day = () => one(words.days)
  const time = () => one(words.times)
  const hour = () => one(words.times.filter((each) => !each.isPart))
  const other = () => one(words.others)
  const before = () => one(words.others.filter((each) => !onlyBehind.has(each.words)))
  const repeat = () => one(words.repeats)
  const end = (): Fragment => {
    const until = on.plus(today, 30 + Math.floor(random() * 1_000))
    return { words: words.until(until), until }
  }
  const pieces = one([
    () => [day()],
    () => [day(), time()],
    () => [day(), time()],
    () => [time(), day()],
    () => [day(), day()],
    () => [day(), day(), time()],
    () => [before(), day()],
    () => [day(), before(), time()],
    () => [day(), other()],
    () => [repeat()],
    () => [repeat(), time()],
    () => [time(), repeat()],
    () => [repeat(), end()],
    () => [repeat(), time(), end()],
    () => [repeat(), other()],
    () => [before(), repeat(), time()],
    () => [repeat(), repeat()],
    () => [day(), hour(), hour()],
  ])()
  const isChinese = words.separators.includes('')
  // "two weeks from friday next week" is a phrase of its own.
  const [first, second] = pieces as Fragment[]
  if (second && first?.words.endsWith('day') && /^(?:next|in|of) /.test(second.words)) pieces.length = 1
  let text = ''
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1]
    const isTail = 'words' in piece && onlyBehind.has(piece.words as string)
    const separator = isTail ? '' : before?.time && isChinese ? ' ' : one(words.separators)
    text += (before ? separator : '') + piece.words
  }
  return { text, pieces }
}

/** The first day of a rule, from a day on. */
function firstOf(rule: string, from: Date): Date {
  const part = (name: string) => new RegExp(`${name}=([^;]+)`).exec(rule)?.[1]?.split(',') ?? []
  const [names, monthDays, months, positions] = [
    part('BYDAY'),
    part('BYMONTHDAY'),
    part('BYMONTH'),
    part('BYSETPOS'),
  ]
  const isInMoon = (date: Date): boolean => {
    const { month, day, fromEnd } = on.moon(date)
    const isDay = monthDays.includes(String(day)) || monthDays.includes(String(fromEnd))
    return isDay && (months.length === 0 || months.includes(month))
  }
  const isIn = (date: Date): boolean => {
    if (rule.startsWith('RSCALE=CHINESE')) return isInMoon(date)
    const [year, month, last] = [on.year(date), on.month(date), on.lastOf(on.year(date), on.month(date))]
    if (months.length > 0 && !months.includes(String(month))) return false
    const fromEnd = date.getUTCDate() - last.getUTCDate() - 1
    if (
      monthDays.length > 0 &&
      !monthDays.includes(String(date.getUTCDate())) &&
      !monthDays.includes(String(fromEnd))
    )
      return false
    return (
      names.length === 0 ||
      names.some((name) => {
        const day = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].indexOf(name.slice(-2))
        if (on.weekday(date) !== day) return false
        return (
          name.length === 2 || on.text(on.nth(year, month, Number(name.slice(0, -2)), day)) === on.text(date)
        )
      })
    )
  }
  const isLast = (date: Date) => {
    const behind = on.plus(date, 1)
    const end = on.plus(on.lastOf(on.year(date), on.month(date)), 1)
    return on.text(on.next(behind, (each) => on.text(each) === on.text(end) || isIn(each))) === on.text(end)
  }
  return on.next(from, (date) => isIn(date) && (positions.length === 0 || isLast(date)))
}

/** An end before the first date is none. */
function meaningOf(pieces: readonly Meaning[], today: Date): Meaning | undefined {
  const all = together(pieces)
  return all?.until && all.repeat && firstOf(all.repeat, today) > all.until ? undefined : all
}

function expected(meaning: Meaning, today: Date): { due: string; repeat: string | null } {
  const day = meaning.repeat ? firstOf(meaning.repeat, today) : (meaning.day ?? today)
  const until = meaning.until && `;UNTIL=${on.text(meaning.until).replaceAll('-', '')}`
  return {
    due: meaning.time ? `${on.text(day)}T${meaning.time}[UTC]` : on.text(day),
    repeat: meaning.repeat === undefined ? null : meaning.repeat.replace(/\bFREQ=\w+/, `$&${until ?? ''}`),
  }
}

const runs = 1_500

test.each(['English', 'Chinese'] as const)(
  '[Q10] of a phrase in %s all is read, rightly, or nothing; of those with a meaning nearly all',
  (language) => {
    const random = chance(seed)
    const missed: string[] = []
    const wrong: unknown[] = []
    let meant = 0
    for (let run = 0; run < runs; run++) {
      const today = on.plus(on.at(2026, 1, 1), Math.floor(random() * 1_200))
      const words = wordsOf(language, today)
      const { text: phrase, pieces } = phraseOf(words, random, today)
      const noun = words.nouns[Math.floor(random() * words.nouns.length)] as string
      const space = language === 'English' || random() < 0.5 ? ' ' : ''
      const text = random() < 0.5 ? `${noun}${space}${phrase}` : `${phrase}${space}${noun}`
      // Just behind midnight, so that no time is over.
      const { todo, chips } = quickAdd(text, { now: today.getTime() + 60_000, zone: 'UTC' })
      const meaning = meaningOf(pieces, today)
      const told = { seed, text, today: on.text(today), due: todo.due, repeat: todo.repeat, name: todo.name }
      const isRead = chips.length > 0
      if (meaning) meant++
      if (!isRead) {
        const whole = { ...told, due: null, repeat: null, name: text.split(/\s+/).join(' ') }
        if (!Bun.deepEquals(told, whole)) wrong.push([told, whole])
        if (meaning) missed.push(text)
        continue
      }
      const right = {
        ...told,
        ...(meaning ? expected(meaning, today) : { due: null, repeat: null }),
        name: noun,
      }
      if (!Bun.deepEquals(told, right)) wrong.push([told, right])
      let rest = text
      for (const chip of chips.toReversed()) rest = rest.slice(0, chip.from) + rest.slice(chip.to)
      if (rest.replaceAll(/[\s,，]+/g, ' ').trim() !== noun) wrong.push([told, rest])
    }
    expect(wrong.slice(0, 5)).toEqual([])
    const share = 1 - missed.length / meant
    // What is wrong tells its seed; so does what is not read.
    const told = { seed, share, missed: missed.slice(0, 12) }
    expect({ ...told, isEnough: share >= 0.97 }).toEqual({ ...told, isEnough: true })
  },
  60_000,
)
