/**
 * Pieces of phrases in English and Chinese with what they mean, by the tests' own calendar, and how pieces that stand
 * beside each other are understood.
 */
import * as on from './calendar.ts'

/** One moment of a day, as a piece tells it. */
export interface Meaning {
  day?: Date
  /** It is told by its weekday alone. */
  isWeekday?: boolean
  /** A week is told, of which a weekday may be said beside it. */
  isWeek?: boolean
  /** Hours since midnight, or minutes behind a colon. */
  time?: string
  /** It is told by a part of the day alone. */
  isPart?: boolean
  repeat?: string
  until?: Date
  /** It has no meaning that a todo could have. */
  none?: boolean
}

export interface Fragment extends Meaning {
  words: string
}

const numbers = ['two', 'three', 'four', 'five', 'six', 'ten']
const values = [2, 3, 4, 5, 6, 10]
const ordinal = (day: number): string =>
  `${day}${day % 10 === 1 && day !== 11 ? 'st' : day % 10 === 2 && day !== 12 ? 'nd' : day % 10 === 3 && day !== 13 ? 'rd' : 'th'}`

/** In this year, or the next one where it is over. */
function coming(today: Date, of: (year: number) => Date): Date {
  const first = of(on.year(today))
  return first < today ? of(on.year(today) + 1) : first
}

const shortNames = on.days.map((name) => name.slice(0, 3))

export function englishDays({ today }: { today: Date }): Fragment[] {
  const all: Fragment[] = [
    { words: 'today', day: today },
    { words: 'tomorrow', day: on.plus(today, 1) },
    { words: 'the day after tomorrow', day: on.plus(today, 2) },
    { words: 'next week', day: on.plus(on.monday(today), 7), isWeek: true },
    { words: 'next month', day: on.at(on.year(today), on.month(today) + 1, 1) },
    { words: 'end of month', day: on.lastOf(on.year(today), on.month(today)) },
    { words: 'end of next month', day: on.lastOf(on.year(today), on.month(today) + 1) },
    { words: 'last day of next month', day: on.lastOf(on.year(today), on.month(today) + 1) },
    { words: 'end of next week', day: on.plus(on.monday(today), 11) },
    { words: 'in a week', day: on.plus(today, 7), isWeek: true },
    { words: 'in a fortnight', day: on.plus(today, 14), isWeek: true },
    { words: 'a week from today', day: on.plus(today, 7) },
  ]
  for (const [index, name] of on.days.entries()) {
    const day = on.next(today, (date) => on.weekday(date) === index)
    const later = on.plus(on.monday(today), 7 + index)
    all.push({ words: name, day, isWeekday: true }, { words: `on ${name}`, day, isWeekday: true })
    all.push(
      { words: `by ${shortNames[index]}`, day, isWeekday: true },
      { words: `next ${name}`, day: later },
    )
    all.push({ words: `${name} next week`, day: later }, { words: `next week ${name}`, day: later })
    all.push({ words: `two weeks from ${name}`, day: on.plus(day, 14) })
    all.push({ words: `in 2 weeks on ${name}`, day: on.plus(on.monday(today), 14 + index) })
    all.push(
      { words: `3 days after ${name}`, day: on.plus(day, 3) },
      { words: `the day before ${name}`, day: on.plus(day, -1) },
    )
    const ofNext = on.at(on.year(today), on.month(today) + 1, 1)
    for (const [which, said] of ['first', '2nd', 'third'].entries())
      all.push({
        words: `${said} ${name} of next month`,
        day: on.nth(on.year(ofNext), on.month(ofNext), which + 1, index),
      })
    for (const [number, its] of on.months.entries()) {
      const first = coming(today, (year) => on.nth(year, number + 1, 1, index))
      const last = coming(today, (year) => on.nth(year, number + 1, -1, index))
      all.push(
        { words: `the first ${name} of ${its}`, day: first },
        { words: `last ${name} in ${its}`, day: last },
      )
    }
  }
  for (const [index, count] of values.entries()) {
    all.push({ words: `in ${count} days`, day: on.plus(today, count) })
    all.push({ words: `in ${numbers[index]} weeks`, day: on.plus(today, 7 * count), isWeek: true })
    all.push({ words: `${count} weeks from tomorrow`, day: on.plus(today, 7 * count + 1) })
    all.push({ words: `${numbers[index]} days from now`, day: on.plus(today, count) })
    all.push({ words: `in ${count} months`, day: on.plusMonths(today, count) })
  }
  for (const [index, name] of on.months.entries()) {
    for (const number of [1, 5, 12, 23, 28]) {
      const day = coming(today, (year) => on.at(year, index + 1, number))
      all.push({ words: `${name} ${number}`, day }, { words: `${number} ${name.slice(0, 3)}`, day })
      all.push({ words: `the ${ordinal(number)} of ${name}`, day })
      const given = on.at(on.year(today) + 1, index + 1, number)
      all.push(
        { words: `${name} ${ordinal(number)}, ${on.year(given)}`, day: given },
        { words: on.text(given), day: given },
      )
      all.push({ words: `${number}.${index + 1}.${on.year(given)}`, day: given })
    }
    all.push({ words: `end of ${name}`, day: coming(today, (year) => on.lastOf(year, index + 1)) })
  }
  return all
}

export const englishTimes: readonly Fragment[] = [
  ...Array.from({ length: 11 }, (_, index): Fragment[] => {
    const hour = index + 1
    const [am, pm] = [`${String(hour).padStart(2, '0')}:00`, `${hour + 12}:00`]
    const day = `${hour < 7 ? hour + 12 : String(hour).padStart(2, '0')}:30`
    return [
      { words: `at ${hour}am`, time: am },
      { words: `${hour}pm`, time: pm },
      { words: `at ${hour}:30`, time: day },
      { words: `half past ${hour}`, time: day },
      { words: `${hour + 12}:00`, time: pm },
      ...(hour < 12 && hour > 3 ? [{ words: `at ${hour} in the morning`, time: am }] : []),
      ...(hour > 5 ? [{ words: `at ${hour} in the evening`, time: pm }] : []),
    ]
  }).flat(),
  { words: 'at noon', time: '12:00' },
  { words: 'in the morning', time: '09:00', isPart: true },
]

export const englishRepeats: readonly Fragment[] = [
  { words: 'every day', repeat: 'FREQ=DAILY' },
  { words: 'every 3 days', repeat: 'FREQ=DAILY;INTERVAL=3' },
  { words: 'every other week', repeat: 'FREQ=WEEKLY;INTERVAL=2' },
  { words: 'every weekday', repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
  { words: 'every day except sunday', repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA' },
  { words: 'every mon and thu', repeat: 'FREQ=WEEKLY;BYDAY=MO,TH' },
  { words: 'every 2 weeks on tuesday', repeat: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' },
  { words: 'every monday to thursday', repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH' },
  { words: 'every 5th', repeat: 'FREQ=MONTHLY;BYMONTHDAY=5' },
  { words: 'every 30th', repeat: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1' },
  { words: 'every 2 months on the 15th', repeat: 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15' },
  { words: 'every 1st and 3rd monday', repeat: 'FREQ=MONTHLY;BYDAY=1MO,3MO' },
  { words: 'every last friday', repeat: 'FREQ=MONTHLY;BYDAY=-1FR' },
  { words: 'every 2 months on the last friday', repeat: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR' },
  { words: 'every last friday of june', repeat: 'FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR' },
  { words: 'on the last workday of every month', repeat: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1' },
  { words: 'every 3 may', repeat: 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3' },
]

/** Of no one moment: beside such words nothing is read. */
export const englishOthers: readonly Fragment[] = [
  'since last friday',
  '3 days ago',
  'yesterday',
  'in week 49',
  '24/4',
  'every june',
  'in a few days',
  'mid december',
  'twice a week',
  'the second to last monday',
  'after',
  'or',
  'every hour',
  '3.12',
  'until yesterday',
  'not before',
].map((words) => ({ words, none: true }))

const numerals = ['两', '三', '四', '五', '六', '十']
const chineseDayNames = [...'一二三四五六日']

export function chineseDays({ today }: { today: Date }): Fragment[] {
  const all: Fragment[] = [
    ...['今天', '明天', '后天', '大后天'].map((words, index) => ({ words, day: on.plus(today, index) })),
    { words: '後天', day: on.plus(today, 2) },
    { words: '下个月', day: on.at(on.year(today), on.month(today) + 1, 1) },
    { words: '下下个月5号', day: on.at(on.year(today), on.month(today) + 2, 5) },
    { words: '月底', day: on.lastOf(on.year(today), on.month(today)) },
    { words: '下个月底', day: on.lastOf(on.year(today), on.month(today) + 1) },
    { words: '下个月最后一天', day: on.lastOf(on.year(today), on.month(today) + 1) },
    { words: '年底', day: on.at(on.year(today), 12, 31) },
  ]
  for (const [index, name] of chineseDayNames.entries()) {
    const day = on.next(today, (date) => on.weekday(date) === index)
    const later = on.plus(on.monday(today), 7 + index)
    for (const week of ['周', '星期', '週', '礼拜']) {
      all.push({ words: `${week}${name}`, day, isWeekday: true }, { words: `下${week}${name}`, day: later })
      all.push({ words: `下下${week}${name}`, day: on.plus(later, 7) })
    }
    all.push({ words: `两周后的周${name}`, day: on.plus(on.monday(today), 14 + index) })
    const ofNext = on.at(on.year(today), on.month(today) + 1, 1)
    for (const [which, said] of ['一', '二', '三'].entries())
      all.push({
        words: `下个月第${said}个周${name}`,
        day: on.nth(on.year(ofNext), on.month(ofNext), which + 1, index),
      })
    for (let month = 1; month <= 12; month++) {
      const last = coming(today, (year) => on.nth(year, month, -1, index))
      all.push({ words: `${month}月最后一个周${name}`, day: last })
      const second = on.nth(on.year(today) + 1, month, 2, index)
      all.push({ words: `明年${month}月的第二个周${name}`, day: second })
    }
  }
  for (const [index, count] of values.entries()) {
    all.push(
      { words: `${count}天后`, day: on.plus(today, count) },
      { words: `${numerals[index]}天后`, day: on.plus(today, count) },
    )
    all.push({ words: `${numerals[index]}周后`, day: on.plus(today, 7 * count), isWeek: true })
    all.push({ words: `${count}个月后`, day: on.plusMonths(today, count) })
  }
  for (let month = 1; month <= 12; month++) {
    for (const number of [1, 5, 12, 23, 28]) {
      const day = coming(today, (year) => on.at(year, month, number))
      all.push({ words: `${month}月${number}日`, day }, { words: `${month}月${number}号`, day })
      const given = on.at(on.year(today) + 1, month, number)
      all.push(
        { words: `明年${month}月${number}日`, day: given },
        { words: `${on.year(given)}年${month}月${number}日`, day: given },
      )
      all.push({ words: `${on.year(given) - 2000}年${month}月${number}号`, day: given })
    }
    all.push({ words: `${month}月底`, day: coming(today, (year) => on.lastOf(year, month)) })
    for (const [number, name] of [
      [1, '初一'],
      [5, '初五'],
      [10, '初十'],
      [23, '廿三'],
    ] as const) {
      const day = on.nextMoon(today, month, number)
      all.push(
        { words: `农历${chineseMonths[month - 1]}月${name}`, day },
        { words: `${month}月${name}`, day },
      )
    }
  }
  return all
}

const chineseMonths = '正 二 三 四 五 六 七 八 九 十 冬 腊'.split(' ')

const two = (hour: number): string => String(hour).padStart(2, '0')

export const chineseTimes: readonly Fragment[] = Array.from({ length: 10 }, (_, index): Fragment[] => {
  const hour = index + 2
  const day = two(hour < 7 ? hour + 12 : hour)
  return [
    { words: `${hour}点`, time: `${day}:00` },
    { words: `${hour}点半`, time: `${day}:30` },
    { words: `${hour}点05分`, time: `${day}:05` },
    { words: `${hour + 12}:15`, time: `${hour + 12}:15` },
    ...(hour > 5
      ? [
          { words: `早上${hour}点`, time: `${two(hour)}:00` },
          { words: `晚${hour}点`, time: `${hour + 12}:00` },
        ]
      : []),
    ...(hour < 7
      ? [
          { words: `下午${hour}点`, time: `${hour + 12}:00` },
          { words: `凌晨${hour}点`, time: `${two(hour)}:00` },
        ]
      : []),
  ]
}).flat()

export const chineseRepeats: readonly Fragment[] = [
  { words: '每天', repeat: 'FREQ=DAILY' },
  { words: '每3天', repeat: 'FREQ=DAILY;INTERVAL=3' },
  { words: '隔周周三', repeat: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE' },
  { words: '每个工作日', repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
  { words: '周一至周五每天', repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
  { words: '每天除了周日', repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA' },
  { words: '每周一三五', repeat: 'FREQ=WEEKLY;BYDAY=MO,WE,FR' },
  { words: '每月5号', repeat: 'FREQ=MONTHLY;BYMONTHDAY=5' },
  { words: '每月30号', repeat: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1' },
  { words: '每月最后一个工作日', repeat: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1' },
  { words: '每月第一和第三个周一', repeat: 'FREQ=MONTHLY;BYDAY=1MO,3MO' },
  { words: '每两个月最后一个周五', repeat: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR' },
  { words: '每年5月3日', repeat: 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3' },
  { words: '每年12月最后一天', repeat: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1' },
  { words: '每年农历八月初三', repeat: 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3' },
  { words: '农历每年腊月廿三', repeat: 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=23' },
  { words: '每月初一十五', repeat: 'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15' },
  { words: '每年除夕', repeat: 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1' },
]

export const chineseOthers: readonly Fragment[] = [
  '上周五',
  '昨天',
  '农历八月',
  '初三',
  '除夕前',
  '去年',
  '每周三次',
  '之后',
  '单周',
  '几天',
  '或者',
  '12月中旬',
  '法定工作日',
  '的',
].map((words) => ({ words, none: true }))

/** These say something only of what stands before them. */
export const onlyBehind = new Set(['之后', '的', '或者'])

/** What pieces beside each other mean together; undefined where they do not agree. */
export function together(pieces: readonly Meaning[]): Meaning | undefined {
  const all: Meaning = {}
  for (const piece of pieces) {
    if (piece.none || (piece.time && all.time) || (piece.repeat && all.repeat)) return undefined
    let { day, isWeekday, isWeek } = all
    if (piece.day) {
      const isOn = day && on.weekday(day) === on.weekday(piece.day)
      if (day && ((isWeek && piece.isWeekday) || (piece.isWeek && isWeekday))) {
        const [week, weekday] = isWeek ? [day, piece.day] : [piece.day, day]
        ;[day, isWeekday, isWeek] = [on.plus(on.monday(week), on.weekday(weekday)), false, false]
      } else if (!day || (isWeekday && isOn))
        [day, isWeekday, isWeek] = [piece.day, piece.isWeekday, piece.isWeek]
      else if (!(piece.isWeekday && isOn) && on.text(day) !== on.text(piece.day)) return undefined
    }
    Object.assign(all, piece)
    if (day) Object.assign(all, { day, isWeekday: isWeekday ?? false, isWeek: isWeek ?? false })
  }
  return all
}
