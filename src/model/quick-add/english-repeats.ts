/** It is read here what repeats in English. */
import {
  each,
  eachLength,
  everyDay,
  listed,
  nthDays,
  nthWorkdays,
  monthly,
  spanOf,
  weekly,
  without,
  workdays,
  yearly,
} from './repeats.ts'
import type { Grammar } from './grammar.ts'
import type { Context, TimeReading } from './reading.ts'

type Rules = Grammar<Context>

export function addEnglishRepeats(grammar: Rules): void {
  lists(grammar)
  steps(grammar)
  ofWeeks(grammar)
  ofMonths(grammar)
  ofWorkdays(grammar)
  ofYears(grammar)
  adverbs(grammar)
  afterFinishing(grammar)
  grammar.rule('PHRASE', 'REPEAT', (_, reading) => reading)
}

function lists(g: Rules): void {
  g.rule('DAYLIST', 'NAMEDDAY', (_, day) => [day])
  g.rule('DAYLIST', 'WEEKDAYS', (_, days) => days)
  g.rule('DAYLIST', 'DAYSOFWEEK', (_, days) => days)
  g.rule('DAYLIST', 'NAMEDDAY and|&|/|or? DAYLIST', (_, day, more) => listed(day, more))
  g.rule('DAYLIST', 'WEEKDAYS and|&|/? DAYLIST', (_, [day], more) => listed(day, more))
  g.rule('MONTHDAYS', 'ORDINAL', (_, day) => [day])
  g.rule('MONTHDAYS', 'ORDINAL and|&|/? the? MONTHDAYS', (_, day, more) => listed(day, more))
  g.rule('MONTHDAYS', 'last day', () => [-1])
  g.rule('NTHS', 'NTH', (_, nth) => [nth])
  g.rule('NTHS', 'NTH and|&|/? the? NTHS', (_, nth, more) => listed(nth, more))
  g.rule('STEP', 'other|second', () => 2)
  g.rule('STEP', 'NUM', (_, count) => count)
  g.rule('STEP', 'ORDINAL', (_, nth) => (nth > 1 ? nth : undefined))
}

function steps(g: Rules): void {
  // `every!` counts from when it was finished.
  g.rule('REPEAT', 'EVERY UNIT', (_, bang, unit) => each(unit, 1, bang))
  g.rule('REPEAT', 'EVERY STEP UNIT', (_, bang, count, unit) => each(unit, count, bang))
  g.rule('REPEAT', 'EVERY STEP? fortnight', (_, bang, count = 1) => each('week', 2 * count, bang))
  g.rule('REPEAT', 'EVERY PART', (_, bang, part) => {
    const reading = each('day', 1, bang)
    return reading?.kind === 'repeat' ? { ...reading, part } : undefined
  })
  g.rule('REPEAT', 'EVERY day except|but on? DAYLIST', (_, bang, days) => without(everyDay, days, bang))
  g.rule('REPEAT', 'EVERY day except|but the? weekend', (_, bang) => without(everyDay, [5, 6], bang))
  g.rule('REPEAT', 'EVERY weekday except|but DAYLIST', (_, bang, days) => without(workdays, days, bang))
  g.rule('REPEAT', 'daily except|but DAYLIST', (_, days) => without(everyDay, days))
}

function ofWeeks(g: Rules): void {
  g.rule('REPEAT', 'EVERY weekday', (_, bang) => weekly(workdays, 1, bang))
  g.rule('REPEAT', 'EVERY work|working|business day', (_, bang) => weekly(workdays, 1, bang))
  g.rule('REPEAT', 'EVERY weekend', (_, bang) => weekly([5, 6], 1, bang))
  g.rule('REPEAT', 'EVERY DAYLIST', (_, bang, days) => weekly(days, 1, bang))
  g.rule('REPEAT', 'EVERY DAYLIST and|&? weekend', (_, bang, days) =>
    weekly([...new Set([...days, 5, 6])], 1, bang),
  )
  g.rule('REPEAT', 'EVERY other|second DAYLIST', (_, bang, days) => weekly(days, 2, bang))
  g.rule('REPEAT', 'EVERY week on DAYLIST', (_, bang, days) => weekly(days, 1, bang))
  g.rule('REPEAT', 'EVERY STEP week on DAYLIST', (_, bang, count, days) => weekly(days, count, bang))
  g.rule('REPEAT', 'EVERY fortnight on DAYLIST', (_, bang, days) => weekly(days, 2, bang))
  g.rule('REPEAT', 'EVERY from? NAMEDDAY -|to|through|until NAMEDDAY', (_, bang, from, to) =>
    weekly(spanOf(from, to), 1, bang),
  )
  g.rule('REPEAT', 'EVERY day|week from? NAMEDDAY -|to|through NAMEDDAY', (_, bang, from, to) =>
    weekly(spanOf(from, to), 1, bang),
  )
  g.rule('REPEAT', 'from? NAMEDDAY -|to|through NAMEDDAY EVERY day|week', (_, from, to, bang) =>
    weekly(spanOf(from, to), 1, bang),
  )
  g.rule('REPEAT', 'on? DAYLIST EVERY week', (_, days, bang) => weekly(days, 1, bang))
  g.rule('REPEAT', 'on? DAYLIST EVERY STEP week', (_, days, bang, count) => weekly(days, count, bang))
}

function ofMonths(g: Rules): void {
  g.rule('REPEAT', 'EVERY MONTHDAYS', (_, bang, days) => monthly(1, days, bang))
  g.rule('REPEAT', 'EVERY MONTHDAYS of|in the|every? month', (_, bang, days) => monthly(1, days, bang))
  g.rule('REPEAT', 'EVERY month on the? MONTHDAYS', (_, bang, days) => monthly(1, days, bang))
  g.rule('REPEAT', 'EVERY STEP month on the? MONTHDAYS', (_, bang, step, days) => monthly(step, days, bang))
  g.rule('REPEAT', 'on? the? MONTHDAYS of|in? EVERY month', (_, days, bang) => monthly(1, days, bang))
  g.rule('REPEAT', 'on? the? MONTHDAYS of|in EVERY STEP month', (_, days, bang, step) =>
    monthly(step, days, bang),
  )
  g.rule('REPEAT', 'EVERY NTHS NAMEDDAY', (_, bang, nths, day) => nthDays(1, nths, day, bang))
  g.rule('REPEAT', 'EVERY NTHS NAMEDDAY of|in the|every? month', (_, bang, nths, day) =>
    nthDays(1, nths, day, bang),
  )
  g.rule('REPEAT', 'EVERY month on the? NTHS NAMEDDAY', (_, bang, nths, day) => nthDays(1, nths, day, bang))
  g.rule('REPEAT', 'EVERY STEP month on the? NTHS NAMEDDAY', (_, bang, step, nths, day) =>
    nthDays(step, nths, day, bang),
  )
  g.rule('REPEAT', 'on? the? NTHS NAMEDDAY of|in EVERY month', (_, nths, day, bang) =>
    nthDays(1, nths, day, bang),
  )
  g.rule('REPEAT', 'on? the? NTHS NAMEDDAY of|in EVERY STEP month', (_, nths, day, bang, step) =>
    nthDays(step, nths, day, bang),
  )
  g.rule('REPEAT', 'EVERY end of the? month', (_, bang) => monthly(1, [-1], bang))
  g.rule('REPEAT', 'at|on|by? the? end of EVERY month', (_, bang) => monthly(1, [-1], bang))
  g.rule('REPEAT', 'EVERY month end', (_, bang) => monthly(1, [-1], bang))
  g.rule('REPEAT', 'at|on? the? start|starting of EVERY month', (_, bang) => monthly(1, [1], bang))
}

function ofWorkdays(g: Rules): void {
  for (const [workday] of [['weekday'], ['work|working|business day']] as const) {
    g.rule('REPEAT', `EVERY NTHS ${workday} of|in the|every? month`, (_, bang, nths) =>
      nthWorkdays(1, nths, bang),
    )
    g.rule('REPEAT', `EVERY month on the? NTHS ${workday}`, (_, bang, nths) => nthWorkdays(1, nths, bang))
    g.rule('REPEAT', `on? the? NTHS ${workday} of|in EVERY month`, (_, nths, bang) =>
      nthWorkdays(1, nths, bang),
    )
    g.rule('REPEAT', `monthly on the? NTHS ${workday}`, (_, nths) => nthWorkdays(1, nths))
    g.rule('REPEAT', `EVERY NTHS ${workday} of|in MONTH`, (_, bang, nths, month) =>
      nthWorkdays(1, nths, bang, month),
    )
  }
}

function ofYears(g: Rules): void {
  for (const begin of ['EVERY', 'EVERY year on the?'] as const) {
    g.rule('REPEAT', `${begin} MONTHDAY of? MONTH`, (_, bang, day, month) => yearly(month, day, bang))
    g.rule('REPEAT', `${begin} MONTH the? MONTHDAY`, (_, bang, month, day) => yearly(month, day, bang))
    g.rule('REPEAT', `${begin} last day of|in MONTH`, (_, bang, month) => yearly(month, -1, bang))
    g.rule('REPEAT', `${begin} NTHS NAMEDDAY of|in MONTH`, (_, bang, nths, day, month) =>
      nthDays(1, nths, day, bang, month),
    )
  }
  g.rule('REPEAT', 'EVERY MONTH on the NTHS NAMEDDAY', (_, bang, month, nths, day) =>
    nthDays(1, nths, day, bang, month),
  )
  g.rule('REPEAT', 'EVERY MONTH on the MONTHDAY', (_, bang, month, day) => yearly(month, day, bang))
  g.rule('REPEAT', 'EVERY STEP year on the? MONTHDAY of? MONTH', (_, bang, step, day, month) =>
    yearly(month, day, bang, step),
  )
  g.rule('REPEAT', 'EVERY STEP year on MONTH MONTHDAY', (_, bang, step, month, day) =>
    yearly(month, day, bang, step),
  )
  g.rule('REPEAT', 'yearly on the? MONTHDAY of? MONTH', (_, day, month) => yearly(month, day))
  g.rule('REPEAT', 'yearly on MONTH MONTHDAY', (_, month, day) => yearly(month, day))
  g.rule('REPEAT', 'yearly on the? NTHS NAMEDDAY of|in MONTH', (_, nths, day, month) =>
    nthDays(1, nths, day, false, month),
  )
  g.rule('REPEAT', 'on? the? NTHS NAMEDDAY of|in MONTH EVERY year', (_, nths, day, month, bang) =>
    nthDays(1, nths, day, bang, month),
  )
  g.rule('REPEAT', 'on? MONTH MONTHDAY EVERY year', (_, month, day, bang) => yearly(month, day, bang))
  g.rule('REPEAT', 'on? the? MONTHDAY of? MONTH EVERY year', (_, day, month, bang) =>
    yearly(month, day, bang),
  )
}

const weakly = (reading: TimeReading | undefined): TimeReading | undefined =>
  reading?.kind === 'repeat' ? { ...reading, weak: 'end' } : undefined

function adverbs(g: Rules): void {
  g.rule('REPEAT', 'daily', () => weakly(each('day')))
  g.rule('REPEAT', 'weekly', () => weakly(each('week')))
  g.rule('REPEAT', 'biweekly', () => weakly(each('week', 2)))
  g.rule('REPEAT', 'monthly', () => weakly(each('month')))
  g.rule('REPEAT', 'quarterly', () => weakly(each('quarter')))
  g.rule('REPEAT', 'yearly', () => weakly(each('year')))
  g.rule('REPEAT', 'once a|every UNIT', (_, unit) => weakly(each(unit)))
  g.rule('REPEAT', 'weekly on DAYLIST', (_, days) => weekly(days))
  g.rule('REPEAT', 'biweekly on DAYLIST', (_, days) => weekly(days, 2))
  g.rule('REPEAT', 'monthly on the? MONTHDAYS', (_, days) => monthly(1, days))
  g.rule('REPEAT', 'monthly on the? NTHS NAMEDDAY', (_, nths, day) => nthDays(1, nths, day))
  g.rule('REPEAT', 'on WEEKDAYS', (_, days) => weekly(days))
  g.rule('REPEAT', 'on WEEKDAYS and|&|/? DAYLIST', (_, [day], more) => weekly(listed(day, more)))
  g.rule('REPEAT', 'WEEKDAYS and|&|/ DAYLIST', (_, [day], more) => weekly(listed(day, more)))
  g.rule('REPEAT', 'WEEKDAYS', (_, days) => {
    const reading = weekly(days)
    return reading?.kind === 'repeat' ? { ...reading, weak: 'beside' } : undefined
  })
}

function afterFinishing(g: Rules): void {
  g.rule('REPEAT', 'LENGTH after it? is|was? being? finished', (_, length) => eachLength(length))
  g.rule('REPEAT', 'every LENGTH after|from|when it? is|was? being? finished', (_, length) =>
    eachLength(length),
  )
  g.rule('REPEAT', 'every UNIT after|from|when it? is|was? being? finished', (_, unit) => each(unit, 1, true))
}
