/** Rules as a person chooses them on the page (SPEC.md, E82). */
import { expect, test } from 'bun:test'
import { occurrences } from '../../src/model/occurrences.ts'
import { dayOrLastOf, parseRule, ruleText, type Rule } from '../../src/model/repeat.ts'
import { chinesePresets, customOf, movedRule, presets, ruleOf } from '../../src/web/state/repeat-rules.ts'

const parsed = (text: string): Rule => parseRule(text) as Rule
const dates = (rule: string, from: string, count: number) => [...occurrences(parsed(rule), from).take(count)]
const monthly = (date: string) =>
  presets(date).find((rule) => rule.includes('MONTHLY') && rule.includes('BYMONTHDAY')) ?? ''
const yearly = (date: string) => presets(date).find((rule) => rule.includes('YEARLY')) ?? ''

test.each([
  ['2027-01-28', 'FREQ=MONTHLY;BYMONTHDAY=28', '2027-02-28 2027-03-28'],
  ['2027-01-29', 'FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1', '2027-02-28 2027-03-29 2027-04-29'],
  ['2027-01-30', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1', '2027-02-28 2027-03-30 2027-04-30'],
  ['2028-01-31', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1', '2028-02-29 2028-03-31 2028-04-30'],
])('[E82] months chosen on %s are %s, and skip none', (date, rule, wanted) => {
  expect(monthly(date)).toBe(rule)
  expect(dates(rule, date, wanted.split(' ').length).join(' ')).toBe(wanted)
})

test('[E82] years chosen on a leap day skip none; all other dates are those that each year has', () => {
  const rule = 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1'
  expect(yearly('2028-02-29')).toBe(rule)
  expect(dates(rule, '2028-02-29', 4)).toEqual(['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'])
  expect(yearly('2028-02-28')).toBe('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28')
  expect(yearly('2027-03-31')).toBe('FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31')
})

test('[E82] the form for other rules keeps it, and all to come moved to another day have that one', () => {
  const rule = monthly('2027-01-31')
  const form = { ...customOf(rule, '2027-01-31'), interval: 2 }
  const wanted = 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'
  expect(ruleOf(form, '2027-01-31')).toBe(wanted)
  expect(movedRule(wanted, '2027-02-12')).toBe('FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=12')
  expect(movedRule('FREQ=MONTHLY;BYMONTHDAY=12', '2027-03-30')).toBe(monthly('2027-01-30'))
  expect(movedRule(yearly('2028-02-29'), '2028-03-01')).toBe('FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1')
  expect(movedRule('FREQ=MONTHLY;BYMONTHDAY=-1', '2027-03-31')).toBe('FREQ=MONTHLY;BYMONTHDAY=-1')
})

test('[E82] what is no such rule is not taken for one', () => {
  for (const rule of [
    'FREQ=MONTHLY;BYMONTHDAY=29,30;BYSETPOS=-1',
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=1',
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30',
    'FREQ=MONTHLY;BYMONTHDAY=31',
    'FREQ=DAILY;BYMONTHDAY=28,29;BYSETPOS=-1',
    'FREQ=YEARLY;BYMONTHDAY=28,29;BYSETPOS=-1',
  ]) {
    expect([rule, dayOrLastOf(parsed(rule))]).toEqual([rule, undefined])
    expect(ruleText(parsed(rule))).toBe(rule)
  }
})

test('[P330] a repeat by the Chinese calendar moves with all to come, and the form for others begins anew', () => {
  const yearly = 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3'
  expect(movedRule(yearly, '2027-02-06')).toBe('RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1')
  expect(movedRule('RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=3', '2027-02-20')).toBe(
    'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=15',
  )
  const both = 'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15'
  expect(movedRule(both, '2027-02-22')).toBe(both)
  expect(chinesePresets('2027-02-05')).toEqual([
    'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=29',
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1',
  ])
  expect(chinesePresets('2025-07-25')).toEqual([
    'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1',
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=6L;BYMONTHDAY=1;SKIP=BACKWARD',
  ])
  expect(chinesePresets('2101-02-01')).toEqual([])
  expect(customOf(both, '2027-02-06').inMonth).toBe('FREQ=MONTHLY;BYMONTHDAY=6')
})
