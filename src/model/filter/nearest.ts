/** A word that a filter can not have gets a suggestion: the right name for it, or the most similar spelling. */
import { isDate } from './dates.ts'
import { facts } from './filter.ts'
import {
  dateOperatorSpellings,
  dateSpellings,
  factSpellings,
  fieldSpellings,
  hadFact,
  isPlainFact,
  numberedPriority,
  own,
  prioritySpellings,
  sideOf,
  stateOf,
  unitOf,
  unitSpellings,
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
  description: 'notes',
  content: 'notes',
  body: 'notes',
  comment: 'notes',
  comments: 'notes',
  category: 'label',
  etikett: 'label',
  liste: 'list',
  prio: 'priority',
  fällig: 'due',
  priorität: 'priority',
  date: 'due',
  deadline: 'due',
  duedate: 'due',
  'due-date': 'due',
  due_date: 'due',
  dueby: 'due',
  expires: 'due',
  when: 'due',
  starts: 'start',
  starting: 'start',
  startdate: 'start',
  'start-date': 'start',
  start_date: 'start',
  begins: 'start',
  added: 'created',
  createdat: 'created',
  created_at: 'created',
  updatedat: 'updated',
  updated_at: 'updated',
  completed: 'finished',
  done: 'finished',
  modified: 'updated',
  changed: 'updated',
  id: 'number',
  项目: '清单',
  标题: '名称',
  日期: '截止',
  期限: '截止',
  任务: '名称',
}
/** Another program's name for a field. */
export const otherFieldOf = (word: string): string | undefined => own(otherNames, word)

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
  hoch: 'high',
  mittel: 'medium',
  niedrig: 'low',
  '0': 'none',
  '1': 'high',
  '2': 'medium',
  '3': 'low',
  '4': 'none',
}

/** People write these dates and mean one of ours; a day alone for a time of that day. */
const otherDates: Readonly<Record<string, string>> = {
  now: 'today',
  tonight: 'today',
  noon: 'today',
  eod: 'today',
  eow: 'this week',
  eom: 'this month',
  eoy: 'this year',
  weekend: 'this weekend',
  week: 'this week',
  month: 'this month',
  tmr: 'tomorrow',
  tmrw: 'tomorrow',
  heute: 'today',
  morgen: 'tomorrow',
  gestern: 'yesterday',
  montag: 'monday',
  dienstag: 'tuesday',
  mittwoch: 'wednesday',
  donnerstag: 'thursday',
  freitag: 'friday',
  samstag: 'saturday',
  sonntag: 'sunday',
  今晚: '今天',
  今早: '今天',
  现在: '今天',
  明早: '明天',
  明晚: '明天',
  月底: '本月',
  年底: '今年',
}
const otherFacts: Readonly<Record<string, string>> = {
  tag: 'label',
  tags: 'label',
  deadline: 'due',
  duedate: 'due',
  'due-date': 'due',
  due_date: 'due',
  duedates: 'due',
  subtask: 'subtodos',
  subtasks: 'subtodos',
  children: 'subtodos',
  prio: 'priority',
  recurring: 'repeat',
  recurrence: 'repeat',
  description: 'notes',
  comment: 'notes',
  comments: 'notes',
  'start-date': 'start',
  start_date: 'start',
  startdate: 'start',
}
/** It returns the fact that was meant behind `has:` or `no`, unless that is spelled quite otherwise. */
export const nearestFact = (word: string): string | undefined => hadFact(word) ?? own(otherFacts, word)
/** It does the same where nothing else can stand. */
export const likelyFact = (word: string): string | undefined =>
  nearestFact(word) ?? nearestOf(word, factSpellings)
/** It returns `after` for `aftr`. */
export const nearestDateOperator = (word: string): string | undefined =>
  word.length > 3 ? nearestOf(word, dateOperatorSpellings) : undefined

/** It finds a field with one wrong character, where it stands without an operator. */
export const typoOfField = (word: string): string | undefined =>
  word.length > 3 && !own(otherNames, word)
    ? fieldSpellings.find((name) => name.length > 4 && /^[a-z]/.test(name) && distanceOf(word, name) === 1)
    : undefined

/** Words that are conditions alone, and no other word is nearly the same. */
const distinct = [
  'tomorrow',
  'yesterday',
  'wednesday',
  'overdue',
  'monday',
  'tuesday',
  'thursday',
  'friday',
  'saturday',
]
/** It returns the condition that was meant by a word that is spelled wrongly. */
export function misspelled(word: string): string | undefined {
  if (word.length < 6 || /s$|[^a-z]/.test(word)) return own(misspelledChinese, word)
  return distinct.find((name, at) => distanceOf(word, name) <= (at < 3 ? 2 : 1))
}
const misspelledChinese: Readonly<Record<string, string>> = {
  逾其: '逾期',
  末完成: '未完成',
  己完成: '已完成',
}

/** It reads a span of days with a wrong character: `nxt week`, `next weak`. */
export function nearestUnit(first: string, second: string, third: string): string | undefined {
  const side = sideOf(first)
    ? first
    : first.length > 2
      ? nearestOf(first, ['this', 'next', 'last', 'past'])
      : undefined
  if (side === undefined || second === '') return undefined
  const isCounted = /^\d+$/.test(second)
  const word = isCounted ? third : second
  const units = unitSpellings.filter((unit) => unitOf(unit, isCounted))
  const unit = unitOf(word, isCounted) === undefined ? nearestOf(word, units) : word
  return unit && `${side} ${isCounted ? `${second} ` : ''}${unit}`
}
/** The priority that was meant, as it is to be written. */
export const nearestPriority = (word: string): string | undefined =>
  numberedPriority(word) ?? own(otherPriorities, word) ?? nearestOf(word, prioritySpellings)

/** It returns the field that was meant: another program's name for it, or one that is spelled almost the same. */
export const nearestField = (word: string): string | undefined =>
  own(otherNames, word) ?? nearestOf(word, fieldSpellings)

/** The date that was meant, as it is to be written. */
export function nearestDate(word: string): string | undefined {
  const other = own(otherDates, word)
  if (other) return other
  const [, offset] = /^(?:today|now)([+-]\d{1,4}[dwmy])$/.exec(word) ?? []
  if (offset) return offset
  const [, whole = '', months = '', days = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(word) ?? []
  if (isDate(`${whole}-${months}-${days}`)) return `${whole}-${months}-${days}`
  const [, count, unit] = /^\+?(\d{1,4})([dwmy])(?:ays?|eeks?|onths?|ears?)?$/.exec(word) ?? []
  if (count && unit) return `+${count}${unit}`
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

const otherStates: Readonly<Record<string, string>> = {
  open: 'not finished',
  active: 'not finished',
  todo: 'not finished',
  undone: 'not finished',
  incomplete: 'not finished',
  unfinished: 'not finished',
  pending: 'not finished',
  done: 'finished',
  complete: 'finished',
  completed: 'finished',
  closed: 'finished',
  checked: 'finished',
  late: 'overdue',
  expired: 'overdue',
  trashed: 'deleted',
  recurring: 'has:repeat',
  repeating: 'has:repeat',
  未完成: '未完成',
  完成: '已完成',
  starred: '',
  pinned: '',
}

/**
 * It returns the condition that was meant by a todo's state, as a filter has it.
 * @param isLikely - whether the word can be nothing else, so that it may be spelled wrongly
 */
export function nearestState(word: string, isLikely = true): string | undefined {
  const lower = word.toLowerCase()
  const other = own(otherStates, lower)
  if (other !== undefined) return other || undefined
  if (stateOf(lower) || /^(?:today|tomorrow|yesterday|p[1-4])$/.test(lower)) return lower
  return isLikely ? nearestOf(lower, Object.keys(facts).filter(isPlainFact)) : undefined
}
