/** These tests read words that belong to a date without looking so, and words that look like a date and are none. */
import { expect, test } from 'bun:test'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'

/** It is a Wednesday. */
const now = Date.parse('2026-11-25T10:00Z')
const read = (text: string) => {
  const { name, due, repeat } = quickAdd(text, { now, zone: 'UTC' }).todo
  return [name, due?.replace('[UTC]', '') ?? null, repeat]
}
const unread = (text: string) => expect(read(text)).toEqual([text, null, null])

test('[Q40] words of a date in brackets belong to the date before them', () => {
  expect(read('12月3日（周四）下午2点开会')).toEqual(['开会', '2026-12-03T14:00', null])
  expect(read('周四（12月3日）开会')).toEqual(['开会', '2026-12-03', null])
  expect(read('dentist dec 5 (sat)')).toEqual(['dentist', '2026-12-05', null])
  unread('dentist dec 5 (fri)')
  expect(read('dinner friday (Ann)')).toEqual(['dinner (Ann)', '2026-11-27', null])
})

test('[Q40] full-width figures and spaces around figures change nothing', () => {
  for (const text of ['明天上午10点30分开会', '明天上午 10 点 30 分开会', '明天上午１０：３０开会'])
    expect(read(text)).toEqual(['开会', '2026-11-26T10:30', null])
  expect(read('2028 年 1 月 5 日交稿')).toEqual(['交稿', '2028-01-05', null])
})

test('[Q41] a range of days behind a repeat is its first and last day', () => {
  expect(read('yoga every wednesday from january 6 to march 10')).toEqual([
    'yoga',
    '2027-01-06',
    'FREQ=WEEKLY;UNTIL=20270310;BYDAY=WE',
  ])
  unread('every year first monday of september parade')
})

test('[Q41] a range behind words of moving is not when it is due', () => {
  for (const text of ['move call from 3pm to 4pm', 'reschedule dentist from friday to monday']) unread(text)
  expect(read('drive from 3pm to 5pm tomorrow')[1]).toBe('2026-11-26T15:00')
})

test('[Q42] what names no one day of a longer time is not read, nor is what stands beside it', () => {
  for (const text of ['early next week call', 'sometime next week call', '明后天去', '今明两天加班'])
    unread(text)
  expect(read('be early tomorrow')).toEqual(['be early', '2026-11-26', null])
})

test('[Q42] a feast without its date takes the time and the repeat beside it along', () => {
  for (const text of [
    'christmas eve 6pm church',
    'every christmas bake',
    '每年母亲节送花',
    '圣诞节晚上8点聚餐',
  ])
    unread(text)
  expect(read('christmas party friday')).toEqual(['christmas party', '2026-11-27', null])
})
