/** Lines as people type them, and the kinds of fault that were found with them. */
import { describe, expect, test } from 'bun:test'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'
import { lists, phrasesOf, written } from './phrases.ts'

describe.each([
  ['[Q51] English as it is typed', await phrasesOf('typed-english')],
  ['[Q52] Chinese as it is typed', await phrasesOf('typed-chinese')],
] as const)('%s', (_, phrases) => {
  test('there are at least 500 lines', () => expect(phrases.length).toBeGreaterThanOrEqual(500))
  test.each(phrases.map((phrase) => [phrase.text, phrase] as const))(
    '%s',
    (_text, { text, now, zone, expected }) => {
      expect(written(quickAdd(text, { now, zone, lists }).todo, zone)).toBe(expected)
    },
  )
})

/** It is Wednesday, 25 November 2026, 11:00. */
const read = (text: string) =>
  written(quickAdd(text, { now: Date.parse('2026-11-25T11:00Z'), zone: 'UTC', lists }).todo, 'UTC')
const unread = (text: string) => expect(read(text)).toBe(text)

test('[Q53] where the text has Chinese, the month comes first', () => {
  for (const text of ['11/30交房租', '11.30交房租', '11-30交房租', '交房租 11/30', '【11/30】交房租'])
    expect(read(text)).toMatch(/交房租 \| 2026-11-30$/)
  expect(read('12/5 14:00 家长会')).toBe('家长会 | 2026-12-05T14:00')
  expect(read('12.5下午3点家长会')).toBe('家长会 | 2026-12-05T15:00')
  expect(read('12/1-12/5 年假')).toBe('12/1-12/5 年假 | 2026-12-01')
  unread('11/30 pay')
  unread('pay 11.30')
})

test('[Q53] figures that count or number something are no date', () => {
  for (const text of [
    '付12.5元',
    '买1/2磅黄油',
    '完成2/3',
    'iOS 12.1更新',
    '比分3-2',
    '取件码3-2-1205',
    '9-18上班',
    '单价12.5 已付',
  ])
    unread(text)
  expect(read('move to room 12.30 tomorrow')).toBe('move to room 12.30 | 2026-11-26')
  expect(read('满100减20 明天截止')).toBe('满100减20 | 2026-11-26')
  expect(read('1、明天买菜')).toBe('1、买菜 | 2026-11-26')
  for (const text of ['read 约翰福音3:16', '5:30 pace', 'look at 1200 photos', "celebrate dad's 60th"])
    unread(text)
  expect(read('call tomorrow at 0900')).toBe('call | 2026-11-26T09:00')
})

test('[Q54] of what is moved from one day to another neither is the due date', () => {
  for (const text of [
    'move friday lunch to monday',
    "postpone monday's meeting to tuesday",
    '会议从周三改到周五',
    '把周五的会挪到下周一',
    '周三例会推迟到周四',
  ])
    unread(text)
  expect(read('move to Berlin friday')).toBe('move to Berlin | 2026-11-27')
  expect(read('例会改到周五。明天通知大家')).toBe('例会改到周五。通知大家 | 2026-11-26')
})

test('[Q55] a repeat that is bounded elsewhere by words that are not understood is not read', () => {
  for (const text of ['每天早上六点半晨跑，工作日除外', '每天跑步，持续30天', '每天早晚刷牙']) unread(text)
})

test('[Q56] a day that is only said to be today, or is a part of a noun, is not a due date', () => {
  for (const text of ["thank god it's friday", 'happy friday!', 'movie night', 'every second counts'])
    unread(text)
  expect(read('movie night friday')).toBe('movie night | 2026-11-27')
  expect(read('spa day tomorrow 2pm')).toBe('spa day | 2026-11-26T14:00')
  expect(read('call Ann day after tomorrow')).toBe('call Ann | 2026-11-27')
  unread('check whether monday is a holiday')
  unread('下周要交的作业')
  expect(read('周五夜宵')).toBe('夜宵 | 2026-11-27')
  expect(read('周五五金店买灯')).toBe('五金店买灯 | 2026-11-27')
  expect(read('meeting with Tom 3pm')).toBe('meeting with Tom | 2026-11-25T15:00')
})

test('[Q57] a number that may be the hour is not left beside a part of the day', () => {
  unread('tonight 9 movie')
  expect(read('下周三下午两点评审')).toBe('评审 | 2026-12-02T14:00')
  expect(read('周五晚上八点一起吃火锅')).toBe('一起吃火锅 | 2026-11-27T20:00')
  expect(read('2026年12月5日14时家长会')).toBe('家长会 | 2026-12-05T14:00')
  unread('call NYC 9am PST tomorrow')
})

test('[Q57] a week behind a day counts from it, and a length before a day is one length', () => {
  expect(read('call Ann tuesday week')).toBe('call Ann | 2026-12-08')
  expect(read('call Ann november twenty-seventh')).toBe('call Ann | 2026-11-27')
  expect(read('tea by 6 tonight')).toBe('tea | 2026-11-25T18:00')
  unread('in three weeks, 3 days after tuesday call Ann')
  unread('下周内完成')
})

test('[Q60] a text with more phrases of dates than a line has is only words', () => {
  expect(read('明天。'.repeat(64))).toEndWith('2026-11-26')
  unread('明天。'.repeat(65))
  expect(read(`${'the best '.repeat(200)}buy milk tomorrow`)).toEndWith('2026-11-26')
})

test('[Q58] the name has no marks left around what was read', () => {
  expect(read('call bob, tomorrow, please')).toBe('call bob, please | 2026-11-26')
  expect(read('call bob fri.')).toBe('call bob | 2026-11-27')
  expect(read('due: dec 5 essay')).toBe('essay | 2026-12-05')
  expect(read('🎂明天买蛋糕🎉')).toBe('🎂买蛋糕🎉 | 2026-11-26')
  unread('https://例子.com/明天')
  expect(read('v2.1周五上线')).toBe('v2.1上线 | 2026-11-27')
  expect(read('call +1 (212) 555-0100 tomorrow')).toBe('call +1 (212) 555-0100 | 2026-11-26')
})

test('[Q59] the first thing of a day is its morning, and "this time" is the time of now', () => {
  expect(read('mail boss first thing monday')).toBe('mail boss | 2026-11-30T09:00')
  expect(read('first thing in the morning mail boss')).toBe('mail boss | 2026-11-26T09:00')
  expect(read('call Ann this time tomorrow')).toBe('call Ann | 2026-11-26T11:00')
  expect(read('lunch 12 noon friday')).toBe('lunch | 2026-11-27T12:00')
  expect(read('pub first friday of the month')).toBe('pub | 2026-12-04')
})
