/** Random todos and random filters that have something to do with one another. */
import fc from 'fast-check'
import { clockOf } from '../../src/model/filter/dates.ts'
import { isVisible } from '../../src/model/text.ts'
import { isAfter } from '../../src/model/start-moments.ts'
import { facts, fields, joined, type Filter } from '../../src/model/filter/filter.ts'

const texts = [
  'milk',
  'Milkshake',
  '买牛奶',
  '牛',
  '奶',
  '牛奶',
  'Café',
  'x%_"\\',
  'ÄÖ ß',
  '하나',
  'コーヒー',
  'a',
  'ΟΔΟΣ',
  '🎉 b',
  'two words',
  'wo',
  'Straße',
  'don’t',
  'strasse',
]
export const labels = ['home', 'x%_"\\', 'two words', 'Home', '家']
const days = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-12-01', '2025-11-25']
const dues = [
  ...days,
  '2026-11-25T09:00[Europe/Berlin]',
  '2026-11-25T23:30[Asia/Shanghai]',
  '2026-11-26T00:00[UTC]',
]
/** Such as are past in one zone and not in another. */
const soon = fc
  .tuple(
    fc.constantFrom(
      'Europe/Berlin',
      'Pacific/Kiritimati',
      'america/los_angeles',
      'Etc/GMT+12',
      'Asia/Kathmandu',
    ),
    fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu'),
    fc.integer({ min: -3, max: 3 }),
  )
  .map(([zone, clock, hours]) => `${clockOf(Date.now() + (hours + 0.5) * 3_600_000, clock)}[${zone}]`)
const someText = fc
  .array(fc.constantFrom(...texts), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' '))

export const todoFields = fc
  .record({
    name: fc.oneof(someText, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })).map(clean),
    notes: fc.oneof(fc.constant(''), someText),
    start: fc.option(fc.oneof(fc.constantFrom(...dues), soon)),
    due: fc.option(fc.oneof(fc.constantFrom(...dues), soon)),
    repeat: fc.option(fc.constant('FREQ=DAILY')),
    reminders: fc.constantFrom<string[][]>([], ['-PT30M']),
    priority: fc.constantFrom('none', 'low', 'medium', 'high'),
    labels: fc.uniqueArray(fc.constantFrom(...labels), { maxLength: 3 }),
    finished: fc.boolean(),
  })
  .map((fields) => (fields.due ? fields : { ...fields, repeat: null, reminders: [] }))
  .map((fields) => {
    const { start, due } = fields
    return start && due && isAfter(start, due) ? { ...fields, start: null } : fields
  })

function clean(text: string): string {
  const kept = text.isWellFormed() ? text.replaceAll('\0', '') : ''
  return isVisible(kept) ? kept : 'x'
}

const dateValue = fc.constantFrom(
  ...days,
  'today',
  'tomorrow',
  'yesterday',
  '+1d',
  '-1w',
  '+1m',
  '-1y',
  'mon',
  'wed',
  'sun',
  'this-week',
  'next-month',
  'last-weekend',
  'next-fri',
  'next-7-days',
  'last-2-weeks',
  'this-year',
)
/** Words that are conditions, or parts of such, unless they are in quotes. */
export const meaningful = [
  ...[
    'today',
    'Tomorrow',
    'yesterday',
    'mon',
    'Friday',
    'this',
    'next',
    'past',
    'week',
    'days',
    '7',
    'p1',
    'P3',
  ],
  ...[
    'due',
    'started',
    'priority',
    'high',
    'list',
    'before',
    'on',
    'since',
    'no',
    'in',
    'not',
    'OR',
    'has',
    'is',
  ],
  ...[
    '今天',
    '逾期',
    '周五',
    '本周',
    '高',
    '高优先级',
    '且',
    '或',
    '非',
    '截止',
    '无日期',
    '未完成',
    '今天或逾期',
    '7天内',
  ],
]
const values = {
  date: dateValue,
  moment: dateValue,
  priority: fc.constantFrom('none', 'low', 'medium', 'high'),
  number: fc.integer({ min: 0, max: 30 }).map(String),
  text: fc.oneof(
    fc.constantFrom(...texts),
    fc.constantFrom(...meaningful),
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
      .map(clean)
      .filter((text) => text.trim() !== ''),
  ),
  id: fc.constantFrom('00000001-0000-7000-8000-000000000000', '00000002-0000-7000-8000-000000000000'),
}

/** @param lists - names and ids that may be asked for */
export function filters(lists: readonly string[]): fc.Arbitrary<Filter> {
  const comparison = fc.constantFrom(...(Object.keys(fields) as (keyof typeof fields)[])).chain((field) => {
    const kind = fields[field]
    const value: fc.Arbitrary<string> =
      field === 'list'
        ? fc.constantFrom(...lists, 'nowhere')
        : field === 'label'
          ? fc.constantFrom(...labels)
          : values[kind.kind]
    return fc
      .constantFrom(...kind.operators)
      .chain((operator) =>
        fc
          .array(value, { minLength: 1, maxLength: operator === 'in' ? 3 : 1 })
          .map((chosen): Filter => ({ type: 'compare', field, operator, values: chosen })),
      )
  })
  const word = values.text.map((value): Filter => ({
    type: 'compare',
    field: 'text',
    operator: '~',
    values: [value],
  }))
  const fact = fc
    .constantFrom(...(Object.keys(facts) as (keyof typeof facts)[]))
    .map((what): Filter => ({ type: 'has', what }))
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(comparison, word, fact),
      fc.record({ type: fc.constant('not' as const), of: tie('filter') }),
      fc
        .tuple(
          fc.constantFrom('and' as const, 'or' as const),
          fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
        )
        .map(([type, of]) => joined(type, of)),
    ),
  }))
  return filter
}
