/** A word that a filter can not have gets a suggestion: the right name for it, or the most similar spelling. */
import { isDate } from './dates.ts'
import { facts } from './filter.ts'
import {
  dateSpellings,
  fieldSpellings,
  isPlainFact,
  numberedPriority,
  own,
  prioritySpellings,
  stateOf,
} from './spellings.ts'

/** Other programs, and people, have these names for our fields. */
const otherNames: Readonly<Record<string, string>> = {
  tag: 'label',
  tags: 'label',
  labels: 'label',
  lists: 'list',
  project: 'list',
  folder: 'list',
  title: 'name',
  task: 'name',
  note: 'notes',
  prio: 'priority',
  date: 'due',
  deadline: 'due',
  completed: 'finished',
  done: 'finished',
  modified: 'updated',
  changed: 'updated',
  id: 'number',
  项目: '清单',
  标题: '名称',
  日期: '截止',
  期限: '截止',
}

const otherPriorities: Readonly<Record<string, string>> = {
  urgent: 'high',
  critical: 'high',
  highest: 'high',
  important: 'high',
  top: 'high',
  normal: 'medium',
  lowest: 'low',
  紧急: '高',
  最高: '高',
  重要: '高',
  普通: '中',
  最低: '低',
}
/** The priority that was meant, as it is to be written. */
export const nearestPriority = (word: string): string | undefined =>
  numberedPriority(word) ?? own(otherPriorities, word) ?? nearestOf(word, prioritySpellings)
/** It returns the field that was meant: another program's name for it, or one that is spelled almost the same. */
export const nearestField = (word: string): string | undefined =>
  own(otherNames, word) ?? nearestOf(word, fieldSpellings)

/** The date that was meant, as it is to be written. */
export function nearestDate(word: string): string | undefined {
  if (/^\d{1,4}[dwmy]$/.test(word)) return `+${word}`
  const [, year, month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(word) ?? []
  const [, first = '', sign, second = '', last] = /^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})$/.exec(word) ?? []
  // With points the day is first; else it is only clear where the month can't be.
  const isDayFirst = sign === '.' || Number(first) > 12
  const written = year
    ? [year, month, day]
    : last && (isDayFirst || Number(second) > 12)
      ? [last, ...(isDayFirst ? [second, first] : [first, second])]
      : []
  const text = written.map((part) => part.padStart(2, '0')).join('-')
  return isDate(text) ? text : nearestOf(word, dateSpellings)
}

/** It returns the most similar spelling; a short word may differ in one character, a long one in a third of them. */
export function nearestOf(word: string, spellings: readonly string[]): string | undefined {
  let [best, least]: [string | undefined, number] = [undefined, Math.max(1, Math.floor(word.length / 3)) + 1]
  if (word.length < 2) return undefined
  for (const spelling of spellings) {
    const distance = distanceOf(word, spelling)
    // Of two characters one is half of the word.
    if (distance < least && distance < spelling.length - (spelling.length > 2 ? 1 : 0))
      [best, least] = [spelling, distance]
  }
  return best
}

/** How many characters are put in, left out, changed, or have changed places (the restricted distance of Damerau). */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 4) return 99
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(
        (rows[i - 1]?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (rows[i - 1]?.[j - 1] ?? 0) + isSame,
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 99
}

/** It returns the word for a todo's state that was meant, as a filter has it. */
export function nearestState(word: string): string | undefined {
  const lower = word.toLowerCase()
  if (/^(open|active|todo|undone)$/.test(lower)) return 'not finished'
  if (/^(done|completed?|closed)$/.test(lower)) return 'finished'
  return stateOf(lower) ?? nearestOf(lower, Object.keys(facts).filter(isPlainFact))
}
