/** What is understood of a name that is being changed (SPEC.md, P440). */
import { expect, test } from 'bun:test'
import { readNewWords } from '../../src/web/quick-add/new-words.ts'
import { randomOf } from '../support/random.ts'

const lists = [{ id: 'flat', name: 'flat' }]
const options = { now: Date.parse('2026-11-25T10:00Z'), zone: 'Europe/Berlin', lists }
const read = (before: string, text: string, ignored: readonly string[] = []) =>
  readNewWords(text, before, { ...options, ignored })

test.each([
  // before, after, the name that it gets, what is understood
  ['Call mom', 'Call mom friday', 'Call mom', ['due']],
  ['Call mom', 'Call mum tomorrow 5pm !high #home @flat', 'Call mum', ['due', 'priority', 'label', 'list']],
  ['买牛奶', '买牛奶 明天下午3点 #家', '买牛奶', ['due', 'label']],
  // Its own words stay words, wherever another one is put right.
  ['Call mom friday', 'Call mum friday', 'Call mum friday', []],
  ['Black tea #3 for monday', 'Green tea #3 for monday', 'Green tea #3 for monday', []],
  ['明天的会议', '明天的大会议', '明天的大会议', []],
  ['every day matters', 'every day really matters', 'every day really matters', []],
  ['mail @flat and !high', 'Mail @flat and !high', 'Mail @flat and !high', []],
  ['Friday prayer', 'Friday prayer tomorrow', 'Friday prayer', ['due']],
  // A word that is only a part of another one was not there.
  ['Call Africa', 'Call Africa fri', 'Call Africa', ['due']],
  // What was written together with it is a new date, which shows before it is one.
  ['Meet fri', 'Meet fri 5pm', 'Meet', ['due']],
] as const)('[P440] %p changed to %p is %p, with %p', (before, after, name, kinds) => {
  const found = read(before, after)
  expect([found?.todo.name, found?.chips.map(({ kind }) => kind)]).toEqual([name, [...kinds]])
})

test('[P440] what was taken away stays in the name, and a name with a backslash is only a name', () => {
  expect(read('Call', 'Call friday', ['friday'])?.todo).toMatchObject({ name: 'Call friday', due: null })
  expect(read(String.raw`dir c:\temp`, String.raw`dir c:\temp tomorrow`)).toBeUndefined()
})

test('[P440] whatever stood in a name is there when one letter of it is put right', () => {
  const words = [
    'friday',
    'tomorrow',
    '5pm',
    '#home',
    '!high',
    '@flat',
    'every',
    'day',
    '明天',
    '下午3点',
    'May',
    '3',
    'tea',
    ',',
  ]
  const seed = Math.floor(Math.random() * 2 ** 31)
  const random = randomOf(seed)
  const below = (count: number) => Math.floor(random() * count)
  for (let run = 0; run < 300; run++) {
    const own = Array.from({ length: 1 + below(6) }, () => words[below(words.length)]).join(' ')
    const found = read(`Teh ${own}`, `The ${own}`)
    expect([seed, own, found?.todo.name, found?.chips]).toEqual([seed, own, `The ${own}`, []])
  }
})
