/** What quick add leaves alone, and the rules that hold for all of its phrases (SPEC.md, Q10 to Q19). */
import { describe, expect, test } from 'bun:test'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'
import { lists, written } from './phrases.ts'

// Wednesday, 11:00 in Berlin and 18:00 in Shanghai.
const now = Date.parse('2026-11-25T10:00Z')
const read = (text: string, zone = /[\u3400-\u9fff]/.test(text) ? 'Asia/Shanghai' : 'Europe/Berlin') =>
  written(quickAdd(text, { now, zone, lists }).todo, zone)
const staysWhole = (texts: readonly string[]) =>
  test.each(texts)('%s', (text) => expect(read(text)).toBe(text))
const becomes = (lines: readonly (readonly [string, string])[]) =>
  test.each(lines)('%s', (text, expected) => expect(read(text)).toBe(expected))

describe('[Q10] a phrase of which a part is not understood is not read', () => {
  staysWhole([
    'call the second to last friday',
    'ship week 49 friday',
    'call tomorrow 9am EST',
    'call half nine tomorrow',
    'water the plants every june',
    'water the plants every day until Easter',
    'run twice a week',
    'run 3 times a week on monday',
    'call after friday',
    'call since last monday',
    'back in 3 days or so',
    'pay in a month and a half',
    '每周三次健身',
    '每季度末对账',
    '农历八月赏月',
    '春节前买票',
    '订春节机票',
    '上上周五开会',
    '12月中旬出差',
    '周五之后出发',
    '过几天后联系',
    '明天的报告',
    '周五3点的会',
    '下个法定工作日打卡',
  ])
})

describe('[Q11] two days that do not agree are neither read, and a weekday goes with its date', () => {
  staysWhole([
    'call monday tuesday',
    'call tomorrow or friday',
    'call Wednesday, December 1, 2026',
    '12月4日周六开会',
  ])
  becomes([
    ['call Tuesday, December 1, 2026', 'call | 2026-12-01'],
    ['call tuesday at 10 next week', 'call | 2026-12-01T10:00'],
    ['call tomorrow, thursday', 'call | 2026-11-26'],
    ['12月4日周五开会', '开会 | 2026-12-04'],
  ])
})

describe('[Q12] a time beside what looks like a date is not of today', () => {
  staysWhole(
    ['Task1 24/4 14:30', '14:30 call 24/4', 'call 3/4/2026 at 10am', "friday's call at 10am"].slice(0, 3),
  )
  becomes([['call 31.12.2026 at 10am', 'call | 2026-12-31T10:00']])
})

describe('[Q13] nothing between quotation marks is read, nor names with a day in them', () => {
  staysWhole([
    'delete mails "up to january 30th"',
    'watch “Tomorrow Never Dies”',
    'watch „Tomorrow“',
    "sing 'Friday I am in love'",
    'watch «every monday»',
    'buy "#home !high"',
    '看《明天》',
    '听“今晚8点”播客',
    '看「週五」',
    '看『明天9点』',
    'Black Friday shopping',
    'watch Saturday Night Live',
    'read Monday Mornings',
    'Read The Sunday Times',
  ])
  becomes([
    ["Bob's party friday", "Bob's party | 2026-11-27"],
    ['27" screen tomorrow', '27" screen | 2026-11-26'],
    ['Dinner on Friday Bob pays', 'Dinner Bob pays | 2026-11-27'],
    ['Friday Dinner', 'Dinner | 2026-11-27'],
  ])
})

describe('[Q14] a range is due when it starts, and stays in the name', () => {
  becomes([
    ['tomorrow 9:00-10:00 standup', '9:00-10:00 standup | 2026-11-26T09:00'],
    ['9:00-10:00 standup', '9:00-10:00 standup | 2026-11-26T09:00'],
    ['tomorrow 11-1pm lunch', '11-1pm lunch | 2026-11-26T11:00'],
    ['tomorrow 1-3pm nap', '1-3pm nap | 2026-11-26T13:00'],
    ['trip dec 1-5', 'trip dec 1-5 | 2026-12-01'],
    ['trip 1 to 5 december', 'trip 1 to 5 december | 2026-12-01'],
    ['明天9点到10点开会', '9点到10点开会 | 2026-11-26T09:00'],
    ['12月1日-5日出差', '12月1日-5日出差 | 2026-12-01'],
    ['9-10am slot', '9-10am slot'],
    ['10 to 12 people', '10 to 12 people'],
    ['pages 10-12 tomorrow', 'pages 10-12 | 2026-11-26'],
  ])
})

describe('[Q15] "from" and 从 say when a todo starts, where nothing repeats', () => {
  becomes([
    ['diet from monday', 'diet | start 2026-11-30'],
    ['trip starts 1 dec, due friday 11 dec', 'trip | 2026-12-11 | start 2026-12-01'],
    ['从周一开始健身', '健身 | start 2026-11-30'],
    ['每天跑步从下周一开始', '跑步 | 2026-11-30 | FREQ=DAILY'],
    ['trip starts friday, due tomorrow', 'trip starts friday, due tomorrow'],
  ])
})

describe('[Q16] an hour is of the part of the day that is named, and not over on its day', () => {
  becomes([
    ['fireworks tonight at 12', 'fireworks | 2026-11-26T00:00'],
    ['fireworks tonight at 1', 'fireworks | 2026-11-26T01:00'],
    ['swim this morning', 'swim | 2026-11-25'],
    ['swim today 9am', 'swim | 2026-11-25T09:00'],
    ['swim tomorrow morning 9pm', 'swim tomorrow morning 9pm'],
    ['party every friday at midnight', 'party | 2026-11-28T00:00 | FREQ=WEEKLY;BYDAY=SA'],
    ['今晚12点抢票', '抢票 | 2026-11-26T00:00'],
    ['晚上1点看球', '看球 | 2026-11-26T01:00'],
    ['今晚凌晨1点看球', '看球 | 2026-11-26T01:00'],
    ['晚8点开会', '开会 | 2026-11-25T20:00'],
    ['早6点起床', '起床 | 2026-11-26T06:00'],
    ['早一点睡', '早一点睡'],
    ['3点场', '3点场'],
  ])
})

describe('[Q17] a repeat ends by what stands behind it, and has a day in each month', () => {
  becomes([
    ['take 2 pills 3 times every day', 'take 2 pills 3 times | 2026-11-25 | FREQ=DAILY'],
    ['stretch every day 5 times', 'stretch | 2026-11-25 | FREQ=DAILY;COUNT=5'],
    ['stretch every day until yesterday', 'stretch every day until yesterday'],
    ['stretch every day until 1 nov 2026', 'stretch every day until 1 nov 2026'],
    ['stretch every day for a week', 'stretch | 2026-11-25 | FREQ=DAILY;UNTIL=20261201'],
    ['pay every 30th', 'pay | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
    ['pay every 1st and 31st', 'pay | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=1,28,29,30,31;BYSETPOS=-1,1'],
    ['pay every month starting 31 dec', 'pay | 2026-12-31 | FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'],
  ])
})

describe('[Q18] "remind me" and 提醒我 make a reminder when it is due', () => {
  becomes([
    ['remind me in 20 minutes to check the oven', 'check the oven | 2026-11-25T11:20 | PT0S'],
    ['remind me to call Ann tomorrow', 'call Ann | 2026-11-26 | PT9H'],
    ['remind me to call Ann', 'remind me to call Ann'],
    ['明天下午3点提醒我开会', '开会 | 2026-11-26T15:00 | PT0S'],
    ['提醒妈妈吃药', '提醒妈妈吃药'],
  ])
  test('the words and what was read are the text', () => {
    const { chips } = quickAdd('remind me on friday at 5pm to pay', { now, zone: 'UTC' })
    expect(chips.map(({ kind, text }) => [kind, text])).toEqual([
      ['reminder', 'remind me'],
      ['due', 'on friday at 5pm to'],
    ])
  })
})

test('[Q10] a text of more words than are looked through is not read by halves', () => {
  const text = 'monday '.repeat(280).trim()
  expect(quickAdd(text, { now, zone: 'UTC' })).toMatchObject({ todo: { name: text, due: null }, chips: [] })
})
