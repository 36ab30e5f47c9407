/** Quick add around the public holidays of 2026, by values written by hand from the government's notice (SPEC.md, Q80 and Q81). */
import { expect, test } from 'bun:test'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'
import { builtInHolidays } from '../../src/runtime/holidays.ts'

/** At 12:00 in Shanghai on each day. */
const read = (text: string, date: string, holidays = builtInHolidays) => {
  const now = Date.parse(`${date}T04:00:00Z`)
  const { name, due, repeat } = quickAdd(text, { now, zone: 'Asia/Shanghai', holidays }).todo
  return [name, due?.replace('[Asia/Shanghai]', '') ?? null, repeat]
}

const [workdays, daysOff, notOnHolidays] = ['CN-DAYS-OFF', 'CN-WORKDAYS', 'CN-HOLIDAYS'].map(
  (leftOut) => `FREQ=DAILY;X-SKIP=${leftOut}`,
)

test.each([
  // A day on which it is due already.
  ['2026-09-30', '每个法定工作日打卡', '打卡', '2026-09-30', workdays],
  ['2026-09-30', '每个法定工作日9点打卡', '打卡', '2026-10-08T09:00', workdays],
  ['2026-10-01', '每个法定工作日打卡', '打卡', '2026-10-08', workdays],
  ['2026-10-01', '每个工作日（跳过节假日）18点打卡', '打卡', '2026-10-08T18:00', workdays],
  // A Saturday and a Sunday that are worked.
  ['2026-10-10', '每个法定工作日打卡', '打卡', '2026-10-10', workdays],
  ['2026-09-19', '每个法定工作日打卡', '打卡', '2026-09-20', workdays],
  ['2026-10-10', '每个工作日打卡', '打卡', '2026-10-12', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['2026-10-10', '每个休息日练琴', '练琴', '2026-10-11', daysOff],
  ['2026-02-14', '每逢法定节假日休息', '休息', '2026-02-15', daysOff],
  ['2026-02-15', '每天跳过法定节假日 跑步', '跑步', '2026-02-24', notOnHolidays],
  ['2026-09-26', '每周四（节假日除外）上课', '上课', '2026-10-08', 'FREQ=WEEKLY;BYDAY=TH;X-SKIP=CN-HOLIDAYS'],
  [
    '2026-02-01',
    '每月最后一个法定工作日报销',
    '报销',
    '2026-02-28',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;X-SKIP=CN-DAYS-OFF',
  ],
  ['2026-09-20', '10月1日起每个法定工作日打卡', '打卡', '2026-10-08', workdays],
] as const)('[Q80] on %s, %s', (date, text, name, due, repeat) => {
  expect(read(text, date)).toEqual([name, due, repeat ?? null])
})

test('[Q81] a date beside it that is none of its days is not read, and neither is it', () => {
  expect(read('10月1日每个法定工作日打卡', '2026-09-20')).toEqual(['10月1日每个法定工作日打卡', null, null])
  expect(read('10月10日每个休息日打卡', '2026-09-20')).toEqual(['10月10日每个休息日打卡', null, null])
})

test('[Q81] English does not say of which country holidays are: what names them stays in the name', () => {
  for (const text of [
    'clock in every weekday except holidays',
    'clock in every working day except public holidays',
  ])
    expect([text, read(text, '2026-09-20')[0]]).toEqual([text, text])
})
