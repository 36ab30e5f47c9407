/** Tables on a terminal: how wide they are, and what they say (SPEC.md, C80 to C82). */
import { expect, test } from 'bun:test'
import { repeatText } from '../../src/cli/repeat-text.ts'
import { tableOf, type Column } from '../../src/cli/table.ts'
import { cut, tail, widthOf } from '../../src/cli/width.ts'
import { linesOf } from '../../src/cli/tui/screen.ts'
import { newRow } from '../../src/model/new-row.ts'
import { randomOf } from '../support/random.ts'

const signs = ['a', 'b', ' ', '字', '👍🏽', 'é', '\u200D', '\u001b[31m', '\t', '\n']
const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))

test(`[C80] no line of a table is wider than the terminal or ends in a blank, whatever is in it (seed ${seed})`, () => {
  const random = randomOf(seed)
  const below = (max: number) => Math.floor(random() * max)
  const text = () => Array.from({ length: below(60) }, () => signs[below(signs.length)]).join('')
  for (let round = 0; round < 500; round++) {
    const columns: Column<string[]>[] = Array.from({ length: 1 + below(8) }, (_, at) => ({
      head: 'column'.slice(0, below(7)),
      text: (row) => row[at] ?? '',
      isLong: at === 2,
      isWhole: at === 0,
      isRight: at === 3,
    }))
    const rows = Array.from({ length: 1 + below(4) }, () => columns.map(text))
    for (const row of rows) row[0] = String(below(1_000))
    const room = 12 + below(120)
    for (const line of tableOf(rows, columns, room)) {
      const plain = Bun.stripANSI(line)
      expect([room, plain, widthOf(plain) > room, plain.endsWith(' ')]).toEqual([room, plain, false, false])
    }
  }
})

test('[C80] names are cut last: other columns are cut and left out before that, the last ones first', () => {
  const columns: Column<string[]>[] = [
    { head: '#', text: ([number = '']) => number, isWhole: true },
    { head: 'name', text: ([, name = '']) => name, isLong: true },
    { head: 'labels', text: ([, , labels = '']) => labels },
    { head: 'list', text: ([, , , list = '']) => list },
  ]
  const row = ['1', 'a name of twenty two..', 'some labels here', 'a list of them']
  const at = (room: number) => Bun.stripANSI([...tableOf([row], columns, room)][1] ?? '')
  expect(at(60)).toBe('1  a name of twenty two..  some labels here  a list of them')
  expect(at(56)).toBe('1  a name of twenty two..  some labels here  a list of …')
  expect(at(40)).toBe('1  a name of twenty two..  some labe…')
  expect(at(30)).toBe('1  a name of twen…  some labe…')
  expect(at(16)).toBe('1  a name of tw…')
})

test('[C80] a text is cut where its cells end, at its beginning or at its end', () => {
  expect(['漢字', '漢字漢字', 'ab👍🏽cd', 'abc'].map((each) => cut(each, 4))).toEqual([
    '漢字',
    '漢…',
    'ab…',
    'abc',
  ])
  expect(['漢字漢字', 'ab👍🏽cd', 'abc', '👩‍👩‍👧x'].map((each) => tail(each, 3))).toEqual([
    '字',
    'cd',
    'abc',
    '👩‍👩‍👧x',
  ])
})

test.each([
  ['FREQ=DAILY', 'daily'],
  ['FREQ=DAILY;INTERVAL=3', 'every 3 days'],
  ['FREQ=WEEKLY;BYDAY=MO,TH', 'weekly on Mon, Thu'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', 'every 2 weeks on Sun'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
  ['FREQ=MONTHLY;BYMONTHDAY=1', 'monthly on the 1st'],
  ['FREQ=MONTHLY;BYMONTHDAY=2,23', 'monthly on the 2nd, the 23rd'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'monthly on the last day'],
  ['FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1', 'monthly on the 31st'],
  ['FREQ=MONTHLY;BYDAY=3FR', 'monthly on the 3rd Fri'],
  ['FREQ=MONTHLY;BYDAY=-2MO', 'monthly on the 2nd last Mon'],
  ['FREQ=YEARLY', 'yearly'],
  ['FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3', 'yearly on 3 Aug'],
  ['FREQ=DAILY;COUNT=5', 'daily 5 times'],
  ['FREQ=DAILY;COUNT=1', 'daily once'],
  ['FREQ=WEEKLY;UNTIL=20270301', 'weekly until 2027-03-01'],
  // What these words can not say stays as it is.
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
  ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3'],
  ['FREQ=YEARLY;BYDAY=MO', 'FREQ=YEARLY;BYDAY=MO'],
])('[C81] the rule %s is told as "%s"', (rule, words) => {
  expect(repeatText(rule, 'due')).toBe(words)
})

test('[C81] a series that counts from finishing says so', () => {
  expect(repeatText('FREQ=DAILY;INTERVAL=3', 'finished')).toBe('every 3 days after finishing')
})

test('[C82] tui fills its screen and no more, however small that is', () => {
  const todo = newRow('todo', {
    id: '',
    name: '漢字 and a name that is longer than most, with an emoji 👍🏽 at its end'.repeat(3),
    labels: ['a label', '另一个标签'.repeat(9)],
    due: '2026-12-01T09:00[Europe/Berlin]',
    priority: 'high',
  })
  const rows = Array.from({ length: 30 }, (_, depth) => ({ todo, depth: depth % 9 }))
  for (const columns of [1, 2, 9, 20, 40, 80, 200])
    for (const lines of [1, 2, 3, 4, 24])
      for (const prompt of [undefined, { label: 'Move to the list:', text: '漢字'.repeat(90) }]) {
        const looks = {
          title: 'T'.repeat(90),
          state: 'in sync, 3 waiting',
          rows,
          active: 3,
          top: 0,
          today: '2026-11-30',
          prompt,
          message: 'm'.repeat(300),
          page: undefined,
        }
        const shown = linesOf(looks, { columns, lines })
        expect([columns, lines, shown.length]).toEqual([columns, lines, lines])
        for (const line of shown)
          expect([columns, line, widthOf(line) > columns]).toEqual([columns, line, false])
      }
})
